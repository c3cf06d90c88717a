"""View links over HTTP: what a stranger sees, writes and is refused, and what the partner sees."""

import io
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from campaigns.localisation.service import get_localisation, save_values
from campaigns.planning.models import Campaign
from campaigns.planning.rules import CampaignStatus
from campaigns.proofs.viewing.models import ViewComment, ViewLink
from campaigns.proofs.viewing.pictures import preview_pdf
from campaigns.proofs.viewing.rules import write_token
from campaigns.proofs.viewing.service import (
    address_of,
    answer,
    close_links_of,
    comments_of,
    forget_names,
    list_links,
    make_link,
    reopen_links_of,
    revoke_link,
    settle,
)
from portal.foundation import clock
from portal.foundation.audit import AuditEntry
from portal.foundation.config import Settings, settings
from portal.foundation.database import reading, transaction
from portal.foundation.errors import NotFound, NotPermitted
from portal.foundation.ids import new_id
from regions.accounts.rules import Role
from tests.factories.orders import FLYER, POST, Shop
from tests.factories.web import client_of, make_app

BY_HAND = {"Sec-Fetch-Mode": "navigate"}


@pytest.fixture
def web(shop: Shop, settings: Settings) -> Flask:
    return make_app(settings.model_copy(update={"requests_per_minute": 0}))


@pytest.fixture
def stranger(web: Flask) -> FlaskClient:
    return web.test_client()


@pytest.fixture
def ad(shop: Shop) -> UUID:
    return shop.localise()


def link_of(shop: Shop, ad: UUID, *formats: str) -> tuple[ViewLink, str]:
    """Make a link and return it with its path."""
    link = make_link(shop.manager, ad, formats or (FLYER, POST), 7, "Frau Weber")
    return link, urlsplit(address_of(link)).path


def remark(client: FlaskClient, path: str, **changed: str) -> TestResponse:
    sent = {"format": FLYER, "page": "0", "x": "0.25", "y": "0.5"}
    sent |= {"name": "Ines Weber", "text": "Das Datum stimmt nicht."}
    return client.post(f"{path}/comments", data=sent | changed)


def refusals() -> list[str]:
    with reading() as s:
        rows = s.scalars(select(AuditEntry).where(AuditEntry.action == "view_link.open"))
        return [row.details["reason"] for row in rows if row.outcome == "refused"]


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
    assert sorted(set(refusals())) == ["foreign_format", "view_link_unknown"]

    with transaction() as s:
        s.get_one(ViewLink, link.id).expires_at = clock.now()
    assert stranger.get(path).status_code == 410
    assert stranger.get(f"{path}/{FLYER}/0.jpg").status_code == 410
    assert remark(stranger, path).status_code == 410
    revoked, closed = link_of(shop, ad, FLYER)
    revoke_link(shop.manager, ad, revoked.id)
    assert stranger.get(closed).status_code == 410
    assert {"expired", "revoked"} <= set(refusals())


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


def test_names_are_deleted_some_time_after_the_end(
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
        assert [c.name for c in s.scalars(select(ViewComment))] == [""]
    assert forget_names() == 0


def test_the_preview_is_marked_coarse_and_always_the_same(shop: Shop, ad: UUID) -> None:
    pdf = preview_pdf(shop.manager, ad, [], "de")
    assert preview_pdf(shop.manager, ad, [], "de") == pdf
    assert preview_pdf(shop.manager, ad, [], "en") != pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == 4
        assert str(document.docinfo["/Title"]).startswith("Vorschau: ")
        assert "/OutputIntents" not in document.Root
        page = document.pages[0]
        [photo, *_] = sorted(page.get_images().values(), key=lambda image: -int(image.Width))
        assert int(photo.Width) <= 600
    with transaction():
        row_version = get_localisation(shop.manager, ad).row_version
    save_values(shop.manager, ad, {"headline": "Hier wächst Bergedorf."}, row_version)
    assert preview_pdf(shop.manager, ad, [], "de") != pdf


def test_an_expired_campaign_is_marked_as_that_and_offers_no_links(
    shop: Shop, ad: UUID, web: Flask
) -> None:
    before = preview_pdf(shop.manager, ad, [FLYER], "de")
    client = client_of(web, shop.demo.network.accounts[Role.PARTNER_MANAGER])
    assert "Link erstellen" in client.get(f"/localisations/{ad}/sharing").get_data(as_text=True)
    with transaction() as s:
        s.get_one(Campaign, shop.demo.campaign.id).status = CampaignStatus.EXPIRED
    assert preview_pdf(shop.manager, ad, [FLYER], "de") != before
    assert "Link erstellen" not in client.get(f"/localisations/{ad}/sharing").get_data(as_text=True)
    asked = client.post(f"/localisations/{ad}/links", data={"formats": FLYER, "days": "7"})
    assert asked.status_code == 409
