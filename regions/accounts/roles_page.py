"""Owns docs/roles.md, made from the rules themselves: who holds what where, and may do what."""

import sys

from regions.accounts.rules import HELD_AT, MAY_GIVE, ROLE_PERMISSIONS, Permission, Role
from regions.accounts.words import ROLE_DUTIES, ROLE_NAMES

_HEAD = """# Roles and permissions

A role is held *at* a place of the organisation tree or at a supplier, and reaches what lies below.
A permission holds only where one and the same grant has it and reaches the place: an approver in
the north who is an analyst in the south decides in the north alone. What lies outside does not
exist for an account (404); what lies inside but is not permitted is refused and audited (403).

This page is made from `regions/scoping/permissions.py` and `regions/accounts/rules.py`
(`python -m regions.accounts.roles_page > docs/roles.md`).
"""


def roles_page() -> str:
    """Return the page as Markdown."""
    return "\n".join([_HEAD, *_roles(), "", "## Permissions", "", *_permissions(), ""])


def _roles() -> list[str]:
    rows = [
        f"| `{role}` | {ROLE_NAMES[role]} | {', '.join(sorted(HELD_AT[role]))} "
        f"| {_given(role)} | {ROLE_DUTIES[role]} |"
        for role in Role
    ]
    return ["| role | name | held at | may give | does |", "|---|---|---|---|---|", *rows]


def _given(role: Role) -> str:
    given = MAY_GIVE.get(role, frozenset())
    return "every role" if given == set(Role) else ", ".join(sorted(given)) or "–"


def _permissions() -> list[str]:
    rows = []
    for permission in Permission:
        holders = [f"`{role}`" for role in Role if permission in ROLE_PERMISSIONS[role]]
        rows.append(f"| `{permission}` | {', '.join(holders)} |")
    return ["| permission | roles |", "|---|---|", *rows]


if __name__ == "__main__":
    sys.stdout.write(roles_page())
