"""Head office tries a campaign for everyone, excepts an outlet by name, and publishes it."""

import re

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.axe import expect_accessible
from tests.journeys.conftest import SignIn
from tests.journeys.steps import SLOW

CHECKED = 180_000  # a hundred ads, on a machine that is busy with other tests
REASON = "Die Filiale zieht im Mai um."
#: Fits what the field may hold, and no frame of the small formats.
FAR_TOO_LONG = "Donaudampfschifffahrtsgesellschaften und Gartenbaubetriebe feiern gemeinsam"


def test_a_campaign_is_tried_for_everyone_before_it_is_published(
    desktop: BrowserContext, sign_in: SignIn
) -> None:
    page = sign_in(desktop, "campaign_manager")
    _plan_for_few(page)
    page.get_by_role("link", name=re.compile("^Für 19 Filialen prüfen")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Probe für alle Filialen")
    expect_accessible(page)
    page.get_by_role("button", name="Jetzt alle Filialen prüfen").click()
    expect(page.locator("#progress")).to_contain_text("von 114 Anzeigen geprüft")
    page.goto(page.url)  # left and come back
    expect(page.locator(".rollout-sentence")).to_contain_text("Filialen haben", timeout=CHECKED)

    _look_at_what_was_found(page)
    expect(page.get_by_role("button", name=re.compile("^Für 19 Filialen"))).to_have_count(0)
    _except_all_that_have_errors(page)
    page.get_by_role("button", name="Für 19 Filialen veröffentlichen").click()
    expect(page.locator(".toasts")).to_contain_text("Die Kampagne ist veröffentlicht.")
    expect(page.locator("#exceptions")).to_contain_text("namentlich ausgenommen", timeout=SLOW)
    expect(page.get_by_text(REASON).first).to_be_visible()


def _plan_for_few(page: Page) -> None:
    """Plan a campaign for the nineteen outlets at the Baltic, with a headline that is too long."""
    page.goto(page.url.rstrip("/") + "/campaigns/?view=list")
    page.get_by_role("link", name="Frühlingspflanztage", exact=True).first.click()
    page.get_by_role("link", name="Ähnliche planen").click()
    page.get_by_label("Name", exact=True).fill("Ostseeblüte")
    page.get_by_label("Name auf Englisch").fill("Baltic bloom")
    page.get_by_label("Kurzname").fill("ostseebluete-2027")
    page.get_by_label("Deutschland", exact=True).uncheck()
    page.get_by_label("Ostsee", exact=True).check()
    expect(page.locator("#audience-count")).to_contain_text("19 Filialen sind", timeout=SLOW)
    page.get_by_role("button", name="Als Entwurf speichern").click()
    page.locator("[name='default:headline']").fill(FAR_TOO_LONG)
    page.get_by_role("button", name="Als Entwurf speichern").click()
    expect(page.locator("[name='default:headline']")).to_have_value(FAR_TOO_LONG, timeout=SLOW)
    page.goto(page.url.removesuffix("/edit"))


def _look_at_what_was_found(page: Page) -> None:
    expect(page.locator(".everyone-gate")).to_contain_text("haben Fehler")
    tightest = page.locator(".everyone-tight > li")
    expect(tightest.first).to_contain_text("Zeichen zu lang")
    expect(tightest.first.locator("img")).to_have_js_property("complete", value=True)
    expect_accessible(page)
    page.set_viewport_size({"width": 360, "height": 780})
    expect_accessible(page, "at 360 px")
    page.set_viewport_size({"width": 1280, "height": 900})

    tightest.first.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Als ")
    expect(page.locator(".everyone-look .finding").first).to_contain_text("zu lang")
    page.locator("[data-controller=turn][data-ready]").wait_for()
    first = page.url
    page.keyboard.press("ArrowRight")
    expect(page).not_to_have_url(first)
    page.get_by_role("link", name="Alle längsten").click()
    expect(page.locator(".finding-note")).to_contain_text("Gespeichert wird davon nichts")
    expect_accessible(page)
    page.get_by_role("link", name="Probe für alle Filialen").click()


def _except_all_that_have_errors(page: Page) -> None:
    page.get_by_role("link", name="Zu den Filialen mit Fehlern").click()
    with page.expect_download() as table:
        page.get_by_role("link", name="Als Excel-Datei").click()
    assert table.value.path().read_bytes().startswith(b"PK")
    page.get_by_label("Warum darf die Kampagne so erscheinen?").fill(REASON)
    page.get_by_role("button", name=re.compile("gezeigten ausnehmen$")).click()
    expect(page.locator(".toasts")).to_contain_text("ausgenommen.", timeout=SLOW)
    page.goto(page.url.partition("?")[0])
    expect(page.locator(".everyone-gate")).to_contain_text("namentlich ausgenommen")
