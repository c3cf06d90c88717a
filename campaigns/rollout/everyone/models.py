"""Owns the tables of the proof against everyone: checks, outlets, findings and exceptions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.rollout.everyone.rules import CheckState, Verdict
from portal.foundation.clock import now
from portal.foundation.columns import text_enum
from portal.foundation.database import Base, WithId
from regions.scoping import TREE_PATH

SUBJECT_KEY = String(80)


class EveryoneRun(WithId, Base):
    """One check of one content of a campaign for all outlets of its audience.

    `subject` names the campaign and, where a new version of a template is tried with it, that.
    `last_outlet_id` says how far it got; `tightest` holds the ten tightest frames so far under
    "frames", `notes` the number of ads that each rule has a mere note about.
    """

    __tablename__ = "everyone_run"
    __table_args__ = (Index("ix_everyone_run_subject_id", "subject", "id"),)

    subject: Mapped[str] = mapped_column(SUBJECT_KEY)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    template_version_id: Mapped[UUID | None] = mapped_column(ForeignKey("ad_template_version.id"))
    path: Mapped[str] = mapped_column(TREE_PATH)
    content_sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[CheckState] = mapped_column(text_enum(CheckState), default=CheckState.RUNNING)
    job_id: Mapped[UUID] = mapped_column(Uuid())
    started_at: Mapped[datetime] = mapped_column(default=now)
    started_by: Mapped[UUID] = mapped_column(Uuid())
    started_by_name: Mapped[str] = mapped_column(String(160))
    finished_at: Mapped[datetime | None]
    outlets: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    last_outlet_id: Mapped[UUID | None] = mapped_column(Uuid())
    notes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    tightest: Mapped[dict[str, Any]] = mapped_column(default=dict)


class EveryoneOutlet(Base):
    """How an outlet came out in all formats: how many findings of each kind, and how tight it is.

    `errors_sha256` stands for its errors, empty without any; `tightest` is the share of its room
    that its tightest text takes.
    """

    __tablename__ = "everyone_outlet"
    __table_args__ = (Index("ix_everyone_outlet_run_errors", "run_id", "errors"),)

    run_id: Mapped[UUID] = mapped_column(
        ForeignKey("everyone_run.id", ondelete="CASCADE"), primary_key=True
    )
    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlet.id"), primary_key=True)
    path: Mapped[str] = mapped_column(TREE_PATH)
    region_path: Mapped[str] = mapped_column(TREE_PATH)
    errors: Mapped[int] = mapped_column(default=0)
    to_enter: Mapped[int] = mapped_column(default=0)
    own: Mapped[int] = mapped_column(default=0)
    looks: Mapped[int] = mapped_column(default=0)
    errors_sha256: Mapped[str] = mapped_column(String(64), default="")
    tightest: Mapped[float | None]


class EveryoneFinding(WithId, Base):
    """One finding about one outlet's ad in one format; `message` is in both languages."""

    __tablename__ = "everyone_finding"
    __table_args__ = (Index("ix_everyone_finding_run_outlet", "run_id", "outlet_id"),)

    run_id: Mapped[UUID] = mapped_column(ForeignKey("everyone_run.id", ondelete="CASCADE"))
    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlet.id"))
    format_key: Mapped[str] = mapped_column(ForeignKey("ad_format.key"))
    page: Mapped[int] = mapped_column(default=0)
    frame: Mapped[str] = mapped_column(String(120), default="")
    frame_name: Mapped[dict[str, Any]] = mapped_column(default=dict)
    field: Mapped[str] = mapped_column(String(80), default="")
    rule: Mapped[str] = mapped_column(String(80))
    verdict: Mapped[Verdict] = mapped_column(text_enum(Verdict))
    message: Mapped[dict[str, Any]]


class EveryoneException(WithId, Base):
    """Somebody's word that a campaign may be published although one outlet has these errors."""

    __tablename__ = "everyone_exception"
    __table_args__ = (UniqueConstraint("subject", "outlet_id"),)

    subject: Mapped[str] = mapped_column(SUBJECT_KEY)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlet.id"), index=True)
    path: Mapped[str] = mapped_column(TREE_PATH)
    errors_sha256: Mapped[str] = mapped_column(String(64))
    errors: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by: Mapped[UUID] = mapped_column(Uuid())
    made_by_name: Mapped[str] = mapped_column(String(160))
