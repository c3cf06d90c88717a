"""Owns the jobs of template versions: trials, campaigns that go over, and the mail to one owner."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from campaigns.rollout.versions.carrying import carry_over
from campaigns.rollout.versions.kinds import CARRY_JOB, TELL_JOB, TRIAL_JOB
from campaigns.rollout.versions.telling import mail_owner
from campaigns.rollout.versions.trying import try_version
from portal.foundation.jobs import RunningJob, job


@job(TRIAL_JOB)
def try_draft(running: RunningJob) -> Mapping[str, Any]:
    """Try a draft with the open ads; a second attempt goes on where the first ended."""
    return try_version(running, UUID(running.payload["trial_id"]))


@job(CARRY_JOB)
def carry_campaign(running: RunningJob) -> Mapping[str, Any]:
    """Carry one campaign over; a repetition does nothing."""
    return {"state": carry_over(UUID(running.payload["carry_id"]))}


@job(TELL_JOB)
def tell_owner(running: RunningJob) -> Mapping[str, Any]:
    """Mail one owner what needs them."""
    payload = running.payload
    return {"sent": mail_owner(UUID(payload["carry_id"]), UUID(payload["account_id"]))}
