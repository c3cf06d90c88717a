"""Fields on a phone: signs are mended as one types, and rows of a price table are moved."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import APIResponse, BrowserContext, Page, Route, expect

from tests.journeys.axe import expect_accessible
from tests.journeys.conftest import SignIn
from tests.journeys.steps import choose_outlet, expect_saved, field, headline, open_editor

SPRING = "Frühlingspflanztage"
MIRKO = "mirko.wolters@halmgruen.example"
TYPED = 'Die "Bonita" 9-18 Uhr'
MENDED = "Die „Bonita“ 9–18 Uhr"
PASTE = """(input, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const told = { clipboardData: data, bubbles: true, cancelable: true };
  input.dispatchEvent(new ClipboardEvent("paste", told));
}"""


def test_signs_are_mended_and_rows_are_moved(phone: BrowserContext, sign_in: SignIn) -> None:
    page = sign_in(phone, MIRKO)
    choose_outlet(page, "Hohenwestedt")
    open_editor(page, SPRING)
    _mend_and_leave(page)
    _move_and_paste(page)


def _mend_and_leave(page: Page) -> None:
    # Who types is not disturbed; once the field is left, the signs are right, and it says so.
    headline(page).fill(TYPED)
    chip = field(page, "headline").locator(".mended")
    expect(chip).to_contain_text("„Bonita“")
    expect(headline(page)).to_have_value(TYPED)
    headline(page).blur()
    expect(headline(page)).to_have_value(MENDED)
    expect_accessible(page)

    # One tap leaves it as typed, for good: also where a save from before is answered after it.
    with _late_answers(page) as answers:
        headline(page).fill(f"{TYPED}.")
        while not answers:
            page.wait_for_timeout(50)
        chip.get_by_role("button", name="lassen wie getippt").click()
        expect(chip).to_contain_text("Bleibt wie getippt")
    expect_saved(page)
    expect(chip).to_contain_text("Bleibt wie getippt")
    headline(page).fill(TYPED)
    expect_saved(page)
    page.reload()
    expect(headline(page)).to_have_value(TYPED)
    expect(chip).to_contain_text("Bleibt wie getippt")
    chip.get_by_role("button", name="Zeichen richtig setzen").click()
    expect(chip).to_contain_text("„Bonita“")
    headline(page).blur()
    expect(headline(page)).to_have_value(MENDED)


@contextmanager
def _late_answers(page: Page) -> Iterator[list[tuple[Route, APIResponse]]]:
    """Keep the answers to saves back until the end, when the server has saved long since."""
    held: list[tuple[Route, APIResponse]] = []

    def hold(route: Route) -> None:
        if held:
            route.continue_()  # only one save is under way: this one comes after the end
        else:
            held.append((route, route.fetch()))

    page.route("**/values", hold)
    yield held
    for route, answer in held:
        route.fulfill(response=answer)


def _move_and_paste(page: Page) -> None:
    rows = field(page, "angebote.zeilen").locator("[data-row]")
    names = rows.locator("[data-part='name']")
    first, second = names.nth(0).input_value(), names.nth(1).input_value()
    rows.nth(0).get_by_role("button", name="Zeile 1 nach unten").click()
    expect(names.nth(0)).to_have_value(second)
    expect(names.nth(1)).to_have_value(first)
    names.nth(0).evaluate(PASTE, "Salbei\t9-cm-Topf\t\t2,49\nMinze\t1,99")
    expect(names.nth(1)).to_have_value("Minze")
    expect(rows.nth(1).locator("[data-part='price']")).to_have_value("1,99")
    expect_saved(page)
    page.reload()
    expect(names.nth(0)).to_have_value("Salbei")
    expect(rows.nth(0).locator("[data-part='price']")).to_have_value("2,49")
