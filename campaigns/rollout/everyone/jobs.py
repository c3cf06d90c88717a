"""Owns the job that sets and checks a campaign for everyone."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from campaigns.rollout.everyone.rules import EVERYONE_JOB
from campaigns.rollout.everyone.running import check_everyone
from portal.foundation.jobs import RunningJob, job


@job(EVERYONE_JOB)
def try_for_everyone(running: RunningJob) -> Mapping[str, Any]:
    """Run the check that was asked for; a second attempt goes on where the first ended."""
    return check_everyone(running, UUID(running.payload["run_id"]))
