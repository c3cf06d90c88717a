"""Owns the tables of the effect that a kit version would have, and of every ad that it changes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.rollout.rules import AdStage, EffectState, Policy, Sample
from portal.foundation.clock import now
from portal.foundation.columns import text_enum
from portal.foundation.database import Base, WithId
from regions.scoping import TREE_PATH


class KitEffect(WithId, Base):
    """What one content of a kit version would do to all that is under way.

    `content_sha256` is the kit version's own hash when it was looked at, `basis_sha256` stands for
    the templates and campaigns that were under way. Where either has changed, it is out of date.
    `templates_done` and `last_localisation_id` say how far it got; `counts` are the sums so far.
    """

    __tablename__ = "kit_effect"

    kit_version_id: Mapped[UUID] = mapped_column(Uuid(), index=True)
    path: Mapped[str] = mapped_column(TREE_PATH)
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
    templates_done: Mapped[bool] = mapped_column(default=False)
    last_localisation_id: Mapped[UUID | None] = mapped_column(Uuid())
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    policy: Mapped[Policy | None] = mapped_column(text_enum(Policy))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(Uuid())


class KitEffectItem(WithId, Base):
    """One ad that would change, or a template with sample values, whatever becomes of it.

    `look` tells whether its picture changes, by `share` of its area; `press` whether its press
    file does. `weight` puts the worst first. `detail` holds the frames that change and the
    findings that come and go; `pictures` the hashes of pictures by page, once they were made.
    """

    __tablename__ = "kit_effect_item"
    __table_args__ = (Index("ix_kit_effect_item_effect_weight", "effect_id", "weight"),)

    effect_id: Mapped[UUID] = mapped_column(ForeignKey("kit_effect.id", ondelete="CASCADE"))
    sample: Mapped[Sample | None] = mapped_column(text_enum(Sample))
    stage: Mapped[AdStage | None] = mapped_column(text_enum(AdStage))
    template_version_id: Mapped[UUID] = mapped_column(ForeignKey("ad_template_version.id"))
    campaign_id: Mapped[UUID | None] = mapped_column(ForeignKey("campaign.id"))
    outlet_id: Mapped[UUID | None] = mapped_column(ForeignKey("outlet.id"))
    localisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("localisation.id"))
    format_key: Mapped[str] = mapped_column(ForeignKey("ad_format.key"))
    path: Mapped[str] = mapped_column(TREE_PATH)
    fingerprint: Mapped[str] = mapped_column(String(64))
    look: Mapped[bool]
    press: Mapped[bool]
    share: Mapped[float]
    blocked_before: Mapped[bool]
    blocked_after: Mapped[bool]
    new_findings: Mapped[int]
    gone_findings: Mapped[int]
    weight: Mapped[float]
    detail: Mapped[dict[str, Any]]
    pictures: Mapped[dict[str, Any]] = mapped_column(default=dict)

    @property
    def newly_blocked(self) -> bool:
        """Whether it could be ordered before and could not afterwards."""
        return self.blocked_after and not self.blocked_before
