"""The worker of headless Chromium: pages stay open, and what differs is changed in them."""

import json
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page

from bench.chromium import FILL, cpu_of_children, processes_below
from bench.engines.serving import serve
from tests.journeys.browser import chromium

_CSS_WIDTH = 148 / 25.4 * 96


class Chromium:
    """Chromium with one open page to print, and one for each width of a picture."""

    def __init__(self, context: BrowserContext, folder: Path) -> None:
        self._context = context
        self._html = (folder / "flyer.html").read_text(encoding="utf-8")
        self._outlets = (folder / "outlets.jsonl").read_text(encoding="utf-8").splitlines()
        self._outlet: dict[str, Any] = {}
        self._pages: dict[int, Page] = {}

    def _page(self, width: int) -> Page:
        if width not in self._pages:
            page = self._context.new_page()
            page.set_content(self._html)
            page.evaluate("() => document.fonts.ready")
            if width:
                page.set_viewport_size({"width": width, "height": round(width * 210 / 148)})
                page.evaluate(f"() => {{document.body.style.zoom = {width / _CSS_WIDTH}}}")
            self._pages[width] = page
        return self._pages[width]

    def _fill(self, page: Page, number: int) -> None:
        outlet = self._outlet
        page.evaluate(FILL, [outlet["texts"], outlet["code"]])

    def prepare(self, number: int) -> None:
        """Read what stands in the ad of this outlet."""
        self._outlet = json.loads(self._outlets[number])

    def press(self, number: int) -> bytes:
        """Return the flyer as an RGB PDF."""
        page = self._page(0)
        self._fill(page, number)
        return page.pdf(prefer_css_page_size=True, print_background=True)

    def preview(self, number: int, width: int) -> bytes:
        """Return what a window of this width shows."""
        page = self._page(width)
        self._fill(page, number)
        return page.screenshot(type="jpeg", quality=85)


_peaks = [0.0]


def _cpu() -> float:
    _peaks.append(_memory_of_all())
    return cpu_of_children()


def _memory_of_all() -> float:
    """Return the memory of Chromium's processes in MB, shared pages in shares."""
    total = 0
    for process in processes_below():
        try:
            rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
            total += int(rollup.split("\nPss:")[1].split()[0])
        except (OSError, IndexError):
            continue  # It ended in between.
    return total / 1024


if __name__ == "__main__":
    with chromium(width=800, height=1200) as opened:
        serve(Chromium(opened, Path(sys.argv[1])), _cpu, lambda: max(_peaks))
