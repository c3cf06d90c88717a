"""Owns the audit trail: an append-only chain in which each entry seals the one before by its hash.

Entries gather in the unit of work and are chained right before it commits: the chain's lock is
then the last one taken, so that it is held briefly and cannot deadlock with locks on rows.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import String, event, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.foundation import clock
from portal.foundation.actors import ActorRef
from portal.foundation.database import Base, WithId, database, reading, session, transaction

Outcome = Literal["done", "refused"]
GENESIS = "0" * 64
_LOCK = 0x4155444954  # "AUDIT": the key of the advisory lock that serialises appends
_BATCH = 1000


class AuditEntry(WithId, Base):
    """Who did what to what, when, with which outcome."""

    __tablename__ = "audit_entry"

    position: Mapped[int] = mapped_column(unique=True)
    at: Mapped[datetime] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(String(80), index=True)
    outcome: Mapped[str] = mapped_column(String(10))
    account_id: Mapped[UUID | None] = mapped_column(index=True)
    role: Mapped[str | None] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[str] = mapped_column(String(200), index=True)
    details: Mapped[dict[str, Any]]
    previous_hash: Mapped[str] = mapped_column(String(64))
    entry_hash: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The last entry's position and hash; kept elsewhere, it also proves that nothing was cut."""

    position: int
    entry_hash: str


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a verification found: entries read, and the first position that is broken, and why."""

    entries: int
    broken_at: int | None = None
    reason: str = ""

    @property
    def is_intact(self) -> bool:
        """Whether nothing was changed, removed or inserted."""
        return self.broken_at is None


def append(
    action: str,
    *,
    actor: ActorRef | None,
    subject: str,
    subject_id: object,
    outcome: Outcome = "done",
    details: Mapping[str, Any] | None = None,
) -> None:
    """Add an entry to the chain in the caller's transaction; `actor` None is the system itself."""
    entry = AuditEntry(
        action=action,
        account_id=actor.account_id if actor else None,
        role=actor.role if actor else None,
        subject=subject,
        subject_id=str(subject_id),
        outcome=outcome,
        details=_plain(details or {}),
        at=clock.now(),
    )
    session().info.setdefault("audit", []).append(entry)


def audit_refusal(
    action: str,
    *,
    actor: ActorRef | None,
    subject: str,
    subject_id: object,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Record that something was refused, once the refused unit of work has been rolled back."""
    with transaction():
        append(
            action,
            actor=actor,
            subject=subject,
            subject_id=subject_id,
            outcome="refused",
            details=details,
        )


def chain_head() -> ChainHead:
    """Return the chain's last position and hash (0 and zeros while it is empty)."""
    with reading() as running:
        return _head(running)


def verify_chain(anchor: ChainHead | None = None) -> ChainReport:
    """Recompute the chain; `anchor` is a head that was kept elsewhere and must still be in it."""
    position, previous = 0, GENESIS
    with reading() as running:
        for entry in _entries(running):
            position += 1
            reason = _problem(entry, position, previous, anchor)
            if reason:
                return ChainReport(position, position, reason)
            previous = entry.entry_hash
    if anchor and anchor.position > position:
        return ChainReport(position, position + 1, "entries up to the anchor are missing")
    return ChainReport(position)


def _problem(entry: AuditEntry, position: int, previous: str, anchor: ChainHead | None) -> str:
    if entry.position != position:
        return "an entry is missing"
    if entry.previous_hash != previous:
        return "the entry does not continue the one before"
    if entry.entry_hash != _seal(entry):
        return "the entry was changed"
    if anchor and anchor.position == position and anchor.entry_hash != entry.entry_hash:
        return "the chain was rewritten after the anchor was kept"
    return ""


def _entries(running: Session) -> Iterator[AuditEntry]:
    statement = select(AuditEntry).order_by(AuditEntry.position)
    yield from running.scalars(statement.execution_options(yield_per=_BATCH))


def _head(running: Session) -> ChainHead:
    statement = select(AuditEntry.position, AuditEntry.entry_hash)
    last = running.execute(statement.order_by(AuditEntry.position.desc()).limit(1)).first()
    return ChainHead(last.position, last.entry_hash) if last else ChainHead(0, GENESIS)


def _seal(entry: AuditEntry) -> str:
    sealed = {
        "position": entry.position,
        "at": entry.at.isoformat(timespec="microseconds"),
        "action": entry.action,
        "outcome": entry.outcome,
        "account_id": str(entry.account_id) if entry.account_id else None,
        "role": entry.role,
        "subject": entry.subject,
        "subject_id": entry.subject_id,
        "details": entry.details,
        "previous_hash": entry.previous_hash,
    }
    canonical = json.dumps(sealed, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _plain(details: Mapping[str, Any]) -> dict[str, Any]:
    """Return the details as JSON will give them back, so that the seal can be recomputed.

    What is refused may hold halves of characters, which no encoding has: they become "?".
    """
    text = json.dumps(dict(details), default=str, ensure_ascii=False)
    plain: dict[str, Any] = json.loads(text.encode(errors="replace"))
    return plain


@event.listens_for(Session, "before_commit")
def _chain(running: Session) -> None:
    waiting: list[AuditEntry] = running.info.pop("audit", [])
    if not waiting:
        return
    if not database().is_sqlite:
        running.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    head = _head(running)
    for entry in waiting:
        entry.position, entry.previous_hash = head.position + 1, head.entry_hash
        entry.entry_hash = _seal(entry)
        head = ChainHead(entry.position, entry.entry_hash)
        running.add(entry)


@event.listens_for(Session, "after_rollback")
def _forget(running: Session) -> None:
    running.info.pop("audit", None)
