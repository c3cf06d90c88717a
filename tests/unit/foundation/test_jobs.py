"""Jobs: written once, claimed by one, taken over from the silent, told about by progress."""

import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from portal.foundation import clock
from portal.foundation.database import Database, transaction
from portal.foundation.errors import Invalid
from portal.foundation.jobs import (
    LeaseLost,
    RunningJob,
    enqueue,
    find_job,
    job,
    registry,
    run_due_jobs,
)
from portal.foundation.jobs.models import Job, JobState
from portal.foundation.jobs.queue import (
    MAX_ATTEMPTS,
    Lease,
    claim,
    fail,
    finish,
    pause_before,
    save_progress,
    sweep,
)
from portal.foundation.jobs.runner import run

Handle = Callable[[RunningJob], Mapping[str, Any] | None]


@pytest.fixture
def handle(monkeypatch: pytest.MonkeyPatch) -> Callable[[Handle], None]:
    monkeypatch.setattr(registry, "_handlers", {})

    def register(handler: Handle) -> None:
        job("test.work")(handler)

    return register


def _enqueue(key: str = "one") -> UUID:
    with transaction():
        return enqueue("test.work", {"number": 1}, key=key)


def _state(job_id: UUID) -> JobState:
    found = find_job(job_id)
    assert found is not None
    return found.state


def _let_lease_end(job_id: UUID) -> None:
    with transaction() as session:
        row = session.get(Job, job_id)
        assert row is not None
        assert row.lease_until is not None
        row.lease_until -= timedelta(hours=1)


def test_the_same_key_is_the_same_job(db: Database) -> None:
    first, second = _enqueue(), _enqueue()
    assert first == second
    with transaction() as session:
        assert session.scalar(select(func.count()).select_from(Job)) == 1


def test_a_job_is_written_with_what_it_belongs_to(db: Database) -> None:
    def change_my_mind() -> None:
        with transaction():
            enqueue("test.work", {}, key="one")
            raise RuntimeError("changed my mind")

    with pytest.raises(RuntimeError, match="changed my mind"):
        change_my_mind()
    with transaction() as session:
        assert session.scalar(select(func.count()).select_from(Job)) == 0


def test_one_of_twenty_claims_wins(db: Database) -> None:
    job_id = _enqueue()
    start, won = threading.Barrier(20), []

    def try_it() -> None:
        start.wait()
        if claim(job_id):
            won.append(1)

    threads = [threading.Thread(target=try_it) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1


def test_result_and_progress_are_stored(db: Database, handle: Callable[[Handle], None]) -> None:
    def work(running: RunningJob) -> Mapping[str, Any]:
        running.report(1, 2)
        return {"pages": running.payload["number"]}

    handle(work)
    job_id = _enqueue()
    assert run_due_jobs() == 1
    done = find_job(job_id)
    assert done is not None
    assert (done.state, done.result) == (JobState.DONE, {"pages": 1})
    assert (done.done, done.total) == (1, 2)


def test_a_done_job_does_not_run_again(db: Database, handle: Callable[[Handle], None]) -> None:
    runs: list[int] = []
    handle(lambda running: runs.append(1))
    job_id = _enqueue()
    assert [run(job_id), run(job_id), run_due_jobs()] == [True, False, 0]
    assert runs == [1]


def test_a_failure_is_tried_again_after_a_pause(
    db: Database, handle: Callable[[Handle], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[int] = []

    def work(running: RunningJob) -> None:
        runs.append(running.attempt)
        if running.attempt == 1:
            raise OSError("the printer is away")

    handle(work)
    job_id = _enqueue()
    run_due_jobs()
    failed = find_job(job_id)
    assert failed is not None
    assert (failed.state, failed.error) == (JobState.WAITING, "OSError: the printer is away")
    assert run_due_jobs() == 0, "it waits for its pause"
    later = clock.now() + timedelta(seconds=10)
    monkeypatch.setattr(clock, "now", lambda: later)
    run_due_jobs()
    assert (runs, _state(job_id)) == ([1, 2], JobState.DONE)


def test_a_refusal_is_final(db: Database, handle: Callable[[Handle], None]) -> None:
    def work(running: RunningJob) -> None:
        raise Invalid("The file has no pages.")

    handle(work)
    job_id = _enqueue()
    run_due_jobs()
    failed = find_job(job_id)
    assert failed is not None
    assert (failed.state, failed.error) == (JobState.FAILED, "The file has no pages.")


def test_the_last_attempt_is_final(db: Database) -> None:
    job_id = _enqueue()
    claimed = claim(job_id)
    assert claimed
    fail(claimed.lease, "again", attempt=MAX_ATTEMPTS)
    assert _state(job_id) is JobState.FAILED


def test_an_unknown_name_fails_and_says_so(db: Database, handle: Callable[[Handle], None]) -> None:
    job_id = _enqueue()
    run_due_jobs()
    failed = find_job(job_id)
    assert failed is not None
    assert failed.error == "Nothing runs test.work"


def test_a_held_job_is_left_alone(db: Database) -> None:
    job_id = _enqueue()
    assert claim(job_id)
    assert claim(job_id) is None
    assert sweep() == []


def test_the_silent_are_taken_over_and_cannot_write(db: Database) -> None:
    job_id = _enqueue()
    first = claim(job_id)
    assert first
    _let_lease_end(job_id)
    assert sweep() == [job_id]
    second = claim(job_id)
    assert second
    assert second.lease.fence > first.lease.fence
    assert not save_progress(first.lease, 1, 2)
    assert not finish(first.lease, {"by": "the first"})
    lost = RunningJob(first.lease, "test.work", {}, 1)
    with pytest.raises(LeaseLost), lost.transaction():
        pytest.fail("an old holder must not get here")
    with pytest.raises(LeaseLost):
        lost.report(2, 2)
    assert finish(second.lease, {"by": "the second"})
    done = find_job(job_id)
    assert done is not None
    assert done.result == {"by": "the second"}


def test_a_job_that_kills_its_workers_is_given_up(db: Database) -> None:
    job_id = _enqueue()
    for _ in range(MAX_ATTEMPTS):
        assert claim(job_id)
        _let_lease_end(job_id)
    sweep()
    assert claim(job_id) is None
    assert _state(job_id) is JobState.FAILED


def test_a_later_job_waits(db: Database) -> None:
    with transaction():
        job_id = enqueue("test.work", {}, key="x", run_at=clock.now() + timedelta(hours=1))
    assert sweep() == []
    assert claim(job_id) is None


def test_a_sent_job_is_sent_again_only_after_a_while(db: Database) -> None:
    job_id = _enqueue()
    assert sweep() == [job_id]
    assert sweep() == []
    with transaction() as session:
        session.execute(update(Job).values(published_at=clock.now() - timedelta(minutes=2)))
    assert sweep() == [job_id]


def test_pauses_grow_and_end() -> None:
    pauses = [pause_before(attempt) for attempt in (2, 3, 4, 40)]
    assert pauses == sorted(pauses)
    assert pauses[-1] <= timedelta(minutes=15) * 1.25


def test_a_name_is_taken_once(handle: Callable[[Handle], None]) -> None:
    handle(lambda running: None)
    with pytest.raises(ValueError, match="is taken"):
        job("test.work")(_another)


def _another(running: RunningJob) -> None:
    assert running.lease == Lease(running.id, 1)
