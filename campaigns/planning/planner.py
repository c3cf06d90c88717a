"""Owns what a plan begins with: an earlier campaign, the draft itself, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from campaigns.ad_templates.fields import FieldDefinition
from campaigns.ad_templates.service import PublishedTemplate, published_templates
from campaigns.planning.audience import audience_of
from campaigns.planning.channels import list_channels, usual_channels
from campaigns.planning.field_sources import fields_for
from campaigns.planning.forms import plan_data
from campaigns.planning.models import Campaign, Channel
from campaigns.planning.rules import CampaignStatus, FormatPlan
from campaigns.planning.service import fields_of, formats_of, get_campaign, list_campaigns
from portal.foundation import clock
from portal.foundation.errors import N_, Conflict
from regions.accounts.rules import Actor, Permission


@dataclass(frozen=True, slots=True)
class PlanBasis:
    """What the page of a plan shows beside what is being entered.

    `chosen` are the channels by template version id, `usual` those that a format had last, by its
    key; `fields` and `defaults` are those that the plan begins with.
    """

    campaign: Campaign | None
    path: str
    data: Mapping[str, Any]
    templates: tuple[PublishedTemplate, ...]
    channels: tuple[Channel, ...]
    chosen: Mapping[UUID, str]
    fields: tuple[FieldDefinition, ...]
    defaults: Mapping[str, Any]
    law_packs: tuple[str, ...]
    usual: Mapping[str, str]

    @property
    def format_of(self) -> Mapping[UUID, str]:
        """The formats of the template versions that may be chosen."""
        return {entry.version.id: entry.ad_format.key for entry in self.templates}


def basis_of(actor: Actor, campaign_id: UUID) -> PlanBasis:
    """Return the basis of a draft's plan; raises Conflict once it is published."""
    campaign = get_campaign(actor, campaign_id)
    actor.require(Permission.CAMPAIGN_PLAN, campaign.path)
    if campaign.status != CampaignStatus.DRAFT:
        raise Conflict(N_("The campaign is published: formats and fields stay as they are."))
    return _basis(campaign, campaign.path, campaign)


def new_basis(actor: Actor, earlier_id: UUID | None) -> PlanBasis:
    """Return the basis of a new plan, begun as an earlier campaign was where one is named."""
    actor.require(Permission.CAMPAIGN_PLAN)
    path = actor.scope_for(Permission.CAMPAIGN_PLAN).widest()[0]
    earlier = get_campaign(actor, earlier_id) if earlier_id else None
    return _basis(None, path, earlier)


def _basis(campaign: Campaign | None, path: str, like: Campaign | None) -> PlanBasis:
    data: dict[str, Any] = {"law_packs": ["de"]} | _next_dates()
    chosen: dict[UUID, str] = {}
    if like is not None:
        formats = formats_of(like.id)
        data = plan_data(like, audience_of(like.id), formats)
        chosen = {entry.template_version_id: entry.channel_key for entry in formats}
    if campaign is None and like is not None:
        data |= {"slug": "", "row_version": ""} | _next_dates()
    return PlanBasis(
        campaign=campaign,
        path=path,
        data=data,
        templates=published_templates(),
        channels=list_channels(),
        chosen=chosen,
        fields=fields_of(like) if like else (),
        defaults=like.defaults if like else {},
        law_packs=tuple(like.law_packs) if like else ("de",),
        usual=usual_channels(),
    )


def _next_dates() -> dict[str, Any]:
    """Return the days that a new plan begins with: ordering for three weeks, then a break."""
    today = clock.today()
    begins = today + timedelta(days=7 - today.weekday())
    return {
        "order_from": begins,
        "order_until": begins + timedelta(days=18),
        "runs_from": begins + timedelta(days=42),
        "runs_until": begins + timedelta(days=54),
        "target_date": begins + timedelta(days=18),
    }


def fields_of_plan(
    actor: Actor, formats: tuple[FormatPlan, ...], basis: PlanBasis
) -> tuple[FieldDefinition, ...]:
    """Return the fields that the chosen templates need, as this and other campaigns define them."""
    others = [fields_of(campaign) for campaign in list_campaigns(actor)]
    return fields_for([f.template_version_id for f in formats], [basis.fields, *others])
