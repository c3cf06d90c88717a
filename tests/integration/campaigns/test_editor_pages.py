"""The editor and the pages of campaigns over HTTP: what they show, and what forged requests get."""

import io
import re
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from campaigns.localisation import history_pages
from campaigns.localisation.models import Localisation
from campaigns.localisation.service import get_localisation, save_values
from campaigns.planning.models import Campaign
from campaigns.planning.service import (
    fields_of,
    formats_of,
    load_campaign,
    publish_campaign,
)
from campaigns.proofs.service import make_proof
from portal.foundation.audit import AuditEntry
from portal.foundation.config import Settings
from portal.foundation.database import reading, transaction
from regions.accounts.rules import Role
from tests.factories.orders import FLYER, POST, Shop
from tests.factories.regions import make_account
from tests.factories.web import make_app
from tests.integration.regions_web import csrf_token, send, sign_in

OWN = "Hier wächst Bergedorf."


@pytest.fixture
def web(shop: Shop, settings: Settings) -> Flask:
    """The portal over the shop's database."""
    return make_app(settings, csrf=True, testing=False)


def client_of(web: Flask, shop: Shop, role: Role = Role.PARTNER_MANAGER) -> FlaskClient:
    return sign_in(web, shop.demo.network.accounts[role])


def sibling_of(web: Flask, shop: Shop) -> FlaskClient:
    """Return a client of another partner in the same region."""
    with transaction() as s:
        path = shop.demo.network.sibling.path
        return sign_in(web, make_account(s, Role.PARTNER_MANAGER, path))


def post_json(client: FlaskClient, path: str, body: Any) -> TestResponse:
    token = {"X-CSRFToken": csrf_token(client), "Accept": "application/json"}
    return client.post(path, json=body, headers=token)


def save(client: FlaskClient, ad: UUID, changes: Any, version: int = 1) -> TestResponse:
    body = {"changes": changes, "row_version": version}
    return post_json(client, f"/localisations/{ad}/values", body)


def refused() -> list[tuple[str, str]]:
    with reading() as s:
        entries = select(AuditEntry).where(AuditEntry.outcome == "refused")
        return [(entry.action, entry.subject_id) for entry in s.scalars(entries)]


def said(answer: TestResponse) -> Any:
    """What an answer holds as JSON."""
    return answer.json


def values_of(shop: Shop, ad: UUID) -> dict[str, Any]:
    return get_localisation(shop.manager, ad).values


def test_an_ad_is_started_from_the_page_of_its_campaign(web: Flask, shop: Shop) -> None:
    client = client_of(web, shop)
    page = client.get(f"/campaigns/{shop.demo.campaign.id}").text
    assert 'action="/localisations/"' in page
    chosen = {"campaign": shop.demo.campaign.id, "outlet": shop.demo.outlet_id}
    answer = send(client, "/localisations/", chosen)
    assert answer.status_code == 302
    editor = client.get(answer.location)
    assert "Der Frühling muss raus." in editor.text
    found = client.get(f"/localisations/of/{chosen['campaign']}/{chosen['outlet']}")
    assert found.location == answer.location


def test_the_editor_shows_fields_formats_and_who_locked_what(web: Flask, shop: Shop) -> None:
    ad = shop.localise()
    page = client_of(web, shop).get(f"/localisations/{ad}").text
    assert page.index("Angebot") < page.index("Zeitraum") < page.index("Öffnungszeiten")
    for format_key in (FLYER, "anzeige-91x120", POST):
        assert f'data-format="{format_key}"' in page
    locked = re.search(r'data-field="markt.name".*?</div>', page, re.S)
    assert locked
    assert "Stammdaten der Filiale" in locked[0]
    assert "<input" not in locked[0]
    assert f"/orders/price?localisation={ad}" in page
    assert 'action="/basket/usual"' in page
    assert " style=" not in page
    assert "<script>" not in page


def test_saving_answers_with_what_a_check_finds(web: Flask, shop: Shop) -> None:
    client, ad = client_of(web, shop), shop.localise()
    long = "Gewürztagetes ‚Orange Gem‘ in der 12er-Schale"
    answer = save(client, ad, {"headline": OWN, "angebot.produkt": long})
    body = said(answer)
    assert (answer.status_code, body["row_version"], body["open_points"]) == (200, 2, 1)
    assert "In der Zeitungsanzeige" in body["html"]
    assert "1 Punkt klären" in body["html"]
    assert "Ohne Zeitungsanzeige bestellen" in body["html"]
    assert values_of(shop, ad) == {"headline": OWN, "angebot.produkt": long}


def test_what_cannot_be_read_is_told_beside_its_field(web: Flask, shop: Shop) -> None:
    client, ad = client_of(web, shop), shop.localise()
    body = said(save(client, ad, {"angebot.preis": {"text": "billig", "starting_from": True}}))
    assert body["unread"] == ["angebot.preis"]
    slot = re.search(r'data-slot="field:angebot.preis">.*?6,99 €', body["html"], re.S)
    assert slot
    assert values_of(shop, ad) == {}
    told = save(client, ad, {"angebot.produkt": "Gewürztagetes " * 20})
    assert said(told)["unread"] == ["angebot.produkt"]
    assert 'data-slot="side:angebot.produkt"' not in said(told)["html"]


def test_a_clash_names_both_values_and_saves_nothing(web: Flask, shop: Shop) -> None:
    client, ad = client_of(web, shop, Role.PARTNER_STAFF), shop.localise()
    save_values(shop.manager, ad, {"angebot.preis": "5,99"}, 1)
    answer = save(client, ad, {"angebot.preis": {"text": "3,49", "starting_from": False}})
    assert answer.status_code == 409
    assert said(answer)["fields"] == ["angebot.preis"]
    assert shop.manager.name in said(answer)["html"]
    assert "5,99" in said(answer)["html"]
    assert "3,49" in said(answer)["html"]
    assert values_of(shop, ad)["angebot.preis"]["cents"] == 599


@pytest.mark.parametrize("key", ["markt.name", "aktion.name", "angebot.grundpreis", "__class__"])
def test_a_forged_locked_field_is_refused_and_audited(web: Flask, shop: Shop, key: str) -> None:
    client, ad = client_of(web, shop), shop.localise()
    answer = save(client, ad, {"headline": OWN, key: "Mein Laden"})
    assert answer.status_code == 403
    assert values_of(shop, ad) == {}
    assert ("localisation.save", str(ad)) in refused()


def test_a_foreign_ad_does_not_exist_in_any_way(web: Flask, shop: Shop) -> None:
    ad = shop.localise()
    proof = make_proof(shop.manager, ad, FLYER)
    client = sibling_of(web, shop)
    url = f"/localisations/{ad}"
    for path in (
        url,
        f"{url}/fields",
        f"{url}/history",
        f"{url}/photos/bild.motiv",
        f"{url}/photos/bild.motiv/{shop.demo.photos['Garden']}.jpg",
        f"{url}/pictures/{FLYER}.jpg",
        f"/localisations/of/{shop.demo.campaign.id}/{shop.demo.outlet_id}/{FLYER}.jpg",
        f"/localisations/of/{shop.demo.campaign.id}/{shop.demo.outlet_id}",
        f"/localisations/proofs/{proof.id}/page-0.jpg",
        f"/localisations/proofs/{proof.id}/press.pdf",
        f"/localisations/proofs/{proof.id}/press.pdf?marks=1",
    ):
        assert client.get(path).status_code == 404, path
    assert save(client, ad, {"headline": "Meins."}).status_code == 404
    assert ("localisation.save", str(ad)) in refused()
    assert post_json(client, f"{url}/undo", {"row_version": 1}).status_code == 404
    picture = post_json(client, f"{url}/pictures/{FLYER}", {"changes": {}, "width": 300})
    assert picture.status_code == 404
    forged = {"campaign": shop.demo.campaign.id, "outlet": shop.demo.outlet_id}
    assert send(client, "/localisations/", forged).status_code == 404
    assert ("localisation.start", str(shop.demo.outlet_id)) in refused()


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {"changes": {}},
        {"changes": "x", "row_version": 1},
        {"changes": {}, "row_version": 0},
        {"changes": {}, "row_version": 1, "status": "approved"},
        {"changes": {str(n): 1 for n in range(101)}, "row_version": 1},
    ],
)
def test_a_malformed_save_is_told_so(web: Flask, shop: Shop, body: Any) -> None:
    client, ad = client_of(web, shop), shop.localise()
    answer = post_json(client, f"/localisations/{ad}/values", body)
    assert answer.status_code == 422
    assert "Laden Sie die Seite neu" in said(answer)["detail"]


def test_a_save_without_the_sessions_token_changes_nothing(web: Flask, shop: Shop) -> None:
    client, ad = client_of(web, shop), shop.localise()
    body = {"changes": {"headline": OWN}, "row_version": 1}
    assert client.post(f"/localisations/{ad}/values", json=body).status_code == 400
    assert values_of(shop, ad) == {}


def test_the_picture_follows_what_is_typed(web: Flask, shop: Shop) -> None:
    client, ad = client_of(web, shop), shop.localise()
    url = f"/localisations/{ad}/pictures/{POST}"
    body = {"changes": {"headline": "Neu."}, "page": 0, "width": 500}
    typed = post_json(client, url, body)
    assert typed.mimetype == "image/jpeg"
    assert Image.open(io.BytesIO(typed.data)).size == (500, 500)
    assert typed.data != post_json(client, url, body | {"changes": {}}).data
    assert post_json(client, url, body | {"page": 7}).status_code == 404
    assert post_json(client, url, body | {"width": 100_000}).status_code == 422
    unknown = f"/localisations/{ad}/pictures/plakat-a0"
    assert post_json(client, unknown, body).status_code == 404


def test_a_picture_that_the_browser_has_is_not_sent_again(web: Flask, shop: Shop) -> None:
    client, ad = client_of(web, shop), shop.localise()
    url = f"/localisations/{ad}/pictures/{POST}.jpg?width=240"
    first = client.get(url)
    again = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    save_values(shop.manager, ad, {"headline": OWN}, 1)
    assert client.get(url, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_undo_and_history_over_http(web: Flask, shop: Shop) -> None:
    client, ad = client_of(web, shop), shop.localise()
    save(client, ad, {"headline": OWN})
    answer = post_json(client, f"/localisations/{ad}/undo", {"row_version": 2})
    assert (answer.status_code, values_of(shop, ad)) == (200, {})
    history = client.get(f"/localisations/{ad}/history").text
    assert OWN in history
    assert "zurückgenommen" in history
    assert post_json(client, f"/localisations/{ad}/redo", {"row_version": 3}).status_code == 200
    assert values_of(shop, ad) == {"headline": OWN}


def test_a_long_history_comes_in_pages_that_cut_no_entry_in_two(
    web: Flask, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_pages, "STEPS", 4)
    client, ad = client_of(web, shop), shop.localise()
    fields = ("headline", "event.titel")
    for n, text in enumerate(("A", "B", "C", "D", "E")):
        save_values(shop.manager, ad, {fields[n % 2]: f"{text}."}, n + 1)
    for n, text in enumerate(("F", "Fl", "Flo", "Flora"), start=6):
        save_values(shop.manager, ad, {"event.titel": f"{text}."}, n)

    told, pages, before = [], 0, ""
    while True:
        page = client.get(f"/localisations/{ad}/history{before}").text
        told += re.findall(r"<li data-step=\"(\d+)\">", page)
        pages += 1
        older = re.search(r'data-before="(\d+)"', page)
        if older is None:
            break
        before = f"?before={older[1]}"
    assert pages > 2
    assert [int(step) for step in told] == [7, 6, 5, 4, 3, 2]
    again = {"step": 2, "field": "headline", "row_version": 10}
    assert post_json(client, f"/localisations/{ad}/again", again).status_code == 200
    assert "headline" not in values_of(shop, ad)


def test_an_earlier_value_is_set_again_by_itself(web: Flask, shop: Shop) -> None:
    client, ad = client_of(web, shop), shop.localise()
    save(client, ad, {"headline": OWN})
    save(client, ad, {"angebot.preis": "2,22"}, 2)
    told = client.get(f"/localisations/{ad}/history").text
    assert 'data-action="editor#setAgain" data-field="headline" data-step="2"' in told
    again = {"step": 2, "field": "headline", "row_version": 3}
    answer = post_json(client, f"/localisations/{ad}/again", again)
    assert answer.status_code == 200
    assert "headline" not in values_of(shop, ad)
    assert "angebot.preis" in values_of(shop, ad)
    assert said(answer)["fields"] == ["headline"]
    for forged in ({"step": 99}, {"field": "markt.name"}, {"field": "nirgends"}):
        assert post_json(client, f"/localisations/{ad}/again", again | forged).status_code == 404
    other = sibling_of(web, shop)
    assert post_json(other, f"/localisations/{ad}/again", again).status_code == 404
    assert values_of(shop, ad).keys() == {"angebot.preis"}


def test_what_others_change_is_told_and_ones_own_is_not(web: Flask, shop: Shop) -> None:
    client, ad = client_of(web, shop), shop.localise()
    saved = said(save(client, ad, {"angebot.preis": "2,22"}))
    save_values(shop.manager, ad, {"headline": OWN}, saved["row_version"])
    news = said(client.get(f"/localisations/{ad}/news?since=1&own={saved['row_version']}"))
    assert (news["fields"], news["row_version"]) == (["headline"], 3)
    assert f"Überschrift ist jetzt: {OWN}" in news["html"]
    none = said(client.get(f"/localisations/{ad}/news?since=3"))
    assert none["fields"] == []
    # A save of another field says that there is something to look at.
    late = said(save(client, ad, {"event.titel": "Pflanztag"}, 2))
    assert late["others"] == ["headline"]
    assert sibling_of(web, shop).get(f"/localisations/{ad}/news?since=0").status_code == 404


def test_a_picture_as_typed_is_sent_only_where_it_is_another(web: Flask, shop: Shop) -> None:
    client, ad = client_of(web, shop), shop.localise()
    path = f"/localisations/{ad}/pictures/{FLYER}"
    first = post_json(client, path, {"changes": {"headline": OWN}, "width": 240})
    tag = first.headers["ETag"].strip('"')
    same = {"changes": {"headline": OWN}, "width": 240, "known": tag}
    assert post_json(client, path, same).status_code == 204
    other = post_json(client, path, same | {"changes": {"headline": "Anders."}})
    assert other.status_code == 200
    assert other.data != first.data
    assert other.headers["ETag"] != first.headers["ETag"]


def test_what_a_partner_types_is_never_markup(web: Flask, shop: Shop) -> None:
    client, ad = client_of(web, shop), shop.localise()
    script = "<script>alert(1)</script>"
    body = said(save(client, ad, {"headline": script, "event.titel": '"><img src=x>'}))
    assert script not in body["html"]
    for path in ("", "/history", "/fields"):
        page = client_of(web, shop, Role.APPROVER).get(f"/localisations/{ad}{path}").text
        assert script not in page
        assert "<img src=x>" not in page


def upload(
    client: FlaskClient, ad: UUID, data: bytes, name: str = "../../IMG_1.jpg"
) -> TestResponse:
    form = {"photo": (io.BytesIO(data), name), "csrf_token": csrf_token(client)}
    url = f"/localisations/{ad}/photos/bild.lokal"
    return client.post(url, data=form, content_type="multipart/form-data")


def test_an_own_photo_is_taken_in_and_can_be_placed(web: Flask, shop: Shop) -> None:
    client, ad = client_of(web, shop), shop.localise()
    out = io.BytesIO()
    Image.new("RGB", (1600, 1000), (200, 40, 30)).save(out, "JPEG")
    page = upload(client, ad, out.getvalue())
    assert page.status_code == 200
    assert "IMG 1" in page.text
    assert "../" not in page.text
    found = re.search(r'data-added="([0-9a-f]{64})"', page.text)
    assert found
    assert save(client, ad, {"bild.lokal": {"sha256": found[1]}}).status_code == 200
    assert values_of(shop, ad)["bild.lokal"]["sha256"] == found[1]
    choice = f"/localisations/{ad}/photos/bild.lokal"
    assert f'data-sha256="{found[1]}"' in client.get(f"{choice}?q=img").text
    assert f'data-sha256="{found[1]}"' not in client.get(f"{choice}?q=gibtesnicht").text
    stranger = sibling_of(web, shop)
    url = f"/localisations/{ad}/photos/bild.lokal/{found[1]}.jpg"
    assert (client.get(url).status_code, stranger.get(url).status_code) == (200, 404)


def test_a_photo_that_is_too_small_is_told_at_once(web: Flask, shop: Shop) -> None:
    client, ad = client_of(web, shop), shop.localise()
    out = io.BytesIO()
    Image.new("RGB", (300, 200), (200, 40, 30)).save(out, "JPEG")
    page = upload(client, ad, out.getvalue())
    told = re.search(r"(\S+ \S+ \S+) nur (\d+) dpi: näher am Motiv fotografieren", page.text)
    assert told
    assert int(told[2]) < 225
    needed = re.search(r"Nötig sind etwa ([\d.]+) × ([\d.]+) Pixel", page.text)
    assert needed
    width, height = (int(edge.replace(".", "")) for edge in needed.groups())
    assert 150 * 300 / int(told[2]) <= width < 300 * 300 / int(told[2])
    assert 1.4 < width / height < 1.6
    assert "data-added" not in page.text
    assert "Trotzdem verwenden" in page.text
    url = f"/localisations/{ad}/photos/bild.lokal"
    for forged in ("0" * 64, "../../x", ""):
        assert "Ihr Foto ist da" not in client.get(url, query_string={"added": forged}).text


def test_what_is_no_picture_is_told_so_and_not_kept(web: Flask, shop: Shop) -> None:
    client, ad = client_of(web, shop), shop.localise()
    assert upload(client, ad, b"<svg onload=alert(1)>", "x.jpg").status_code == 422
    assert upload(client, ad, b"").status_code == 422
    assert upload(sibling_of(web, shop), ad, b"\xff\xd8\xff").status_code == 404


def test_an_approver_looks_and_changes_nothing(web: Flask, shop: Shop) -> None:
    client, ad = client_of(web, shop, Role.APPROVER), shop.localise()
    page = client.get(f"/localisations/{ad}").text
    assert "Ändern kann sie der Partner" in page
    assert 'action="/basket/usual"' not in page
    assert save(client, ad, {"headline": OWN}).status_code == 403


def test_a_campaign_is_planned_in_the_browser(web: Flask, shop: Shop) -> None:
    client = client_of(web, shop, Role.CAMPAIGN_MANAGER)
    form = plan_form(shop)
    answer = send(client, f"/campaigns/new?from={shop.demo.campaign.id}", form)
    assert answer.status_code == 302
    campaign_id = UUID(answer.location.split("/")[-2])
    page = client.get(answer.location).text
    assert "Vom Topf" not in page
    assert "Der Frühling muss raus." in page
    locked: dict[str, Any] = {"lock": ["headline"], "has_fields": "1", "row_version": 1}
    locked["default:headline"] = "Nur so."
    assert send(client, f"/campaigns/{campaign_id}/edit", form | locked).status_code == 302
    assert f"/rollout/everyone/{campaign_id}" in client.get(f"/campaigns/{campaign_id}").text
    manager = shop.demo.network.actors[Role.CAMPAIGN_MANAGER]
    campaign = publish_campaign(manager, campaign_id)
    assert (campaign.status, campaign.defaults["headline"]) == ("published", "Nur so.")
    assert {f.key for f in fields_of(campaign) if f.locked} == {"headline"}
    assert [chosen.channel_key for chosen in formats_of(campaign_id)] == ["newspaper"]


def plan_form(shop: Shop) -> dict[str, Any]:
    version = str(shop.demo.versions["fruehling-flyer-a5"])
    return {
        "name_de": "Sonnenstauden",
        "slug": "sonnenstauden",
        "kpi": "scans",
        "target_value": "200",
        "target_date": "2027-05-20",
        "order_from": "2027-04-12",
        "order_until": "2027-05-20",
        "runs_from": "2027-06-07",
        "runs_until": "2027-06-19",
        "paths": ["hg/de/"],
        "use": [version],
        f"channel:{version}": "newspaper",
        "headline_options": "Sonne satt.\nNur so.",
        "coop_percent": "25",
        "coop_cap": "100",
        "coop_fund": "1000",
    }


def test_a_plan_that_cannot_be_is_kept_as_entered(web: Flask, shop: Shop) -> None:
    client = client_of(web, shop, Role.CAMPAIGN_MANAGER)
    wrong = plan_form(shop) | {"order_until": "2027-04-01", "name_de": "Zu früh"}
    answer = send(client, "/campaigns/new", wrong)
    assert answer.status_code == 422
    assert "Die Bestellung endet, bevor sie beginnt." in answer.text
    assert 'value="Zu früh"' in answer.text
    assert _channel_offered(answer.text, shop) == "newspaper"
    empty = send(client, "/campaigns/new", plan_form(shop) | {"name_de": ""})
    assert empty.status_code == 422
    with reading() as s:
        assert s.scalar(select(Campaign).where(Campaign.slug == "sonnenstauden")) is None


def _channel_offered(page: str, shop: Shop) -> str | None:
    """Return the channel that the plan's page has selected for the format it is sent with."""
    version = plan_form(shop)["use"][0]
    choice = page.partition(f'name="channel:{version}"')[2].partition("</select>")[0]
    found = re.search(r'value="([^"]+)" selected', choice)
    return found[1] if found else None


def test_a_plan_begins_with_the_channel_that_a_format_had_last(web: Flask, shop: Shop) -> None:
    client = client_of(web, shop, Role.CAMPAIGN_MANAGER)
    chosen = formats_of(shop.demo.campaign.id)
    version = plan_form(shop)["use"][0]
    had = next(one.channel_key for one in chosen if str(one.template_version_id) == version)
    assert _channel_offered(client.get("/campaigns/new").text, shop) == had


def test_the_audience_is_counted_as_it_is_chosen(web: Flask, shop: Shop) -> None:
    client = client_of(web, shop, Role.CAMPAIGN_MANAGER)
    assert "4 Filialen" in send(client, "/campaigns/audience", {"paths": ["hg/"]}).text
    south = {"paths": [shop.demo.network.south.path]}
    assert "1 Filiale" in send(client, "/campaigns/audience", south).text


def test_a_partner_can_neither_plan_nor_publish(web: Flask, shop: Shop) -> None:
    client = client_of(web, shop)
    for path in ("/campaigns/new", f"/campaigns/{shop.demo.campaign.id}/edit"):
        assert client.get(path).status_code == 403
    assert send(client, f"/campaigns/{shop.demo.campaign.id}/close", {}).status_code == 403
    assert load_campaign(shop.demo.campaign.id).status == "published"


@pytest.mark.parametrize("path", ["/campaigns/", "/campaigns/?view=list", "/templates/"])
def test_lists_open_in_both_languages(web: Flask, shop: Shop, path: str) -> None:
    client = client_of(web, shop, Role.CAMPAIGN_MANAGER)
    page = client.get(path)
    assert page.status_code == 200
    assert "Frühlingspflanztage" in page.text
    assert client.get("/campaigns/?from=kein-tag").status_code == 200


def test_pictures_of_ads_are_never_shared_between_accounts(web: Flask, shop: Shop) -> None:
    client, ad = client_of(web, shop), shop.localise()
    answer = client.get(f"/localisations/{ad}/pictures/{POST}.jpg")
    assert "private" in answer.headers["Cache-Control"]
    assert "Cookie" in answer.headers["Vary"]
    with reading() as s:
        assert s.get_one(Localisation, ad).row_version == 1
