"""Owns what a reading is about: a period, a region and a format, and their conditions."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_

from campaigns.insight.readings.models import AdResult
from regions.scoping import Scope, below, within

YEAR = timedelta(days=365)
QUARTERS_OFFERED = 4
_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `begins` to `ends`, both in it; `key` names it in addresses."""

    key: str
    begins: date
    ends: date

    def year_before(self) -> "Period":
        """Return the same days a year earlier."""
        return Period(self.key, self.begins - YEAR, self.ends - YEAR)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which results are read: a scope, a period, and perhaps one region and one format."""

    scope: Scope
    period: Period
    region_path: str | None = None
    format_key: str | None = None

    def condition(self) -> ColumnElement[bool]:
        """Return the condition on results; a region can only narrow the scope."""
        parts = [
            within(AdResult.path, self.scope),
            AdResult.started_on >= self.period.begins,
            AdResult.started_on <= self.period.ends,
        ]
        if self.region_path:
            parts.append(below(AdResult.path, self.region_path))
        if self.format_key:
            parts.append(AdResult.format_key == self.format_key)
        return and_(*parts)

    def digest(self, what: str) -> str:
        """Return the key under which a reading of this selection is stored."""
        days = (self.period.begins.isoformat(), self.period.ends.isoformat())
        parts = (what, self.scope.widest(), days, self.region_path, self.format_key)
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def periods(today: date) -> tuple[Period, ...]:
    """Return the periods on offer: twelve months, and the quarters that touch them."""
    year = Period("12m", today - YEAR + timedelta(days=1), today)
    return (year, *(quarter(today, back) for back in range(QUARTERS_OFFERED)))


def quarter(today: date, back: int) -> Period:
    """Return the quarter of a day (0) or one of those before it."""
    index = today.year * 4 + (today.month - 1) // _MONTHS - back
    year, number = divmod(index, 4)
    begins = date(year, number * _MONTHS + 1, 1)
    after = date(year + (number == _MONTHS), (number + 1) * _MONTHS % 12 + 1, 1)
    return Period(f"{year}-q{number + 1}", begins, min(after - timedelta(days=1), today))


def find_period(today: date, key: str | None) -> Period:
    """Return the period of that key, the first one for a key that there is not."""
    offered = periods(today)
    return next((period for period in offered if period.key == key), offered[0])
