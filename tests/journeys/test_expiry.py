"""Head office expires a campaign and takes it back; the partner reads why, and goes on after that.

It has a portal of its own: what it ends, other journeys on the demonstration still need.
"""

import copy
import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect
from werkzeug.serving import make_server

from campaigns.localisation.service import short_link
from campaigns.orders.baskets import put_in_basket
from portal.app import create_app
from portal.foundation import clock, storage
from portal.foundation import database as databases
from portal.foundation.config import Settings
from regions.accounts.rules import Role
from tests.factories.demo_campaign import IN_ORDER_TIME
from tests.factories.orders import FLYER, OriginalShop, Shop
from tests.factories.web import client_of
from tests.journeys.axe import expect_accessible, theme_violations

REASON = "Das Motiv ist gesperrt: Die Agentur hat die Rechte verloren."
SIZES = ((1280, 900), (360, 760))


@dataclass(frozen=True, slots=True)
class Served:
    """A portal with one campaign under way, where it is served, and the ad that waits."""

    web: Flask
    shop: Shop
    base_url: str
    ad: UUID
    code: str

    def enter(self, context: BrowserContext, role: Role, path: str) -> Page:
        """Open a page as a role."""
        client = client_of(self.web, self.shop.demo.network.accounts[role])
        cookie = client.get_cookie("heimspiel")
        assert cookie is not None
        context.add_cookies([{"name": "heimspiel", "value": cookie.value, "url": self.base_url}])
        page = context.new_page()
        page.goto(self.base_url + path)
        return page


@pytest.fixture
def served(original_shop: OriginalShop, settings: Settings, tmp_path: Path) -> Iterator[Served]:
    """Serve a campaign with an order that waits for a decision and an ad in the basket."""
    target = tmp_path / "expiry.sqlite"
    shutil.copyfile(original_shop.path, target)
    database = databases.connect(f"sqlite:///{target}")
    storage.use_file_store(copy.deepcopy(original_shop.files))
    clock.start_at(IN_ORDER_TIME)
    shop = original_shop.shop
    ad = shop.localise({"headline": "Hier wächst Bergedorf."})
    shop.order(shop.flyers(ad))
    put_in_basket(shop.manager, shop.post(ad))
    code = short_link(ad, FLYER, "https://halmgruen.example/").code
    web = create_app(settings)
    server = make_server("127.0.0.1", 0, web, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Served(web, shop, f"http://127.0.0.1:{server.server_port}", ad, code)
    finally:
        server.shutdown()
        thread.join()
        database.engine.dispose()


def expect_good(page: Page, where: str) -> None:
    """Check a page with axe on a desk and on a phone, in light and dark."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_load_state("networkidle")
        found = theme_violations(page, f"{where} {width}")
        assert not found, "\n".join(found)
        sideways = "document.documentElement.scrollWidth > window.innerWidth"
        assert not page.evaluate(sideways), f"{where} is wider than {width} pixels"


def test_a_campaign_is_expired_and_taken_back(
    served: Served, desktop: BrowserContext, phone: BrowserContext
) -> None:
    campaign = f"/campaigns/{served.shop.demo.campaign.id}"
    office = served.enter(desktop, Role.CAMPAIGN_MANAGER, campaign)
    office.get_by_role("link", name="Kampagne zurückziehen").click()
    figures = office.locator(".expiry-figures dt")
    expect(figures).to_have_text(["1", "1", "1", "1", re.compile(r"\d+"), "0"])
    expect_good(office, "before")
    office.get_by_role("button", name="Kampagne zurückziehen").click()
    expect(office.locator(".field-error")).to_have_count(2)
    office.get_by_label("Grund").fill(REASON)
    office.get_by_label("Ich habe gelesen, was sofort geschieht.").check()
    office.get_by_role("button", name="Kampagne zurückziehen").click()
    expect(office.get_by_role("heading", level=1)).to_have_text("Diese Kampagne ist zurückgezogen")
    expect(office.locator("main")).to_contain_text("können Sie das zurücknehmen")
    expect_good(office, "after")

    partner = served.enter(phone, Role.PARTNER_MANAGER, "/")
    read_why(partner, served)

    office.get_by_role("button", name="Zurückziehen rückgängig machen").click()
    expect(office.locator(".toasts")).to_contain_text("Die Kampagne läuft weiter wie zuvor.")
    expect(office.get_by_role("link", name="Kampagne zurückziehen")).to_be_visible()
    partner.goto(f"{served.base_url}/localisations/{served.ad}")
    expect(partner.locator("#f-headline")).to_be_enabled()
    partner.goto(f"{served.base_url}/basket/")
    expect(partner.locator("main")).to_contain_text("Instagram-Post")


def read_why(partner: Page, served: Served) -> None:
    """Read the reason on the start page, in the editor, with the campaign; follow a code."""
    expect(partner.locator("main")).to_contain_text(REASON)
    expect_accessible(partner, "start page")
    partner.goto(f"{served.base_url}/localisations/{served.ad}")
    expect(partner.locator(".editor-fields")).to_contain_text(REASON)
    expect(partner.locator("#f-headline")).to_be_disabled()
    expect_accessible(partner, "editor")
    partner.goto(f"{served.base_url}/campaigns/{served.shop.demo.campaign.id}")
    expect(partner.locator("main")).to_contain_text(REASON)
    over = partner.goto(f"{served.base_url}/l/{served.code}")
    assert over is not None
    assert over.status == 410
    expect(partner.get_by_role("heading", level=1)).to_have_text("Diese Aktion ist vorbei")
    expect_accessible(partner, "short link")
