"""Owns submissions: handing in, deciding with four eyes, withdrawing, and what counts as approved.

What a decision means for orders is theirs to know: each decision enqueues the job named
`RELEASE_JOB`, which a later stage registers.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter
from sqlalchemy import Select, select

from campaigns.ad_templates.retiring import hold_usable
from campaigns.approval.models import Decision, Submission, SubmissionProof
from campaigns.approval.rules import (
    DECIDED,
    HANDED_IN,
    WITHDRAWN,
    DecisionFacts,
    Outcome,
    Reason,
    RuleVerdict,
    SubmissionStatus,
    check_decidable,
    check_reason,
    decide_by_rule,
    due_at,
    is_routine,
    refuse_blocked,
)
from campaigns.approval.validity import (
    approval_of,
    find_decision,
    is_own,
    participants,
    refuse_changed,
    refuse_outdated,
)
from campaigns.localisation.models import Localisation
from campaigns.planning.holding import hold_going
from campaigns.planning.models import Campaign
from campaigns.proofs.models import Proof
from campaigns.proofs.rules import read_findings
from portal.foundation import audit, clock, usage
from portal.foundation.database import reading, session, transaction
from portal.foundation.errors import N_, Conflict, Invalid, NotFound, NotPermitted
from portal.foundation.jobs import enqueue
from regions.accounts.rules import Actor, Permission
from regions.partners.models import Outlet

__all__ = [
    "FACTS",
    "REASONS",
    "RELEASE_JOB",
    "BulkResult",
    "approval_of",
    "approve_routine",
    "decide",
    "find_decision",
    "participants",
    "refuse_changed",
    "submit",
    "withdraw",
]

RELEASE_JOB = "orders.release_decided"
FACTS = TypeAdapter(DecisionFacts)
REASONS = TypeAdapter(tuple[Reason, ...])


@dataclass(frozen=True, slots=True)
class BulkResult:
    """Which submissions were approved together, and which were left for a closer look."""

    approved: tuple[UUID, ...]
    left: tuple[UUID, ...]


def submit(actor: Actor, proof_ids: Sequence[UUID], facts: DecisionFacts) -> Submission:
    """Hand in proofs of one localisation; a rule decides at once where it may."""
    with transaction() as running:
        proofs = _proofs(proof_ids)
        localisation = _localisation(proofs)
        hold_going([localisation.campaign_id])
        actor.require(Permission.LOCALISATION_SUBMIT, localisation.path)
        hold_usable({proof.template_version_id for proof in proofs})
        for proof in proofs:
            refuse_blocked(read_findings(proof.findings))
            refuse_changed(proof)
        facts = dataclasses.replace(
            facts,
            own=facts.own or actor.may_at(Permission.SUBMISSION_DECIDE, localisation.path),
            refused_before=facts.refused_before or _refused_before(proofs),
        )
        verdict = decide_by_rule(facts)
        submission = _new_submission(actor, localisation, facts, verdict)
        running.add(submission)
        running.flush()
        running.add_all(
            SubmissionProof(submission_id=submission.id, proof_id=proof.id) for proof in proofs
        )
        _record_submission(actor, submission, proofs, verdict)
        if verdict.approved:
            _decide(submission, Outcome.APPROVED, "", rule=verdict.rule)
        running.flush()
        return submission


def _refused_before(proofs: Sequence[Proof]) -> bool:
    refused = (SubmissionStatus.CHANGES_REQUESTED, SubmissionStatus.REJECTED)
    statement = (
        select(SubmissionProof.proof_id)
        .join(Submission, Submission.id == SubmissionProof.submission_id)
        .where(SubmissionProof.proof_id.in_([proof.id for proof in proofs]))
        .where(Submission.status.in_(refused))
    )
    return session().scalar(statement.limit(1)) is not None


def _new_submission(
    actor: Actor, localisation: Localisation, facts: DecisionFacts, verdict: RuleVerdict
) -> Submission:
    campaign = session().get_one(Campaign, localisation.campaign_id)
    outlet = session().get_one(Outlet, localisation.outlet_id)
    now = clock.now()
    return Submission(
        localisation_id=localisation.id,
        campaign_id=campaign.id,
        outlet_id=outlet.id,
        path=localisation.path,
        submitted_by=actor.account_id,
        submitted_by_name=actor.name,
        submitted_at=now,
        due_at=due_at(now, campaign.order_until, ZoneInfo(outlet.time_zone)),
        status=SubmissionStatus.AWAITING_DECISION,
        routine=is_routine(facts),
        facts=FACTS.dump_python(facts, mode="json"),
        reasons=REASONS.dump_python(verdict.reasons, mode="json"),
    )


def _record_submission(
    actor: Actor, submission: Submission, proofs: Sequence[Proof], verdict: RuleVerdict
) -> None:
    reasons = ",".join(reason.key for reason in verdict.reasons)
    usage.record(
        HANDED_IN,
        actor=actor.ref_at(submission.path),
        path=submission.path,
        outlet_id=submission.outlet_id,
        campaign_id=submission.campaign_id,
        localisation_id=submission.localisation_id,
        value=float(len(proofs)),
        attributes={"reasons": reasons},
    )
    audit.append(
        "submission.handed_in",
        actor=actor.ref_at(submission.path),
        subject="submission",
        subject_id=submission.id,
        details={
            "proofs": [str(proof.id) for proof in proofs],
            "fingerprints": [proof.fingerprint for proof in proofs],
            "reasons": reasons,
        },
    )


def decide(
    actor: Actor, submission_id: UUID, outcome: Outcome, reason: str, row_version: int
) -> Submission:
    """Decide on a submission as a person, never on one's own; what the caller saw must be current.

    Refusals are audited. Asking for changes and rejecting need a reason.
    """
    try:
        with transaction() as running:
            submission = _locked(actor, submission_id)
            actor.require(Permission.SUBMISSION_DECIDE, submission.path)
            _refuse_own(actor, submission)
            check_decidable(submission.status, submission.row_version, row_version)
            said = check_reason(outcome, reason)
            if outcome is Outcome.APPROVED:
                proofs = _proofs_of(submission.id)
                hold_usable({proof.template_version_id for proof in proofs})
                for proof in proofs:
                    refuse_outdated(proof)
            _decide(submission, outcome, said, by=actor)
            enqueue(
                RELEASE_JOB,
                {"submission_id": str(submission.id)},
                key=f"{RELEASE_JOB}:{submission.id}",
            )
            running.flush()
            return submission
    except (NotPermitted, Conflict) as refusal:
        audit.audit_refusal(
            "submission.decided",
            actor=actor.ref,
            subject="submission",
            subject_id=submission_id,
            details={"outcome": outcome, "why": refusal.message},
        )
        raise


def approve_routine(actor: Actor, seen: Mapping[UUID, int]) -> BulkResult:
    """Approve what is clean and routine among the submissions (row version by id) that were seen.

    What is not routine, not theirs to decide or changed meanwhile is left as it is.
    """
    approved, left = [], []
    for submission_id, row_version in seen.items():
        if _approve_if_routine(actor, submission_id, row_version):
            approved.append(submission_id)
        else:
            left.append(submission_id)
    return BulkResult(tuple(approved), tuple(left))


def _approve_if_routine(actor: Actor, submission_id: UUID, row_version: int) -> bool:
    with reading():
        statement = select(Submission).where(Submission.id == submission_id)
        routine = _in_scope(actor, statement).routine
    if not routine:
        return False
    try:
        decide(actor, submission_id, Outcome.APPROVED, "", row_version)
    except (NotPermitted, Conflict):
        return False
    return True


def withdraw(actor: Actor, submission_id: UUID, row_version: int) -> Submission:
    """Take back what has not been decided yet."""
    with transaction() as running:
        submission = _locked(actor, submission_id)
        actor.require(Permission.LOCALISATION_SUBMIT, submission.path)
        check_decidable(submission.status, submission.row_version, row_version)
        submission.status = SubmissionStatus.WITHDRAWN
        submission.row_version += 1
        usage.record(
            WITHDRAWN,
            actor=actor.ref_at(submission.path),
            path=submission.path,
            outlet_id=submission.outlet_id,
            campaign_id=submission.campaign_id,
            localisation_id=submission.localisation_id,
        )
        audit.append(
            "submission.withdrawn",
            actor=actor.ref_at(submission.path),
            subject="submission",
            subject_id=submission.id,
        )
        enqueue(
            RELEASE_JOB,
            {"submission_id": str(submission.id)},
            key=f"{RELEASE_JOB}:{submission.id}",
        )
        running.flush()
        return submission


def _refuse_own(actor: Actor, submission: Submission) -> None:
    if is_own(actor, submission):
        raise NotPermitted(
            N_("You had a hand in this ad, so somebody else decides on it. Pass it on.")
        )


def _decide(
    submission: Submission,
    outcome: Outcome,
    reason: str,
    *,
    by: Actor | None = None,
    rule: str | None = None,
) -> None:
    submission.status = SubmissionStatus(outcome.value)
    submission.row_version += 1
    actor = by.ref_at(submission.path) if by else None
    session().add(
        Decision(
            submission_id=submission.id,
            outcome=outcome,
            decided_by=by.account_id if by else None,
            decided_by_name=by.name if by else "",
            rule=rule,
            reason=reason,
        )
    )
    usage.record(
        DECIDED,
        actor=actor,
        path=submission.path,
        outlet_id=submission.outlet_id,
        campaign_id=submission.campaign_id,
        localisation_id=submission.localisation_id,
        value=(clock.now() - submission.submitted_at).total_seconds(),
        attributes={"outcome": outcome, "rule": rule or ""},
    )
    audit.append(
        "submission.decided",
        actor=actor,
        subject="submission",
        subject_id=submission.id,
        details={"outcome": outcome, "rule": rule, "reason": reason},
    )


def _locked(actor: Actor, submission_id: UUID) -> Submission:
    statement = select(Submission).where(Submission.id == submission_id).with_for_update()
    return _in_scope(actor, statement.execution_options(populate_existing=True))


def _in_scope(actor: Actor, statement: Select[Submission]) -> Submission:
    found = session().scalar(statement)
    if found is None or not actor.scope.reaches(found.path):
        raise NotFound(N_("This submission does not exist, or not for your account."))
    return found


def _proofs_of(submission_id: UUID) -> Sequence[Proof]:
    return (
        session()
        .scalars(
            select(Proof)
            .join(SubmissionProof, SubmissionProof.proof_id == Proof.id)
            .where(SubmissionProof.submission_id == submission_id)
        )
        .all()
    )


def _proofs(proof_ids: Sequence[UUID]) -> Sequence[Proof]:
    wanted = set(proof_ids)
    found = session().scalars(select(Proof).where(Proof.id.in_(wanted)).order_by(Proof.id)).all()
    if not wanted or len(found) < len(wanted):
        raise NotFound(N_("This proof does not exist."))
    return found


def _localisation(proofs: Sequence[Proof]) -> Localisation:
    ids = {proof.localisation_id for proof in proofs}
    if len(ids) > 1:
        raise Invalid(N_("Hand in the ads of one outlet and one campaign together."))
    return session().get_one(Localisation, ids.pop())
