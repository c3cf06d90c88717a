"""Owns the tables of channel events and of the salts that are thrown away each night."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation.database import Base
from portal.foundation.ids import new_id


class ChannelEvent(Base):
    """One request for a short link; `why_not` says why it is not counted, None for a visit.

    `visitor` differs from day to day for the same person, so it counts visitors of a day and
    cannot be followed any further.
    """

    __tablename__ = "channel_event"
    __table_args__ = (Index("ix_channel_event_code_visitor", "code", "visitor"),)

    event_id: Mapped[UUID] = mapped_column(Uuid(), primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(ForeignKey("short_link.code"))
    occurred_at: Mapped[datetime] = mapped_column(index=True)
    device: Mapped[str] = mapped_column(String(10))
    visitor: Mapped[str] = mapped_column(String(32))
    why_not: Mapped[str | None] = mapped_column(String(10))


class VisitorSalt(Base):
    """The salt of one day's visitor hashes."""

    __tablename__ = "visitor_salt"

    day: Mapped[date] = mapped_column(primary_key=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary(32))
