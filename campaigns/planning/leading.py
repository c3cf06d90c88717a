"""Owns which format leads a campaign: the one that partners are shown first, everywhere."""

from uuid import UUID

from campaigns.planning.models import Campaign
from campaigns.planning.rules import DEFAULT_SET, refuse_closed
from campaigns.planning.service import audit_campaign, formats_of, locked_campaign
from portal.foundation import usage
from portal.foundation.database import session, transaction
from portal.foundation.errors import N_, Invalid
from regions.accounts.rules import Actor, Permission


def lead_with_format(actor: Actor, campaign_id: UUID, format_key: str, source: str) -> Campaign:
    """Put a format first; `source` says where that came from: plan or ranking."""
    with transaction():
        campaign = locked_campaign(actor, campaign_id, Permission.CAMPAIGN_PLAN)
        refuse_closed(campaign.status)
        chosen = sorted(formats_of(campaign_id), key=lambda one: one.format_key != format_key)
        if not chosen or chosen[0].format_key != format_key:
            raise Invalid(N_("This campaign has no such format."), field="format")
        for position, one in enumerate(chosen):
            session().merge(one).position = position
        campaign.row_version += 1
        usage.record(
            DEFAULT_SET,
            actor=actor.ref,
            path=campaign.path,
            campaign_id=campaign.id,
            format_key=format_key,
            attributes={"field": "format", "source": source},
        )
        audit_campaign("campaign.default_set", actor, campaign, field="format", source=source)
        return campaign
