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

FOLDER = Path(__file__).parents[1] / "docs" / "images"
MOST_BYTES = 400_000
PARTNER = "jana.walther@halmgruen.example"
OUTLET = "Worringen"
_DESKTOP, _PHONE = (1280, 900), (360, 760)
_COLOURS = (256, 192, 128, 96, 64)


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its file name, who is signed in, the window, and the way to the page."""

    name: str
    account: str
    size: tuple[int, int]
    go: Callable[[Page], None]
    whole: bool = False


def _start(page: Page) -> None:
    if page.locator(".outlet-choice").count():
        page.locator(".outlet-choice").click()
        page.locator(".menu-panel a", has_text=OUTLET).click()
    page.locator(".opening-large .state").first.wait_for()


def _editor(page: Page) -> None:
    _start(page)
    page.get_by_role("button", name="Ändern").or_(
        page.get_by_role("link", name="Ändern")
    ).first.click()
    page.locator(".paper img[src^='blob:']").wait_for()
    page.locator("#f-headline").focus()
    page.locator(".editor-price .ledger").wait_for()


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
    Shot("editor-phone", PARTNER, _PHONE, _editor),
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
        packed = _write(picture.quantize(colours, dither=Image.Dither.FLOYDSTEINBERG))
    return packed


def _write(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, "PNG", optimize=True)
    return target.getvalue()


if __name__ == "__main__":
    sys.exit(main())
