"""Owns the tables of expiries: who expired a campaign and why, and all that was taken away."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.rollout.expiry.rules import TakenKind
from portal.foundation.clock import now
from portal.foundation.columns import text_enum
from portal.foundation.database import Base, WithId
from regions.scoping import TREE_PATH


class CampaignExpiry(WithId, Base):
    """One expiry of one campaign; `undone_at` is set where it was taken back.

    `counts` say what was taken away, by kind, and what stays at print shops.
    """

    __tablename__ = "campaign_expiry"

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    path: Mapped[str] = mapped_column(TREE_PATH)
    reason: Mapped[str] = mapped_column(Text)
    expired_at: Mapped[datetime] = mapped_column(default=now)
    expired_by: Mapped[UUID] = mapped_column(Uuid())
    expired_by_name: Mapped[str] = mapped_column(String(200))
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[UUID | None] = mapped_column(Uuid())
    undone_by_name: Mapped[str] = mapped_column(String(200), default="")
    told_at: Mapped[datetime | None]


class TakenAway(WithId, Base):
    """One thing that an expiry took away, as it was before, so that it can be put back.

    `problem` says why an undo could not put it back; empty where it did or was not asked to.
    """

    __tablename__ = "campaign_expiry_item"
    __table_args__ = (Index("ix_campaign_expiry_item_expiry_kind", "expiry_id", "kind"),)

    expiry_id: Mapped[UUID] = mapped_column(ForeignKey("campaign_expiry.id", ondelete="CASCADE"))
    kind: Mapped[TakenKind] = mapped_column(text_enum(TakenKind))
    subject_id: Mapped[UUID] = mapped_column(Uuid())
    path: Mapped[str] = mapped_column(TREE_PATH)
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    problem: Mapped[str] = mapped_column(String(300), default="")
