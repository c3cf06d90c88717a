"""Owns what campaign pages show: a campaign as a card, names of phases, choices of the plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs

from brand_assets.cd_rules.law_packs import offered_packs
from brand_assets.library.access import find_contents
from brand_assets.library.models import Asset
from brand_assets.library.service import AssetQuery, find_assets
from campaigns.ad_templates.fields import FieldDefinition
from campaigns.ad_templates.models import AdFormat
from campaigns.ad_templates.service import get_format
from campaigns.planning.audience import audience_of, count_outlets, find_example, outlets_of
from campaigns.planning.forms import PlanForm
from campaigns.planning.models import Campaign
from campaigns.planning.rules import Phase, phase_across
from campaigns.planning.service import formats_of
from portal.foundation import clock
from regions.accounts.rules import Actor, Permission
from regions.hierarchy.service import list_regions
from regions.partners.models import Outlet
from regions.partners.service import all_tags

PHASE_NAMES = {
    Phase.DRAFT: _("Draft"),
    Phase.ANNOUNCED: _("Announced"),
    Phase.ORDERING: _("Ordering now"),
    Phase.ORDERED: _("Ordering has ended"),
    Phase.RUNNING: _("On now"),
    Phase.ENDED: _("Finished"),
    Phase.CLOSED: _("Closed"),
    Phase.EXPIRED: _("Expired"),
}
MOST_OWN_OUTLETS = 20
SOON_DAYS = 3


@dataclass(frozen=True, slots=True)
class CampaignCard:
    """One campaign as its reader sees it.

    `outlets` counts those in the reader's scope; `own_outlets` are named where they are few:
    then they are what the reader orders for. `example` is whose ad the pictures show.
    """

    campaign: Campaign
    phase: Phase
    formats: tuple[AdFormat, ...]
    outlets: int
    example: Outlet | None
    own_outlets: tuple[Outlet, ...]
    days_left: int
    may_plan: bool
    may_publish: bool

    @property
    def is_soon(self) -> bool:
        """Whether ordering ends within three days."""
        return self.phase is Phase.ORDERING and self.days_left <= SOON_DAYS


def card_of(actor: Actor, campaign: Campaign, days: Sequence[date]) -> CampaignCard:
    """Return a campaign as a card for this account; `days` are those that it is at its outlets."""
    audience, scope = audience_of(campaign.id), actor.scope
    edits = actor.scope_for(Permission.LOCALISATION_EDIT)
    outlets = count_outlets(audience, scope)
    own = count_outlets(audience, edits)
    return CampaignCard(
        campaign=campaign,
        phase=phase_across(campaign, days),
        formats=tuple(get_format(chosen.format_key) for chosen in formats_of(campaign.id)),
        outlets=outlets,
        example=find_example(audience, scope),
        own_outlets=outlets_of(audience, edits) if own <= MOST_OWN_OUTLETS else (),
        days_left=(campaign.order_until - days[0]).days,
        may_plan=actor.may_at(Permission.CAMPAIGN_PLAN, campaign.path),
        may_publish=actor.may_at(Permission.CAMPAIGN_PUBLISH, campaign.path),
    )


@dataclass(frozen=True, slots=True)
class Example:
    """Whose ad, in which format, shows what a campaign looks like."""

    outlet_id: UUID
    format_key: str


def example_picture(actor: Actor, campaign: Campaign) -> Example | None:
    """Return what to show a campaign by, None while it has no formats or no outlets."""
    outlet, formats = find_example(audience_of(campaign.id), actor.scope), formats_of(campaign.id)
    return Example(outlet.id, formats[0].format_key) if outlet and formats else None


def photos_for(actor: Actor, entry: FieldDefinition) -> tuple[Asset, ...]:
    """Return the photos that a field's default may be: its pool, else what belongs to the brand."""
    if entry.pool:
        return tuple(find_contents(actor, entry.pool))
    return find_assets(actor, AssetQuery(usable_on=clock.today())).assets


def plan_choices(actor: Actor, form: PlanForm) -> None:
    """Offer the regions and tags that this account may choose from."""
    form.paths.choices = regions_of(actor)
    form.tags.choices = [SelectChoice(tag) for tag in all_tags()]
    form.law_packs.choices = [
        SelectChoice(pack.key, pack.name.in_language(actor.language)) for pack in offered_packs()
    ]


def regions_of(actor: Actor) -> list[SelectChoice]:
    """Return the regions in the account's scope as path and name, in the order of the tree."""
    regions = sorted(list_regions(actor), key=lambda region: region.path)
    german = actor.language != "en"
    return [
        SelectChoice(region.path, region.name_de if german else region.name_en)
        for region in regions
    ]
