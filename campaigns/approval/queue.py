"""Owns what a decider sees: the queue in scope by due date, and one submission in full."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from campaigns.ad_templates.models import AdFormat
from campaigns.approval.models import Decision, Submission, SubmissionProof
from campaigns.approval.rules import DecisionFacts, Reason, SubmissionStatus
from campaigns.approval.service import FACTS, REASONS, find_decision
from campaigns.approval.validity import is_own
from campaigns.planning.models import Campaign
from campaigns.proofs.models import Proof
from portal.foundation.database import reading
from portal.foundation.errors import N_, NotFound
from regions.accounts.rules import Actor, Permission
from regions.partners.models import Outlet
from regions.scoping import within


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """One submission as the queue lists it."""

    submission_id: UUID
    row_version: int
    localisation_id: UUID
    place: str
    campaign_de: str
    campaign_en: str
    format_key: str
    submitted_at: datetime
    due_at: datetime
    time_zone: str
    routine: bool
    changed: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class SubmittedProof:
    """One proof of a submission with its format's name."""

    proof: Proof
    ad_format: AdFormat


@dataclass(frozen=True, slots=True)
class SubmissionView:
    """One submission with all that a decision needs."""

    submission: Submission
    outlet: Outlet
    campaign: Campaign
    facts: DecisionFacts
    reasons: tuple[Reason, ...]
    proofs: tuple[SubmittedProof, ...]
    decision: Decision | None
    is_own: bool
    last_approved: datetime | None


def queue(actor: Actor, limit: int = 200) -> tuple[QueueEntry, ...]:
    """Return what awaits this actor's decision, the most urgent first."""
    first_format = (
        select(func.min(Proof.format_key))
        .join(SubmissionProof, SubmissionProof.proof_id == Proof.id)
        .where(SubmissionProof.submission_id == Submission.id)
        .scalar_subquery()
    )
    statement = (
        select(Submission, Outlet, Campaign.name_de, Campaign.name_en, first_format)
        .join(Outlet, Outlet.id == Submission.outlet_id)
        .join(Campaign, Campaign.id == Submission.campaign_id)
        .where(Submission.status == SubmissionStatus.AWAITING_DECISION)
        .order_by(Submission.due_at, Submission.id)
        .limit(limit)
    )
    scope = actor.scope_for(Permission.SUBMISSION_DECIDE)
    with reading() as running:
        rows = running.execute(statement.where(within(Submission.path, scope)))
        return tuple(_entry(*row) for row in rows)


def _entry(
    submission: Submission, outlet: Outlet, name_de: str, name_en: str, format_key: str
) -> QueueEntry:
    return QueueEntry(
        submission_id=submission.id,
        row_version=submission.row_version,
        localisation_id=submission.localisation_id,
        place=outlet.place,
        campaign_de=name_de,
        campaign_en=name_en,
        format_key=format_key,
        submitted_at=submission.submitted_at,
        due_at=submission.due_at,
        time_zone=outlet.time_zone,
        routine=submission.routine,
        changed=len(submission.facts["changed"]),
        reasons=REASONS.validate_python(submission.reasons),
    )


def count_awaiting(actor: Actor) -> int:
    """Return how many submissions await this actor's decision."""
    statement = (
        select(func.count())
        .select_from(Submission)
        .where(Submission.status == SubmissionStatus.AWAITING_DECISION)
    )
    scope = actor.scope_for(Permission.SUBMISSION_DECIDE)
    with reading() as running:
        return running.scalar(statement.where(within(Submission.path, scope))) or 0


def get_submission(actor: Actor, submission_id: UUID) -> SubmissionView:
    """Return one submission in scope with all that a decision needs."""
    statement = (
        select(Submission, Outlet, Campaign)
        .join(Outlet, Outlet.id == Submission.outlet_id)
        .join(Campaign, Campaign.id == Submission.campaign_id)
        .where(Submission.id == submission_id)
    )
    scope = actor.scope_for(Permission.SUBMISSION_READ)
    with reading() as running:
        row = running.execute(statement.where(within(Submission.path, scope))).first()
        if row is None:
            raise NotFound(N_("This submission does not exist, or not for your account."))
        submission, outlet, campaign = row
        return SubmissionView(
            submission=submission,
            outlet=outlet,
            campaign=campaign,
            facts=FACTS.validate_python(submission.facts),
            reasons=REASONS.validate_python(submission.reasons),
            proofs=_submitted_proofs(submission_id),
            decision=find_decision(submission_id),
            is_own=is_own(actor, submission),
            last_approved=_last_approved(submission),
        )


def submissions_of(actor: Actor, localisation_id: UUID) -> Sequence[Submission]:
    """Return what was handed in of a localisation, the newest first."""
    statement = (
        select(Submission)
        .where(Submission.localisation_id == localisation_id)
        .order_by(Submission.id.desc())
    )
    scope = actor.scope_for(Permission.SUBMISSION_READ)
    with reading() as running:
        return running.scalars(statement.where(within(Submission.path, scope))).all()


def count_sent_back(localisation_outlet_id: UUID, since: datetime) -> int:
    """Return how many of an outlet's submissions were not approved since then."""
    refused = (SubmissionStatus.CHANGES_REQUESTED, SubmissionStatus.REJECTED)
    statement = (
        select(func.count())
        .select_from(Submission)
        .where(
            Submission.outlet_id == localisation_outlet_id,
            Submission.submitted_at >= since,
            Submission.status.in_(refused),
        )
    )
    with reading() as running:
        return running.scalar(statement) or 0


def _submitted_proofs(submission_id: UUID) -> tuple[SubmittedProof, ...]:
    statement = (
        select(Proof, AdFormat)
        .join(SubmissionProof, SubmissionProof.proof_id == Proof.id)
        .join(AdFormat, AdFormat.key == Proof.format_key)
        .where(SubmissionProof.submission_id == submission_id)
        .order_by(AdFormat.unit, AdFormat.key)
    )
    with reading() as running:
        return tuple(SubmittedProof(*row) for row in running.execute(statement))


def _last_approved(submission: Submission) -> datetime | None:
    statement = (
        select(func.max(Decision.at))
        .join(Submission, Submission.id == Decision.submission_id)
        .where(
            Submission.localisation_id == submission.localisation_id,
            Submission.id != submission.id,
            Submission.status == SubmissionStatus.APPROVED,
        )
    )
    with reading() as running:
        return running.scalar(statement)
