"""Owns publishing a kit version whose effect is known, and what becomes of what is under way."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from brand_assets.kit.models import BrandKit, BrandKitVersion
from brand_assets.kit.service import publish_kit_version
from campaigns.ad_templates.models import AdTemplateVersion
from campaigns.ad_templates.reissuing import reissue_version
from campaigns.planning.adopting import move_formats
from campaigns.rollout.models import KitEffect
from campaigns.rollout.rules import KIT_ADOPTED, Policy
from campaigns.rollout.service import Standing, Subject, get_subject
from campaigns.rollout.subjects import Basis, count_decisions
from portal.foundation import audit, clock, usage
from portal.foundation.database import session, transaction
from portal.foundation.errors import N_, Conflict
from regions.accounts.rules import Actor

REFUSALS = {
    Standing.NONE: N_("Look at the effect of this version first, then publish it."),
    Standing.RUNNING: N_("The effect is still being looked at. Publish once all is checked."),
    Standing.FAILED: N_("The effect could not be looked at to the end. Start again."),
    Standing.CANCELLED: N_("The look at the effect was cancelled. Start again, then publish."),
    Standing.OTHER_CONTENT: N_(
        "The draft has changed since its effect was looked at. Look at it again."
    ),
    Standing.OTHER_BASIS: N_(
        "Campaigns or templates have changed since the effect was looked at. Look at it again."
    ),
}


@dataclass(frozen=True, slots=True)
class Adopted:
    """What publishing a kit version led to."""

    version: BrandKitVersion
    policy: Policy
    templates: int
    campaigns: int
    decisions: int


def publish_with_effect(
    actor: Actor, version_id: UUID, policy: Policy, seen: UUID | None
) -> Adopted:
    """Publish a draft whose effect was looked at and seen; refusals are audited.

    `seen` is the effect that the page showed, None where it said that nobody is concerned. Each
    template is issued anew with the same document; campaigns that run go over to it, or stay with
    what they began with, by `policy`. Plans that are not published yet always go over. No proof
    changes, nor anything that was delivered.
    """
    try:
        with transaction() as running:
            subject = _locked(actor, version_id)
            _refuse_unseen(subject, seen)
            version = publish_kit_version(actor, version_id)
            voided = count_decisions(subject.basis)
            if subject.effect is not None:
                subject.effect.counts = {**subject.effect.counts, "decisions": voided}
            decisions = voided if policy is Policy.TAKE_OVER else 0
            issued = _reissue(actor, subject)
            campaigns = _move(actor, subject, policy, issued)
            adopted = Adopted(version, policy, len(set(issued.values())), campaigns, decisions)
            _note(actor, subject, adopted)
            running.flush()
            return adopted
    except Conflict as refusal:
        audit.audit_refusal(
            "kit.adopted",
            actor=actor.ref,
            subject="kit_version",
            subject_id=version_id,
            details={"policy": policy, "why": refusal.message},
        )
        raise


def _locked(actor: Actor, version_id: UUID) -> Subject:
    """Return the version under lock: a draft that changes meanwhile has to wait."""
    get_subject(actor, version_id)
    statement = select(BrandKitVersion).where(BrandKitVersion.id == version_id).with_for_update()
    session().scalars(statement.execution_options(populate_existing=True)).one()
    return get_subject(actor, version_id)


def _refuse_unseen(subject: Subject, seen: UUID | None) -> None:
    if not subject.is_draft:
        raise Conflict(N_("This version is published already. Draft a new one to change it."))
    standing = subject.standing
    if standing in REFUSALS:
        raise Conflict(REFUSALS[standing])
    shown = subject.effect.id if subject.effect else None
    if shown != seen:
        raise Conflict(N_("There is a newer look at the effect than you saw. Load the page again."))


def _reissue(actor: Actor, subject: Subject) -> dict[UUID, UUID]:
    """Issue all templates anew; return the new version by each old one.

    Older versions that campaigns still use come first, so that the newest document stays newest.
    """
    ref = actor.ref_at(subject.kit.path)
    return {
        version.id: reissue_version(ref, version.id, subject.version.id).id
        for version in _in_use(subject.basis)
    }


def _in_use(basis: Basis) -> Sequence[AdTemplateVersion]:
    ids = {live.template_version_id for live in basis.formats} | {one for one, _ in basis.templates}
    statement = select(AdTemplateVersion).where(AdTemplateVersion.id.in_(ids))
    ordered = statement.order_by(AdTemplateVersion.template_id, AdTemplateVersion.number)
    return session().scalars(ordered).all()


def _move(actor: Actor, subject: Subject, policy: Policy, issued: dict[UUID, UUID]) -> int:
    ref = actor.ref_at(subject.kit.path)
    going = dict.fromkeys(
        live.campaign_id
        for live in subject.basis.formats
        if policy is Policy.TAKE_OVER or not live.runs
    )
    return sum(move_formats(ref, campaign_id, issued) > 0 for campaign_id in sorted(going))


def _note(actor: Actor, subject: Subject, adopted: Adopted) -> None:
    effect: KitEffect | None = subject.effect
    changed = effect.counts.get("look", 0) if effect else 0
    if effect is not None:
        effect.policy, effect.decided_at = adopted.policy, clock.now()
        effect.decided_by = actor.account_id
    kit: BrandKit = subject.kit
    usage.record(
        KIT_ADOPTED,
        actor=actor.ref_at(kit.path),
        path=kit.path,
        value=float(adopted.campaigns),
        attributes={"policy": adopted.policy, "changed": changed},
    )
    audit.append(
        "kit.adopted",
        actor=actor.ref_at(kit.path),
        subject="kit_version",
        subject_id=adopted.version.id,
        details={
            "policy": adopted.policy,
            "effect": str(effect.id) if effect else "",
            "templates": adopted.templates,
            "campaigns": adopted.campaigns,
            "decisions": adopted.decisions,
        },
    )
