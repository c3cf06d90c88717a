"""A brand manager makes a version of a kit in the browser and sees its effect, also on a phone."""

import re

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.axe import expect_accessible
from tests.journeys.conftest import SignIn
from tests.journeys.steps import SLOW

CHECKED = 120_000  # every ad that is under way, on a machine that is busy with other tests


def _section(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Abschnitte").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def _begin(page: Page) -> None:
    """Begin a kit with the fonts and the press profile of the one in force."""
    page.goto(page.url.rstrip("/") + "/brand/new")
    page.get_by_label("Name auf Deutsch").fill("Kresse")
    page.get_by_label("Name auf Englisch").fill("Cress")
    page.get_by_label("Kürzel").fill("Kresse!")
    page.get_by_role("button", name="Beginnen").click()
    expect(page.get_by_label("Kürzel")).to_have_attribute("aria-invalid", "true")
    expect_accessible(page)
    page.get_by_label("Kürzel").fill("kresse")
    page.get_by_label("Übernehmen aus").select_option(index=1)
    page.get_by_role("button", name="Beginnen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fassung 1, Entwurf")
    expect(page.locator(".kit-overview-state", has_text="vollständig")).to_have_count(13)
    expect_accessible(page)


def _add_colour(page: Page) -> None:
    """Add a colour that cannot be kept at first, then another one that can."""
    page.get_by_role("link", name=re.compile("^Farben")).click()
    page.get_by_role("button", name="Farbe hinzufügen").click()
    row = page.locator(".kit-row").last
    row.get_by_label("Name", exact=True).fill("Grün")
    row.get_by_label("Am Bildschirm (sRGB)").fill("#2E7D32")
    row.get_by_label("Text darauf in").select_option("Weiss")
    expect(row.locator("[data-kit-rows-target=partner]")).to_have_text("5,1 : 1")
    row.get_by_label("Deutsch").fill("Blatt")
    row.get_by_label("Englisch").fill("Leaf")
    for ink, percent in (("Cyan", "80"), ("Magenta", "20"), ("Gelb", "95"), ("Schwarz", "10")):
        row.get_by_label(ink).fill(percent)
    page.get_by_role("button", name="Speichern").last.click()
    expect(row.get_by_text("Buchstaben ohne Umlaute")).to_be_visible()
    expect(row.get_by_label("Gelb")).to_have_value("95")
    expect_accessible(page)
    row.get_by_label("Name", exact=True).fill("Gruen")
    page.get_by_role("button", name="Speichern").last.click()
    expect(page.locator(".toasts")).to_contain_text("Gespeichert.")


def _settle_a_point(page: Page) -> None:
    """Allow a pair that has too little contrast, read so at its place, and mend it."""
    _section(page, "Farbpaare")
    page.get_by_role("button", name="Paar hinzufügen").click()
    row = page.locator(".kit-row").last
    row.get_by_label("Farbe", exact=True).select_option("Schwarz")
    row.get_by_label("Auf", exact=True).select_option("Gruen")
    expect(row.locator("summary")).to_contain_text("4,1 : 1")
    row.get_by_label("Text ist erlaubt").check()
    row.get_by_label("Deutsch").fill("Titel")
    row.get_by_label("Englisch").fill("Title")
    page.get_by_role("button", name="Speichern").last.click()
    expect(row.get_by_text("Kontrast 4,1, nötig sind 4,5.")).to_be_visible()
    expect_accessible(page)
    row.get_by_label("Farbe", exact=True).select_option("Weiss")
    page.get_by_role("button", name="Speichern").last.click()
    expect(page.get_by_text("nötig sind")).to_have_count(0)


def _change_style(page: Page) -> None:
    """Change a text style and see it set while typing."""
    _section(page, "Textstile")
    row = page.locator(".kit-row").first
    row.locator("summary").click()
    sample = row.locator(".kit-specimen")
    before = sample.get_attribute("src")
    row.get_by_label("Laufweite").fill("120")
    expect(sample).to_have_attribute("src", re.compile("tracking=120"), timeout=SLOW)
    assert sample.get_attribute("src") != before
    page.get_by_role("button", name="Speichern").last.click()
    expect(page.locator(".toasts")).to_contain_text("Gespeichert.")


def test_a_kit_from_scratch_is_made_and_its_effect_seen(
    desktop: BrowserContext, sign_in: SignIn
) -> None:
    page = sign_in(desktop, "brand_manager")
    _begin(page)
    _add_colour(page)
    _settle_a_point(page)
    _change_style(page)
    page.get_by_role("link", name="Übersicht").click()
    page.set_viewport_size({"width": 360, "height": 760})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect_accessible(page)
    page.get_by_role("link", name="Wirkung ansehen").click()
    expect(page.get_by_role("heading", name="Niemand ist betroffen")).to_be_visible()
    page.get_by_role("link", name="Zur Fassung").click()
    page.get_by_role("link", name="Bearbeiten", exact=True).click()
    page.get_by_text("Diesen Entwurf verwerfen").click()
    page.get_by_role("button", name="Entwurf 1 verwerfen").click()
    expect(page.locator(".toasts")).to_contain_text("Der Entwurf wurde verworfen.")


def test_a_new_version_says_what_it_changes(phone: BrowserContext, sign_in: SignIn) -> None:
    page = sign_in(phone, "brand_manager")
    page.goto(page.url.rstrip("/") + "/brand/")
    page.get_by_role("button", name="Neue Fassung beginnen").click()
    page.get_by_role("link", name=re.compile("^Farben")).click()
    row = page.locator(".kit-row", has=page.locator("summary", has_text="Mohn"))
    row.locator("summary").click()
    row.get_by_label("Am Bildschirm (sRGB)").fill("#C02010")
    page.get_by_role("button", name="Speichern").last.click()
    expect(page.locator(".toasts")).to_contain_text("Gespeichert.")
    page.get_by_role("link", name="Übersicht").click()
    page.get_by_role("link", name="Was sich ändert").first.click()
    expect(page.locator("ins")).to_have_text(["#C02010"])
    expect_accessible(page)
    page.get_by_role("link", name="Wirkung ansehen").click()
    page.get_by_role("button", name="Wirkung prüfen").click()
    expect(page.locator("#progress, .rollout-sentence")).to_be_visible()
    expect_accessible(page)
    expect(page.locator(".rollout-sentence")).to_contain_text("im Bild", timeout=CHECKED)
    expect_accessible(page)
    changed = page.get_by_role("region", name="Anzeigen, die sich ändern")
    changed.get_by_role("table").get_by_role("link").first.click()
    expect(page.get_by_role("img", name="Die Anzeige mit der neuen Fassung")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect_accessible(page)
    page.get_by_role("link", name="Zur Liste").click()
    page.get_by_role("link", name="Zur Fassung").click()
    page.get_by_role("link", name="Bearbeiten", exact=True).click()
    page.get_by_text("Diesen Entwurf verwerfen").click()
    page.get_by_role("button", name=re.compile("verwerfen")).click()
    expect(page.locator(".toasts")).to_contain_text("Der Entwurf wurde verworfen.")
