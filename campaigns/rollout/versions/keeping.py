"""Owns what stays valid when a campaign goes over: proofs whose orders are under way."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select

from campaigns.approval.models import KeptApproval
from campaigns.approval.validity import is_as_approved
from campaigns.orders.models import OrderLine
from campaigns.orders.rules import LineStatus
from campaigns.proofs.models import Proof
from campaigns.proofs.service import fingerprint_now, fingerprint_with
from portal.foundation.database import session

UNDER_WAY = (LineStatus.AWAITING_DECISION, LineStatus.ORDERED)


@dataclass(frozen=True, slots=True)
class Standing:
    """A proof that shows its ad as it is, with an order of it under way."""

    proof_id: UUID
    localisation_id: UUID
    format_key: str
    template_version_id: UUID
    fingerprint: str


def standing_proofs(campaign_id: UUID) -> list[Standing]:
    """Return the proofs of a campaign's orders under way that nobody has outdated by a change."""
    ids = (
        select(Proof.id)
        .join(OrderLine, OrderLine.proof_id == Proof.id)
        .where(OrderLine.campaign_id == campaign_id, OrderLine.status.in_(UNDER_WAY))
    )
    statement = select(Proof).where(Proof.id.in_(ids)).order_by(Proof.id)
    return [
        Standing(
            proof.id,
            proof.localisation_id,
            proof.format_key,
            proof.template_version_id,
            proof.fingerprint,
        )
        for proof in session().scalars(statement)
        if is_as_approved(proof)
    ]


def keep_approvals(standing: Sequence[Standing]) -> int:
    """Keep for what they are the proofs whose ads come out otherwise now; return how many."""
    kept = 0
    for one in standing:
        if fingerprint_now(one.localisation_id, one.format_key) == one.fingerprint:
            continue
        session().execute(delete(KeptApproval).where(KeptApproval.proof_id == one.proof_id))
        then = fingerprint_with(one.localisation_id, one.format_key, one.template_version_id)
        session().add(KeptApproval(proof_id=one.proof_id, fingerprint=then))
        kept += 1
    session().flush()
    return kept
