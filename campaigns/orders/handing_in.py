"""Owns handing in without ordering: staff has an ad decided on, the manager orders it later."""

from collections.abc import Sequence
from uuid import UUID

from campaigns.approval.models import Submission
from campaigns.approval.rules import SubmissionStatus, refuse_blocked
from campaigns.approval.service import approval_of, submit
from campaigns.orders.facts import decision_facts
from campaigns.orders.quotes import quote
from campaigns.orders.rules import LineRequest
from campaigns.proofs.rules import read_findings
from campaigns.proofs.service import make_proof
from portal.foundation.errors import N_, Conflict
from regions.accounts.rules import Actor

STANDING = (SubmissionStatus.AWAITING_DECISION, SubmissionStatus.APPROVED)


def hand_in(actor: Actor, requests: Sequence[LineRequest]) -> tuple[Submission, ...]:
    """Have the ads of some basket lines decided on, one submission an ad; nothing is ordered.

    What is approved or handed in as it is now is left alone; Conflict where that is all.
    """
    quoted = quote(actor, requests)
    submissions = []
    for localisation_id in dict.fromkeys(line.localisation.id for line in quoted.lines):
        lines = [line for line in quoted.lines if line.localisation.id == localisation_id]
        proofs = [make_proof(actor, localisation_id, line.request.format_key) for line in lines]
        fresh = [proof for proof in proofs if not _stands(proof.id)]
        if not fresh:
            continue
        findings = [found for proof in fresh for found in read_findings(proof.findings)]
        refuse_blocked(findings)
        facts = decision_facts(
            lines[0].localisation,
            lines[0].campaign,
            findings,
            quoted.net,
            above_budget=quoted.above_budget,
        )
        submissions.append(submit(actor, [proof.id for proof in fresh], facts))
    if not submissions:
        raise Conflict(N_("These ads are handed in or approved already, as they are now."))
    return tuple(submissions)


def _stands(proof_id: UUID) -> bool:
    approval = approval_of(proof_id)
    return approval.state in STANDING and not approval.changed_since
