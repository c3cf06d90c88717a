"""Owns the order lines of the export, as they stand now."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select

from campaigns.insight.exports.contract import FACT_ORDER_LINE
from campaigns.insight.exports.months import (
    FactSource,
    Month,
    Pseudonyms,
    Rows,
    bounds,
    partitions,
)
from campaigns.orders.models import Order, OrderLine
from portal.foundation.database import session
from regions.partners.models import Partner
from regions.scoping import Scope, visible
from regions.suppliers.models import Supplier


def _line_bounds(scope: Scope) -> tuple[date, date] | None:
    moment = Order.ordered_at
    both = select(func.min(moment, type_=moment.type), func.max(moment, type_=moment.type))
    return bounds(visible(both, Order.path, scope))


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
    for part in partitions(statement):
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


ORDER_LINES = FactSource(FACT_ORDER_LINE, _line_bounds, _line_state, _line_rows)
