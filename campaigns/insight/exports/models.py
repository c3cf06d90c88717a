"""Owns the table of export contracts: the key under which pseudonyms are made."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation.clock import now
from portal.foundation.database import Base


class ExportContract(Base):
    """Who receives exports under one set of pseudonyms; without the key the link is gone."""

    __tablename__ = "export_contract"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary(32))
    created_at: Mapped[datetime] = mapped_column(default=now)
