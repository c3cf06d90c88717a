"""Owns which assets somebody sees: their own and below, and what is shared from above."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select

from brand_assets.library import indexing
from brand_assets.library.models import Asset
from brand_assets.library.rules import AssetKind
from portal.foundation.database import reading
from portal.foundation.errors import NotFound
from regions.scoping import Scope, within
from regions.scoping.actor import Actor, not_there
from regions.scoping.filters import PathColumn
from regions.scoping.permissions import Permission
from regions.scoping.rules import ancestors

indexing.follow_changes()  # whoever reads or writes assets comes past this module


def seen_from(scope: Scope, column: PathColumn = Asset.path) -> ColumnElement[bool]:
    """Return the condition that an asset lies inside the scope, or above one of its paths."""
    above = sorted({step for path in scope.paths if path for step in ancestors(path)})
    return or_(within(column, scope), column.in_(above))


def usable_at(path: str) -> ColumnElement[bool]:
    """Return the condition that an outlet or region at `path` may place an asset."""
    return Asset.path.in_(ancestors(path))


def readable(actor: Actor) -> Select[Any]:
    """Return the statement of all assets that an account may look at and that are in use."""
    seen = seen_from(actor.scope_for(Permission.ASSET_READ))
    return select(Asset).where(seen, Asset.archived_at.is_(None))


def get_asset(actor: Actor, asset_id: UUID) -> Asset:
    """Return one asset that the account may look at."""
    with reading() as s:
        asset: Asset | None = s.scalars(readable(actor).where(Asset.id == asset_id)).first()
    if asset is None:
        raise not_there()
    return asset


def get_assets(actor: Actor, asset_ids: Iterable[UUID]) -> list[Asset]:
    """Return several assets in the order asked for; `NotFound` if one may not be looked at."""
    wanted = list(dict.fromkeys(asset_ids))
    with reading() as s:
        found = {a.id: a for a in s.scalars(readable(actor).where(Asset.id.in_(wanted)))}
    if len(found) < len(wanted):
        raise not_there()
    return [found[asset_id] for asset_id in wanted]


def find_contents(actor: Actor, hashes: Sequence[str]) -> list[Asset]:
    """Return the assets of these contents that the account may look at, in the order asked for.

    Of several with the same content it is the one that belongs to the widest place.
    """
    ordered = readable(actor).where(Asset.sha256.in_(hashes)).order_by(Asset.path.desc(), Asset.id)
    with reading() as s:
        found = {asset.sha256: asset for asset in s.scalars(ordered)}
    return [found[sha256] for sha256 in dict.fromkeys(hashes) if sha256 in found]


def find_photo(path: str, sha256: str) -> Asset | None:
    """Return the photo of that content that may be placed at a tree path, or None."""
    return find_placeable(path, sha256, AssetKind.PHOTO)


def find_placeable(path: str, sha256: str, *kinds: AssetKind) -> Asset | None:
    """Return the asset of that content and one of these kinds (any) that a tree path may place.

    Where head office and a partner own the same content, head office's rights are the ones.
    """
    statement = (
        select(Asset)
        .where(Asset.sha256 == sha256, Asset.archived_at.is_(None), usable_at(path))
        .where(Asset.kind.in_(kinds or tuple(AssetKind)))
        .order_by(Asset.path, Asset.id)
        .limit(1)
    )
    with reading() as s:
        return s.scalars(statement).first()


def get_photo(path: str, sha256: str) -> Asset:
    """Return the photo of that content that may be placed at a tree path."""
    photo = find_photo(path, sha256)
    if photo is None:
        raise NotFound(not_there().message)
    return photo
