"""Owns collections of assets: who sees and changes them, and what is in them in which order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, func, select

from brand_assets.library.access import get_assets, seen_from
from brand_assets.library.arranging.rules import (
    MOST_IN_COLLECTION,
    CollectionWords,
    check_selection,
    checked_words,
)
from brand_assets.library.models import (
    Asset,
    AssetCollection,
    AssetCollectionItem,
    AssetSearch,
)
from portal.foundation import audit, clock
from portal.foundation.database import reading, session, transaction
from portal.foundation.errors import N_, Invalid, NotPermitted
from portal.foundation.ids import new_id
from regions.scoping.actor import Actor, not_there
from regions.scoping.permissions import Permission


@dataclass(frozen=True, slots=True)
class CollectionSummary:
    """A collection in a list: how many assets the account sees in it, and the first of them."""

    collection: AssetCollection
    count: int
    first: tuple[Asset, ...]


def may_arrange(actor: Actor, path: str) -> bool:
    """Whether the account keeps the collections of a tree path."""
    return actor.may_at(Permission.ASSET_MANAGE, path) or actor.may_at(
        Permission.ASSET_UPLOAD, path
    )


def collection_places(actor: Actor) -> list[str]:
    """Return the tree paths for which the account may make collections, the widest first."""
    held = {
        grant.path
        for grant in actor.grants
        if grant.path and (grant.has(Permission.ASSET_UPLOAD) or grant.has(Permission.ASSET_MANAGE))
    }
    return sorted(held)


def list_collections(actor: Actor) -> list[AssetCollection]:
    """Return the collections that the account sees, by name."""
    with reading() as s:
        return list(s.scalars(_seen(actor).order_by(AssetCollection.name, AssetCollection.id)))


def arrangeable_collections(actor: Actor) -> list[AssetCollection]:
    """Return the collections that the account may put assets in, by name."""
    return [found for found in list_collections(actor) if may_arrange(actor, found.path)]


def summarise_collections(actor: Actor, pictures: int = 4) -> list[CollectionSummary]:
    """Return the collections that the account sees, each with its first pictures."""
    found = list_collections(actor)
    with reading() as s:
        counts = dict(
            s.execute(
                _members(actor)
                .with_only_columns(AssetCollectionItem.collection_id, func.count())
                .where(AssetCollectionItem.collection_id.in_([c.id for c in found]))
                .group_by(AssetCollectionItem.collection_id)
            ).all()
        )
        return [
            CollectionSummary(c, counts.get(c.id, 0), tuple(_assets(actor, c.id, pictures)))
            for c in found
        ]


def get_collection(actor: Actor, collection_id: UUID) -> AssetCollection:
    """Return one collection that the account sees."""
    with reading() as s:
        found = s.scalars(_seen(actor).where(AssetCollection.id == collection_id)).first()
    if found is None:
        raise not_there()
    return found


def collection_assets(actor: Actor, collection_id: UUID) -> list[Asset]:
    """Return the assets of a collection that the account sees, in the collection's order."""
    get_collection(actor, collection_id)
    with reading():
        return _assets(actor, collection_id, MOST_IN_COLLECTION)


def collections_of(actor: Actor, asset_id: UUID) -> list[AssetCollection]:
    """Return the collections, of those that the account sees, in which an asset lies."""
    items = select(AssetCollectionItem.collection_id).filter_by(asset_id=asset_id)
    with reading() as s:
        seen = _seen(actor).where(AssetCollection.id.in_(items))
        return list(s.scalars(seen.order_by(AssetCollection.name)))


def make_collection(actor: Actor, path: str, words: CollectionWords) -> AssetCollection:
    """Make an empty collection that everybody at and below `path` sees."""
    if not may_arrange(actor, path):
        actor.require(Permission.ASSET_UPLOAD, path)
    if path not in collection_places(actor):
        raise Invalid(N_("Choose one of the list."), field="place")
    tidy = checked_words(words)
    with transaction() as s:
        made = AssetCollection(
            id=new_id(),
            path=path,
            name=tidy.name,
            description=tidy.description,
            created_by=actor.account_id,
            created_at=clock.now(),
        )
        s.add(made)
        s.flush()
        _audit(actor, "made", made.id)
        return made


def describe_collection(actor: Actor, collection_id: UUID, words: CollectionWords) -> None:
    """Name and describe a collection anew."""
    tidy = checked_words(words)
    with transaction():
        kept = _changeable(actor, collection_id)
        kept.name, kept.description = tidy.name, tidy.description
        _audit(actor, "changed", kept.id)


def discard_collection(actor: Actor, collection_id: UUID) -> None:
    """Take a collection apart; its assets stay in the library."""
    with transaction() as s:
        kept = _changeable(actor, collection_id)
        s.execute(delete(AssetCollectionItem).filter_by(collection_id=kept.id))
        s.delete(kept)
        _audit(actor, "discarded", kept.id)


def add_to_collection(actor: Actor, collection_id: UUID, asset_ids: Sequence[UUID]) -> int:
    """Add assets to the end of a collection; return how many were not in it yet."""
    check_selection(len(asset_ids))
    with transaction() as s:
        kept = _changeable(actor, collection_id)
        assets = get_assets(actor, asset_ids)
        items = select(AssetCollectionItem).filter_by(collection_id=kept.id)
        held = {item.asset_id: item.position for item in s.scalars(items)}
        new = [asset for asset in assets if asset.id not in held]
        if len(held) + len(new) > MOST_IN_COLLECTION:
            raise Invalid(
                N_("A collection holds %(limit)s pictures. Make another one for these."),
                limit=MOST_IN_COLLECTION,
            )
        last = max(held.values(), default=-1)
        s.add_all(
            AssetCollectionItem(collection_id=kept.id, asset_id=asset.id, position=last + n)
            for n, asset in enumerate(new, 1)
        )
        s.flush()
        return len(new)


def remove_from_collection(actor: Actor, collection_id: UUID, asset_id: UUID) -> None:
    """Take one asset out of a collection; it stays in the library."""
    with transaction() as s:
        kept = _changeable(actor, collection_id)
        s.execute(delete(AssetCollectionItem).filter_by(collection_id=kept.id, asset_id=asset_id))


def move_in_collection(actor: Actor, collection_id: UUID, asset_id: UUID, steps: int) -> None:
    """Move one asset so many places towards the end (negative: the beginning) of a collection."""
    with transaction() as s:
        kept = _changeable(actor, collection_id)
        items = list(
            s.scalars(
                select(AssetCollectionItem)
                .filter_by(collection_id=kept.id)
                .order_by(AssetCollectionItem.position, AssetCollectionItem.asset_id)
                .with_for_update()
            )
        )
        at = next((n for n, item in enumerate(items) if item.asset_id == asset_id), None)
        if at is None:
            raise not_there()
        moved = items.pop(at)
        items.insert(max(0, at + steps), moved)
        for position, item in enumerate(items):
            item.position = position
        s.flush()


def _seen(actor: Actor) -> Select[AssetCollection]:
    scope = actor.scope_for(Permission.ASSET_READ)
    return select(AssetCollection).where(seen_from(scope, AssetCollection.path))


def _members(actor: Actor) -> Select[Any]:
    seen = seen_from(actor.scope_for(Permission.ASSET_READ), AssetSearch.path)
    return (
        select(AssetCollectionItem.asset_id)
        .join(AssetSearch, AssetSearch.asset_id == AssetCollectionItem.asset_id)
        .where(seen)
    )


def _assets(actor: Actor, collection_id: UUID, most: int) -> list[Asset]:
    order = (AssetCollectionItem.position, AssetCollectionItem.asset_id)
    members = _members(actor).where(AssetCollectionItem.collection_id == collection_id)
    ids = list(session().scalars(members.order_by(*order).limit(most)))
    found = {a.id: a for a in session().scalars(select(Asset).where(Asset.id.in_(ids)))}
    return [found[asset_id] for asset_id in ids]


def _changeable(actor: Actor, collection_id: UUID) -> AssetCollection:
    get_collection(actor, collection_id)
    kept = session().get(AssetCollection, collection_id)
    if kept is None:
        raise not_there()
    if not may_arrange(actor, kept.path):
        raise NotPermitted(
            N_("This collection belongs to somebody else. Make one of your own instead.")
        )
    return kept


def _audit(actor: Actor, what: str, collection_id: UUID) -> None:
    audit.append(
        f"asset_collection.{what}",
        actor=actor.ref,
        subject="asset_collection",
        subject_id=collection_id,
    )
