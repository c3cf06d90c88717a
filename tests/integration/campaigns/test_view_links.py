"""View links over HTTP: what a stranger sees, writes and is refused, and what the partner sees."""

import io
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from campaigns.localisation.service import save_values
from campaigns.planning.models import Campaign
from campaigns.planning.rules import CampaignStatus
from campaigns.proofs.viewing.commenting import (
    answer,
    commented_ads,
    comments_of,
    delete_comment,
    settle,
)
from campaigns.proofs.viewing.forgetting import forget_links, forget_names
from campaigns.proofs.viewing.models import ViewComment, ViewLink
from campaigns.proofs.viewing.rules import LinkState, write_token
from campaigns.proofs.viewing.service import (
    address_of,
    close_links_of,
    list_links,
    make_link,
    reopen_links_of,
    revoke_link,
)
from portal.foundation import clock
from portal.foundation.audit import AuditEntry
from portal.foundation.config import Settings, settings
from portal.foundation.database import reading, transaction
from portal.foundation.errors import NotFound, NotPermitted
from portal.foundation.ids import new_id
from portal.foundation.jobs import run_due_jobs
from regions.accounts.models import Account, AccountGrant
from regions.accounts.rules import Actor, Role
from tests.factories.demo_campaign import IN_ORDER_TIME
from tests.factories.orders import FLYER, POST, Shop
from tests.factories.web import client_of, make_app

BY_HAND = {"Sec-Fetch-Mode": "navigate"}


@pytest.fixture
def shop(any_shop: Shop) -> Shop:
    """Every test here runs on SQLite and on PostgreSQL."""
    return any_shop


@pytest.fixture
def web(shop: Shop, settings: Settings) -> Flask:
    return make_app(settings.model_copy(update={"requests_per_minute": 0}))


@pytest.fixture
def stranger(web: Flask) -> FlaskClient:
    return web.test_client()


@pytest.fixture
def ad(shop: Shop) -> UUID:
    return shop.localise()


def link_of(shop: Shop, ad: UUID, *formats: str, by: Actor | None = None) -> tuple[ViewLink, str]:
    """Make a link and return it with its path."""
    link = make_link(by or shop.manager, ad, formats or (FLYER, POST), 7, "Frau Weber")
    return link, urlsplit(address_of(link)).path


def remark(client: FlaskClient, path: str, **changed: str) -> TestResponse:
    sent = {"format": FLYER, "page": "0", "x": "0.25", "y": "0.5"}
    sent |= {"name": "Ines Weber", "text": "Das Datum stimmt nicht."}
    return client.post(f"{path}/comments", data=sent | changed)


def refusals() -> list[tuple[str, int]]:
    """Return why links were refused, and how many refusals each row stands for."""
    with reading() as s:
        rows = s.scalars(select(AuditEntry).where(AuditEntry.action == "view_link.open"))
        told = [row.details for row in rows.all() if row.outcome == "refused"]
    return [(details["reason"], details["count"]) for details in told]


@pytest.fixture
def mails(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """What is mailed, as (to, subject, text)."""
    sent: list[tuple[str, str, str]] = []

    def keep(to: str, subject: str, text: str) -> bool:
        sent.append((to, subject, text))
        return True

    monkeypatch.setattr("campaigns.proofs.viewing.jobs.send_mail", keep)
    return sent


def work_at(moment: datetime) -> None:
    """Run what is due at a moment, and what that sets."""
    clock.start_at(moment)
    run_due_jobs()
    run_due_jobs()


def test_a_stranger_sees_the_saved_ad_and_nothing_else(
    shop: Shop, ad: UUID, stranger: FlaskClient
) -> None:
    _link, path = link_of(shop, ad, FLYER)
    page = stranger.get(path, headers=BY_HAND)
    html = page.get_data(as_text=True)
    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers
    assert page.headers["X-Robots-Tag"].startswith("noindex")
    assert "connect-src" not in page.headers["Content-Security-Policy"]
    assert "Wasserzeichen" not in html
    assert "Frau Weber" not in html
    assert shop.manager.name not in html
    assert shop.manager.email not in html
    assert f"/{POST}/" not in html
    assert "wurde geändert" not in html
    stranger.get(path)
    assert list_links(shop.manager, ad)[0].link.views == 1

    sheet = stranger.get(f"{path}/{FLYER}/0.jpg")
    assert Image.open(io.BytesIO(sheet.data)).format == "JPEG"
    same = stranger.get(f"{path}/{FLYER}/0.jpg", headers={"If-None-Match": sheet.headers["ETag"]})
    assert same.status_code == 304
    save_values(shop.manager, ad, {"headline": "Hier wächst Bergedorf."}, 1)
    assert "wurde geändert" in stranger.get(path).get_data(as_text=True)
    assert stranger.get(f"{path}/{FLYER}/0.jpg").data != sheet.data


def test_what_a_stranger_writes_is_pinned_settled_and_answered(
    shop: Shop, ad: UUID, stranger: FlaskClient
) -> None:
    _, path = link_of(shop, ad)
    sent = remark(stranger, path, text="<b>Datum</b> falsch")
    assert sent.status_code == 303
    html = stranger.get(sent.location).get_data(as_text=True)
    assert "&lt;b&gt;Datum&lt;/b&gt; falsch" in html
    assert "<b>Datum" not in html
    [found] = comments_of(shop.manager, ad).open
    assert (found.x, found.y, found.format_key, found.page) == (0.25, 0.5, FLYER, 0)
    assert not comments_of(shop.manager, ad).is_older(found)

    answer(shop.manager, ad, found.id, "Ist geändert.")
    settle(shop.manager, ad, found.id, done=True)
    save_values(shop.manager, ad, {"headline": "Hier wächst Bergedorf."}, 1)
    seen = comments_of(shop.approver, ad)
    assert not seen.open
    assert seen.is_older(seen.settled[0])
    assert "Ist geändert." in stranger.get(path).get_data(as_text=True)


def test_what_cannot_be_kept_is_told_and_not_lost(
    shop: Shop, ad: UUID, stranger: FlaskClient
) -> None:
    _, path = link_of(shop, ad, FLYER)
    for changed in ({"name": " "}, {"text": ""}, {"x": "1.5"}, {"text": "w" * 1001}):
        told = remark(stranger, path, **changed)
        assert told.status_code == 422
        assert changed.get("text", "Das Datum stimmt nicht.") in told.get_data(as_text=True)
    assert remark(stranger, path, text="w" * 40_000).status_code == 413
    assert remark(stranger, path, page="7").status_code == 404
    assert not comments_of(shop.manager, ad).open


def test_forged_expired_closed_and_foreign_links_show_nothing(
    shop: Shop, ad: UUID, stranger: FlaskClient
) -> None:
    link, path = link_of(shop, ad, FLYER)
    never = write_token(new_id(), settings().secret_key)
    for token in (path.rsplit("/", 1)[1][:-1], never, "x"):
        page = stranger.get(f"/view/{token}")
        assert page.status_code == 404
        assert "Bitten Sie den Absender um einen neuen." in page.get_data(as_text=True)
        assert remark(stranger, f"/view/{token}").status_code == 404
    assert stranger.get(f"{path}/{POST}/0.jpg").status_code == 404
    assert remark(stranger, path, format=POST).status_code == 404
    assert refusals() == [("view_link_unknown", 1), ("foreign_format", 1)]

    with transaction() as s:
        s.get_one(ViewLink, link.id).expires_at = clock.now()
    assert stranger.get(path).status_code == 410
    assert stranger.get(f"{path}/{FLYER}/0.jpg").status_code == 410
    assert remark(stranger, path).status_code == 410
    revoked, closed = link_of(shop, ad, FLYER)
    revoke_link(shop.manager, ad, revoked.id)
    assert stranger.get(closed).status_code == 410
    assert {("expired", 1), ("revoked", 1)} <= set(refusals())
    for _ in range(94):
        stranger.get("/view/x")
    told = [count for reason, count in refusals() if reason == "view_link_unknown"]
    assert told == [1, 10, 100]


def test_links_and_comments_of_others_do_not_exist(
    shop: Shop, ad: UUID, web: Flask, stranger: FlaskClient
) -> None:
    link, path = link_of(shop, ad)
    remark(stranger, path)
    [found] = comments_of(shop.manager, ad).open
    other = shop.localise(outlet=1)
    with pytest.raises(NotFound):
        settle(shop.manager, other, found.id, done=True)
    with pytest.raises(NotFound):
        revoke_link(shop.manager, other, link.id)
    with pytest.raises(NotPermitted):
        answer(shop.approver, ad, found.id, "Nein")
    office = client_of(web, shop.demo.network.accounts[Role.APPROVER])
    page = office.get(f"/localisations/{ad}/sharing").get_data(as_text=True)
    assert "Das Datum stimmt nicht." in page
    assert path not in page
    assert office.post(f"/localisations/{ad}/links", data={"formats": FLYER}).status_code == 403


def test_a_campaign_closes_its_links_and_opens_them_again(
    shop: Shop, ad: UUID, stranger: FlaskClient
) -> None:
    _, path = link_of(shop, ad)
    gone, _ = link_of(shop, ad)
    revoke_link(shop.manager, ad, gone.id)
    at = clock.now()
    assert close_links_of(shop.demo.campaign.id, "Rückruf") == 1
    assert stranger.get(path).status_code == 410
    assert reopen_links_of(shop.demo.campaign.id, at) == 1
    assert stranger.get(path).status_code == 200
    with transaction() as s:
        s.get_one(Campaign, shop.demo.campaign.id).status = CampaignStatus.CLOSED
    assert stranger.get(path).status_code == 410
    assert [entry.is_open for entry in list_links(shop.manager, ad)] == [False, False]


def test_a_link_closes_with_the_rights_of_who_made_it(
    shop: Shop, ad: UUID, stranger: FlaskClient
) -> None:
    _, path = link_of(shop, ad)
    staff = shop.demo.network.actors[Role.PARTNER_STAFF]
    _, other = link_of(shop, ad, by=staff)
    with transaction() as s:
        grants = select(AccountGrant).where(AccountGrant.account_id == staff.account_id)
        for grant in s.scalars(grants):
            grant.role = Role.APPROVER
    page = stranger.get(other)
    assert page.status_code == 410
    assert "betreut" in page.get_data(as_text=True)
    with transaction() as s:
        s.get_one(Account, shop.manager.account_id).active = False
    assert stranger.get(path).status_code == 410
    assert stranger.get(f"{path}/{FLYER}/0.jpg").status_code == 410
    assert remark(stranger, path).status_code == 410
    assert [entry.state for entry in list_links(shop.manager, ad)] == [LinkState.MAKER_GONE] * 2
    assert ("maker", 1) in refusals()
    with transaction() as s:
        s.get_one(Account, shop.manager.account_id).active = True
    assert stranger.get(path).status_code == 200


def test_comments_are_mailed_once_a_quarter_and_shown_at_the_start(
    shop: Shop, ad: UUID, web: Flask, stranger: FlaskClient, mails: list[tuple[str, str, str]]
) -> None:
    _, path = link_of(shop, ad)
    with transaction() as s:
        s.get_one(Account, shop.manager.account_id).language = "en"
    own = client_of(web, shop.demo.network.accounts[Role.PARTNER_MANAGER])
    assert remark(own, path, text="Von mir selbst.").status_code == 303
    remark(stranger, path)
    remark(stranger, path, text="Mehr unter https://boese.example/x bitte.", page="1")
    work_at(IN_ORDER_TIME + timedelta(minutes=14))
    assert not mails
    work_at(IN_ORDER_TIME + timedelta(minutes=17))
    work_at(IN_ORDER_TIME + timedelta(minutes=18))
    [(to, subject, text)] = mails
    assert to == shop.manager.email
    assert subject.startswith("New comments on your ad: ")
    assert "Ines Weber on " in text
    assert "Das Datum stimmt nicht." in text
    assert "Mehr unter [address left out] bitte." in text
    assert "Von mir selbst." not in text
    assert f"/localisations/{ad}/sharing" in text

    remark(own, path, text="Noch etwas von mir.")
    work_at(IN_ORDER_TIME + timedelta(minutes=40))
    assert len(mails) == 1
    assert [entry.count for entry in commented_ads(shop.manager)] == [4]
    start = own.get("/").get_data(as_text=True)
    assert "4 open comments on" in start
    remark(stranger, path, text="Jetzt passt es.")
    for comment in comments_of(shop.manager, ad).open:
        settle(shop.manager, ad, comment.id, done=True)
    work_at(IN_ORDER_TIME + timedelta(minutes=70))
    assert len(mails) == 1
    assert not commented_ads(shop.manager)


def test_a_deleted_comment_leaves_its_number_alone(
    shop: Shop, ad: UUID, web: Flask, stranger: FlaskClient
) -> None:
    _, path = link_of(shop, ad)
    remark(stranger, path, text="Meine Nummer ist 0170 1234567.")
    remark(stranger, path, text="Das Datum?")
    second, first = comments_of(shop.manager, ad).open
    answer(shop.manager, ad, first.id, "Danke, Frau Weber.")
    with pytest.raises(NotPermitted):
        delete_comment(shop.approver, ad, first.id)
    office = client_of(web, shop.demo.network.accounts[Role.CAMPAIGN_MANAGER])
    page = office.get(f"/localisations/{ad}/sharing").get_data(as_text=True)
    assert "Kommentar löschen" in page
    assert "Antwort senden" not in page
    asked = office.post(f"/localisations/{ad}/comments/{first.id}/delete")
    assert asked.status_code == 302
    with pytest.raises(NotFound):
        delete_comment(shop.manager, ad, first.id)
    seen = comments_of(shop.manager, ad)
    assert [(c.id, seen.numbers[c.id]) for c in seen.open] == [(second.id, 2)]
    assert "0170" not in stranger.get(path).get_data(as_text=True)
    with reading() as s:
        row = s.get_one(ViewComment, first.id)
        assert (row.name, row.text, row.answer, row.answered_by_name) == ("", "", "", "")
        [entry] = s.scalars(select(AuditEntry).where(AuditEntry.action == "view_comment.deleted"))
        assert entry.subject_id == str(first.id)


def test_names_go_some_time_after_the_link_and_the_rest_after_the_campaign(
    shop: Shop, ad: UUID, stranger: FlaskClient
) -> None:
    link, path = link_of(shop, ad)
    remark(stranger, path)
    days = settings().view_link_name_days
    with transaction() as s:
        s.get_one(ViewLink, link.id).expires_at = clock.now() - timedelta(days=days, minutes=-1)
    assert forget_names() == 0
    with transaction() as s:
        s.get_one(ViewLink, link.id).expires_at = clock.now() - timedelta(days=days, minutes=1)
    assert forget_names() == 1
    with reading() as s:
        assert s.get_one(ViewLink, link.id).recipient == ""
        assert [(c.name, c.written_by) for c in s.scalars(select(ViewComment))] == [("", None)]
    assert forget_names() == 0

    other = shop.localise(outlet=1)
    link_of(shop, other)
    kept = timedelta(days=settings().view_link_comment_days)
    over = datetime.combine(shop.demo.campaign.runs_until, time(12), UTC) + kept
    with transaction() as s:
        [late] = s.scalars(select(ViewLink).where(ViewLink.localisation_id == other))
        late.expires_at = over
    clock.start_at(over)
    assert forget_links() == 0
    clock.start_at(over + timedelta(days=1))
    assert forget_links() == 1
    with reading() as s:
        assert not s.scalars(select(ViewComment)).all()
        assert [link.localisation_id for link in s.scalars(select(ViewLink))] == [other]
