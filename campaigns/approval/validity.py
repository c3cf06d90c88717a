"""Owns what counts as approved now, and who had a hand in a submission: derived on read."""

from uuid import UUID

from sqlalchemy import select

from campaigns.approval.models import Decision, KeptApproval, Submission, SubmissionProof
from campaigns.approval.rules import Approval, SubmissionStatus
from campaigns.localisation.models import Localisation, ValueChange
from campaigns.localisation.recording import acts_on_behalf
from campaigns.proofs.models import Proof
from campaigns.proofs.service import fingerprint_now, fingerprint_with
from portal.foundation.database import reading
from portal.foundation.errors import N_, Conflict, NotFound
from regions.accounts.rules import Actor


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
        same = is_as_approved(proof)
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


def is_as_approved(proof: Proof) -> bool:
    """Whether nothing has changed since a proof was made that its approval rests on.

    The ad comes out like that now; or its campaign went over to another template version while
    an order of this proof was under way, and nobody has changed what it shows since.
    """
    if fingerprint_now(proof.localisation_id, proof.format_key) == proof.fingerprint:
        return True
    with reading() as running:
        kept = running.get(KeptApproval, proof.id)
    if kept is None:
        return False
    place = (proof.localisation_id, proof.format_key, proof.template_version_id)
    return fingerprint_with(*place) == kept.fingerprint


def refuse_outdated(proof: Proof) -> None:
    """Raise Conflict where a proof that waits for its decision is not what it was handed in for."""
    if not is_as_approved(proof):
        raise _changed()


def refuse_changed(proof: Proof) -> None:
    """Raise Conflict where the ad would come out otherwise now than the proof shows."""
    if fingerprint_now(proof.localisation_id, proof.format_key) != proof.fingerprint:
        raise _changed()


def _changed() -> Conflict:
    return Conflict(
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
        return frozenset(
            {submission.submitted_by, *filter(None, editors), *([author] if author else [])}
        )


def is_own(actor: Actor, submission: Submission) -> bool:
    """Whether a submission is the account's own: it had a hand in it, or belongs to the partner."""
    had_a_hand = actor.account_id in participants(submission)
    return had_a_hand or not acts_on_behalf(actor, submission.path)
