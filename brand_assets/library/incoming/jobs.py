"""Owns the jobs of uploads: a finished file is taken in, and what is too old is tidied away."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from brand_assets.library.incoming.rules import TAKE_IN_JOB, TIDY_JOB
from brand_assets.library.incoming.sessions import tidy_uploads
from brand_assets.library.incoming.taking_in import take_in
from portal.foundation.jobs import RunningJob, job
from regions.accounts.service import get_actor


@job(TAKE_IN_JOB)
def take_upload_in(running: RunningJob) -> Mapping[str, Any]:
    """Take a finished upload in, in the name of who sent it."""
    actor = get_actor(running.payload["email"])
    return {"taken": take_in(actor, UUID(running.payload["upload"]), running.report)}


@job(TIDY_JOB)
def tidy(_running: RunningJob) -> Mapping[str, Any]:
    """Remove uploads that nobody continued."""
    return {"removed": tidy_uploads()}
