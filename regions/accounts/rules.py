"""Owns what decides about accounts: who may give which role, passwords, slowing down guesses."""

import re
from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

from portal.foundation.errors import N_, Invalid, NotPermitted
from regions.scoping.actor import Actor, Grant
from regions.scoping.permissions import ROLE_PERMISSIONS, Permission, Role
from regions.scoping.rules import Scope

__all__ = [
    "ROLE_PERMISSIONS",
    "Actor",
    "Grant",
    "Permission",
    "Place",
    "Role",
    "Scope",
    "check_password",
    "grantable_roles",
    "normal_email",
    "pause_after",
    "refuse_foreign_grants",
    "refuse_grant",
    "refuse_place",
]


class Place(StrEnum):
    """What a grant can be held at."""

    COMPANY = "company"
    REGION = "region"
    PARTNER = "partner"
    OUTLET = "outlet"
    SUPPLIER = "supplier"


_WIDE = frozenset({Place.COMPANY, Place.REGION})

#: Where each role can be held.
HELD_AT: dict[Role, frozenset[Place]] = {
    Role.ADMINISTRATOR: frozenset({Place.COMPANY}),
    Role.BRAND_MANAGER: frozenset({Place.COMPANY}),
    Role.CAMPAIGN_MANAGER: _WIDE,
    Role.AGENCY: _WIDE,
    Role.APPROVER: _WIDE,
    Role.REGIONAL_MANAGER: frozenset({Place.REGION}),
    Role.PARTNER_MANAGER: frozenset({Place.PARTNER}),
    Role.PARTNER_STAFF: frozenset({Place.PARTNER, Place.OUTLET}),
    Role.SUPPLIER: frozenset({Place.SUPPLIER}),
    Role.ANALYST: _WIDE,
}

#: Which roles the holder of a role may give and take: those below it, and never its own, except
#: that an administrator can name another one (or nobody ever could).
MAY_GIVE: dict[Role, frozenset[Role]] = {
    Role.ADMINISTRATOR: frozenset(Role),
    Role.PARTNER_MANAGER: frozenset({Role.PARTNER_STAFF}),
}

PASSWORD_MIN = 12
PASSWORD_MAX = 128
_FREE_GUESSES = 5
_FIRST_PAUSE = timedelta(seconds=10)
_LONGEST_PAUSE = timedelta(minutes=15)
_EMAIL = re.compile(r"[^\s@<>(),;:\"]{1,64}@(?:[a-z0-9äöüß-]{1,63}\.)+[a-zäöü0-9-]{2,63}")
_OBVIOUS = ("passwort", "password", "123456", "qwertz", "qwerty", "abcdef", "heimspiel")


def normal_email(text: str) -> str:
    """Return an address in the one form in which it is stored and looked up; Invalid if none."""
    email = text.strip().lower()
    if len(email) > 254 or not _EMAIL.fullmatch(email):  # noqa: PLR2004 - RFC 5321
        raise Invalid(N_("Enter an e-mail address such as name@example.com."), field="email")
    return email


def check_password(password: str, *, email: str, name: str) -> None:
    """Raise Invalid unless the password is long and does not begin with the obvious."""
    if len(password) < PASSWORD_MIN:
        raise Invalid(
            N_("Use at least %(count)s characters. A short sentence works well."),
            field="password",
            count=PASSWORD_MIN,
        )
    if len(password) > PASSWORD_MAX:
        raise Invalid(N_("Use at most %(count)s characters."), field="password", count=PASSWORD_MAX)
    if _is_obvious(password.lower(), (email.split("@", 1)[0], *name.lower().split())):
        raise Invalid(
            N_("This is easy to guess. Use words that have nothing to do with you or this portal."),
            field="password",
        )


def _is_obvious(password: str, own_words: Iterable[str]) -> bool:
    few = len(set(password)) < 5  # noqa: PLR2004 - "aaaaaaaaaaab" is long, but no secret
    own = [word for word in own_words if len(word) > 3]  # noqa: PLR2004 - "von" is in many words
    rest = password
    for word in (*_OBVIOUS, *own):
        rest = rest.replace(word, "")
    return few or len(rest) < PASSWORD_MIN - 4


def pause_after(failures: int) -> timedelta:
    """Return how long an address rests after so many wrong passwords in a row."""
    if failures < _FREE_GUESSES:
        return timedelta(0)
    factor: int = 1 << min(failures - _FREE_GUESSES, 10)
    return min(_FIRST_PAUSE * factor, _LONGEST_PAUSE)


def grantable_roles(actor: Actor) -> tuple[Role, ...]:
    """Return the roles that the actor may give somewhere, in their usual order."""
    mine = frozenset().union(*(MAY_GIVE.get(role, frozenset()) for role in actor.roles))
    return tuple(role for role in Role if role in mine)


def may_give(actor: Actor, role: Role, path: str) -> bool:
    """Whether one grant of the actor reaches `path` and may give the role."""
    return any(
        grant.reaches(path) and role in MAY_GIVE.get(grant.role, frozenset())
        for grant in actor.grants
    )


def refuse_grant(actor: Actor, role: Role, path: str) -> None:
    """Raise NotFound outside the actor's scope, NotPermitted for a role it may not give there."""
    actor.require(Permission.ACCOUNT_MANAGE, path)
    if not may_give(actor, role, path):
        raise NotPermitted(
            N_("You cannot give or take this role here. Choose one of those listed.")
        )


def refuse_place(role: Role, place: Place) -> None:
    """Raise Invalid where the role cannot be held at such a place."""
    if place not in HELD_AT[role]:
        raise Invalid(
            N_("This role cannot be held here. Choose another place or another role."),
            field="place",
        )


def refuse_foreign_grants(actor: Actor, held: Iterable[tuple[Role, str]]) -> None:
    """Raise NotPermitted unless the actor could have given every one of the account's grants."""
    if not all(may_give(actor, role, path) for role, path in held):
        raise NotPermitted(
            N_("This account also belongs to others. Ask an administrator to change it.")
        )
