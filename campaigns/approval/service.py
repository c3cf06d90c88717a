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

from campaigns.approval.models import Decision, Submission, SubmissionProof
from campaigns.approval.rules import (
    DECIDED,
    HANDED_IN,
    WITHDRAWN,
    Approval,
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
from campaigns.localisation.models import Localisation, ValueChange
from campaigns.planning.models import Campaign
from campaigns.proofs.models import Proof
from campaigns.proofs.rules import read_findings
from campaigns.proofs.service import fingerprint_now
from portal.foundation import audit, clock, usage
from portal.foundation.database import reading, session, transaction
from portal.foundation.errors import N_, Conflict, Invalid, NotFound, NotPermitted
from portal.foundation.jobs import enqueue
from regions.accounts.rules import Actor, Permission
from regions.partners.models import Outlet

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
        actor.require(Permission.LOCALISATION_SUBMIT, localisation.path)
        for proof in proofs:
            refuse_blocked(read_findings(proof.findings))
            refuse_changed(proof)
        may_decide = actor.may_at(Permission.SUBMISSION_DECIDE, localisation.path)
        facts = dataclasses.replace(facts, own=facts.own or may_decide)
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
                for proof in _proofs_of(submission.id):
                    refuse_changed(proof)
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


def approval_of(proof_id: UUID) -> Approval:
    """Return whether a proof is approved and still valid: derived now, never stored."""
    with reading() as running:
        proof = running.get(Proof, proof_id)
        if proof is None:
            raise NotFound(N_("This proof does not exist."))
        latest = running.scalar(
            select(Submission)
            .join(SubmissionProof, SubmissionProof.submission_id == Submission.id)
            .where(SubmissionProof.proof_id == proof_id)
            .order_by(Submission.id.desc())
            .limit(1)
        )
        if latest is None:
            return Approval(None, valid=False)
        decision = find_decision(latest.id)
        same = fingerprint_now(proof.localisation_id, proof.format_key) == proof.fingerprint
        return Approval(
            state=latest.status,
            valid=same and latest.status is SubmissionStatus.APPROVED,
            submission_id=latest.id,
            by_rule=decision is not None and decision.rule is not None,
            changed_since=not same,
            decided_at=decision.at if decision else None,
        )


def find_decision(submission_id: UUID) -> Decision | None:
    """Return the decision on a submission, None while there is none."""
    with reading() as running:
        return running.scalar(select(Decision).where(Decision.submission_id == submission_id))


def refuse_changed(proof: Proof) -> None:
    """Raise Conflict where the ad would come out otherwise now than the proof shows."""
    if fingerprint_now(proof.localisation_id, proof.format_key) != proof.fingerprint:
        raise Conflict(
            N_("The ad has changed since this picture was made. Look at it again and hand it in.")
        )


def participants(submission: Submission) -> frozenset[UUID]:
    """Return who had a hand in a submission: who handed it in and everyone who set its values."""
    with reading() as running:
        editors = running.scalars(
            select(ValueChange.changed_by).where(
                ValueChange.localisation_id == submission.localisation_id
            )
        )
        author = running.scalar(
            select(Localisation.created_by).where(Localisation.id == submission.localisation_id)
        )
        return frozenset({submission.submitted_by, *editors, *([author] if author else [])})


def _refuse_own(actor: Actor, submission: Submission) -> None:
    if actor.account_id in participants(submission):
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
