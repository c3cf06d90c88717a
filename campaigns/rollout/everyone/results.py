"""Owns reading what a check found: its sums, and its outlets with findings, filtered, by pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, select, true

from campaigns.rollout.everyone.counting import excepted
from campaigns.rollout.everyone.models import (
    EveryoneException,
    EveryoneFinding,
    EveryoneOutlet,
)
from campaigns.rollout.everyone.rules import MISSING_RULES, Verdict
from campaigns.rollout.everyone.service import EveryoneCheck
from portal.foundation.database import reading
from regions.accounts.rules import Actor
from regions.hierarchy.models import Region
from regions.partners.models import Outlet
from regions.partners.rules import search_terms
from regions.scoping import below, within

PAGE = 25
_AT_ONCE = 500


class Sort(StrEnum):
    """In which order outlets are listed."""

    WORST = "worst"
    TIGHTEST = "tightest"
    OUTLET = "outlet"


class Excepted(StrEnum):
    """Whether outlets with errors are listed by their exceptions."""

    WITH = "with"
    WITHOUT = "without"


@dataclass(frozen=True, slots=True)
class OutletQuery:
    """What part of the list is asked for; empty texts leave a filter out."""

    verdict: Verdict | None = None
    rule: str = ""
    format_key: str = ""
    frame: str = ""
    missing: str = ""
    region: str = ""
    search: str = ""
    excepted: Excepted | None = None
    sort: Sort = Sort.WORST
    page: int = 1

    @property
    def narrows_findings(self) -> bool:
        """Whether only outlets with certain findings are asked for."""
        return bool(self.verdict or self.rule or self.format_key or self.frame or self.missing)


@dataclass(slots=True)
class SaidOnce:
    """One message about an outlet, and in which formats and frames it holds."""

    verdict: Verdict
    message: Mapping[str, str]
    formats: list[str] = field(default_factory=list)
    frames: list[Mapping[str, str]] = field(default_factory=list)

    def text(self, language: str) -> str:
        """Return the message in a language."""
        return self.message.get(language) or self.message["de"]


@dataclass(frozen=True, slots=True)
class OutletLine:
    """One outlet of the list with what was found about it and who excepted it."""

    row: EveryoneOutlet
    outlet: Outlet
    region: Region | None
    exception: EveryoneException | None
    said: tuple[SaidOnce, ...] = ()


@dataclass(frozen=True, slots=True)
class OutletPage:
    """One page of the list."""

    lines: tuple[OutletLine, ...]
    page: int
    pages: int
    total: int


def list_outlets(actor: Actor, check: EveryoneCheck, query: OutletQuery) -> OutletPage:
    """Return one page of a check's outlets that the account may see."""
    conditions = _conditions(actor, check, query)
    with reading() as running:
        counted = _joined(select(func.count()).select_from(EveryoneOutlet)).where(*conditions)
        total = running.scalar(counted) or 0
        pages = max(1, -(-total // PAGE))
        page = min(max(query.page, 1), pages)
        statement = _ordered(_rows(check), query).where(*conditions)
        rows = statement.limit(PAGE).offset((page - 1) * PAGE)
        return OutletPage(_lines(check, query, rows), page, pages, total)


def all_outlets(actor: Actor, check: EveryoneCheck, query: OutletQuery) -> Iterable[OutletLine]:
    """Yield all outlets of a list, for a file; only some are in memory at a time."""
    conditions, start = _conditions(actor, check, query), 0
    with reading():
        while True:
            rows = _ordered(_rows(check), query).where(*conditions).limit(_AT_ONCE).offset(start)
            lines = _lines(check, query, rows)
            yield from lines
            if len(lines) < _AT_ONCE:
                return
            start += _AT_ONCE


def ids_without_exception(actor: Actor, check: EveryoneCheck, query: OutletQuery) -> list[UUID]:
    """Return the outlets of a whole list that have errors which nobody has excepted."""
    conditions = _conditions(actor, check, query)
    statement = _joined(select(EveryoneOutlet.outlet_id)).where(*conditions, *_unexcepted(check))
    with reading() as running:
        return list(running.scalars(statement.order_by(EveryoneOutlet.outlet_id)))


def count_without_exception_in(actor: Actor, check: EveryoneCheck, query: OutletQuery) -> int:
    """Return how many outlets of a whole list have errors which nobody has excepted."""
    statement = _joined(select(func.count()).select_from(EveryoneOutlet)).where(
        *_conditions(actor, check, query), *_unexcepted(check)
    )
    with reading() as running:
        return running.scalar(statement) or 0


def _unexcepted(check: EveryoneCheck) -> tuple[ColumnElement[bool], ...]:
    return EveryoneOutlet.errors > 0, ~excepted(check.subject.key)


def _conditions(
    actor: Actor, check: EveryoneCheck, query: OutletQuery
) -> list[ColumnElement[bool]]:
    parts = [
        EveryoneOutlet.run_id == check.id,
        within(EveryoneOutlet.path, actor.scope),
        below(EveryoneOutlet.path, query.region),
    ]
    parts += [
        Outlet.search_text.contains(term, autoescape=True) for term in search_terms(query.search)
    ]
    if query.narrows_findings:
        parts.append(exists().where(_matching(check, query)))
    if query.excepted is not None:
        held = excepted(check.subject.key)
        parts += [
            EveryoneOutlet.errors > 0,
            held if query.excepted is Excepted.WITH else ~held,
        ]
    return parts


def _matching(check: EveryoneCheck, query: OutletQuery) -> ColumnElement[bool]:
    """Return the condition that a finding belongs to an outlet of the list, and is asked for."""
    return and_(
        EveryoneFinding.run_id == check.id,
        EveryoneFinding.outlet_id == EveryoneOutlet.outlet_id,
        _asked_for(query),
    )


def _asked_for(query: OutletQuery) -> ColumnElement[bool]:
    finding = EveryoneFinding
    parts: list[ColumnElement[bool]] = [true()]
    if query.verdict is not None:
        parts.append(finding.verdict == query.verdict)
    pairs = ((finding.rule, query.rule), (finding.format_key, query.format_key))
    parts += [column == value for column, value in pairs if value]
    if query.frame:
        parts.append(finding.frame == query.frame)
    if query.missing:
        parts += [finding.field == query.missing, finding.rule.in_(MISSING_RULES)]
    return and_(*parts)


_Rows = Select[EveryoneOutlet, Outlet, Region, EveryoneException]


def _joined(statement: Select) -> Select:  # type: ignore[type-arg] # whatever it selects
    return statement.join(Outlet, Outlet.id == EveryoneOutlet.outlet_id)


def _rows(check: EveryoneCheck) -> _Rows:
    exception = and_(
        EveryoneException.subject == check.subject.key,
        EveryoneException.outlet_id == EveryoneOutlet.outlet_id,
        EveryoneException.errors_sha256 == EveryoneOutlet.errors_sha256,
    )
    return (
        _joined(select(EveryoneOutlet, Outlet, Region, EveryoneException))
        .outerjoin(Region, Region.path == EveryoneOutlet.region_path)
        .outerjoin(EveryoneException, exception)
    )


def _ordered(statement: _Rows, query: OutletQuery) -> _Rows:
    row = EveryoneOutlet
    worst = (row.errors.desc(), row.to_enter.desc(), row.own.desc(), row.looks.desc())
    orders: dict[Sort, tuple[ColumnElement[Any], ...]] = {
        Sort.WORST: worst,
        Sort.TIGHTEST: (func.coalesce(row.tightest, 0).desc(),),
        Sort.OUTLET: (),
    }
    return statement.order_by(*orders[query.sort], Outlet.number)


def _lines(check: EveryoneCheck, query: OutletQuery, rows: _Rows) -> tuple[OutletLine, ...]:
    with reading() as running:
        found = running.execute(rows).all()
    said = _said(check, query, [outlet.id for _, outlet, _, _ in found])
    return tuple(
        OutletLine(row, outlet, region, exception, tuple(said.get(outlet.id, ())))
        for row, outlet, region, exception in found
    )


def _said(
    check: EveryoneCheck, query: OutletQuery, outlet_ids: Sequence[UUID]
) -> dict[UUID, list[SaidOnce]]:
    statement = select(EveryoneFinding).where(
        EveryoneFinding.run_id == check.id,
        EveryoneFinding.outlet_id.in_(outlet_ids),
        _asked_for(query),
    )
    order = list(Verdict)
    told: dict[UUID, dict[tuple[Verdict, str], SaidOnce]] = {}
    with reading() as running:
        found = running.scalars(statement.order_by(EveryoneFinding.id)).all()
    for one in sorted(found, key=lambda one: order.index(one.verdict)):
        messages = told.setdefault(one.outlet_id, {})
        key = (one.verdict, one.message["de"])
        said = messages.setdefault(key, SaidOnce(one.verdict, one.message))
        if one.format_key not in said.formats:
            said.formats.append(one.format_key)
        if one.frame_name and one.frame_name not in said.frames:
            said.frames.append(one.frame_name)
    return {outlet_id: list(messages.values()) for outlet_id, messages in told.items()}
