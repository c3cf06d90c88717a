"""Who may give which role, which passwords do, how long guesses wait."""

from datetime import timedelta

import pytest

from portal.foundation.errors import Invalid, NotFound, NotPermitted
from regions.accounts.rules import (
    HELD_AT,
    Place,
    Role,
    check_password,
    grantable_roles,
    normal_email,
    pause_after,
    refuse_foreign_grants,
    refuse_grant,
    refuse_place,
)
from tests.factories.regions import make_actor

ADMIN = make_actor(Role.ADMINISTRATOR, "hg/")
PARTNER = make_actor(Role.PARTNER_MANAGER, "hg/de/nord/p0012/")


def test_a_partner_gives_its_staff_a_role_below_its_own_and_nothing_else() -> None:
    refuse_grant(PARTNER, Role.PARTNER_STAFF, "hg/de/nord/p0012/o0034/")
    for role in set(Role) - {Role.PARTNER_STAFF}:
        with pytest.raises(NotPermitted):
            refuse_grant(PARTNER, role, "hg/de/nord/p0012/")
    with pytest.raises(NotFound):
        refuse_grant(PARTNER, Role.PARTNER_STAFF, "hg/de/nord/p0013/")
    assert grantable_roles(PARTNER) == (Role.PARTNER_STAFF,)


def test_an_administrator_gives_every_role_in_its_company() -> None:
    for role in Role:
        refuse_grant(ADMIN, role, "hg/de/")
    with pytest.raises(NotFound):
        refuse_grant(ADMIN, Role.ANALYST, "other/")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR, Role.PARTNER_MANAGER}))
def test_nobody_else_gives_roles(role: Role) -> None:
    actor = make_actor(role, "hg/")
    assert grantable_roles(actor) == ()
    with pytest.raises(NotPermitted):
        refuse_grant(actor, Role.PARTNER_STAFF, "hg/de/")


def test_an_account_with_wider_grants_is_not_changed_by_a_partner() -> None:
    staff = (Role.PARTNER_STAFF, "hg/de/nord/p0012/")
    refuse_foreign_grants(PARTNER, [staff])
    for wider in [(Role.PARTNER_STAFF, "hg/de/nord/p0013/"), (Role.PARTNER_MANAGER, staff[1])]:
        with pytest.raises(NotPermitted):
            refuse_foreign_grants(PARTNER, [staff, wider])


def test_roles_are_held_where_the_domain_says() -> None:
    assert set(HELD_AT) == set(Role)
    refuse_place(Role.PARTNER_STAFF, Place.OUTLET)
    for role, place in [
        (Role.ADMINISTRATOR, Place.REGION),
        (Role.PARTNER_MANAGER, Place.OUTLET),
        (Role.SUPPLIER, Place.COMPANY),
        (Role.ANALYST, Place.SUPPLIER),
    ]:
        with pytest.raises(Invalid):
            refuse_place(role, place)


@pytest.mark.parametrize(
    "password",
    [
        "kurz",
        "a" * 129,
        "passwort1234",
        "aaaaaaaaaaaaaaaa",
        "jonas.petersen1",
        "Petersen2026",
        "qwertz123456",
    ],
)
def test_passwords_that_are_guessed_first_are_refused(password: str) -> None:
    with pytest.raises(Invalid):
        check_password(password, email="jonas.petersen@halmgruen.example", name="Jonas Petersen")


@pytest.mark.parametrize(
    "password", ["Regen macht die Beete schwer", "x7Kq!vPz2rTm", "ü" * 3 + "regenbogen"]
)
def test_long_passwords_of_any_characters_do(password: str) -> None:
    check_password(password, email="jonas.petersen@halmgruen.example", name="Jonas Petersen")


def test_pauses_double_up_to_a_quarter_of_an_hour() -> None:
    assert [pause_after(n).total_seconds() for n in (0, 4, 5, 6, 7)] == [0, 0, 10, 20, 40]
    assert pause_after(50) == timedelta(minutes=15)
    assert pause_after(100_000) == timedelta(minutes=15)


def test_addresses_have_one_form() -> None:
    assert normal_email("  Lena.Brandt@Halmgruen.Example ") == "lena.brandt@halmgruen.example"
    for bad in ("", "lena", "a@b", "a b@c.de", "a@b.de, c@d.de", "a@-", "a" * 250 + "@b.de"):
        with pytest.raises(Invalid):
            normal_email(bad)
