"""Owns the tables of the organisation tree."""

from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation.columns import text_enum
from portal.foundation.database import Base, WithId
from regions.hierarchy.rules import RegionKind
from regions.scoping import TREE_PATH


class Region(WithId, Base):
    """A node of the organisation tree: company, country, region or district."""

    __tablename__ = "region"

    key: Mapped[str] = mapped_column(String(40))
    kind: Mapped[RegionKind] = mapped_column(text_enum(RegionKind))
    name_de: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    path: Mapped[str] = mapped_column(TREE_PATH, unique=True)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)

    def name(self, language: str) -> str:
        """Return its name in a language; German where it is neither."""
        return self.name_en if language.startswith("en") else self.name_de
