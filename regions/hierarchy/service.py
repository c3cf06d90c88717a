"""Owns the organisation tree: adding, renaming and moving regions, with all that hangs below."""

from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Column, func, literal, select, update

from portal.foundation import audit
from portal.foundation.database import Base, reading, session, transaction
from portal.foundation.errors import N_, Conflict, Invalid
from regions.hierarchy.models import Region
from regions.hierarchy.rules import RegionKind, RegionRow, refuse_key, refuse_place
from regions.scoping import below, visible
from regions.scoping.actor import Actor, not_there
from regions.scoping.permissions import Permission


def get_region(actor: Actor, region_id: UUID) -> Region:
    """Return a region in the actor's scope; raises NotFound."""
    statement = visible(select(Region), Region.path, actor.scope).where(Region.id == region_id)
    with reading() as s:
        region = s.scalar(statement)
    if region is None:
        raise not_there()
    return region


def find_region(path: str) -> Region | None:
    """Return the region at a path, None if there is none; for the system."""
    with reading() as s:
        return s.scalar(select(Region).where(Region.path == path))


def list_regions(actor: Actor, kind: RegionKind | None = None) -> list[Region]:
    """Return the regions in the actor's scope, from the root down."""
    statement = visible(select(Region), Region.path, actor.scope)
    if kind is not None:
        statement = statement.where(Region.kind == kind)
    with reading() as s:
        return list(s.scalars(statement.order_by(Region.position, Region.path)))


def company_name(language: str) -> str:
    """Return what the company is called, "" before it is set up; for the bar of every page."""
    with reading() as s:
        company = s.scalar(select(Region).where(Region.kind == RegionKind.COMPANY))
        return company.name(language) if company else ""


def region_names(language: str) -> dict[str, str]:
    """Return what every region is called, by path; for the system's readings and exports."""
    with reading() as s:
        return {region.path: region.name(language) for region in s.scalars(select(Region))}


def add_region(actor: Actor, row: RegionRow) -> Region:
    """Add a region below another one."""
    refuse_key(row.key)
    with transaction() as s:
        actor.require(Permission.REGION_MANAGE, row.parent)
        parent = s.scalar(select(Region).where(Region.path == row.parent))
        if parent is None:
            raise not_there()
        refuse_place(row.kind, parent.kind)
        _refuse_taken(row.path)
        region = Region(**_values(row), parent_id=parent.id)
        s.add(region)
        s.flush()
        _audit(actor, "region.add", region.id, {"path": row.path})
        return region


def move_region(actor: Actor, region_id: UUID, new_parent_id: UUID) -> Region:
    """Hang a region elsewhere: every path below moves with it, what is history does not."""
    with transaction() as s:
        region = s.get(Region, region_id, with_for_update=True)
        parent = s.get(Region, new_parent_id, with_for_update=True)
        if region is None or parent is None:
            raise not_there()
        for path in (region.path, parent.path):
            actor.require(Permission.REGION_MANAGE, path)
        if parent.path.startswith(region.path):
            raise Invalid(N_("A region cannot stand below itself. Choose another place."))
        refuse_place(region.kind, parent.kind)
        old, new = region.path, f"{parent.path}{region.key}/"
        if old == new:
            return region
        _refuse_taken(new)
        region.parent_id = parent.id
        s.flush()
        _move_paths(old, new)
        s.expire_all()
        _audit(actor, "region.move", region.id, {"from": old, "to": new})
        return s.get_one(Region, region_id)


def import_regions(rows: Collection[RegionRow]) -> int:
    """Bring in regions, parents first in the file; returns how many are new."""
    with transaction() as s:
        ids = {region.path: region.id for region in s.scalars(select(Region))}
        new = [row for row in rows if row.path not in ids]
        for row in new:
            if row.parent and row.parent not in ids:
                raise ValueError(f"Bring these in first: {row.parent}")
            region = Region(**_values(row), parent_id=ids.get(row.parent))
            s.add(region)
            s.flush()
            ids[row.path] = region.id
        return len(new)


def _values(row: RegionRow) -> dict[str, Any]:
    return {
        "key": row.key,
        "kind": row.kind,
        "name_de": row.name_de,
        "name_en": row.name_en,
        "path": row.path,
        "position": row.position,
    }


def living_paths() -> Iterator[Column[Any]]:
    """Return every column that says where something stands now, in all tables of the product.

    These are the columns named `path` and those marked `follows_moves`; a path that is history,
    such as that of a usage event, has another name.
    """
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if column.name == "path" or column.info.get("follows_moves"):
                yield column


def _move_paths(old: str, new: str) -> None:
    for column in living_paths():
        moved = literal(new) + func.substr(column, len(old) + 1)
        session().execute(
            update(column.table).where(below(column, old)).values({column.name: moved})
        )


def _refuse_taken(path: str) -> None:
    if session().scalar(select(Region.id).where(Region.path == path)) is not None:
        raise Conflict(N_("There is a region with this key already. Choose another key."))


def _audit(actor: Actor, action: str, region_id: UUID, details: dict[str, Any]) -> None:
    audit.append(action, actor=actor.ref, subject="region", subject_id=region_id, details=details)
