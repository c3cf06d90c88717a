"""Owns the steps that several journeys take: choosing an outlet, opening its ad, watching it."""

import re

from playwright.sync_api import Locator, Page, expect

SLOW = 15_000
_CHANGE = re.compile(r"^(Ändern|Anzeige ansehen|\d+ Punkte? klären)$")
_PIXELS = """image => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 200;
  canvas.getContext('2d').drawImage(image, 0, 0, 200, 200);
  return canvas.toDataURL();
}"""


def choose_outlet(page: Page, place: str) -> None:
    """Choose one of the account's outlets on the start page."""
    page.locator(".outlet-choice").click()
    page.locator(".menu-panel").get_by_role("link", name=place, exact=True).click()
    expect(page.locator(".outlet-choice")).to_contain_text(place)


def card_of(page: Page, campaign: str) -> Locator:
    """Return the card of a campaign on the start page."""
    return page.get_by_role("article", name=campaign)


def change(card: Locator) -> Locator:
    """Return what leads from a card to its editor: a link, or a button before it was started."""
    return card.get_by_role("link", name=_CHANGE).or_(card.get_by_role("button", name=_CHANGE))


def open_editor(page: Page, campaign: str) -> None:
    """Open the ad of a campaign from the start page and wait for its picture."""
    change(card_of(page, campaign)).click()
    expect(page.locator(".editor-head h1")).to_have_text(campaign)
    expect_picture(page)


def expect_picture(page: Page) -> None:
    """Wait until the editor shows the page as the server set it."""
    expect(picture(page)).to_have_attribute("src", re.compile("^blob:"), timeout=SLOW)


def picture(page: Page) -> Locator:
    """Return the picture of the page in the editor."""
    return page.locator(".paper img")


def pixels(page: Page) -> str:
    """Return what the picture of the page shows now."""
    return str(picture(page).evaluate(_PIXELS))


def expect_other_pixels(page: Page, before: str) -> None:
    """Wait until the picture shows something else than before."""
    page.wait_for_function(
        f"before => ({_PIXELS})(document.querySelector('.paper img')) !== before",
        arg=before,
        timeout=SLOW,
    )


def field(page: Page, key: str) -> Locator:
    """Return a field of the editor with its findings."""
    return page.locator(f".editor-fields [data-kind][data-field='{key}']")


def headline(page: Page) -> Locator:
    """Return where the headline is typed."""
    return page.locator("#f-headline")


def expect_saved(page: Page) -> None:
    """Wait until the editor says that everything typed is saved."""
    expect(page.locator(".editor-status")).to_contain_text("Gespeichert um", timeout=SLOW)
