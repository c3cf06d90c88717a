"""Owns jobs that run once each night, at a time of day in the zone of the settings."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.foundation import clock
from portal.foundation.config import settings
from portal.foundation.database import transaction
from portal.foundation.jobs.queue import enqueue


def enqueue_nightly(name: str, at: time) -> None:
    """Set the job of the coming night, once however often this is called."""
    zone = ZoneInfo(settings().time_zone)
    now = clock.now().astimezone(zone)
    coming = datetime.combine(now.date(), at, tzinfo=zone)
    if coming <= now:
        coming = datetime.combine(now.date() + timedelta(days=1), at, tzinfo=zone)
    with transaction():
        enqueue(name, {}, key=f"{name}:{coming.date()}", run_at=coming)
