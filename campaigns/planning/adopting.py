"""Owns moving a campaign to other template versions while it is under way."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from campaigns.ad_templates.fields import FieldDefinition, write_fields
from campaigns.planning.models import Campaign, CampaignFormat
from portal.foundation import audit
from portal.foundation.actors import ActorRef
from portal.foundation.database import transaction


def move_formats(ref: ActorRef, campaign_id: UUID, versions: Mapping[UUID, UUID]) -> int:
    """Set the formats of a campaign with other template versions, by the old one; return how many.

    The campaign's row version grows, so that a plan that is being changed is not saved over it.
    """
    with transaction() as running:
        campaign = running.scalars(
            select(Campaign).where(Campaign.id == campaign_id).with_for_update()
        ).one()
        formats = running.scalars(
            select(CampaignFormat).where(
                CampaignFormat.campaign_id == campaign_id,
                CampaignFormat.template_version_id.in_(versions),
            )
        ).all()
        moved = {one.format_key: (one, versions[one.template_version_id]) for one in formats}
        for chosen, version_id in moved.values():
            chosen.template_version_id = version_id
        if moved:
            campaign.row_version += 1
            audit.append(
                "campaign.templates_moved",
                actor=ref,
                subject="campaign",
                subject_id=campaign.id,
                details={"slug": campaign.slug, "formats": sorted(moved)},
            )
        running.flush()
        return len(moved)


def adopt_version(
    ref: ActorRef | None,
    campaign: Campaign,
    chosen: CampaignFormat,
    version_id: UUID,
    fields: Sequence[FieldDefinition],
) -> None:
    """Set one format of a locked campaign with another version, and give it its fields."""
    chosen.template_version_id = version_id
    campaign.fields = write_fields(fields)
    campaign.row_version += 1
    audit.append(
        "campaign.templates_moved",
        actor=ref,
        subject="campaign",
        subject_id=campaign.id,
        details={"slug": campaign.slug, "formats": [chosen.format_key], "to": str(version_id)},
    )
