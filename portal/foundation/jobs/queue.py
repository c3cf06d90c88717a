"""Owns the life of a job's row: written once, claimed by one, taken over when its holder is silent.

When a job is to run follows the product's clock; leases follow the machine's, which never shifts.
"""

import os
import random
import secrets
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.engine import CursorResult

from portal.foundation import clock
from portal.foundation.config import settings
from portal.foundation.database import insert_if_absent, reading, session, transaction
from portal.foundation.ids import new_id
from portal.foundation.jobs.models import Job, JobState

MAX_ATTEMPTS = 5
WORKER = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
_FIRST_PAUSE = timedelta(seconds=2)
_LONGEST_PAUSE = timedelta(minutes=15)
_SWEEP_LIMIT = 500
_ERROR_LENGTH = 4000


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to write for a job; a later lease has a higher fence and ends this one."""

    job_id: UUID
    fence: int


@dataclass(frozen=True, slots=True)
class ClaimedJob:
    """A job that this process is to run now."""

    lease: Lease
    name: str
    payload: Mapping[str, Any]
    attempt: int


@dataclass(frozen=True, slots=True)
class JobView:
    """What others may know of a job."""

    id: UUID
    name: str
    state: JobState
    done: int
    total: int
    result: Mapping[str, Any] | None
    error: str | None


def enqueue(
    name: str, payload: Mapping[str, Any], *, key: str, run_at: datetime | None = None
) -> UUID:
    """Write a job in the caller's transaction and return its id; the same key is the same job."""
    job_id, now = new_id(), clock.now()
    is_new = insert_if_absent(
        Job,
        id=job_id,
        key=key,
        name=name,
        payload=dict(payload),
        state=JobState.WAITING,
        run_at=run_at or now,
        attempts=0,
        fence=0,
        done=0,
        total=0,
        created_at=now,
    )
    if not is_new:
        return session().scalars(select(Job.id).where(Job.key == key)).one()
    if run_at is None or run_at <= now:
        session().info.setdefault("jobs", []).append(job_id)
    return job_id


def claim(job_id: UUID) -> ClaimedJob | None:
    """Take a job that waits or whose holder is silent; None if it is not to be had."""
    free = and_(Job.state == JobState.WAITING, Job.run_at <= clock.now())
    statement = (
        update(Job)
        .where(Job.id == job_id, Job.attempts < MAX_ATTEMPTS, or_(free, _silent()))
        .values(
            state=JobState.RUNNING,
            attempts=Job.attempts + 1,
            fence=Job.fence + 1,
            lease_until=_lease_end(),
            worker=WORKER,
        )
        .returning(Job.fence, Job.name, Job.payload, Job.attempts)
        .execution_options(synchronize_session=False)
    )
    with transaction() as running:
        row = running.execute(statement).one_or_none()
    if row is None:
        return None
    return ClaimedJob(Lease(job_id, row.fence), row.name, row.payload, row.attempts)


def extend_lease(lease: Lease) -> bool:
    """Keep a job for another while; False if it is no longer held."""
    return _write(lease, lease_until=_lease_end())


def save_progress(lease: Lease, done: int, total: int) -> bool:
    """Store how far a job is, which also keeps it; False if it is no longer held."""
    return _write(lease, done=done, total=total, lease_until=_lease_end())


def finish(lease: Lease, result: Mapping[str, Any] | None) -> bool:
    """Store that a job is done; False if it is no longer held."""
    return _write(
        lease,
        state=JobState.DONE,
        result=dict(result) if result is not None else None,
        error=None,
        lease_until=None,
        finished_at=clock.now(),
    )


def fail(lease: Lease, error: str, *, attempt: int, final: bool = False) -> bool:
    """Store why a job failed: it runs again after a pause unless that is final; False as above."""
    if final or attempt >= MAX_ATTEMPTS:
        return _write(
            lease,
            state=JobState.FAILED,
            error=error[:_ERROR_LENGTH],
            lease_until=None,
            finished_at=clock.now(),
        )
    return _write(
        lease,
        state=JobState.WAITING,
        error=error[:_ERROR_LENGTH],
        run_at=clock.now() + pause_before(attempt + 1),
        lease_until=None,
        published_at=None,
    )


def pause_before(attempt: int) -> timedelta:
    """Return how long to wait before an attempt (2, 3, …): doubling, spread by a quarter."""
    pause: timedelta = min(_FIRST_PAUSE * 2 ** (attempt - 2), _LONGEST_PAUSE)
    return pause * random.uniform(0.75, 1.25)  # noqa: S311 - spreads load, no secret


def sweep() -> list[UUID]:
    """Return jobs to be sent (again), and give up those whose workers died too often."""
    waiting = and_(
        Job.state == JobState.WAITING,
        Job.run_at <= clock.now(),
        or_(Job.published_at.is_(None), Job.published_at < _wall() - _lease_time()),
    )
    due = select(Job.id).where(or_(waiting, _silent())).order_by(Job.run_at).limit(_SWEEP_LIMIT)
    with reading() as running:
        found = list(running.scalars(due))
    if found:
        with transaction():
            _give_up_exhausted()
            mark_published(found)
    return found


def mark_published(job_ids: Sequence[UUID]) -> None:
    """Note that jobs were sent, so that the sweeper does not send them again at once."""
    _update(Job.id.in_(job_ids), published_at=_wall())


def release_orphans() -> None:
    """End all leases and send all jobs anew; for a start where no other process runs jobs."""
    with transaction():
        _update(Job.state == JobState.WAITING, published_at=None)
        _update(Job.state == JobState.RUNNING, lease_until=_wall() - timedelta(seconds=1))


def find_job(job_id: UUID) -> JobView | None:
    """Return what is known of a job."""
    with reading() as running:
        row = running.get(Job, job_id, populate_existing=True)
        if row is None:
            return None
        state = JobState(row.state)
        return JobView(row.id, row.name, state, row.done, row.total, row.result, row.error)


def _give_up_exhausted() -> None:
    _update(
        and_(_silent(), Job.attempts >= MAX_ATTEMPTS),
        state=JobState.FAILED,
        error=f"Its worker ended {MAX_ATTEMPTS} times before the job did.",
        lease_until=None,
        finished_at=clock.now(),
    )


def _silent() -> ColumnElement[bool]:
    return and_(Job.state == JobState.RUNNING, Job.lease_until < _wall())


def _write(lease: Lease, **values: object) -> bool:
    holds = and_(Job.id == lease.job_id, Job.fence == lease.fence, Job.state == JobState.RUNNING)
    with transaction():
        return _update(holds, **values) == 1


def _update(which: ColumnElement[bool], **values: object) -> int:
    statement = update(Job).where(which).values(**values)
    done = session().execute(statement.execution_options(synchronize_session=False))
    return done.rowcount if isinstance(done, CursorResult) else 0


def _lease_end() -> datetime:
    return _wall() + _lease_time()


def _lease_time() -> timedelta:
    """How long silence is borne: of a holder, and of a broker that has been handed a job."""
    return timedelta(seconds=settings().job_lease_seconds)


def _wall() -> datetime:
    return datetime.now(UTC)
