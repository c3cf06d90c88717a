"""Owns the demonstration's campaigns as published ones: kit, photos, templates and plan.

Of the six formats it takes three, so that the many tests that set and order an ad stay quick;
the journeys run on all six.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from brand_assets.design_facts import Bilingual
from brand_assets.kit.importing import import_kit_folder
from brand_assets.kit.service import publish_kit_version
from brand_assets.library.rules import AssetMeta
from brand_assets.library.service import add_asset
from campaigns.ad_templates.service import TemplateDraft, define_format, publish_template_version
from campaigns.planning.channels import define_channel
from campaigns.planning.models import Campaign
from campaigns.planning.plan_files import (
    PlanFile,
    plan_from,
    read_channels,
    read_formats,
    read_plan_file,
)
from campaigns.planning.service import plan_campaign, publish_campaign
from portal.foundation import clock
from portal.foundation.database import transaction
from regions.accounts.rules import Actor, Role
from tests.factories.ads import template
from tests.factories.kit import BRAND, DEMO
from tests.factories.regions import Network, make_network

IN_ORDER_TIME = datetime(2027, 4, 13, 9, tzinfo=UTC)
SPRING = "fruehlingspflanztage"
TEMPLATES = ("fruehling-flyer-a5", "fruehling-anzeige-91x120", "fruehling-post-1080")
ALL_TEMPLATES = (
    *TEMPLATES,
    "fruehling-plakat-a3",
    "fruehling-story-1080x1920",
    "fruehling-banner-300x250",
)
PHOTOS = ("Garden", "YellowFlower", "FreshFlower", "LadyBird")


@dataclass(frozen=True, slots=True)
class DemoCampaign:
    """A published campaign with the network it is meant for."""

    network: Network
    campaign: Campaign
    photos: dict[str, str]
    versions: dict[str, UUID]

    @property
    def partner(self) -> Actor:
        """The manager of the partner whose outlets are meant."""
        return self.network.actors[Role.PARTNER_MANAGER]

    @property
    def outlet_id(self) -> UUID:
        """The first outlet of that partner."""
        return self.network.outlets[0].id


@dataclass(frozen=True, slots=True)
class PublishedSpring:
    """The campaign as it was published, whatever the network is."""

    campaign: Campaign
    photos: dict[str, str]
    versions: dict[str, UUID]


def make_demo_campaign() -> DemoCampaign:
    """Publish "Frühlingspflanztage" for a small network, on a day when it can be ordered."""
    clock.start_at(IN_ORDER_TIME)
    with transaction() as s:
        network = make_network(s)
    made = publish_spring(network.actors[Role.BRAND_MANAGER], network.actors[Role.CAMPAIGN_MANAGER])
    return DemoCampaign(network, made.campaign, made.photos, made.versions)


def publish_spring(
    brand: Actor, planner: Actor, templates: tuple[str, ...] = TEMPLATES
) -> PublishedSpring:
    """Publish kit, photos, formats, channels, templates and "Frühlingspflanztage"."""
    kit = import_kit_folder(brand, "hg/", BRAND)
    publish_kit_version(brand, kit.id)
    photos = {name: _add_photo(brand, name) for name in PHOTOS}
    for draft in read_formats(DEMO / "campaigns" / "formats.json"):
        define_format(brand, draft)
    for channel in read_channels(DEMO / "campaigns" / "channels.json"):
        define_channel(planner, channel.key, channel.name, channel.kind)
    versions = {name: publish(brand, name, kit.id) for name in templates}
    plan = plan_from(demo_plan_file(templates), versions, photos)
    campaign = publish_campaign(planner, plan_campaign(planner, plan).id)
    return PublishedSpring(campaign, photos, versions)


def demo_plan_file(templates: tuple[str, ...] = TEMPLATES) -> PlanFile:
    """Return the plan of "Frühlingspflanztage" with the formats of these templates."""
    file = read_plan_file(DEMO / "campaigns" / f"{SPRING}.json")
    chosen = tuple(entry for entry in file.formats if entry.template in templates)
    assert len(chosen) == len(templates)
    return file.model_copy(update={"formats": chosen})


def _add_photo(brand: Actor, name: str) -> str:
    data = (BRAND / "photos" / f"{name}.jpg").read_bytes()
    return add_asset(brand, "hg/", data, AssetMeta(name, alt=f"{name}, photographed")).asset.sha256


def publish(brand: Actor, name: str, kit_version_id: UUID) -> UUID:
    """Publish a template of the demonstration and return its version's id."""
    document = template(name)
    draft = TemplateDraft(
        key=document.key,
        name=Bilingual(document.title.de, document.title.en),
        format_key=document.format_key,
        document=document.model_dump(mode="json", exclude_defaults=False),
        kit_version_id=kit_version_id,
    )
    return publish_template_version(brand, draft).id
