"""Owns what a query asks of the narrow row of an asset: everything but words, tags and uses."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, and_, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from brand_assets.library.models import AssetSearch
from brand_assets.library.queries import SOON, AssetQuery, PrintSize, RightsState
from brand_assets.library.rules import AssetKind
from regions.scoping.rules import ancestors


class _Holds(FunctionElement[bool]):
    """Whether a text holds another, to the letter."""

    name = "holds"
    type = Boolean()
    inherit_cache = True


@compiles(_Holds, "sqlite")
def _holds_sqlite(element: _Holds, compiler: SQLCompiler, **kw: Any) -> str:
    return f"(instr({compiler.process(element.clauses, **kw)}) > 0)"


@compiles(_Holds, "postgresql")
def _holds_postgresql(element: _Holds, compiler: SQLCompiler, **kw: Any) -> str:
    return f"(strpos({compiler.process(element.clauses, **kw)}) > 0)"


def row_conditions(query: AssetQuery, day: date, account_id: UUID) -> Iterator[ColumnElement[bool]]:
    """Yield what the narrow row of a match must say."""
    row = AssetSearch
    if len(query.kinds) < len(AssetKind):
        yield row.kind.in_(query.kinds)
    if query.orientations:
        yield row.orientation.in_(query.orientations)
    if query.prints:
        yield _prints(query.prints)
    if query.least_pixels:
        yield row.long_side >= query.least_pixels
    if query.colours:
        yield or_(*(_Holds(row.colours, f"|{colour}|") for colour in query.colours))
    if query.mine:
        yield row.created_by == account_id
    yield from _day_conditions(query)
    yield from _rights_conditions(query, day)


def _day_conditions(query: AssetQuery) -> Iterator[ColumnElement[bool]]:
    if query.since:
        yield AssetSearch.created_at >= _midnight(query.since)
    if query.until:
        yield AssetSearch.created_at < _midnight(query.until + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _prints(size: PrintSize) -> ColumnElement[bool]:
    short, long = size.pixels
    row = AssetSearch
    large = and_(row.short_side >= short, row.long_side >= long)
    return or_(large, row.kind == AssetKind.ARTWORK)


def _rights_conditions(query: AssetQuery, day: date) -> Iterator[ColumnElement[bool]]:
    row = AssetSearch
    if query.usable_on:
        yield _usable(query.usable_on)
    if query.rights:
        yield rights_condition(query.rights, day)
    if query.channel:
        yield or_(row.channels == "", _Holds(row.channels, f"|{query.channel}|"))
    if query.path is not None:
        above = ancestors(query.path)
        yield row.path.in_(above)
        reached = (_Holds(row.territories, f"|{path}|") for path in above)
        yield or_(row.territories == "", *reached)


def _usable(day: date) -> ColumnElement[bool]:
    row = AssetSearch
    return and_(
        or_(row.ends.is_(None), row.ends >= day),
        or_(row.starts.is_(None), row.starts <= day),
        row.blocked.is_(False),
    )


def rights_condition(state: RightsState, day: date) -> ColumnElement[bool]:
    """Return the condition that the rights to an asset stand so on a day."""
    row = AssetSearch
    conditions = {
        RightsState.USABLE: _usable(day),
        RightsState.ENDING: row.ends.between(day, day + timedelta(days=SOON)),
        RightsState.ENDED: row.ends < day,
        RightsState.NOT_YET: row.starts > day,
        RightsState.UNCLEARED: row.blocked.is_(True),
    }
    return conditions[state]
