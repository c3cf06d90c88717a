"""Owns what all facts of the export share: months, pseudonyms, and reading in parts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from campaigns.insight.exports.rules import Table, pseudonym
from portal.foundation.database import session
from regions.scoping import Scope

ROWS_AT_ONCE = 50_000

Rows = list[tuple[Any, ...]]


class Pseudonyms:
    """Pseudonyms of one contract, each made once."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._known: dict[tuple[str, object], str | None] = {}

    def of(self, what: str, value: UUID | str | None) -> str | None:
        """Return the pseudonym of a value."""
        known = (what, value)
        if known not in self._known:
            self._known[known] = pseudonym(self._key, what, value)
        return self._known[known]

    def once(self, what: str, value: UUID | str) -> str | None:
        """Return the pseudonym of a value that does not come again."""
        return pseudonym(self._key, what, value)


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month in UTC."""

    year: int
    number: int

    @property
    def name(self) -> str:
        """Its name in paths, such as 2026-05."""
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def begins(self) -> datetime:
        """Its first moment."""
        return datetime(self.year, self.number, 1, tzinfo=UTC)

    def next(self) -> "Month":
        """Return the month after."""
        return Month(self.year + self.number // 12, self.number % 12 + 1)


@dataclass(frozen=True, slots=True)
class FactSource:
    """One fact table: which months there are, in which state each is, and its rows."""

    table: Table
    bounds: Callable[[Scope], tuple[date, date] | None]
    state: Callable[[Scope, Month], str | None]
    rows: Callable[[Scope, Month, Pseudonyms], Iterator[Rows]]

    def months(self, scope: Scope) -> list[Month]:
        """Return every month from the first fact to the last."""
        found = self.bounds(scope)
        if found is None:
            return []
        month, last = Month(found[0].year, found[0].month), found[1]
        months = []
        while month.first <= last:
            months.append(month)
            month = month.next()
        return months


def partitions(statement: Any) -> Iterator[Any]:
    """Yield the rows of a statement part by part, so that memory stays bounded."""
    result = session().execute(statement.execution_options(yield_per=ROWS_AT_ONCE))
    yield from result.partitions(ROWS_AT_ONCE)


def _as_day(value: datetime | date | None) -> date | None:
    return value.date() if isinstance(value, datetime) else value


def bounds(statement: Any) -> tuple[date, date] | None:
    """Return the first and the last day that a statement finds, None where it finds none."""
    first, last = (_as_day(value) for value in session().execute(statement).one())
    return (first, last) if first is not None and last is not None else None


def as_text(value: object) -> str | None:
    """Return a value as text, None for None."""
    return None if value is None else str(value)
