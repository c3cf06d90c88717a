"""Owns the tables of partners, outlets, their changes and the changes that partners propose."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Float, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.foundation.columns import text_enum
from portal.foundation.database import Base, WithId
from regions.partners.rules import ProposalStatus
from regions.scoping import TREE_PATH


class Partner(WithId, Base):
    """A franchisee: legal entity, register and tax data, responsible person."""

    __tablename__ = "partner"

    number: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    legal_form: Mapped[str] = mapped_column(String(60))
    owner: Mapped[str] = mapped_column(String(200))
    register_no: Mapped[str] = mapped_column(String(120), default="")
    tax_no: Mapped[str] = mapped_column(String(40), default="")
    responsible: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), default="")
    path: Mapped[str] = mapped_column(TREE_PATH, unique=True)
    region_path: Mapped[str] = mapped_column(TREE_PATH, index=True, info={"follows_moves": True})
    active: Mapped[bool] = mapped_column(default=True)
    row_version: Mapped[int] = mapped_column(default=1)


class Outlet(WithId, Base):
    """One place of business of a partner; `name` is printed, `place` is said among colleagues."""

    __tablename__ = "outlet"
    __table_args__ = (Index("ix_outlet_sort_key_id", "sort_key", "id"),)

    number: Mapped[str] = mapped_column(String(20), unique=True)
    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partner.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(200))
    street: Mapped[str] = mapped_column(String(200))
    postcode: Mapped[str] = mapped_column(String(10))
    city: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    opening_hours: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    tags: Mapped[list[str]] = mapped_column(default=list)
    size: Mapped[int] = mapped_column(default=0)
    path: Mapped[str] = mapped_column(TREE_PATH, unique=True)
    time_zone: Mapped[str] = mapped_column(String(60), default="Europe/Berlin")
    open: Mapped[bool] = mapped_column(default=True)
    sort_key: Mapped[str] = mapped_column(String(200))
    search_text: Mapped[str] = mapped_column(String(600))
    row_version: Mapped[int] = mapped_column(default=1)

    partner: Mapped[Partner] = relationship(lazy="raise", viewonly=True)


class OutletChange(WithId, Base):
    """What one change of an outlet's or its partner's master data set, and to what."""

    __tablename__ = "outlet_change"
    __table_args__ = (UniqueConstraint("outlet_id", "version"),)

    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlet.id"))
    path: Mapped[str] = mapped_column(TREE_PATH, index=True)
    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)
    changed_by: Mapped[UUID | None]
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]


class MasterDataProposal(WithId, Base):
    """A change of an outlet's master data that somebody reports and head office decides on."""

    __tablename__ = "master_data_proposal"

    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlet.id"), index=True)
    path: Mapped[str] = mapped_column(TREE_PATH, index=True)
    outlet_version: Mapped[int]
    changes: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(String(1000), default="")
    status: Mapped[ProposalStatus] = mapped_column(text_enum(ProposalStatus))
    proposed_by: Mapped[UUID]
    proposed_at: Mapped[datetime]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(1000), default="")
