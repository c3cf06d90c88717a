"""Owns reading partners and outlets: for an actor in its scope, and for the system as a whole."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, or_, select, true
from sqlalchemy.orm import contains_eager

from portal.foundation.database import reading
from regions.partners.models import Outlet, OutletChange, Partner
from regions.partners.rules import OpeningHours, OutletMasterData, owner_line
from regions.partners.tagging import has_any_tag
from regions.scoping import Scope, below, visible
from regions.scoping.actor import Actor, not_there
from regions.scoping.permissions import Permission


@dataclass(frozen=True, slots=True)
class OutletRef:
    """An outlet in short, for lists and for what counts per outlet."""

    id: UUID
    number: str
    partner_id: UUID
    name: str
    place: str
    path: str
    size: int


def get_partner(actor: Actor, partner_id: UUID) -> Partner:
    """Return a partner in the actor's scope; raises NotFound."""
    statement = select(Partner).where(Partner.id == partner_id)
    with reading() as s:
        partner = s.scalar(visible(statement, Partner.path, _scope(actor)))
    if partner is None:
        raise not_there()
    return partner


def get_outlet(actor: Actor, outlet_id: UUID) -> Outlet:
    """Return an outlet in the actor's scope, with its partner; raises NotFound."""
    with reading() as s:
        outlet = s.scalar(_outlets(actor).where(Outlet.id == outlet_id))
    if outlet is None:
        raise not_there()
    return outlet


def find_outlets(
    actor: Actor,
    *,
    ids: Collection[UUID] | None = None,
    path: str = "",
    tags: Iterable[str] = (),
) -> list[Outlet]:
    """Return the outlets in the actor's scope, by place: those of `ids`, at `path`, with a tag."""
    statement = _outlets(actor).where(below(Outlet.path, path), has_any_tag(tags))
    if ids is not None:
        statement = statement.where(Outlet.id.in_(ids))
    with reading() as s:
        return list(s.scalars(statement.order_by(Outlet.sort_key, Outlet.id)))


def find_partners(actor: Actor, path: str = "") -> list[Partner]:
    """Return the partners in the actor's scope at `path`, by name."""
    statement = select(Partner).where(below(Partner.path, path))
    with reading() as s:
        ordered = visible(statement, Partner.path, _scope(actor)).order_by(Partner.name, Partner.id)
        return list(s.scalars(ordered))


def outlets_in(paths: Iterable[str] = (), tags: Iterable[str] = ()) -> list[OutletRef]:
    """Return the open outlets below any of the paths (none: all) that have any of the tags.

    For the system: whoever asks for somebody cuts the result to that account's scope.
    """
    within = [below(Outlet.path, path) for path in sorted(set(paths))]
    statement = select(
        Outlet.id,
        Outlet.number,
        Outlet.partner_id,
        Outlet.name,
        Outlet.place,
        Outlet.path,
        Outlet.size,
    ).where(Outlet.open, or_(*within) if within else true(), has_any_tag(tags))
    with reading() as s:
        return [OutletRef(*row) for row in s.execute(statement.order_by(Outlet.path))]


def all_tags() -> list[str]:
    """Return every tag that an outlet has, sorted; for choosing an audience."""
    with reading() as s:
        return sorted({tag for tags in s.scalars(select(Outlet.tags).distinct()) for tag in tags})


def get_master_data(outlet_id: UUID) -> OutletMasterData:
    """Return what ads take from an outlet as it is now; the caller has checked the scope."""
    found = get_many_master_data([outlet_id])
    if outlet_id not in found:
        raise not_there()
    return found[outlet_id]


def get_many_master_data(outlet_ids: Collection[UUID]) -> dict[UUID, OutletMasterData]:
    """Return the master data of many outlets at once, by outlet."""
    statement = select(Outlet, Partner).join(Partner, Partner.id == Outlet.partner_id)
    with reading() as s:
        rows = s.execute(statement.where(Outlet.id.in_(outlet_ids)))
        return {outlet.id: master_data(outlet, partner) for outlet, partner in rows}


def master_data(outlet: Outlet, partner: Partner) -> OutletMasterData:
    """Return the frozen master data of an outlet and its partner."""
    return OutletMasterData(
        outlet_number=outlet.number,
        name=outlet.name,
        place=outlet.place,
        owner=owner_line(partner.owner, partner.legal_form),
        partner_name=partner.name,
        street=outlet.street,
        postcode=outlet.postcode,
        city=outlet.city,
        phone=outlet.phone,
        email=outlet.email,
        opening_hours=tuple(
            OpeningHours(line["days"], line["hours"]) for line in outlet.opening_hours
        ),
    )


def list_changes(actor: Actor, outlet_id: UUID) -> list[OutletChange]:
    """Return what was changed in an outlet's master data, the latest first."""
    get_outlet(actor, outlet_id)
    statement = select(OutletChange).where(OutletChange.outlet_id == outlet_id)
    with reading() as s:
        return list(s.scalars(statement.order_by(OutletChange.version.desc())))


def _outlets(actor: Actor) -> Select[Outlet]:
    joined = select(Outlet).join(Partner, Partner.id == Outlet.partner_id)
    eager = joined.options(contains_eager(Outlet.partner))
    return visible(eager, Outlet.path, _scope(actor))


def _scope(actor: Actor) -> Scope:
    return actor.scope_for(Permission.PARTNER_READ)
