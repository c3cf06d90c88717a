"""Owns the job that looks at the effect of a kit version."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from campaigns.rollout.looking import look_at_effect
from campaigns.rollout.rules import EFFECT_JOB
from portal.foundation.jobs import RunningJob, job


@job(EFFECT_JOB)
def find_effect(running: RunningJob) -> Mapping[str, Any]:
    """Look at the effect that was asked for; a second attempt goes on where the first ended."""
    return look_at_effect(running, UUID(running.payload["effect_id"]))
