"""Holds what is done each night: visitors forgotten, results rebuilt, the next night set."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from campaigns.insight.links.models import VisitorSalt
from campaigns.insight.readings.jobs import NIGHTLY_JOB, schedule_nightly
from campaigns.insight.readings.models import AdResult, ResultsState
from portal.foundation import clock
from portal.foundation.database import Database, reading, transaction
from portal.foundation.jobs import run_due_jobs
from portal.foundation.jobs.models import Job
from tests.factories.insight import (
    make_campaign,
    make_formats,
    make_localisation,
    make_short_link,
)
from tests.factories.regions import make_network

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def clock_at() -> Iterator[None]:
    yield
    clock.start_at(datetime.now(UTC))


def _nights() -> list[datetime]:
    with reading() as s:
        found = s.scalars(select(Job.run_at).where(Job.name == NIGHTLY_JOB).order_by(Job.run_at))
        return [at.astimezone(BERLIN) for at in found]


def test_a_night_is_set_once_however_often_servers_start(db: Database, clock_at: None) -> None:
    clock.start_at(datetime(2026, 11, 21, 9, tzinfo=UTC))
    for _ in range(3):
        schedule_nightly()
    (night,) = _nights()
    assert (night.date().isoformat(), night.hour, night.minute) == ("2026-11-22", 3, 30)


def test_a_night_of_daylight_saving_is_set_too(db: Database, clock_at: None) -> None:
    for day in (datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 10, 24, 12, tzinfo=UTC)):
        clock.start_at(day)
        schedule_nightly()
    spring, autumn = _nights()
    assert (spring.date().isoformat(), spring.hour) == ("2026-03-29", 3)
    assert (autumn.date().isoformat(), autumn.hour) == ("2026-10-25", 3)


def test_the_night_forgets_rebuilds_and_sets_the_next(db: Database, clock_at: None) -> None:
    with transaction() as s:
        network = make_network(s)
        localisation = make_localisation(s, make_campaign(s, make_formats(s)), network.outlets[0])
        make_short_link(s, localisation)
        s.add(VisitorSalt(day=clock.today("UTC") - timedelta(days=1), salt=b"x" * 32))
    schedule_nightly()
    (night,) = _nights()
    clock.start_at(night.astimezone(UTC) + timedelta(minutes=1))
    assert run_due_jobs() == 1
    with reading() as s:
        assert s.scalars(select(VisitorSalt.day)).all() == []
        assert len(s.scalars(select(AdResult)).all()) == 1
        assert s.get_one(ResultsState, 1).version == 1
    assert len(_nights()) == 2
