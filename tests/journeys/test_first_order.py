"""The first order of somebody who has never been there: from the mail to the order, on a phone."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect

from tests.journeys.axe import expect_accessible
from tests.journeys.conftest import window
from tests.journeys.demonstration import Portal
from tests.journeys.newcomer import invitation_of, link_in
from tests.journeys.person import Person
from tests.journeys.steps import (
    SLOW,
    card_of,
    change,
    expect_other_pixels,
    expect_picture,
    expect_saved,
    field,
    pixels,
)
from tests.servers import server_folder

MOST_INTERACTIONS, MOST_SECONDS = 12, 120
PARTNER, EMAIL, NAME = "0003", "petra.neumann@halmgruen.example", "Petra Neumann"
HERBS = "Kräutersaison"
PRICE = re.compile(r"[\d.]+,\d\d\s€")


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone: a narrow window that is touched."""
    with browser.new_context(**window(360, 760), has_touch=True, is_mobile=True) as context:
        yield context


@pytest.fixture
def mail(tmp_path_factory: pytest.TempPathFactory, portal: Portal) -> str:
    """The invitation as it arrives."""
    data = server_folder(tmp_path_factory.getbasetemp().parent) / "demo" / "data"
    return invitation_of(Path(data), portal.base_url, PARTNER, EMAIL, NAME)


def test_first_order(
    phone: BrowserContext, mail: str, record_property: Callable[[str, object], None]
) -> None:
    assert f"Guten Tag {NAME}" in mail
    person = Person(phone.new_page())

    looked = _enter(person, mail) + _change_the_offer(person)
    with person.page.expect_request("**/basket/order") as sent:
        looked += _order(person)

    told = {
        "interactions": person.interactions,
        "seconds": round(person.seconds - looked),
        "seconds_of_the_portal": round(person.passed - looked, 1),
    }
    for name, value in told.items():
        record_property(f"first_order_{name}", value)
    print(f"First order: {told}")  # noqa: T201 - shown by pytest -s
    assert person.interactions <= MOST_INTERACTIONS
    assert person.seconds - looked <= MOST_SECONDS
    _send_again(person.page, sent.value)


def _enter(person: Person, mail: str) -> float:
    page = person.page
    person.open(link_in(mail))
    name = page.get_by_label("E-Mail-Adresse")
    expect(name).to_have_value(EMAIL)
    expect(name).to_have_attribute("autocomplete", "username")
    password = page.get_by_label("Neues Passwort")
    expect(password).to_have_attribute("autocomplete", "new-password")
    looked = _look(person)
    person.type(password, "Regen macht die Beete schwer")
    person.tap(page.get_by_role("button", name="Festlegen und anmelden"))

    card = card_of(page, HERBS)
    # The campaign runs already: what is printed would come too late, the channels are quick.
    expect(card).to_contain_text("Kämen erst nach dem Ende der Kampagne am 17. April 2027: Flyer")
    expect(card.get_by_text("Passt in allen 3 Formaten")).to_be_visible(timeout=SLOW)
    picture = card.locator("img").first
    expect(picture).to_have_js_property("complete", True, timeout=SLOW)
    assert picture.evaluate("image => image.naturalWidth") > 50
    return looked + _look(person)


def _change_the_offer(person: Person) -> float:
    page = person.page
    person.tap(change(card_of(page, HERBS)))
    expect_picture(page)
    looked = _look(person)
    before = pixels(page)
    person.type(page.locator("#f-angebot-produkt"), "Schnittlauch im 12-cm-Topf")
    person.type(page.locator("#f-angebot-preis"), "1,99")
    person.type(page.locator("#f-angebot-grundpreis"), "3 Töpfe 5,49 €")
    person.type(page.locator("#f-angebot-kurz"), "Schnittlauch")
    # What head office wrote of the event is an example, which each outlet adapts.
    expect(field(page, "event.text")).to_contain_text("bitte anpassen")
    person.type(page.locator("#f-event-text"), "Anna Sand zeigt Kräuterbutter.")
    expect_saved(page)
    expect_other_pixels(page, before)
    expect(field(page, "angebot.produkt").locator(".finding-blocks")).to_have_count(0)
    expect(field(page, "event.text").locator(".finding-blocks")).to_have_count(0, timeout=SLOW)
    return looked + _look(person)


def _order(person: Person) -> float:
    page = person.page
    person.tap(page.get_by_role("button", name="Zur Bestellung"))
    expect(page.locator(".toasts")).to_contain_text("Kämen erst nach dem Ende der Kampagne")
    button = _order_button(page)
    expect(button).to_be_in_viewport()  # with what is paid after the co-op share in its words
    expect(button).to_have_text(PRICE)
    expect(page.get_by_text("Jahresbudget bleiben dann")).to_be_in_viewport()
    expect(page.get_by_text("Jahresbudget bleiben dann")).to_have_text(PRICE)
    looked = _look(person)
    person.tap(button)
    expect(_number(page)).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("main")).to_contain_text("Ihre Bestellung ist eingegangen.")
    expect(page.locator(".order-line")).to_have_count(3)
    return looked + _look(person)


def _order_button(page: Page) -> Locator:
    return page.get_by_role("button", name=re.compile("^Für .* bestellen$"))


def _number(page: Page) -> Locator:
    return page.get_by_role("heading", level=1, name=re.compile(r"^Bestellung \d+$"))


def _look(person: Person) -> float:
    """Have axe look at the page, and how wide it is; return how long that took."""
    person.page.wait_for_load_state("networkidle")
    assert person.page.evaluate("document.documentElement.scrollWidth") <= 360
    before = person.passed
    expect_accessible(person.page)
    return person.passed - before


def _send_again(page: Page, sent: Request) -> None:
    """Back in the basket there is nothing left to order; the same again leads to the same order."""
    placed = page.url
    page.go_back()
    expect(page.get_by_role("main")).to_contain_text("Der Warenkorb ist leer.")
    expect(_order_button(page)).to_have_count(0)
    kind = {"content-type": sent.headers["content-type"], "referer": sent.headers["referer"]}
    again = page.request.post(sent.url, data=sent.post_data_buffer, headers=kind)
    assert (again.ok, again.url) == (True, placed)
