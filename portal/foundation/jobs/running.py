"""Owns what a handler holds while it runs: its payload, its lease, and its way to tell progress."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.foundation.database import transaction
from portal.foundation.jobs.queue import Lease, extend_lease, save_progress

_REPORT_SECONDS = 0.25


class LeaseLost(Exception):
    """Another worker holds the job now; nothing more may be written for it here."""


@dataclass(slots=True)
class RunningJob:
    """A job in the hands of its handler."""

    lease: Lease
    name: str
    payload: Mapping[str, Any]
    attempt: int
    _reported: float = field(default=0.0, repr=False)

    @property
    def id(self) -> UUID:
        """The job's id."""
        return self.lease.job_id

    def report(self, done: int, total: int) -> None:
        """Tell how far the work is; raises `LeaseLost` if it has been given to another worker."""
        now = time.monotonic()
        if done < total and now - self._reported < _REPORT_SECONDS:
            return
        self._reported = now
        with transaction():
            if not save_progress(self.lease, done, total):
                raise LeaseLost(str(self.id))

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Run a unit of work that only the holder of the lease can commit.

        The job's row stays locked in it, so that nobody else can take over before it ends.
        """
        with transaction() as running:
            if not extend_lease(self.lease):
                raise LeaseLost(str(self.id))
            yield running
