"""Takes the pictures of the README from the served demonstration: `python -m bench.screenshots`."""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Page

from tests.journeys.browser import chromium
from tests.journeys.demonstration import Portal, serve_demonstration, stop
from tests.journeys.steps import choose_outlet, expect_saved, headline, open_editor

FOLDER = Path(__file__).parents[1] / "docs" / "images"
MOST_BYTES = 400_000
PARTNER = "jana.walther@halmgruen.example"
OUTLET, CAMPAIGN = "Worringen", "Frühlingspflanztage"
_DESKTOP, _PHONE = (1280, 900), (360, 760)
_COLOURS = (256, 192, 128, 96, 64)


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its file name, who is signed in, the window, and the way to the page."""

    name: str
    account: str
    size: tuple[int, int]
    go: Callable[[Page], None]


def _start(page: Page) -> None:
    choose_outlet(page, OUTLET)
    page.locator(".opening-large .state.is-ok").first.wait_for()


def _editor(page: Page) -> None:
    choose_outlet(page, OUTLET)
    open_editor(page, CAMPAIGN)
    headline(page).fill("Billiger blüht nichts.")
    page.locator(".editor-fields .finding").first.wait_for()
    expect_saved(page)


def _editor_on_phone(page: Page) -> None:
    _editor(page)
    headline(page).blur()  # the keyboard is closed, the whole page stands there
    page.evaluate("window.scrollTo(0, 0)")


def _approvals(page: Page) -> None:
    page.goto(page.url.rstrip("/") + "/approvals/")
    page.locator(".entry-now img").wait_for()


def _campaigns(page: Page) -> None:
    page.goto(page.url.rstrip("/") + "/campaigns/")
    page.locator(".campaign-take-up table").first.wait_for()


def _insight(page: Page) -> None:
    page.locator(".range-chart").first.wait_for()


SHOTS = (
    Shot("start-desktop", PARTNER, _DESKTOP, _start),
    Shot("start-phone", PARTNER, _PHONE, _start),
    Shot("editor-desktop", PARTNER, _DESKTOP, _editor),
    Shot("editor-phone", PARTNER, _PHONE, _editor_on_phone),
    Shot("approval-desktop", "approver", _DESKTOP, _approvals),
    Shot("campaigns-desktop", "campaign_manager", _DESKTOP, _campaigns),
    Shot("insight-desktop", "analyst", _DESKTOP, _insight),
)


def main(folder: Path = FOLDER) -> int:
    """Serve the demonstration, take every picture, and write them small."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="screenshots-") as out:
        served = serve_demonstration(Path(out))
        try:
            for shot in SHOTS:
                size = take(shot, served, folder)
                sys.stdout.write(f"{shot.name}.png: {size // 1000} kB\n")
        finally:
            stop(served)
    return 0


def take(shot: Shot, served: Portal, folder: Path) -> int:
    """Take one picture and return its size in bytes."""
    width, height = shot.size
    with chromium(width=width, height=height) as context:
        page = context.new_page()
        page.goto(served.links[shot.account])
        shot.go(page)
        page.wait_for_load_state("networkidle")
        page.evaluate(
            "Promise.all([...document.images].map(image => image.decode().catch(() => 0)))"
        )
        packed = pack(page.screenshot(animations="disabled"))
    (folder / f"{shot.name}.png").write_bytes(packed)
    return len(packed)


def pack(png: bytes) -> bytes:
    """Return the picture as a PNG within the limit, with as many colours as that allows."""
    with Image.open(io.BytesIO(png)) as opened:
        picture = opened.convert("RGB")
    packed = _write(picture)
    for colours in _COLOURS:
        if len(packed) <= MOST_BYTES:
            break
        palette = picture.quantize(colours)
        dithered = picture.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG)
        packed = _write(dithered)
    return packed


def _write(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, "PNG", optimize=True)
    return target.getvalue()


if __name__ == "__main__":
    sys.exit(main())
