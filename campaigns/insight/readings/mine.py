"""Owns what an outlet sees of itself: its own rates beside the anonymous middle of its region."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np
from sqlalchemy import ColumnElement, func, select

from campaigns.insight.readings.models import AdResult
from campaigns.insight.readings.rules import LEAST_OUTLETS_TO_SHOW
from campaigns.insight.readings.selection import Period
from campaigns.insight.statistics.bootstrap import Numbers
from campaigns.insight.statistics.shrinkage import fit_region, middle_half
from portal.foundation.database import session
from regions.accounts.rules import Actor, Permission
from regions.partners.models import Outlet, Partner
from regions.scoping import visible

PER = 1000


@dataclass(frozen=True, slots=True)
class Usual:
    """The middle half of a region's outlets, per 1,000; their number, and nobody's name."""

    low: float
    median: float
    high: float
    outlets: int


@dataclass(frozen=True, slots=True)
class OwnFormat:
    """One outlet's format: what it brought, its rate drawn to the region's, and the usual one.

    `usual` and `rate` are None below ten outlets in the region. `standing` is -1 below the
    middle half, 0 in it, 1 above.
    """

    format_key: str
    ads: int
    responses: int
    exposure: int
    spend_cents: int
    rate: float | None
    usual: Usual | None
    standing: int


@dataclass(frozen=True, slots=True)
class OwnOutlet:
    """One outlet of the reader, with the formats that it used in the period."""

    outlet_id: UUID
    name: str
    place: str
    region_path: str
    formats: tuple[OwnFormat, ...]


def read_own(actor: Actor, period: Period, most: int = 20) -> tuple[OwnOutlet, ...]:
    """Return the reader's own outlets, those with results first; others appear as a range alone."""
    scope = actor.scope_for(Permission.INSIGHT_READ)
    statement = visible(
        select(Outlet.id, Outlet.name, Outlet.city, Partner.region_path).join(
            Partner, Partner.id == Outlet.partner_id
        ),
        Outlet.path,
        scope,
    )
    found = session().execute(statement.order_by(Outlet.sort_key, Outlet.id).limit(most)).all()
    neighbours = _Neighbours(period)
    own = [
        OwnOutlet(outlet_id, name, city, path, _formats(outlet_id, path, neighbours))
        for outlet_id, name, city, path in found
    ]
    return tuple(sorted(own, key=lambda outlet: not outlet.formats))


class _Neighbours:
    """What the outlets of a region brought: asked once for all of the reader's outlets there."""

    def __init__(self, period: Period) -> None:
        self.period = period
        self._known: dict[tuple[str, str], tuple[Numbers, Numbers]] = {}

    def of(self, region_path: str, format_key: str) -> tuple[Numbers, Numbers]:
        """Return responses and exposure, one element an outlet; nothing that names one."""
        key = region_path, format_key
        if key not in self._known:
            self._known[key] = _region_sums(region_path, self.period, format_key)
        return self._known[key]


def _formats(outlet_id: UUID, region_path: str, neighbours: _Neighbours) -> tuple[OwnFormat, ...]:
    period = neighbours.period
    statement = (
        select(
            AdResult.format_key,
            func.count(),
            func.sum(AdResult.responses),
            func.sum(AdResult.exposure),
            func.sum(AdResult.spend_cents),
        )
        .where(AdResult.outlet_id == outlet_id, _in_period(period.begins, period.ends))
        .group_by(AdResult.format_key)
        .order_by(func.count().desc(), AdResult.format_key)
    )
    return tuple(
        _own_format(key, (int(ads), int(r), int(e), int(c)), neighbours.of(region_path, key))
        for key, ads, r, e, c in session().execute(statement)
    )


def _own_format(
    key: str, own: tuple[int, int, int, int], region_sums: tuple[Numbers, Numbers]
) -> OwnFormat:
    ads, responses, exposure, spend = own
    events, exposures = region_sums
    region = fit_region(events, exposures)
    if exposures.size < LEAST_OUTLETS_TO_SHOW or region is None or not exposure:
        return OwnFormat(key, ads, responses, exposure, spend, None, None, 0)
    half = middle_half(region.shrink(events, exposures))
    mine = float(region.shrink(np.array([float(responses)]), np.array([float(exposure)]))[0])
    standing = -1 if mine < half.low else 1 if mine > half.high else 0
    usual = Usual(half.low * PER, half.median * PER, half.high * PER, int(exposures.size))
    return OwnFormat(key, ads, responses, exposure, spend, mine * PER, usual, standing)


def _region_sums(region_path: str, period: Period, key: str) -> tuple[Numbers, Numbers]:
    statement = (
        select(func.sum(AdResult.responses), func.sum(AdResult.exposure))
        .where(
            AdResult.region_path == region_path,
            AdResult.format_key == key,
            AdResult.exposure > 0,
            _in_period(period.begins, period.ends),
        )
        .group_by(AdResult.outlet_no)
    )
    rows = session().execute(statement).all()
    return (
        np.array([float(row[0]) for row in rows]),
        np.array([float(row[1]) for row in rows]),
    )


def _in_period(begins: date, ends: date) -> ColumnElement[bool]:
    return AdResult.started_on.between(begins, ends)
