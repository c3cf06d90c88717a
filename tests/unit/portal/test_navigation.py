"""Who is shown which ways."""

from uuid import UUID

from portal.pages.navigation import navigate
from regions.scoping.actor import Actor, Grant
from regions.scoping.permissions import Role


def _actor(*roles: Role) -> Actor:
    grants = tuple(Grant(role, "hg/de/") for role in roles)
    return Actor(UUID(int=1), "Ada", "ada@example.com", "de", grants)


def test_nobody_sees_no_ways() -> None:
    assert navigate(None, "/") == navigate(None, "/orders/")
    assert not navigate(None, "/").entries


def test_partner_has_the_bar_below() -> None:
    ways = navigate(_actor(Role.PARTNER_MANAGER), "/")
    assert [entry.path for entry in ways.bottom] == ["/", "/orders/", "/assets/", "/insight/mine"]


def test_approvals_are_for_approvers_alone() -> None:
    def paths(role: Role) -> set[str]:
        return {entry.path for entry in navigate(_actor(role), "/").entries}

    assert "/approvals/" in paths(Role.APPROVER)
    assert "/approvals/" not in paths(Role.ANALYST)


def test_supplier_sees_its_jobs_the_check_and_nothing_else() -> None:
    ways = navigate(_actor(Role.SUPPLIER), "/")
    assert [entry.path for entry in ways.entries] == ["/", "/fulfilment/", "/pdf-check/"]
    assert not ways.menu


def test_the_page_one_is_on_is_marked() -> None:
    ways = navigate(_actor(Role.APPROVER), "/approvals/123")
    assert [entry.path for entry in ways.entries if entry.current] == ["/approvals/"]
