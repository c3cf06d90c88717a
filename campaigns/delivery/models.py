"""Owns the tables of packages and of the attempts to hand order lines over."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.delivery.rules import DeliveryKind, DeliveryState
from portal.foundation.clock import now
from portal.foundation.columns import text_enum
from portal.foundation.database import Base, WithId


class Package(WithId, Base):
    """One ZIP for one supplier: press PDFs and their job ticket, kept by content."""

    __tablename__ = "delivery_package"

    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("supplier.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    file_name: Mapped[str] = mapped_column(String(160))
    line_count: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(default=now)


class Delivery(WithId, Base):
    """One attempt to hand one order line over, with its outcome; append-only.

    `sha256` is the file handed over: the press PDF of a print line, the picture of a channel.
    """

    __tablename__ = "delivery"
    __table_args__ = (UniqueConstraint("order_line_id", "attempt"),)

    order_line_id: Mapped[UUID] = mapped_column(ForeignKey("order_line.id"))
    attempt: Mapped[int]
    kind: Mapped[DeliveryKind] = mapped_column(text_enum(DeliveryKind))
    state: Mapped[DeliveryState] = mapped_column(text_enum(DeliveryState))
    package_id: Mapped[UUID | None] = mapped_column(ForeignKey("delivery_package.id"), index=True)
    sha256: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int | None]
    file_name: Mapped[str] = mapped_column(String(160), default="")
    media_type: Mapped[str] = mapped_column(String(60), default="")
    detail: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime] = mapped_column(default=now)
