"""Owns who takes part: outlets that ordered, started or did not open, and how long they took."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np
from sqlalchemy import ColumnElement, Select, and_, case, func, not_, select

from campaigns.insight.readings.comparisons import generator, number
from campaigns.insight.readings.selection import Selection
from campaigns.insight.readings.values import Durations, Figure
from campaigns.insight.statistics.durations import Cases, estimate_quantile
from campaigns.localisation.models import Localisation
from campaigns.orders.rules import ORDER_PLACED
from campaigns.planning.audience import audience_of
from campaigns.planning.models import Campaign
from campaigns.planning.rules import Audience, CampaignStatus
from campaigns.planning.service import formats_of
from portal.foundation import clock
from portal.foundation.database import session
from portal.foundation.usage import UsageEvent
from regions.hierarchy.models import Region
from regions.partners.models import Outlet, Partner
from regions.scoping import Scope, below, within

HALF, NINE_TENTHS = 0.5, 0.9
_DAY = timedelta(days=1)
# Times are kept to the quarter of a day: nobody reads them finer, and the work stays small.
_STEPS_A_DAY = 4


@dataclass(frozen=True, slots=True)
class RegionTakeUp:
    """One region's outlets in a campaign; `by_format` counts those that ordered each format."""

    path: str
    name_de: str
    name_en: str
    outlets: int
    ordered: int
    in_work: int
    by_format: dict[str, int]

    @property
    def not_opened(self) -> int:
        """Outlets that did not begin."""
        return max(0, self.outlets - self.ordered - self.in_work)

    @property
    def share(self) -> float:
        """Outlets that ordered, of all; 0 to 1."""
        return self.ordered / self.outlets if self.outlets else 0.0


@dataclass(frozen=True, slots=True)
class TakeUp:
    """A campaign's take-up by region, the largest share first, and in all."""

    campaign_id: UUID
    regions: tuple[RegionTakeUp, ...]
    total: RegionTakeUp
    formats: tuple[str, ...]


def measure_take_up(campaign_id: UUID, scope: Scope) -> TakeUp:
    """Count a campaign's outlets in scope by region: ordered, in work, not opened."""
    meant = _meant(audience_of(campaign_id), scope)
    counted = _count_by_region(campaign_id, meant)
    formats = _formats_by_region(campaign_id, meant)
    names = {region.path: region for region in session().scalars(select(Region))}
    regions = [
        RegionTakeUp(
            path,
            names[path].name_de,
            names[path].name_en,
            outlets,
            ordered,
            in_work,
            formats[path],
        )
        for path, outlets, ordered, in_work in counted
    ]
    regions.sort(key=lambda region: (-region.share, region.path))
    return TakeUp(
        campaign_id,
        tuple(regions),
        _total(regions),
        _in_order(campaign_id, {key for region in regions for key in region.by_format}),
    )


def _in_order(campaign_id: UUID, ordered: Collection[str]) -> tuple[str, ...]:
    """Return the formats as the campaign has them, behind them what was ordered of former ones."""
    planned = [chosen.format_key for chosen in formats_of(campaign_id)]
    return (*planned, *sorted(set(ordered) - set(planned)))


def _total(regions: list[RegionTakeUp]) -> RegionTakeUp:
    by_format: dict[str, int] = defaultdict(int)
    for region in regions:
        for key, count in region.by_format.items():
            by_format[key] += count
    return RegionTakeUp(
        "",
        "",
        "",
        sum(region.outlets for region in regions),
        sum(region.ordered for region in regions),
        sum(region.in_work for region in regions),
        dict(by_format),
    )


def _meant(audience: Audience, scope: Scope) -> ColumnElement[bool]:
    condition = and_(
        Outlet.open.is_(True),
        within(Outlet.path, Scope.at(*audience.paths)),
        within(Outlet.path, scope),
    )
    if not audience.tags:
        return condition
    rows = session().execute(select(Outlet.id, Outlet.tags).where(condition))
    tagged = [outlet_id for outlet_id, tags in rows if not set(tags).isdisjoint(audience.tags)]
    return Outlet.id.in_(tagged)


def _count_by_region(
    campaign_id: UUID, meant: ColumnElement[bool]
) -> list[tuple[str, int, int, int]]:
    """Return each region's outlets, those that ordered and those in work, in one pass."""
    ordered, started = Outlet.id.in_(_ordered(campaign_id)), Outlet.id.in_(_started(campaign_id))
    statement = (
        select(
            Partner.region_path,
            func.count(),
            func.sum(case((ordered, 1), else_=0)),
            func.sum(case((and_(started, not_(ordered)), 1), else_=0)),
        )
        .select_from(Outlet)
        .join(Partner, Partner.id == Outlet.partner_id)
        .where(meant)
        .group_by(Partner.region_path)
    )
    rows = session().execute(statement)
    return [(path, int(count), int(bought), int(busy)) for path, count, bought, busy in rows]


def _ordered(campaign_id: UUID) -> Select[UUID | None]:
    return select(UsageEvent.outlet_id).where(
        UsageEvent.campaign_id == campaign_id,
        UsageEvent.kind == ORDER_PLACED.key,
        UsageEvent.outlet_id.is_not(None),
    )


def _started(campaign_id: UUID) -> Select[UUID]:
    return select(Localisation.outlet_id).where(Localisation.campaign_id == campaign_id)


def _formats_by_region(campaign_id: UUID, meant: ColumnElement[bool]) -> dict[str, dict[str, int]]:
    statement = (
        select(Partner.region_path, UsageEvent.format, func.count(UsageEvent.outlet_id.distinct()))
        .join(Outlet, Outlet.id == UsageEvent.outlet_id)
        .join(Partner, Partner.id == Outlet.partner_id)
        .where(UsageEvent.campaign_id == campaign_id, UsageEvent.kind == ORDER_PLACED.key, meant)
        .group_by(Partner.region_path, UsageEvent.format)
    )
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for path, key, count in session().execute(statement):
        if key:
            found[path][key] = int(count)
    return found


def measure_durations(selection: Selection) -> Durations:
    """Measure days from publishing to each outlet's first order; who has not ordered is censored.

    An outlet is watched until ordering ends, or until now.
    """
    outlets, times, finished = _cases(selection)
    if not times:
        return Durations(0, 0, None, None)
    cases = Cases(number(outlets), np.array(times), np.array(finished))
    median = estimate_quantile(cases, HALF, generator())
    p90 = estimate_quantile(cases, NINE_TENTHS, generator())
    return Durations(
        len(times),
        finished.count(False),
        Figure.of(median) if median else None,
        Figure.of(p90) if p90 else None,
    )


def _cases(selection: Selection) -> tuple[list[UUID], list[float], list[bool]]:
    scope, outlets, times, finished = selection.scope, [], [], []
    now = clock.now()
    for campaign in _published(selection):
        began = campaign.published_at or now
        first = _first_orders(campaign.id, selection)
        watched = _days(min(now, _end_of(campaign)) - began)
        for outlet_id in _outlet_ids(_meant(audience_of(campaign.id), scope), selection):
            ordered = first.get(outlet_id)
            outlets.append(outlet_id)
            times.append(_days(ordered - began) if ordered else max(0.0, watched))
            finished.append(ordered is not None)
    return outlets, times, finished


def _published(selection: Selection) -> list[Campaign]:
    statement = select(Campaign).where(
        Campaign.status != CampaignStatus.DRAFT,
        Campaign.published_at.is_not(None),
        Campaign.order_from >= selection.period.begins,
        Campaign.order_from <= selection.period.ends,
    )
    return list(session().scalars(statement.order_by(Campaign.published_at)))


def _end_of(campaign: Campaign) -> datetime:
    noon = datetime.min.time().replace(hour=12)
    day = campaign.order_until + _DAY
    return datetime.combine(day, noon, tzinfo=clock.now().tzinfo)


def _days(length: timedelta) -> float:
    return round(max(length / _DAY, 0.0) * _STEPS_A_DAY) / _STEPS_A_DAY


def _outlet_ids(meant: ColumnElement[bool], selection: Selection) -> list[UUID]:
    statement = select(Outlet.id).where(meant)
    if selection.region_path:
        statement = statement.where(below(Outlet.path, selection.region_path))
    return list(session().scalars(statement))


def _first_orders(campaign_id: UUID, selection: Selection) -> dict[UUID, datetime]:
    first = func.min(UsageEvent.occurred_at, type_=UsageEvent.occurred_at.type)
    statement = select(UsageEvent.outlet_id, first).where(
        UsageEvent.campaign_id == campaign_id, UsageEvent.kind == ORDER_PLACED.key
    )
    if selection.format_key:
        statement = statement.where(UsageEvent.format == selection.format_key)
    found = session().execute(statement.group_by(UsageEvent.outlet_id))
    return {outlet_id: at for outlet_id, at in found if outlet_id is not None}
