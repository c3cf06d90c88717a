"""Owns what is given and taken: roles within the giver's reach and below its own, and sign-in."""

from uuid import UUID

from sqlalchemy import select

from portal.foundation import audit
from portal.foundation.database import session, transaction
from portal.foundation.errors import N_, Invalid, NotPermitted
from regions.accounts import rules
from regions.accounts.models import Account, AccountGrant
from regions.accounts.places import find_place, path_of_supplier
from regions.accounts.rules import Actor, Grant
from regions.accounts.service import grants_of, managed
from regions.scoping.actor import not_there


def give_role(actor: Actor, account_id: UUID, wish: Grant) -> None:
    """Add a grant within the actor's reach and below its role; giving it twice changes nothing."""
    with transaction():
        refuse_wish(actor, wish)
        account = get_changeable(actor, account_id)
        if _find_row(account.id, wish) is None:
            add_grant(account.id, wish)
            audit_account(actor, "account.give", account_id, wish)


def take_role(actor: Actor, account_id: UUID, wish: Grant) -> None:
    """Remove a grant; it is gone from the account's next request on. Never one's own."""
    with transaction() as s:
        _refuse_self(actor, account_id)
        rules.refuse_grant(actor, wish.role, _path_of(wish))
        account = get_changeable(actor, account_id)
        row = _find_row(account.id, wish)
        if row is None:
            raise not_there()
        s.delete(row)
        audit_account(actor, "account.take", account_id, wish)


def set_active(actor: Actor, account_id: UUID, active: bool) -> None:
    """Let an account sign in, or end its sessions and keep it out. Never one's own."""
    with transaction():
        _refuse_self(actor, account_id)
        account = get_changeable(actor, account_id)
        account.active = active
        account.session_epoch += 1
        audit_account(actor, "account.activate" if active else "account.deactivate", account_id)


def refuse_wish(actor: Actor, wish: Grant) -> None:
    """Raise unless the actor may give this role at this place, and it can be held there."""
    rules.refuse_grant(actor, wish.role, _path_of(wish))
    place = rules.Place.SUPPLIER if wish.supplier_id else find_place(wish.path or "")
    if place is None:
        raise not_there()
    rules.refuse_place(wish.role, place)


def get_changeable(actor: Actor, account_id: UUID) -> Account:
    """Return an account all of whose grants the actor could have given; else raises."""
    account = session().scalar(managed(actor).where(Account.id == account_id))
    if account is None:
        raise not_there()
    held = grants_of([account_id])[account_id]
    rules.refuse_foreign_grants(actor, [(grant.role, _path_of(grant)) for grant in held])
    return account


def add_grant(account_id: UUID, wish: Grant) -> None:
    """Store a grant, in the running unit of work."""
    session().add(
        AccountGrant(
            account_id=account_id, role=wish.role, path=wish.path, supplier_id=wish.supplier_id
        )
    )


def audit_account(actor: Actor, action: str, account_id: UUID, wish: Grant | None = None) -> None:
    """Note in the audit trail what the actor did to an account."""
    at = (wish.path or str(wish.supplier_id)) if wish else None
    audit.append(
        action,
        actor=actor.ref,
        subject="account",
        subject_id=account_id,
        details={"role": wish.role, "at": at} if wish else {},
    )


def _find_row(account_id: UUID, wish: Grant) -> AccountGrant | None:
    return session().scalar(
        select(AccountGrant).where(
            AccountGrant.account_id == account_id,
            AccountGrant.role == wish.role,
            AccountGrant.path == wish.path,
            AccountGrant.supplier_id == wish.supplier_id,
        )
    )


def _path_of(wish: Grant) -> str:
    if wish.supplier_id is not None:
        return path_of_supplier(wish.supplier_id)
    if wish.path is None:
        raise Invalid(N_("Choose one place at which the role is held."), field="place")
    return wish.path


def _refuse_self(actor: Actor, account_id: UUID) -> None:
    if actor.account_id == account_id:
        raise NotPermitted(N_("You cannot do this to your own account. Ask another administrator."))
