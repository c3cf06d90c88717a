"""Owns when jobs are sent: right after the commit that wrote them, off the request's thread."""

import queue
import threading
from collections.abc import Callable, Sequence
from uuid import UUID

import structlog
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal.foundation.database import transaction
from portal.foundation.jobs.queue import mark_published, sweep

log = structlog.get_logger(__name__)

Send = Callable[[Sequence[UUID]], None]
_committed: queue.SimpleQueue[UUID] = queue.SimpleQueue()
_BATCH = 200


class Publisher:
    """Two threads: one sends what was just committed, one sweeps up what was missed."""

    def __init__(self, send: Send, *, sweep_seconds: float = 1.0) -> None:
        self._send = send
        self._sweep_seconds = sweep_seconds
        self._ended = threading.Event()
        self._threads = [
            threading.Thread(target=target, daemon=True, name=name)
            for target, name in ((self._publish, "job-publisher"), (self._sweep, "job-sweeper"))
        ]

    def start(self) -> None:
        """Start both threads."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End both threads."""
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def _publish(self) -> None:
        while not self._ended.is_set():
            batch = _next_batch()
            if batch and self._sent(batch):
                self._marked(batch)

    def _sweep(self) -> None:
        while not self._ended.wait(self._sweep_seconds):
            try:
                found = sweep()
            except SQLAlchemyError as error:
                log.warning("sweep_failed", reason=str(error))
                continue
            if found:
                self._sent(found)

    def _sent(self, job_ids: Sequence[UUID]) -> bool:
        try:
            self._send(job_ids)
        except Exception as error:
            log.warning("jobs_not_sent", count=len(job_ids), reason=str(error))
            return False
        return True

    def _marked(self, job_ids: Sequence[UUID]) -> None:
        try:
            with transaction():
                mark_published(job_ids)
        except SQLAlchemyError as error:
            log.warning("jobs_not_marked", count=len(job_ids), reason=str(error))


def _next_batch() -> list[UUID]:
    batch: list[UUID] = []
    try:
        batch.append(_committed.get(timeout=0.2))
        while len(batch) < _BATCH:
            batch.append(_committed.get_nowait())
    except queue.Empty:
        pass
    return batch


@event.listens_for(Session, "after_commit")
def _hand_over(running: Session) -> None:
    if not running.in_nested_transaction():
        for job_id in running.info.pop("jobs", []):
            _committed.put(job_id)


@event.listens_for(Session, "after_rollback")
def _forget(running: Session) -> None:
    running.info.pop("jobs", None)
