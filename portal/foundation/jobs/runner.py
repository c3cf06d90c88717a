"""Owns the run of one job: claim it, keep its lease while it works, store what came out."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError

from portal.foundation.config import settings
from portal.foundation.errors import Refusal
from portal.foundation.jobs.queue import ClaimedJob, claim, extend_lease, fail, finish, sweep
from portal.foundation.jobs.registry import find_handler
from portal.foundation.jobs.running import LeaseLost, RunningJob

log = structlog.get_logger(__name__)


def run(job_id: UUID) -> bool:
    """Run a job if it is to be had; tell whether it was."""
    claimed = claim(job_id)
    if claimed is None:
        return False
    named = structlog.contextvars.bound_contextvars(job_id=str(job_id), job=claimed.name)
    with named, _kept(claimed):
        _work(claimed)
    return True


def run_due_jobs(limit: int = 10_000) -> int:
    """Run what is due in this thread until nothing is left; return how many ran."""
    count = 0
    while count < limit:
        ran = sum(run(job_id) for job_id in sweep())
        if not ran:
            return count
        count += ran
    return count


def _work(claimed: ClaimedJob) -> None:
    handler = find_handler(claimed.name)
    if handler is None:
        fail(claimed.lease, f"Nothing runs {claimed.name}", attempt=claimed.attempt, final=True)
        log.error("job_unknown")
        return
    running = RunningJob(claimed.lease, claimed.name, claimed.payload, claimed.attempt)
    try:
        result = handler(running)
    except LeaseLost:
        log.warning("job_lost", attempt=claimed.attempt)
    except Refusal as refusal:
        log.warning("job_refused", reason=str(refusal))
        fail(claimed.lease, str(refusal), attempt=claimed.attempt, final=True)
    except Exception as error:
        log.exception("job_failed", attempt=claimed.attempt)
        fail(claimed.lease, f"{type(error).__name__}: {error}", attempt=claimed.attempt)
    else:
        held = finish(claimed.lease, result)
        log.info("job_done" if held else "job_done_by_another", attempt=claimed.attempt)


@contextmanager
def _kept(claimed: ClaimedJob) -> Iterator[None]:
    """Extend the lease in a thread of its own for as long as the block runs."""
    ended = threading.Event()
    beat = threading.Thread(target=_beat, args=(claimed, ended), daemon=True, name="job-lease")
    beat.start()
    try:
        yield
    finally:
        ended.set()
        beat.join()


def _beat(claimed: ClaimedJob, ended: threading.Event) -> None:
    while not ended.wait(settings().job_lease_seconds / 3):
        try:
            if not extend_lease(claimed.lease):
                return
        except SQLAlchemyError as error:
            log.warning("lease_not_extended", reason=str(error))
