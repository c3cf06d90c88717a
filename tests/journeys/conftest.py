"""Fixtures of the journeys: one demonstration, served as a visitor gets it, and a browser."""

import fcntl
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from tests.journeys.browser import chromium
from tests.journeys.demonstration import Portal, serve_demonstration, stop
from tests.servers import server_folder

expect.set_options(timeout=15_000)  # the machine that tests may be busy with other workers


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The demonstration; the first worker that needs it starts it, the last one stops it."""
    folder = server_folder(tmp_path_factory.getbasetemp().parent)
    with _locked(folder / "portal.json") as file:
        known, users = _read(file)
        served = known if known and users else serve_demonstration(folder / "demo")
        _write(file, served, users + 1)
    try:
        yield served
    finally:
        with _locked(folder / "portal.json") as file:
            users = _read(file)[1] - 1
            _write(file, served, users)
            if users == 0:
                stop(served)
                shutil.rmtree(folder / "demo", ignore_errors=True)


@contextmanager
def _locked(path: Path) -> Iterator[IO[str]]:
    with path.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _read(file: IO[str]) -> tuple[Portal | None, int]:
    file.seek(0)
    text = file.read()
    if not text:
        return None, 0
    known = json.loads(text)
    return Portal(known["base_url"], known["links"], known["pid"]), int(known["users"])


def _write(file: IO[str], served: Portal, users: int) -> None:
    file.seek(0)
    file.truncate()
    json.dump({**asdict(served), "users": users}, file)
    file.flush()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium; the journeys of a file share it, each in windows of its own."""
    with chromium(width=1280, height=900) as context:
        assert context.browser is not None
        yield context.browser


@pytest.fixture
def desktop(browser: Browser) -> Iterator[BrowserContext]:
    """A window of 1280 x 900 pixels."""
    with browser.new_context(**window(1280, 900)) as context:
        yield context


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A window of 360 x 760 pixels."""
    with browser.new_context(**window(360, 760)) as context:
        yield context


def window(width: int, height: int) -> dict[str, Any]:
    """Return what a new window of this size is opened with."""
    return {
        "viewport": {"width": width, "height": height},
        "locale": "de-DE",
        "reduced_motion": "reduce",
    }


SignIn = Callable[[BrowserContext, str], Page]


@pytest.fixture
def sign_in(portal: Portal) -> Iterator[SignIn]:
    """Signs a role or an e-mail address in with its link; fails on script errors."""
    errors: list[str] = []

    def enter(context: BrowserContext, who: str) -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda told: errors.append(told.text) if _is_error(told) else None)
        page.goto(portal.links[who])
        return page

    yield enter
    assert not errors, errors


def _is_error(told: ConsoleMessage) -> bool:
    # Refusals, a connection that a journey cuts, and an answer that nobody waits for any more.
    expected = ("status of 4", "ERR_INTERNET_DISCONNECTED", "htmx:sendAbort", "htmx:afterRequest")
    return told.type == "error" and not any(part in told.text for part in expected)
