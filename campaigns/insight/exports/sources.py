"""Owns where the facts of the export come from: one query a month, cut to the scope in it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Date,
    Select,
    and_,
    case,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from campaigns.insight.exports.contract import FACT_CHANNEL, FACT_ORDER_LINE, FACT_USAGE
from campaigns.insight.exports.rules import Table, pseudonym, region_of
from campaigns.insight.links.models import ChannelEvent
from campaigns.insight.reports.models import ChannelReport
from campaigns.localisation.models import Localisation, ShortLink
from campaigns.orders.models import Order, OrderLine
from campaigns.planning.models import CampaignFormat
from portal.foundation.database import session
from portal.foundation.usage import UsageEvent
from regions.partners.models import Partner
from regions.scoping import Scope, visible, within
from regions.suppliers.models import Supplier

ROWS_AT_ONCE = 50_000
OWN_LINK = "own_link"

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


class _UtcDay(FunctionElement[date]):
    """The day in UTC of a stored moment, on every database."""

    name = "utc_day"
    type = Date()
    inherit_cache = True


@compiles(_UtcDay)
def _day_sqlite(element: _UtcDay, compiler: SQLCompiler, **kw: Any) -> str:
    return f"date({compiler.process(element.clauses, **kw)})"


@compiles(_UtcDay, "postgresql")
def _day_postgresql(element: _UtcDay, compiler: SQLCompiler, **kw: Any) -> str:
    return f"(({compiler.process(element.clauses, **kw)}) AT TIME ZONE 'UTC')::date"


def _partitions(statement: Any) -> Iterator[Any]:
    result = session().execute(statement.execution_options(yield_per=ROWS_AT_ONCE))
    yield from result.partitions(ROWS_AT_ONCE)


def _as_day(value: datetime | date | None) -> date | None:
    return value.date() if isinstance(value, datetime) else value


def _bounds(statement: Any) -> tuple[date, date] | None:
    first, last = (_as_day(value) for value in session().execute(statement).one())
    return (first, last) if first is not None and last is not None else None


# Usage events


def _usage_bounds(scope: Scope) -> tuple[date, date] | None:
    moment = UsageEvent.occurred_at
    both = select(func.min(moment, type_=moment.type), func.max(moment, type_=moment.type))
    return _bounds(_usage_visible(both, scope))


def _usage_visible(statement: Select[*tuple[Any, ...]], scope: Scope) -> Select[*tuple[Any, ...]]:
    """Cut to the scope; what belongs to no place is for who reaches the whole company."""
    return statement if scope.is_everything else visible(statement, UsageEvent.region_path, scope)


def _usage_state(scope: Scope, month: Month) -> str | None:
    statement = _usage_visible(
        select(func.count()).select_from(UsageEvent).where(_in_month(month)), scope
    )
    count = session().scalar(statement)
    return str(count) if count else None


def _in_month(month: Month) -> Any:
    moment = UsageEvent.occurred_at
    return and_(moment >= month.begins, moment < month.next().begins)


def _usage_rows(scope: Scope, month: Month, names: Pseudonyms) -> Iterator[Rows]:
    statement = _usage_visible(
        select(*UsageEvent.__table__.columns).where(_in_month(month)), scope
    ).order_by(UsageEvent.occurred_at, UsageEvent.event_id)
    for part in _partitions(statement):
        yield [_usage_row(row, names) for row in part]


def _usage_row(row: Any, names: Pseudonyms) -> tuple[Any, ...]:
    region = region_of(
        row.region_path,
        has_outlet=row.outlet_id is not None,
        has_partner=row.partner_id is not None,
    )
    return (
        names.once("event", row.event_id),
        row.occurred_at,
        row.kind,
        names.of("actor", row.actor),
        row.actor_role,
        names.of("outlet", row.outlet_id),
        names.of("partner", row.partner_id),
        region,
        _text(row.campaign_id),
        row.format,
        row.channel,
        _text(row.template_id),
        row.template_version,
        names.of("localisation", row.localisation_id),
        names.of("proof", row.proof_id),
        names.of("order_line", row.order_line_id),
        row.value,
        json.dumps(row.attributes, ensure_ascii=False, sort_keys=True, default=str),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


# What channels and our own links tell


def _events_in(scope: Scope) -> Select[*tuple[Any, ...]]:
    return visible(
        select(func.count())
        .select_from(ChannelEvent)
        .join(ShortLink, ShortLink.code == ChannelEvent.code)
        .join(Localisation, Localisation.id == ShortLink.localisation_id),
        Localisation.path,
        scope,
    )


def _channel_bounds(scope: Scope) -> tuple[date, date] | None:
    days = select(func.min(ChannelReport.day), func.max(ChannelReport.day))
    told = _bounds(visible(days, ChannelReport.path, scope))
    moment = ChannelEvent.occurred_at
    both = func.min(moment, type_=moment.type), func.max(moment, type_=moment.type)
    seen = _bounds(_events_in(scope).with_only_columns(*both))
    found = [one for one in (told, seen) if one is not None]
    if not found:
        return None
    return min(first for first, _ in found), max(last for _, last in found)


def _channel_state(scope: Scope, month: Month) -> str | None:
    moment = ChannelEvent.occurred_at
    events = session().scalar(
        _events_in(scope).where(moment >= month.begins, moment < month.next().begins)
    )
    changed = ChannelReport.changed_at
    reports = visible(
        select(func.count(), func.max(changed, type_=changed.type)).where(
            ChannelReport.day >= month.first, ChannelReport.day < month.next().first
        ),
        ChannelReport.path,
        scope,
    )
    count, latest = session().execute(reports).one()
    return f"{events} {count} {latest}" if events or count else None


def _channel_rows(scope: Scope, month: Month, names: Pseudonyms) -> Iterator[Rows]:
    for part in _partitions(_channel_statement(scope, month)):
        yield [_channel_row(row, names) for row in part]


def _channel_statement(scope: Scope, month: Month) -> Any:
    told = union_all(_own_links(month), _reports(month)).subquery()
    return (
        select(
            told,
            Localisation.outlet_id,
            Localisation.partner_id,
            Localisation.campaign_id,
            Partner.region_path,
            CampaignFormat.channel_key,
        )
        .join(Localisation, Localisation.id == told.c.localisation_id)
        .join(Partner, Partner.id == Localisation.partner_id)
        .outerjoin(
            CampaignFormat,
            and_(
                CampaignFormat.campaign_id == Localisation.campaign_id,
                CampaignFormat.format_key == told.c.format_key,
            ),
        )
        .where(within(Localisation.path, scope))
        .order_by(told.c.day, told.c.source, told.c.localisation_id, told.c.format_key)
    )


def _own_links(month: Month) -> Any:
    moment, counts = ChannelEvent.occurred_at, ChannelEvent.why_not.is_(None)
    day = _UtcDay(moment)
    return (
        select(
            day.label("day"),
            literal(OWN_LINK).label("source"),
            ShortLink.localisation_id,
            ShortLink.format_key,
            func.count(case((counts, ChannelEvent.visitor)).distinct()).label("visits"),
            func.sum(case((counts, 0), else_=1)).label("not_counted"),
            *(null().label(name) for name in _FIGURES),
        )
        .join(ShortLink, ShortLink.code == ChannelEvent.code)
        .where(moment >= month.begins, moment < month.next().begins)
        .group_by(ShortLink.localisation_id, ShortLink.format_key, day)
    )


_FIGURES = ("pieces", "impressions", "clicks", "replies", "spend_cents", "sales_cents")


def _reports(month: Month) -> Any:
    """Return the reports of a month; those of order lines speak of the line's ad."""
    return (
        select(
            ChannelReport.day,
            ChannelReport.source,
            func.coalesce(ShortLink.localisation_id, OrderLine.localisation_id),
            func.coalesce(ShortLink.format_key, OrderLine.format_key),
            null(),
            null(),
            *(getattr(ChannelReport, name) for name in _FIGURES),
        )
        .outerjoin(ShortLink, ShortLink.code == ChannelReport.code)
        .outerjoin(OrderLine, OrderLine.id == ChannelReport.order_line_id)
        .where(ChannelReport.day >= month.first, ChannelReport.day < month.next().first)
    )


def _channel_row(row: Any, names: Pseudonyms) -> tuple[Any, ...]:
    return (
        row.day,
        row.source,
        names.of("ad", f"{row.localisation_id} {row.format_key}"),
        names.of("outlet", row.outlet_id),
        names.of("partner", row.partner_id),
        row.region_path,
        str(row.campaign_id),
        row.format_key,
        row.channel_key,
        row.visits,
        row.not_counted,
        *(getattr(row, name) for name in _FIGURES),
    )


# Order lines


def _line_bounds(scope: Scope) -> tuple[date, date] | None:
    moment = Order.ordered_at
    both = select(func.min(moment, type_=moment.type), func.max(moment, type_=moment.type))
    return _bounds(visible(both, Order.path, scope))


def _line_month(month: Month) -> Any:
    return and_(Order.ordered_at >= month.begins, Order.ordered_at < month.next().begins)


def _line_state(scope: Scope, month: Month) -> str | None:
    moved = OrderLine.status_at
    statement = visible(
        select(func.count(), func.max(moved, type_=moved.type), func.sum(OrderLine.net_cents))
        .join(Order, Order.id == OrderLine.order_id)
        .where(_line_month(month)),
        OrderLine.path,
        scope,
    )
    count, latest, cents = session().execute(statement).one()
    return f"{count} {latest} {cents}" if count else None


def _line_rows(scope: Scope, month: Month, names: Pseudonyms) -> Iterator[Rows]:
    statement = visible(
        select(
            *OrderLine.__table__.columns,
            Order.ordered_at,
            Partner.region_path,
            Supplier.key.label("supplier_key"),
        )
        .join(Order, Order.id == OrderLine.order_id)
        .join(Partner, Partner.id == OrderLine.partner_id)
        .outerjoin(Supplier, Supplier.id == OrderLine.supplier_id)
        .where(_line_month(month)),
        OrderLine.path,
        scope,
    ).order_by(Order.ordered_at, OrderLine.id)
    for part in _partitions(statement):
        yield [_line_row(row, names) for row in part]


def _line_row(row: Any, names: Pseudonyms) -> tuple[Any, ...]:
    return (
        names.of("order_line", row.id),
        names.of("order", row.order_id),
        row.ordered_at,
        names.of("ad", f"{row.localisation_id} {row.format_key}"),
        names.of("outlet", row.outlet_id),
        names.of("partner", row.partner_id),
        row.region_path,
        str(row.campaign_id),
        row.format_key,
        row.channel_key,
        row.supplier_key,
        row.quantity,
        row.spot,
        row.net_cents,
        row.coop_cents,
        row.own_cents,
        str(row.status),
        row.status_at,
    )


FACT_SOURCES = (
    FactSource(FACT_USAGE, _usage_bounds, _usage_state, _usage_rows),
    FactSource(FACT_CHANNEL, _channel_bounds, _channel_state, _channel_rows),
    FactSource(FACT_ORDER_LINE, _line_bounds, _line_state, _line_rows),
)
