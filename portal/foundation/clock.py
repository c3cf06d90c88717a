"""Owns the time: UTC everywhere, and a shifted start for demonstrations and tests."""

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


class Clock:
    """Tells the time, moved by a fixed shift."""

    def __init__(self, shift: timedelta = timedelta(0)) -> None:
        self._shift = shift

    def now(self) -> datetime:
        """Return the current time in UTC."""
        return datetime.now(UTC) + self._shift

    def start_at(self, moment: datetime) -> None:
        """Make `moment` the current time; from there it goes on at its usual pace."""
        self._shift = moment - datetime.fromtimestamp(time.time(), UTC)


_clock = Clock()


def now() -> datetime:
    """Return the current time in UTC."""
    return _clock.now()


def start_at(moment: datetime) -> None:
    """Shift this process's clock so that it is `moment` (aware) now; used by demo mode."""
    _clock.start_at(moment)


def today(zone: str = "Europe/Berlin") -> date:
    """Return the current date in a zone."""
    return now().astimezone(ZoneInfo(zone)).date()
