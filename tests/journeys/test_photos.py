"""A partner's photo from the phone is told what it lacks; a large file survives a lost line."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, Route, expect

from brand_assets.library.models import Asset
from brand_assets.library.service import photo_bytes
from tests.factories.pictures import a_jpeg, phone_photo
from tests.journeys.axe import expect_accessible
from tests.journeys.conftest import SignIn, window
from tests.journeys.demonstration import Portal
from tests.journeys.poster import FIELD, close, open_poster, photos_of
from tests.journeys.steps import SLOW, expect_saved, field
from tests.servers import server_folder

MIRKO = "mirko.wolters@halmgruen.example"
GPS, ORIENTATION = 0x8825, 0x0112


@pytest.fixture
def data(tmp_path_factory: pytest.TempPathFactory, portal: Portal) -> Iterator[Path]:
    """The data folder of the demonstration that is served."""
    yield server_folder(tmp_path_factory.getbasetemp().parent) / "demo" / "data"
    close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone: a narrow window that is touched."""
    with browser.new_context(**window(360, 760), has_touch=True, is_mobile=True) as context:
        yield context


def _file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def test_a_photo_from_the_phone_is_told_what_it_lacks(
    phone: BrowserContext, sign_in: SignIn, portal: Portal, data: Path
) -> None:
    ad = open_poster(data, MIRKO)
    page = sign_in(phone, MIRKO)
    page.goto(f"{portal.base_url}/localisations/{ad}", wait_until="networkidle")
    photo = field(page, FIELD)
    photo.get_by_role("button", name="Anderes Bild", exact=True).click()
    panel = page.get_by_role("dialog")
    camera = panel.get_by_label("Foto aufnehmen")
    expect(camera).to_have_attribute("capture", "environment")
    camera.set_input_files(_file("IMG_2041.jpg", phone_photo(1600, 1200)))

    told = panel.locator(".photo-advice")
    expect(told).to_contain_text(
        "Auf dem Plakat A3 nur 101 dpi: näher am Motiv fotografieren oder ein anderes Foto wählen.",
        timeout=3 * SLOW,
    )
    expect(told).to_contain_text("1.200 × 1.600 Pixel")
    expect(told).to_contain_text("Nötig sind etwa 1.560 × 2.070 Pixel.")
    expect(panel.get_by_label("Noch einmal aufnehmen")).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect_accessible(page)

    panel.get_by_role("button", name="Trotzdem verwenden").click()
    expect(panel).to_be_hidden()
    expect_saved(page)
    expect(photo).to_contain_text("101 dpi", timeout=SLOW)

    _expect_clean_and_upright(photos_of(MIRKO)[0])


def _expect_clean_and_upright(asset: Asset) -> None:
    master = photo_bytes(asset.sha256)
    with Image.open(io.BytesIO(master)) as kept:
        exif = kept.getexif()
        # The bright corner is where the eye saw it.
        bright, dark = (kept.convert("L").getpixel((x, 300)) for x in (900, 300))
        assert (kept.width, kept.height) == (1200, 1600)
        assert bright == pytest.approx(203, abs=9)
        assert dark == pytest.approx(45, abs=9)
        assert exif.get(ORIENTATION, 1) == 1
        assert not exif.get_ifd(GPS)
    assert b"Mustermann" not in master
    assert asset.path.startswith("hg/de/")
    assert asset.path.count("/") == 5  # the outlet's own


def _large_photo() -> bytes:
    jpeg = a_jpeg(913, 607)
    noise = [b"\xff\xfe\xea\x62" + os.urandom(60_000) for _ in range(200)]
    return jpeg[:2] + b"".join(noise) + jpeg[2:]


def test_a_large_file_survives_a_lost_line_and_a_reload(
    desktop: BrowserContext, sign_in: SignIn, portal: Portal
) -> None:
    page = sign_in(desktop, "brand_manager")
    page.goto(f"{portal.base_url}/assets/upload")
    content, sent = _file("Gewächshaus.jpg", _large_photo()), []

    def watch(route: Route) -> None:
        if route.request.method != "PATCH":
            route.continue_()
            return
        sent.append(route.request.headers["upload-offset"])
        if len(sent) == 2:
            route.abort("internetdisconnected")
        elif len(sent) < 4:
            route.continue_()

    page.route("**/assets/uploads/*", watch)
    _choose(page, content)
    row = page.get_by_role("listitem").filter(has_text="Gewächshaus.jpg")
    expect(row).to_contain_text("Die Verbindung ist weg. Es geht von selbst weiter.", timeout=SLOW)
    expect(row).to_contain_text("10 MB von", timeout=SLOW)  # and it did; the third part hangs
    row.get_by_role("button", name="Anhalten").click()
    expect(row).to_contain_text("Angehalten")
    assert sent[:3] == ["0", "5242880", "5242880"]
    expect_accessible(page)

    page.unroute("**/assets/uploads/*")
    page.reload()
    expect(page.get_by_role("region", name="Noch nicht fertig")).to_contain_text("Gewächshaus.jpg")
    _choose(page, content)
    expect(row).to_contain_text("hinzugefügt", timeout=3 * SLOW)
    _describe(page)


def _choose(page: Page, content: FilePayload) -> None:
    page.get_by_label("Ich darf diese Bilder für Werbung verwenden.").check()
    page.locator("input[name=files]").set_input_files(content)


def _describe(page: Page) -> None:
    page.get_by_role("link", name="Alle beschreiben").click()
    page.get_by_label("Fotografin oder Fotograf", exact=True).fill("Erika Muster")
    page.get_by_role("button", name="In jede Zeile übernehmen").click()
    expect(page.get_by_label("Fotografin oder Fotograf: Gewächshaus")).to_have_value("Erika Muster")
    expect_accessible(page)
    page.get_by_role("button", name="Alle sichern").click()
    expect(page.locator(".toasts")).to_contain_text("1 Bild beschrieben.", timeout=SLOW)
