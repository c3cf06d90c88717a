"""An approver decides with pictures and single keys, takes one back, and the outlets see it."""

import re

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.journeys.conftest import SignIn
from tests.journeys.steps import SLOW

REASON = "Bitte eine der vorgeschlagenen Überschriften, ffja."
JANA = "jana.walther@halmgruen.example"


def _queue(page: Page) -> None:
    page.get_by_role("navigation", name="Hauptnavigation").get_by_role(
        "link", name=re.compile("^Freigaben")
    ).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Freigaben")


def _entry(page: Page, place: str) -> Locator:
    """Return what waits longest from a place: other journeys may hand in more meanwhile."""
    address = page.locator(".queue-entry", has_text=place).first.get_attribute("href")
    return page.locator(f".queue-entry[href='{address}']")


def _expect_open(page: Page, place: str) -> None:
    expect(page.locator(".entry-head h2")).to_contain_text(place, timeout=SLOW)


def _numbers(within: Locator) -> list[str]:
    return sorted(set(within.all_text_contents()))


def test_both_pictures_show_what_differs(desktop: BrowserContext, sign_in: SignIn) -> None:
    page = sign_in(desktop, "approver")
    _queue(page)
    _entry(page, "Frechen").click()
    _expect_open(page, "Frechen")

    for side in (".entry-before", ".entry-now"):
        picture = page.locator(f"{side} img").first
        expect(picture).to_have_js_property("complete", True, timeout=SLOW)
        assert picture.evaluate("image => image.naturalWidth") > 100
    listed = _numbers(page.locator(".change-number"))
    assert listed == _numbers(page.locator(".entry-now .outline text")) == ["1"]
    changed = page.locator(".change", has_text="Überschrift")
    expect(changed.locator("s")).to_have_text("Der Frühling muss raus.")
    expect(changed.locator("strong")).to_have_text("Frechen wird bunt.")

    page.get_by_role("button", name="Nur neu").click()
    expect(page.locator(".entry-before")).to_be_hidden()


def test_decisions_by_key_are_held_taken_back_and_told(
    desktop: BrowserContext, sign_in: SignIn
) -> None:
    page = sign_in(desktop, "approver")
    _queue(page)
    decided = [_entry(page, place) for place in ("Leverkusen", "Frechen")]
    decided[1].click()
    _expect_open(page, "Frechen")
    page.keyboard.press("j")
    _expect_open(page, "Leverkusen")
    page.keyboard.press("k")
    _expect_open(page, "Frechen")
    page.keyboard.press("j")
    _expect_open(page, "Leverkusen")

    _ask_for_changes(page)
    _take_back(page)
    _ask_for_changes(page)
    _expect_open(page, "Frechen")
    page.keyboard.press("f")
    expect(page.locator(".toast-line", has_text="Freigegeben: Frechen")).to_be_visible()
    for entry in decided:  # after eight seconds both are sent
        expect(entry).to_have_count(0, timeout=3 * SLOW)
    page.reload()
    for entry in decided:
        expect(entry).to_have_count(0)
    _expect_told(sign_in(desktop, JANA))


def _ask_for_changes(page: Page) -> None:
    page.keyboard.press("a")
    reason = page.get_by_label("Was soll sich ändern?")
    expect(reason).to_be_focused()
    reason.press_sequentially(REASON)  # its f, j and a are letters here, not keys
    expect(reason).to_have_value(REASON)
    _expect_open(page, "Leverkusen")
    page.get_by_role("button", name="Änderung erbitten").click()
    expect(page.locator(".toast-line", has_text="Änderung erbeten: Leverkusen")).to_be_visible()


def _take_back(page: Page) -> None:
    page.locator(".toast-line").get_by_role("button", name="Rückgängig").click()
    expect(page.locator(".toast-line")).to_have_count(0)
    _expect_open(page, "Leverkusen")
    expect(page.get_by_label("Was soll sich ändern?")).to_be_hidden()  # as it was before


def _expect_told(page: Page) -> None:
    page.goto(page.url.rstrip("/") + "/orders/")
    rows = page.locator(".data-table tbody tr", has_text="Flyer A5")
    rows.filter(has_text="Leverkusen").last.get_by_role("link").click()
    expect(page.locator(".order-line").first).to_contain_text(REASON)
    page.go_back()
    rows.filter(has_text="Frechen").last.get_by_role("link").click()
    flyer = page.locator(".order-line", has_text="Flyer A5")
    expect(flyer).to_contain_text(re.compile("Bestellt|In Produktion"))


def test_nobody_decides_on_what_waits_elsewhere(desktop: BrowserContext, sign_in: SignIn) -> None:
    page = sign_in(desktop, "friederike.lang@halmgruen.example")  # approver of the south-west
    page.goto(page.url.rstrip("/") + "/approvals/")
    expect(page.get_by_text("Alles entschieden.")).to_be_visible()
