"""Owns the tables of brand kits and their versions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, ForeignKey, String, UniqueConstraint, Uuid, event, inspect
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from brand_assets.kit.rules import KitStatus
from portal.foundation.columns import text_enum
from portal.foundation.database import Base, WithId
from regions.scoping import TREE_PATH


class BrandKit(WithId, Base):
    """A brand's kit; `path` is where it holds, everything below included."""

    __tablename__ = "brand_kit"

    key: Mapped[str] = mapped_column(String(40), unique=True)
    name_de: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    path: Mapped[str] = mapped_column(TREE_PATH, index=True)


class BrandKitVersion(WithId, Base):
    """One state of a kit: its definition as JSON and the hash of each file by its path.

    Once it is published, neither changes any more; `sha256` covers both.
    """

    __tablename__ = "brand_kit_version"
    __table_args__ = (UniqueConstraint("kit_id", "number"),)

    kit_id: Mapped[UUID] = mapped_column(ForeignKey("brand_kit.id"), index=True)
    number: Mapped[int]
    status: Mapped[KitStatus] = mapped_column(text_enum(KitStatus), default=KitStatus.DRAFT)
    definition: Mapped[dict[str, Any]]
    files: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None] = mapped_column(Uuid())
    changed_at: Mapped[datetime | None]
    changed_by: Mapped[UUID | None] = mapped_column(Uuid())
    published_at: Mapped[datetime | None]
    published_by: Mapped[UUID | None] = mapped_column(Uuid())


class PublishedKitChanged(RuntimeError):
    """Something tried to change a version that others already stand on."""


_CONTENT = ("kit_id", "number", "definition", "files", "sha256", "published_at")


@event.listens_for(BrandKitVersion, "before_update")
def _keep_published(
    _mapper: Mapper[BrandKitVersion], _connection: Connection, version: BrandKitVersion
) -> None:
    state = inspect(version)
    was_draft = KitStatus.DRAFT in (state.attrs.status.history.deleted or [version.status])
    if was_draft:
        return
    changed = [name for name in _CONTENT if state.attrs[name].history.has_changes()]
    if changed:
        raise PublishedKitChanged(f"Published kit version: {', '.join(changed)} cannot change")
