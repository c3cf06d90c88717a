"""Owns the table of uploads that come in parts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from brand_assets.library.incoming.rules import FolderUse, UploadState
from portal.foundation.columns import text_enum
from portal.foundation.database import Base, WithId
from regions.scoping import TREE_PATH


class Upload(WithId, Base):
    """A file on its way in: whose, how much of it is here, and what became of it.

    `parts` holds tag and hash of each part, `results` what became of each picture; `handle` is
    empty once the parts are gone. Nobody but the account that began it knows of it.
    """

    __tablename__ = "upload"
    __table_args__ = (Index("ix_upload_account_id_state", "account_id", "state"),)

    account_id: Mapped[UUID] = mapped_column(Uuid())
    path: Mapped[str] = mapped_column(TREE_PATH)
    batch_id: Mapped[UUID] = mapped_column(Uuid(), index=True)
    name: Mapped[str] = mapped_column(String(200))
    folder: Mapped[str] = mapped_column(String(500), default="")
    folder_use: Mapped[FolderUse] = mapped_column(text_enum(FolderUse, 12))
    licence: Mapped[str] = mapped_column(String(200))
    size: Mapped[int] = mapped_column(BigInteger())
    received: Mapped[int] = mapped_column(BigInteger(), default=0)
    state: Mapped[UploadState] = mapped_column(text_enum(UploadState, 12))
    handle: Mapped[str] = mapped_column(String(1500))
    parts: Mapped[list[dict[str, str]]] = mapped_column(JSON())
    results: Mapped[list[dict[str, Any]]] = mapped_column(JSON())
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSON())
    job_id: Mapped[UUID | None] = mapped_column(Uuid())
    attempt: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
