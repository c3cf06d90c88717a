"""Owns what the folders of uploaded pictures become: collections of the same name."""

from uuid import UUID

from sqlalchemy import func, select

from brand_assets.library.models import AssetCollection, AssetCollectionItem
from portal.foundation import clock
from portal.foundation.database import insert_if_absent, transaction
from regions.scoping.actor import Actor


def put_into_collection(actor: Actor, path: str, name: str, asset_id: UUID) -> None:
    """Put a picture at the end of the collection of this name, which is made if need be."""
    with transaction() as s:
        here = (AssetCollection.path == path, AssetCollection.name == name[:120])
        collection = s.scalars(select(AssetCollection).where(*here).limit(1)).first()
        if collection is None:
            collection = AssetCollection(
                path=path,
                name=name[:120],
                created_by=actor.account_id,
                created_at=clock.now(),
            )
            s.add(collection)
            s.flush()
        inside = AssetCollectionItem.collection_id == collection.id
        last = s.scalar(select(func.max(AssetCollectionItem.position)).where(inside))
        insert_if_absent(
            AssetCollectionItem,
            collection_id=collection.id,
            asset_id=asset_id,
            position=0 if last is None else last + 1,
        )
