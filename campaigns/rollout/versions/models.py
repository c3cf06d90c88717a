"""Owns the tables of trials of new template versions, of campaigns going over, and of conflicts."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.rollout.rules import EffectState
from campaigns.rollout.versions.kinds import CarryState, ConflictKind, Settlement, VersionPolicy
from portal.foundation.clock import now
from portal.foundation.columns import text_enum
from portal.foundation.database import Base, WithId
from regions.scoping import TREE_PATH


class VersionTrial(WithId, Base):
    """What a draft would do to every open localisation of the campaigns that use its template.

    `content_sha256` stands for the draft's document, fields and kit, `basis_sha256` for the
    campaigns concerned; where either has changed, the trial is out of date.
    """

    __tablename__ = "version_trial"

    version_id: Mapped[UUID] = mapped_column(
        ForeignKey("ad_template_version.id", ondelete="CASCADE"), index=True
    )
    content_sha256: Mapped[str] = mapped_column(String(64))
    basis_sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[EffectState] = mapped_column(text_enum(EffectState), default=EffectState.RUNNING)
    job_id: Mapped[UUID] = mapped_column(Uuid())
    started_at: Mapped[datetime] = mapped_column(default=now)
    started_by: Mapped[UUID] = mapped_column(Uuid())
    started_by_name: Mapped[str] = mapped_column(String(160))
    finished_at: Mapped[datetime | None]
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    last_localisation_id: Mapped[UUID | None] = mapped_column(Uuid())
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)


class VersionTrialItem(WithId, Base):
    """One localisation that would need its owner; `conflicts` as JSON, pictures once painted."""

    __tablename__ = "version_trial_item"
    __table_args__ = (Index("ix_version_trial_item_trial_weight", "trial_id", "weight"),)

    trial_id: Mapped[UUID] = mapped_column(ForeignKey("version_trial.id", ondelete="CASCADE"))
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"))
    localisation_id: Mapped[UUID] = mapped_column(ForeignKey("localisation.id"), index=True)
    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlet.id"))
    format_key: Mapped[str] = mapped_column(ForeignKey("ad_format.key"))
    path: Mapped[str] = mapped_column(TREE_PATH)
    row_version: Mapped[int]
    weight: Mapped[float]
    conflicts: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    pictures: Mapped[dict[str, Any]] = mapped_column(default=dict)


class VersionCarry(WithId, Base):
    """One format of one campaign on its way from an old template version to a new one.

    `old_until` is the last day on which the old version is ordered, None where it went at once.
    """

    __tablename__ = "version_carry"
    __table_args__ = (UniqueConstraint("campaign_id", "format_key", "new_version_id"),)

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    format_key: Mapped[str] = mapped_column(ForeignKey("ad_format.key"))
    template_id: Mapped[UUID] = mapped_column(ForeignKey("ad_template.id"))
    old_version_id: Mapped[UUID] = mapped_column(ForeignKey("ad_template_version.id"))
    new_version_id: Mapped[UUID] = mapped_column(ForeignKey("ad_template_version.id"), index=True)
    trial_id: Mapped[UUID | None] = mapped_column(Uuid())
    policy: Mapped[VersionPolicy] = mapped_column(text_enum(VersionPolicy))
    old_until: Mapped[date | None]
    state: Mapped[CarryState] = mapped_column(text_enum(CarryState), index=True)
    decided_at: Mapped[datetime] = mapped_column(default=now)
    decided_by: Mapped[UUID] = mapped_column(Uuid())
    decided_by_name: Mapped[str] = mapped_column(String(160))
    carried_at: Mapped[datetime | None]
    localisations: Mapped[int] = mapped_column(default=0)
    conflicts: Mapped[int] = mapped_column(default=0)


class ParkedEntry(WithId, Base):
    """What an owner has to settle after their ad went over; `value` is kept until then.

    `label` and `message` are texts by language; `kind_was` is the kind of the field that the
    value (canonical JSON) was entered into.
    """

    __tablename__ = "parked_entry"
    __table_args__ = (
        UniqueConstraint("carry_id", "localisation_id", "field_key", "kind"),
        Index("ix_parked_entry_localisation_settled", "localisation_id", "settled_at"),
    )

    carry_id: Mapped[UUID] = mapped_column(ForeignKey("version_carry.id"))
    localisation_id: Mapped[UUID] = mapped_column(ForeignKey("localisation.id"))
    path: Mapped[str] = mapped_column(TREE_PATH, index=True)
    field_key: Mapped[str] = mapped_column(String(80))
    kind: Mapped[ConflictKind] = mapped_column(text_enum(ConflictKind))
    kind_was: Mapped[str] = mapped_column(String(30), default="")
    label: Mapped[dict[str, Any]]
    message: Mapped[dict[str, Any]]
    value: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    parked_at: Mapped[datetime] = mapped_column(default=now)
    settled_at: Mapped[datetime | None]
    settled_by_name: Mapped[str] = mapped_column(String(160), default="")
    settlement: Mapped[Settlement | None] = mapped_column(text_enum(Settlement))
