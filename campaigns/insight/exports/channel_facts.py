"""Owns what the export tells of channels: visits by our own links, and channels' reports."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Date, Select, and_, case, func, literal, null, select, union_all
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from campaigns.insight.exports.contract import FACT_CHANNEL
from campaigns.insight.exports.months import (
    FactSource,
    Month,
    Pseudonyms,
    Rows,
    bounds,
    partitions,
)
from campaigns.insight.links.models import ChannelEvent
from campaigns.insight.reports.models import ChannelReport
from campaigns.localisation.models import Localisation, ShortLink
from campaigns.orders.models import OrderLine
from campaigns.planning.models import CampaignFormat
from portal.foundation.database import session
from regions.partners.models import Partner
from regions.scoping import Scope, visible, within

OWN_LINK = "own_link"


class UtcDay(FunctionElement[date]):
    """The day in UTC of a stored moment, on every database."""

    name = "utc_day"
    type = Date()
    inherit_cache = True


@compiles(UtcDay)
def _day_sqlite(element: UtcDay, compiler: SQLCompiler, **kw: Any) -> str:
    return f"date({compiler.process(element.clauses, **kw)})"


@compiles(UtcDay, "postgresql")
def _day_postgresql(element: UtcDay, compiler: SQLCompiler, **kw: Any) -> str:
    return f"(({compiler.process(element.clauses, **kw)}) AT TIME ZONE 'UTC')::date"


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
    told = bounds(visible(days, ChannelReport.path, scope))
    moment = ChannelEvent.occurred_at
    both = func.min(moment, type_=moment.type), func.max(moment, type_=moment.type)
    seen = bounds(_events_in(scope).with_only_columns(*both))
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
    for part in partitions(_channel_statement(scope, month)):
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
    day = UtcDay(moment)
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


CHANNELS = FactSource(FACT_CHANNEL, _channel_bounds, _channel_state, _channel_rows)
