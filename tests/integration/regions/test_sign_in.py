"""Signing in, staying signed in, and being signed out."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.app import create_app
from portal.foundation import clock
from portal.foundation.audit import AuditEntry
from portal.foundation.config import Settings, configure
from portal.foundation.database import Database, transaction
from regions.accounts import invitations, links
from regions.accounts.granting import set_active
from regions.accounts.models import Account, SignInFailures
from regions.accounts.passwords import hash_password
from regions.accounts.rules import Grant, Role
from tests.factories.regions import Network, make_network

PASSWORD = "Regen macht die Beete schwer"
HASH = hash_password(PASSWORD)


@pytest.fixture
def network(db: Database) -> Network:
    with transaction() as s:
        network = make_network(s)
        for account in network.accounts.values():
            account.password_hash = HASH
    return network


@pytest.fixture
def web(network: Network, settings: Settings) -> Flask:
    app = create_app(settings)
    app.config["TESTING"] = True
    return app


@pytest.fixture
def client(web: Flask) -> FlaskClient:
    return web.test_client()


def token(answer: TestResponse) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.text)
    assert found, answer.text
    return found[1]


def post_sign_in(
    client: FlaskClient, email: str, password: str = PASSWORD, **more: str
) -> TestResponse:
    sent = {"email": email, "password": password, "csrf_token": token(client.get("/sign-in"))}
    return client.post("/sign-in", data=sent | more)


def manager(network: Network) -> Account:
    return network.accounts[Role.PARTNER_MANAGER]


def test_a_page_sends_strangers_to_the_sign_in_and_back(
    client: FlaskClient, network: Network
) -> None:
    answer = client.get("/account?x=1")
    assert answer.status_code == 302
    assert answer.location == "/sign-in?next=/account?x%3D1"
    page = client.get(answer.location)
    assert 'value="/account?x=1"' in page.text
    signed_in = post_sign_in(client, manager(network).email, next="/account?x=1")
    assert signed_in.location == "/account?x=1"
    assert manager(network).email in client.get("/account").text


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "evil", "/a\\b", ""]
)
def test_sign_in_never_leads_to_another_site(
    client: FlaskClient, network: Network, target: str
) -> None:
    assert post_sign_in(client, manager(network).email, next=target).location == "/"


def test_wrong_password_and_unknown_account_get_the_same_answer(
    client: FlaskClient, network: Network
) -> None:
    def shown(answer: TestResponse, email: str) -> str:
        assert answer.status_code == 401
        text = re.sub(r'(csrf-token" content|csrf_token"[^>]*value)="[^"]+"', "", answer.text)
        return re.sub(r'X-CSRFToken": "[^"]+"', "", text).replace(email, "")

    known, unknown = manager(network).email, "niemand@halmgruen.example"
    assert shown(post_sign_in(client, known, "falsch"), known) == shown(
        post_sign_in(client, unknown, "falsch"), unknown
    )


def test_what_was_typed_stays_after_a_refusal_except_the_password(
    client: FlaskClient, network: Network
) -> None:
    answer = post_sign_in(client, manager(network).email, "mein falsches Passwort")
    assert manager(network).email in answer.text
    assert "mein falsches Passwort" not in answer.text


def test_inactive_account_cannot_sign_in(client: FlaskClient, network: Network) -> None:
    set_active(network.actors[Role.ADMINISTRATOR], manager(network).id, False)
    assert post_sign_in(client, manager(network).email).status_code == 401


@pytest.mark.parametrize("known", [True, False])
def test_after_five_wrong_passwords_even_the_right_one_has_to_wait(
    client: FlaskClient, network: Network, known: bool
) -> None:
    email = manager(network).email if known else "niemand@halmgruen.example"
    for _ in range(5):
        assert post_sign_in(client, email, "falsch").status_code == 401
    assert post_sign_in(client, email).status_code == 429
    with transaction() as s:
        row = s.scalars(select(SignInFailures)).one()
        row.blocked_until = clock.now() - timedelta(seconds=1)
    assert post_sign_in(client, email).status_code == (302 if known else 401)


def test_sign_in_forgets_the_failures_before(client: FlaskClient, network: Network) -> None:
    for _ in range(4):
        post_sign_in(client, manager(network).email, "falsch")
    with transaction() as s:
        long_ago = clock.now() - timedelta(days=2)
        s.add(SignInFailures(email_hash="0" * 64, failures=9, last_at=long_ago))
    assert post_sign_in(client, manager(network).email).status_code == 302
    with transaction() as s:
        assert s.scalars(select(SignInFailures)).all() == []


def test_sign_ins_and_failures_are_audited(client: FlaskClient, network: Network) -> None:
    post_sign_in(client, manager(network).email, "falsch")
    post_sign_in(client, manager(network).email)
    with transaction() as s:
        entries = s.scalars(select(AuditEntry).order_by(AuditEntry.position)).all()
    kept = [(e.action, e.outcome, e.subject_id) for e in entries]
    me = str(manager(network).id)
    assert kept == [("account.sign_in", "refused", me), ("account.sign_in", "done", me)]


def test_nothing_of_the_session_before_survives_the_sign_in(
    client: FlaskClient, network: Network
) -> None:
    client.get("/sign-in")
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
        before = session["csrf_token"]
    post_sign_in(client, manager(network).email)
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session.get("csrf_token") != before


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(
    web: Flask, network: Network
) -> None:
    here, elsewhere = web.test_client(), web.test_client()
    for client in (here, elsewhere):
        post_sign_in(client, manager(network).email)
        assert client.get("/account").status_code == 200
    new = "Im Garten steht ein alter Stuhl"
    answer = here.post(
        "/account/password",
        data={
            "old_password": PASSWORD,
            "password": new,
            "repeated": new,
            "csrf_token": token(here.get("/account")),
        },
    )
    assert answer.status_code == 302
    assert here.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302


def test_deactivation_ends_the_session_at_once(client: FlaskClient, network: Network) -> None:
    post_sign_in(client, manager(network).email)
    set_active(network.actors[Role.ADMINISTRATOR], manager(network).id, False)
    assert client.get("/account").status_code == 302


def test_a_session_ends_after_its_longest_time(
    client: FlaskClient, network: Network, settings: Settings
) -> None:
    post_sign_in(client, manager(network).email)
    with client.session_transaction() as session:
        session["began"] -= settings.session_hours * 3600 + 1
    assert client.get("/account").status_code == 302


def test_sign_out_needs_a_form_and_ends_the_session(client: FlaskClient, network: Network) -> None:
    post_sign_in(client, manager(network).email)
    csrf = token(client.get("/account"))
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out").status_code == 400
    assert client.post("/sign-out", data={"csrf_token": csrf}).status_code == 302
    assert client.get("/account").status_code == 302


def test_an_invitation_sets_a_password_once(client: FlaskClient, network: Network) -> None:
    link = invitations.invite(
        network.actors[Role.PARTNER_MANAGER],
        "Lena.Brandt@halmgruen.example",
        "Lena Brandt",
        "de",
        Grant(Role.PARTNER_STAFF, network.outlets[0].path),
    )
    path = link.removeprefix("http://127.0.0.1:8000")
    page = client.get(path)
    assert "Lena Brandt" in page.text
    sent = {"password": PASSWORD, "csrf_token": token(page)}
    assert client.post(path, data=sent | {"password": ""}).status_code == 422
    assert client.post(path, data=sent).status_code == 302
    assert "lena.brandt@halmgruen.example" in client.get("/account").text
    assert client.get(path).status_code == 410


def test_a_weak_password_is_refused_at_its_field(client: FlaskClient, network: Network) -> None:
    link = invitations.renew_invitation(
        network.actors[Role.ADMINISTRATOR], manager(network).id
    ).removeprefix("http://127.0.0.1:8000")
    csrf = token(client.get(link))
    for weak in ("kurz", "passwort1234", "aaaaaaaaaaaaaaa"):
        sent = {"password": weak, "csrf_token": csrf}
        assert client.post(link, data=sent).status_code == 422


def test_demo_links_work_in_demo_mode_alone(
    client: FlaskClient, network: Network, settings: Settings
) -> None:
    path = links.demo_link(manager(network).id).removeprefix("http://127.0.0.1:8000")
    assert client.get(path).status_code == 302
    assert manager(network).email in client.get("/account").text
    configure(settings.model_copy(update={"demo": False}))
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("forged", ["nonsense", "a.b.c", UUID(int=1).hex])
def test_forged_links_let_nobody_in(client: FlaskClient, network: Network, forged: str) -> None:
    assert client.get(f"/demo/sign-in/{forged}").status_code == 410
    assert client.get(f"/invitation/{forged}").status_code == 410


def test_language_can_be_chosen_before_the_sign_in(client: FlaskClient, network: Network) -> None:
    client.get("/language/de")
    assert '<html lang="de"' in client.get("/sign-in").text
    assert client.get("/language/en?next=//evil.example").location == "/"
    assert '<html lang="en"' in client.get("/sign-in").text
