"""Owns the tables of price lists, baskets, orders and order lines."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaigns.orders.rules import (
    FinishingTerms,
    LineNote,
    LineStatus,
    OrderStatus,
    PriceTerms,
    Tier,
)
from portal.foundation.clock import now
from portal.foundation.columns import text_enum
from portal.foundation.database import Base, WithId
from portal.foundation.money import Money
from regions.scoping import TREE_PATH


class PriceList(WithId, Base):
    """One version of a supplier's prices for a format; a new price is a new version.

    `days` are working days from order to delivery; the list with the lowest `position` is
    proposed first.
    """

    __tablename__ = "price_list"
    __table_args__ = (UniqueConstraint("supplier_id", "format_key", "version"),)

    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("supplier.id"), index=True)
    format_key: Mapped[str] = mapped_column(ForeignKey("ad_format.key"), index=True)
    version: Mapped[int]
    valid_from: Mapped[date]
    max_quantity: Mapped[int]
    usual_quantity: Mapped[int]
    days: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)
    tiers: Mapped[list["PriceTier"]] = relationship(order_by="PriceTier.from_quantity")
    finishings: Mapped[list["Finishing"]] = relationship(order_by="Finishing.key")

    def terms(self) -> PriceTerms:
        """Return the prices as frozen values."""
        return PriceTerms(
            tuple(
                Tier(tier.from_quantity, tier.fixed_cents, tier.per_thousand_cents)
                for tier in self.tiers
            ),
            self.max_quantity,
            tuple(offered.terms() for offered in self.finishings),
        )


class PriceTier(WithId, Base):
    """From a quantity on: a fixed part, and a price for a thousand pieces."""

    __tablename__ = "price_tier"
    __table_args__ = (UniqueConstraint("price_list_id", "from_quantity"),)

    price_list_id: Mapped[UUID] = mapped_column(ForeignKey("price_list.id"))
    from_quantity: Mapped[int]
    fixed_cents: Mapped[int]
    per_thousand_cents: Mapped[int]


class Finishing(WithId, Base):
    """An extra of one price list; `spot` keeps the brand's spot colour as its own ink."""

    __tablename__ = "finishing"
    __table_args__ = (UniqueConstraint("price_list_id", "key"),)

    price_list_id: Mapped[UUID] = mapped_column(ForeignKey("price_list.id"))
    key: Mapped[str] = mapped_column(String(40))
    name_de: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    fixed_cents: Mapped[int]
    per_thousand_cents: Mapped[int]
    spot: Mapped[bool] = mapped_column(default=False)

    def terms(self) -> FinishingTerms:
        """Return the extra as a frozen value."""
        return FinishingTerms(self.key, self.fixed_cents, self.per_thousand_cents, self.spot)

    def name(self, language: str) -> str:
        """Return its name in `language`."""
        return self.name_en if language == "en" else self.name_de


class BasketLine(WithId, Base):
    """What an outlet means to order: a localisation in one format. Staff and manager share it."""

    __tablename__ = "basket_line"
    __table_args__ = (UniqueConstraint("localisation_id", "format_key"),)

    localisation_id: Mapped[UUID] = mapped_column(ForeignKey("localisation.id"))
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlet.id"), index=True)
    path: Mapped[str] = mapped_column(TREE_PATH, index=True)
    format_key: Mapped[str] = mapped_column(ForeignKey("ad_format.key"))
    quantity: Mapped[int]
    supplier_id: Mapped[UUID | None] = mapped_column(ForeignKey("supplier.id"))
    finishing_key: Mapped[str | None] = mapped_column(String(40))
    added_by: Mapped[UUID] = mapped_column(Uuid())
    added_at: Mapped[datetime] = mapped_column(default=now)


class NumberSeries(Base):
    """The next order number; its row is locked while one is taken."""

    __tablename__ = "number_series"

    key: Mapped[str] = mapped_column(String(20), primary_key=True)
    next_number: Mapped[int]


class Order(WithId, Base):
    """What one outlet ordered at once.

    One account's `idempotency_key` stands for one order; `request_digest` tells a repetition
    from another order under the same key. `status` follows from the lines.
    """

    __tablename__ = "customer_order"
    __table_args__ = (UniqueConstraint("ordered_by", "idempotency_key"),)

    number: Mapped[int] = mapped_column(unique=True)
    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partner.id"), index=True)
    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlet.id"), index=True)
    path: Mapped[str] = mapped_column(TREE_PATH, index=True)
    status: Mapped[OrderStatus] = mapped_column(text_enum(OrderStatus))
    ordered_by: Mapped[UUID] = mapped_column(Uuid())
    ordered_by_name: Mapped[str] = mapped_column(String(160))
    ordered_at: Mapped[datetime] = mapped_column(default=now, index=True)
    idempotency_key: Mapped[str] = mapped_column(String(80))
    request_digest: Mapped[str] = mapped_column(String(64))


class OrderLine(WithId, Base):
    """One proof, in a quantity, at a price, from a supplier or for a channel.

    Prices are those of `price_list_id` at the time, None where the channel file costs nothing.
    `hold_id` is the money reserved or spent for it.
    """

    __tablename__ = "order_line"
    __table_args__ = (UniqueConstraint("order_id", "position"),)

    order_id: Mapped[UUID] = mapped_column(ForeignKey("customer_order.id"))
    position: Mapped[int]
    reference: Mapped[str] = mapped_column(String(24), unique=True)
    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partner.id"), index=True)
    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlet.id"), index=True)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    localisation_id: Mapped[UUID] = mapped_column(ForeignKey("localisation.id"), index=True)
    proof_id: Mapped[UUID] = mapped_column(ForeignKey("proof.id"), index=True)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"), index=True)
    path: Mapped[str] = mapped_column(TREE_PATH, index=True)
    format_key: Mapped[str] = mapped_column(ForeignKey("ad_format.key"))
    channel_key: Mapped[str] = mapped_column(ForeignKey("channel.key"))
    supplier_id: Mapped[UUID | None] = mapped_column(ForeignKey("supplier.id"), index=True)
    price_list_id: Mapped[UUID | None] = mapped_column(ForeignKey("price_list.id"))
    quantity: Mapped[int]
    finishing_key: Mapped[str | None] = mapped_column(String(40))
    spot: Mapped[bool] = mapped_column(default=False)
    net_cents: Mapped[int]
    coop_cents: Mapped[int]
    own_cents: Mapped[int]
    hold_id: Mapped[UUID | None] = mapped_column(ForeignKey("ledger_entry.id"))
    status: Mapped[LineStatus] = mapped_column(text_enum(LineStatus), index=True)
    status_note: Mapped[LineNote] = mapped_column(text_enum(LineNote), default=LineNote.NONE)
    status_at: Mapped[datetime] = mapped_column(default=now)
    delivery_by: Mapped[date]

    @property
    def net(self) -> Money:
        """The net price of the line."""
        return Money(self.net_cents)
