"""Owns tags over many assets: which there are, what is offered while typing, and renaming."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from brand_assets.library.access import seen_from
from brand_assets.library.arranging.rules import check_selection, one_tag
from brand_assets.library.models import Asset, AssetSearch, AssetTag
from brand_assets.library.rules import MOST_TAGS, one_line, tidy_tags
from brand_assets.library.service import changeable
from brand_assets.library.words import end_of_prefix
from portal.foundation import audit
from portal.foundation.database import reading, transaction
from portal.foundation.errors import N_, Invalid
from regions.scoping import within
from regions.scoping.actor import Actor
from regions.scoping.permissions import Permission

MOST_OFFERED = 8
_MOST_TRIED = 200
MOST_RENAMED = 2000
"""Assets that one renaming changes; what is left is renamed by doing it again."""


@dataclass(frozen=True, slots=True)
class TagCount:
    """A tag, and how many assets have it."""

    tag: str
    count: int


def suggest_tags(actor: Actor, prefix: str, most: int = MOST_OFFERED) -> list[str]:
    """Return the tags that begin so, in order, of the assets that the account sees."""
    begin = one_line(prefix).casefold()[:60]
    seen = seen_from(actor.scope_for(Permission.ASSET_READ), AssetSearch.path)
    found: list[str] = []
    with reading() as s:
        last = begin
        for step in range(_MOST_TRIED):
            tag = _next_tag(s, begin, last, first=step == 0)
            if tag is None or len(found) >= most:
                break
            here = exists().where(AssetTag.tag == tag, AssetTag.number == AssetSearch.number, seen)
            if s.scalar(select(here)):
                found.append(tag)
            last = tag
    return found


def _next_tag(s: Session, begin: str, last: str, *, first: bool) -> str | None:
    """Return the next tag in the order of the index: each is one look-up, however often it is."""
    after = AssetTag.tag >= last if first else AssetTag.tag > last
    inside = AssetTag.tag < end_of_prefix(begin)
    return s.scalar(select(func.min(AssetTag.tag)).where(after, inside))


def count_tags(numbers: Sequence[int], most: int = 16) -> list[TagCount]:
    """Return the most frequent tags of some assets, by their numbers in the search."""
    if not numbers:
        return []
    counted = func.count().label("counted")
    statement = (
        select(AssetTag.tag, counted)
        .where(AssetTag.number.in_(numbers))
        .group_by(AssetTag.tag)
        .order_by(counted.desc(), AssetTag.tag)
        .limit(most)
    )
    with reading() as s:
        return [TagCount(row.tag, row.counted) for row in s.execute(statement)]


def list_tags(actor: Actor, prefix: str = "", most: int = 100) -> list[TagCount]:
    """Return the tags of the assets that the account keeps, the most frequent first."""
    kept = within(AssetSearch.path, actor.scope_for(Permission.ASSET_MANAGE))
    counted = func.count().label("counted")
    statement = (
        select(AssetTag.tag, counted)
        .join(AssetSearch, AssetSearch.number == AssetTag.number)
        .where(kept)
        .group_by(AssetTag.tag)
        .order_by(counted.desc(), AssetTag.tag)
        .limit(most)
    )
    begin = one_line(prefix).casefold()
    if begin:
        statement = statement.where(AssetTag.tag >= begin, AssetTag.tag < end_of_prefix(begin))
    with reading() as s:
        return [TagCount(row.tag, row.counted) for row in s.execute(statement)]


def rename_tag(actor: Actor, old: str, new: str) -> int:
    """Rename a tag on the assets that the account keeps; one that is there already is merged."""
    actor.require(Permission.ASSET_MANAGE)
    before, after = one_tag(old), one_tag(new)
    if before == after:
        raise Invalid(N_("Enter another keyword than the old one."), field="tag")
    kept = within(AssetSearch.path, actor.scope_for(Permission.ASSET_MANAGE))
    ids = (
        select(AssetSearch.asset_id)
        .join(AssetTag, AssetTag.number == AssetSearch.number)
        .where(AssetTag.tag == before, kept)
        .order_by(AssetSearch.number)
        .limit(MOST_RENAMED)
    )
    with transaction() as s:
        assets = s.scalars(select(Asset).where(Asset.id.in_(s.scalars(ids).all()))).all()
        for asset in assets:
            swapped = (after if tag == before else tag for tag in asset.tags)
            asset.tags = list(dict.fromkeys(swapped))
        s.flush()
        audit.append(
            "asset_tag.renamed",
            actor=actor.ref,
            subject="asset_tag",
            subject_id=before,
            details={"to": after, "assets": len(assets)},
        )
    return len(assets)


def tag_assets(actor: Actor, asset_ids: Sequence[UUID], tags: Sequence[str]) -> int:
    """Add tags to several assets; all must be the account's to change."""
    check_selection(len(asset_ids))
    added = tidy_tags(tags)
    if not added:
        raise Invalid(N_("Enter at least one keyword."), field="tags")
    with transaction() as s:
        for asset_id in asset_ids:
            asset = changeable(actor, asset_id)
            together = list(dict.fromkeys([*asset.tags, *added]))
            if len(together) > MOST_TAGS:
                raise Invalid(
                    N_("“%(title)s” would have more than %(limit)s keywords. Take it out."),
                    field="tags",
                    title=asset.title,
                    limit=MOST_TAGS,
                )
            asset.tags = together
            audit.append("asset.changed", actor=actor.ref, subject="asset", subject_id=asset.id)
        s.flush()
    return len(asset_ids)
