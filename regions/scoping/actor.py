"""Owns the actor: the account that asks, what it holds where, and so what it may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from portal.foundation.actors import ActorRef
from portal.foundation.errors import N_, NotFound, NotPermitted
from regions.scoping.permissions import ROLE_PERMISSIONS, Permission, Role
from regions.scoping.rules import Scope

_NOT_THERE = N_("This does not exist, or not for your account. Check the address or go back.")
_NOT_ALLOWED = N_(
    "Your account may not do this. Ask the person who manages the accounts of your organisation."
)


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held at a place in the tree, or at a supplier."""

    role: Role
    path: str | None = None
    supplier_id: UUID | None = None

    def reaches(self, path: str) -> bool:
        """Whether it was given at `path` or above."""
        return self.path is not None and path.startswith(self.path)

    def has(self, permission: Permission) -> bool:
        """Whether its role has the permission."""
        return permission in ROLE_PERMISSIONS[self.role]


@dataclass(frozen=True)
class Actor:
    """Who asks, as of this request."""

    account_id: UUID
    name: str
    email: str
    language: str
    grants: tuple[Grant, ...]

    @cached_property
    def scope(self) -> Scope:
        """Everything that any of its grants reaches."""
        return _scope_of(self.grants)

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        """Everything that it may do somewhere."""
        return frozenset().union(*(ROLE_PERMISSIONS[grant.role] for grant in self.grants))

    @property
    def roles(self) -> tuple[Role, ...]:
        """Its roles, the widest first, each once."""
        held = {grant.role for grant in self.grants}
        return tuple(role for role in Role if role in held)

    @property
    def ref(self) -> ActorRef:
        """What usage events and the audit trail keep of it: the account and its first role."""
        return ActorRef(self.account_id, self.roles[0] if self.grants else "none")

    def ref_at(self, path: str) -> ActorRef:
        """Return the reference with the role in which it reaches `path`."""
        here = [grant.role for grant in self.grants if grant.reaches(path)]
        return ActorRef(self.account_id, here[0]) if here else self.ref

    def may(self, permission: Permission) -> bool:
        """Whether it may do this anywhere at all."""
        return permission in self.permissions

    def may_at(self, permission: Permission, path: str) -> bool:
        """Whether one and the same grant has the permission and reaches `path`."""
        return any(grant.has(permission) and grant.reaches(path) for grant in self.grants)

    def scope_for(self, permission: Permission) -> Scope:
        """Return where it may do this."""
        return _scope_of(grant for grant in self.grants if grant.has(permission))

    def require(self, permission: Permission, path: str | None = None) -> None:
        """Raise NotFound outside its scope, NotPermitted where it may look but not do this."""
        if path is None:
            if not self.may(permission):
                raise NotPermitted(_NOT_ALLOWED)
            return
        if not self.scope.reaches(path):
            raise NotFound(_NOT_THERE)
        if not self.may_at(permission, path):
            raise NotPermitted(_NOT_ALLOWED)

    def require_supplier(self, permission: Permission, supplier_id: UUID) -> None:
        """Raise NotFound unless a grant held at this supplier has the permission."""
        at_supplier = (grant for grant in self.grants if grant.supplier_id == supplier_id)
        if not any(grant.has(permission) for grant in at_supplier):
            raise NotFound(_NOT_THERE)


def _scope_of(grants: Iterable[Grant]) -> Scope:
    held = tuple(grants)
    return Scope(
        frozenset(grant.path for grant in held if grant.path is not None),
        frozenset(grant.supplier_id for grant in held if grant.supplier_id is not None),
    )


def not_there() -> NotFound:
    """Return the one answer for what does not exist and for what lies outside the scope."""
    return NotFound(_NOT_THERE)
