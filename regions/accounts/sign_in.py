"""Owns the sign-in: one answer for a wrong password and an unknown account, and ever longer pauses.

An attempt is counted before the password is compared, so that many at once gain nothing, and an
address that no account has is counted like any other, so that a pause tells nothing either.
"""

import hashlib
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from sqlalchemy import delete, or_, select

from portal.foundation import audit, clock, usage
from portal.foundation.actors import ActorRef
from portal.foundation.database import insert_if_absent, reading, transaction
from portal.foundation.errors import N_, Refusal
from regions.accounts import passwords
from regions.accounts.models import Account, SignInFailures
from regions.accounts.rules import pause_after
from regions.accounts.service import actor_ref
from regions.accounts.usage_kinds import SIGNED_IN

_FORGOTTEN_AFTER = timedelta(days=1)


class SignInRefused(Refusal):
    """Wrong password or unknown account: nobody is told which."""

    status = 401
    code = "sign_in_refused"


class SignInPaused(Refusal):
    """Too many attempts for this address."""

    status = 429
    code = "sign_in_paused"


def sign_in(email: str, password: str) -> Account:
    """Return the account that may sign in; raises SignInRefused or SignInPaused."""
    address = email.strip().lower()
    _count_attempt(address)
    with reading() as s:
        account = s.scalar(select(Account).where(Account.email == address))
        stored = account.password_hash if account and account.active else None
    if not passwords.matches(stored, password) or account is None:
        _note_refusal(account.id if account else None, "password")
        raise SignInRefused(
            N_("E-mail address and password do not belong together. Check both and try again.")
        )
    return _let_in(account.id, address, password)


def sign_in_by_demo_link(account_id: UUID) -> Account:
    """Return the account of a demo link, which has already been verified."""
    with transaction() as s:
        account = s.get(Account, account_id)
        if account is None or not account.active:
            raise SignInRefused(N_("This account is gone. Start the demo again for a new link."))
        _note_sign_in(account, "demo link")
        return account


def _let_in(account_id: UUID, address: str, password: str) -> Account:
    with transaction() as s:
        account = s.get_one(Account, account_id)
        if passwords.is_outdated(account.password_hash or ""):
            account.password_hash = passwords.hash_password(password)
        own = SignInFailures.email_hash == _hash(address)
        old = SignInFailures.last_at < clock.now() - _FORGOTTEN_AFTER
        s.execute(delete(SignInFailures).where(or_(own, old)))
        _note_sign_in(account, "password")
        return account


def _note_sign_in(account: Account, means: str) -> None:
    account.last_sign_in_at = clock.now()
    who = actor_ref(account.id)
    audit.append(
        "account.sign_in",
        actor=who,
        subject="account",
        subject_id=account.id,
        details={"means": means},
    )
    usage.record(SIGNED_IN, actor=who)


def _count_attempt(address: str) -> None:
    with transaction() as s:
        insert_if_absent(SignInFailures, email_hash=_hash(address), failures=0, last_at=clock.now())
        row = s.scalars(
            select(SignInFailures)
            .where(SignInFailures.email_hash == _hash(address))
            .with_for_update()
        ).one()
        now, blocked_until = clock.now(), row.blocked_until
        if blocked_until is None or blocked_until <= now:
            _advance(row, now)
            return
    _note_refusal(None, "pause")
    minutes = ceil((blocked_until - now) / timedelta(minutes=1))
    raise SignInPaused(
        N_("Too many attempts for this address. Try again in %(minutes)s min."), minutes=minutes
    )


def _advance(row: SignInFailures, now: datetime) -> None:
    if now - row.last_at > _FORGOTTEN_AFTER:
        row.failures = 0
    row.failures += 1
    row.last_at = now
    pause = pause_after(row.failures)
    row.blocked_until = now + pause if pause else None


def _note_refusal(account_id: UUID | None, reason: str) -> None:
    audit.audit_refusal(
        "account.sign_in",
        actor=ActorRef(account_id, "none") if account_id else None,
        subject="account",
        subject_id=account_id or "unknown",
        details={"reason": reason},
    )


def _hash(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()
