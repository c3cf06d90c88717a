"""A campaign's ads are checked by its law packs, and no campaign or template fixes a price."""

import dataclasses
from typing import Any

import pytest
from flask import Flask

from brand_assets.cd_rules.law_packs import GERMANY
from brand_assets.design_facts import Bilingual, PriceMode
from campaigns.ad_templates.service import (
    TemplateDraft,
    get_template,
    get_template_version,
    publish_template_version,
)
from campaigns.localisation.service import get_or_start, save_values
from campaigns.planning.models import Campaign
from campaigns.planning.plan_files import plan_from
from campaigns.planning.rules import CampaignPlan, CampaignStatus
from campaigns.planning.service import (
    PlanRefused,
    fields_of,
    load_campaign,
    plan_campaign,
    publish_campaign,
    set_default,
)
from campaigns.proofs.service import check, make_proof
from portal.foundation.config import Settings
from portal.foundation.database import Database, reading, transaction
from portal.foundation.errors import Invalid
from regions.accounts.rules import Actor, Role
from tests.factories.campaigns import make_campaign
from tests.factories.demo_campaign import demo_plan_file
from tests.factories.orders import POST, Shop
from tests.factories.web import client_of, make_app
from tests.integration.regions_web import send

PRICE = "angebot.preis"
OWN = {"cents": 299, "starting_from": False}
LOCKED = "ist ein gesperrter Verkaufspreis"


def planner(shop: Shop) -> Actor:
    return shop.demo.network.actors[Role.CAMPAIGN_MANAGER]


def a_plan(shop: Shop, price: dict[str, Any], **changes: Any) -> CampaignPlan:
    """Return the plan of the demonstration with another definition of its price."""
    plan = plan_from(demo_plan_file(), shop.demo.versions, shop.demo.photos)
    fields = tuple(f.model_copy(update=price) if f.key == PRICE else f for f in plan.fields)
    given = {"slug": "recht", "fields": fields, **changes}
    return dataclasses.replace(plan, **given)


def test_the_switch_is_kept_on_both_databases(any_db: Database) -> None:
    with transaction() as s:
        ids = [make_campaign(s).id, make_campaign(s, "ohne", law_packs=[]).id]
    with reading() as s:
        assert [s.get_one(Campaign, i).law_packs for i in ids] == [["de"], []]


def test_ads_are_checked_by_the_packs_of_their_campaign(shop: Shop) -> None:
    reduced = {"headline": "Jetzt -20 % statt 4,99 €"}
    found = []
    for slug, packs in (("mit", ("de",)), ("ohne", ())):
        campaign = plan_campaign(planner(shop), a_plan(shop, {}, slug=slug, law_packs=packs))
        publish_campaign(planner(shop), campaign.id)
        ad = get_or_start(shop.manager, campaign.id, shop.demo.outlet_id)
        save_values(shop.manager, ad.id, reduced, ad.row_version)
        checked = check(shop.manager, ad.id, POST)
        found.append({f.rule for f in checked.findings})
        assert [pack.id for pack in checked.law_packs] == [GERMANY.id] * len(packs)
        assert make_proof(shop.manager, ad.id, POST).law_packs == [GERMANY.id] * len(packs)
    assert "price.reduction" in found[0]
    assert "price.reduction" not in found[1]


def test_a_reduction_with_its_lowest_price_is_fine(shop: Shop) -> None:
    ad = shop.localise()
    change = {
        "headline": "Jetzt -20 % statt 4,99 €",
        PRICE: {"text": "3,99", "lowest": "4,99"},
    }
    checked = check(shop.manager, ad, POST, change)
    assert not {f.rule for f in checked.findings} & {"price.reduction", "price.mode"}
    wrong = check(shop.manager, ad, POST, change | {"headline": "Jetzt -30 % statt 4,99 €"})
    (finding,) = (f for f in wrong.findings if f.rule == "price.reduction")
    assert finding.mends[0].value == "Jetzt -20 % statt 4,99 €"


@pytest.mark.parametrize(
    ("price", "changes"),
    [
        ({"locked": True}, {}),
        ({"locked": True, "price_modes": (PriceMode.PROMOTIONAL,)},
         {"defaults": {PRICE: OWN | {"ends": "2027-05-22"}}}),
        ({"least": 250}, {}),
    ],
)  # fmt: skip
def test_a_campaign_that_fixes_a_price_is_not_published(
    shop: Shop, price: dict[str, Any], changes: dict[str, Any]
) -> None:
    campaign = plan_campaign(planner(shop), a_plan(shop, price, **changes))
    with pytest.raises(PlanRefused) as refused:
        publish_campaign(planner(shop), campaign.id)
    assert [p.part for p in refused.value.problems] == ["fields"]
    assert "Art. 101" in str(refused.value.problems[0].params["law"])
    assert load_campaign(campaign.id).status == CampaignStatus.DRAFT


def test_a_recommended_price_may_be_locked_and_stays_recommended(shop: Shop) -> None:
    modes = (PriceMode.RECOMMENDED, PriceMode.OWN)
    plan = a_plan(shop, {"locked": True, "price_modes": modes}, defaults={PRICE: OWN})
    campaign = publish_campaign(planner(shop), plan_campaign(planner(shop), plan).id)
    assert campaign.defaults[PRICE]["mode"] == "recommended"
    with pytest.raises(Invalid, match="locked selling price"):
        set_default(planner(shop), campaign.id, PRICE, OWN | {"mode": "own"}, "plan")
    assert load_campaign(campaign.id).defaults[PRICE]["mode"] == "recommended"


def test_a_template_that_prints_a_price_is_not_published(shop: Shop) -> None:
    brand = shop.demo.network.actors[Role.BRAND_MANAGER]
    version = get_template_version(shop.demo.versions["fruehling-post-1080"])
    template = get_template(version.template_id)
    frames = [dict(frame) for frame in version.document["pages"][0]["frames"]]
    text = next(frame for frame in frames if frame["kind"] == "text")

    def draft(words: str) -> TemplateDraft:
        part = {"kind": "literal", "text": {"de": words, "en": words}}
        own = [frame | {"parts": [part]} if frame is text else frame for frame in frames]
        pages = [version.document["pages"][0] | {"frames": own}]
        document = version.document | {"pages": pages}
        name = Bilingual(template.name_de, template.name_en)
        return TemplateDraft(
            template.key, name, template.format_key, document, version.kit_version_id
        )

    with pytest.raises(Invalid, match="fixes a selling price"):
        publish_template_version(brand, draft("Nur 2,99 €"))
    assert publish_template_version(brand, draft("UVP 2,99 €")).number == version.number + 1


def test_requests_made_by_hand_fix_no_price(shop: Shop, settings: Settings) -> None:
    web: Flask = make_app(settings)
    client = client_of(web, shop.demo.network.accounts[Role.CAMPAIGN_MANAGER])
    draft = plan_campaign(planner(shop), a_plan(shop, {}))
    version = str(shop.demo.versions["fruehling-flyer-a5"])
    form: dict[str, Any] = {
        "name_de": "Recht", "slug": "recht", "kpi": "scans", "target_value": "200",
        "target_date": "2027-04-16", "order_from": "2027-03-29", "order_until": "2027-04-16",
        "runs_from": "2027-05-10", "runs_until": "2027-05-22", "paths": ["hg/de/"],
        "use": [version], f"channel:{version}": "newspaper", "coop_percent": "25",
        "coop_cap": "100", "coop_fund": "1000", "has_fields": "1", "row_version": "1",
        f"default:{PRICE}": "2,99",
    }  # fmt: skip
    edit = f"/campaigns/{draft.id}/edit"
    forgeries: tuple[dict[str, Any], ...] = (
        {"lock": [PRICE], f"mode:{PRICE}": "own"},
        {"lock": [PRICE], f"mode:{PRICE}": "promotional"},
        {"lock": [PRICE], f"mode:{PRICE}": "gift"},
        {"lock": ["angebote.zeilen"]},
    )
    for number, forged in enumerate(forgeries, start=1):
        sent = form | forged | {"row_version": str(number)}
        assert send(client, edit, sent).status_code == 302
        with pytest.raises(PlanRefused):
            publish_campaign(planner(shop), draft.id)
        assert load_campaign(draft.id).status == CampaignStatus.DRAFT, forged
    page = client.get(f"/campaigns/{draft.id}").text
    assert "Partner setzen ihre Verkaufspreise selbst" in page
    fair = form | {"lock": [PRICE], f"mode:{PRICE}": "recommended", "row_version": "5"}
    assert send(client, edit, fair | {"has_law_packs": "1"}).status_code == 302
    published = publish_campaign(planner(shop), draft.id)
    assert (published.status, published.law_packs) == (CampaignStatus.PUBLISHED, [])
    (entry,) = (f for f in fields_of(published) if f.key == PRICE)
    assert entry.price_modes == (PriceMode.RECOMMENDED,)
    unknown = form | {"slug": "neu", "has_law_packs": "1", "law_packs": ["xx"]}
    assert send(client, "/campaigns/new", unknown).status_code == 422


def test_a_partner_cannot_choose_a_kind_that_the_field_does_not_offer(shop: Shop) -> None:
    ad = shop.localise()
    saved = save_values(shop.manager, ad, {PRICE: {"text": "2,99", "mode": "maximum"}}, 1)
    assert [problem.field for problem in saved.problems] == [PRICE]
