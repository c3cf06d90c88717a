"""Owns the tables of formats, ad templates and their immutable versions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint, Uuid, event, inspect
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from campaigns.ad_templates.versions import TemplateStatus
from portal.foundation.clock import now
from portal.foundation.database import Base, WithId
from portal.foundation.errors import N_, Conflict


class AdFormat(Base):
    """A size in its medium: mm for what is printed, px for screens; bytes where a channel limits.

    `place_de` and `place_en` begin a sentence about it ("In der Zeitungsanzeige").
    `medium` is print, newspaper, poster or screen; `unit` is mm or px. `pixel_width` and
    `pixel_height` are the exact size of the channel file, None for what is only printed.
    """

    __tablename__ = "ad_format"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    name_de: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80))
    place_de: Mapped[str] = mapped_column(String(80), default="")
    place_en: Mapped[str] = mapped_column(String(80), default="")
    medium: Mapped[str] = mapped_column(String(20))
    unit: Mapped[str] = mapped_column(String(2))
    width: Mapped[float]
    height: Mapped[float]
    bleed: Mapped[float] = mapped_column(default=0.0)
    pages: Mapped[int] = mapped_column(default=1)
    pixel_width: Mapped[int | None]
    pixel_height: Mapped[int | None]
    max_bytes: Mapped[int | None]

    @property
    def on_screen(self) -> bool:
        """Whether it ends up on a screen rather than on paper."""
        return self.medium == "screen"

    def name(self, language: str) -> str:
        """Return its name in `language`."""
        return self.name_en if language == "en" else self.name_de


class AdTemplate(WithId, Base):
    """A document for one format; what it looks like is in its versions."""

    __tablename__ = "ad_template"

    key: Mapped[str] = mapped_column(String(80), unique=True)
    name_de: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    format_key: Mapped[str] = mapped_column(ForeignKey("ad_format.key"), index=True)


class AdTemplateVersion(WithId, Base):
    """One state of a template: its document as JSON and the kit version it was made for.

    `sha256` is over the canonical JSON of the document. `fields` are definitions (as JSON) that
    the document needs: campaigns that go over to this version take them over by their key.
    `number` is that of a draft, too, and may grow until it is published.
    """

    __tablename__ = "ad_template_version"
    __table_args__ = (UniqueConstraint("template_id", "number"),)

    template_id: Mapped[UUID] = mapped_column(ForeignKey("ad_template.id"), index=True)
    number: Mapped[int]
    status: Mapped[str] = mapped_column(String(20), default=TemplateStatus.DRAFT)
    document: Mapped[dict[str, Any]]
    fields: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    kit_version_id: Mapped[UUID] = mapped_column(Uuid(), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=now)
    published_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]


@event.listens_for(AdTemplateVersion, "before_update")
def _keep_published(
    _mapper: Mapper[AdTemplateVersion], _connection: Connection, version: AdTemplateVersion
) -> None:
    """Refuse to change what has been published: proofs were made from it."""
    state = inspect(version)
    was = state.attrs.status.history
    before = was.deleted[0] if was.deleted else version.status
    content = (
        *("document", "fields", "kit_version_id", "sha256"),
        *("number", "template_id", "published_at"),
    )
    changed = [name for name in content if state.attrs[name].history.has_changes()]
    if before != TemplateStatus.DRAFT and changed:
        raise Conflict(N_("This template version is published and stays as it is. Make a new one."))
