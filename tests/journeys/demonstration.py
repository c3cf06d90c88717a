"""Serves the demonstration as a visitor gets it, for the journeys and the screenshots."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from types import MappingProxyType

START_SECONDS = 300
_started: list[subprocess.Popen[bytes]] = []  # kept: another worker may be the one to stop it


@dataclass(frozen=True, slots=True)
class Portal:
    """Where it is served, how to sign in as a role or by e-mail address, and its process group."""

    base_url: str
    links: dict[str, str]
    pid: int


def serve_demonstration(out: Path, settings: Mapping[str, str] = MappingProxyType({})) -> Portal:
    """Run the demonstration into this folder, serve it, and wait until it answers."""
    port = _free_port()
    environment = {key: value for key, value in os.environ.items() if "HEIMSPIEL" not in key}
    environment["HEIMSPIEL_REQUESTS_PER_MINUTE"] = "0"
    environment |= settings
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
    _started.append(process)
    try:
        _wait(port, process, out / "portal.log")
    except BaseException:  # also when told to end meanwhile: the server would stay
        os.killpg(process.pid, signal.SIGTERM)
        raise
    links = json.loads((out / "sign-in-links.json").read_text())
    return Portal(f"http://127.0.0.1:{port}", links, process.pid)


def stop(served: Portal) -> None:
    """End the server with all of its processes."""
    os.killpg(served.pid, signal.SIGTERM)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends:
        if process.poll() is not None:
            raise RuntimeError(f"The portal ended:\n{log.read_text()[-4000:]}")
        if _is_ready(port):
            return
        time.sleep(0.3)
    raise RuntimeError(f"The portal took more than {START_SECONDS} s:\n{log.read_text()[-4000:]}")


def _is_ready(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()
