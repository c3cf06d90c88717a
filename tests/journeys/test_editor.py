"""The editor while one types: quick, in order, with others in the same ad, without a network."""

import json
import statistics
import sys
from collections.abc import Iterator
from itertools import cycle

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect

from tests.journeys.axe import COLOUR_RULES, expect_accessible, violations
from tests.journeys.conftest import SignIn, window
from tests.journeys.steps import (
    SLOW,
    choose_outlet,
    expect_saved,
    field,
    headline,
    open_editor,
    picture,
    pixels,
)
from tests.journeys.typing_time import time_typing

SPRING, HERBS = "Frühlingspflanztage", "Kräutersaison"
JONAS = "jonas.petersen@halmgruen.example"
KELLER = "jonas.keller@halmgruen.example"
JANA = "jana.walther@halmgruen.example"
MIRKO = "mirko.wolters@halmgruen.example"
FORMATS = 6
PHONE = 360
LIMIT_MS = 300
ROUNDS = 3
KEYS = "SalbeiMinzeUndDill"
OFFLINE_MS = 10_000
TOO_LONG = (
    "Balkonkastenbepflanzungsberatung und Hochbeetbefüllungsgemeinschaft "
    "mit Geranienumtopfnachmittag."
)


@pytest.fixture
def colleague(browser: Browser) -> Iterator[BrowserContext]:
    """The window of another person."""
    with browser.new_context(**window(1280, 900)) as context:
        yield context


def _start(page: Page, place: str, campaign: str = HERBS) -> str:
    choose_outlet(page, place)
    open_editor(page, campaign)
    expect(page.locator(".strip-item")).to_have_count(FORMATS)
    return headline(page).input_value()


def _look_up(page: Page) -> None:
    """Come back to a window, which then looks for what others have done."""
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def _join(theirs: Page, mine: Page) -> None:
    """Open the same ad as somebody else: both are told of each other."""
    theirs.goto(mine.url)
    expect(theirs.locator(".editor-head h1")).to_have_text(HERBS)
    expect(theirs.locator(".looking")).to_contain_text("Jonas Petersen sieht mit")
    _look_up(mine)
    expect(mine.locator(".looking")).to_contain_text("Jonas Keller sieht mit")


def _note(page: Page, key: str) -> str:
    """Return where the editor tells what others did to a field."""
    return f"[data-slot-for='news:{key}'] .finding"


def test_the_picture_follows_typing_within_300_ms(
    desktop: BrowserContext, sign_in: SignIn, capsys: pytest.CaptureFixture[str]
) -> None:
    page = sign_in(desktop, JANA)
    _start(page, "Worringen")
    medians = []
    # Other work on the machine slows single rounds; one undisturbed round shows what it can do.
    for _ in range(ROUNDS):
        times = time_typing(page, "#f-headline", KEYS)
        medians.append(statistics.median(times))
        with capsys.disabled():
            told = f"median {medians[-1]:.0f} ms, slowest {max(times):.0f} ms"
            sys.stdout.write(f"\n  typing, {FORMATS} formats, {len(times)} pictures: {told}\n")
        if medians[-1] <= LIMIT_MS:
            break
    assert min(medians) <= LIMIT_MS
    expect_saved(page)


def test_a_late_answer_never_covers_a_later_one(desktop: BrowserContext, sign_in: SignIn) -> None:
    page = sign_in(desktop, JANA)
    _start(page, "Leverkusen", SPRING)
    page.wait_for_load_state("networkidle")
    held: list[Route] = []
    letters = cycle(["hold", "pass"])

    def overtake(route: Route) -> None:
        body = json.loads(route.request.post_data or "{}")
        large = body["width"] > 200
        if large and body["changes"].get("headline") == "Erst." and next(letters) == "hold":
            held.append(route)
        else:
            route.continue_()

    page.route("**/pictures/*", overtake)
    headline(page).fill("Erst.")
    while not held:
        page.wait_for_timeout(20)
    before = pixels(page)
    headline(page).fill("Dann das hier.")
    page.wait_for_function(
        "() => document.querySelector('.paper').dataset.busy === 'false'", timeout=SLOW
    )
    latest = pixels(page)
    assert latest != before
    with page.expect_response(lambda answer: answer.request == held[0].request):
        held[0].continue_()
    page.wait_for_timeout(150)
    assert pixels(page) == latest
    page.unroute("**/pictures/*")


def test_small_pictures_come_after_the_large_one(desktop: BrowserContext, sign_in: SignIn) -> None:
    page = sign_in(desktop, JANA)
    _start(page, "Frechen", SPRING)
    page.wait_for_load_state("networkidle")
    sent: list[tuple[str, int]] = []

    def note(asked: Request) -> None:
        if "/pictures/" in asked.url:
            sent.append((asked.url.rsplit("/", 1)[1], json.loads(asked.post_data or "{}")["width"]))

    page.on("request", note)
    page.route("**/values", lambda route: route.abort("internetdisconnected"))
    small = page.locator(".strip-item img").nth(1)
    before = small.get_attribute("src")
    headline(page).fill("Noch nicht gespeichert.")
    expect(small).not_to_have_attribute("src", str(before), timeout=SLOW)
    assert sent[0][1] > 200 >= sent[1][1]
    assert sent[0][0] == page.locator(".strip-item[aria-current]").get_attribute("data-format")
    page.unroute("**/values")
    expect_saved(page)


def test_two_people_in_one_ad_lose_nothing(
    desktop: BrowserContext, colleague: BrowserContext, sign_in: SignIn
) -> None:
    mine = sign_in(desktop, JONAS)
    _start(mine, "Hamburg-Bergedorf")
    theirs = sign_in(colleague, KELLER)
    _join(theirs, mine)

    # Another field: it appears here with a word about who did it, and both are kept.
    theirs.locator("#f-angebot-preis").fill("2,22")
    expect_saved(theirs)
    _look_up(mine)
    told = mine.locator(_note(mine, "angebot.preis"))
    expect(told).to_contain_text("Jonas Keller hat das geändert.", timeout=SLOW)
    expect(mine.locator("#f-angebot-preis")).to_have_value("2,22")
    told.get_by_role("button", name="Gesehen").click()
    expect(told).to_have_count(0)
    headline(mine).fill("Petersens Petersilie.")
    expect_saved(mine)

    # The same field: whoever comes second is asked, with both values.
    headline(theirs).fill("Kellers Kräuter.")
    clash = field(theirs, "headline").locator(".finding")
    expect(clash).to_contain_text("Jonas Petersen hat „Überschrift“ gesetzt auf: Petersens")
    expect(headline(mine)).to_have_value("Petersens Petersilie.")
    expect_accessible(theirs, "the clash")
    # What else is typed is saved meanwhile.
    theirs.locator("#f-angebot-preis").fill("3,33")
    expect(theirs.locator(".editor-status")).to_contain_text("Gespeichert um", timeout=SLOW)
    clash.get_by_role("button", name="Setzen: Kellers Kräuter.").click()
    expect_saved(theirs)
    _look_up(mine)
    expect(headline(mine)).to_have_value("Kellers Kräuter.", timeout=SLOW)
    expect(mine.locator("#f-angebot-preis")).to_have_value("3,33")
    assert "Petersens Petersilie." in _history(mine)
    theirs.close()
    expect(mine.locator(".looking")).to_have_count(0)


def _history(page: Page) -> str:
    page.get_by_role("button", name="Verlauf").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Verlauf")).to_be_visible(timeout=SLOW)
    return dialog.inner_text()


def test_another_window_of_the_same_person_is_noticed(
    desktop: BrowserContext, sign_in: SignIn
) -> None:
    first = sign_in(desktop, JONAS)
    before = _start(first, "Hamburg-Marienthal", SPRING)
    second = desktop.new_page()
    second.goto(first.url)
    expect(headline(second)).to_have_value(before)

    first.route("**/values", lambda route: route.abort("internetdisconnected"))
    headline(first).fill("Im ersten Fenster.")
    headline(second).fill("Im zweiten Fenster.")
    expect_saved(second)
    expect(headline(first)).to_have_value("Im ersten Fenster.")
    first.unroute("**/values")
    told = field(first, "headline").locator(".finding-check")
    expect(told).to_contain_text("In einem anderen Fenster haben Sie", timeout=SLOW)
    told.get_by_role("button", name="Behalten: Im zweiten Fenster.").click()
    expect(headline(first)).to_have_value("Im zweiten Fenster.", timeout=SLOW)
    expect(headline(first)).to_be_focused()


def test_ten_seconds_without_a_connection_lose_nothing(
    phone: BrowserContext, sign_in: SignIn
) -> None:
    page = sign_in(phone, MIRKO)
    page.clock.install()
    _start(page, "Osterrönfeld", SPRING)
    status = page.locator(".editor-status")
    phone.set_offline(True)
    headline(page).fill("Ohne Netz getippt.")
    page.clock.run_for(OFFLINE_MS // 2)
    expect(status).to_contain_text("Nicht verbunden, 1")
    expect(page.locator(".editor-stale")).to_contain_text("zeigt Ihre letzten Eingaben noch nicht")
    page.locator("#f-angebot-preis").fill("4,44")
    page.clock.run_for(OFFLINE_MS // 2)
    expect(status).to_contain_text("Nicht verbunden, 2")
    expect_accessible(page, "without a connection")

    page.goto("about:blank")  # the window is closed before the network is back
    phone.set_offline(False)
    page.go_back()
    expect(headline(page)).to_have_value("Ohne Netz getippt.", timeout=SLOW)
    expect_saved(page)
    page.reload()
    expect(headline(page)).to_have_value("Ohne Netz getippt.")
    expect(page.locator("#f-angebot-preis")).to_have_value("4,44")


def test_steps_and_single_values_come_back_in_a_later_session(
    desktop: BrowserContext, sign_in: SignIn
) -> None:
    page = sign_in(desktop, JANA)
    first = _start(page, "Worringen", SPRING)
    undo = page.get_by_role("button", name="Rückgängig")
    redo = page.get_by_role("button", name="Wiederholen")
    expect(redo).to_have_attribute("aria-disabled", "true")
    headline(page).fill("Worringen gräbt um.")
    expect_saved(page)

    page.reload()
    expect(undo).to_have_attribute("aria-label", "Rückgängig: Überschrift (Jana Walther)")
    headline(page).focus()
    page.keyboard.press("Control+z")
    expect(headline(page)).to_have_value(first, timeout=SLOW)
    expect(redo).to_have_attribute("aria-disabled", "false")
    page.keyboard.press("Control+Shift+z")
    expect(headline(page)).to_have_value("Worringen gräbt um.", timeout=SLOW)
    page.keyboard.press("End")
    page.keyboard.type("X")
    page.keyboard.press("Control+z")  # the box's own: only the letter goes
    expect(headline(page)).to_have_value("Worringen gräbt um.")
    expect_saved(page)

    assert "Jana Walther" in _history(page)
    expect_accessible(page, "the history")
    page.get_by_role("dialog").get_by_role("button", name="Überschrift zurück zu").first.click()
    expect(headline(page)).to_have_value(first, timeout=SLOW)
    expect(headline(page)).to_be_focused()
    _history(page)
    page.get_by_role("dialog").get_by_role("button", name="Überschrift", exact=True).first.click()
    expect(headline(page)).to_be_focused()


def _expect_room_for_the_first_field(page: Page) -> None:
    """Look for the first input above the bar, without scrolling, on small phones."""
    for height in (640, 740):
        page.set_viewport_size({"width": PHONE, "height": height})
        first, bar = headline(page).bounding_box(), page.locator(".editor-bar").bounding_box()
        assert first
        assert bar
        assert first["y"] + first["height"] <= bar["y"]


def _expect_one_click_to_enlarge_while_typing(page: Page) -> None:
    """Press the button for as long as a person does: it does not move away meanwhile."""
    headline(page).click()
    expect(page.locator(".editor.is-typing")).to_have_count(1)
    page.locator(".editor-enlarge").click(delay=120)
    expect(page.locator(".editor-stage.is-large")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".editor-stage.is-large")).to_have_count(0)


def test_frames_lead_to_fields_and_back(phone: BrowserContext, sign_in: SignIn) -> None:
    page = sign_in(phone, JANA)
    _start(page, "Köln", SPRING)
    _expect_room_for_the_first_field(page)
    _expect_one_click_to_enlarge_while_typing(page)
    frame = page.locator(".frame[data-field='headline']")
    frame.first.click(force=True)
    expect(headline(page)).to_be_focused()
    expect(page.locator(".frame.is-chosen")).to_have_attribute("data-field", "headline")
    expect(picture(page)).to_be_in_viewport(ratio=0.99)

    page.locator(".frame.is-shut[data-label='Logo']").first.click(force=True)
    expect(page.locator(".paper-label")).to_contain_text("Logo: gesperrt")
    expect(page.locator("[data-editor-target='live']")).to_contain_text("Logo: gesperrt")

    for key in ("markt.name", "markt.adresse"):
        locked = field(page, key)
        expect(locked).to_contain_text("Stammdaten der Filiale")
        expect(locked.locator("input:enabled, textarea:enabled, select:enabled")).to_have_count(0)

    find = field(page, "angebot.preis").get_by_role("button", name="Im Bild zeigen")
    find.click()
    expect(page.locator(".frame.is-chosen").first).to_have_attribute("data-field", "angebot.preis")
    assert (
        page.evaluate("document.documentElement.scrollWidth")
        <= window(360, 760)["viewport"]["width"]
    )


def _mend_and_take_back(page: Page) -> list[str]:
    """Take a shorter text, take that back, and take it again; the offer waits for who is at it."""
    shorter = field(page, "headline").get_by_role("button", name="nehmen").first
    mended = field(page, "headline").locator(".mended-now")
    shorter.click()
    expect(mended).to_contain_text("Behoben")
    mended.get_by_role("button").focus()
    expect(page.locator("[data-editor-target='live']")).to_contain_text("Überschrift: Behoben")
    found = violations(page, "mended")
    mended.get_by_role("button", name="Rückgängig: Überschrift").click()
    expect(headline(page)).to_have_value(TOO_LONG)
    expect(mended).to_have_count(0)
    shorter.click()
    mended.get_by_role("button").focus()
    page.clock.run_for(30_000)
    expect(mended).to_be_visible()
    headline(page).focus()
    page.clock.run_for(9_000)
    expect(mended).to_have_count(0)
    return found


def test_each_state_passes_axe(
    desktop: BrowserContext, phone: BrowserContext, sign_in: SignIn
) -> None:
    page = sign_in(desktop, JANA)
    page.clock.install()
    _start(page, "Köln")
    expect_accessible(page, "the editor")
    headline(page).fill("Kurz und gut.")
    expect_saved(page)
    headline(page).fill(TOO_LONG)
    expect(field(page, "headline").locator(".finding-blocks")).to_have_count(1, timeout=SLOW)
    expect(page.locator("[data-editor-target='live']")).to_contain_text("offen")
    described = str(headline(page).get_attribute("aria-describedby"))
    assert field(page, "headline").locator(f"#{described.rsplit(maxsplit=1)[-1]}").inner_text()
    found = violations(page, "with findings")
    page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
    found += violations(page, "with findings, dark", COLOUR_RULES)
    found += _mend_and_take_back(page)
    field(page, "bild.motiv").get_by_role("button", name="Anderes Bild", exact=True).click()
    expect(page.get_by_role("dialog").locator(".photo-option").first).to_be_visible(timeout=SLOW)
    found += violations(page, "choosing a photo, dark")
    page.keyboard.press("Escape")
    url = page.url

    reader = sign_in(phone, "approver")
    reader.goto(url)
    expect(reader.locator(".editor-fields .finding-note")).to_be_visible(timeout=SLOW)
    found += violations(reader, "read only, on a phone")
    assert not found, "\n".join(found)
