"""Owns Celery: how a job's id travels to the thread or machine that runs it."""

from collections.abc import Iterable
from functools import cache
from typing import Any
from uuid import UUID

from celery import Celery

from portal.foundation.config import Settings, settings
from portal.foundation.jobs.runner import run

QUEUE = "heimspiel"
_TASK = "heimspiel.run_job"
_PREFETCH = 8
_LONGEST_JOB_SECONDS = 6 * 3600


@cache
def celery_app() -> Any:
    """Return this process's Celery application, set up for the broker of the settings."""
    url = "memory://localhost/" if settings().is_embedded else settings().broker_url
    app = Celery("heimspiel", broker=url, set_as_current=True)
    app.set_default()  # else retries from pool threads go to a default broker
    app.conf.update(_configuration(settings()))
    app.task(_run_job, name=_TASK)
    return app


def _run_job(job_id: str) -> None:
    run(UUID(job_id))


def send(job_ids: Iterable[UUID]) -> None:
    """Hand jobs to the broker."""
    task = celery_app().tasks[_TASK]
    with celery_app().producer_pool.acquire(block=True) as producer:
        for job_id in job_ids:
            task.apply_async((str(job_id),), producer=producer)


def _configuration(settings: Settings) -> dict[str, object]:
    return {
        "task_default_queue": QUEUE,
        "task_ignore_result": True,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_publish_retry": False,  # the sweeper sends again
        "worker_prefetch_multiplier": max(1, _PREFETCH // settings.job_threads),
        "worker_concurrency": settings.job_threads,
        "worker_pool": "threads",
        "worker_hijack_root_logger": False,
        "worker_enable_remote_control": False,
        "worker_send_task_events": False,
        "broker_connection_retry_on_startup": True,
        "broker_transport_options": _transport_options(settings.broker_url),
        **_queue_type(settings.broker_url),
    }


def _transport_options(url: str) -> dict[str, object]:
    if url.startswith("memory:"):
        return {"polling_interval": 0.01}
    if url.startswith("amqp"):
        return {"confirm_publish": True}
    return {
        "visibility_timeout": _LONGEST_JOB_SECONDS,
        "unacked_restore_interval": 2,
        "unacked_restore_throttle": 1,
    }


def _queue_type(url: str) -> dict[str, object]:
    return {"task_default_queue_type": "quorum"} if url.startswith("amqp") else {}
