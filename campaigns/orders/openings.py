"""Owns openings: what an outlet can order now, at its usual price, started or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from brand_assets.design_facts import Finding, Severity
from campaigns.ad_templates.models import AdFormat
from campaigns.ad_templates.service import get_format
from campaigns.budgets.rules import Share, ShareLimit, shares_of
from campaigns.budgets.service import share_terms
from campaigns.localisation.models import Localisation
from campaigns.localisation.service import find_localisation
from campaigns.orders.price_lists import Offer, offers
from campaigns.orders.reading import ordered_formats
from campaigns.orders.rules import delivery_day, price_of
from campaigns.orders.timing import propose
from campaigns.planning.models import Campaign
from campaigns.planning.service import formats_of, open_campaigns
from campaigns.proofs.checking import Check
from campaigns.proofs.service import check_of_outlet
from portal.foundation import clock
from portal.foundation.database import reading
from portal.foundation.money import Money
from regions.accounts.rules import Actor
from regions.partners.models import Outlet


@dataclass(frozen=True, slots=True)
class OpenFormat:
    """One format that can be ordered: how many usually, and for how much."""

    ad_format: AdFormat
    offer: Offer | None
    quantity: int
    net: Money
    share: Share


@dataclass(frozen=True, slots=True)
class Opening:
    """One campaign that an outlet can order now; `localisation` is None before it is started.

    `formats` are those that are not ordered yet and come in time, `late` those that do not,
    `shown` are all that can be had.
    """

    campaign: Campaign
    outlet: Outlet
    localisation: Localisation | None
    formats: tuple[OpenFormat, ...]
    late: tuple[AdFormat, ...]
    shown: tuple[AdFormat, ...]
    percent: int
    days_left: int
    delivery_by: date

    @property
    def net(self) -> Money:
        """What the formats that are not ordered yet cost in their usual quantities."""
        return Money(sum(entry.net.cents for entry in self.formats))

    @property
    def coop(self) -> Money:
        """What head office adds."""
        return Money(sum(entry.share.coop.cents for entry in self.formats))

    @property
    def own(self) -> Money:
        """What the partner pays."""
        return self.net - self.coop

    @property
    def limits(self) -> tuple[ShareLimit, ...]:
        """What cuts the co-op share, each limit once."""
        found = (entry.share.limit for entry in self.formats)
        return tuple(dict.fromkeys(limit for limit in found if limit is not None))

    @property
    def is_done(self) -> bool:
        """Whether every format has been ordered."""
        return not self.formats and not self.late

    @property
    def ordered(self) -> tuple[AdFormat, ...]:
        """The formats that have been ordered."""
        wanted = {entry.ad_format.key for entry in self.formats}
        left = wanted | {entry.key for entry in self.late}
        return tuple(entry for entry in self.shown if entry.key not in left)


def openings(actor: Actor, outlet_id: UUID) -> tuple[Opening, ...]:
    """Return what an outlet can order now by deadline, campaigns with nothing to order last."""
    with reading() as running:
        campaigns = open_campaigns(actor, outlet_id)
        outlet = running.get_one(Outlet, outlet_id)
        found = [_opening(actor, campaign, outlet) for campaign in campaigns]
        return tuple(sorted(found, key=lambda opening: not opening.formats))


def _opening(actor: Actor, campaign: Campaign, outlet: Outlet) -> Opening:
    day = clock.today(outlet.time_zone)
    keys = [chosen.format_key for chosen in formats_of(campaign.id)]
    proposed = propose(offers(keys, outlet.path, day), day, campaign.runs_until)
    first, late = proposed.offers, proposed.late
    formats = [get_format(key) for key in keys]
    had = [entry for entry in formats if entry.on_screen or entry.key in first]
    ordered = ordered_formats(campaign.id, outlet.id)
    missing = [entry for entry in had if entry.key not in ordered]
    wanted = [entry for entry in missing if entry.key not in late]
    ordering = [first[entry.key] for entry in wanted if entry.key in first]
    terms = share_terms(campaign.id, outlet.partner_id, outlet.id)
    prices = [_usual_price(first.get(entry.key)) for entry in wanted]
    shares = shares_of([(campaign.id, price) for price in prices], {campaign.id: terms})
    return Opening(
        campaign=campaign,
        outlet=outlet,
        localisation=find_localisation(actor, campaign.id, outlet.id),
        formats=_open_formats(wanted, first, prices, shares),
        late=tuple(entry for entry in missing if entry.key in late),
        shown=tuple(had),
        percent=terms.percent,
        days_left=(campaign.order_until - day).days,
        delivery_by=delivery_day(day, max((offer.days for offer in ordering), default=0)),
    )


def _usual_price(offer: Offer | None) -> Money:
    return Money(0) if offer is None else price_of(offer.terms, offer.usual_quantity).net


def _open_formats(
    formats: Sequence[AdFormat],
    first: Mapping[str, Offer],
    prices: Sequence[Money],
    shares: Sequence[Share],
) -> tuple[OpenFormat, ...]:
    found = []
    for entry, price, share in zip(formats, prices, shares, strict=True):
        offer = first.get(entry.key)
        quantity = offer.usual_quantity if offer else 1
        found.append(OpenFormat(entry, offer, quantity, price, share))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class OpeningLook:
    """How an opening's ads come out: what is open in which format."""

    checks: tuple[Check, ...]

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """What keeps formats from being ordered."""
        every = (finding for check in self.checks for finding in check.findings)
        return tuple(finding for finding in every if finding.severity is Severity.BLOCKS)

    @property
    def blocked_formats(self) -> tuple[str, ...]:
        """The formats that cannot be ordered as they are."""
        return tuple(check.format_key for check in self.checks if check.blocks)

    @property
    def free_formats(self) -> tuple[str, ...]:
        """The formats that can be ordered as they are."""
        return tuple(check.format_key for check in self.checks if not check.blocks)


def look_at(actor: Actor, opening: Opening) -> OpeningLook:
    """Check the ads of an opening that are proposed, started or not."""
    proposed = {entry.ad_format.key for entry in opening.formats}
    checks = check_of_outlet(actor, opening.campaign.id, opening.outlet.id)
    return OpeningLook(tuple(check for check in checks if check.format_key in proposed))
