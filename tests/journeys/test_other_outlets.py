"""A partner gives one ad to the other outlets: by paste, with a finding, and takes it back.

The outlets are those of a partner whom no other journey needs.
"""

import re

from playwright.sync_api import BrowserContext, FilePayload, Locator, Page, expect

from portal.foundation.workbooks import XLSX_TYPE, write_xlsx
from tests.journeys.axe import expect_accessible
from tests.journeys.conftest import SignIn
from tests.journeys.steps import (
    SLOW,
    choose_outlet,
    expect_saved,
    headline,
    open_editor,
)

HERBS = "Kräutersaison"
REINHOLD = "reinhold.albers@halmgruen.example"
#: Without a place to break at, and wider than any format.
TOO_WIDE = "Küchenkräutertopfbepflanzungsgemeinschaft und Balkonkastenberatungsnachmittag"
_PASTE = """text => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  const told = { clipboardData: data, bubbles: true, cancelable: true };
  document.activeElement.dispatchEvent(new ClipboardEvent('paste', told));
}"""


def cell(page: Page, number: str, key: str) -> Locator:
    """Return where a value of an outlet is typed."""
    row = page.locator(f"tr[data-number='{number}']")
    return row.locator(f"td[data-field='{key}'] [data-part='text']")


def test_other_outlets_by_paste_with_a_finding_and_back(
    desktop: BrowserContext, sign_in: SignIn
) -> None:
    page = sign_in(desktop, REINHOLD)
    choose_outlet(page, "Furth")
    open_editor(page, HERBS)
    headline(page).fill("Furth würzt nach.")
    expect_saved(page)
    page.get_by_role("link", name="Auf andere Filialen").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Auf meine anderen Filialen")
    for number in ("0379", "0380", "0381", "0382"):
        expect(cell(page, number, "headline")).to_have_value("Furth würzt nach.")
    status = page.locator(".across-status p")
    expect(status).to_have_text("4 Filialen mit zusammen 4 neuen Werten")
    _look_at_a_workbook(page)
    _paste_prices(page)
    _mend_what_cannot_be_read(page)
    cell(page, "0380", "headline").fill(TOO_WIDE)
    # Where the page happens to stand, a bar that stays in sight may cover a part of a button.
    page.locator(".across-tools").evaluate("tools => tools.scrollIntoView({ block: 'center' })")
    expect_accessible(page, "table")
    page.get_by_role("button", name="Für diese Filialen speichern").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Für 4 Filialen gespeichert")
    expect(page.locator("#progress")).to_have_count(0, timeout=4 * SLOW)
    expect_accessible(page, "given")
    # What each outlet is to write itself is open at all of them; at one the headline is too wide.
    page.get_by_role("link", name="Mit Hinweisen (4)").click()
    found = page.locator(".across-given > li")
    expect(found).to_have_count(4)
    expect(found.filter(has_text="Buchbach").locator(".is-crit").first).to_contain_text("2 offen")

    page.get_by_role("button", name="Alles zurücknehmen").click()
    expect(page.locator(".toast-line")).to_have_text("Für 4 Filialen zurückgenommen.")
    page.get_by_role("link", name="Zurück zur Tabelle").click()
    expect(page.locator("tr[data-number='0381'] td[data-field='headline']")).to_have_attribute(
        "data-now", "Vom Topf in den Topf."
    )


def _look_at_a_workbook(page: Page) -> None:
    """Bring an Excel file, look at what it would enter, and leave it."""
    page.get_by_role("button", name="Tabelle einfügen").click()
    with write_xlsx("Preise", [["Nummer", "Preis"], ["0379", "2,99 €"]]) as book:
        file = FilePayload(name="preise.xlsx", mimeType=XLSX_TYPE, buffer=book.read())
    page.get_by_label("oder eine Excel- oder CSV-Datei").set_input_files(file)
    preview = page.get_by_role("dialog")
    expect(preview).to_contain_text("1 Wert für 1 Filiale.")
    preview.get_by_role("button", name="Nichts ändern").click()


def _paste_prices(page: Page) -> None:
    """Paste as a spreadsheet copies: a header, numbers of outlets, one line that says nothing."""
    cell(page, "0379", "angebot.preis").click()
    rows = ("Nummer\tPreis\tFarbe", "379\t2,99 €\tgrün", "0380\t3.49\tgelb", "0381\tviel\trot")
    page.evaluate(_PASTE, "\r\n".join(rows) + "\r\n")
    preview = page.get_by_role("dialog")
    expect(preview).to_contain_text("3 Werte für 3 Filialen.")
    expect(preview).to_contain_text("1 Zelle ist nicht lesbar.")
    expect(preview).to_contain_text("Kein Feld heißt: Farbe.")
    expect(cell(page, "0379", "angebot.preis")).to_have_value("ab 2,49 €")  # only looked at so far
    expect_accessible(page, "preview")
    preview.get_by_role("button", name="In die Tabelle eintragen").click()
    expect(cell(page, "0379", "angebot.preis")).to_have_value("2,99 €")
    expect(cell(page, "0380", "angebot.preis")).to_have_value("3,49 €")


def _mend_what_cannot_be_read(page: Page) -> None:
    """What cannot be read stays as it was typed, says why, and keeps all from being saved."""
    wrong = cell(page, "0381", "angebot.preis")
    expect(wrong).to_have_value("viel")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Für diese Filialen speichern").click()
    expect(wrong).to_be_focused()
    wrong.fill("1,99")
    wrong.press("Enter")
    expect(cell(page, "0382", "angebot.preis")).to_be_focused()
    expect(wrong).to_have_value("1,99 €")
    expect(wrong).not_to_have_attribute("aria-invalid", "true")


def test_a_new_ad_takes_over_what_the_last_one_said(phone: BrowserContext, sign_in: SignIn) -> None:
    page = sign_in(phone, REINHOLD)
    choose_outlet(page, "Schwindegg")
    open_editor(page, HERBS)
    before = headline(page).input_value()
    page.get_by_role("link", name="Aus letzter Kampagne").click()
    offers = page.get_by_role("group", name="Werte zum Übernehmen")
    expect(offers).to_contain_text("Überschrift")
    expect_accessible(page, "earlier")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    taken = offers.locator("label", has_text="Überschrift").locator("ins").inner_text()
    page.get_by_role("button", name="Auswahl übernehmen").click()

    expect(headline(page)).to_have_value(re.sub(r"^künftig:\s*", "", taken))
    assert headline(page).input_value() != before
    page.get_by_role("button", name="Rückgängig").click()
    expect(headline(page)).to_have_value(before, timeout=SLOW)
