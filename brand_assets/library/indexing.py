"""Owns how the search's tables follow the assets: whoever changes one, its rows change with it.

The rows are written with the change itself, in one unit of work, from what was just stored. Only
offered assets are found: one that was archived or replaced has no rows.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, event, exists, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, UOWTransaction

from brand_assets.library.likeness import bands_of
from brand_assets.library.models import (
    Asset,
    AssetLikeness,
    AssetRights,
    AssetSearch,
    AssetTag,
    AssetUse,
    AssetWord,
    WordPart,
)
from brand_assets.library.rules import ReleaseState, orientation_of
from brand_assets.library.words import LONGEST, parts_of, weighed_words
from portal.foundation.database import transaction

TITLE, TAG, TEXT = 3, 2, 1
"""How much a word weighs by where it stands."""
_AT_ONCE = 500


def listed(values: Iterable[str]) -> str:
    """Return values as the search's rows hold them, to be looked for with their edges."""
    joined = "|".join(values)
    return f"|{joined}|" if joined else ""


def reindex_assets(asset_ids: Iterable[UUID] | None = None) -> int:
    """Write the search's rows of these assets anew, of all for None; return how many there were."""
    with transaction() as s:
        if asset_ids is None:
            asset_ids = s.scalars(select(Asset.id).order_by(Asset.created_at, Asset.id))
        wanted = list(asset_ids)
        for start in range(0, len(wanted), _AT_ONCE):
            _write(s, wanted[start : start + _AT_ONCE])
        return len(wanted)


def _derive(s: Session, _context: UOWTransaction, _objects: Any) -> None:
    """Fill in what follows from a new asset's width and height."""
    for entry in s.new:
        if isinstance(entry, Asset):
            entry.orientation = orientation_of(entry.width, entry.height)
            entry.pixels = entry.width * entry.height


def _follow(s: Session, _context: UOWTransaction) -> None:
    """Write the rows of the assets that were stored just now."""
    changed: dict[UUID, None] = {}
    for entry in (*s.new, *s.dirty):
        if isinstance(entry, Asset):
            changed[entry.id] = None
        elif isinstance(entry, AssetRights):
            changed[entry.asset_id] = None
    if changed:
        _write(s, list(changed))


def follow_changes() -> None:
    """Write the rows with every change of an asset from now on, in every session."""
    for name, listener in (("before_flush", _derive), ("after_flush", _follow)):
        if not event.contains(Session, name, listener):
            event.listen(Session, name, listener)


def _write(s: Session, asset_ids: Sequence[UUID]) -> None:
    numbers = select(AssetSearch.asset_id, AssetSearch.number)
    known = {row.asset_id: row.number for row in s.execute(numbers.filter(_among(asset_ids)))}
    words: set[str] = set()
    for row in _stored(s, asset_ids):
        number = known.get(row.id)
        if row.archived_at is not None or row.replaced_at is not None:
            _forget(s, number)
            continue
        facts = facts_of(row)
        if number is None:
            added = insert(AssetSearch).values(facts).returning(AssetSearch.number)
            number = s.execute(added).scalar_one()
        else:
            s.execute(update(AssetSearch).where(AssetSearch.number == number).values(facts))
            for table in (AssetWord, AssetTag, AssetLikeness):
                s.execute(delete(table).where(table.number == number))
        words.update(_write_words(s, number, row))
        _write_likeness(s, number, row.phash)
    _write_parts(s, words)
    mark_used(s, asset_ids)


def mark_used(s: Session, asset_ids: Sequence[UUID]) -> None:
    """Keep in the search's rows whether these assets are used anywhere."""
    used = exists().where(AssetUse.asset_id == AssetSearch.asset_id)
    s.execute(
        update(AssetSearch)
        .where(_among(asset_ids))
        .values(used=used)
        .execution_options(synchronize_session=False)
    )


def _among(asset_ids: Sequence[UUID]) -> Any:
    return AssetSearch.asset_id.in_(asset_ids)


def _stored(s: Session, asset_ids: Sequence[UUID]) -> Sequence[Row[Any]]:
    statement = (
        select(Asset.__table__, AssetRights.__table__)
        .join_from(Asset, AssetRights, AssetRights.asset_id == Asset.id)
        .where(Asset.id.in_(asset_ids))
        .order_by(Asset.created_at, Asset.id)
    )
    return s.execute(statement).all()


def _forget(s: Session, number: int | None) -> None:
    if number is not None:
        s.execute(delete(AssetSearch).where(AssetSearch.number == number))


def facts_of(row: Any) -> dict[str, Any]:
    """Return what the narrow row of an asset and its rights says."""
    missing = ReleaseState.MISSING
    return {
        "asset_id": row.id,
        "path": row.path,
        "kind": row.kind,
        "orientation": row.orientation,
        "short_side": min(row.width, row.height),
        "long_side": max(row.width, row.height),
        "pixels": row.pixels,
        "starts": row.starts,
        "ends": row.ends,
        "blocked": missing in {row.model_release, row.property_release},
        "created_at": row.created_at,
        "created_by": row.created_by,
        "colours": listed(row.colours),
        "channels": listed(row.channels),
        "territories": listed(row.territories),
    }


def words_in(row: Any) -> dict[str, int]:
    """Return the words that an asset is found by, with their weights."""
    rest = (row.alt, row.caption, row.photographer, row.credit, row.copyright, row.source_name)
    return weighed_words(
        [(row.title, TITLE), (" ".join(row.tags), TAG), *((text, TEXT) for text in rest)]
    )


def _write_words(s: Session, number: int, row: Any) -> Iterable[str]:
    tags = sorted({tag[:LONGEST] for tag in row.tags})
    if tags:
        s.execute(insert(AssetTag), [{"tag": tag, "number": number} for tag in tags])
    words = words_in(row)
    if words:
        s.execute(
            insert(AssetWord),
            [{"word": w, "number": number, "weight": words[w]} for w in sorted(words)],
        )
    return words


def _write_likeness(s: Session, number: int, phash: int | None) -> None:
    if phash is not None:
        bands = dict(zip(("band_1", "band_2", "band_3", "band_4"), bands_of(phash), strict=True))
        s.execute(insert(AssetLikeness).values(number=number, phash=phash, **bands))


def _write_parts(s: Session, words: set[str]) -> None:
    """Keep the parts of words that were not known yet; no word is ever taken away."""
    known = set(
        s.scalars(
            select(WordPart.part).where(WordPart.part.in_(words), WordPart.part == WordPart.word)
        )
    )
    rows = [{"part": part, "word": word} for word in words - known for part in parts_of(word)]
    if not rows:
        return
    add = sqlite.insert if s.get_bind().dialect.name == "sqlite" else postgresql.insert
    s.execute(
        add(WordPart).on_conflict_do_nothing(),
        sorted(rows, key=lambda row: (row["part"], row["word"])),
    )
