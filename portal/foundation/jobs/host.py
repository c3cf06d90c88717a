"""Owns job hosts: the one inside the embedded server process, and the worker of a larger set-up."""

import threading
from typing import Any

import structlog
from celery.worker import WorkController, state

from portal.foundation.config import settings
from portal.foundation.jobs.broker import celery_app, send
from portal.foundation.jobs.publishing import Publisher
from portal.foundation.jobs.queue import WORKER, release_orphans

log = structlog.get_logger(__name__)
_STOP_SECONDS = 20.0


class EmbeddedHost:
    """Publisher, sweeper and a Celery worker with a thread pool, inside this process."""

    def __init__(self) -> None:
        self._publisher = Publisher(send)
        self._worker: Any = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Take up what an earlier process left, and begin to run jobs."""
        release_orphans()
        ready = threading.Event()
        self._worker = WorkController(
            app=celery_app(),
            hostname=f"embedded@{WORKER}",
            pool="threads",
            concurrency=settings().job_threads,
            ready_callback=lambda _worker: ready.set(),
            without_heartbeat=True,
            without_mingle=True,
            without_gossip=True,
        )
        self._thread = threading.Thread(target=self._worker.start, daemon=True, name="job-host")
        self._thread.start()
        ready.wait()
        self._publisher.start()
        log.info("job_host_started", threads=settings().job_threads)

    def stop(self) -> None:
        """Let running jobs end; what takes longer is taken up at the next start."""
        self._publisher.stop()
        state.should_stop = 0
        if self._thread is not None:
            self._thread.join(_STOP_SECONDS)
        state.should_stop = None


def start_job_host() -> EmbeddedHost | Publisher:
    """Start what a server process needs: all of it when embedded, else the publisher alone."""
    host = EmbeddedHost() if settings().is_embedded else Publisher(send)
    host.start()
    return host


def run_worker() -> None:
    """Run jobs from the broker in this process until it is told to end; `portal worker`."""
    publisher = Publisher(send, sweep_seconds=5.0)
    publisher.start()
    worker = celery_app().Worker(hostname=f"worker@{WORKER}", quiet=True)
    worker.start()
    publisher.stop()
