"""Owns how somebody gets in: invitations, first and forgotten passwords, and their change."""

from uuid import UUID

from sqlalchemy import select

from portal.foundation import audit, clock, usage
from portal.foundation.database import reading, session, transaction
from portal.foundation.errors import N_, Conflict, Invalid
from portal.foundation.jobs import enqueue
from regions.accounts import links, passwords, rules
from regions.accounts.granting import add_grant, audit_account, get_changeable, refuse_wish
from regions.accounts.models import Account
from regions.accounts.rules import Actor, Grant
from regions.accounts.service import actor_ref
from regions.accounts.usage_kinds import INVITED

MAIL_JOB = "accounts.mail_invitation"


def invite(actor: Actor, email: str, name: str, language: str, wish: Grant) -> str:
    """Make an account with one grant; return the link at which its owner sets a password."""
    address = rules.normal_email(email)
    if not name.strip():
        raise Invalid(N_("Enter the person's name."), field="name")
    with transaction() as s:
        refuse_wish(actor, wish)
        if s.scalar(select(Account.id).where(Account.email == address)):
            raise Conflict(
                N_("%(email)s already has an account. Ask an administrator to add a role to it."),
                email=address,
            )
        account = Account(
            email=address,
            name=name.strip(),
            language=language,
            invited_by=actor.account_id,
            invited_at=clock.now(),
        )
        s.add(account)
        s.flush()
        add_grant(account.id, wish)
        audit_account(actor, "account.invite", account.id, wish)
        usage.record(INVITED, actor=actor.ref, path=wish.path)
        _mail(account)
        return links.invitation_link(account.id, account.session_epoch)


def renew_invitation(actor: Actor, account_id: UUID) -> str:
    """Return a new link to set a password, also for one who has forgotten it."""
    with transaction():
        account = get_changeable(actor, account_id)
        account.invited_at = clock.now()
        audit_account(actor, "account.renew_invitation", account_id)
        _mail(account)
        return links.invitation_link(account.id, account.session_epoch)


def _mail(account: Account) -> None:
    """Have the link mailed when this transaction has committed."""
    at = account.invited_at.isoformat() if account.invited_at else ""
    enqueue(MAIL_JOB, {"account_id": str(account.id)}, key=f"{MAIL_JOB}:{account.id}:{at}")


def find_invitee(token: str) -> Account:
    """Return whom an invitation is for while it can still be used; raises LinkSpent."""
    with reading():
        return _invitee(token)


def accept_invitation(token: str, password: str) -> Account:
    """Set a password by a link, once; ends all sessions of the account."""
    with transaction():
        account = _invitee(token, lock=True)
        _set_password(account, password)
        audit.append(
            "account.set_password",
            actor=actor_ref(account.id),
            subject="account",
            subject_id=account.id,
            details={"by": "invitation"},
        )
        return account


def change_password(actor: Actor, old: str, new: str) -> Account:
    """Set a new password and end all sessions; raises Invalid for a wrong old one."""
    with transaction() as s:
        account = s.get_one(Account, actor.account_id, with_for_update=True)
        if not passwords.matches(account.password_hash, old):
            raise Invalid(N_("This is not your present password."), field="old_password")
        _set_password(account, new)
        audit_account(actor, "account.set_password", account.id)
        return account


def _invitee(token: str, *, lock: bool = False) -> Account:
    invitee = links.read_invitation(token)
    account = session().get(Account, invitee.account_id, with_for_update=lock or None)
    if account is None or not account.active or account.session_epoch != invitee.epoch:
        raise links.spent()
    return account


def _set_password(account: Account, password: str) -> None:
    rules.check_password(password, email=account.email, name=account.name)
    account.password_hash = passwords.hash_password(password)
    account.session_epoch += 1
