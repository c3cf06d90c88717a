"""What an actor may do, and where."""

import pytest

from portal.foundation.errors import NotFound, NotPermitted
from portal.foundation.ids import new_id
from regions.accounts.rules import ROLE_PERMISSIONS, Actor, Grant, Permission, Role
from tests.factories.regions import make_actor

NORTH, SOUTH = "hg/de/nord/", "hg/de/sued/"


def two_hats() -> Actor:
    """Approver in the north, analyst in the south."""
    grants = (Grant(Role.ANALYST, SOUTH), Grant(Role.APPROVER, NORTH))
    return Actor(new_id(), "Zwei Hüte", "zwei@halmgruen.example", "de", grants)


def test_a_permission_holds_only_where_the_same_grant_reaches() -> None:
    actor = two_hats()
    assert actor.may(Permission.SUBMISSION_DECIDE)
    assert actor.may_at(Permission.SUBMISSION_DECIDE, NORTH + "p1/")
    assert not actor.may_at(Permission.SUBMISSION_DECIDE, SOUTH + "p1/")
    assert actor.scope_for(Permission.EXPORT_READ).paths == {SOUTH}


def test_outside_is_not_found_and_inside_without_right_not_permitted() -> None:
    actor = two_hats()
    actor.require(Permission.SUBMISSION_DECIDE, NORTH)
    with pytest.raises(NotPermitted):
        actor.require(Permission.SUBMISSION_DECIDE, SOUTH)
    with pytest.raises(NotFound):
        actor.require(Permission.SUBMISSION_DECIDE, "hg/de/west/")
    with pytest.raises(NotFound):
        actor.require(Permission.SUBMISSION_DECIDE, "hg/de/")
    with pytest.raises(NotPermitted):
        actor.require(Permission.ORDER_PLACE)


def test_a_supplier_reaches_its_own_lines_and_nothing_else() -> None:
    mine = new_id()
    actor = make_actor(Role.SUPPLIER, supplier_id=mine)
    actor.require_supplier(Permission.ORDER_LINE_FULFIL, mine)
    with pytest.raises(NotFound):
        actor.require_supplier(Permission.ORDER_LINE_FULFIL, new_id())
    assert not actor.scope.paths
    assert actor.permissions == {Permission.ORDER_LINE_FULFIL}


def test_the_reference_names_the_role_in_which_it_acts() -> None:
    actor = two_hats()
    assert actor.ref.role == Role.APPROVER
    assert actor.ref_at(SOUTH + "p1/").role == Role.ANALYST
    assert make_actor(Role.SUPPLIER, supplier_id=new_id()).ref.role == Role.SUPPLIER


def test_every_role_has_permissions_and_every_permission_a_role() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)
    assert frozenset().union(*ROLE_PERMISSIONS.values()) == set(Permission)


@pytest.mark.parametrize(
    ("role", "never"),
    [
        (Role.AGENCY, Permission.TEMPLATE_PUBLISH),
        (Role.AGENCY, Permission.KIT_PUBLISH),
        (Role.PARTNER_STAFF, Permission.ORDER_PLACE),
        (Role.APPROVER, Permission.LOCALISATION_EDIT),
        (Role.ANALYST, Permission.LOCALISATION_READ),
        (Role.ADMINISTRATOR, Permission.SUBMISSION_DECIDE),
        (Role.REGIONAL_MANAGER, Permission.ORDER_PLACE),
        (Role.SUPPLIER, Permission.ORDER_READ),
    ],
)
def test_what_a_role_never_may(role: Role, never: Permission) -> None:
    assert never not in ROLE_PERMISSIONS[role]
