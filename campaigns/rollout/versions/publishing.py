"""Owns publishing a draft whose trial was seen, with the policy that head office sets."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from campaigns.ad_templates.drafting import content_hash, get_draft, publish_draft
from campaigns.ad_templates.models import AdTemplateVersion
from campaigns.ad_templates.retiring import lock_version
from campaigns.planning.holding import hold_campaigns
from campaigns.rollout.everyone.service import EveryoneCheck, find_check
from campaigns.rollout.everyone.subjects import CheckSubject
from campaigns.rollout.publishing import REFUSALS
from campaigns.rollout.service import Standing
from campaigns.rollout.versions.kinds import CarryState, VersionPolicy
from campaigns.rollout.versions.models import VersionCarry
from campaigns.rollout.versions.service import CampaignAhead, RebasePlan, plan_rebase
from campaigns.rollout.versions.shifting import concerned_by
from campaigns.rollout.versions.waiting import overtake, send_over
from portal.foundation import audit, clock
from portal.foundation.database import session, transaction
from portal.foundation.errors import N_, Conflict, Invalid, NotFound, NotPermitted
from portal.foundation.ids import new_id
from regions.accounts.rules import Actor

LONGEST = timedelta(days=366)
_TRIAL_REFUSALS = {
    **REFUSALS,
    Standing.NONE: N_("Try this version with the open ads first, then publish it."),
    Standing.RUNNING: N_("The open ads are still being tried. Publish once all are."),
    Standing.FAILED: N_("The open ads could not be tried to the end. Start again."),
    Standing.CANCELLED: N_("The trial was cancelled. Start again, then publish."),
    Standing.OTHER_CONTENT: N_("The draft has changed since it was tried. Try it again."),
    Standing.OTHER_BASIS: N_("Campaigns have changed since the trial. Try it again."),
}


@dataclass(frozen=True, slots=True)
class VersionChoice:
    """What head office decides: new at once, or the old version until a day (included)."""

    policy: VersionPolicy
    old_until: date | None = None


def publish_version(
    actor: Actor, version_id: UUID, choice: VersionChoice, seen: UUID | None
) -> AdTemplateVersion:
    """Publish a draft; `seen` is the trial that the page showed, None where nobody is concerned.

    Plans go over at once, running campaigns as the policy says, each in one unit of work by a
    job of its own. Refusals are audited.
    """
    try:
        with transaction():
            draft = _held(actor, version_id)
            plan = plan_rebase(actor, version_id)
            _refuse_unready(plan, choice, seen)
            published = publish_draft(actor, version_id, content_hash(draft))
            for ahead in plan.campaigns:
                _send(actor, plan, ahead, choice)
            _note(actor, plan, choice)
            return published
    except (Conflict, Invalid, NotFound, NotPermitted) as refusal:
        audit.audit_refusal(
            "template.version_published",
            actor=actor.ref,
            subject="ad_template_version",
            subject_id=version_id,
            details={"policy": choice.policy, "why": refusal.message},
        )
        raise


def _held(actor: Actor, version_id: UUID) -> AdTemplateVersion:
    """Return a draft under lock, after the campaigns that it concerns.

    What it is judged by stays as it is until it is published: nobody expires one of the campaigns,
    takes an exception back or saves the draft meanwhile.
    """
    draft = get_draft(actor, version_id)
    hold_campaigns(one.campaign.id for one in concerned_by(draft))
    return lock_version(version_id)


def _refuse_unready(plan: RebasePlan, choice: VersionChoice, seen: UUID | None) -> None:
    if not plan.is_draft:
        raise Conflict(N_("This version is published already. Draft a new one to change it."))
    if plan.has_obstacles:
        raise Conflict(N_("A campaign cannot go over like this. Mend what is listed with it."))
    standing = plan.standing
    if standing in _TRIAL_REFUSALS and plan.localisations:
        raise Conflict(_TRIAL_REFUSALS[standing])
    shown = plan.trial.id if plan.trial else None
    if plan.localisations and shown != seen:
        raise Conflict(N_("There is a newer trial than the one you saw. Load the page again."))
    if unchecked(plan):
        raise Conflict(
            N_("A campaign was not checked for all outlets yet, or has errors left: see below.")
        )
    _refuse_day(choice)


def _refuse_day(choice: VersionChoice) -> None:
    if choice.policy is VersionPolicy.AT_ONCE:
        return
    if choice.old_until is None or not (
        clock.today() <= choice.old_until <= clock.today() + LONGEST
    ):
        raise Invalid(
            N_("Choose until which day the old version is ordered: today or later."),
            field="old_until",
        )


def unchecked(plan: RebasePlan) -> tuple[CampaignAhead, ...]:
    """Return the running campaigns whose outlets this version was not proved for."""
    return tuple(
        one
        for one in plan.campaigns
        if one.concerned.runs and not _allows(check_of(plan.version, one))
    )


def check_of(version: AdTemplateVersion, ahead: CampaignAhead) -> EveryoneCheck | None:
    """Return the proof of a version against all outlets of a campaign, None without one."""
    return find_check(CheckSubject(ahead.concerned.campaign.id, version.id))


def _allows(check: EveryoneCheck | None) -> bool:
    return check is not None and check.allows_publishing


def _send(actor: Actor, plan: RebasePlan, ahead: CampaignAhead, choice: VersionChoice) -> None:
    """Have one campaign go over; what waited for an older version is overtaken."""
    concerned = ahead.concerned
    at_once = choice.policy is VersionPolicy.AT_ONCE or not concerned.runs
    policy = VersionPolicy.AT_ONCE if at_once else VersionPolicy.UNTIL
    overtake(concerned.campaign.id, concerned.chosen.format_key)
    carry = VersionCarry(
        id=new_id(),
        campaign_id=concerned.campaign.id,
        format_key=concerned.chosen.format_key,
        template_id=plan.template.id,
        old_version_id=concerned.version.id,
        new_version_id=plan.version.id,
        trial_id=plan.trial.id if plan.trial else None,
        policy=policy,
        old_until=None if at_once else choice.old_until,
        state=CarryState.WAITING,
        decided_by=actor.account_id,
        decided_by_name=actor.name,
    )
    session().add(carry)
    session().flush()
    send_over(carry)


def carry_now(actor: Actor, carry_id: UUID) -> VersionCarry:
    """Have a campaign that waits for its day go over now."""
    with transaction() as running:
        carry = running.get_one(
            VersionCarry, carry_id, with_for_update=True, populate_existing=True
        )
        get_draft(actor, carry.new_version_id)
        if carry.state is not CarryState.WAITING:
            raise Conflict(N_("This has ended already. Load the page again."))
        carry.policy, carry.old_until = VersionPolicy.AT_ONCE, None
        send_over(carry, "now")
        audit.append(
            "template.carried_sooner",
            actor=actor.ref,
            subject="version_carry",
            subject_id=carry.id,
        )
        return carry


def _note(actor: Actor, plan: RebasePlan, choice: VersionChoice) -> None:
    audit.append(
        "template.version_published",
        actor=actor.ref,
        subject="ad_template_version",
        subject_id=plan.version.id,
        details={
            "template": plan.template.key,
            "policy": choice.policy,
            "old_until": choice.old_until.isoformat() if choice.old_until else "",
            "trial": str(plan.trial.id) if plan.trial else "",
            "campaigns": len(plan.campaigns),
            "localisations": plan.localisations,
        },
    )
