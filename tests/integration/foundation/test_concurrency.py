"""What must hold when many do the same at once, on SQLite and on PostgreSQL."""

import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select

from portal.foundation.audit import append, verify_chain
from portal.foundation.database import Database, reading, transaction
from portal.foundation.jobs import enqueue
from portal.foundation.jobs.models import Job
from portal.foundation.jobs.queue import claim
from portal.foundation.usage import PseudonymKey, pseudonym

THREADS = 20


def at_once(work: Callable[[], Any], threads: int = THREADS) -> list[Any]:
    """Do the same in many threads, started together; return what each gave."""
    barrier, results, errors = threading.Barrier(threads), [], []

    def run() -> None:
        barrier.wait()
        try:
            results.append(work())
        except Exception as error:
            errors.append(error)

    running = [threading.Thread(target=run) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    assert errors == []
    return results


def _enqueue() -> UUID:
    with transaction():
        return enqueue("test.work", {}, key="the-same")


def test_the_same_job_is_written_once(any_db: Database) -> None:
    assert len(set(at_once(_enqueue))) == 1
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Job)) == 1


def test_one_claim_wins(any_db: Database) -> None:
    job_id = _enqueue()
    claims = at_once(lambda: claim(job_id))
    assert len([one for one in claims if one]) == 1


def test_one_key_makes_one_pseudonym(any_db: Database) -> None:
    account = uuid4()

    def name() -> str:
        with transaction():
            return pseudonym(account)

    assert len(set(at_once(name))) == 1
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(PseudonymKey)) == 1


def test_the_audit_trail_stays_one_chain(any_db: Database) -> None:
    def note() -> None:
        for number in range(5):
            with transaction():
                append("test.done", actor=None, subject="test", subject_id=number)
                append("test.again", actor=None, subject="test", subject_id=number)

    at_once(note, threads=8)
    report = verify_chain()
    assert (report.is_intact, report.entries) == (True, 80), report
