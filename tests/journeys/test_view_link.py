"""A partner shows an ad by a link, a stranger pins a comment on it at 360 px, both settle it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.axe import expect_accessible
from tests.journeys.conftest import SignIn, window
from tests.journeys.steps import choose_outlet, open_editor

HERBS = "Kräutersaison"
REINHOLD = "reinhold.albers@halmgruen.example"
SAID = "Der Markt hat an diesem Samstag zu."


@pytest.fixture
def stranger(browser: Browser) -> Iterator[BrowserContext]:
    """The phone of somebody without an account."""
    with browser.new_context(**window(360, 760), has_touch=True) as context:
        yield context


def _discuss(page: Page) -> None:
    """Open the comments, which a phone keeps behind one button."""
    page.get_by_role("button", name="Mehr").click()
    page.get_by_role("button", name="Zeigen und besprechen").click()


def _make_link(page: Page) -> str:
    _discuss(page)
    panel = page.get_by_role("dialog")
    expect(panel).to_contain_text("Noch hat niemand kommentiert.")
    panel.get_by_role("link", name="Anderen zeigen").click()
    page.get_by_label("Für wen").fill("Frau Weber")
    page.get_by_role("checkbox", name="Online-Banner 300").uncheck()
    page.get_by_role("button", name="Link erstellen").click()
    expect(page.locator(".link-entry")).to_contain_text("Frau Weber")
    expect_accessible(page, "links")
    return page.get_by_label("Link für Frau Weber").input_value()


def _comment(page: Page) -> None:
    """Point at a place with a finger, and write what is wrong there."""
    paper = page.locator(".view-paper").first
    expect(paper.locator("img")).to_have_js_property("complete", True)
    box = paper.bounding_box()
    assert box is not None
    assert box["width"] <= 360
    page.touchscreen.tap(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.4)
    form = page.locator(".view-form").first
    expect(form).to_contain_text("Hier: 25 % von links, 40 % von oben")
    form.get_by_label("Kommentar").fill(SAID)
    form.get_by_label("Ihr Name").fill("Ines Weber")
    expect_accessible(page, "comment")
    form.get_by_role("button", name="Kommentar senden").click()
    expect(page.get_by_role("status").first).to_contain_text("Ihr Kommentar ist angekommen")


def _answer_and_settle(page: Page) -> None:
    said = page.locator(".said")
    expect(said).to_contain_text(SAID)
    expect_accessible(page, "panel of comments")
    said.get_by_text("Antworten").click()
    said.get_by_label("Antwort auf Kommentar 1").fill("Danke, wir prüfen das.")
    said.get_by_role("button", name="Antwort senden").click()
    expect(said).to_contain_text("Danke, wir prüfen das.")
    said.get_by_role("button", name="Erledigt").click()


def test_a_stranger_comments_on_the_picture_and_the_partner_settles_it(
    phone: BrowserContext, stranger: BrowserContext, sign_in: SignIn
) -> None:
    page = sign_in(phone, REINHOLD)
    choose_outlet(page, "Buchbach")
    open_editor(page, HERBS)
    editor = page.url
    address = _make_link(page)

    outside = stranger.new_page()
    outside.goto(address)
    expect(outside.locator(".view-format")).to_have_count(5)
    _comment(outside)
    assert stranger.cookies() == []

    page.goto(editor)
    pin = page.locator(".paper-pins .pin")
    expect(pin).to_have_text("1")
    expect(page.locator(".editor-menu-button .count")).to_have_text("1")
    place = pin.evaluate("pin => [pin.style.left, pin.style.top].map(parseFloat)")
    assert place == pytest.approx([25, 40], abs=1)
    pin.click()
    _answer_and_settle(page)
    expect(pin).to_have_count(0)
    expect(page.locator(".editor-menu-button .count")).to_be_hidden()

    outside.goto(address)
    expect(outside.locator(".view-comments li")).to_contain_text("Erledigt")
    expect(outside.locator(".view-answer")).to_contain_text("Danke, wir prüfen das.")
    page.goto(f"{editor.split('?')[0]}/sharing")
    page.get_by_role("button", name="Link schließen").click()
    expect(page.locator(".link-entry")).to_contain_text("geschlossen am")
    outside.goto(address)
    expect(outside.get_by_role("heading")).to_have_text("Nicht mehr zu sehen")
    expect_accessible(outside, "closed link")
