"""Fixtures of the journeys: one demonstration, served as a visitor gets it, and a browser."""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from typing import IO

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys.browser import chromium
from tests.servers import server_folder

START_SECONDS = 240


@dataclass(frozen=True, slots=True)
class Portal:
    """Where the demonstration is served, how to sign in as a role, and its process group."""

    base_url: str
    links: dict[str, str]
    pid: int


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The demonstration; the first worker that needs it starts it, the last one stops it."""
    folder = server_folder(tmp_path_factory.getbasetemp().parent)
    with _locked(folder / "portal.json") as file:
        known, users = _read(file)
        served = known if known and users else _start(folder / "demo")
        _write(file, served, users + 1)
    try:
        yield served
    finally:
        with _locked(folder / "portal.json") as file:
            users = _read(file)[1] - 1
            _write(file, served, users)
            if users == 0:
                os.killpg(served.pid, signal.SIGTERM)
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


def _start(out: Path) -> Portal:
    port = _free_port()
    environment = {key: value for key, value in os.environ.items() if "HEIMSPIEL" not in key}
    environment["HEIMSPIEL_REQUESTS_PER_MINUTE"] = "0"
    out.mkdir(parents=True, exist_ok=True)
    command = str(Path(sys.executable).parent / "portal")
    with (out / "portal.log").open("wb") as log:
        process = subprocess.Popen(
            [command, "demo", "--out", str(out), "--port", str(port)],
            stdout=log,
            stderr=log,
            env=environment,
            start_new_session=True,
        )
    _wait(port, process, out / "portal.log")
    links = json.loads((out / "sign-in-links.json").read_text())
    return Portal(f"http://127.0.0.1:{port}", links, process.pid)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends:
        if process.poll() is not None:
            pytest.fail(f"The portal ended:\n{log.read_text()[-4000:]}")
        if _is_ready(port):
            return
        time.sleep(0.3)
    pytest.fail(f"The portal did not start in {START_SECONDS} s:\n{log.read_text()[-4000:]}")


def _is_ready(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


@pytest.fixture(scope="module")
def desktop() -> Iterator[BrowserContext]:
    """A Chromium with a window of 1280 x 900 pixels."""
    with chromium(width=1280, height=900) as context:
        yield context


@pytest.fixture(scope="module")
def phone() -> Iterator[BrowserContext]:
    """A Chromium with a window of 360 x 760 pixels."""
    with chromium(width=360, height=760) as context:
        yield context


SignIn = Callable[[BrowserContext, str], Page]


@pytest.fixture
def sign_in(portal: Portal) -> Iterator[SignIn]:
    """Signs a role in with the link that the demonstration prints; fails on script errors."""
    errors: list[str] = []

    def enter(context: BrowserContext, role: str) -> Page:
        context.clear_cookies()
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda told: errors.append(told.text) if _is_error(told) else None)
        page.goto(portal.links[role])
        return page

    yield enter
    assert not errors, errors


def _is_error(told: object) -> bool:
    text = str(getattr(told, "text", ""))
    return getattr(told, "type", "") == "error" and "status of 4" not in text
