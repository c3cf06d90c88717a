"""Owns the jobs of readings: rebuilding results on demand, and what is done each night."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from campaigns.insight.links.service import forget_visitors
from campaigns.insight.readings.results import refresh_results
from campaigns.insight.readings.selection import Selection, periods
from campaigns.insight.readings.service import get_reading, reading_places
from campaigns.insight.reports.rules import REFRESH_JOB
from portal.foundation import clock
from portal.foundation.database import transaction
from portal.foundation.jobs import RunningJob, job
from portal.foundation.jobs.nightly import enqueue_nightly
from regions.scoping import Scope

NIGHTLY_JOB = "insight.nightly"
_AT = time(3, 30)


@job(REFRESH_JOB)
def refresh(running: RunningJob) -> Mapping[str, Any]:
    """Rebuild the results and work out the readings that most people open."""
    return {"ads": _refresh(running)}


@job(NIGHTLY_JOB)
def tidy_night(running: RunningJob) -> Mapping[str, Any]:
    """Forget yesterday's visitors, rebuild the results, and set the next night's job."""
    with transaction():
        schedule_nightly()
    forgotten = forget_visitors()
    return {"forgotten": forgotten, "ads": _refresh(running)}


def schedule_nightly() -> None:
    """Set the job of the coming night, once however often this is called."""
    enqueue_nightly(NIGHTLY_JOB, _AT)


def _refresh(running: RunningJob) -> int:
    ads = refresh_results()
    places = reading_places()
    for done, path in enumerate(places, 1):
        get_reading(Selection(Scope.at(path), periods(clock.today())[0]))
        running.report(done, len(places))
    return ads
