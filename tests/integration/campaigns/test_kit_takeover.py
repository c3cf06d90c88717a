"""Holds what publishing a kit does to templates and campaigns, on both databases."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from brand_assets.kit.importing import import_kit_folder
from brand_assets.kit.models import BrandKitVersion
from brand_assets.kit.service import publish_kit_version
from campaigns.ad_templates.models import AdTemplateVersion
from campaigns.ad_templates.service import define_format, published_templates
from campaigns.planning.models import Campaign, CampaignAudience, CampaignFormat, Channel
from campaigns.planning.plan_files import read_formats
from campaigns.planning.rules import CampaignStatus
from campaigns.rollout.models import KitEffect
from campaigns.rollout.publishing import Adopted, publish_with_effect
from campaigns.rollout.rules import EffectState, Policy
from campaigns.rollout.service import get_subject
from portal.foundation import clock
from portal.foundation.audit import AuditEntry
from portal.foundation.database import Database, reading, session, transaction
from portal.foundation.errors import Conflict
from portal.foundation.ids import new_id
from portal.foundation.storage import FileStore
from portal.foundation.usage import UsageEvent
from regions.accounts.rules import Actor, Role
from tests.factories.campaigns import make_campaign
from tests.factories.demo_campaign import publish
from tests.factories.kit import BRAND, DEMO
from tests.factories.kit_drafts import draft_with, redder
from tests.factories.regions import make_network

POST = "fruehling-post-1080"


@dataclass(frozen=True, slots=True)
class World:
    """A template under a running campaign, a plan and one that is over; and a draft of the kit."""

    brand: Actor
    kit: BrandKitVersion
    draft: BrandKitVersion
    template_version_id: UUID
    running: UUID
    planned: UUID
    over: UUID

    def version_of(self, campaign_id: UUID) -> AdTemplateVersion:
        """Return what a campaign is set with now."""
        with reading() as s:
            statement = select(AdTemplateVersion).join(
                CampaignFormat, CampaignFormat.template_version_id == AdTemplateVersion.id
            )
            return s.scalars(statement.where(CampaignFormat.campaign_id == campaign_id)).one()

    def decide(self, policy: Policy) -> Adopted:
        """Publish the draft with an effect that was looked at."""
        return publish_with_effect(self.brand, self.draft.id, policy, effect(self))


@pytest.fixture
def world(any_db: Database, file_store: FileStore) -> World:
    with transaction() as s:
        network = make_network(s)
    brand = network.actors[Role.BRAND_MANAGER]
    kit = import_kit_folder(brand, "hg/", BRAND)
    publish_kit_version(brand, kit.id)
    for draft in read_formats(DEMO / "campaigns" / "formats.json"):
        define_format(brand, draft)
    version_id = publish(brand, POST, kit.id)
    ended = {"runs_until": clock.today() - timedelta(days=1)}
    with transaction() as s:
        s.add(Channel(key="instagram", name_de="Instagram", name_en="Instagram", kind="social"))
        s.flush()
        ids = [
            _campaign("laufend", version_id),
            _campaign("geplant", version_id, status=CampaignStatus.DRAFT),
            _campaign("vorbei", version_id, **ended),
        ]
    return World(brand, kit, draft_with(brand, redder), version_id, *ids)


def _campaign(slug: str, version_id: UUID, **values: Any) -> UUID:
    campaign: Campaign = make_campaign(session(), slug, **values)
    session().add(CampaignAudience(campaign_id=campaign.id, region_path="hg/"))
    session().add(
        CampaignFormat(
            campaign_id=campaign.id,
            format_key="post-1080",
            template_version_id=version_id,
            channel_key="instagram",
        )
    )
    session().flush()
    return campaign.id


def effect(world: World) -> UUID:
    """Keep a complete effect of the draft as it is, as its job does at the end."""
    subject = get_subject(world.brand, world.draft.id)
    with transaction() as s:
        found = KitEffect(
            id=new_id(),
            kit_version_id=world.draft.id,
            path="hg/",
            content_sha256=subject.version.sha256,
            basis_sha256=subject.basis.sha256,
            state=EffectState.DONE,
            job_id=new_id(),
            started_by=world.brand.account_id,
            started_by_name=world.brand.name,
        )
        s.add(found)
        return found.id


def test_running_campaigns_take_the_version_over(world: World) -> None:
    adopted = world.decide(Policy.TAKE_OVER)
    assert (adopted.templates, adopted.campaigns, adopted.decisions) == (1, 2, 0)
    for campaign_id in (world.running, world.planned):
        moved = world.version_of(campaign_id)
        assert (moved.number, moved.kit_version_id) == (2, world.draft.id)
        with reading() as s:
            before = s.get_one(AdTemplateVersion, world.template_version_id)
            assert (moved.sha256, moved.document) == (before.sha256, before.document)
            assert (before.number, before.kit_version_id) == (1, world.kit.id)
    assert world.version_of(world.over).number == 1
    with reading() as s:
        said = s.scalars(select(AuditEntry.action).order_by(AuditEntry.position)).all()
        assert s.scalars(select(KitEffect)).one().counts == {"decisions": 0}
        event = s.scalars(select(UsageEvent).where(UsageEvent.kind == "kit.adopted")).one()
    assert {"kit.published", "template.reissued", "kit.adopted"} <= set(said)
    assert said.count("campaign.templates_moved") == 2
    assert (event.value, event.attributes["policy"]) == (2.0, "take_over")


def test_running_campaigns_finish_with_what_they_began_with(world: World) -> None:
    adopted = world.decide(Policy.FINISH)
    assert (adopted.templates, adopted.campaigns) == (1, 1)
    assert world.version_of(world.running).number == 1
    assert world.version_of(world.planned).kit_version_id == world.draft.id
    newest = next(t for t in published_templates() if t.template.key == POST)
    assert newest.version.kit_version_id == world.draft.id


def test_a_second_decision_changes_nothing_and_is_audited(world: World) -> None:
    seen = effect(world)
    publish_with_effect(world.brand, world.draft.id, Policy.TAKE_OVER, seen)
    with pytest.raises(Conflict, match="published already"):
        publish_with_effect(world.brand, world.draft.id, Policy.TAKE_OVER, seen)
    with reading() as s:
        refused = s.scalars(select(AuditEntry).where(AuditEntry.outcome == "refused")).one()
        versions = s.scalars(select(AdTemplateVersion.number)).all()
    assert refused.action == "kit.adopted"
    assert sorted(versions) == [1, 2]


def test_the_newest_document_stays_newest(world: World) -> None:
    with transaction() as s:
        first = s.get_one(AdTemplateVersion, world.template_version_id)
        newer = AdTemplateVersion(
            template_id=first.template_id,
            number=2,
            status=first.status,
            document=first.document | {"group": None},
            kit_version_id=world.kit.id,
            sha256="2" * 64,
            published_at=clock.now(),
        )
        s.add(newer)
    world.decide(Policy.TAKE_OVER)
    with reading() as s:
        rows = s.scalars(select(AdTemplateVersion).order_by(AdTemplateVersion.number)).all()
    assert [(row.number, row.sha256) for row in rows[2:]] == [(3, first.sha256), (4, "2" * 64)]
    assert world.version_of(world.running).number == 3
