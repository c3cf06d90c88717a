"""Owns how several pictures are described in one go: words and rights, a row each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from brand_assets.library.access import readable
from brand_assets.library.keeping.rights import RightsMeta, update_rights
from brand_assets.library.models import Asset
from brand_assets.library.rules import AssetMeta
from brand_assets.library.service import asset_right, may_change, update_asset
from portal.foundation.database import reading, transaction
from portal.foundation.errors import Invalid
from regions.scoping.actor import Actor

MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class Described:
    """What a person says about one picture in the table."""

    asset_id: UUID
    title: str
    alt: str
    tags: tuple[str, ...]
    photographer: str
    licence: str
    ends: date | None


@dataclass(frozen=True, slots=True)
class ForAll:
    """What is said of all pictures at once; what is empty changes nothing."""

    tags: tuple[str, ...] = ()
    photographer: str = ""
    licence: str = ""
    ends: date | None = None

    def applied_to(self, row: Described) -> Described:
        """Return a row with what is said of all; tags are added, the rest is replaced."""
        return replace(
            row,
            tags=tuple(dict.fromkeys((*row.tags, *self.tags))),
            photographer=self.photographer or row.photographer,
            licence=self.licence or row.licence,
            ends=self.ends or row.ends,
        )


class RowRefused(Invalid):
    """One row of the table cannot be stored; `asset_id` says which."""

    def __init__(self, asset_id: UUID, refusal: Invalid) -> None:
        super().__init__(refusal.message, field=refusal.field, **refusal.params)
        self.asset_id = asset_id


def changeable_assets(actor: Actor, asset_ids: Iterable[UUID]) -> list[Asset]:
    """Return those of these assets that the account may describe, in this order."""
    wanted = list(dict.fromkeys(asset_ids))
    with reading() as s:
        found = {a.id: a for a in s.scalars(readable(actor).where(Asset.id.in_(wanted))).unique()}
    there = [found[asset_id] for asset_id in wanted if asset_id in found]
    return [asset for asset in there if may_change(actor, asset)]


def described_now(asset: Asset) -> Described:
    """Return what is said of an asset until now."""
    return Described(
        asset.id,
        asset.title,
        asset.alt,
        tuple(asset.tags),
        asset.photographer,
        asset.rights.licence,
        asset.rights.ends,
    )


def describe_all(actor: Actor, rows: Sequence[Described]) -> int:
    """Save all rows, or none where one is refused; return how many changed something."""
    assets = {asset.id: asset for asset in changeable_assets(actor, [r.asset_id for r in rows])}
    changed = [
        (row, assets[row.asset_id])
        for row in rows
        if row.asset_id in assets and row != described_now(assets[row.asset_id])
    ]
    with transaction():
        for row, asset in changed:
            try:
                _describe(actor, row, asset)
            except Invalid as refusal:
                raise RowRefused(row.asset_id, refusal) from refusal
    return len(changed)


def _describe(actor: Actor, row: Described, asset: Asset) -> None:
    rights, right = asset.rights, asset_right(asset)
    meta = AssetMeta(
        row.title,
        row.alt,
        row.tags,
        row.photographer,
        caption=asset.caption,
        credit=asset.credit,
        copyright=asset.copyright,
        taken_on=asset.taken_on,
    )
    update_asset(actor, asset.id, meta)
    if (row.licence, row.ends) != (rights.licence, rights.ends):
        said = replace(right, licence=row.licence, ends=row.ends)
        update_rights(
            actor,
            asset.id,
            RightsMeta(said, rights.usage_terms, rights.model_release, rights.property_release),
        )
