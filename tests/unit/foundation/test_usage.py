"""Usage events: in the caller's transaction, declared, and cut from the person for good."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from portal.foundation import usage_kinds
from portal.foundation.actors import ActorRef
from portal.foundation.database import Database, reading, transaction
from portal.foundation.usage import UsageEvent, destroy_pseudonym_key, pseudonym, record
from portal.foundation.usage_kinds import UsageKind, declare_kind, declared_kinds

OPENED = UsageKind("test.opened", "Geöffnet", "Opened", attributes={"source": "Where from"})
ACTOR = ActorRef(uuid4(), "partner_manager")

COLUMNS = (
    "event_id occurred_at kind actor actor_role outlet_id partner_id region_path campaign_id "
    "template_id template_version format channel localisation_id proof_id order_line_id value "
    "attributes"
)


def _events() -> list[UsageEvent]:
    with reading() as session:
        return list(session.scalars(select(UsageEvent).order_by(UsageEvent.event_id)))


def test_the_columns_are_those_that_are_promised() -> None:
    assert " ".join(UsageEvent.__table__.columns.keys()) == COLUMNS


def test_an_event_says_what_it_was_about(db: Database) -> None:
    outlet = uuid4()
    with transaction():
        record(
            OPENED,
            actor=ACTOR,
            path="hg/de/nord/",
            outlet_id=outlet,
            format_key="a5",
            channel_key="print",
            attributes={"source": "mail"},
        )
    (event,) = _events()
    assert (event.kind, event.region_path, event.outlet_id) == (
        "test.opened",
        "hg/de/nord/",
        outlet,
    )
    assert (event.format, event.channel, event.attributes) == ("a5", "print", {"source": "mail"})
    assert event.actor_role == "partner_manager"
    assert event.actor != str(ACTOR.account_id)


def test_it_is_not_recorded_when_the_work_fails(db: Database) -> None:
    def fail() -> None:
        with transaction():
            record(OPENED, actor=ACTOR)
            raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        fail()
    assert _events() == []


def test_an_undeclared_attribute_is_a_defect(db: Database) -> None:
    with pytest.raises(ValueError, match="does not declare name"), transaction():
        record(OPENED, actor=ACTOR, attributes={"name": "Erika Muster"})


def test_a_kind_is_declared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usage_kinds, "_kinds", {})
    kind = declare_kind("test.closed", "Geschlossen", "Closed")
    assert declare_kind("test.closed", "Geschlossen", "Closed") == kind
    assert declared_kinds() == (kind,)
    with pytest.raises(ValueError, match="declared twice"):
        declare_kind("test.closed", "Anders", "Different")


def _pseudonym(account: UUID) -> str:
    with transaction():
        return pseudonym(account)


def test_a_pseudonym_is_stable_until_its_key_is_destroyed(db: Database) -> None:
    before = _pseudonym(ACTOR.account_id)
    assert _pseudonym(ACTOR.account_id) == before
    assert _pseudonym(uuid4()) != before
    with transaction():
        record(OPENED, actor=ACTOR)
        destroy_pseudonym_key(ACTOR.account_id)
    assert _pseudonym(ACTOR.account_id) != before
    with reading() as session:
        kept = session.scalar(select(func.count()).where(UsageEvent.actor == before))
    assert kept == 1, "the event stays, and leads to nobody"
