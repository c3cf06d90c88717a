"""Owns checks against everyone: starting one, following it, cancelling it, and how it stands."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from campaigns.ad_templates.drafting import refuse_foreign_draft
from campaigns.planning.models import Campaign
from campaigns.planning.service import get_campaign
from campaigns.rollout.everyone.counting import count_outlets_with_errors, count_without_exception
from campaigns.rollout.everyone.models import EveryoneRun
from campaigns.rollout.everyone.rules import EVERYONE_JOB, CheckState, Standing
from campaigns.rollout.everyone.subjects import CheckSubject, load_content
from portal.foundation import audit, clock
from portal.foundation.database import reading, session, transaction
from portal.foundation.errors import N_, Conflict, NotPermitted
from portal.foundation.ids import new_id
from portal.foundation.jobs import JobView, enqueue, find_job
from regions.accounts.rules import Actor, Permission

__all__ = [
    "CheckSubject",
    "EveryoneCheck",
    "cancel_check",
    "find_check",
    "get_campaign_to_check",
    "require_decision",
    "start_check",
]

_LOOK = (Permission.CAMPAIGN_PLAN, Permission.TEMPLATE_PUBLISH)


@dataclass(frozen=True, slots=True)
class EveryoneCheck:
    """The latest check of a subject, and how it stands towards what would be published now."""

    subject: CheckSubject
    run: EveryoneRun
    standing: Standing
    job: JobView | None
    outlets_with_errors: int = 0
    errors_without_exception: int = 0

    @property
    def id(self) -> UUID:
        """What a page names to say which check it showed."""
        return self.run.id

    @property
    def done(self) -> int:
        """How many ads were set so far."""
        return max(self.run.done, self.job.done if self.job else 0)

    @property
    def allows_publishing(self) -> bool:
        """Whether it is complete, current, and every outlet with errors is excepted by name."""
        return self.standing is Standing.COMPLETE and not self.errors_without_exception


def find_check(subject: CheckSubject) -> EveryoneCheck | None:
    """Return the latest check of a subject, None before the first; the caller checks the scope."""
    with reading():
        run = _latest(subject)
        if run is None:
            return None
        job = find_job(run.job_id)
        standing = _standing(subject, run, job)
        if standing is Standing.RUNNING:
            return EveryoneCheck(subject, run, standing, job)
        return EveryoneCheck(
            subject,
            run,
            standing,
            job,
            count_outlets_with_errors(run.id),
            count_without_exception(run.id, subject.key),
        )


def _latest(subject: CheckSubject) -> EveryoneRun | None:
    statement = select(EveryoneRun).where(EveryoneRun.subject == subject.key)
    with reading() as running:
        return running.scalar(
            statement.order_by(EveryoneRun.id.desc())
            .limit(1)
            .execution_options(populate_existing=True)
        )


def _standing(subject: CheckSubject, run: EveryoneRun, job: JobView | None) -> Standing:
    if run.state is CheckState.CANCELLED:
        return Standing.CANCELLED
    if run.state is CheckState.RUNNING:
        ended = job is None or job.state in ("failed", "done")
        return Standing.FAILED if ended else Standing.RUNNING
    same = load_content(subject).sha256 == run.content_sha256
    return Standing.COMPLETE if same else Standing.OTHER_CONTENT


def get_campaign_to_check(actor: Actor, subject: CheckSubject) -> Campaign:
    """Return the campaign of a subject for who may have it checked; raises NotFound.

    With a template's draft only for who may publish that: nobody else is to know of it.
    """
    campaign = get_campaign(actor, subject.campaign_id)
    _require_any(actor, campaign, _LOOK)
    if subject.template_version_id is not None:
        refuse_foreign_draft(actor, subject.template_version_id)
    return campaign


def require_decision(actor: Actor, subject: CheckSubject) -> Campaign:
    """Return the campaign of a subject for who may publish it, or except outlets."""
    campaign = get_campaign_to_check(actor, subject)
    _require_any(actor, campaign, (publishes(subject),))
    return campaign


def publishes(subject: CheckSubject) -> Permission:
    """Return the right to publish what a check is about."""
    if subject.template_version_id is not None:
        return Permission.TEMPLATE_PUBLISH
    return Permission.CAMPAIGN_PUBLISH


def _require_any(actor: Actor, campaign: Campaign, permissions: tuple[Permission, ...]) -> None:
    if not any(actor.may_at(one, campaign.path) for one in permissions):
        raise NotPermitted(N_("This campaign belongs to head office or to another region."))


def start_check(actor: Actor, subject: CheckSubject) -> EveryoneCheck:
    """Set and check a subject for everyone in the background; what already runs for it goes on."""
    with transaction():
        campaign = get_campaign_to_check(actor, subject)
        _wait_for_other_starts(campaign.id)
        earlier = find_check(subject)
        if earlier is not None and earlier.standing is Standing.RUNNING:
            return earlier
        if earlier is not None and earlier.run.state is CheckState.RUNNING:
            earlier.run.state = CheckState.CANCELLED
        run = _begin(actor, subject, campaign)
        return EveryoneCheck(subject, run, Standing.RUNNING, find_job(run.job_id))


def _wait_for_other_starts(campaign_id: UUID) -> None:
    """Lock a campaign, so that of two who start at once the second one finds the first's check."""
    statement = select(Campaign.id).where(Campaign.id == campaign_id)
    session().execute(statement.with_for_update())


def _begin(actor: Actor, subject: CheckSubject, campaign: Campaign) -> EveryoneRun:
    content = load_content(subject)
    if not content.ads:
        raise Conflict(N_("There is nothing to set: choose formats and an audience first."))
    run_id = new_id()
    run = EveryoneRun(
        id=run_id,
        subject=subject.key,
        campaign_id=campaign.id,
        template_version_id=subject.template_version_id,
        path=campaign.path,
        content_sha256=content.sha256,
        state=CheckState.RUNNING,
        job_id=enqueue(EVERYONE_JOB, {"run_id": str(run_id)}, key=f"{EVERYONE_JOB}:{run_id}"),
        started_by=actor.account_id,
        started_by_name=actor.name,
        outlets=content.outlets,
        total=content.ads,
    )
    session().add(run)
    _audit("campaign.check_started", actor, run, outlets=content.outlets)
    session().flush()
    return run


def cancel_check(actor: Actor, subject: CheckSubject) -> None:
    """End a check; what was found so far stays, but nothing can be published on it."""
    with transaction() as running:
        get_campaign_to_check(actor, subject)
        latest = _latest(subject)
        run = (
            running.get(EveryoneRun, latest.id, with_for_update=True, populate_existing=True)
            if latest
            else None
        )
        if run is None or run.state is not CheckState.RUNNING:
            raise Conflict(N_("This has ended already. Load the page again."))
        run.state, run.finished_at = CheckState.CANCELLED, clock.now()
        _audit("campaign.check_cancelled", actor, run, done=run.done, total=run.total)
        running.flush()


def _audit(action: str, actor: Actor, run: EveryoneRun, **details: int) -> None:
    version = run.template_version_id
    audit.append(
        action,
        actor=actor.ref_at(run.path),
        subject="campaign",
        subject_id=run.campaign_id,
        details={"check": str(run.id), "version": str(version) if version else "", **details},
    )
