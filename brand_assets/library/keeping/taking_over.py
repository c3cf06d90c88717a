"""Owns how head office takes a partner's picture over into the library of a wider place."""

from uuid import UUID

from sqlalchemy import delete, select, update

from brand_assets.library.models import Asset, AssetUse
from brand_assets.library.rules import one_line
from brand_assets.library.service import get_asset
from brand_assets.library.usage_kinds import ASSET_TAKEN_OVER
from portal.foundation import audit, clock, usage
from portal.foundation.database import reading, session, transaction
from portal.foundation.errors import N_, Conflict, Invalid
from regions.scoping.actor import Actor, not_there
from regions.scoping.permissions import Permission
from regions.scoping.rules import ancestors


def take_over(actor: Actor, asset_id: UUID, path: str, licence: str) -> Asset:
    """Move an asset to a place above its own, under the licence that was agreed with its owner.

    It stays where it is placed, and its owner goes on using it. Where the wider place has the
    same picture already, that one takes its uses and the owner's leaves the library.
    """
    agreed = one_line(licence)[:200]
    if not agreed:
        raise Invalid(
            N_("Say what was agreed with the picture's owner, such as “free use, mail of 3 May”."),
            field="licence",
        )
    with transaction():
        asset = session().get(Asset, get_asset(actor, asset_id).id)
        if asset is None:
            raise not_there()
        if path == asset.path or path not in ancestors(asset.path):
            raise Conflict(N_("A picture is taken over by a place above the one it belongs to."))
        actor.require(Permission.ASSET_MANAGE, path)
        origin, kept = asset.path, _same_at(path, asset.sha256)
        taken = _merged(asset, kept) if kept else _moved(asset, path, agreed)
        session().flush()
        audit.append(
            "asset.taken_over",
            actor=actor.ref,
            subject="asset",
            subject_id=taken.id,
            details={"from": origin, "to": path, "licence": agreed, "was": str(asset_id)},
        )
        usage.record(ASSET_TAKEN_OVER, actor=actor.ref_at(path), path=origin)
        return taken


def _same_at(path: str, sha256: str) -> Asset | None:
    statement = select(Asset).where(Asset.path == path, Asset.sha256 == sha256)
    return session().scalars(statement).first()


def _moved(asset: Asset, path: str, licence: str) -> Asset:
    asset.path, asset.rights.licence = path, licence
    return asset


def _merged(asset: Asset, kept: Asset) -> Asset:
    """Give the uses of the owner's picture to the one that is there; that one holds from now on."""
    here = select(AssetUse.subject, AssetUse.subject_id).where(AssetUse.asset_id == kept.id)
    for subject, subject_id in session().execute(here).all():
        twice = (AssetUse.subject == subject, AssetUse.subject_id == subject_id)
        session().execute(delete(AssetUse).where(AssetUse.asset_id == asset.id, *twice))
    uses = update(AssetUse).where(AssetUse.asset_id == asset.id)
    session().execute(uses.values(asset_id=kept.id))
    asset.archived_at, kept.archived_at = clock.now(), None
    return kept


def places_above(actor: Actor, asset: Asset) -> tuple[str, ...]:
    """Return the places to which the account could take an asset over, the widest first."""
    with reading():
        above = ancestors(asset.path)[:-1]
        return tuple(path for path in above if actor.may_at(Permission.ASSET_MANAGE, path))
