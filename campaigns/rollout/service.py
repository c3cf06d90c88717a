"""Owns effects of kit versions: starting the look at one, following it, cancelling it."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from brand_assets.kit.models import BrandKit, BrandKitVersion
from brand_assets.kit.rules import KitStatus, parse_kit
from brand_assets.kit.service import KitUnsound, get_kit_version
from campaigns.rollout.models import KitEffect
from campaigns.rollout.rules import EFFECT_JOB, EffectState
from campaigns.rollout.subjects import Basis, count_ads, live_basis, template_subjects
from portal.foundation import audit, clock
from portal.foundation.database import reading, session, transaction
from portal.foundation.errors import N_, Conflict
from portal.foundation.ids import new_id
from portal.foundation.jobs import JobView, enqueue, find_job
from regions.accounts.rules import Actor, Permission

__all__ = [
    "Standing",
    "Subject",
    "cancel_effect",
    "get_subject",
    "latest_effect",
    "start_effect",
]


class Standing(StrEnum):
    """How an effect stands towards what its kit version says now."""

    NONE = "none"
    NOBODY = "nobody"
    RUNNING = "running"
    FAILED = "failed"
    CANCELLED = "cancelled"
    OTHER_CONTENT = "other_content"
    OTHER_BASIS = "other_basis"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class Subject:
    """A kit version with its kit, all that stands on the kit, and the latest look at its effect."""

    kit: BrandKit
    version: BrandKitVersion
    basis: Basis
    effect: KitEffect | None
    job: JobView | None

    @property
    def standing(self) -> Standing:
        """How the latest effect stands towards the version and what is under way."""
        if self.effect is None:
            return Standing.NOBODY if self.basis.concerns_nobody else Standing.NONE
        if self.effect.policy is not None:
            return Standing.COMPLETE
        if self.effect.content_sha256 != self.version.sha256:
            return Standing.OTHER_CONTENT
        if self.effect.state is EffectState.DONE:
            same = self.effect.basis_sha256 == self.basis.sha256
            return Standing.COMPLETE if same else Standing.OTHER_BASIS
        if self.effect.state is EffectState.CANCELLED:
            return Standing.CANCELLED
        ended = self.job is None or self.job.state in ("failed", "done")
        return Standing.FAILED if ended else Standing.RUNNING

    @property
    def is_draft(self) -> bool:
        """Whether it can still be published."""
        return self.version.status is KitStatus.DRAFT


def get_subject(actor: Actor, version_id: UUID) -> Subject:
    """Return a kit version with its effect, for who may publish it; raises NotFound."""
    with reading() as running:
        version = get_kit_version(actor, version_id)
        kit = running.get_one(BrandKit, version.kit_id)
        actor.require(Permission.KIT_PUBLISH, kit.path)
        effect = latest_effect(version.id)
        job = find_job(effect.job_id) if effect else None
        return Subject(kit, version, live_basis(kit.id), effect, job)


def latest_effect(version_id: UUID) -> KitEffect | None:
    """Return the latest look at the effect of a kit version, whatever came of it."""
    statement = select(KitEffect).where(KitEffect.kit_version_id == version_id)
    with reading() as running:
        return running.scalar(
            statement.order_by(KitEffect.id.desc())
            .limit(1)
            .execution_options(populate_existing=True)
        )


def start_effect(actor: Actor, version_id: UUID) -> KitEffect:
    """Look at the effect of a draft in the background; what already runs for it goes on."""
    with transaction():
        subject = get_subject(actor, version_id)
        _refuse_unfit(subject.version)
        if subject.effect is not None and subject.standing is Standing.RUNNING:
            return subject.effect
        if subject.effect is not None and subject.effect.state is EffectState.RUNNING:
            subject.effect.state = EffectState.CANCELLED
        return _begin(actor, subject)


def _refuse_unfit(version: BrandKitVersion) -> None:
    if version.status is not KitStatus.DRAFT:
        raise Conflict(N_("This version is published already. Draft a new one to change it."))
    problems = parse_kit(version.definition).problems
    if problems:
        raise KitUnsound(problems)


def _begin(actor: Actor, subject: Subject) -> KitEffect:
    effect_id = new_id()
    effect = KitEffect(
        id=effect_id,
        kit_version_id=subject.version.id,
        path=subject.kit.path,
        content_sha256=subject.version.sha256,
        basis_sha256=subject.basis.sha256,
        state=EffectState.RUNNING,
        job_id=enqueue(EFFECT_JOB, {"effect_id": str(effect_id)}, key=f"{EFFECT_JOB}:{effect_id}"),
        started_by=actor.account_id,
        started_by_name=actor.name,
        total=count_ads(subject.basis) + len(template_subjects(subject.basis)),
    )
    session().add(effect)
    audit.append(
        "kit.effect_started",
        actor=actor.ref_at(subject.kit.path),
        subject="kit_version",
        subject_id=subject.version.id,
        details={"sha256": subject.version.sha256, "effect": str(effect_id)},
    )
    session().flush()
    return effect


def cancel_effect(actor: Actor, version_id: UUID) -> KitEffect:
    """End the look at an effect; what was found so far stays, but nothing can be decided on it."""
    with transaction() as running:
        get_subject(actor, version_id)
        newest = (
            select(KitEffect)
            .where(KitEffect.kit_version_id == version_id)
            .order_by(KitEffect.id.desc())
        )
        effect = running.scalar(
            newest.limit(1).with_for_update().execution_options(populate_existing=True)
        )
        if effect is None or effect.state is not EffectState.RUNNING:
            raise Conflict(N_("This has ended already. Load the page again."))
        effect.state, effect.finished_at = EffectState.CANCELLED, clock.now()
        audit.append(
            "kit.effect_cancelled",
            actor=actor.ref_at(effect.path),
            subject="kit_version",
            subject_id=version_id,
            details={"effect": str(effect.id), "done": effect.done, "total": effect.total},
        )
        running.flush()
        return effect
