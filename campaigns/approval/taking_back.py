"""Owns how an expired campaign rejects what waits for a decision, and how that is taken back.

All of it runs in the caller's transaction, who holds the campaign alone.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select

from campaigns.approval.models import Decision, Submission
from campaigns.approval.rules import Outcome, SubmissionStatus
from portal.foundation import audit
from portal.foundation.database import session
from regions.accounts.rules import Actor


def reject_waiting(actor: Actor, campaign_id: UUID, reason: str) -> Sequence[Submission]:
    """Reject all submissions of a campaign that wait, with the reason; return them."""
    statement = (
        select(Submission)
        .where(
            Submission.campaign_id == campaign_id,
            Submission.status == SubmissionStatus.AWAITING_DECISION,
        )
        .order_by(Submission.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    waiting = session().scalars(statement).all()
    for submission in waiting:
        _reject(actor, submission, reason)
    return waiting


def _reject(actor: Actor, submission: Submission, reason: str) -> None:
    submission.status = SubmissionStatus.REJECTED
    submission.row_version += 1
    session().add(
        Decision(
            submission_id=submission.id,
            outcome=Outcome.REJECTED,
            decided_by=actor.account_id,
            decided_by_name=actor.name,
            reason=reason,
        )
    )
    audit.append(
        "submission.decided",
        actor=actor.ref,
        subject="submission",
        subject_id=submission.id,
        details={"outcome": Outcome.REJECTED, "why": "campaign expired", "reason": reason},
    )


def reopen_submission(actor: Actor, submission_id: UUID) -> None:
    """Have a submission wait again that only an expiry had rejected; the audit trail keeps both.

    The decision is taken away: each submission has room for the one that is still to come.
    """
    statement = select(Submission).where(Submission.id == submission_id).with_for_update()
    submission = session().scalars(statement.execution_options(populate_existing=True)).one()
    session().execute(delete(Decision).where(Decision.submission_id == submission_id))
    submission.status = SubmissionStatus.AWAITING_DECISION
    submission.row_version += 1
    audit.append(
        "submission.reopened",
        actor=actor.ref,
        subject="submission",
        subject_id=submission.id,
    )
