"""A brand manager brings version 2 under three open ads, and the one owner concerned settles it."""

import json
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

import campaigns.rollout.everyone.jobs
import campaigns.rollout.versions.jobs  # noqa: F401 - registers the jobs
from campaigns.localisation.service import get_or_start
from campaigns.planning.service import set_default
from campaigns.rollout import apart, keeping
from migrations.tables import import_models
from portal.foundation import storage
from portal.foundation.config import Settings, configure
from portal.foundation.database import transaction
from portal.foundation.jobs import run_due_jobs
from portal.foundation.storage import DiskFileStore
from regions.accounts.models import Account
from regions.accounts.rules import Grant, Role
from tests.conftest import fresh_tables
from tests.factories.orders import Shop, make_shop
from tests.factories.regions import actor_of, make_account
from tests.factories.web import client_of, make_app
from tests.journeys.axe import expect_accessible
from tests.journeys.conftest import window

LONG = "Hier blüht Ihnen der ganze Frühling."


@dataclass(frozen=True, slots=True)
class Served:
    """A small network's portal on a port of its own; its jobs run when the test says so."""

    shop: Shop
    web: Flask
    url: str

    def open(self, browser: Browser, role: Role, width: int = 1280) -> Page:
        """Open a window in which somebody of this role is signed in."""
        context = browser.new_context(**window(width, 900))
        client = client_of(self.web, self.account(role))
        cookie = client.get_cookie("heimspiel")
        assert cookie is not None
        context.add_cookies([{"name": "heimspiel", "value": cookie.value, "url": self.url}])
        return context.new_page()

    def account(self, role: Role) -> Account:
        return self.shop.demo.network.accounts[role]


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    def here(function: Callable[..., object], *args: object) -> object:
        return function(*args)  # three ads are sooner set here than processes are started

    for name in ("run_in_background", "run_in_process"):
        monkeypatch.setattr(apart, name, here)
    monkeypatch.setattr(keeping, "_kept", OrderedDict())
    import_models()
    settings = configure(Settings(demo=True, data_dir=tmp_path, requests_per_minute=0))
    storage.use_file_store(DiskFileStore(tmp_path / "files"))
    for _ in fresh_tables(f"sqlite:///{tmp_path / 'versions.sqlite'}"):
        shop = make_shop()
        web = make_app(settings)
        server = make_server("127.0.0.1", 0, web, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Served(shop, web, f"http://127.0.0.1:{server.port}")
        server.shutdown()


def _three_open_ads(shop: Shop) -> str:
    planner = shop.demo.network.actors[Role.CAMPAIGN_MANAGER]
    set_default(planner, shop.demo.campaign.id, "headline", "Es blüht.", "plan")
    own = shop.localise({"headline": LONG})
    shop.localise({"headline": "Kurz und gut"}, outlet=1)
    network = shop.demo.network
    with transaction() as s:
        account = make_account(s, Role.PARTNER_MANAGER, network.sibling.path)
    sibling = actor_of(account, Grant(Role.PARTNER_MANAGER, network.sibling.path))
    get_or_start(sibling, shop.demo.campaign.id, network.sibling_outlet.id)
    return str(own)


def _draft(page: Page) -> None:
    page.get_by_role("link", name=re.compile("Instagram")).click()
    expect(page.get_by_role("heading", name="Version 1")).to_be_visible()
    expect_accessible(page)
    page.get_by_role("button", name="Nächste Version entwerfen").click()
    expect_accessible(page)
    page.get_by_role("link", name="JSON, für Fachleute").click()
    text = page.get_by_label("Dokument und Felder")
    content = json.loads(text.input_value())
    frames = content["document"]["pages"][0]["frames"]
    frames[0]["x"] = "links"
    text.fill(json.dumps(content))
    page.get_by_role("button", name="Speichern und zeigen").click()
    expect(page.get_by_text("pages.0.frames.0.rect.x")).to_be_visible()
    expect_accessible(page)
    frames[0]["x"] = 0
    next(frame for frame in frames if frame["id"] == "headline")["y"] += 30
    text.fill(json.dumps(content))
    page.get_by_role("button", name="Speichern und zeigen").click()
    expect(page.get_by_text("Headline steht anders")).to_be_visible()
    _shorten_by_form(page)


def _shorten_by_form(page: Page) -> None:
    page.get_by_role("link", name="Formular").click()
    headline = page.locator("#field-headline")
    headline.locator("summary").click()
    headline.get_by_label("Höchstens Zeichen").fill("viele")
    page.get_by_role("button", name="Speichern und zeigen").click()
    expect(headline.get_by_text("Geben Sie eine ganze Zahl von 1 bis 5000 ein.")).to_be_visible()
    expect(headline.get_by_label("Höchstens Zeichen")).to_have_value("viele")
    expect_accessible(page)
    headline.get_by_label("Höchstens Zeichen").fill("20")
    page.get_by_role("button", name="Speichern und zeigen").click()
    expect(page.get_by_text("Überschrift ist neu beschrieben")).to_be_visible()
    expect(headline.get_by_label("Höchstens Zeichen")).to_have_value("20")


def _publish(page: Page) -> None:
    page.get_by_role("link", name="Wirkung und Veröffentlichung").click()
    page.get_by_role("button", name="Mit den offenen Anzeigen proben").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    run_due_jobs()
    expect(page.get_by_text("1 Anzeige braucht ihre Filiale.")).to_be_visible()
    expect_accessible(page)
    plan = page.url
    page.get_by_role("link", name="Vorher und nachher").click()
    for name in ("Die Anzeige, wie sie jetzt ist", "Die Anzeige mit der neuen Vorlage"):
        picture = page.get_by_role("img", name=name)
        expect(picture).to_be_visible()
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    expect(page.get_by_text(LONG)).to_be_visible()
    expect_accessible(page)
    page.goto(plan)
    expect(page.get_by_text("Prüfen Sie 1 Kampagne für alle Filialen")).to_be_visible()
    expect(page.get_by_role("button", name="Diese Version veröffentlichen")).to_have_count(0)
    page.get_by_role("link", name="Für alle prüfen").click()
    page.get_by_role("button", name="Jetzt alle Filialen prüfen").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    run_due_jobs()
    expect(page.get_by_role("progressbar")).to_have_count(0)  # it loads itself again
    page.wait_for_load_state()
    page.goto(plan)
    page.get_by_role("button", name="Diese Version veröffentlichen").click()
    expect(page.get_by_role("heading", name="Kampagnen, die übergehen")).to_be_visible()
    run_due_jobs()
    page.reload()
    expect(page.get_by_text("Übergegangen")).to_be_visible()
    expect_accessible(page)


def _settle(page: Page, served: Served, own: str) -> None:
    page.goto(served.url)
    expect(page.get_by_text("1 Eintrag braucht Sie.")).to_be_visible()
    expect_accessible(page)
    page.get_by_role("link", name="Ansehen").first.click()
    parked = page.get_by_role("region", name="Die Vorlage hat sich geändert")
    expect(parked.get_by_label("Ihr Eintrag")).to_have_value(LONG)
    expect_accessible(page)
    parked.get_by_label("Ihr Eintrag").fill("Der ganze Frühling")
    parked.get_by_role("button", name="Übernehmen").click()
    headline = page.locator("[data-field=headline] textarea").first
    expect(headline).to_have_value("Der ganze Frühling")
    expect(parked).to_have_count(0)
    page.get_by_role("button", name="Mehr").click()
    page.get_by_role("button", name="Verlauf").click()
    expect(page.get_by_text("Vorlage von Instagram-Post")).to_be_visible()
    page.goto(served.url)
    expect(page.get_by_text("braucht Sie")).to_have_count(0)


def test_version_two_under_three_open_ads(browser: Browser, served: Served) -> None:
    own = _three_open_ads(served.shop)
    office = served.open(browser, Role.BRAND_MANAGER)
    office.goto(served.url + "/templates/")
    _draft(office)
    _publish(office)
    _settle(served.open(browser, Role.PARTNER_MANAGER, 360), served, own)
