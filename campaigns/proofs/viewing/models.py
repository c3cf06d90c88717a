"""Owns the tables of view links and of the comments that came through them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.proofs.viewing.rules import CloseReason
from portal.foundation.clock import now
from portal.foundation.columns import text_enum
from portal.foundation.database import Base, WithId
from regions.scoping import TREE_PATH


class ViewLink(WithId, Base):
    """A link that shows one ad to whoever holds it, until it expires or is closed.

    `fingerprints` say by format what the ad was when the link was made. `recipient` and the names
    at its comments are emptied some time after its end (`names_deleted_at`).
    """

    __tablename__ = "view_link"

    localisation_id: Mapped[UUID] = mapped_column(ForeignKey("localisation.id"), index=True)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    path: Mapped[str] = mapped_column(TREE_PATH, index=True)
    recipient: Mapped[str] = mapped_column(String(60), default="")
    formats: Mapped[list[str]]
    fingerprints: Mapped[dict[str, Any]]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID] = mapped_column(Uuid())
    created_by_name: Mapped[str] = mapped_column(String(160))
    closed_at: Mapped[datetime | None]
    close_reason: Mapped[CloseReason | None] = mapped_column(text_enum(CloseReason))
    views: Mapped[int] = mapped_column(default=0)
    last_viewed_at: Mapped[datetime | None]
    names_deleted_at: Mapped[datetime | None]


class ViewComment(WithId, Base):
    """What somebody wrote to a page of an ad; `x` and `y` point to a place on it, or are None.

    `fingerprint` is that of the ad as it was seen. A settled comment stays listed as such; of a
    deleted one nothing is left but its number. `written_by` is the account of a writer who was
    signed in; it goes with the name.
    """

    __tablename__ = "view_comment"

    link_id: Mapped[UUID] = mapped_column(ForeignKey("view_link.id"), index=True)
    localisation_id: Mapped[UUID] = mapped_column(ForeignKey("localisation.id"), index=True)
    path: Mapped[str] = mapped_column(TREE_PATH, index=True)
    format_key: Mapped[str] = mapped_column(ForeignKey("ad_format.key"))
    page: Mapped[int]
    x: Mapped[float | None]
    y: Mapped[float | None]
    name: Mapped[str] = mapped_column(String(60))
    written_by: Mapped[UUID | None]
    text: Mapped[str] = mapped_column(Text())
    fingerprint: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(default=now)
    answer: Mapped[str] = mapped_column(Text(), default="")
    answered_at: Mapped[datetime | None]
    answered_by_name: Mapped[str] = mapped_column(String(160), default="")
    settled_at: Mapped[datetime | None]
    settled_by_name: Mapped[str] = mapped_column(String(160), default="")
    deleted_at: Mapped[datetime | None]
