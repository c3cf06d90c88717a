"""An analyst reads what works and how sure it is, takes the figures along, and sees no more."""

import io
import re
import zipfile
from pathlib import Path

import duckdb
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from tests.journeys.conftest import SignIn
from tests.journeys.demonstration import Portal
from tests.journeys.steps import SLOW

BERLIN = "oliver.grant@halmgruen.example"  # reads English


def test_figures_come_with_ranges_and_with_how_sure_they_are(
    desktop: BrowserContext, sign_in: SignIn
) -> None:
    page = sign_in(desktop, "analyst")
    expect(page.get_by_role("heading", level=1)).to_have_text("Was wirkt wo")
    place = page.get_by_role("row", name=re.compile("^Ortsname in der Überschrift"))
    expect(place).to_contain_text("Gut belegt")  # the generated history makes it true
    expect(place).to_contain_text(re.compile(r"\+\d+ bis \+\d+"))
    photo = page.get_by_role("row", name=re.compile("^Eigenes Foto statt Archivbild"))
    expect(photo).to_contain_text("Noch offen")
    expect(photo).to_contain_text(re.compile(r"−\d+ bis \+\d+"))

    page.get_by_text("Als Tabelle").first.click()
    table = page.locator("details[open] table").first
    expect(table.get_by_role("row")).to_have_count(13)  # twelve regions below the header


def test_the_export_is_read_by_a_bi_tool(
    desktop: BrowserContext, sign_in: SignIn, tmp_path: Path
) -> None:
    outlets = _exported(sign_in(desktop, "analyst"), tmp_path / "all")
    assert outlets.count == 412
    berlin = _exported(sign_in(desktop, BERLIN), tmp_path / "berlin", "Make the export", "Download")
    assert berlin.count == 32
    assert berlin.regions == {"hg/de/berlin/"}


class _Outlets:
    """The outlets of an export: how many, and where they are."""

    def __init__(self, folder: Path) -> None:
        (file,) = folder.glob("**/dim_outlet/*.parquet")
        rows = duckdb.read_parquet(str(file))
        self.count = len(rows)
        at = rows.columns.index("region_path")
        self.regions = {row[at] for row in rows.fetchall()}


def _exported(
    page: Page, folder: Path, make: str = "Export erstellen", take: str = "Herunterladen"
) -> _Outlets:
    page.goto(page.url.split("/insight")[0] + "/insight/exports/")
    page.get_by_role("button", name=make).click()
    ready = page.get_by_role("link", name=take)
    expect(ready).to_be_visible(timeout=60_000)
    with page.expect_download() as waited:
        ready.click()
    zipfile.ZipFile(io.BytesIO(waited.value.path().read_bytes())).extractall(folder)
    return _Outlets(folder)


def test_an_analyst_of_a_region_sees_only_that_region(
    desktop: BrowserContext, sign_in: SignIn
) -> None:
    page = sign_in(desktop, BERLIN)
    expect(page.get_by_label("Region").locator("option")).to_have_text(
        ["All regions", "Berlin and Brandenburg"]
    )
    expect(page.get_by_role("main")).to_contain_text("32 outlets")
    expect(page.get_by_role("main")).not_to_contain_text("Hesse")
    refused = page.goto(page.url.split("?")[0] + "?region=hg/de/hessen/")
    assert refused is not None
    expect(page.get_by_role("main")).not_to_contain_text("Hesse")


def test_a_report_is_checked_before_it_is_taken_over(
    desktop: BrowserContext, sign_in: SignIn, portal: Portal
) -> None:
    page = sign_in(desktop, "campaign_manager")
    lines = ("Bestellposition;Tag;Klicks", "10001-3;12.04.2027;17", "99999-9;12.04.2027;4")
    _check(page, portal, "\r\n".join(lines))
    expect(page.get_by_role("main")).to_contain_text("Noch ist nichts übernommen.")
    expect(page.get_by_role("main")).to_contain_text("99999-9")
    page.get_by_label("Zeilen mit Problemen weglassen").check()
    page.get_by_role("button", name="Zahlen übernehmen").click()
    expect(page.locator(".toasts")).to_contain_text("1 Zeile ist neu oder geändert.")

    _check(page, portal, "\r\n".join(lines[:2]))
    known = page.locator(".ledger div", has_text="Bekannt und gleich").locator("dd")
    expect(known).to_have_text("1")


def _check(page: Page, portal: Portal, text: str) -> None:
    page.goto(f"{portal.base_url}/insight/reports/")
    page.get_by_label("Quelle").fill("instagram")
    file: FilePayload = {"name": "zahlen.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.get_by_label("CSV-Datei").set_input_files(file)
    page.get_by_role("button", name="Datei prüfen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Datei prüfen", timeout=SLOW)
