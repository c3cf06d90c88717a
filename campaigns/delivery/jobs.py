"""Owns the job that hands ordered lines over."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from campaigns.delivery.service import deliver_line
from campaigns.orders.checkout import DELIVER_JOB
from portal.foundation.jobs import RunningJob, job


@job(DELIVER_JOB)
def deliver(running: RunningJob) -> Mapping[str, Any]:
    """Hand over an ordered line and whatever its supplier is still to get."""
    deliveries = deliver_line(UUID(running.payload["order_line_id"]))
    return {"lines": len(deliveries)}
