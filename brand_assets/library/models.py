"""Owns the tables of assets, their rights, renditions, uses and collections."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from brand_assets.library.rules import (
    AssetKind,
    FocalBy,
    Orientation,
    ReleaseState,
    RenditionPurpose,
)
from brand_assets.library.search_models import (
    AssetLikeness,
    AssetSearch,
    AssetTag,
    AssetWord,
    WordPart,
)
from portal.foundation.columns import text_enum
from portal.foundation.database import Base, WithId
from regions.scoping import TREE_PATH

__all__ = [
    "Asset",
    "AssetCollection",
    "AssetCollectionItem",
    "AssetLikeness",
    "AssetRights",
    "AssetSearch",
    "AssetTag",
    "AssetUse",
    "AssetWord",
    "PhotoPoolEntry",
    "Rendition",
    "RightsNotice",
    "WordPart",
]


class Asset(WithId, Base):
    """A picture that may be placed; `sha256` is its master, `path` whom it belongs to.

    The focal point is a share of width and height. Everything at and below the path may use it.
    One that was replaced stays where it is placed and is not offered any more.
    """

    __tablename__ = "asset"
    __table_args__ = (
        UniqueConstraint("path", "sha256"),
        Index("ix_asset_path_created_at", "path", "created_at"),
    )

    path: Mapped[str] = mapped_column(TREE_PATH, index=True)
    kind: Mapped[AssetKind] = mapped_column(text_enum(AssetKind), default=AssetKind.PHOTO)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    source_sha256: Mapped[str] = mapped_column(String(64), index=True)
    media_type: Mapped[str] = mapped_column(String(60))
    size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    alt: Mapped[str] = mapped_column(String(500), default="")
    photographer: Mapped[str] = mapped_column(String(200), default="")
    tags: Mapped[list[str]]
    search_text: Mapped[str] = mapped_column(String(4000), default="")
    focal_x: Mapped[float] = mapped_column(default=0.5)
    focal_y: Mapped[float] = mapped_column(default=0.5)
    created_at: Mapped[datetime] = mapped_column(index=True)
    created_by: Mapped[UUID | None] = mapped_column(Uuid())
    archived_at: Mapped[datetime | None]
    caption: Mapped[str] = mapped_column(String(2000), default="", server_default="")
    credit: Mapped[str] = mapped_column(String(200), default="", server_default="")
    copyright: Mapped[str] = mapped_column(String(200), default="", server_default="")
    source_name: Mapped[str] = mapped_column(String(200), default="", server_default="")
    taken_on: Mapped[date | None]
    colours: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    phash: Mapped[int | None] = mapped_column(BigInteger())
    orientation: Mapped[Orientation] = mapped_column(
        text_enum(Orientation, 10), default=Orientation.LANDSCAPE, server_default="landscape"
    )
    pixels: Mapped[int] = mapped_column(default=0, server_default="0")
    focal_by: Mapped[FocalBy] = mapped_column(
        text_enum(FocalBy, 10), default=FocalBy.PERSON, server_default="person"
    )
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    # No constraint: SQLite cannot add one to a table that others refer to.
    replaces_id: Mapped[UUID | None] = mapped_column(Uuid(), index=True)
    replaced_at: Mapped[datetime | None]
    rights: Mapped["AssetRights"] = relationship(lazy="joined", innerjoin=True)


class AssetRights(Base):
    """The rights to one asset; empty channels and territories mean all."""

    __tablename__ = "asset_rights"

    asset_id: Mapped[UUID] = mapped_column(ForeignKey("asset.id"), primary_key=True)
    licence: Mapped[str] = mapped_column(String(200))
    territories: Mapped[list[str]]
    channels: Mapped[list[str]]
    starts: Mapped[date | None]
    ends: Mapped[date | None] = mapped_column(index=True)
    model_release: Mapped[ReleaseState] = mapped_column(
        text_enum(ReleaseState, 12),
        default=ReleaseState.NOT_NEEDED,
        server_default="not_needed",
    )
    property_release: Mapped[ReleaseState] = mapped_column(
        text_enum(ReleaseState, 12),
        default=ReleaseState.NOT_NEEDED,
        server_default="not_needed",
    )
    usage_terms: Mapped[str] = mapped_column(String(500), default="", server_default="")


class Rendition(Base):
    """A form of a photo that was made once; `prepared_for` names the conversion and profile."""

    __tablename__ = "rendition"

    source_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[RenditionPurpose] = mapped_column(
        text_enum(RenditionPurpose, 10), primary_key=True
    )
    prepared_for: Mapped[str] = mapped_column(String(64), primary_key=True, default="")
    max_width: Mapped[int] = mapped_column(primary_key=True, default=0)
    sha256: Mapped[str] = mapped_column(String(64))
    width: Mapped[int]
    height: Mapped[int]


class AssetUse(Base):
    """One place where an asset is used: a campaign, a localisation; campaigns write it."""

    __tablename__ = "asset_use"
    __table_args__ = (Index("ix_asset_use_subject_subject_id", "subject", "subject_id"),)

    asset_id: Mapped[UUID] = mapped_column(ForeignKey("asset.id"), primary_key=True)
    subject: Mapped[str] = mapped_column(String(40), primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(Uuid(), primary_key=True)
    path: Mapped[str] = mapped_column(TREE_PATH, index=True)
    used_at: Mapped[datetime]


class PhotoPoolEntry(Base):
    """A photo that a campaign offers, in the campaign's order."""

    __tablename__ = "photo_pool_entry"

    campaign_id: Mapped[UUID] = mapped_column(Uuid(), primary_key=True)
    asset_id: Mapped[UUID] = mapped_column(ForeignKey("asset.id"), primary_key=True)
    position: Mapped[int]


class RightsNotice(Base):
    """One announcement that the rights to an asset end soon: to whom, for which end."""

    __tablename__ = "rights_notice"

    asset_id: Mapped[UUID] = mapped_column(ForeignKey("asset.id"), primary_key=True)
    ends: Mapped[date] = mapped_column(primary_key=True)
    days: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(Uuid(), primary_key=True)
    sent_at: Mapped[datetime]


class AssetCollection(WithId, Base):
    """Assets chosen for a purpose; everything at and below the path sees it."""

    __tablename__ = "asset_collection"

    path: Mapped[str] = mapped_column(TREE_PATH, index=True)
    name: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(String(1000), default="")
    created_by: Mapped[UUID | None] = mapped_column(Uuid())
    created_at: Mapped[datetime]


class AssetCollectionItem(Base):
    """One asset in a collection, in the collection's order."""

    __tablename__ = "asset_collection_item"

    collection_id: Mapped[UUID] = mapped_column(ForeignKey("asset_collection.id"), primary_key=True)
    asset_id: Mapped[UUID] = mapped_column(ForeignKey("asset.id"), primary_key=True, index=True)
    position: Mapped[int]
