"""Owns what is read of orders: lists and single orders in scope, and a supplier's own lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from campaigns.ad_templates.models import AdFormat
from campaigns.approval.models import Decision
from campaigns.orders.models import Finishing, Order, OrderLine
from campaigns.orders.rules import ENDED, LineStatus
from campaigns.planning.models import Campaign
from portal.foundation.database import reading, session
from portal.foundation.errors import N_, NotFound
from portal.foundation.money import Money
from regions.accounts.rules import Actor, Permission
from regions.partners.models import Outlet
from regions.scoping import Scope, within
from regions.suppliers.models import Supplier

PAGE = 50


@dataclass(frozen=True, slots=True)
class LineView:
    """One order line with the names a reader needs; `reason` is what head office said."""

    line: OrderLine
    order_number: int
    outlet: Outlet
    campaign: Campaign
    ad_format: AdFormat
    supplier: Supplier | None
    finishing: Finishing | None
    reason: str


@dataclass(frozen=True, slots=True)
class OrderView:
    """One order with its lines and sums."""

    order: Order
    outlet: Outlet
    lines: tuple[LineView, ...]

    @property
    def net(self) -> Money:
        """The net price of what has not ended."""
        return Money(sum(view.line.net_cents for view in self._running))

    @property
    def coop(self) -> Money:
        """What head office adds to it."""
        return Money(sum(view.line.coop_cents for view in self._running))

    @property
    def own(self) -> Money:
        """What the partner pays of it."""
        return self.net - self.coop

    @property
    def _running(self) -> list[LineView]:
        return [view for view in self.lines if view.line.status not in ENDED]


def list_orders(actor: Actor, page: int = 0) -> tuple[OrderView, ...]:
    """Return a page of the orders in scope, the newest first."""
    scope = actor.scope_for(Permission.ORDER_READ)
    statement = (
        select(Order, Outlet)
        .join(Outlet, Outlet.id == Order.outlet_id)
        .where(within(Order.path, scope))
        .order_by(Order.number.desc())
        .limit(PAGE)
        .offset(max(page, 0) * PAGE)
    )
    with reading() as running:
        rows = running.execute(statement).all()
        lines = _lines(OrderLine.order_id.in_([order.id for order, _ in rows]))
        return tuple(_order_view(order, outlet, lines) for order, outlet in rows)


def count_orders(actor: Actor) -> int:
    """Return how many orders lie in scope."""
    scope = actor.scope_for(Permission.ORDER_READ)
    statement = select(func.count()).select_from(Order).where(within(Order.path, scope))
    with reading() as running:
        return running.scalar(statement) or 0


def get_order(actor: Actor, order_id: UUID) -> OrderView:
    """Return one order in scope with its lines; raises NotFound."""
    with reading() as running:
        order = running.get(Order, order_id)
        if order is None or not actor.may_at(Permission.ORDER_READ, order.path):
            raise NotFound(N_("This order does not exist, or not for your account."))
        outlet = running.get_one(Outlet, order.outlet_id)
        return _order_view(order, outlet, _lines(OrderLine.order_id == order.id))


def get_order_line(actor: Actor, line_id: UUID) -> OrderLine:
    """Return one order line in scope; raises NotFound."""
    with reading() as running:
        line = running.get(OrderLine, line_id)
        if line is None or not actor.may_at(Permission.ORDER_READ, line.path):
            raise NotFound(N_("This order line does not exist, or not for your account."))
        return line


def lines_of(order_id: UUID) -> tuple[OrderLine, ...]:
    """Return the lines of an order in their order, for the system itself."""
    statement = select(OrderLine).where(OrderLine.order_id == order_id)
    with reading() as running:
        return tuple(running.scalars(statement.order_by(OrderLine.position)))


def ordered_formats(campaign_id: UUID, outlet_id: UUID) -> frozenset[str]:
    """Return the formats of a campaign that an outlet has ordered already."""
    statement = select(OrderLine.format_key).where(
        OrderLine.campaign_id == campaign_id,
        OrderLine.outlet_id == outlet_id,
        OrderLine.status.not_in(tuple(ENDED)),
    )
    with reading() as running:
        return frozenset(running.scalars(statement))


def outlets_ordered(campaign_ids: Sequence[UUID], scope: Scope) -> dict[UUID, int]:
    """Return how many outlets in a scope have ordered something of each campaign."""
    statement = (
        select(OrderLine.campaign_id, func.count(OrderLine.outlet_id.distinct()))
        .where(OrderLine.campaign_id.in_(campaign_ids), within(OrderLine.path, scope))
        .where(OrderLine.status.not_in(tuple(ENDED)))
        .group_by(OrderLine.campaign_id)
    )
    with reading() as running:
        return {row[0]: row[1] for row in running.execute(statement)}


def lines_under_way(actor: Actor, scope: Scope, limit: int = 5) -> tuple[LineView, ...]:
    """Return lines in `scope` that are still to arrive, the next delivery first."""
    done = (*ENDED, LineStatus.DELIVERED)
    seen = within(OrderLine.path, actor.scope_for(Permission.ORDER_READ))
    with reading():
        return _lines(
            OrderLine.status.not_in(done) & seen & within(OrderLine.path, scope),
            by_delivery=True,
            limit=limit,
        )


def lines_of_supplier(
    actor: Actor, statuses: Sequence[LineStatus], page: int = 0
) -> tuple[LineView, ...]:
    """Return the lines routed to the actor's own suppliers, the next delivery first."""
    mine = actor.scope_for(Permission.ORDER_LINE_FULFIL).supplier_ids
    with reading():
        return _lines(
            OrderLine.supplier_id.in_(sorted(mine)) & OrderLine.status.in_(statuses),
            by_delivery=True,
            limit=PAGE,
            offset=max(page, 0) * PAGE,
        )


def get_supplier_line(actor: Actor, line_id: UUID) -> LineView:
    """Return one line routed to the actor's own suppliers; raises NotFound."""
    mine = actor.scope_for(Permission.ORDER_LINE_FULFIL).supplier_ids
    with reading():
        found = _lines((OrderLine.id == line_id) & OrderLine.supplier_id.in_(sorted(mine)))
    if not found:
        raise NotFound(N_("This order line does not exist, or not for your account."))
    return found[0]


def _order_view(order: Order, outlet: Outlet, lines: Sequence[LineView]) -> OrderView:
    return OrderView(order, outlet, tuple(v for v in lines if v.line.order_id == order.id))


def _lines(
    condition: ColumnElement[bool], *, by_delivery: bool = False, limit: int = 500, offset: int = 0
) -> tuple[LineView, ...]:
    statement = _joined().where(condition)
    order = (
        (OrderLine.delivery_by, OrderLine.reference)
        if by_delivery
        else (OrderLine.order_id, OrderLine.position)
    )
    rows = session().execute(statement.order_by(*order).limit(limit).offset(offset)).all()
    return tuple(LineView(*row[:-1], reason=row[-1] or "") for row in rows)


def _joined() -> Select[OrderLine, int, Outlet, Campaign, AdFormat, Supplier, Finishing, str]:
    return (
        select(
            OrderLine,
            Order.number,
            Outlet,
            Campaign,
            AdFormat,
            Supplier,
            Finishing,
            Decision.reason,
        )
        .join(Order, Order.id == OrderLine.order_id)
        .join(Outlet, Outlet.id == OrderLine.outlet_id)
        .join(Campaign, Campaign.id == OrderLine.campaign_id)
        .join(AdFormat, AdFormat.key == OrderLine.format_key)
        .outerjoin(Supplier, Supplier.id == OrderLine.supplier_id)
        .outerjoin(
            Finishing,
            (Finishing.price_list_id == OrderLine.price_list_id)
            & (Finishing.key == OrderLine.finishing_key),
        )
        .outerjoin(Decision, Decision.submission_id == OrderLine.submission_id)
    )
