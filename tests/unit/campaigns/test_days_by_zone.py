"""A campaign begins and ends with the outlet's own day, also when clocks are changed."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from campaigns.approval.rules import OFFICE_CLOSES, due_at
from campaigns.planning.rules import CampaignStatus, Phase, is_open_on, phase_across
from portal.foundation import clock

SECOND = timedelta(seconds=1)
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)


class OneDay:
    """A campaign that can be ordered on one single day, and runs on the day after."""

    status: str = CampaignStatus.PUBLISHED

    def __init__(self, day: date) -> None:
        self.order_from = self.order_until = day
        self.runs_from = self.runs_until = day + timedelta(days=1)


def open_at(moment: datetime, day: date, zone: str) -> bool:
    clock.start_at(moment)
    return is_open_on(OneDay(day), clock.today(zone))


@pytest.mark.parametrize(
    ("zone", "day", "first", "hours"),
    [
        # In spring the day has 23 hours, in autumn 25; each zone begins it at its own moment.
        ("Europe/Berlin", SPRING, "2027-03-27T23:00", 23),
        ("Europe/Vienna", SPRING, "2027-03-27T23:00", 23),
        ("Europe/Lisbon", SPRING, "2027-03-28T00:00", 23),
        ("Atlantic/Canary", SPRING, "2027-03-28T00:00", 23),
        ("Europe/Berlin", AUTUMN, "2027-10-30T22:00", 25),
        ("Europe/Vienna", AUTUMN, "2027-10-30T22:00", 25),
        ("Europe/Lisbon", AUTUMN, "2027-10-30T23:00", 25),
        ("Atlantic/Canary", AUTUMN, "2027-10-30T23:00", 25),
    ],
)
def test_a_day_is_as_long_as_the_outlet_has_it(
    zone: str, day: date, first: str, hours: int
) -> None:
    begins = datetime.fromisoformat(first).replace(tzinfo=UTC)
    ends = begins + timedelta(hours=hours)
    assert not open_at(begins - SECOND, day, zone)
    assert open_at(begins, day, zone)
    assert open_at(ends - SECOND, day, zone)
    assert not open_at(ends, day, zone)


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
def test_a_decision_is_due_at_the_outlets_office_hours(day: date) -> None:
    zone = ZoneInfo("Atlantic/Canary")
    submitted = datetime.combine(day, datetime.min.time(), zone) + timedelta(hours=1)
    assert due_at(submitted, day, zone) == datetime.combine(day, OFFICE_CLOSES, zone)


@pytest.mark.parametrize(
    ("days", "phase"),
    [
        ([SPRING], Phase.ORDERING),
        ([SPRING, SPRING + timedelta(days=1)], Phase.ORDERING),
        ([SPRING - timedelta(days=1), SPRING], Phase.ORDERING),
        ([SPRING + timedelta(days=1), SPRING + timedelta(days=2)], Phase.RUNNING),
        ([SPRING + timedelta(days=2)], Phase.ENDED),
        ([SPRING - timedelta(days=1)], Phase.ANNOUNCED),
    ],
)
def test_head_office_sees_what_is_on_anywhere(days: list[date], phase: Phase) -> None:
    assert phase_across(OneDay(SPRING), days) is phase
