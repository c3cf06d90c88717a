"""Owns the nightly job of view links: names that are not needed any more are deleted."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from campaigns.proofs.viewing.service import forget_names
from portal.foundation.database import transaction
from portal.foundation.jobs import RunningJob, job
from portal.foundation.jobs.nightly import enqueue_nightly

NIGHTLY_JOB = "viewing.forget_names"
_AT = time(3, 45)


@job(NIGHTLY_JOB)
def forget(running: RunningJob) -> Mapping[str, Any]:
    """Delete the names that are due, and set the next night's job."""
    with transaction():
        schedule_forgetting()
    forgotten = forget_names()
    running.report(1, 1)
    return {"links": forgotten}


def schedule_forgetting() -> None:
    """Set the job of the coming night, once however often this is called."""
    enqueue_nightly(NIGHTLY_JOB, _AT)
