"""Owns the tables that the search reads: one narrow row per offered asset, its words, its look.

They hold nothing that the assets do not say; `indexing` writes them. They are plain tables, so
that both databases find the same, also inside German compounds, without an extension.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Uuid,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from brand_assets.library.rules import AssetKind, Orientation
from portal.foundation.columns import text_enum
from portal.foundation.database import Base
from regions.scoping import TREE_PATH

#: A number that the database counts up: 64 bits, and on SQLite the key that rows are kept by.
_NUMBER = BigInteger().with_variant(Integer(), "sqlite")
#: A folded word, compared byte by byte, so that the index serves what begins with it.
_WORD = String(60).with_variant(String(60, collation="C"), "postgresql")


class AssetSearch(Base):
    """What the search asks of one asset that is offered; a later `number` was added later.

    The rows are so narrow that going through all of them is fast; an index on one of the columns
    would only tempt a database away from their order.
    """

    __tablename__ = "asset_search"
    __table_args__ = (Index("ix_asset_search_pixels_number", "pixels", "number"),)

    number: Mapped[int] = mapped_column(_NUMBER, primary_key=True, autoincrement=True)
    asset_id: Mapped[UUID] = mapped_column(ForeignKey("asset.id"), unique=True)
    path: Mapped[str] = mapped_column(TREE_PATH)
    kind: Mapped[AssetKind] = mapped_column(text_enum(AssetKind, 10))
    orientation: Mapped[Orientation] = mapped_column(text_enum(Orientation, 10))
    short_side: Mapped[int]
    long_side: Mapped[int]
    pixels: Mapped[int]
    starts: Mapped[date | None]
    ends: Mapped[date | None]
    blocked: Mapped[bool]
    used: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None] = mapped_column(Uuid())
    colours: Mapped[str] = mapped_column(String(200))
    channels: Mapped[str] = mapped_column(String(200))
    territories: Mapped[str] = mapped_column(String(2000))


class AssetTag(Base):
    """One tag of an offered asset, as it was normalised."""

    __tablename__ = "asset_tag"
    __table_args__ = ({"sqlite_with_rowid": False},)

    tag: Mapped[str] = mapped_column(_WORD, primary_key=True)
    number: Mapped[int] = mapped_column(
        ForeignKey("asset_search.number", ondelete="CASCADE"), primary_key=True, index=True
    )


class AssetWord(Base):
    """One word that an offered asset is found by; a title weighs more than a caption."""

    __tablename__ = "asset_word"
    __table_args__ = ({"sqlite_with_rowid": False},)

    word: Mapped[str] = mapped_column(_WORD, primary_key=True)
    number: Mapped[int] = mapped_column(
        ForeignKey("asset_search.number", ondelete="CASCADE"), primary_key=True, index=True
    )
    weight: Mapped[int] = mapped_column(SmallInteger())


class WordPart(Base):
    """A word from one of its letters on: what begins with "pflanz" leads to the compound."""

    __tablename__ = "word_part"
    __table_args__ = ({"sqlite_with_rowid": False},)

    part: Mapped[str] = mapped_column(_WORD, primary_key=True)
    word: Mapped[str] = mapped_column(_WORD, primary_key=True)


class AssetLikeness(Base):
    """The perceptual hash of an offered photo, and its four bands of 16 bits to look it up by."""

    __tablename__ = "asset_likeness"

    number: Mapped[int] = mapped_column(
        ForeignKey("asset_search.number", ondelete="CASCADE"), primary_key=True
    )
    phash: Mapped[int] = mapped_column(BigInteger())
    band_1: Mapped[int] = mapped_column(index=True)
    band_2: Mapped[int] = mapped_column(index=True)
    band_3: Mapped[int] = mapped_column(index=True)
    band_4: Mapped[int] = mapped_column(index=True)
