"""Owns the tables of values given to many outlets in one go, so that all can be taken back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation.clock import now
from portal.foundation.database import Base, WithId


class CarryOver(WithId, Base):
    """What one account gave to many outlets of a campaign in one go.

    `source_id` is the ad that values were carried over from, None where all were typed or pasted.
    """

    __tablename__ = "carry_over"

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    source_id: Mapped[UUID | None] = mapped_column(ForeignKey("localisation.id"))
    made_by: Mapped[UUID] = mapped_column(Uuid(), index=True)
    made_by_name: Mapped[str] = mapped_column(String(160))
    made_at: Mapped[datetime] = mapped_column(default=now)
    undone_at: Mapped[datetime | None]


class CarryOverOutlet(WithId, Base):
    """One outlet of it: the step in the history of its ad, and what a check found afterwards.

    `undone_step` is the step that took it back. `findings` holds by format how many of them block
    and how many are to be looked at, as of the ad's row version `checked_version`.
    """

    __tablename__ = "carry_over_outlet"

    carry_over_id: Mapped[UUID] = mapped_column(
        ForeignKey("carry_over.id", ondelete="CASCADE"), index=True
    )
    localisation_id: Mapped[UUID] = mapped_column(ForeignKey("localisation.id"))
    step: Mapped[int]
    fields: Mapped[list[str]] = mapped_column(default=list)
    undone_step: Mapped[int | None]
    checked_version: Mapped[int | None]
    findings: Mapped[dict[str, Any]] = mapped_column(default=dict)
