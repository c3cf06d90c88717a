"""Accounts on both databases: guesses at once, grants, invitations, who may do what where."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY
from sqlalchemy import select

from portal.foundation.audit import AuditEntry, verify_chain
from portal.foundation.database import Database, transaction
from portal.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from portal.foundation.usage import UsageEvent
from regions.accounts import links
from regions.accounts.granting import give_role, set_active, take_role
from regions.accounts.imports import AccountRow, import_accounts
from regions.accounts.invitations import accept_invitation, change_password, invite
from regions.accounts.models import Account, SignInFailures
from regions.accounts.passwords import hash_password, matches
from regions.accounts.rules import Actor, Grant, Permission, Role
from regions.accounts.service import (
    account_ids_with,
    change_profile,
    find_actor,
    get_account,
    get_actor,
    list_accounts,
    names_of,
)
from regions.accounts.sign_in import SignInPaused, SignInRefused, sign_in
from tests.conftest import PRODUCT_HASHER
from tests.factories.regions import Network, make_account, make_network

SENTENCE = "Regen macht die Beete schwer"


@pytest.fixture
def network(any_db: Database) -> Network:
    with transaction() as s:
        return make_network(s)


def admin(network: Network) -> Actor:
    return network.actors[Role.ADMINISTRATOR]


def token(link: str) -> str:
    return link.rsplit("/", 1)[1]


@pytest.mark.parametrize("known", [True, False])
def test_many_guesses_at_once_gain_nothing(network: Network, known: bool) -> None:
    account = network.accounts[Role.ANALYST]
    email = account.email if known else "niemand@halmgruen.example"

    def guess(_: int) -> str:
        try:
            sign_in(email, "falsch")
        except SignInRefused:
            return "compared"
        except SignInPaused:
            return "paused"
        return "let in"

    with ThreadPoolExecutor(12) as pool:
        outcomes = list(pool.map(guess, range(12)))
    assert outcomes.count("compared") == 5
    assert outcomes.count("paused") == 7
    with transaction() as s:
        assert s.scalars(select(SignInFailures.failures)).one() == 5
    assert verify_chain().entries == 12


def test_a_sign_in_is_recorded_under_a_pseudonym(network: Network) -> None:
    with transaction() as s:
        account = s.get_one(Account, network.accounts[Role.ANALYST].id)
        account.password_hash = hash_password(SENTENCE)
    assert sign_in(f" {account.email.upper()} ", SENTENCE).last_sign_in_at is not None
    with transaction() as s:
        event = s.scalars(select(UsageEvent)).one()
    assert (event.kind, event.actor_role) == ("account.signed_in", "analyst")
    assert event.actor not in (None, str(account.id), account.id.hex)


def test_passwords_are_kept_as_argon2id_and_never_match_without_one() -> None:
    stored = hash_password(SENTENCE)
    assert stored.startswith("$argon2id$")
    assert matches(stored, SENTENCE)
    assert not matches(stored, SENTENCE + "!")
    assert not matches(None, SENTENCE)
    assert not matches("kaputt", SENTENCE)


def test_each_guess_at_a_password_costs_what_the_standard_asks() -> None:
    kept = extract_parameters(PRODUCT_HASHER.hash(SENTENCE))
    assert kept.time_cost >= RFC_9106_LOW_MEMORY.time_cost
    assert kept.memory_cost >= RFC_9106_LOW_MEMORY.memory_cost


def test_an_invitation_works_once_and_not_after_a_change(network: Network) -> None:
    link = invite(
        admin(network), "Neu@Halmgruen.Example", "Nina Neu", "en", Grant(Role.ANALYST, "hg/")
    )
    account = accept_invitation(token(link), SENTENCE)
    assert (account.email, account.language) == ("neu@halmgruen.example", "en")
    with pytest.raises(links.LinkSpent):
        accept_invitation(token(link), SENTENCE)
    actor = get_actor("neu@halmgruen.example")
    renewed = links.invitation_link(account.id, account.session_epoch)
    change_password(actor, SENTENCE, "Im Garten steht ein alter Stuhl")
    with pytest.raises(links.LinkSpent):
        accept_invitation(token(renewed), SENTENCE)
    with pytest.raises(Invalid):
        change_password(actor, SENTENCE, "Noch ein langer Satz dazu")


def test_an_invitation_of_one_does_not_open_another(network: Network) -> None:
    demo = links.demo_link(network.accounts[Role.ANALYST].id)
    with pytest.raises(links.LinkSpent):
        accept_invitation(token(demo), SENTENCE)
    with pytest.raises(links.LinkSpent):
        links.read_demo_link(token(links.invitation_link(network.accounts[Role.ANALYST].id, 0)))


def test_an_address_has_one_account(network: Network) -> None:
    email = network.accounts[Role.ANALYST].email.upper()
    with pytest.raises(Conflict):
        invite(admin(network), email, "Doppelt", "de", Grant(Role.ANALYST, "hg/"))


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        (Grant(Role.ANALYST, "hg/fr/"), NotFound),
        (Grant(Role.ANALYST, None, None), Invalid),
        (Grant(Role.ADMINISTRATOR, "hg/de/nord/"), Invalid),
        (Grant(Role.SUPPLIER, "hg/"), Invalid),
        (Grant(Role.PARTNER_MANAGER, "hg/de/nord/p0012/o0034/"), Invalid),
        (Grant(Role.PARTNER_STAFF, "other/"), NotFound),
    ],
)
def test_a_role_is_given_only_where_it_can_be_held(
    network: Network, wish: Grant, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        give_role(admin(network), network.accounts[Role.ANALYST].id, wish)


def test_a_supplier_role_is_given_at_the_supplier(network: Network) -> None:
    account = network.accounts[Role.ANALYST]
    wish = Grant(Role.SUPPLIER, None, network.supplier.id)
    give_role(admin(network), account.id, wish)
    give_role(admin(network), account.id, wish)
    actor = find_actor(account.id, 0)
    assert actor is not None
    assert actor.scope.reaches_supplier(network.supplier.id)
    assert len(actor.grants) == 2
    take_role(admin(network), account.id, wish)
    with pytest.raises(NotFound):
        take_role(admin(network), account.id, wish)
    with transaction() as s:
        actions = s.scalars(select(AuditEntry.action).order_by(AuditEntry.position)).all()
    assert actions == ["account.give", "account.take"]


def test_a_partner_manages_its_staff_and_nobody_else(network: Network) -> None:
    partner = network.actors[Role.PARTNER_MANAGER]
    staff, analyst = network.accounts[Role.PARTNER_STAFF], network.accounts[Role.ANALYST]
    listed, total = list_accounts(partner)
    assert {line.account.id for line in listed} == {staff.id, partner.account_id}
    assert total == 2
    with pytest.raises(NotFound):
        get_account(partner, analyst.id)
    with pytest.raises(NotFound):
        set_active(partner, analyst.id, False)
    set_active(partner, staff.id, False)
    assert find_actor(staff.id, 0) is None
    set_active(partner, staff.id, True)
    assert find_actor(staff.id, 0) is None
    assert find_actor(staff.id, 2) is not None


def test_staff_with_a_grant_elsewhere_is_not_the_partners_to_change(network: Network) -> None:
    partner, staff = network.actors[Role.PARTNER_MANAGER], network.accounts[Role.PARTNER_STAFF]
    give_role(admin(network), staff.id, Grant(Role.PARTNER_STAFF, network.sibling.path))
    with pytest.raises(NotPermitted):
        set_active(partner, staff.id, False)
    seen = get_account(partner, staff.id)
    assert [grant.path for grant in seen.grants] == [network.outlets[0].path]


def test_searching_accounts_takes_signs_literally(network: Network) -> None:
    assert list_accounts(admin(network), "%")[1] == 0
    assert list_accounts(admin(network), "ANALYST")[1] == 1
    lines, total = list_accounts(admin(network), page=2, size=4)
    assert (len(lines), total) == (4, 10)
    with pytest.raises(NotPermitted):
        list_accounts(network.actors[Role.ANALYST])


def test_who_may_decide_at_an_outlet(network: Network) -> None:
    with transaction() as s:
        south = make_account(s, Role.APPROVER, network.south.path)
        gone = make_account(s, Role.APPROVER, network.company.path, active=False)
    approver = network.accounts[Role.APPROVER].id
    path = network.outlets[0].path
    assert account_ids_with(Permission.SUBMISSION_DECIDE, path) == [approver]
    found = account_ids_with(Permission.SUBMISSION_DECIDE, network.foreign_outlet.path)
    assert set(found) == {approver, south.id}
    assert gone.id not in found


def test_the_own_profile_is_changed(network: Network) -> None:
    analyst = network.actors[Role.ANALYST]
    change_profile(analyst, " Nadja Wolff ", "en")
    assert names_of([analyst.account_id]) == {analyst.account_id: "Nadja Wolff"}
    actor = find_actor(analyst.account_id, 0)
    assert actor is not None
    assert actor.language == "en"
    with pytest.raises(Invalid):
        change_profile(analyst, " ", "en")


def test_one_address_in_several_rows_is_one_account(network: Network) -> None:
    rows = [
        AccountRow("zwei@halmgruen.example", "Zwei", Role.APPROVER, "hg/de/nord/"),
        AccountRow("Zwei@halmgruen.example", "Zwei", Role.ANALYST, "hg/"),
    ]
    assert import_accounts(rows) == 1
    assert import_accounts(rows) == 0
    assert get_actor("zwei@halmgruen.example").roles == (Role.APPROVER, Role.ANALYST)
    with pytest.raises(NotFound):
        get_actor("drei@halmgruen.example")
