"""Owns quotes: what chosen lines cost, which share head office pays, when they are delivered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from sqlalchemy import select

from campaigns.ad_templates.models import AdFormat
from campaigns.ad_templates.retiring import refuse_retired
from campaigns.ad_templates.service import get_format, get_template_version
from campaigns.budgets.rules import Balance, Share, ShareTerms, shares_of
from campaigns.budgets.service import own_balance, share_terms
from campaigns.localisation.models import Localisation
from campaigns.orders.price_lists import Offer, offers
from campaigns.orders.rules import (
    LineRequest,
    Price,
    SeenLine,
    Tier,
    delivery_day,
    price_of,
    quote_digest,
)
from campaigns.orders.timing import Proposal, propose
from campaigns.planning.holding import refuse_expired
from campaigns.planning.models import Campaign, CampaignFormat
from campaigns.planning.service import get_campaign_format, is_open
from campaigns.proofs.service import fingerprint_now
from portal.foundation import clock
from portal.foundation.database import reading, session
from portal.foundation.errors import N_, Conflict, Invalid, NotFound
from portal.foundation.money import Money
from regions.accounts.rules import Actor, Permission
from regions.partners.models import Outlet

FREE_OF_CHARGE = Tier(1, 0, 0)


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One chosen line with its price and who pays which part; `offer` None is free of charge.

    `position` is the place of its format in the campaign.
    """

    request: LineRequest
    localisation: Localisation
    campaign: Campaign
    ad_format: AdFormat
    channel_key: str
    position: int
    fingerprint: str
    offer: Offer | None
    price: Price
    share: Share
    percent: int
    delivery_by: date

    @property
    def comes_too_late(self) -> bool:
        """Whether this comes only after the campaign's last day."""
        return self.offer is not None and self.delivery_by > self.campaign.runs_until


@dataclass(frozen=True)
class Quote:
    """What several lines of one outlet cost now; `digest` stands for exactly this."""

    outlet: Outlet
    lines: tuple[QuoteLine, ...]
    budget: Balance

    @cached_property
    def net(self) -> Money:
        """The sum of all net prices."""
        return Money(sum(line.price.net.cents for line in self.lines))

    @cached_property
    def coop(self) -> Money:
        """What head office adds."""
        return Money(sum(line.share.coop.cents for line in self.lines))

    @cached_property
    def own(self) -> Money:
        """What the partner pays."""
        return self.net - self.coop

    @cached_property
    def above_budget(self) -> bool:
        """Whether this goes above what the partner may spend this year."""
        return self.budget.is_exceeded_by(self.own)

    @cached_property
    def budget_left(self) -> Money | None:
        """What is left of the partner's budget once this is ordered; None without a limit."""
        free = self.budget.free
        return None if free is None else Money(max(0, free.cents - self.own.cents))

    @cached_property
    def delivery_by(self) -> date | None:
        """The day by which everything is there, None for an empty quote."""
        return max((line.delivery_by for line in self.lines), default=None)

    @cached_property
    def digest(self) -> str:
        """What a buyer sends back to say which quote was seen; it is no price."""
        return quote_digest(
            [
                SeenLine(line.request, line.fingerprint, line.price, line.share)
                for line in self.lines
            ]
        )


@dataclass(frozen=True, slots=True)
class _Chosen:
    """One line with everything but its share."""

    request: LineRequest
    localisation: Localisation
    campaign: Campaign
    chosen_format: CampaignFormat
    ad_format: AdFormat
    offer: Offer | None
    price: Price


def quote(actor: Actor, requests: Sequence[LineRequest]) -> Quote:
    """Price what an outlet chose, from stored price lists alone."""
    if not requests:
        raise Invalid(N_("There is nothing to order yet. Choose at least one ad."))
    with reading():
        outlet = _outlet(actor, requests)
        day = clock.today(outlet.time_zone)
        chosen = [_choose(request, outlet, day) for request in _in_order(requests)]
        terms = {
            line.campaign.id: share_terms(line.campaign.id, outlet.partner_id, outlet.id)
            for line in chosen
        }
        shares = shares_of([(line.campaign.id, line.price.net) for line in chosen], terms)
        lines = tuple(
            _priced(line, share, terms[line.campaign.id], day)
            for line, share in zip(chosen, shares, strict=True)
        )
        return Quote(outlet, lines, own_balance(outlet.partner_id))


def usual_quote(actor: Actor, localisation_id: UUID, format_keys: Sequence[str]) -> Quote:
    """Price a localisation in its usual quantities from the supplier proposed for each format."""
    with reading():
        localisation = session().get(Localisation, localisation_id)
        if localisation is None or not actor.scope.reaches(localisation.path):
            raise _no_ad()
        first = proposal(localisation, format_keys).offers
        return quote(actor, [_usual(localisation_id, key, first.get(key)) for key in format_keys])


def proposal(localisation: Localisation, format_keys: Sequence[str]) -> Proposal:
    """Return from whom formats of an ad are best ordered now, and which come too late."""
    with reading() as running:
        today = clock.today(running.get_one(Outlet, localisation.outlet_id).time_zone)
        campaign = running.get_one(Campaign, localisation.campaign_id)
        found = offers(format_keys, localisation.path, today)
        return propose(found, today, campaign.runs_until)


def _usual(localisation_id: UUID, format_key: str, offer: Offer | None) -> LineRequest:
    if offer is None:
        return LineRequest(localisation_id, format_key, 1)
    return LineRequest(localisation_id, format_key, offer.usual_quantity, offer.supplier_id)


def _in_order(requests: Sequence[LineRequest]) -> list[LineRequest]:
    """Return the lines by localisation and format, refusing one that is there twice.

    One order for all also makes concurrent orders lock their funds in one sequence.
    """
    keys = [(request.localisation_id, request.format_key) for request in requests]
    if len(set(keys)) < len(keys):
        raise Invalid(N_("The same ad is listed twice. Add up its quantities."))
    return sorted(requests, key=lambda request: (str(request.localisation_id), request.format_key))


def _outlet(actor: Actor, requests: Sequence[LineRequest]) -> Outlet:
    wanted = {request.localisation_id for request in requests}
    rows = session().scalars(select(Localisation).where(Localisation.id.in_(wanted))).all()
    inside = [row for row in rows if actor.may_at(Permission.LOCALISATION_READ, row.path)]
    if len(inside) < len(wanted):
        raise _no_ad()
    outlets = {row.outlet_id for row in inside}
    if len(outlets) > 1:
        raise Invalid(N_("Order for one outlet at a time."))
    return session().get_one(Outlet, outlets.pop())


def _choose(request: LineRequest, outlet: Outlet, day: date) -> _Chosen:
    localisation = session().get_one(Localisation, request.localisation_id)
    campaign = session().get_one(Campaign, localisation.campaign_id)
    refuse_expired(campaign)
    if not is_open(campaign, day):
        raise Conflict(
            N_("%(campaign)s can no longer be ordered. Take it out of the basket."),
            campaign=campaign.name_de,
        )
    chosen_format = get_campaign_format(campaign.id, request.format_key)
    refuse_retired(get_template_version(chosen_format.template_version_id))
    ad_format = get_format(request.format_key)
    offer = _offer(request, ad_format, outlet, day)
    return _Chosen(
        request, localisation, campaign, chosen_format, ad_format, offer, _price(request, offer)
    )


def _offer(request: LineRequest, ad_format: AdFormat, outlet: Outlet, day: date) -> Offer | None:
    found = offers([request.format_key], outlet.path, day)
    if request.supplier_id is None:
        if not found and ad_format.on_screen:
            return None
        if found:
            return found[0]
        raise Invalid(
            N_("No supplier offers this format here yet. Ask head office for a price list."),
            field="supplier",
        )
    for offer in found:
        if offer.supplier_id == request.supplier_id:
            return offer
    raise Invalid(
        N_("This supplier does not offer this format here. Choose another."), field="supplier"
    )


def _price(request: LineRequest, offer: Offer | None) -> Price:
    if offer is not None:
        return price_of(offer.terms, request.quantity, request.finishing_key)
    if request.quantity != 1 or request.finishing_key is not None:
        raise Invalid(N_("A file for a channel is ordered once."), field="quantity")
    return Price(1, FREE_OF_CHARGE, Money(0), Money(0))


def _priced(line: _Chosen, share: Share, terms: ShareTerms, day: date) -> QuoteLine:
    request = line.request
    if line.offer is not None and request.supplier_id is None:
        request = LineRequest(
            request.localisation_id,
            request.format_key,
            request.quantity,
            line.offer.supplier_id,
            request.finishing_key,
        )
    return QuoteLine(
        request=request,
        localisation=line.localisation,
        campaign=line.campaign,
        ad_format=line.ad_format,
        channel_key=line.chosen_format.channel_key,
        position=line.chosen_format.position,
        fingerprint=fingerprint_now(line.localisation.id, request.format_key),
        offer=line.offer,
        price=line.price,
        share=share,
        percent=terms.percent,
        delivery_by=delivery_day(day, line.offer.days if line.offer else 0),
    )


def _no_ad() -> NotFound:
    return NotFound(N_("This ad does not exist, or not for your account."))
