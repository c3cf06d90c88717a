"""Owns who looks at an ad: seen by whoever may read the ad, forgotten once they are gone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, update

from campaigns.localisation.service import get_localisation
from campaigns.proofs.editor import is_locked
from campaigns.proofs.presence.models import EditorPresence
from campaigns.proofs.presence.rules import KEPT_FOR, MOST_REMOVED, SHOWN_FOR, WRITTEN_EVERY
from portal.foundation import clock
from portal.foundation.database import insert_if_absent, reading, session, transaction
from portal.foundation.ids import new_id
from regions.accounts.models import Account
from regions.accounts.rules import Actor


@dataclass(frozen=True, slots=True)
class Glance:
    """How an ad stands, and the names of those who look at it besides oneself."""

    row_version: int
    locked: bool
    others: tuple[str, ...]


def look_at(actor: Actor, localisation_id: UUID) -> Glance:
    """Note that an account looks at an ad, and tell it what it needs to know of the others."""
    localisation = get_localisation(actor, localisation_id)
    others = _others(localisation_id, actor.account_id)
    glance = Glance(localisation.row_version, is_locked(actor, localisation), others)
    _note(localisation_id, actor.account_id)
    return glance


def look_away(actor: Actor, localisation_id: UUID) -> None:
    """Note that an account has left an ad."""
    get_localisation(actor, localisation_id)
    with transaction() as running:
        running.execute(delete(EditorPresence).where(*_of(localisation_id, actor.account_id)))


def _others(localisation_id: UUID, account_id: UUID) -> tuple[str, ...]:
    since = clock.now() - SHOWN_FOR
    names = (
        select(Account.name)
        .join(EditorPresence, EditorPresence.account_id == Account.id)
        .where(EditorPresence.localisation_id == localisation_id, EditorPresence.seen_at > since)
        .where(Account.id != account_id, Account.active)
        .order_by(Account.name)
    )
    with reading() as running:
        return tuple(running.scalars(names))


def _note(localisation_id: UUID, account_id: UUID) -> None:
    now = clock.now()
    known = select(EditorPresence.seen_at).where(*_of(localisation_id, account_id))
    with reading() as running:
        last = running.scalar(known)
    if last is not None and last <= now < last + WRITTEN_EVERY:
        return
    with transaction():
        _write(localisation_id, account_id, now)
        _remove_old(now)


def _write(localisation_id: UUID, account_id: UUID, now: datetime) -> None:
    place = {"localisation_id": localisation_id, "account_id": account_id}
    own = update(EditorPresence).where(*_of(localisation_id, account_id)).values(seen_at=now)
    if session().execute(own.returning(EditorPresence.id)).first() is None:
        insert_if_absent(EditorPresence, id=new_id(), **place, seen_at=now)


def _remove_old(now: datetime) -> None:
    """Remove whom nobody has heard of; what others are at just now is left to them."""
    gone = select(EditorPresence.id).where(EditorPresence.seen_at < now - KEPT_FOR)
    some = gone.limit(MOST_REMOVED).with_for_update(skip_locked=True)
    session().execute(delete(EditorPresence).where(EditorPresence.id.in_(some)))


def _of(localisation_id: UUID, account_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return (
        EditorPresence.localisation_id == localisation_id,
        EditorPresence.account_id == account_id,
    )
