"""Owns accounts as others see them: who asks, who is called what, whom an actor manages."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, or_, select

from portal.foundation.actors import ActorRef
from portal.foundation.database import reading, session, transaction
from portal.foundation.errors import N_, Invalid
from regions.accounts.models import Account, AccountGrant
from regions.accounts.rules import ROLE_PERMISSIONS, Actor, Grant, Permission, Role, Scope
from regions.scoping import within
from regions.scoping.actor import not_there
from regions.scoping.rules import ancestors
from regions.suppliers.models import Supplier


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account in a list, with those of its grants that its reader may see."""

    account: Account
    grants: tuple[Grant, ...]


def find_actor(account_id: UUID, epoch: int) -> Actor | None:
    """Return who a session belongs to; None if the account is gone or the session's epoch over."""
    with reading() as s:
        account = s.get(Account, account_id)
        if account is None or not account.active or account.session_epoch != epoch:
            return None
        return _actor(account)


def get_actor(email: str) -> Actor:
    """Return an active account as an actor, for the command line; raises NotFound."""
    with reading() as s:
        account = s.scalar(select(Account).where(Account.email == email, Account.active))
        if account is None:
            raise not_there()
        return _actor(account)


def actor_ref(account_id: UUID) -> ActorRef:
    """Return the reference to an account with its first role, in the running unit of work."""
    statement = select(AccountGrant.role).where(AccountGrant.account_id == account_id)
    held = set(session().scalars(statement))
    return ActorRef(account_id, next((role for role in Role if role in held), "none"))


def names_of(account_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of accounts, for pages that say who did something."""
    with reading() as s:
        rows = s.execute(select(Account.id, Account.name).where(Account.id.in_(set(account_ids))))
        return dict(rows.all())


def account_ids_with(permission: Permission, path: str) -> list[UUID]:
    """Return the active accounts that may do this at `path`, such as an outlet's approvers."""
    roles = [role for role, held in ROLE_PERMISSIONS.items() if permission in held]
    statement = (
        select(Account.id, AccountGrant.path)
        .join(AccountGrant, AccountGrant.account_id == Account.id)
        .where(Account.active, AccountGrant.role.in_(roles), AccountGrant.path.is_not(None))
        .order_by(Account.id)
    )
    with reading() as s:
        rows = s.execute(statement).all()
    return list(dict.fromkeys(row.id for row in rows if row.path and path.startswith(row.path)))


def who_may(permission: Permission, path: str, account_ids: Iterable[UUID]) -> set[UUID]:
    """Return which of these accounts are active and may do this at `path` now."""
    roles = [role for role, held in ROLE_PERMISSIONS.items() if permission in held]
    statement = (
        select(Account.id)
        .join(AccountGrant, AccountGrant.account_id == Account.id)
        .where(
            Account.id.in_(set(account_ids)),
            Account.active,
            AccountGrant.role.in_(roles),
            AccountGrant.path.in_(ancestors(path)),
        )
    )
    with reading() as s:
        return set(s.scalars(statement))


def account_ids_at(
    roles: Collection[Role], paths: Iterable[str], *, or_above: bool = True
) -> dict[str, list[UUID]]:
    """Return by tree path the active accounts that hold one of the roles there, or above."""
    wanted = list(dict.fromkeys(paths))
    above = {step for path in wanted for step in (ancestors(path) if or_above else (path,))}
    statement = (
        select(AccountGrant.path, Account.id)
        .join(Account, AccountGrant.account_id == Account.id)
        .where(Account.active, AccountGrant.role.in_(roles), AccountGrant.path.in_(above))
        .order_by(Account.id)
    )
    with reading() as s:
        held = [(row.path, row.id) for row in s.execute(statement)]
    return {
        path: list(dict.fromkeys(one for at, one in held if at and path.startswith(at)))
        for path in wanted
    }


def list_accounts(
    actor: Actor, search: str = "", page: int = 1, size: int = 50
) -> tuple[list[AccountLine], int]:
    """Return a page of the accounts that the actor manages, by name, and how many there are."""
    actor.require(Permission.ACCOUNT_MANAGE)
    statement = managed(actor)
    if search:
        name, email = (
            column.icontains(search, autoescape=True) for column in (Account.name, Account.email)
        )
        statement = statement.where(or_(name, email))
    with reading() as s:
        total = s.scalar(select(func.count()).select_from(statement.subquery())) or 0
        ordered = statement.order_by(Account.name, Account.id)
        page = min(page, total // size + 1)
        accounts = s.scalars(ordered.limit(size).offset((page - 1) * size)).all()
        return _lines(actor, accounts), total


def get_account(actor: Actor, account_id: UUID) -> AccountLine:
    """Return one account that the actor manages; raises NotFound."""
    actor.require(Permission.ACCOUNT_MANAGE)
    with reading() as s:
        account = s.scalar(managed(actor).where(Account.id == account_id))
        if account is None:
            raise not_there()
        return _lines(actor, [account])[0]


def change_profile(actor: Actor, name: str, language: str) -> None:
    """Set one's own name and language."""
    if not name.strip():
        raise Invalid(N_("Enter your name."), field="name")
    with transaction() as s:
        account = s.get_one(Account, actor.account_id)
        account.name, account.language = name.strip(), language


def managed(actor: Actor) -> Select[Account]:
    """Select the accounts that hold something where the actor manages accounts."""
    scope = actor.scope_for(Permission.ACCOUNT_MANAGE)
    return select(Account).where(Account.id.in_(_holders(scope)))


def grants_of(account_ids: Iterable[UUID]) -> dict[UUID, list[Grant]]:
    """Return all grants of accounts, in the running unit of work."""
    held: dict[UUID, list[Grant]] = defaultdict(list)
    statement = select(AccountGrant).where(AccountGrant.account_id.in_(list(account_ids)))
    for row in session().scalars(statement.order_by(AccountGrant.id)):
        held[row.account_id].append(Grant(row.role, row.path, row.supplier_id))
    return held


def _holders(scope: Scope) -> Select[UUID]:
    served = select(Supplier.id).where(within(Supplier.path, scope))
    return select(AccountGrant.account_id).where(
        or_(within(AccountGrant.path, scope), AccountGrant.supplier_id.in_(served))
    )


def _lines(actor: Actor, accounts: Iterable[Account]) -> list[AccountLine]:
    scope = actor.scope_for(Permission.ACCOUNT_MANAGE)
    listed = list(accounts)
    held = grants_of(account.id for account in listed)
    return [
        AccountLine(
            account,
            tuple(g for g in held[account.id] if g.path is None or scope.reaches(g.path)),
        )
        for account in listed
    ]


def _actor(account: Account) -> Actor:
    grants = tuple(grants_of([account.id])[account.id])
    return Actor(account.id, account.name, account.email, account.language, grants)
