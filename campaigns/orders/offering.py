"""Owns what can be ordered of an ad: which formats, from whom, and whether each one fits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from brand_assets.design_facts import Finding, Severity
from campaigns.ad_templates.models import AdFormat
from campaigns.approval.models import Submission
from campaigns.approval.queue import submissions_of
from campaigns.approval.rules import SubmissionStatus
from campaigns.localisation.service import get_localisation
from campaigns.orders.baskets import BasketOfOutlet
from campaigns.orders.models import BasketLine
from campaigns.orders.price_lists import Offer, offers
from campaigns.orders.quotes import proposal
from campaigns.orders.reading import ordered_formats
from campaigns.planning.models import Campaign
from campaigns.planning.service import formats_of
from campaigns.proofs.service import check
from portal.foundation import clock
from portal.foundation.database import reading
from regions.accounts.rules import Actor


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One basket line with its names, its offers, and the findings that keep it from ordering.

    `ordered_before` says that the outlet has ordered this format of the campaign already.
    """

    line: BasketLine
    campaign: Campaign
    ad_format: AdFormat
    offers: tuple[Offer, ...]
    chosen: Offer | None
    blocking: tuple[Finding, ...]
    waiting: Submission | None
    ordered_before: bool


def shown_lines(actor: Actor, baskets: Sequence[BasketOfOutlet]) -> Mapping[UUID, ShownLine]:
    """Return all lines of some baskets by id, with what a page shows of them."""
    return {shown.line.id: shown for basket in baskets for shown in _shown_of(actor, basket)}


def _shown_of(actor: Actor, basket: BasketOfOutlet) -> Iterator[ShownLine]:
    campaigns = {line.campaign_id for line in basket.lines}
    ordered = {one: ordered_formats(one, basket.outlet.id) for one in campaigns}
    for line in basket.lines:
        yield _shown(
            actor, line, basket, ordered_before=line.format_key in ordered[line.campaign_id]
        )


def _shown(
    actor: Actor, line: BasketLine, basket: BasketOfOutlet, *, ordered_before: bool
) -> ShownLine:
    with reading() as running:
        found = offers([line.format_key], line.path, clock.today(basket.outlet.time_zone))
        chosen = next((offer for offer in found if offer.supplier_id == line.supplier_id), None)
        return ShownLine(
            line=line,
            campaign=running.get_one(Campaign, line.campaign_id),
            ad_format=running.get_one(AdFormat, line.format_key),
            offers=found,
            chosen=chosen,
            blocking=blocking_findings(actor, line.localisation_id, line.format_key),
            waiting=_waiting(actor, line.localisation_id),
            ordered_before=ordered_before,
        )


def _waiting(actor: Actor, localisation_id: UUID) -> Submission | None:
    """Return what was handed in of an ad and is not decided yet."""
    found = submissions_of(actor, localisation_id)
    return next((s for s in found if s.status is SubmissionStatus.AWAITING_DECISION), None)


def blocking_findings(actor: Actor, localisation_id: UUID, format_key: str) -> tuple[Finding, ...]:
    """Return what keeps an ad from being ordered in one format."""
    found = check(actor, localisation_id, format_key).findings
    return tuple(finding for finding in found if finding.severity is Severity.BLOCKS)


@dataclass(frozen=True, slots=True)
class Timely:
    """The formats of an ad that come while its campaign runs, those that do not, and its end."""

    keys: tuple[str, ...]
    late: tuple[AdFormat, ...]
    last: date


def timely_formats(actor: Actor, localisation_id: UUID, named: Sequence[str] = ()) -> Timely:
    """Tell formats of an ad that still come in time from those that come too late.

    Where none is named, these are all of its campaign that can be had here, in their order.
    """
    localisation = get_localisation(actor, localisation_id)
    keys = named or [chosen.format_key for chosen in formats_of(localisation.campaign_id)]
    proposed = proposal(localisation, keys)
    with reading() as running:
        found = running.scalars(select(AdFormat).where(AdFormat.key.in_(keys)))
        formats = {entry.key: entry for entry in found}
        had = named or [key for key in keys if key in proposed.offers or formats[key].on_screen]
        return Timely(
            keys=tuple(key for key in had if key not in proposed.late),
            late=tuple(formats[key] for key in had if key in proposed.late),
            last=running.get_one(Campaign, localisation.campaign_id).runs_until,
        )
