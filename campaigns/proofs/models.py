"""Owns the tables of proofs and their files; neither ever changes after it was written."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint, Uuid, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from portal.foundation.clock import now
from portal.foundation.database import Base, WithId
from portal.foundation.errors import N_, Conflict
from regions.scoping import TREE_PATH


class Proof(WithId, Base):
    """An immutable rendering of one localisation in one format.

    `inputs` is what the fingerprint was taken of; `findings` are those of the check, as JSON.
    `law_packs` are the versions that it was checked against ("de 2026-11"), `tallies` say by rule
    how much was tested and how much of it passed; proofs from before that was kept have none.
    """

    __tablename__ = "proof"
    __table_args__ = (UniqueConstraint("localisation_id", "format_key", "fingerprint"),)

    localisation_id: Mapped[UUID] = mapped_column(ForeignKey("localisation.id"), index=True)
    format_key: Mapped[str] = mapped_column(ForeignKey("ad_format.key"))
    template_version_id: Mapped[UUID] = mapped_column(ForeignKey("ad_template_version.id"))
    kit_version_id: Mapped[UUID] = mapped_column(Uuid())
    fingerprint: Mapped[str] = mapped_column(String(64), index=True)
    inputs: Mapped[dict[str, Any]]
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    tallies: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    law_packs: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    path: Mapped[str] = mapped_column(TREE_PATH, index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    made_by: Mapped[UUID | None] = mapped_column(Uuid())


class ProofFile(WithId, Base):
    """One file of a proof: where its bytes are (by hash), how many, and what made them.

    `kind` is a FileKind; `page` counts from 0 for pictures of single pages, 0 for a document.
    """

    __tablename__ = "proof_file"
    __table_args__ = (UniqueConstraint("proof_id", "kind", "page"),)

    proof_id: Mapped[UUID] = mapped_column(ForeignKey("proof.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    page: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(60))
    toolchain: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(default=now)


@event.listens_for(Proof, "before_update")
@event.listens_for(ProofFile, "before_update")
def _keep(_mapper: Mapper[Any], _connection: Connection, _row: Any) -> None:
    """Refuse any change: what was decided on stays what it was."""
    raise Conflict(N_("A proof never changes. Make a new one from the values of today."))
