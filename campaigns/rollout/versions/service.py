"""Owns trials of new template versions: whom one concerns, starting a trial, cancelling it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from campaigns.ad_templates.drafting import content_hash, get_draft, is_up_to_date
from campaigns.ad_templates.models import AdTemplate, AdTemplateVersion
from campaigns.ad_templates.retiring import lock_version
from campaigns.ad_templates.versions import TemplateStatus
from campaigns.localisation.models import Localisation
from campaigns.proofs.rules import fingerprint_of
from campaigns.rollout.rules import EffectState
from campaigns.rollout.service import Standing
from campaigns.rollout.versions.kinds import TRIAL_JOB
from campaigns.rollout.versions.models import VersionCarry, VersionTrial
from campaigns.rollout.versions.shifting import (
    Concerned,
    Obstacle,
    concerned_by,
    obstacles,
    shift_of,
)
from portal.foundation import audit, clock
from portal.foundation.database import reading, session, transaction
from portal.foundation.errors import N_, Conflict
from portal.foundation.ids import new_id
from portal.foundation.jobs import JobView, enqueue, find_job
from regions.accounts.rules import Actor

__all__ = [
    "CampaignAhead",
    "RebasePlan",
    "basis_of",
    "cancel_trial",
    "latest_trial",
    "plan_rebase",
    "start_trial",
]


@dataclass(frozen=True, slots=True)
class CampaignAhead:
    """One campaign that a version concerns: its open localisations, and what stands in the way."""

    concerned: Concerned
    localisations: int
    obstacles: tuple[Obstacle, ...]


@dataclass(frozen=True, slots=True)
class RebasePlan:
    """A version, whom publishing it concerns, and the latest trial of it."""

    template: AdTemplate
    version: AdTemplateVersion
    campaigns: tuple[CampaignAhead, ...]
    trial: VersionTrial | None
    job: JobView | None
    carries: tuple[VersionCarry, ...]
    basis_sha256: str

    @property
    def is_draft(self) -> bool:
        """Whether it can still be published."""
        return self.version.status == TemplateStatus.DRAFT

    @property
    def is_up_to_date(self) -> bool:
        """Whether no other version was published since the draft was saved."""
        return not self.is_draft or is_up_to_date(self.version)

    @property
    def localisations(self) -> int:
        """How many open localisations would go over."""
        return sum(one.localisations for one in self.campaigns)

    @property
    def has_obstacles(self) -> bool:
        """Whether some campaign cannot go over as it is."""
        return any(one.obstacles for one in self.campaigns)

    @property
    def standing(self) -> Standing:
        """How the latest trial stands towards the draft and the campaigns of now."""
        trial = self.trial
        if trial is None:
            return Standing.NONE if self.localisations else Standing.NOBODY
        if not self.is_draft:
            return Standing.COMPLETE
        if trial.content_sha256 != content_hash(self.version):
            return Standing.OTHER_CONTENT
        if trial.state is EffectState.DONE:
            same = trial.basis_sha256 == self.basis_sha256
            return Standing.COMPLETE if same else Standing.OTHER_BASIS
        if trial.state is EffectState.CANCELLED:
            return Standing.CANCELLED
        ended = self.job is None or self.job.state in ("failed", "done")
        return Standing.FAILED if ended else Standing.RUNNING


def plan_rebase(actor: Actor, version_id: UUID) -> RebasePlan:
    """Return whom publishing a version concerns, for who may publish it; raises NotFound."""
    with reading() as running:
        version = get_draft(actor, version_id)
        template = running.get_one(AdTemplate, version.template_id)
        draft = version.status == TemplateStatus.DRAFT
        concerned = concerned_by(version) if draft else ()
        trial = latest_trial(version.id)
        return RebasePlan(
            template=template,
            version=version,
            campaigns=tuple(_ahead(one, version) for one in concerned),
            trial=trial,
            job=find_job(trial.job_id) if trial else None,
            carries=carries_of(version.id),
            basis_sha256=basis_of(concerned),
        )


def _ahead(concerned: Concerned, version: AdTemplateVersion) -> CampaignAhead:
    shift = shift_of(concerned.campaign, concerned.chosen, version)
    count = count_localisations((concerned,))
    return CampaignAhead(concerned, count, obstacles(shift, concerned.campaign))


def count_localisations(concerned: tuple[Concerned, ...]) -> int:
    """Return how many localisations campaigns that are under way have."""
    ids = [one.campaign.id for one in concerned if one.runs]
    statement = select(func.count()).select_from(Localisation)
    with reading() as running:
        return running.scalar(statement.where(Localisation.campaign_id.in_(ids))) or 0


def basis_of(concerned: tuple[Concerned, ...]) -> str:
    """Return what stands for the campaigns concerned: another plan or campaign is another basis."""
    return fingerprint_of(
        {
            "campaigns": [
                [
                    str(one.campaign.id),
                    one.runs,
                    str(one.version.id),
                    one.campaign.fields,
                ]
                for one in concerned
            ]
        }
    )


def carries_of(version_id: UUID) -> tuple[VersionCarry, ...]:
    """Return the campaigns that went, or are to go, over to a version."""
    statement = select(VersionCarry).where(VersionCarry.new_version_id == version_id)
    with reading() as running:
        return tuple(running.scalars(statement.order_by(VersionCarry.id)))


def latest_trial(version_id: UUID) -> VersionTrial | None:
    """Return the latest trial of a version, whatever came of it."""
    statement = select(VersionTrial).where(VersionTrial.version_id == version_id)
    with reading() as running:
        return running.scalar(
            statement.order_by(VersionTrial.id.desc())
            .limit(1)
            .execution_options(populate_existing=True)
        )


def start_trial(actor: Actor, version_id: UUID) -> VersionTrial:
    """Try a draft with all open localisations in the background; what runs for it goes on."""
    with transaction():
        get_draft(actor, version_id)
        lock_version(version_id)  # of two who start at once, the second one finds the first's
        plan = plan_rebase(actor, version_id)
        if not plan.is_draft:
            raise Conflict(N_("This version is published already. Draft a new one to change it."))
        if not plan.is_up_to_date:
            raise Conflict(
                N_("Another version was published since. Save the draft again, then look at it.")
            )
        if plan.trial is not None and plan.standing is Standing.RUNNING:
            return plan.trial
        if plan.trial is not None and plan.trial.state is EffectState.RUNNING:
            plan.trial.state = EffectState.CANCELLED
        return _begin(actor, plan)


def _begin(actor: Actor, plan: RebasePlan) -> VersionTrial:
    trial_id = new_id()
    trial = VersionTrial(
        id=trial_id,
        version_id=plan.version.id,
        content_sha256=content_hash(plan.version),
        basis_sha256=plan.basis_sha256,
        state=EffectState.RUNNING,
        job_id=enqueue(TRIAL_JOB, {"trial_id": str(trial_id)}, key=f"{TRIAL_JOB}:{trial_id}"),
        started_by=actor.account_id,
        started_by_name=actor.name,
        total=plan.localisations,
    )
    session().add(trial)
    _note("template.trial_started", actor, trial)
    session().flush()
    return trial


def cancel_trial(actor: Actor, version_id: UUID) -> VersionTrial:
    """End a trial; what it found so far stays, but nothing can be decided on it."""
    with transaction() as running:
        plan_rebase(actor, version_id)
        newest = select(VersionTrial).where(VersionTrial.version_id == version_id)
        trial = running.scalar(
            newest.order_by(VersionTrial.id.desc())
            .limit(1)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        if trial is None or trial.state is not EffectState.RUNNING:
            raise Conflict(N_("This has ended already. Load the page again."))
        trial.state, trial.finished_at = EffectState.CANCELLED, clock.now()
        _note("template.trial_cancelled", actor, trial)
        running.flush()
        return trial


def _note(action: str, actor: Actor, trial: VersionTrial) -> None:
    audit.append(
        action,
        actor=actor.ref,
        subject="ad_template_version",
        subject_id=trial.version_id,
        details={"trial": str(trial.id), "sha256": trial.content_sha256},
    )
