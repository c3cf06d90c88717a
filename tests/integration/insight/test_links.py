"""Holds the public short link: where it leads, what it records, and what it forgets."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from campaigns.insight.links import service, views
from campaigns.insight.links.models import ChannelEvent, VisitorSalt
from campaigns.insight.links.rules import MOST_RECORDS_PER_VISITOR_AND_DAY, Visit
from portal.foundation import clock
from portal.foundation.database import Database, reading, transaction
from tests.factories.insight import (
    make_campaign,
    make_formats,
    make_localisation,
    make_short_link,
)
from tests.factories.regions import make_network

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Mobile/15E148"
TARGET = "https://halmgruen.example/beet?markt=0034"


@pytest.fixture
def link(any_db: Database) -> str:
    with transaction() as s:
        network = make_network(s)
        campaign = make_campaign(s, make_formats(s))
        return make_short_link(s, make_localisation(s, campaign, network.outlets[0])).code


@pytest.fixture
def client() -> Iterator[FlaskClient]:
    app = Flask("test")
    app.register_blueprint(views.blueprint)
    with app.test_client() as client:
        yield client


@pytest.fixture
def midnight() -> Iterator[datetime]:
    before = clock.now()
    yield (before + timedelta(days=1)).replace(hour=12)
    clock.start_at(datetime.now(UTC))


def _visit(agent: str = PHONE, address: str = "192.0.2.7") -> Visit:
    return Visit("GET", agent, address, {})


def _events() -> list[ChannelEvent]:
    with reading() as s:
        return list(s.scalars(select(ChannelEvent).order_by(ChannelEvent.occurred_at)))


def test_a_link_leads_to_its_stored_target_in_any_case(link: str, client: FlaskClient) -> None:
    answer = client.get(f"/l/{link.lower()}?to=https://evil.example", headers={"User-Agent": PHONE})
    assert (answer.status_code, answer.location) == (302, TARGET)
    assert answer.headers["Cache-Control"] == "no-store"
    answer.close()
    (event,) = _events()
    assert (event.code, event.device, event.why_not) == (link, "phone", None)


def test_head_and_robots_are_marked(link: str, client: FlaskClient) -> None:
    client.head(f"/l/{link}", headers={"User-Agent": PHONE}).close()
    client.get(f"/l/{link}", headers={"User-Agent": "WhatsApp/2.2"}).close()
    assert [event.why_not for event in _events()] == ["head", "preview"]


def test_a_redirect_does_not_fail_because_recording_failed(
    link: str, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OperationalError("insert", {}, Exception("database is locked"))

    monkeypatch.setattr(service, "record_visit", fail)
    answer = client.get(f"/l/{link}", headers={"User-Agent": PHONE})
    assert answer.location == TARGET
    answer.close()


def test_nothing_of_the_visitor_is_kept(link: str) -> None:
    with transaction():
        service.record_visit(link, _visit())
    (event,) = _events()
    kept = " ".join(str(getattr(event, column.name)) for column in ChannelEvent.__table__.columns)
    assert "192.0.2.7" not in kept
    assert "iPhone" not in kept


def test_the_same_visitor_is_another_one_tomorrow(link: str, midnight: datetime) -> None:
    service.record_visit(link, _visit())
    service.record_visit(link, _visit())
    clock.start_at(midnight)
    service.record_visit(link, _visit())
    first, again, tomorrow = (event.visitor for event in _events())
    assert first == again != tomorrow


def test_the_first_visit_of_a_day_throws_the_old_salt_away(link: str, midnight: datetime) -> None:
    service.record_visit(link, _visit())
    clock.start_at(midnight)
    service.record_visit(link, _visit())
    with reading() as s:
        assert s.scalars(select(VisitorSalt.day)).all() == [clock.today("UTC")]


def test_the_nightly_job_forgets_even_without_a_visit(link: str, midnight: datetime) -> None:
    service.record_visit(link, _visit())
    assert service.forget_visitors() == 0
    clock.start_at(midnight)
    assert service.forget_visitors() == 1
    with reading() as s:
        assert s.scalars(select(VisitorSalt.day)).all() == []


def test_one_visitor_cannot_fill_the_table(link: str) -> None:
    for _ in range(MOST_RECORDS_PER_VISITOR_AND_DAY + 5):
        service.record_visit(link, _visit())
    service.record_visit(link, _visit(address="192.0.2.8"))
    assert len(_events()) == MOST_RECORDS_PER_VISITOR_AND_DAY + 1
