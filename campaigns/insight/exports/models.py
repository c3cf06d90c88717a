"""Owns the tables of export contracts, with their keys, and of exports that were asked for."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation.clock import now
from portal.foundation.database import Base, WithId


class ExportContract(Base):
    """Who receives exports under one set of pseudonyms; without the key the link is gone."""

    __tablename__ = "export_contract"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary(32))
    created_at: Mapped[datetime] = mapped_column(default=now)


class ExportOrder(WithId, Base):
    """An export that an account asked for, with the paths that it reached then."""

    __tablename__ = "export_order"

    account_id: Mapped[UUID] = mapped_column(Uuid(), index=True)
    paths: Mapped[list[str]]
    format: Mapped[str] = mapped_column(String(10))
    job_id: Mapped[UUID] = mapped_column(Uuid())
    ordered_at: Mapped[datetime] = mapped_column(default=now)
