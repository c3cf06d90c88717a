"""Owns suppliers: who fulfils order lines, where, and how they are reached."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from uuid import UUID

from sqlalchemy import insert, or_, select

from portal.foundation import audit
from portal.foundation.database import reading, transaction
from portal.foundation.errors import N_, Conflict, Invalid
from portal.foundation.ids import new_id
from regions.scoping import Scope, within
from regions.scoping.actor import Actor, not_there
from regions.scoping.permissions import Permission
from regions.scoping.rules import ancestors
from regions.suppliers.models import Supplier
from regions.suppliers.rules import SupplierRow

_EDITABLE = frozenset({"name", "email", "contact", "phone", "street", "postcode", "city"})


def get_supplier(actor: Actor, supplier_id: UUID) -> Supplier:
    """Return a supplier that serves the actor's part of the tree, or is the actor's own."""
    with reading() as s:
        supplier = s.get(Supplier, supplier_id)
    if supplier is None or not _reaches(actor, supplier):
        raise not_there()
    return supplier


def find_supplier(key: str) -> Supplier | None:
    """Return a supplier by its key, None if there is none; for the system."""
    with reading() as s:
        return s.scalar(select(Supplier).where(Supplier.key == key))


def list_suppliers(actor: Actor) -> list[Supplier]:
    """Return the suppliers that serve the actor's part of the tree, by name."""
    actor.require(Permission.SUPPLIER_READ)
    scope = actor.scope_for(Permission.SUPPLIER_READ)
    above = {step for path in scope.paths if path for step in ancestors(path)}
    served = or_(within(Supplier.path, scope), Supplier.path.in_(sorted(above)))
    with reading() as s:
        return list(s.scalars(select(Supplier).where(served).order_by(Supplier.name, Supplier.id)))


def suppliers_serving(path: str) -> list[Supplier]:
    """Return the active suppliers that serve an outlet's path, by name; for the system."""
    statement = select(Supplier).where(Supplier.active, Supplier.path.in_(ancestors(path)))
    with reading() as s:
        return list(s.scalars(statement.order_by(Supplier.name, Supplier.id)))


def create_supplier(actor: Actor, row: SupplierRow) -> Supplier:
    """Add a supplier for a part of the tree; its key must be new."""
    with transaction() as s:
        actor.require(Permission.SUPPLIER_MANAGE, row.path)
        if s.scalar(select(Supplier.id).where(Supplier.key == row.key)) is not None:
            raise Conflict(N_("There is a supplier with this key already. Choose another one."))
        supplier = Supplier(**asdict(row))
        s.add(supplier)
        s.flush()
        audit.append("supplier.create", actor=actor.ref, subject="supplier", subject_id=supplier.id)
        return supplier


def update_supplier(
    actor: Actor, supplier_id: UUID, changes: Mapping[str, str], row_version: int
) -> Supplier:
    """Change how a supplier is called and reached; raises Conflict if somebody was faster."""
    if not changes.keys() <= _EDITABLE:
        raise ValueError(f"Not editable: {', '.join(sorted(changes.keys() - _EDITABLE))}")
    with transaction() as s:
        supplier = s.get(Supplier, supplier_id, with_for_update=True)
        if supplier is None:
            raise not_there()
        actor.require(Permission.SUPPLIER_MANAGE, supplier.path)
        if supplier.row_version != row_version:
            raise Conflict(N_("Somebody has changed this meanwhile. Reload it and save again."))
        if not changes.get("name", supplier.name).strip():
            raise Invalid(N_("Enter a name."), field="name")
        for name, text in changes.items():
            setattr(supplier, name, text.strip())
        supplier.row_version += 1
        fields = {"fields": sorted(changes)}
        audit.append(
            "supplier.update",
            actor=actor.ref,
            subject="supplier",
            subject_id=supplier.id,
            details=fields,
        )
        return supplier


def import_suppliers(rows: Collection[SupplierRow]) -> int:
    """Bring in suppliers by their key; returns how many are new. Known ones stay as they are."""
    with transaction() as s:
        known = set(s.scalars(select(Supplier.key)))
        new = [{"id": new_id(), **asdict(row)} for row in rows if row.key not in known]
        if new:
            s.execute(insert(Supplier), new)
        return len(new)


def _reaches(actor: Actor, supplier: Supplier) -> bool:
    if actor.scope.reaches_supplier(supplier.id):
        return True
    readable: Scope = actor.scope_for(Permission.SUPPLIER_READ)
    return readable.touches(supplier.path)
