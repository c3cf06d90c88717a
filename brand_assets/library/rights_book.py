"""Owns the rights to placed photos for many tree paths at once, read a single time per photo."""

from collections.abc import Iterable

from sqlalchemy import select

from brand_assets.design_facts import AssetRight
from brand_assets.library.models import Asset
from brand_assets.library.service import asset_right
from portal.foundation.database import reading
from regions.scoping.rules import ancestors


class RightsBook:
    """Says for any tree path what `rights_of_photos` says, as of when a photo was first asked for.

    For work on thousands of outlets that place the same few photos.
    """

    def __init__(self) -> None:
        self._known: dict[str, list[tuple[str, AssetRight]]] = {}

    def rights_at(self, path: str, hashes: Iterable[str]) -> dict[str, AssetRight]:
        """Return the rights to the photos and artwork placed at a tree path, by content hash."""
        placed = list(dict.fromkeys(hashes))
        self._read([sha256 for sha256 in placed if sha256 not in self._known])
        reached = set(ancestors(path))
        found = {
            sha256: next((right for at, right in self._known[sha256] if at in reached), None)
            for sha256 in placed
        }
        return {sha256: right for sha256, right in found.items() if right is not None}

    def _read(self, hashes: list[str]) -> None:
        if not hashes:
            return
        self._known |= {sha256: [] for sha256 in hashes}
        statement = (
            select(Asset)
            .where(Asset.sha256.in_(hashes), Asset.archived_at.is_(None))
            .order_by(Asset.path, Asset.id)
        )
        with reading() as s:
            for asset in s.scalars(statement):
                self._known[asset.sha256].append((asset.path, asset_right(asset)))
