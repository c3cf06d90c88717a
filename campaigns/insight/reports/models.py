"""Owns the tables of channel reports, their imports and the remembered columns of a source."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation.clock import now
from portal.foundation.database import Base, WithId
from regions.scoping import TREE_PATH


class ChannelReport(WithId, Base):
    """What a source told of one ad's day; None where it said nothing. Amounts are net cents.

    `subject` is "code:…" or "line:…"; with source and day it is the natural key.
    """

    __tablename__ = "channel_report"
    __table_args__ = (UniqueConstraint("source", "subject", "day"),)

    source: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(60))
    day: Mapped[date] = mapped_column(index=True)
    code: Mapped[str | None] = mapped_column(ForeignKey("short_link.code"), index=True)
    order_line_id: Mapped[UUID | None] = mapped_column(ForeignKey("order_line.id"), index=True)
    path: Mapped[str] = mapped_column(TREE_PATH, index=True)
    pieces: Mapped[int | None]
    impressions: Mapped[int | None]
    clicks: Mapped[int | None]
    replies: Mapped[int | None]
    spend_cents: Mapped[int | None]
    sales_cents: Mapped[int | None]
    changed_at: Mapped[datetime] = mapped_column(default=now)


class ReportImport(WithId, Base):
    """One file that was checked and perhaps taken over; `sha256` is where its bytes are."""

    __tablename__ = "report_import"

    source: Mapped[str] = mapped_column(String(40))
    sha256: Mapped[str] = mapped_column(String(64))
    mapping: Mapped[dict[str, Any]]
    checked_by: Mapped[UUID | None] = mapped_column(Uuid())
    checked_at: Mapped[datetime] = mapped_column(default=now)
    imported_at: Mapped[datetime | None]
    rows: Mapped[int] = mapped_column(default=0)
    new_rows: Mapped[int] = mapped_column(default=0)
    changed_rows: Mapped[int] = mapped_column(default=0)


class ReportSource(Base):
    """How a source's files are read, as last imported."""

    __tablename__ = "report_source"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    mapping: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime] = mapped_column(default=now)
