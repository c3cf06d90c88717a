"""What holds on every route at once: tokens, headers, escaping, redirects, signed links."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.wrappers import Response

from brand_assets.library.models import Asset
from campaigns.approval.models import Submission
from campaigns.delivery import downloads
from campaigns.delivery.downloads import package_link
from campaigns.delivery.models import Package
from campaigns.delivery.service import deliver_line
from campaigns.localisation.models import Localisation
from campaigns.planning.models import Campaign
from migrations.tables import import_models
from portal.foundation import storage
from portal.foundation.audit import AuditEntry
from portal.foundation.config import Settings, configure
from portal.foundation.database import Database, reading, transaction
from portal.foundation.storage import MemoryFileStore
from portal.pages.requests import MOST_JSON_BYTES
from regions.accounts import passwords
from regions.accounts.links import demo_link
from regions.accounts.models import Account, AccountGrant
from regions.accounts.rules import Role
from regions.hierarchy.models import Region
from regions.partners.models import MasterDataProposal, Outlet, Partner
from regions.suppliers.models import Supplier
from tests.conftest import fresh_tables
from tests.factories.orders import Shop, make_shop
from tests.factories.regions import make_account, make_network, make_supplier
from tests.factories.web import client_of, make_app
from tests.integration.test_access import Values, address, routes, rows_of

MARKUP = "'\"><img src=x onerror=alert(1)><script>alert(2)</script>"
#: Who holds a view link has no session: its signed token is the whole right.
WITHOUT_SESSION = {"visits.comment"}
SECRET = "a long secret that nobody knows, of 40 signs"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A campaign with an order, made once: these tests read, and add what they need."""
    folder = tmp_path_factory.mktemp("safety")
    import_models()
    configure(Settings(demo=True, data_dir=folder, requests_per_minute=0))
    storage.use_file_store(MemoryFileStore())
    for _ in fresh_tables(f"sqlite:///{folder / 'safety.sqlite'}"):
        yield make_shop()


@pytest.fixture(scope="module")
def rows(shop: Shop) -> Values:
    """Rows of the first partner by their names in addresses."""
    network = shop.demo.network
    made = rows_of(shop, network.partner, network.outlets[0].id)
    deliver_line(made["line_id"])
    return made


@pytest.fixture
def web(shop: Shop, settings: Settings) -> Flask:
    return make_app(settings.model_copy(update={"requests_per_minute": 0}))


def refused_actions() -> list[str]:
    with reading() as s:
        return list(s.scalars(select(AuditEntry.action).where(AuditEntry.outcome == "refused")))


def test_no_post_is_taken_without_the_sessions_token(db: Database, settings: Settings) -> None:
    web = make_app(settings.model_copy(update={"requests_per_minute": 0}), csrf=True)
    with transaction() as s:
        account = make_network(s).accounts[Role.PARTNER_MANAGER]
    client, taken, tried = client_of(web, account), [], []
    for rule, method, access in routes(web):
        if method == "GET" or rule.endpoint in WITHOUT_SESSION:
            continue
        answer = client.open(address(web, rule, {}), method=method)
        if answer.status_code != 400:
            taken.append((rule.endpoint, method, answer.status_code))
        tried.append(rule.endpoint)
        assert access is not None
    assert not taken
    assert len(tried) > 40
    assert sorted(refused_actions()) == sorted(tried)


def test_every_answer_carries_the_policy(web: Flask, shop: Shop, rows: Values) -> None:
    client, bare = client_of(web, shop.demo.network.accounts[Role.PARTNER_MANAGER]), []
    for rule, method, _ in routes(web):
        if method != "GET":
            continue
        asked: tuple[tuple[Values, dict[str, str]], ...] = (
            (rows, {}),
            ({}, {}),
            ({}, {"HX-Request": "true"}),
            ({}, {"Accept": "application/json"}),
        )
        for values, headers in asked:
            with client.get(address(web, rule, values), headers=headers) as answer:
                if not is_protected(answer):
                    bare.append((rule.endpoint, headers, dict(answer.headers)))
    assert not bare


def is_protected(answer: Response) -> bool:
    """Whether an answer forbids scripts that are not ours, sniffing, framing and shared caches."""
    policy = answer.headers.get("Content-Security-Policy", "")
    return (
        "default-src 'none'" in policy
        and "unsafe" not in policy
        and answer.headers.get("X-Content-Type-Options") == "nosniff"
        and answer.headers.get("Cache-Control", "").startswith(("no-store", "private"))
        and "Cookie" in answer.headers.get("Vary", "")
    )


def test_markup_in_data_is_never_markup_on_a_page(web: Flask, shop: Shop, rows: Values) -> None:
    poison(shop)
    shown = 0
    office = (Role.ADMINISTRATOR, Role.APPROVER, Role.CAMPAIGN_MANAGER, Role.BRAND_MANAGER)
    with transaction() as s:
        everybody = make_account(s, Role.ANALYST, "hg/", name=MARKUP)
        s.add_all(AccountGrant(account_id=everybody.id, role=r, path="hg/") for r in office)
    for account in (shop.demo.network.accounts[Role.PARTNER_MANAGER], everybody):
        client = client_of(web, account)
        for rule, method, _ in routes(web):
            if method != "GET" or rule.endpoint.startswith("sign_in"):
                continue
            with client.get(address(web, rule, rows)) as answer:
                text = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
            assert "<script>alert" not in text, rule.endpoint
            assert "<img src=x" not in text, rule.endpoint
            shown += "&lt;script&gt;alert(2)" in text
    assert shown > 20


def poison(shop: Shop) -> None:
    """Put markup into every text that people may enter."""
    with transaction() as s:
        s.execute(update(Outlet).values(name=MARKUP, place=MARKUP, street=MARKUP, phone=MARKUP))
        s.execute(update(Partner).values(name=MARKUP, owner=MARKUP))
        s.execute(update(Region).values(name_de=MARKUP, name_en=MARKUP))
        s.execute(update(Account).values(name=MARKUP))
        s.execute(update(Asset).values(title=MARKUP, alt=MARKUP, tags=[MARKUP]))
        s.execute(update(Supplier).values(name=MARKUP, contact=MARKUP))
        s.execute(update(Campaign).values(name_de=MARKUP, name_en=MARKUP, description_de=MARKUP))
        s.execute(update(MasterDataProposal).values(note=MARKUP))
        s.execute(update(Submission).values(submitted_by_name=MARKUP))
        for localisation in s.scalars(select(Localisation)):
            localisation.values = {**localisation.values, "headline": MARKUP}


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/%0d%0aSet-Cookie:a=b\r\nX: y",
        " //evil.example",
    ],
)
def test_nothing_leads_away_from_the_portal(web: Flask, shop: Shop, target: str) -> None:
    account = shop.demo.network.accounts[Role.PARTNER_MANAGER]
    with transaction() as s:
        stored = s.get_one(Account, account.id)
        stored.password_hash = passwords.hash_password("drei grosse Amseln")
        email = stored.email
    form = {"email": email, "password": "drei grosse Amseln", "next": target}
    stranger = web.test_client()
    answers = (
        stranger.get("/language/de", query_string={"next": target}),
        stranger.get(demo_link(account.id).split(":8000")[1], query_string={"next": target}),
        stranger.get("/sign-in", query_string={"next": target}),
        web.test_client().post("/sign-in", data=form),
    )
    assert [(a.status_code, a.location) for a in answers] == [(302, "/")] * 4


def test_no_more_json_is_read_than_a_page_sends(web: Flask, shop: Shop) -> None:
    client = client_of(web, shop.demo.network.accounts[Role.PARTNER_MANAGER])
    path = f"/localisations/across/of/{shop.demo.campaign.id}/read"
    for filled, status in ((MOST_JSON_BYTES // 2, 200), (MOST_JSON_BYTES, 413)):
        sent = b'{"cells": []' + b" " * filled + b"}"
        answer = client.post(path, data=sent, content_type="application/json")
        assert answer.status_code == status


def test_a_wrong_password_and_an_unknown_account_look_alike(web: Flask, shop: Shop) -> None:
    with transaction() as s:
        known = make_account(s, Role.PARTNER_STAFF, "hg/", email="da@halmgruen.example")
        known.password_hash = passwords.hash_password("drei grosse Amseln")
        make_account(s, Role.PARTNER_STAFF, "hg/", email="aus@halmgruen.example", active=False)
    said = set()
    for email in ("da@halmgruen.example", "aus@halmgruen.example", "fort@halmgruen.example"):
        answer = web.test_client().post("/sign-in", data={"email": email, "password": "falsch"})
        same = re.sub(r"(value|content)=\"[^\"]*\"|hx-headers='[^']*'", "", answer.text)
        said.add((answer.status_code, same.replace(email, "")))
    assert len(said) == 1
    assert {code for code, _ in said} == {401}


def test_links_of_the_demo_open_nothing_elsewhere(shop: Shop, settings: Settings) -> None:
    link = demo_link(shop.demo.network.accounts[Role.ADMINISTRATOR].id).split(":8000")[1]
    strict = configure(Settings(secret_key=SECRET, data_dir=settings.data_dir))
    client = make_app(strict).test_client()
    assert client.get(link).status_code == 404
    assert client.get("/accounts/").status_code == 302


def test_a_signed_link_opens_for_its_account_for_a_while(
    web: Flask, shop: Shop, rows: Values, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = shop.demo.network
    with reading() as s:
        package = s.scalars(select(Package)).one()
    token = package_link(network.actors[Role.SUPPLIER], package)
    mine = client_of(web, network.accounts[Role.SUPPLIER])
    with transaction() as s:
        other = make_supplier(s, "neben")
        theirs = client_of(web, make_account(s, Role.SUPPLIER, supplier_id=other.id))
    forged = [token[:-2], "x" + token, token.rpartition(".")[0], "x"]
    before = refused_actions().count("delivery.downloaded")
    assert opened(theirs, token).status_code == 404
    assert {opened(mine, wrong).status_code for wrong in forged} == {404}
    assert web.test_client().get(f"/fulfilment/files/{token}").status_code == 302
    answer = opened(mine, token)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    monkeypatch.setattr(downloads, "LIFETIME", -1)
    assert opened(mine, token).status_code == 403
    assert refused_actions().count("delivery.downloaded") == before + 6


def opened(client: FlaskClient, token: str) -> Response:
    return client.get(f"/fulfilment/files/{token}")


def test_a_list_for_spreadsheets_holds_no_formula(web: Flask, shop: Shop) -> None:
    with transaction() as s:
        s.execute(update(Outlet).values(name="=cmd|' /C calc'!A0", phone="+49 40", city="@SUM(A1)"))
    client = client_of(web, shop.demo.network.accounts[Role.ADMINISTRATOR])
    table = client.get("/outlets/outlets.csv").text
    assert "'=cmd" in table
    assert not re.search(r"(^|[,;\n\"])[=+@\t\r]", table)
