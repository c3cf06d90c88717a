"""A partner signs in, sees the own ads, changes one, and orders it: on a phone and at a desk."""

import re

from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from tests.journeys.conftest import SignIn
from tests.journeys.demonstration import Portal
from tests.journeys.steps import (
    SLOW,
    card_of,
    choose_outlet,
    expect_other_pixels,
    expect_saved,
    field,
    headline,
    open_editor,
    pixels,
)

SPRING, HERBS = "Frühlingspflanztage", "Kräutersaison"
JANA = "jana.walther@halmgruen.example"
JONAS = "jonas.petersen@halmgruen.example"
TOO_LONG = (
    "Balkonkastenbepflanzungsberatung und Hochbeetbefüllungsgemeinschaft "
    "mit Geranienumtopfnachmittag."
)
EUROS = re.compile(r"\d+,\d\d\s€")


def _cents(shown: Locator) -> int:
    found = re.search(r"([\d.]+),(\d\d)\s€", shown.inner_text())
    assert found, shown.inner_text()
    return int(found[1].replace(".", "") + found[2])


def _sums(shown: Locator) -> tuple[int, int, int]:
    amounts = shown.locator("dd")
    expect(amounts).to_have_count(3, timeout=SLOW)
    return _cents(amounts.nth(0)), _cents(amounts.nth(1)), _cents(amounts.nth(2))


def _expect_loaded(picture: Locator) -> None:
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True, timeout=SLOW)
    assert picture.evaluate("image => image.naturalWidth") > 50


def test_the_start_page_shows_the_own_ads_with_what_they_cost(
    desktop: BrowserContext, sign_in: SignIn
) -> None:
    page = sign_in(desktop, JANA)
    choose_outlet(page, "Worringen")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Jana Walther")
    for campaign in (SPRING, HERBS):
        card = card_of(page, campaign)
        expect(card).to_contain_text("Bestellen bis")
        _expect_loaded(card.locator("img").first)
        net, coop, own = _sums(card.locator(".ledger"))
        assert net - coop == own > 0
    large = page.locator(".opening-large")
    expect(large).to_contain_text(SPRING)  # the earlier deadline
    expect(large.get_by_text("Passt in allen 6 Formaten")).to_be_visible(timeout=SLOW)
    herbs = card_of(page, HERBS)
    expect(herbs).to_contain_text("Kämen erst nach dem Ende der Kampagne")
    expect(herbs.get_by_text("Passt in allen 3 Formaten")).to_be_visible(timeout=SLOW)


def test_on_the_phone_from_the_link_to_the_order(phone: BrowserContext, sign_in: SignIn) -> None:
    page = sign_in(phone, JANA)
    choose_outlet(page, "Worringen")
    open_editor(page, SPRING)

    _type_and_see(page, "Worringen blüht.")
    _type_too_long_and_mend(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    expect(page.locator(".editor-price .total dd")).to_have_text(EUROS)
    page.get_by_role("button", name="Zur Bestellung").click()
    basket = page.get_by_role("region", name="Worringen")
    _choose_flyers(basket, "1000")
    _order_twice_at_once(page, basket)


def _type_and_see(page: Page, text: str) -> None:
    before = pixels(page)
    headline(page).fill(text)
    expect_other_pixels(page, before)
    expect_saved(page)


def _type_too_long_and_mend(page: Page) -> None:
    headline(page).fill(TOO_LONG)
    shown = field(page, "headline")
    expect(shown.locator(".finding-blocks")).to_have_count(1, timeout=SLOW)
    expect(shown).to_contain_text(re.compile(r"In der Zeitungsanzeige \d+ Zeichen zu lang\."))
    expect(headline(page)).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="1 Punkt klären").click()
    expect(headline(page)).to_be_focused()
    shown.get_by_text("Vorschläge der Zentrale").click()
    shown.get_by_role("button", name="Hände in die Erde.", exact=True).click()
    expect(shown.locator(".finding-blocks")).to_have_count(0, timeout=SLOW)
    expect(page.locator(".strip-item .is-ok")).to_have_count(6)


def _choose_flyers(basket: Locator, quantity: str) -> None:
    line = basket.locator(".basket-line", has_text="Flyer A5")
    before = _cents(line.locator(".basket-price strong"))
    line.get_by_label("Menge").fill(quantity)
    line.get_by_label("Menge").blur()
    shown = f"{int(quantity):,}".replace(",", ".")
    expect(line.get_by_label("Menge")).to_have_value(shown, timeout=SLOW)
    expect(line.locator(".basket-price strong")).not_to_contain_text(
        f"{before // 100},{before % 100:02d}", timeout=SLOW
    )


def _order_twice_at_once(page: Page, basket: Locator) -> None:
    """A double tap makes one order: the button says what is paid, and so does the order."""
    button = basket.get_by_role("button", name=re.compile(r"^Für .* bestellen$"))
    own = _cents(button)
    button.dblclick()
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text(re.compile(r"^Bestellung \d+$"), timeout=SLOW)
    assert _cents(page.locator(".ledger .total dd")) == own
    number = title.inner_text().removeprefix("Bestellung ")
    page.goto(page.url.split("/orders/")[0] + "/orders/")
    newest = page.locator(".data-table tbody tr").first
    expect(newest.get_by_role("link")).to_have_text(number)
    expect(page.get_by_role("link", name=str(int(number) + 1), exact=True)).to_have_count(0)


def test_at_the_desk_a_wording_is_mended_and_ordered(
    desktop: BrowserContext, sign_in: SignIn
) -> None:
    page = sign_in(desktop, JANA)
    choose_outlet(page, "Köln")
    open_editor(page, HERBS)

    _type_and_see(page, "Billiger wächst es nirgends.")
    shown = field(page, "headline")
    expect(shown.locator(".finding")).to_contain_text("Günstiger", timeout=SLOW)
    shown.get_by_role("button", name=re.compile("Günstiger")).click()
    expect(headline(page)).to_have_value("Günstiger wächst es nirgends.")
    expect(shown.locator(".finding")).to_have_count(0, timeout=SLOW)

    headline(page).fill("Frischer wird's nicht.")
    expect_saved(page)
    expect(shown).to_contain_text("Gesetzt: wird’s", timeout=SLOW)
    expect(shown.get_by_role("button", name="lassen wie getippt")).to_be_visible()
    expect(shown.locator(".finding")).to_have_count(0, timeout=SLOW)
    page.locator("#f-event-text").fill("Butter rühren mit Anna Sand.")
    expect(page.locator(".strip-item .is-ok")).to_have_count(6, timeout=SLOW)
    page.get_by_role("button", name="Zur Bestellung").click()
    expect(page.locator(".toasts")).to_contain_text("Kämen erst nach dem Ende der Kampagne")
    basket = page.get_by_role("region", name="Köln")
    expect(basket.locator(".basket-line")).to_have_count(3)
    _order_twice_at_once(page, basket)


def test_another_photo_shows_in_the_ad(desktop: BrowserContext, sign_in: SignIn) -> None:
    page = sign_in(desktop, JANA)
    choose_outlet(page, "Frechen")
    open_editor(page, HERBS)
    before = pixels(page)

    field(page, "bild.motiv").get_by_role("button", name="Anderes Bild", exact=True).click()
    photos = page.get_by_role("dialog").locator(".photo-option")
    expect(photos).to_have_count(3, timeout=SLOW)
    photos.and_(page.locator(":not([aria-current])")).first.click()

    expect(page.get_by_role("dialog")).to_be_hidden()
    expect_other_pixels(page, before)
    expect_saved(page)


def test_what_is_typed_before_the_scripts_are_there_is_saved(
    desktop: BrowserContext, sign_in: SignIn
) -> None:
    page = sign_in(desktop, JONAS)
    choose_outlet(page, "Hamburg-Marienthal")
    open_editor(page, HERBS)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/js/controllers/editor.js", hold)
    page.reload(wait_until="domcontentloaded")
    headline(page).fill("Früh getippt.")
    page.wait_for_function("document.querySelector('#f-headline').dataset.typed !== undefined")
    while not held:
        page.wait_for_timeout(50)
    held[0].continue_()
    expect_saved(page)
    page.unroute("**/js/controllers/editor.js")
    page.reload()
    expect(headline(page)).to_have_value("Früh getippt.")


def test_a_stranger_is_sent_to_sign_in(phone: BrowserContext, portal: Portal) -> None:
    page = phone.new_page()
    page.goto(f"{portal.base_url}/orders/")
    expect(page.get_by_label("E-Mail-Adresse")).to_be_visible()
    expect(page).to_have_url(re.compile("/sign-in"))
