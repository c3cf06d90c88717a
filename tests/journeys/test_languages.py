"""Who chooses English reads English everywhere, and German comes back."""

from pathlib import Path

from babel.messages.pofile import read_po
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import SignIn

ROOT = Path(__file__).parents[2]
PAGES = ("/", "/campaigns/", "/campaigns/?view=list", "/templates/", "/brand/", "/assets/",
         "/orders/", "/insight/", "/insight/reports/", "/campaigns/new", "/account")  # fmt: skip
READ = "h1, h2, h3, th, legend, label, button, .btn, nav a, caption, dt, summary, option"
#: Names of styles and colours are the brand's own, and a language is called in its own words.
NAMES = {"Preis", "Text", "Klein", "Recht", "Schwarz", "Deutsch"}
#: Nobody else signs in as him: who shares an account shares its language.
BENEDIKT = "benedikt.huber@halmgruen.example"


def _only_german() -> set[str]:
    """Return what is German alone: translations that are not English words as well."""
    german: set[str] = set()
    english: set[str] = set()
    for package in ("portal", "regions", "brand_assets", "campaigns"):
        for path in (ROOT / package).glob("**/translations/de/LC_MESSAGES/messages.po"):
            with path.open("rb") as file:
                for message in read_po(file):
                    english |= set(_texts(message.id))
                    german |= set(_texts(message.string))
    return german - english - NAMES


def _texts(text: object) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (str(text),)


def _choose(page: Page, base: str, language: str, save: str) -> None:
    page.goto(f"{base}/account")
    page.get_by_role("radio", name=language).check()
    page.get_by_role("button", name=save, exact=True).click()


def test_all_pages_speak_the_chosen_language(desktop: BrowserContext, sign_in: SignIn) -> None:
    page = sign_in(desktop, BENEDIKT)
    base = page.url.rstrip("/")
    german = _only_german()
    assert {"Kampagnen", "Bestellungen"} <= german
    _choose(page, base, "English", "Speichern")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    left = []
    for path in PAGES:
        page.goto(base + path)
        page.wait_for_load_state("networkidle")
        texts = {text.strip() for text in page.locator(READ).all_text_contents()}
        left += [f"{path}: {text}" for text in sorted(texts & german)]
    assert not left, left

    _choose(page, base, "Deutsch", "Save")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mein Konto")
