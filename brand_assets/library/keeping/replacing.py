"""Owns how an asset is replaced by a new version, and what still uses the old one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO
from uuid import UUID

from sqlalchemy import select, update

from brand_assets.library.access import seen_from
from brand_assets.library.models import Asset, AssetCollectionItem, AssetRights, AssetUse
from brand_assets.library.rules import HEAD, AssetKind, AssetMeta, sniff
from brand_assets.library.service import asset_right, changeable
from brand_assets.library.uploads import AddedAsset, add_asset
from brand_assets.library.usage_kinds import ASSET_REPLACED
from portal.foundation import audit, clock, usage
from portal.foundation.database import reading, session, transaction
from portal.foundation.errors import N_, Conflict, Invalid
from regions.scoping import within
from regions.scoping.actor import Actor
from regions.scoping.permissions import Permission

MOST_VERSIONS = 200


@dataclass(frozen=True, slots=True)
class AssetVersion:
    """One version of an asset, and in how many places inside the account's scope it is used."""

    asset: Asset
    uses: int


def replace_asset(actor: Actor, asset_id: UUID, content: IO[bytes] | bytes) -> AddedAsset:
    """Put a new version in the place of an asset: offered from now on, with the same words.

    The old one stays where it is placed; nothing that was made with it changes.
    """
    with reading():
        old = changeable(actor, asset_id)
        _refuse_replaced(old)
        _refuse_other_kind(old, content)
        meta = _meta_of(old)
    added = add_asset(actor, old.path, content, meta)
    if not added.is_new:
        raise Invalid(
            N_("This file is in the library already, as “%(title)s”. Choose another file."),
            field="file",
            title=added.asset.title,
        )
    with transaction() as s:
        s.execute(select(Asset.id).where(Asset.id == asset_id).with_for_update())
        s.get_one(Asset, asset_id, populate_existing=True)
        old, new = changeable(actor, asset_id), s.get_one(Asset, added.asset.id)
        _refuse_replaced(old)
        new.version, new.replaces_id = old.version + 1, old.id
        old.replaced_at = clock.now()
        _take_over(old, new)
        session().flush()
        _record(actor, old, new)
        return added


def _refuse_replaced(asset: Asset) -> None:
    if asset.replaced_at is not None:
        raise Conflict(N_("This version was replaced already. Open the newest one."))


def _refuse_other_kind(old: Asset, content: IO[bytes] | bytes) -> None:
    """Refuse a drawing in the place of a photo, before anything is stored."""
    if isinstance(content, bytes):
        head = content[:HEAD]
    else:
        head = content.read(HEAD)
        content.seek(0)
    found = sniff(head)
    if found is not None and found.is_artwork is not (old.kind is AssetKind.ARTWORK):
        raise Invalid(N_("A photo is replaced by a photo, a drawing by a drawing."), field="file")


def _meta_of(asset: Asset) -> AssetMeta:
    return AssetMeta(
        title=asset.title,
        alt=asset.alt,
        tags=tuple(asset.tags),
        photographer=asset.photographer,
        right=asset_right(asset),
        caption=asset.caption,
        credit=asset.credit,
        copyright=asset.copyright,
        taken_on=asset.taken_on,
    )


def _take_over(old: Asset, new: Asset) -> None:
    """Give the new version what hangs on the old one: releases, terms, places in collections."""
    rights: AssetRights = new.rights
    rights.usage_terms = old.rights.usage_terms
    rights.model_release = old.rights.model_release
    rights.property_release = old.rights.property_release
    items = update(AssetCollectionItem).where(AssetCollectionItem.asset_id == old.id)
    session().execute(items.values(asset_id=new.id))


def _record(actor: Actor, old: Asset, new: Asset) -> None:
    details = {"replaces": str(old.id), "version": new.version, "sha256": new.sha256}
    audit.append(
        "asset.replaced", actor=actor.ref, subject="asset", subject_id=new.id, details=details
    )
    usage.record(
        ASSET_REPLACED, actor=actor.ref_at(new.path), path=new.path, value=float(new.version)
    )


def versions_of(actor: Actor, asset: Asset) -> Sequence[AssetVersion]:
    """Return the versions of an asset that the account sees, the newest first, with their uses.

    Once a version was taken over, those before it are still its owner's alone.
    """
    seen = select(Asset.id).where(seen_from(actor.scope_for(Permission.ASSET_READ)))
    with reading() as s:
        one: Asset | None = _newest(asset)
        chain: list[Asset] = []
        while one is not None and len(chain) < MOST_VERSIONS:
            chain.append(one)
            one = s.get(Asset, one.replaces_id) if one.replaces_id else None
        shown = set(s.scalars(seen.where(Asset.id.in_([each.id for each in chain]))))
        return tuple(
            AssetVersion(each, _uses(actor, each.id)) for each in chain if each.id in shown
        )


def _newest(asset: Asset) -> Asset:
    newest = asset
    for _ in range(MOST_VERSIONS):
        after = session().scalars(select(Asset).where(Asset.replaces_id == newest.id)).first()
        if after is None:
            break
        newest = after
    return newest


def _uses(actor: Actor, asset_id: UUID) -> int:
    statement = select(AssetUse.subject_id).where(
        AssetUse.asset_id == asset_id, within(AssetUse.path, actor.scope)
    )
    return len(session().scalars(statement).all())
