"""Holds the pages of insight: what each role sees, what it does not, and that forms work."""

import io
import json
import re
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from bench.network import build_network
from campaigns.insight.history.service import load_history
from campaigns.insight.readings.models import AdResult
from campaigns.insight.reports.models import ChannelReport
from campaigns.localisation.models import ShortLink
from campaigns.planning.models import Campaign, CampaignFormat
from portal.foundation.config import Settings, configure
from portal.foundation.database import Database, reading, transaction
from portal.foundation.jobs import run_due_jobs
from portal.foundation.slices import import_modules
from portal.foundation.storage import FileStore
from portal.foundation.usage import UsageEvent
from regions.accounts.models import Account
from regions.accounts.rules import Role
from regions.partners.models import Outlet, Partner
from tests.factories.filled import Filled
from tests.factories.insight import make_campaign, make_formats
from tests.factories.regions import make_account
from tests.factories.web import client_of, make_app

HEADLINES = ["Der Frühling muss raus.", "Hier blüht Ihnen was.", "Niemals gesehen."]


@pytest.fixture
def web(db: Database, settings: Settings, file_store: FileStore, filled: Filled) -> Flask:
    filled.fill(db, _fill)
    import_modules("jobs")
    return make_app(settings)


def _fill() -> None:
    with transaction() as s:
        build_network(s, 60, regions=2)
        campaign = make_campaign(
            s,
            make_formats(s),
            "next",
            status="draft",
            published_at=None,
            headline_options=HEADLINES,
            fields=[
                {
                    "key": "headline",
                    "kind": "text",
                    "label": {"de": "Überschrift", "en": "Headline"},
                }
            ],
        ).id
    load_history(campaign)


def _account(role: Role, path: str) -> Account:
    with transaction() as s:
        return make_account(s, role, path)


def _client(web: Flask, role: Role, path: str = "hg/") -> FlaskClient:
    return client_of(web, _account(role, path))


def _one(statement: Any) -> Any:
    with reading() as s:
        return s.scalars(statement.limit(1)).one()


def _token(client: FlaskClient) -> dict[str, str]:
    page = client.get("/insight/reports/").text
    return {"csrf_token": page.split('name="csrf-token" content="')[1].split('"')[0]}


def test_head_office_sees_what_works_where(web: Flask) -> None:
    page = _client(web, Role.CAMPAIGN_MANAGER).get("/insight/").text
    assert "Ortsname in der Überschrift" in page
    assert "Flyer A5" in page
    assert "Region r00" in page
    assert "Noch offen" in page or "Gut belegt" in page
    assert "style=" not in page


def test_every_period_and_filter_answers(web: Flask) -> None:
    client = _client(web, Role.CAMPAIGN_MANAGER)
    region = _one(select(AdResult.region_path))
    for query in (
        "?period=12m",
        "?period=2026-q4&format=flyer-a5",
        f"?region={region}",
        "?period=never&format=nothing",
    ):
        assert client.get(f"/insight/{query}").status_code == 200


def test_a_regional_manager_sees_the_own_region_alone(web: Flask) -> None:
    client = _client(web, Role.REGIONAL_MANAGER, "hg/de/r00/")
    page = client.get("/insight/").text
    assert "Region r00" in page
    assert "Region r01" not in page
    assert client.get("/insight/?region=hg/de/r01/").status_code == 404


def test_take_up_is_cut_to_the_scope(web: Flask) -> None:
    past = _one(select(Campaign.id).where(Campaign.generated.is_(True)))
    everything = _client(web, Role.CAMPAIGN_MANAGER).get(f"/insight/take-up?campaign={past}").text
    own = _client(web, Role.REGIONAL_MANAGER, "hg/de/r00/").get(f"/insight/take-up?campaign={past}")
    assert "Region r01" in everything
    assert "Region r01" not in own.text
    assert own.status_code == 200
    assert "<title>" in own.text  # without scripts its address is a page
    part = _client(web, Role.ANALYST).get(
        f"/insight/take-up?campaign={past}", headers={"HX-Request": "true"}
    )
    assert "<table" in part.text
    assert "<title>" not in part.text
    assert _client(web, Role.ANALYST).get("/insight/take-up?campaign=none").status_code == 422


def test_a_partner_is_led_to_the_own_page_and_sees_no_other_name(web: Flask) -> None:
    with reading() as s:
        partner = s.scalars(select(Partner).order_by(Partner.number).limit(1)).one()
        others = s.scalars(select(Outlet.name).where(Outlet.partner_id != partner.id)).all()
        own = s.scalars(select(Outlet.name).where(Outlet.partner_id == partner.id)).all()
    client = _client(web, Role.PARTNER_MANAGER, partner.path)
    assert client.get("/insight/").location == "/insight/mine"
    page = client.get("/insight/mine").text
    assert all(name in page for name in own)
    assert not [name for name in others if name in page]
    assert "Üblich: " in page


def test_below_ten_outlets_nothing_of_the_region_is_shown(
    db: Database, settings: Settings, file_store: FileStore
) -> None:
    with transaction() as s:
        build_network(s, 8, regions=1)
        campaign = make_campaign(s, make_formats(s), "next").id
        partner = s.scalars(select(Partner).limit(1)).one()
    load_history(campaign)
    page = _client(make_app(settings), Role.PARTNER_MANAGER, partner.path).get("/insight/mine")
    assert "Üblich: " not in page.text
    assert "Weniger als zehn Filialen" in page.text


def test_the_planner_sees_the_ranking_and_makes_the_leader_the_default(web: Flask) -> None:
    client = _client(web, Role.CAMPAIGN_MANAGER)
    campaign = _one(select(Campaign).where(Campaign.slug == "next"))
    page = client.get(f"/insight/ranking?campaign={campaign.id}", headers={"HX-Request": "true"})
    assert HEADLINES[1] in page.text
    assert "Noch nicht gemessen" in page.text
    leader = json.loads(re.findall(r"hx-vals='([^']+)'", page.text)[0])["headline"]
    assert leader == HEADLINES[1]  # the story's truth: it really works better
    answer = client.post(
        "/insight/ranking",
        data={"campaign": str(campaign.id), "headline": leader, "row_version": "1"},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 200, answer.text
    assert 'name="row_version" value="2" hx-swap-oob="true"' in answer.text
    assert _one(select(Campaign).where(Campaign.slug == "next")).defaults["headline"] == leader
    applied = _one(select(UsageEvent).where(UsageEvent.kind == "insight.ranking_applied"))
    default = _one(select(UsageEvent).where(UsageEvent.kind == "campaign.default_set"))
    assert applied.campaign_id == default.campaign_id == campaign.id
    assert default.attributes["source"] == "ranking"


def _formats(campaign: UUID) -> list[str]:
    with reading() as s:
        statement = select(CampaignFormat).where(CampaignFormat.campaign_id == campaign)
        return [one.format_key for one in s.scalars(statement.order_by(CampaignFormat.position))]


def test_the_planner_puts_the_leading_format_first(web: Flask) -> None:
    client = _client(web, Role.CAMPAIGN_MANAGER)
    campaign = _one(select(Campaign.id).where(Campaign.slug == "next"))
    before = _formats(campaign)
    page = client.get(f"/insight/ranking?campaign={campaign}", headers={"HX-Request": "true"})
    offered = [json.loads(raw) for raw in re.findall(r"hx-vals='([^']+)'", page.text)]
    leader = next(one["format"] for one in offered if "format" in one)
    assert leader == "instagram"  # the story's truth: it brings the most for its money
    assert before[0] != leader
    answer = client.post(
        "/insight/ranking",
        data={"campaign": str(campaign), "format": leader, "row_version": "1"},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 200, answer.text
    assert 'name="lead"' in answer.text
    assert _formats(campaign) == [leader, *[key for key in before if key != leader]]
    applied = _one(select(UsageEvent).where(UsageEvent.kind == "insight.ranking_applied"))
    assert applied.attributes["what"] == "format"


def test_a_format_that_does_not_lead_is_refused(web: Flask) -> None:
    client = _client(web, Role.CAMPAIGN_MANAGER)
    campaign = _one(select(Campaign.id).where(Campaign.slug == "next"))
    answer = client.post(
        "/insight/ranking",
        data={**_token(client), "campaign": str(campaign), "format": "flyer-a5"},
    )
    assert answer.status_code == 409
    assert _formats(campaign)[0] != "instagram"


def test_a_headline_that_does_not_lead_is_refused(web: Flask) -> None:
    client = _client(web, Role.CAMPAIGN_MANAGER)
    campaign = _one(select(Campaign.id).where(Campaign.slug == "next"))
    answer = client.post(
        "/insight/ranking",
        data={**_token(client), "campaign": str(campaign), "headline": HEADLINES[2]},
    )
    assert answer.status_code == 409


def test_a_report_is_uploaded_checked_and_taken_over(web: Flask) -> None:
    client = _client(web, Role.CAMPAIGN_MANAGER)
    code = _one(select(ShortLink.code))
    content = f"Kurzlink;Datum;Klicks\n{code};03.05.2026;7\nXXXX9999;03.05.2026;1\n"
    checked = client.post(
        "/insight/reports/",
        data={
            **_token(client),
            "source": "flyerdienst",
            "file": (io.BytesIO(content.encode()), "zahlen.csv"),
        },
        content_type="multipart/form-data",
    )
    assert checked.status_code == 302, checked.text
    page = client.get(checked.location).text
    assert "XXXX9999" in page
    assert client.post(checked.location, data=_token(client)).status_code == 409
    done = client.post(checked.location, data={**_token(client), "without_problem_rows": "y"})
    assert done.status_code == 302
    assert _one(select(ChannelReport).where(ChannelReport.source == "flyerdienst")).clicks == 7
    assert run_due_jobs() >= 1


def test_columns_can_be_chosen(web: Flask) -> None:
    client = _client(web, Role.CAMPAIGN_MANAGER)
    code = _one(select(ShortLink.code))
    content = f"A;B;C\n{code};03.05.2026;7\n"
    upload = {"source": "fremd", "file": (io.BytesIO(content.encode()), "a.csv")}
    checked = client.post(
        "/insight/reports/", data={**_token(client), **upload}, content_type="multipart/form-data"
    )
    chosen = {"code": "A", "day": "B", "clicks": "C", "decimal": ","}
    client.post(f"{checked.location}/columns", data={**_token(client), **chosen})
    page = client.get(checked.location).text
    assert re.search(r'<option selected value="A">', page), page
    assert client.post(checked.location, data=_token(client)).status_code == 302


def test_a_file_that_is_no_table_is_answered_with_what_to_do(web: Flask) -> None:
    client = _client(web, Role.CAMPAIGN_MANAGER)
    answer = client.post(
        "/insight/reports/",
        data={
            **_token(client),
            "source": "flyerdienst",
            "file": (io.BytesIO(b"PK\x03\x04\x00\x00"), "zahlen.xlsx"),
        },
        content_type="multipart/form-data",
    )
    assert answer.status_code == 422
    assert "CSV" in answer.text


def test_an_analyst_asks_for_an_export_and_downloads_it(web: Flask) -> None:
    client = _client(web, Role.ANALYST, "hg/de/r01/")
    page = client.get("/insight/exports/").text
    token = {"csrf_token": page.split('name="csrf-token" content="')[1].split('"')[0]}
    assert client.post("/insight/exports/", data={**token, "format": "csv"}).status_code == 302
    assert run_due_jobs() >= 1
    listed = client.get("/insight/exports/list").text
    address = re.findall(r'href="(/insight/exports/[^"]+/download)"', listed)[0]
    answer = client.get(address)
    assert answer.data[:2] == b"PK"
    assert "attachment" in answer.headers["Content-Disposition"]
    foreign = _client(web, Role.ANALYST, "hg/")
    assert foreign.get(address).status_code == 404


def test_the_method_is_told(web: Flask) -> None:
    page = _client(web, Role.ANALYST).get("/insight/method").text
    assert "2.000" in page


def test_an_unknown_link_is_answered_kindly(web: Flask) -> None:
    answer = web.test_client().get("/l/NOPE2345")
    assert answer.status_code == 404
    assert "Dieser Link" in answer.text


def test_guessing_codes_is_slowed_down_and_scanning_is_not(web: Flask, settings: Settings) -> None:
    limited = configure(settings.model_copy(update={"requests_per_minute": 1200}))
    visitor = make_app(limited).test_client()
    code = _one(select(ShortLink.code))
    answers = [visitor.get(f"/l/NOPE{n:04d}").status_code for n in range(61)]
    assert answers == [404] * 60 + [429]
    assert visitor.get(f"/l/{code}").status_code == 302
