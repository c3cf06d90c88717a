"""Owns a portal that really runs, a brand manager signed in, and the watch on its processes."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from bench.network import COMPANY, build_network
from bench.portal_world import client_of
from migrations.history import upgrade
from portal.app import create_app
from portal.foundation import database
from portal.foundation.config import PREFIX, Settings, configure, read_settings
from portal.foundation.database import transaction
from portal.foundation.ids import new_id
from portal.foundation.logs import set_up_logs
from regions.accounts.models import Account, AccountGrant
from regions.accounts.rules import Role

ROOT = Path(__file__).parents[1]
START_SECONDS = 60
MEBIBYTE = 1024 * 1024
_WATCH_SECONDS = 0.02
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(slots=True)
class Watched:
    """The most memory that each kind of process held, in bytes."""

    server: int = 0
    workers: dict[int, int] = field(default_factory=dict)

    @property
    def worst_worker(self) -> int:
        """The most that one process for strangers' files held."""
        return max(self.workers.values(), default=0)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back over HTTP."""

    status: int
    body: bytes
    location: str = ""

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", errors="replace")


class Visitor:
    """A signed-in browser as far as a benchmark needs one: one connection, cookies, a token."""

    def __init__(self, port: int, cookie: str) -> None:
        self._port, self._cookie = port, cookie
        self._connection: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Answer:
        """Get a page."""
        return self.ask("GET", path)

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send a request; a connection that was closed meanwhile is opened anew."""
        try:
            return self._ask(method, path, body, headers or {})
        except (http.client.HTTPException, ConnectionError):
            self._connection = None
            return self._ask(method, path, body, headers or {})

    def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=180)
        parts = urlsplit(path)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        sent = {"Cookie": self._cookie, **headers}
        # A body that is too large is answered before it was read, and the line is cut.
        with suppress(BrokenPipeError, ConnectionResetError):
            self._connection.request(method, target, body or None, sent)
        answer = self._connection.getresponse()
        read = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            self._cookie = cookie.partition(";")[0]
        if answer.getheader("Connection", "").lower() == "close":
            self._connection = None
        return Answer(answer.status, read, answer.getheader("Location", ""))

    def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        """Send a form."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, urlencode(fields).encode(), kind)

    def token(self, path: str) -> str:
        """Return the token that the forms of a page carry."""
        found = _TOKEN.search(self.get(path).text)
        if found is None:
            raise RuntimeError(f"{path} has no form")
        return found.group(1)


@dataclass(frozen=True, slots=True)
class ServedPortal:
    """A running portal: where, in which folder, within which limits, and what it held so far."""

    port: int
    cookie: str
    settings: Settings
    log: Path
    watched: Watched

    def visitor(self) -> Visitor:
        """Return a browser in which the brand manager is signed in."""
        return Visitor(self.port, self.cookie)


@contextmanager
def served_portal(*, is_watched: bool = True, **changed: str) -> Iterator[ServedPortal]:
    """Serve a portal from a folder that is removed afterwards; `changed` are settings."""
    with tempfile.TemporaryDirectory(prefix="bench-portal-") as name:
        folder = Path(name)
        own = {"demo": "1", "requests_per_minute": "0", "log_level": "ERROR", "data_dir": name}
        named = {f"{PREFIX}{key.upper()}": value for key, value in (own | changed).items()}
        settings = configure(read_settings(named))
        set_up_logs(settings)
        cookie = _signed_in(settings)
        port, process = _started(named, folder / "log")
        watched, ended = Watched(), threading.Event()
        watch = threading.Thread(target=_watch, args=(process.pid, watched, ended), daemon=True)
        try:
            _wait(port, process, folder / "log")
            if is_watched:
                watch.start()
            yield ServedPortal(port, cookie, settings, folder / "log", watched)
        finally:
            ended.set()
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=60)


def _signed_in(settings: Settings) -> str:
    """Fill the database and return the cookie of a brand manager who signed in."""
    upgrade(settings.database_url)
    connected = database.connect(settings.database_url)
    with transaction() as s:
        build_network(s, 12)
        account = Account(id=new_id(), email="brand@bench.example", name="Bench", session_epoch=0)
        s.add(account)
        s.flush()
        s.add(AccountGrant(account_id=account.id, role=Role.BRAND_MANAGER, path=COMPANY))
    app = create_app(settings)
    cookie = client_of(app, account).get_cookie(app.config["SESSION_COOKIE_NAME"])
    connected.engine.dispose()
    if cookie is None:
        raise RuntimeError("nobody is signed in")
    return f"{cookie.key}={cookie.value}"


def _started(named: Mapping[str, str], log: Path) -> tuple[int, subprocess.Popen[bytes]]:
    port = _free_port()
    environment = {key: value for key, value in os.environ.items() if "HEIMSPIEL" not in key}
    environment |= named
    # This very code, not what is installed.
    command = [sys.executable, "-c", "from portal.cli import main; main()"]
    command += ["serve", "--port", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(  # noqa: S603 - our own program
            command, cwd=ROOT, stdout=out, stderr=out, env=environment, start_new_session=True
        )
    return port, process


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends:
        if process.poll() is not None:
            break
        with suppress(OSError, http.client.HTTPException):
            if Visitor(port, "").get("/readyz").status == HTTPStatus.OK:
                return
        time.sleep(0.2)
    raise RuntimeError(f"The portal did not start:\n{log.read_text()[-3000:]}")


def _watch(pid: int, watched: Watched, ended: threading.Event) -> None:
    """Keep the most memory of the server and of each process it starts, as the kernel counts it."""
    while not ended.wait(_WATCH_SECONDS):
        for status in Path("/proc").glob("[0-9]*/status"):
            with suppress(OSError, IndexError, ValueError):
                _look(status, pid, watched)


def _look(status: Path, pid: int, watched: Watched) -> None:
    own = int(status.parent.name)
    if os.getpgid(own) != os.getpgid(pid):
        return
    held = int(status.read_text().split("VmHWM:")[1].split()[0]) * 1024
    if b"render_process" in (status.parent / "cmdline").read_bytes():
        watched.workers[own] = max(watched.workers.get(own, 0), held)
    else:
        watched.server = max(watched.server, held)
