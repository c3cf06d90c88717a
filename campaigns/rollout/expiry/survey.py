"""Owns what an expiry would do to a campaign now, counted, and what print shops have already."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, not_, or_, select
from sqlalchemy.sql.elements import SQLCoreOperations

from campaigns.ad_templates.models import AdFormat
from campaigns.approval.models import Submission
from campaigns.approval.rules import SubmissionStatus
from campaigns.delivery.models import Delivery
from campaigns.delivery.rules import DeliveryState
from campaigns.localisation.models import Localisation, ShortLink
from campaigns.orders.models import BasketLine, OrderLine
from campaigns.orders.rules import LineStatus
from campaigns.planning.models import Campaign
from campaigns.planning.service import get_campaign
from portal.foundation.database import reading, session
from portal.foundation.money import Money
from regions.accounts.rules import Actor, Permission
from regions.partners.models import Outlet
from regions.suppliers.models import Supplier

AT_PRINTER = (LineStatus.ORDERED, LineStatus.IN_PRODUCTION, LineStatus.SHIPPED)
MOST_KEPT = 25
_STOPPED = (LineStatus.AWAITING_DECISION, LineStatus.ORDERED)


@dataclass(frozen=True, slots=True)
class KeptLine:
    """An order line that stays, because its supplier has the files already."""

    line: OrderLine
    outlet: Outlet
    ad_format: AdFormat


@dataclass(frozen=True, slots=True)
class KeptAt:
    """What one supplier has already: how many lines, and the first of them."""

    supplier: Supplier | None
    count: int
    lines: tuple[KeptLine, ...]

    @property
    def more(self) -> int:
        """How many lines there are beside those that are listed."""
        return self.count - len(self.lines)


@dataclass(frozen=True, slots=True)
class Survey:
    """What an expiry takes away, what it closes, and what stays, by supplier."""

    submissions: int
    basket_lines: int
    baskets: int
    drafts: int
    order_lines: int
    orders: int
    freed: Money
    links: int
    delivered: int
    kept: tuple[KeptAt, ...]

    @property
    def kept_count(self) -> int:
        """How many lines stay, because suppliers have them already."""
        return sum(one.count for one in self.kept)


def survey(actor: Actor, campaign_id: UUID) -> tuple[Campaign, Survey]:
    """Return a campaign and what expiring it would do now, for who may publish it there."""
    with reading():
        campaign = get_campaign(actor, campaign_id)
        actor.require(Permission.CAMPAIGN_PUBLISH, campaign.path)
        return campaign, take_survey(campaign_id)


def take_survey(campaign_id: UUID) -> Survey:
    """Count what an expiry would do, for the system itself."""
    stopped, orders, freed = _stopped(campaign_id)
    basket = BasketLine.campaign_id == campaign_id
    return Survey(
        submissions=_count(
            Submission.id,
            Submission.campaign_id == campaign_id,
            Submission.status == SubmissionStatus.AWAITING_DECISION,
        ),
        basket_lines=_count(BasketLine.id, basket),
        baskets=_count(BasketLine.outlet_id.distinct(), basket),
        drafts=_count(Localisation.id, Localisation.campaign_id == campaign_id),
        order_lines=stopped,
        orders=orders,
        freed=Money(freed),
        links=_links(campaign_id),
        delivered=_count(
            OrderLine.id,
            OrderLine.campaign_id == campaign_id,
            OrderLine.status == LineStatus.DELIVERED,
        ),
        kept=kept_at_suppliers(campaign_id),
    )


def kept_at_suppliers(campaign_id: UUID, most: int = MOST_KEPT) -> tuple[KeptAt, ...]:
    """Return whose lines stay, and of each supplier the first few, by reference."""
    of_supplier = OrderLine.supplier_id
    ranked = (
        select(
            OrderLine.id,
            func.count().over(partition_by=of_supplier).label("count"),
            func.row_number()
            .over(partition_by=of_supplier, order_by=OrderLine.reference)
            .label("place"),
        )
        .where(_kept(campaign_id))
        .subquery()
    )
    statement = (
        select(Supplier, ranked.c.count, OrderLine, Outlet, AdFormat)
        .join(ranked, ranked.c.id == OrderLine.id)
        .join(Outlet, Outlet.id == OrderLine.outlet_id)
        .join(AdFormat, AdFormat.key == OrderLine.format_key)
        .outerjoin(Supplier, Supplier.id == OrderLine.supplier_id)
        .where(ranked.c.place <= most)
        .order_by(Supplier.name, Supplier.id, OrderLine.reference)
    )
    with reading() as running:
        rows = running.execute(statement).all()
    return tuple(
        KeptAt(supplier, count, tuple(KeptLine(*row[2:]) for row in found))
        for (supplier, count), found in groupby(rows, key=lambda row: (row[0], row[1]))
    )


def kept_ids(campaign_id: UUID) -> frozenset[UUID]:
    """Return the lines whose files a supplier has and that are not delivered."""
    with reading() as running:
        return frozenset(running.scalars(select(OrderLine.id).where(_kept(campaign_id))))


def kept_paths(campaign_id: UUID, paths: Collection[str]) -> Sequence[str]:
    """Return the paths of such lines at some outlets, each as often as it has one."""
    statement = select(OrderLine.path).where(_kept(campaign_id), OrderLine.path.in_(paths))
    with reading() as running:
        return running.scalars(statement).all()


def _kept(campaign_id: UUID) -> ColumnElement[bool]:
    return and_(
        OrderLine.campaign_id == campaign_id,
        OrderLine.status.in_(AT_PRINTER),
        or_(OrderLine.status != LineStatus.ORDERED, _handed_over()),
    )


def _handed_over() -> ColumnElement[bool]:
    handed = select(Delivery.order_line_id).where(Delivery.state == DeliveryState.HANDED_OVER)
    return OrderLine.id.in_(handed)


def _stopped(campaign_id: UUID) -> tuple[int, int, int]:
    """Return how many lines no supplier has yet, of how many orders, and what they cost."""
    statement = select(
        func.count(OrderLine.id),
        func.count(OrderLine.order_id.distinct()),
        func.coalesce(func.sum(OrderLine.net_cents), 0),
    ).where(
        OrderLine.campaign_id == campaign_id,
        OrderLine.status.in_(_STOPPED),
        not_(and_(OrderLine.status == LineStatus.ORDERED, _handed_over())),
    )
    lines, orders, cents = session().execute(statement).one()
    return lines, orders, int(cents)


def _links(campaign_id: UUID) -> int:
    statement = (
        select(func.count(ShortLink.code))
        .join(Localisation, Localisation.id == ShortLink.localisation_id)
        .where(Localisation.campaign_id == campaign_id)
    )
    return session().scalar(statement) or 0


def _count(column: SQLCoreOperations[UUID], *conditions: ColumnElement[bool]) -> int:
    return session().scalar(select(func.count(column)).where(*conditions)) or 0
