"""Owns the places at which a role can be held: what stands there, its name, what is offered."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from portal.foundation.database import reading, session
from portal.foundation.errors import N_, Invalid
from regions.accounts.rules import Actor, Grant, Permission, Place
from regions.hierarchy.models import Region
from regions.hierarchy.rules import RegionKind
from regions.partners.models import Outlet, Partner
from regions.scoping import visible, within
from regions.scoping.actor import not_there
from regions.suppliers.models import Supplier

#: Up to so many partners and outlets are offered in a list; beyond, their number is typed.
LISTED = 60


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place to choose: its key in a form, its name, what it is."""

    key: str
    name: str
    place: Place


def find_place(path: str) -> Place | None:
    """Return what stands at a tree path, None if nothing does."""
    s = session()
    kind = s.scalar(select(Region.kind).where(Region.path == path))
    if kind is not None:
        return Place.COMPANY if kind is RegionKind.COMPANY else Place.REGION
    if s.scalar(select(Partner.id).where(Partner.path == path)):
        return Place.PARTNER
    return Place.OUTLET if s.scalar(select(Outlet.id).where(Outlet.path == path)) else None


def path_of_supplier(supplier_id: UUID) -> str:
    """Return the part of the tree that a supplier serves; raises NotFound."""
    path = session().scalar(select(Supplier.path).where(Supplier.id == supplier_id))
    if path is None:
        raise not_there()
    return path


def offered_places(actor: Actor, language: str) -> list[NamedPlace]:
    """Return the places to which the actor can invite somebody, from the widest down."""
    scope = actor.scope_for(Permission.ACCOUNT_MANAGE)
    with reading() as s:
        regions = s.scalars(visible(select(Region), Region.path, scope).order_by(Region.path))
        places = [
            NamedPlace(region.path, region.name(language), _region_place(region))
            for region in regions
        ]
        count = s.scalar(select(func.count(Outlet.id)).where(within(Outlet.path, scope))) or 0
        if count <= LISTED:
            places += _partners_and_outlets(actor)
        suppliers = visible(select(Supplier), Supplier.path, scope).order_by(Supplier.name)
        places += [
            NamedPlace(f"supplier:{supplier.id}", supplier.name, Place.SUPPLIER)
            for supplier in s.scalars(suppliers)
        ]
        return places


def _region_place(region: Region) -> Place:
    return Place.COMPANY if region.kind is RegionKind.COMPANY else Place.REGION


def _partners_and_outlets(actor: Actor) -> list[NamedPlace]:
    scope, s = actor.scope_for(Permission.ACCOUNT_MANAGE), session()
    partners = s.execute(visible(select(Partner.path, Partner.name), Partner.path, scope))
    outlets = s.execute(visible(select(Outlet.path, Outlet.name), Outlet.path, scope))
    named = [NamedPlace(path, name, Place.PARTNER) for path, name in partners]
    named += [NamedPlace(path, name, Place.OUTLET) for path, name in outlets]
    return sorted(named, key=lambda place: place.key)


def read_place(key: str, number: str = "") -> tuple[str | None, UUID | None]:
    """Return (path, supplier) of a chosen place, or of a typed partner or outlet number."""
    if number.strip():
        return _path_of_number(number.strip()), None
    if key.startswith("supplier:"):
        try:
            return None, UUID(key.removeprefix("supplier:"))
        except ValueError as error:
            raise not_there() from error
    if not key:
        raise Invalid(N_("Choose one place at which the role is held."), field="place")
    return key, None


def _path_of_number(number: str) -> str:
    with reading() as s:
        path = s.scalar(select(Partner.path).where(Partner.number == number)) or s.scalar(
            select(Outlet.path).where(Outlet.number == number)
        )
    if path is None:
        raise Invalid(
            N_("There is no partner or outlet with the number %(number)s."),
            field="number",
            number=number,
        )
    return path


def place_names(grants: Iterable[Grant], language: str) -> dict[str, str]:
    """Return what the places of grants are called, by path or by the supplier's id as text."""
    held = list(grants)
    paths = {grant.path for grant in held if grant.path is not None}
    suppliers = {grant.supplier_id for grant in held if grant.supplier_id is not None}
    with reading() as s:
        names = {
            region.path: region.name(language)
            for region in s.scalars(select(Region).where(Region.path.in_(paths)))
        }
        for statement in (
            select(Partner.path, Partner.name).where(Partner.path.in_(paths)),
            select(Outlet.path, Outlet.name).where(Outlet.path.in_(paths)),
        ):
            names |= dict(s.execute(statement).all())
        rows = s.execute(select(Supplier.id, Supplier.name).where(Supplier.id.in_(suppliers)))
        return names | {str(supplier_id): name for supplier_id, name in rows}
