"""Owns the tables of submissions and decisions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.approval.rules import Outcome, SubmissionStatus
from portal.foundation.clock import now
from portal.foundation.columns import text_enum
from portal.foundation.database import Base, WithId
from regions.scoping import TREE_PATH


class Submission(WithId, Base):
    """The proofs of one localisation, handed in together for one decision.

    `facts` and `reasons` are what was known when it was handed in; `row_version` grows with each
    change, so that two deciders never overwrite each other.
    """

    __tablename__ = "submission"
    __table_args__ = (Index("ix_submission_status_path", "status", "path"),)

    localisation_id: Mapped[UUID] = mapped_column(ForeignKey("localisation.id"), index=True)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlet.id"), index=True)
    path: Mapped[str] = mapped_column(TREE_PATH, index=True)
    submitted_by: Mapped[UUID] = mapped_column(Uuid())
    submitted_by_name: Mapped[str] = mapped_column(String(160))
    submitted_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime]
    status: Mapped[SubmissionStatus] = mapped_column(
        text_enum(SubmissionStatus), default=SubmissionStatus.AWAITING_DECISION
    )
    routine: Mapped[bool] = mapped_column(default=False)
    facts: Mapped[dict[str, Any]]
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    row_version: Mapped[int] = mapped_column(default=1)


class SubmissionProof(Base):
    """One proof of a submission."""

    __tablename__ = "submission_proof"

    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    proof_id: Mapped[UUID] = mapped_column(ForeignKey("proof.id"), primary_key=True, index=True)


class Decision(WithId, Base):
    """What was decided, by whom (None where a rule did) and why; append-only."""

    __tablename__ = "decision"

    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"), unique=True)
    outcome: Mapped[Outcome] = mapped_column(text_enum(Outcome))
    decided_by: Mapped[UUID | None] = mapped_column(Uuid())
    decided_by_name: Mapped[str] = mapped_column(String(160), default="")
    rule: Mapped[str | None] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(default=now)


class KeptApproval(Base):
    """A proof whose orders were under way when its campaign went over to another template version.

    It stays what it is: its approval holds, or may still be given, while the ad would come out of
    the template version that the proof was made with just as it did right after that
    (`fingerprint`), that is until somebody changes what the proof shows.
    """

    __tablename__ = "kept_approval"

    proof_id: Mapped[UUID] = mapped_column(ForeignKey("proof.id"), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    kept_at: Mapped[datetime] = mapped_column(default=now)
