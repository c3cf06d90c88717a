"""Owns the gate: a campaign is published in the browser only with a complete, current check."""

from uuid import UUID

from campaigns.planning.models import Campaign
from campaigns.planning.rules import CampaignStatus
from campaigns.planning.service import locked_campaign, publish_campaign
from campaigns.rollout.everyone.rules import Standing
from campaigns.rollout.everyone.service import EveryoneCheck, find_check
from campaigns.rollout.everyone.subjects import CheckSubject
from portal.foundation import audit
from portal.foundation.database import transaction
from portal.foundation.errors import N_, Conflict
from regions.accounts.rules import Actor, Permission

REFUSALS = {
    Standing.NONE: N_("Check the campaign for all outlets first, then publish it."),
    Standing.RUNNING: N_("The check is still running. Publish once all outlets are checked."),
    Standing.FAILED: N_("The check did not come to its end. Start it again."),
    Standing.CANCELLED: N_("The check was cancelled. Start it again, then publish."),
    Standing.OTHER_CONTENT: N_(
        "The campaign, a template or an outlet has changed since the check. Check again."
    ),
}


def publish_checked(actor: Actor, campaign_id: UUID, seen: UUID | None) -> Campaign:
    """Publish a draft that was checked for everyone; refusals are audited.

    `seen` is the check that the page showed. Whoever has errors needs an exception by name.
    """
    try:
        with transaction():
            campaign = locked_campaign(actor, campaign_id, Permission.CAMPAIGN_PUBLISH)
            check = find_check(CheckSubject(campaign_id))
            if campaign.status != CampaignStatus.DRAFT:
                return publish_campaign(actor, campaign_id)  # published already, or refused
            refuse_unchecked(check, seen)
            published = publish_campaign(actor, campaign_id)
            _note(actor, published, check)
            return published
    except Conflict as refusal:
        audit.audit_refusal(
            "campaign.published",
            actor=actor.ref,
            subject="campaign",
            subject_id=campaign_id,
            details={"why": refusal.message},
        )
        raise


def refuse_unchecked(check: EveryoneCheck | None, seen: UUID | None) -> None:
    """Raise Conflict unless this is the check that was seen, and it allows to publish."""
    standing = check.standing if check else Standing.NONE
    if check is None or standing in REFUSALS:
        raise Conflict(REFUSALS[standing])
    if check.id != seen:
        raise Conflict(N_("There is a newer check than you saw. Load the page again."))
    if check.errors_without_exception:
        raise Conflict(
            N_("%(count)s outlets have errors. Mend them, or except each of them by name."),
            count=check.errors_without_exception,
        )


def _note(actor: Actor, campaign: Campaign, check: EveryoneCheck | None) -> None:
    if check is not None:
        audit.append(
            "campaign.published_checked",
            actor=actor.ref_at(campaign.path),
            subject="campaign",
            subject_id=campaign.id,
            details={"check": str(check.id), "excepted": check.outlets_with_errors},
        )
