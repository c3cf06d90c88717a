"""Head office plans and publishes; a campaign exists for those who are meant, and no others."""

import dataclasses
import re
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from brand_assets.design_facts import Bilingual
from campaigns.ad_templates.models import AdTemplateVersion
from campaigns.ad_templates.service import get_template_version, published_templates
from campaigns.localisation.service import get_or_start
from campaigns.planning.audience import count_outlets
from campaigns.planning.board import choose, make_board
from campaigns.planning.field_sources import fields_for
from campaigns.planning.plan_files import plan_from
from campaigns.planning.rules import Audience, CampaignPlan, CampaignStatus
from campaigns.planning.service import (
    PlanRefused,
    change_plan,
    close_campaign,
    fields_of,
    find_campaign,
    get_campaign,
    list_campaigns,
    open_campaigns,
    plan_campaign,
    publish_campaign,
    publishing_check,
)
from portal.foundation.audit import AuditEntry
from portal.foundation.config import Settings
from portal.foundation.database import reading, transaction
from portal.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from portal.foundation.usage import UsageEvent
from regions.accounts.models import Account
from regions.accounts.rules import Actor, Role
from tests.factories.demo_campaign import demo_plan_file, publish
from tests.factories.orders import Shop
from tests.factories.regions import make_actor
from tests.factories.web import client_of, make_app
from tests.integration.regions_web import send


def a_plan(shop: Shop, **changes: Any) -> CampaignPlan:
    plan = plan_from(demo_plan_file(), shop.demo.versions, shop.demo.photos)
    given: dict[str, Any] = {
        "slug": "sonnenstauden",
        "name": Bilingual("Sonnenstauden", "Sun perennials"),
    }
    return dataclasses.replace(plan, **(given | changes))


def planner(shop: Shop) -> Actor:
    return shop.demo.network.actors[Role.CAMPAIGN_MANAGER]


def test_a_draft_exists_for_head_office_alone(shop: Shop) -> None:
    draft = plan_campaign(planner(shop), a_plan(shop))
    assert find_campaign(planner(shop), "sonnenstauden") is not None
    assert draft.id not in {campaign.id for campaign in list_campaigns(shop.manager)}
    with pytest.raises(NotFound):
        get_campaign(shop.manager, draft.id)
    with pytest.raises(NotFound):
        get_or_start(shop.manager, draft.id, shop.demo.outlet_id)
    publish_campaign(planner(shop), draft.id)
    assert get_campaign(shop.manager, draft.id).status == CampaignStatus.PUBLISHED
    assert draft.id in {c.id for c in open_campaigns(shop.manager, shop.demo.outlet_id)}


def test_a_campaign_for_the_south_does_not_exist_in_the_north(shop: Shop) -> None:
    network = shop.demo.network
    south = Audience((network.south.path,))
    campaign = plan_campaign(planner(shop), a_plan(shop, audience=south))
    publish_campaign(planner(shop), campaign.id)
    with pytest.raises(NotFound):
        get_campaign(shop.manager, campaign.id)
    regional = network.actors[Role.REGIONAL_MANAGER]
    with pytest.raises(NotFound):
        get_campaign(regional, campaign.id)
    southern = make_actor(Role.PARTNER_MANAGER, network.foreign.path)
    assert get_campaign(southern, campaign.id).id == campaign.id


def test_tags_narrow_an_audience(shop: Shop) -> None:
    network = shop.demo.network
    with transaction() as s:
        outlet = s.get_one(type(network.outlets[0]), network.outlets[1].id)
        outlet.tags = ["baumschule"]
    tagged = Audience(("hg/",), ("baumschule",))
    assert (count_outlets(Audience(("hg/",))), count_outlets(tagged)) == (4, 1)
    campaign = plan_campaign(planner(shop), a_plan(shop, audience=tagged))
    publish_campaign(planner(shop), campaign.id)
    assert get_or_start(shop.manager, campaign.id, network.outlets[1].id)
    with pytest.raises(NotPermitted, match="not meant"):
        get_or_start(shop.manager, campaign.id, network.outlets[0].id)


def test_amounts_are_shown_and_read_as_the_language_writes_them(
    shop: Shop, settings: Settings
) -> None:
    draft = plan_campaign(planner(shop), a_plan(shop, coop_cap_cents=0, coop_fund_cents=120_050))
    account = shop.demo.network.accounts[Role.CAMPAIGN_MANAGER]
    client, edit = client_of(make_app(settings), account), f"/campaigns/{draft.id}/edit"
    page = client.get(edit).text
    assert entered(page, "coop_fund") == "1.200,50"
    assert entered(page, "coop_cap") == ""  # no cap
    assert entered(page, "default:angebot.preis") == "2,99"
    form: dict[str, Any] = {
        "name_de": "Beträge", "slug": "betraege", "kpi": "scans", "target_value": "2.000",
        "target_date": "2027-04-16", "order_from": "2027-03-29", "order_until": "2027-04-16",
        "runs_from": "2027-05-10", "runs_until": "2027-05-22", "paths": ["hg/de/"],
        "coop_percent": "25", "coop_cap": "", "coop_fund": "1,250", "row_version": "1",
    }  # fmt: skip
    unclear = send(client, edit, form)
    assert unclear.status_code == 422
    assert "lässt sich auf zwei Arten lesen. Schreiben Sie 1250 oder 1,25." in unclear.text
    assert entered(unclear.text, "coop_fund") == "1,250"
    assert send(client, edit, form | {"coop_fund": "1250.50"}).status_code == 302
    saved = get_campaign(planner(shop), draft.id)
    assert (saved.coop_cap_cents, saved.coop_fund_cents, saved.target_value) == (0, 125_050, 2000)
    with transaction() as s:
        s.get_one(Account, account.id).language = "en"
    page = client.get(edit).text
    assert entered(page, "coop_fund") == "1,250.50"
    assert entered(page, "target_value") == "2,000"


def entered(page: str, name: str) -> str:
    """Return what stands in a field of a page."""
    (field,) = re.findall(rf'<input[^>]* name="{re.escape(name)}"[^>]*>', page)
    found = re.search(r' value="([^"]*)"', str(field))
    assert found, field
    return found[1]


def test_publishing_names_everything_that_is_missing(shop: Shop) -> None:
    fields = tuple(f for f in a_plan(shop).fields if f.key not in ("headline", "event.text"))
    defaults = {f.key: v for f in fields if (v := a_plan(shop).defaults.get(f.key))}
    plan = a_plan(shop, fields=fields, defaults=defaults, audience=Audience())
    campaign = plan_campaign(planner(shop), plan)
    with pytest.raises(PlanRefused) as caught:
        publish_campaign(planner(shop), campaign.id)
    found = {(p.part, p.params.get("key")) for p in caught.value.problems}
    assert found == {("audience", None), ("fields", "headline"), ("fields", "event.text")}
    assert publishing_check(planner(shop), campaign.id) == caught.value.problems
    assert get_campaign(planner(shop), campaign.id).status == CampaignStatus.DRAFT


def test_publishing_is_recorded_once(shop: Shop) -> None:
    campaign = plan_campaign(planner(shop), a_plan(shop))
    publish_campaign(planner(shop), campaign.id)
    publish_campaign(planner(shop), campaign.id)
    with reading() as s:
        events = select(UsageEvent).where(
            UsageEvent.kind == "campaign.published", UsageEvent.campaign_id == campaign.id
        )
        (event,) = s.scalars(events).all()
        assert (event.value, event.attributes) == (4.0, {"formats": 3})
        entries = select(AuditEntry).where(AuditEntry.subject_id == str(campaign.id))
        actions = s.scalars(entries.order_by(AuditEntry.position))
        assert [entry.action for entry in actions] == ["campaign.planned", "campaign.published"]


@pytest.mark.parametrize("role", [Role.PARTNER_MANAGER, Role.APPROVER, Role.REGIONAL_MANAGER])
def test_only_planners_plan_and_publish(shop: Shop, role: Role) -> None:
    actor = shop.demo.network.actors[role]
    with pytest.raises((NotFound, NotPermitted)):
        plan_campaign(actor, a_plan(shop))
    draft = plan_campaign(planner(shop), a_plan(shop))
    with pytest.raises((NotFound, NotPermitted)):
        publish_campaign(actor, draft.id)


def test_a_region_plans_for_itself_alone(shop: Shop) -> None:
    north = shop.demo.network.north.path
    regional = make_actor(Role.CAMPAIGN_MANAGER, north)
    with pytest.raises(PlanRefused, match="outside your own area"):
        plan_campaign(regional, a_plan(shop, path=north, audience=Audience(("hg/de/",))))
    mine = plan_campaign(regional, a_plan(shop, path=north, audience=Audience((north,))))
    assert publish_campaign(regional, mine.id).status == CampaignStatus.PUBLISHED
    with pytest.raises(NotPermitted):
        close_campaign(regional, shop.demo.campaign.id)


def test_a_plan_on_an_old_version_is_refused_and_nothing_is_lost(shop: Shop) -> None:
    draft = plan_campaign(planner(shop), a_plan(shop))
    change_plan(planner(shop), draft.id, a_plan(shop, target_group="Balkone"), 1)
    with pytest.raises(Conflict, match="Load the page again"):
        change_plan(planner(shop), draft.id, a_plan(shop, target_group="Gärten"), 1)
    assert get_campaign(planner(shop), draft.id).target_group == "Balkone"
    publish_campaign(planner(shop), draft.id)
    with pytest.raises(Conflict, match="stay as they are"):
        change_plan(planner(shop), draft.id, a_plan(shop), 3)


def test_a_short_name_is_given_once(shop: Shop) -> None:
    with pytest.raises(Invalid, match="fruehlingspflanztage-2027"):
        plan_campaign(planner(shop), a_plan(shop, slug="fruehlingspflanztage-2027"))


def test_a_default_that_cannot_be_read_is_refused(shop: Shop) -> None:
    with pytest.raises(PlanRefused) as caught:
        plan_campaign(planner(shop), a_plan(shop, defaults={"angebot.preis": "billig"}))
    assert caught.value.problems[0].part == "defaults.angebot.preis"


def test_fields_come_from_earlier_campaigns_and_else_from_the_frames(shop: Shop) -> None:
    versions = [entry.version.id for entry in published_templates()]
    known = fields_of(shop.demo.campaign)
    found = {entry.key: entry for entry in fields_for(versions, [known])}
    assert found["angebot.menge"].kind == "quantity"
    assert found["headline"].label.de == "Überschrift"
    inferred = {entry.key: entry.kind for entry in fields_for(versions, [])}
    kinds = (inferred["angebot.preis"], inferred["bild.motiv"], inferred["qr.ziel"])
    assert kinds == ("price", "photo", "url")


def test_a_published_template_version_stays_as_it_is(shop: Shop) -> None:
    version = get_template_version(shop.demo.versions["fruehling-flyer-a5"])

    def change() -> None:
        with transaction() as s:
            s.get_one(AdTemplateVersion, version.id).sha256 = "0" * 64
            s.flush()

    with pytest.raises(Conflict, match="stays as it is"):
        change()


def test_publishing_the_same_document_again_is_the_same_version(shop: Shop) -> None:
    brand = shop.demo.network.actors[Role.BRAND_MANAGER]
    version = get_template_version(shop.demo.versions["fruehling-flyer-a5"])
    assert publish(brand, "fruehling-flyer-a5", version.kit_version_id) == version.id
    agency = shop.demo.network.actors[Role.AGENCY]
    with pytest.raises(NotPermitted):
        publish(agency, "fruehling-flyer-a5", version.kit_version_id)


def test_the_board_shows_both_spans_and_today(shop: Shop) -> None:
    today = date(2027, 4, 13)
    campaigns = list_campaigns(planner(shop))
    board = make_board(campaigns, [today])
    assert [week.number for week in board.weeks] == list(range(10, 24))
    (row,) = board.rows
    assert row.ordering is not None
    assert row.running is not None
    assert row.ordering.start == pytest.approx(3 / 14 * 100, abs=0.01)
    assert row.running.width == pytest.approx(13 / 98 * 100, abs=0.01)
    assert board.today_at == pytest.approx(36 / 98 * 100, abs=0.01)
    assert make_board(campaigns, [today], board.after).rows == ()
    chosen = choose(campaigns, [today])
    assert chosen is not None
    assert isinstance(chosen.id, UUID)
