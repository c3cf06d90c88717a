"""The server as it really runs: killed amid jobs and started again, it loses nothing."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import text

from migrations.history import upgrade
from portal.foundation import database as databases
from portal.foundation.database import reading, transaction
from portal.foundation.jobs import enqueue
from tests.integration.foundation.job_host_process import STEPS
from tests.servers import free_ports

ROOT = Path(__file__).resolve().parents[3]
JOBS = 6


class Server:
    """Gunicorn with the real application, in a process group of its own."""

    def __init__(self, folder: Path) -> None:
        self.port = free_ports(1)[0]
        environment = {**os.environ, "HEIMSPIEL_DEMO": "1", "HEIMSPIEL_DATA_DIR": str(folder)}
        options = ["--threads", "4", "--no-control-socket", "--bind", f"127.0.0.1:{self.port}"]
        application = "tests.integration.foundation.job_server:application"
        command = [sys.executable, "-m", "gunicorn", *options, application]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)

    def get(self, path: str) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=60) as answer:
            return int(answer.status)

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    url = f"sqlite:///{tmp_path / 'heimspiel.sqlite'}"
    upgrade(url)
    database = databases.connect(url)
    columns = "job VARCHAR(32), number INTEGER, pid INTEGER, PRIMARY KEY (job, number)"
    with transaction() as session:
        session.execute(text(f"CREATE TABLE step ({columns})"))
    yield tmp_path
    database.engine.dispose()


@pytest.fixture
def servers_started(folder: Path) -> Iterator[list[Server]]:
    started: list[Server] = []
    yield started
    for server in started:
        server.kill()


def _count(query: str) -> int:
    with reading() as session:
        return int(session.execute(text(query)).scalar_one())


def _wait_for(query: str, least: int) -> None:
    end = time.monotonic() + 90
    while _count(query) < least:
        assert time.monotonic() < end, f"{query} stayed at {_count(query)}"
        time.sleep(0.05)


def test_a_killed_server_loses_nothing(folder: Path, servers_started: list[Server]) -> None:
    with transaction():
        for number in range(JOBS):
            enqueue("test.steps", {}, key=f"key-{number}")
    servers_started.append(Server(folder))
    _wait_for("SELECT count(*) FROM step", 10)
    servers_started[0].kill()
    assert _count("SELECT count(*) FROM step") < STEPS * JOBS, "the kill came too late"
    assert _count("SELECT count(*) FROM job WHERE state = 'running'") > 0
    servers_started.append(Server(folder))
    _wait_for("SELECT count(*) FROM job WHERE state = 'done'", JOBS)
    assert _count("SELECT count(*) FROM step") == STEPS * JOBS, "each step happened once"
    assert _count("SELECT count(DISTINCT pid) FROM step") == 2, "both servers took part"
    assert servers_started[1].get("/readyz") == 200
