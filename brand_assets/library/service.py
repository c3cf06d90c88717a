"""Owns how assets come into the library, are described, found and used."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import delete, select

from brand_assets.design_facts import AssetRight
from brand_assets.library.access import (
    find_photo,
    find_placeable,
    get_asset,
    get_assets,
    get_photo,
)
from brand_assets.library.indexing import mark_used
from brand_assets.library.models import Asset, AssetUse, PhotoPoolEntry
from brand_assets.library.queries import AssetQuery
from brand_assets.library.rules import (
    AssetMeta,
    FocalBy,
    ReleaseState,
    asset_rights_problem,
    checked_meta,
    folded,
)
from brand_assets.library.searching import PAGE_SIZE, AssetPage, find_assets
from brand_assets.library.uploads import AddedAsset, add_asset
from portal.foundation import audit, clock
from portal.foundation.database import insert_if_absent, reading, session, transaction
from portal.foundation.errors import N_, NotPermitted
from portal.foundation.storage import file_store
from regions.scoping.actor import Actor, not_there
from regions.scoping.permissions import PARTNER_ROLES, Permission

__all__ = [
    "PAGE_SIZE",
    "AddedAsset",
    "AssetPage",
    "AssetQuery",
    "add_asset",
    "archive_asset",
    "asset_right",
    "asset_rights_problem",
    "find_assets",
    "find_photo",
    "find_placeable",
    "get_asset",
    "get_assets",
    "get_photo",
    "list_uses",
    "may_change",
    "photo_bytes",
    "pool_photos",
    "record_uses",
    "rights_of_photos",
    "set_photo_pool",
    "update_asset",
]


def asset_right(asset: Asset) -> AssetRight:
    """Return the rights to an asset as the rules judge them."""
    rights = asset.rights
    return AssetRight(
        rights.licence,
        tuple(rights.territories),
        tuple(rights.channels),
        rights.starts,
        rights.ends,
        ReleaseState.MISSING not in (rights.model_release, rights.property_release),
        alternative=asset.alt,
    )


def rights_of_photos(path: str, hashes: Iterable[str]) -> dict[str, AssetRight]:
    """Return the rights to the photos and artwork placed at a tree path, by content hash."""
    found = {sha256: find_placeable(path, sha256) for sha256 in dict.fromkeys(hashes)}
    return {sha256: asset_right(asset) for sha256, asset in found.items() if asset}


def may_change(actor: Actor, asset: Asset) -> bool:
    """Whether the account may describe an asset anew, replace it, or take it out of use.

    Those who keep the library of its place may, and so may a partner with the partner's own; who
    uploads for others, as an agency does, changes what they brought themselves.
    """
    if actor.may_at(Permission.ASSET_MANAGE, asset.path):
        return True
    if not actor.may_at(Permission.ASSET_UPLOAD, asset.path):
        return False
    at_home = (grant for grant in actor.grants if grant.role in PARTNER_ROLES)
    own = any(grant.reaches(asset.path) for grant in at_home)
    return own or asset.created_by == actor.account_id


def update_asset(actor: Actor, asset_id: UUID, meta: AssetMeta) -> Asset:
    """Save what is said about an asset, its focal point included; rights have their own way."""
    tidy = checked_meta(meta)
    with transaction():
        asset = changeable(actor, asset_id)
        asset.title, asset.alt, asset.photographer = tidy.title, tidy.alt, tidy.photographer
        asset.tags = list(tidy.tags)
        asset.caption, asset.credit, asset.copyright = tidy.caption, tidy.credit, tidy.copyright
        asset.taken_on = tidy.taken_on
        if tidy.focal is not None and tidy.focal != (asset.focal_x, asset.focal_y):
            asset.focal_x, asset.focal_y = tidy.focal
            asset.focal_by = FocalBy.PERSON
        asset.search_text = folded(" ".join([tidy.title, tidy.alt, tidy.photographer, *tidy.tags]))
        session().flush()
        audit.append("asset.changed", actor=actor.ref, subject="asset", subject_id=asset.id)
        return asset


def archive_asset(actor: Actor, asset_id: UUID) -> None:
    """Take an asset out of the library; what was made with it stays as it was."""
    with transaction():
        asset = changeable(actor, asset_id)
        asset.archived_at = clock.now()
        audit.append("asset.archived", actor=actor.ref, subject="asset", subject_id=asset.id)


def changeable(actor: Actor, asset_id: UUID) -> Asset:
    """Return an asset of the running unit of work that the account may change."""
    asset = session().get(Asset, asset_id)
    if asset is None or asset.archived_at is not None:
        raise not_there()
    get_asset(actor, asset_id)
    if not may_change(actor, asset):
        raise NotPermitted(
            N_("This picture belongs to somebody else. Only its owner can change it.")
        )
    return asset


def set_photo_pool(actor: Actor, campaign_id: UUID, asset_ids: Sequence[UUID]) -> None:
    """Make these the photos that a campaign offers, in this order; all must be readable."""
    assets = get_assets(actor, asset_ids)
    with transaction() as s:
        s.execute(delete(PhotoPoolEntry).where(PhotoPoolEntry.campaign_id == campaign_id))
        s.add_all(
            PhotoPoolEntry(campaign_id=campaign_id, asset_id=asset.id, position=position)
            for position, asset in enumerate(assets)
        )


def pool_photos(campaign_id: UUID) -> list[Asset]:
    """Return the photos that a campaign offers, in its order."""
    statement = (
        select(Asset)
        .join(PhotoPoolEntry, PhotoPoolEntry.asset_id == Asset.id)
        .where(PhotoPoolEntry.campaign_id == campaign_id, Asset.archived_at.is_(None))
        .order_by(PhotoPoolEntry.position)
    )
    with reading() as s:
        return list(s.scalars(statement).unique())


def record_uses(subject: str, subject_id: UUID, path: str, hashes: Iterable[str]) -> None:
    """Remember in the caller's transaction which photos something uses now, and no others."""
    used = {photo.id for sha256 in set(hashes) if (photo := find_photo(path, sha256))}
    with transaction() as s:
        here = (AssetUse.subject == subject, AssetUse.subject_id == subject_id)
        before = set(s.scalars(select(AssetUse.asset_id).where(*here)))
        s.execute(delete(AssetUse).where(*here, AssetUse.asset_id.not_in(used)))
        for asset_id in sorted(used):
            insert_if_absent(
                AssetUse,
                asset_id=asset_id,
                subject=subject,
                subject_id=subject_id,
                path=path,
                used_at=clock.now(),
            )
        mark_used(s, sorted(used ^ before))


def list_uses(actor: Actor, asset_id: UUID) -> dict[str, int]:
    """Return how often an asset is used inside the account's scope, by kind of use."""
    get_asset(actor, asset_id)
    scope = actor.scope
    with reading() as s:
        rows = s.execute(select(AssetUse.subject, AssetUse.path).filter_by(asset_id=asset_id))
        counts: dict[str, int] = {}
        for subject, path in rows:
            if scope.reaches(path):
                counts[subject] = counts.get(subject, 0) + 1
    return counts


def photo_bytes(sha256: str) -> bytes:
    """Return the master of a photo."""
    return file_store().read(sha256)
