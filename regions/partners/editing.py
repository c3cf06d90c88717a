"""Owns changes of partners' and outlets' master data; every one is kept with what was before."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.foundation import audit, clock
from portal.foundation.database import session, transaction
from portal.foundation.errors import N_, Conflict, Invalid
from regions.hierarchy.models import Region
from regions.partners import rules
from regions.partners.models import Outlet, OutletChange, Partner
from regions.partners.rules import OutletRow, PartnerInShort, PartnerRow
from regions.scoping.actor import Actor, not_there
from regions.scoping.permissions import Permission

_PARTNER_FIELDS = ("name", "legal_form", "owner", "responsible", "register_no", "tax_no", "email")
#: What of a partner stands on its outlets' ads.
_PRINTED_OF_PARTNER = ("name", "legal_form", "owner")


def create_partner(actor: Actor, row: PartnerRow) -> Partner:
    """Add a partner below a region; its number must be new."""
    with transaction() as s:
        actor.require(Permission.PARTNER_MANAGE, row.region_path)
        _refuse_problems({"name": row.name})
        if s.scalar(select(Region.id).where(Region.path == row.region_path)) is None:
            raise not_there()
        _refuse_taken(s.scalar(select(Partner.id).where(Partner.number == row.number)), row.number)
        partner = Partner(**partner_values(row))
        s.add(partner)
        s.flush()
        _audit(actor, "partner.create", "partner", partner.id, {"number": row.number})
        return partner


def update_partner(
    actor: Actor, partner_id: UUID, changes: Mapping[str, str], row_version: int
) -> Partner:
    """Change a partner's own data; where ads print it, its outlets' master data change too."""
    unknown = changes.keys() - set(_PARTNER_FIELDS)
    if unknown:
        raise ValueError(f"Not a partner's own data: {', '.join(sorted(unknown))}")
    with transaction() as s:
        partner = s.get(Partner, partner_id, with_for_update=True)
        if partner is None:
            raise not_there()
        actor.require(Permission.PARTNER_MANAGE, partner.path)
        refuse_stale(partner.row_version, row_version)
        before = {name: getattr(partner, name) for name in changes}
        after = {
            name: text.strip() for name, text in changes.items() if text.strip() != before[name]
        }
        _refuse_problems(after)
        if not after:
            return partner
        for name, text in after.items():
            setattr(partner, name, text)
        partner.row_version += 1
        _note_on_outlets(actor, partner, before, after)
        _audit(actor, "partner.update", "partner", partner.id, {"fields": sorted(after)})
        return partner


def create_outlet(actor: Actor, row: OutletRow) -> Outlet:
    """Add an outlet to a partner; its number must be new."""
    with transaction() as s:
        partner = s.scalar(select(Partner).where(Partner.number == row.partner_number))
        if partner is None:
            raise not_there()
        actor.require(Permission.PARTNER_MANAGE, partner.path)
        _refuse_problems(rules.texts_of(row))
        _refuse_taken(s.scalar(select(Outlet.id).where(Outlet.number == row.number)), row.number)
        outlet = Outlet(**outlet_values(row, partner))
        s.add(outlet)
        s.flush()
        _audit(actor, "outlet.create", "outlet", outlet.id, {"number": row.number})
        return outlet


def update_outlet(
    actor: Actor, outlet_id: UUID, changes: Mapping[str, Any], row_version: int
) -> Outlet:
    """Change an outlet's master data; raises Conflict if somebody was faster."""
    with transaction() as s:
        outlet = s.get(Outlet, outlet_id, with_for_update=True)
        if outlet is None:
            raise not_there()
        actor.require(Permission.PARTNER_MANAGE, outlet.path)
        refuse_stale(outlet.row_version, row_version)
        apply_changes(outlet, changes, actor.account_id)
        _audit(actor, "outlet.update", "outlet", outlet.id, {"fields": sorted(changes)})
        return outlet


def apply_changes(outlet: Outlet, changes: Mapping[str, Any], changed_by: UUID | None) -> bool:
    """Set checked values on an outlet and keep the change; False if nothing differs."""
    known = {name: rules.stored_value(name, given) for name, given in changes.items()}
    before = {name: getattr(outlet, name) for name in known}
    after = {name: given for name, given in known.items() if given != before[name]}
    _refuse_problems({name: given for name, given in after.items() if isinstance(given, str)})
    if not after:
        return False
    for name, given in after.items():
        setattr(outlet, name, given)
    outlet.sort_key = rules.sort_key(outlet.place)
    _make_findable(outlet, session().get_one(Partner, outlet.partner_id))
    keep_change(outlet, {name: before[name] for name in after}, after, changed_by)
    return True


def keep_change(
    outlet: Outlet, before: Mapping[str, Any], after: Mapping[str, Any], changed_by: UUID | None
) -> None:
    """Count the outlet's version up and keep what the change replaced."""
    outlet.row_version += 1
    session().add(
        OutletChange(
            outlet_id=outlet.id,
            path=outlet.path,
            version=outlet.row_version,
            at=clock.now(),
            changed_by=changed_by,
            before=dict(before),
            after=dict(after),
        )
    )


def partner_values(row: PartnerRow) -> dict[str, Any]:
    """Return the columns of a partner's row."""
    return {
        "number": row.number,
        "path": row.path,
        "region_path": row.region_path,
        **{name: getattr(row, name) for name in _PARTNER_FIELDS},
    }


def outlet_values(row: OutletRow, partner: PartnerInShort) -> dict[str, Any]:
    """Return the columns of an outlet's row."""
    return {
        "number": row.number,
        "partner_id": partner.id,
        "path": rules.outlet_path(partner.path, row.number),
        "sort_key": rules.sort_key(row.place),
        "search_text": rules.outlet_search_text(row, partner),
        **{name: rules.stored_value(name, getattr(row, name)) for name in rules.OUTLET_FIELDS},
    }


def refuse_stale(stored: int, given: int) -> None:
    """Raise Conflict if a row has changed since its reader saw it."""
    if stored != given:
        raise Conflict(
            N_("Somebody has changed this meanwhile. Compare both and save again; nothing is lost.")
        )


def _note_on_outlets(
    actor: Actor, partner: Partner, before: Mapping[str, str], after: Mapping[str, str]
) -> None:
    printed = [name for name in after if name in _PRINTED_OF_PARTNER]
    if not printed:
        return
    old = {f"partner.{name}": before[name] for name in printed}
    new = {f"partner.{name}": after[name] for name in printed}
    for outlet in session().scalars(select(Outlet).where(Outlet.partner_id == partner.id)):
        _make_findable(outlet, partner)
        keep_change(outlet, old, new, actor.account_id)


def _make_findable(outlet: Outlet, partner: Partner) -> None:
    outlet.search_text = rules.outlet_search_text(outlet, partner)


def _refuse_problems(texts: Mapping[str, str]) -> None:
    for problem in rules.check_values(texts):
        raise Invalid(problem.message, field=problem.name, **problem.params)


def _refuse_taken(found: UUID | None, number: str) -> None:
    if found is not None:
        raise Conflict(N_("The number %(number)s is taken. Choose another one."), number=number)


def _audit(
    actor: Actor, action: str, subject: str, subject_id: UUID, details: Mapping[str, Any]
) -> None:
    audit.append(action, actor=actor.ref, subject=subject, subject_id=subject_id, details=details)
