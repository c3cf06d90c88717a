"""A supplier sees the own jobs, takes the press files, and says what was shipped."""

import io
import json
import re
import zipfile

import pikepdf
from playwright.sync_api import BrowserContext, expect

from tests.journeys.conftest import SignIn
from tests.journeys.steps import SLOW

VOGEL, RHEIN = "beate.vogel@druckerei-vogel.example", "gisela.puetz@anzeigenverbund.example"


def test_a_printer_takes_the_package_and_ships(desktop: BrowserContext, sign_in: SignIn) -> None:
    page = sign_in(desktop, VOGEL)
    page.get_by_role("link", name="Zu den Aufträgen").click()
    jobs = page.locator(".data-table").first.locator("tbody tr")
    expect(jobs.filter(has_text="HKS 65 K als Sonderfarbe")).to_have_count(1)
    expect(jobs.filter(has_text="Zeitungsanzeige")).to_have_count(0)

    with page.expect_download() as waited:
        page.get_by_role("link", name=re.compile(r"^vogel-\d+\.zip$")).last.click()
    package = zipfile.ZipFile(io.BytesIO(waited.value.path().read_bytes()))
    names = package.namelist()
    ticket = json.loads(package.read(next(n for n in names if n.endswith("job_ticket.json"))))
    assert re.search(r"1\d{4}-\d", json.dumps(ticket))
    with pikepdf.open(
        io.BytesIO(package.read(next(n for n in names if n.endswith(".pdf"))))
    ) as pdf:
        assert len(pdf.pages) == 2
        width = float(pdf.pages[0].trimbox[2] - pdf.pages[0].trimbox[0])
        assert round(width / 72 * 25.4) == 148

    job = jobs.filter(has_text="10003-1")
    job.get_by_role("button", name="Produktion beginnen").click()
    expect(page.locator(".toasts")).to_contain_text("10003-1", timeout=SLOW)
    jobs.filter(has_text="10003-1").get_by_role("button", name="Versandt").click()
    expect(jobs.filter(has_text="10003-1").get_by_text("Versandt")).to_be_visible()


def test_suppliers_see_nothing_of_each_other(desktop: BrowserContext, sign_in: SignIn) -> None:
    page = sign_in(desktop, RHEIN)
    page.get_by_role("link", name="Zu den Aufträgen").click()
    jobs = page.locator(".data-table").first.locator("tbody tr")
    expect(jobs.first).to_be_visible()
    expect(jobs.filter(has_text="Flyer A5")).to_have_count(0)
    expect(page.get_by_role("link", name=re.compile("^vogel-"))).to_have_count(0)
    for path in ("/campaigns/", "/insight/", "/approvals/", "/accounts/"):
        refused = page.request.get(page.url.split("/fulfilment")[0] + path)
        assert refused.status in (403, 404), path
