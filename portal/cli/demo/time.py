"""Owns the time of the demonstration: it begins on one spring morning and never goes back."""

import os
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from portal.foundation import clock
from portal.foundation.database import reading
from portal.foundation.usage import UsageEvent

MORNING = datetime(2027, 4, 13, 7, 41, tzinfo=UTC)
SETTING = "HEIMSPIEL_CLOCK_START"


def start_demo_clock() -> datetime:
    """Set this process's clock, and that of the server it starts, to the demo's now."""
    with reading() as running:
        latest = running.scalar(select(func.max(UsageEvent.occurred_at)))
    beginning = max(MORNING, latest + timedelta(minutes=1)) if latest else MORNING
    clock.start_at(beginning)
    os.environ[SETTING] = beginning.isoformat()
    return beginning
