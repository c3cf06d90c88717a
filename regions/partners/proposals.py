"""Owns changes that partners report: "our telephone number is wrong" until head office decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.foundation import audit, clock, usage
from portal.foundation.database import reading, transaction
from portal.foundation.errors import N_, Conflict, Invalid, NotPermitted
from regions.partners import rules
from regions.partners.editing import apply_changes
from regions.partners.models import MasterDataProposal, Outlet
from regions.partners.rules import OpeningHours, ProposalStatus
from regions.partners.usage_kinds import CHANGE_REPORTED
from regions.scoping import visible
from regions.scoping.actor import Actor, not_there
from regions.scoping.permissions import Permission


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A reported change beside the outlet as it is now."""

    proposal: MasterDataProposal
    outlet: Outlet


def propose_change(
    actor: Actor, outlet_id: UUID, changes: Mapping[str, Any], note: str = ""
) -> MasterDataProposal:
    """Report what should change; only what differs is kept, and nothing changes yet."""
    with transaction() as s:
        outlet = s.get(Outlet, outlet_id)
        if outlet is None:
            raise not_there()
        actor.require(Permission.PARTNER_PROPOSE, outlet.path)
        wanted = _differing(outlet, changes)
        if not wanted and not note.strip():
            raise Invalid(N_("Change a value or write what is wrong, then send it again."))
        proposal = MasterDataProposal(
            outlet_id=outlet.id,
            path=outlet.path,
            outlet_version=outlet.row_version,
            changes=wanted,
            note=note.strip()[:1000],
            status=ProposalStatus.OPEN,
            proposed_by=actor.account_id,
            proposed_at=clock.now(),
        )
        s.add(proposal)
        s.flush()
        _audit(actor, "outlet.propose_change", proposal)
        usage.record(
            CHANGE_REPORTED,
            actor=actor.ref_at(outlet.path),
            path=outlet.path,
            partner_id=outlet.partner_id,
            outlet_id=outlet.id,
        )
        return proposal


def decide_proposal(actor: Actor, proposal_id: UUID, accept: bool, reason: str = "") -> None:
    """Take a reported change over, or decline it with a reason; nobody decides on their own."""
    with transaction() as s:
        proposal = s.get(MasterDataProposal, proposal_id, with_for_update=True)
        if proposal is None:
            raise not_there()
        actor.require(Permission.PARTNER_MANAGE, proposal.path)
        if proposal.proposed_by == actor.account_id:
            raise NotPermitted(N_("You reported this yourself. Somebody else has to decide."))
        if proposal.status is not ProposalStatus.OPEN:
            raise Conflict(N_("This has been decided already."))
        if not accept and not reason.strip():
            raise Invalid(N_("Say why, so that the partner knows what to do."), field="reason")
        if accept:
            outlet = s.get_one(Outlet, proposal.outlet_id, with_for_update=True)
            apply_changes(outlet, _values_of(proposal.changes), actor.account_id)
        proposal.status = ProposalStatus.ACCEPTED if accept else ProposalStatus.DECLINED
        proposal.decided_by, proposal.decided_at = actor.account_id, clock.now()
        proposal.reason = reason.strip()[:1000]
        _audit(actor, f"outlet.change_{proposal.status}", proposal)


def open_proposals(actor: Actor, outlet_id: UUID | None = None) -> list[ProposalLine]:
    """Return the undecided reports in the actor's scope, the oldest first."""
    statement = (
        select(MasterDataProposal, Outlet)
        .join(Outlet, Outlet.id == MasterDataProposal.outlet_id)
        .where(MasterDataProposal.status == ProposalStatus.OPEN)
        .order_by(MasterDataProposal.id)
    )
    if outlet_id is not None:
        statement = statement.where(Outlet.id == outlet_id)
    scope = actor.scope_for(Permission.PARTNER_READ)
    with reading() as s:
        return [ProposalLine(*row) for row in s.execute(visible(statement, Outlet.path, scope))]


def _differing(outlet: Outlet, changes: Mapping[str, Any]) -> dict[str, Any]:
    unknown = changes.keys() - set(rules.PROPOSABLE)
    if unknown:
        raise Invalid(N_("%(fields)s cannot be reported here."), fields=", ".join(sorted(unknown)))
    stored = {name: rules.stored_value(name, given) for name, given in changes.items()}
    texts = {name: given for name, given in stored.items() if isinstance(given, str)}
    for problem in rules.check_values(texts):
        raise Invalid(problem.message, field=problem.name, **problem.params)
    return {name: given for name, given in stored.items() if given != getattr(outlet, name)}


def _values_of(changes: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(changes)
    if "opening_hours" in values:
        lines = values["opening_hours"]
        values["opening_hours"] = tuple(OpeningHours(x["days"], x["hours"]) for x in lines)
    return values


def _audit(actor: Actor, action: str, proposal: MasterDataProposal) -> None:
    audit.append(
        action,
        actor=actor.ref,
        subject="outlet",
        subject_id=proposal.outlet_id,
        details={"proposal": proposal.id, "fields": sorted(proposal.changes)},
    )
