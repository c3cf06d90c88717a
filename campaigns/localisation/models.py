"""Owns the tables of localisations, the history of their values, and short links."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation.clock import now
from portal.foundation.database import Base, WithId
from regions.scoping import TREE_PATH


class Localisation(WithId, Base):
    """One outlet's values for one campaign; `values` holds canonical JSON by field key.

    `row_version` grows by one with each save; who saves on an older one is told (`Conflict`).
    `withdrawn` says by field key which picture was taken out ("title") and on which day its
    rights ended ("ended", ISO), until another one is chosen. `as_typed` are the keys of the fields
    whose signs are left as they were typed.
    """

    __tablename__ = "localisation"
    __table_args__ = (UniqueConstraint("campaign_id", "outlet_id"),)

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlet.id"), index=True)
    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partner.id"), index=True)
    path: Mapped[str] = mapped_column(TREE_PATH, index=True)
    values: Mapped[dict[str, Any]] = mapped_column(default=dict)
    withdrawn: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    as_typed: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    row_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID | None] = mapped_column(Uuid())
    changed_at: Mapped[datetime] = mapped_column(default=now)


class ValueChange(WithId, Base):
    """One change of one value: append-only; an undo is a further change that names its origin.

    `changed_by` is None where the system did it.

    `old` and `new` are canonical JSON or None (not set, the default applies). `step` is the row
    version that the change led to: all changes of one save share it.
    """

    __tablename__ = "value_change"
    __table_args__ = (Index("ix_value_change_localisation_step", "localisation_id", "step"),)

    localisation_id: Mapped[UUID] = mapped_column(ForeignKey("localisation.id"))
    step: Mapped[int]
    field_key: Mapped[str] = mapped_column(String(80))
    old: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    new: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    at: Mapped[datetime] = mapped_column(default=now)
    changed_by: Mapped[UUID | None] = mapped_column(Uuid())
    changed_by_name: Mapped[str] = mapped_column(String(160))
    on_behalf: Mapped[bool] = mapped_column(default=False)
    undoes_step: Mapped[int | None]


class ShortLink(Base):
    """Our own link of one localisation in one format; the target is stored, never in the query."""

    __tablename__ = "short_link"
    __table_args__ = (UniqueConstraint("localisation_id", "format_key"),)

    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    localisation_id: Mapped[UUID] = mapped_column(ForeignKey("localisation.id"), index=True)
    format_key: Mapped[str] = mapped_column(ForeignKey("ad_format.key"))
    target: Mapped[str] = mapped_column(String(500))
    created_at: Mapped[datetime] = mapped_column(default=now)
