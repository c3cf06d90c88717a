"""Owns the job that hands ordered lines over."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from campaigns.delivery.service import LineMoved, deliver_line
from campaigns.orders.checkout import DELIVER_JOB
from portal.foundation.jobs import RunningJob, job

#: A line that moves on while it is packed leaves the others of its package behind: at once again.
TRIES = 3


@job(DELIVER_JOB)
def deliver(running: RunningJob) -> Mapping[str, Any]:
    """Hand over an ordered line and whatever its supplier is still to get."""
    line_id = UUID(running.payload["order_line_id"])
    for _ in range(TRIES - 1):
        with suppress(LineMoved):
            return {"lines": len(deliver_line(line_id))}
    return {"lines": len(deliver_line(line_id))}
