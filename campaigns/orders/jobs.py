"""Owns the job that follows a decision on a submission."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from campaigns.approval.service import RELEASE_JOB
from campaigns.orders.service import release_decided
from portal.foundation.jobs import RunningJob, job


@job(RELEASE_JOB)
def release(running: RunningJob) -> Mapping[str, Any]:
    """Move the order lines of a decided submission on."""
    lines = release_decided(UUID(running.payload["submission_id"]))
    return {"lines": len(lines)}
