"""The audit trail: chained under concurrency, and every tampering is found."""

import threading
from uuid import uuid4

import pytest
from sqlalchemy import delete, select, update

from portal.foundation.actors import ActorRef
from portal.foundation.audit import (
    AuditEntry,
    ChainHead,
    append,
    audit_refusal,
    chain_head,
    verify_chain,
)
from portal.foundation.database import Database, transaction

ACTOR = ActorRef(uuid4(), "approver")


def _append(count: int) -> None:
    for number in range(count):
        with transaction():
            append(
                "test.done", actor=ACTOR, subject="proof", subject_id=number, details={"ü": number}
            )


def test_an_intact_chain_verifies(db: Database) -> None:
    _append(3)
    audit_refusal("test.refused", actor=None, subject="route", subject_id="/x")
    report = verify_chain()
    assert (report.is_intact, report.entries) == (True, 4)


def test_a_rolled_back_unit_of_work_leaves_no_entry(db: Database) -> None:
    def fail() -> None:
        with transaction():
            append("test.done", actor=ACTOR, subject="proof", subject_id=1)
            raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        fail()
    assert chain_head().position == 0


def test_a_changed_entry_is_found(db: Database) -> None:
    _append(3)
    with transaction() as session:
        session.execute(update(AuditEntry).where(AuditEntry.position == 2).values(action="x"))
    report = verify_chain()
    assert (report.broken_at, report.reason) == (2, "the entry was changed")


def test_a_removed_entry_is_found(db: Database) -> None:
    _append(3)
    with transaction() as session:
        session.execute(delete(AuditEntry).where(AuditEntry.position == 2))
    assert verify_chain().reason == "an entry is missing"


def test_entries_cut_from_the_end_are_found_by_an_anchor(db: Database) -> None:
    _append(3)
    anchor = chain_head()
    with transaction() as session:
        session.execute(delete(AuditEntry).where(AuditEntry.position == 3))
    assert verify_chain().is_intact, "without an anchor nothing can be missed"
    assert verify_chain(anchor).reason == "entries up to the anchor are missing"


def test_a_chain_rewritten_as_a_whole_is_found_by_an_anchor(db: Database) -> None:
    _append(2)
    report = verify_chain(ChainHead(2, "f" * 64))
    assert report.reason == "the chain was rewritten after the anchor was kept"


def test_details_are_kept_as_they_were_said(db: Database) -> None:
    _append(1)
    with transaction() as session:
        entry = session.scalars(select(AuditEntry)).one()
    assert (entry.details, entry.account_id, entry.role) == ({"ü": 0}, ACTOR.account_id, "approver")


def test_threads_append_one_after_the_other(db: Database) -> None:
    threads = [threading.Thread(target=_append, args=(5,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report = verify_chain()
    assert (report.is_intact, report.entries) == (True, 40)
