"""Owns how a campaign is held as it is while something is added to it.

Whoever adds an ad, a value, a basket line, a submission or an order first locks the campaign
together with all others that do (a shared lock). Expiring it takes the lock alone: it waits for
what has begun, and what begins later finds the campaign expired. This lock always comes first.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select

from campaigns.planning.models import Campaign
from campaigns.planning.rules import CampaignStatus, is_open_on, refuse_closed
from portal.foundation.database import session
from portal.foundation.errors import N_, Conflict, Ended


def hold_campaigns(campaign_ids: Iterable[UUID]) -> tuple[Campaign, ...]:
    """Keep campaigns from being expired until the caller's transaction ends, as they are now."""
    ids = set(campaign_ids)
    statement = select(Campaign).where(Campaign.id.in_(ids)).order_by(Campaign.id)
    locked = statement.with_for_update(read=True).execution_options(populate_existing=True)
    return tuple(session().scalars(locked))


def hold_open(campaign_id: UUID, day: date) -> Campaign:
    """Hold a campaign that is open on `day`; Conflict where it is not, or not any more."""
    (campaign,) = hold_campaigns([campaign_id])
    refuse_not_open(campaign, day)
    return campaign


def hold_going(campaign_ids: Iterable[UUID]) -> None:
    """Hold campaigns that were not closed or expired meanwhile; raises Conflict."""
    for campaign in hold_campaigns(campaign_ids):
        refuse_expired(campaign)
        refuse_closed(campaign.status)


def refuse_not_open(campaign: Campaign, day: date) -> None:
    """Refuse changes and orders on a day on which they are not possible; raises Conflict."""
    refuse_expired(campaign)
    if not is_open_on(campaign, day):
        raise Conflict(
            N_("Ordering for %(name)s is closed. Your values stay as they are."),
            name=campaign.name_de,
        )


def refuse_expired(campaign: Campaign) -> None:
    """Refuse what an expired campaign has ended, with the reason that head office gave."""
    if campaign.status == CampaignStatus.EXPIRED:
        raise Ended(
            N_("Head office has expired %(name)s: %(reason)s Your values stay as they are."),
            name=campaign.name_de,
            reason=as_sentence(campaign.expiry_reason),
        )


def as_sentence(reason: str) -> str:
    """Return a reason with a full stop at its end, unless it has a sign there."""
    return reason if reason.endswith((".", "!", "?", "…")) else f"{reason}."
