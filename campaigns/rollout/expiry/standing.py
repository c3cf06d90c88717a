"""Owns which expired campaigns can still come back: those whose partners were not told yet."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, select

from campaigns.planning.models import Campaign
from campaigns.planning.rules import CampaignStatus
from campaigns.rollout.expiry.models import CampaignExpiry
from portal.foundation.database import session


def may_come_back() -> ColumnElement[bool]:
    """Return the condition that a campaign is expired, and that this can still be taken back.

    What decides is whether partners were told, not a clock: servers' clocks differ.
    """
    return and_(
        Campaign.status == CampaignStatus.EXPIRED,
        exists().where(
            CampaignExpiry.campaign_id == Campaign.id,
            CampaignExpiry.undone_at.is_(None),
            CampaignExpiry.told_at.is_(None),
        ),
    )


def comes_back(campaign_id: UUID) -> bool:
    """Whether a campaign is expired, and that can still be taken back."""
    statement = select(Campaign.id).where(Campaign.id == campaign_id, may_come_back())
    return session().scalar(statement) is not None
