"""Owns what an expiry would do to a campaign now, counted, and what print shops have already."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, select
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
_STOPPED = (LineStatus.AWAITING_DECISION, LineStatus.ORDERED)


@dataclass(frozen=True, slots=True)
class KeptLine:
    """An order line that stays, because its supplier has the files already; whom to call."""

    line: OrderLine
    outlet: Outlet
    ad_format: AdFormat
    supplier: Supplier | None

    @property
    def supplier_name(self) -> str:
        """The supplier's name, empty where a channel has no supplier."""
        return self.supplier.name if self.supplier else ""


@dataclass(frozen=True, slots=True)
class Survey:
    """What an expiry takes away, what it closes, and what stays."""

    submissions: int
    basket_lines: int
    baskets: int
    drafts: int
    order_lines: int
    orders: int
    freed: Money
    links: int
    delivered: int
    kept: tuple[KeptLine, ...]


def survey(actor: Actor, campaign_id: UUID) -> tuple[Campaign, Survey]:
    """Return a campaign and what expiring it would do now, for who may publish it there."""
    with reading():
        campaign = get_campaign(actor, campaign_id)
        actor.require(Permission.CAMPAIGN_PUBLISH, campaign.path)
        return campaign, take_survey(campaign_id)


def take_survey(campaign_id: UUID) -> Survey:
    """Count what an expiry would do, for the system itself."""
    kept = kept_lines(campaign_id)
    stopped = _stopped(campaign_id, {entry.line.id for entry in kept})
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
        order_lines=len(stopped),
        orders=len({row.order_id for row in stopped}),
        freed=Money(sum(row.net_cents for row in stopped)),
        links=_links(campaign_id),
        delivered=_count(
            OrderLine.id,
            OrderLine.campaign_id == campaign_id,
            OrderLine.status == LineStatus.DELIVERED,
        ),
        kept=kept,
    )


def kept_lines(campaign_id: UUID) -> tuple[KeptLine, ...]:
    """Return the lines whose files a supplier has and that are not delivered, by supplier."""
    handed = select(Delivery.order_line_id).where(Delivery.state == DeliveryState.HANDED_OVER)
    statement = (
        select(OrderLine, Outlet, AdFormat, Supplier)
        .join(Outlet, Outlet.id == OrderLine.outlet_id)
        .join(AdFormat, AdFormat.key == OrderLine.format_key)
        .outerjoin(Supplier, Supplier.id == OrderLine.supplier_id)
        .where(OrderLine.campaign_id == campaign_id, OrderLine.status.in_(AT_PRINTER))
        .where((OrderLine.status != LineStatus.ORDERED) | OrderLine.id.in_(handed))
        .order_by(Supplier.name, OrderLine.reference)
    )
    with reading() as running:
        return tuple(KeptLine(*row) for row in running.execute(statement))


def _stopped(campaign_id: UUID, kept: set[UUID]) -> list[Row[UUID, UUID, int]]:
    statement = select(OrderLine.id, OrderLine.order_id, OrderLine.net_cents).where(
        OrderLine.campaign_id == campaign_id, OrderLine.status.in_(_STOPPED)
    )
    return [row for row in session().execute(statement) if row.id not in kept]


def _links(campaign_id: UUID) -> int:
    statement = (
        select(func.count(ShortLink.code))
        .join(Localisation, Localisation.id == ShortLink.localisation_id)
        .where(Localisation.campaign_id == campaign_id)
    )
    return session().scalar(statement) or 0


def _count(column: SQLCoreOperations[UUID], *conditions: ColumnElement[bool]) -> int:
    return session().scalar(select(func.count(column)).where(*conditions)) or 0
