"""Owns how pictures that look like another one are found among those that somebody may place."""

from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from brand_assets.library.access import seen_from
from brand_assets.library.likeness import MOST_DISTANCE, bands_of, distance, neighbours
from brand_assets.library.models import Asset, AssetLikeness, AssetSearch
from portal.foundation.database import reading
from regions.scoping.actor import Actor
from regions.scoping.permissions import Permission
from regions.scoping.rules import ancestors

MOST_ALIKE = 12


def find_alike(path: str, phash: int, but: UUID | None = None) -> tuple[Asset, ...]:
    """Return the assets that may be placed at `path` and look alike, the most alike first."""
    return _find(phash, AssetSearch.path.in_(ancestors(path)), but)


def find_alike_asset(actor: Actor, asset: Asset) -> tuple[Asset, ...]:
    """Return what looks like an asset among all that the account may look at."""
    if asset.phash is None:
        return ()
    seen = seen_from(actor.scope_for(Permission.ASSET_READ), AssetSearch.path)
    return _find(asset.phash, seen, asset.id)


def _find(phash: int, place: ColumnElement[bool], but: UUID | None) -> tuple[Asset, ...]:
    look = AssetLikeness
    columns = (look.band_1, look.band_2, look.band_3, look.band_4)
    near = (c.in_(neighbours(band)) for c, band in zip(columns, bands_of(phash), strict=True))
    statement = (
        select(look.phash, AssetSearch.asset_id)
        .join(AssetSearch, AssetSearch.number == look.number)
        .where(or_(*near), place)
    )
    with reading() as s:
        far = sorted(
            (distance(row.phash, phash), row.asset_id)
            for row in s.execute(statement)
            if row.asset_id != but
        )
        ids = [asset_id for bits, asset_id in far if bits <= MOST_DISTANCE][:MOST_ALIKE]
        found = {asset.id: asset for asset in s.scalars(select(Asset).where(Asset.id.in_(ids)))}
    return tuple(found[asset_id] for asset_id in ids)
