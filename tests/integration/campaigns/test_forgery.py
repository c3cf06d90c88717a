"""Requests made by hand: what no page of ours sends is refused, changes nothing and is audited."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from brand_assets.library.models import Asset
from brand_assets.library.rules import AssetMeta
from brand_assets.library.service import add_asset
from campaigns.ad_templates.fields import FieldKind
from campaigns.approval.models import Decision
from campaigns.localisation.models import Localisation
from campaigns.localisation.service import get_localisation, get_or_start
from campaigns.orders.baskets import put_in_basket
from campaigns.orders.models import BasketLine, Order, OrderLine
from campaigns.orders.quotes import quote
from campaigns.orders.reading import lines_of
from campaigns.planning.models import Campaign
from campaigns.planning.rules import CampaignStatus
from campaigns.planning.service import close_campaign, fields_of
from portal.foundation.audit import AuditEntry, verify_chain
from portal.foundation.config import Settings
from portal.foundation.database import reading, transaction
from portal.foundation.ids import new_id
from regions.accounts.models import Account, AccountGrant
from regions.accounts.rules import Actor, Grant, Role
from regions.suppliers.models import Supplier
from tests.factories.kit import BRAND
from tests.factories.orders import FLYER, NEWSPAPER, Shop
from tests.factories.regions import actor_of, make_account, make_supplier
from tests.factories.web import client_of, make_app

OWN_WORDS = {"headline": "Hier wächst Bergedorf."}
APPROVE = {"outcome": "approved", "row_version": "1"}


@pytest.fixture
def web(shop: Shop, settings: Settings) -> Flask:
    """The portal over the shop's database; the token of a session has its own test."""
    return make_app(settings)


def as_role(web: Flask, shop: Shop, role: Role) -> FlaskClient:
    return client_of(web, shop.demo.network.accounts[role])


def manager_of(shop: Shop, path: str) -> tuple[Account, Actor]:
    """Add another manager, of whatever partner."""
    with transaction() as s:
        account = make_account(s, Role.PARTNER_MANAGER, path)
    return account, actor_of(account, Grant(Role.PARTNER_MANAGER, path))


def account_with(*held: tuple[Role, str]) -> Account:
    """Add an account that holds several roles."""
    with transaction() as s:
        account = make_account(s, *held[0])
        s.add_all(AccountGrant(account_id=account.id, role=r, path=p) for r, p in held[1:])
    return account


def refusals() -> list[tuple[str, str]]:
    """Return action and subject of everything that was refused."""
    with reading() as s:
        entries = s.scalars(select(AuditEntry).where(AuditEntry.outcome == "refused"))
        return [(entry.action, entry.subject_id) for entry in entries]


def refused_for(account: Account) -> set[str]:
    """Return which actions were refused to an account."""
    with reading() as s:
        mine = select(AuditEntry.action).where(
            AuditEntry.outcome == "refused", AuditEntry.account_id == account.id
        )
        return set(s.scalars(mine))


def count(table: type) -> int:
    with reading() as s:
        return s.scalar(select(func.count()).select_from(table)) or 0


def post(client: FlaskClient, path: str, **form: Any) -> TestResponse:
    return client.post(path, data=form)


def order_form(shop: Shop, ad: UUID, by: Actor) -> dict[str, str]:
    """Put flyers into the basket and return the form that orders them, as the page has it."""
    put_in_basket(by, shop.flyers(ad))
    seen = quote(by, [shop.flyers(ad)]).digest
    with reading() as s:
        outlet_id = s.get_one(Localisation, ad).outlet_id
    return {"outlet": str(outlet_id), "seen": seen, "key": str(new_id())}


# -- whose it is ---------------------------------------------------------------------------------


def test_a_foreign_outlets_ad_is_not_started(web: Flask, shop: Shop) -> None:
    network = shop.demo.network
    client = as_role(web, shop, Role.PARTNER_MANAGER)
    for outlet in (network.sibling_outlet, network.foreign_outlet):
        for path in ("/localisations/", "/start/order", "/start/mend"):
            asked = {"campaign": shop.demo.campaign.id, "outlet": outlet.id, "format": FLYER}
            assert post(client, path, **asked).status_code == 404
    assert count(Localisation) == 0
    assert ("localisation.start", str(network.foreign_outlet.id)) in refusals()
    assert ("home.start_order", "/start/order") in refusals()


def test_a_campaign_that_is_not_meant_for_the_outlet_is_not_started(web: Flask, shop: Shop) -> None:
    with transaction() as s:
        campaign = s.get_one(Campaign, shop.demo.campaign.id)
        elsewhere = Campaign(
            **{
                column.name: getattr(campaign, column.name)
                for column in Campaign.__table__.columns
                if column.name not in {"id", "slug", "path", "status"}
            },
            slug="nur-im-sueden",
            path="hg/de/sued/",
            status=CampaignStatus.DRAFT,
        )
        s.add(elsewhere)
    client = as_role(web, shop, Role.PARTNER_MANAGER)
    outlet = shop.demo.outlet_id
    answer = post(client, "/localisations/", campaign=elsewhere.id, outlet=outlet)
    assert answer.status_code == 404
    assert count(Localisation) == 0
    assert ("localisation.start", "/localisations/") in refusals()


def foreign_photo(shop: Shop) -> str:
    """Add a photo to a neighbour's own library and return its hash."""
    _, neighbour = manager_of(shop, shop.demo.network.sibling.path)
    photo = (BRAND / "photos" / "Blinds.jpg").read_bytes()
    sibling = shop.demo.network.sibling.path
    asset: Asset = add_asset(neighbour, sibling, photo, AssetMeta("Nachbar")).asset
    return asset.sha256


def test_a_neighbours_photo_is_neither_placed_nor_looked_at_by_its_hash(
    web: Flask, shop: Shop
) -> None:
    ad, sha256 = shop.localise(), foreign_photo(shop)
    client = as_role(web, shop, Role.PARTNER_MANAGER)
    photo_key = photo_field(shop)
    changes = {photo_key: {"sha256": sha256}}
    saved = client.post(f"/localisations/{ad}/values", json={"changes": changes, "row_version": 1})
    drawn = client.post(f"/localisations/{ad}/pictures/{FLYER}", json={"changes": changes})
    small = client.get(f"/localisations/{ad}/photos/{photo_key}/{sha256}.jpg")
    assert (saved.status_code, drawn.status_code, small.status_code) == (422, 422, 404)
    assert get_localisation(shop.manager, ad).values == {}
    assert ("localisation.save", str(ad)) in refusals()


def photo_field(shop: Shop) -> str:
    fields = fields_of(shop.demo.campaign)
    return next(f.key for f in fields if f.kind is FieldKind.PHOTO and not f.locked)


def test_a_wide_role_without_the_right_opens_nothing_for_a_narrow_one(
    web: Flask, shop: Shop
) -> None:
    network = shop.demo.network
    account, neighbour = manager_of(shop, network.sibling.path)
    ad = get_or_start(neighbour, shop.demo.campaign.id, network.sibling_outlet.id)
    line = lines_of(shop.order(shop.flyers(ad.id), by=neighbour).id)[0]
    mixed = account_with((Role.ANALYST, "hg/"), (Role.PARTNER_STAFF, network.outlets[0].path))
    pages = (
        f"/localisations/{ad.id}",
        f"/localisations/{ad.id}/history",
        f"/localisations/{ad.id}/pictures/{FLYER}.jpg",
        f"/localisations/proofs/{line.proof_id}/press.pdf",
        f"/localisations/proofs/{line.proof_id}/page-0.jpg",
        f"/orders/{line.order_id}",
        f"/orders/price?localisation={ad.id}",
        f"/approvals/{line.submission_id}",
    )
    theirs, mine = client_of(web, account), client_of(web, mixed)
    assert {theirs.get(page).status_code for page in pages} == {200}
    assert {page: mine.get(page).status_code for page in pages} == dict.fromkeys(pages, 404)


# -- what it costs -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("forged", "status"),
    [
        ({"quantity": "-5"}, 422),
        ({"quantity": "1"}, 422),
        ({"quantity": "99999999"}, 422),
        ({"supplier": str(new_id())}, 422),
        ({"finishing": "gratis"}, 422),
        ({"format_key": "plakat-a3"}, 404),
        ({"unit_price": "0"}, 422),
        ({"net_cents": "1"}, 422),
        ({"coop_cents": "99999"}, 422),
    ],
)
def test_quantity_supplier_finishing_and_price_are_not_the_buyers(
    web: Flask, shop: Shop, forged: dict[str, str], status: int
) -> None:
    ad = shop.localise()
    form = {"localisation": str(ad), "format_key": FLYER, "quantity": "2500", "finishing": ""}
    client = as_role(web, shop, Role.PARTNER_MANAGER)
    answer = client.post("/basket/lines", data=form | forged)
    assert answer.status_code == status
    assert count(BasketLine) == 0


def test_a_supplier_of_another_region_cannot_be_chosen(web: Flask, shop: Shop) -> None:
    with transaction() as s:
        foreign = make_supplier(s, "sued-druck", path="hg/de/sued/", name="Süddruck")
    ad = shop.localise()
    form = {"localisation": ad, "format_key": NEWSPAPER, "quantity": 1, "supplier": foreign.id}
    client = as_role(web, shop, Role.PARTNER_MANAGER)
    assert post(client, "/basket/lines", **form).status_code == 422
    assert count(BasketLine) == 0


def test_a_basket_of_a_foreign_ad_is_refused_and_audited(web: Flask, shop: Shop) -> None:
    network = shop.demo.network
    _, neighbour = manager_of(shop, network.sibling.path)
    ad = get_or_start(neighbour, shop.demo.campaign.id, network.sibling_outlet.id)
    form = order_form(shop, ad.id, neighbour)
    client = as_role(web, shop, Role.PARTNER_MANAGER)
    line = {"localisation": ad.id, "format_key": FLYER, "quantity": 2500}
    assert post(client, "/basket/lines", **line).status_code == 404
    assert post(client, "/basket/usual", localisation=ad.id).status_code == 404
    assert post(client, "/basket/order", **form).status_code == 422
    assert post(client, "/basket/hand-in", outlet=network.sibling_outlet.id).status_code == 422
    me = network.accounts[Role.PARTNER_MANAGER]
    assert {"basket.add_line", "basket.add_usual", "order.placed"} <= refused_for(me)
    assert count(Order) == 0


def test_a_used_key_of_another_account_leads_nobody_to_its_order(web: Flask, shop: Shop) -> None:
    network = shop.demo.network
    form = order_form(shop, shop.localise(), shop.manager)
    first = post(as_role(web, shop, Role.PARTNER_MANAGER), "/basket/order", **form)
    account, neighbour = manager_of(shop, network.sibling.path)
    ad = get_or_start(neighbour, shop.demo.campaign.id, network.sibling_outlet.id)
    theirs = order_form(shop, ad.id, neighbour) | {"key": form["key"]}
    second = post(client_of(web, account), "/basket/order", **theirs)
    assert first.status_code == second.status_code == 302
    assert first.location != second.location
    with reading() as s:
        outlets = set(s.scalars(select(Order.outlet_id)))
    assert outlets == {network.outlets[0].id, network.sibling_outlet.id}
    assert client_of(web, account).get(first.location).status_code == 404


def test_an_ad_that_changed_is_not_ordered_and_that_is_audited(web: Flask, shop: Shop) -> None:
    ad = shop.localise()
    form = order_form(shop, ad, shop.manager)
    shop.localise(OWN_WORDS)
    client = as_role(web, shop, Role.PARTNER_MANAGER)
    assert post(client, "/basket/order", **form).status_code == 409
    assert ("order.placed", str(ad)) in refusals()
    assert count(Order) == 0


def test_what_is_closed_takes_neither_values_nor_orders(web: Flask, shop: Shop) -> None:
    ad = shop.localise()
    form = order_form(shop, ad, shop.manager)
    close_campaign(shop.demo.network.actors[Role.CAMPAIGN_MANAGER], shop.demo.campaign.id)
    client = as_role(web, shop, Role.PARTNER_MANAGER)
    other = shop.demo.network.outlets[1].id
    body = {"changes": OWN_WORDS, "row_version": 1}
    answers = (
        client.post(f"/localisations/{ad}/values", json=body),
        post(client, "/basket/order", **form),
        post(client, "/localisations/", campaign=shop.demo.campaign.id, outlet=other),
    )
    assert [answer.status_code for answer in answers] == [409, 409, 409]
    assert get_localisation(shop.manager, ad).values == {}
    assert (count(Order), count(Localisation)) == (0, 1)


# -- who decides ---------------------------------------------------------------------------------


def waiting(shop: Shop) -> OrderLine:
    """Order an ad that a person has to decide on."""
    return lines_of(shop.order(shop.flyers(shop.localise(OWN_WORDS))).id)[0]


def test_an_approver_who_also_works_for_the_partner_does_not_decide(web: Flask, shop: Shop) -> None:
    line = waiting(shop)
    both = account_with(
        (Role.APPROVER, "hg/"), (Role.PARTNER_STAFF, shop.demo.network.partner.path)
    )
    client, path = client_of(web, both), f"/approvals/{line.submission_id}"
    assert post(client, f"{path}/decision", **APPROVE).status_code == 403
    post(client, "/approvals/routine", seen=f"{line.submission_id}:1")
    assert count(Decision) == 0
    assert "submission.decided" in refused_for(both)
    assert f'action="{path}/decision"' not in client.get(path).text


def test_who_changed_a_value_on_behalf_does_not_decide(web: Flask, shop: Shop) -> None:
    region = shop.demo.network.north.path
    helper = account_with((Role.REGIONAL_MANAGER, region), (Role.APPROVER, "hg/"))
    grants = (Grant(Role.REGIONAL_MANAGER, region), Grant(Role.APPROVER, "hg/"))
    ad = shop.localise(OWN_WORDS, by=actor_of(helper, *grants))
    line = lines_of(shop.order(shop.flyers(ad)).id)[0]
    path = f"/approvals/{line.submission_id}/decision"
    assert post(client_of(web, helper), path, **APPROVE).status_code == 403
    assert "submission.decided" in refused_for(helper)
    assert post(as_role(web, shop, Role.APPROVER), path, **APPROVE).status_code == 302


def test_an_approver_elsewhere_sees_and_decides_nothing(web: Flask, shop: Shop) -> None:
    line = waiting(shop)
    south = account_with((Role.APPROVER, "hg/de/sued/"))
    client, path = client_of(web, south), f"/approvals/{line.submission_id}"
    assert client.get(path).status_code == 404
    assert post(client, f"{path}/decision", **APPROVE).status_code == 404
    assert post(client, f"{path}/withdraw", row_version="1").status_code == 403
    assert count(Decision) == 0
    assert {"approval.save_decision", "approval.save_withdrawal"} <= refused_for(south)


def test_two_deciders_at_once_are_one_decision(web: Flask, shop: Shop) -> None:
    line = waiting(shop)
    with transaction() as s:
        second = make_account(s, Role.APPROVER, "hg/")
    clients = (as_role(web, shop, Role.APPROVER), client_of(web, second))
    forms = (APPROVE, APPROVE | {"outcome": "rejected", "reason": "Nein"})
    path = f"/approvals/{line.submission_id}/decision"
    with ThreadPoolExecutor(2) as pool:
        sent = [pool.submit(post, c, path, **f) for c, f in zip(clients, forms, strict=True)]
        codes = sorted(answer.result().status_code for answer in sent)
    assert codes == [302, 409]
    assert count(Decision) == 1


def test_a_decision_is_one_of_three_words(web: Flask, shop: Shop) -> None:
    line = waiting(shop)
    client = as_role(web, shop, Role.APPROVER)
    path = f"/approvals/{line.submission_id}/decision"
    for forged in ({"outcome": "withdrawn"}, {"row_version": "2"}, {"outcome": "rejected"}):
        assert post(client, path, **(APPROVE | forged)).status_code in {409, 422}
    assert count(Decision) == 0


# -- who is who ----------------------------------------------------------------------------------


def test_a_suspended_account_is_out_at_its_next_request(web: Flask, shop: Shop) -> None:
    account = shop.demo.network.accounts[Role.PARTNER_MANAGER]
    client = client_of(web, account)
    assert client.get("/orders/").status_code == 200
    admin = as_role(web, shop, Role.ADMINISTRATOR)
    assert post(admin, f"/accounts/{account.id}/active", active="no").status_code == 302
    assert client.get("/orders/").location.startswith("/sign-in")
    assert post(client, "/basket/usual", localisation=new_id()).status_code == 401


def test_a_partner_manager_makes_nobody_more_than_its_staff(web: Flask, shop: Shop) -> None:
    network = shop.demo.network
    manager, staff = (network.accounts[r] for r in (Role.PARTNER_MANAGER, Role.PARTNER_STAFF))
    office = network.accounts[Role.CAMPAIGN_MANAGER]
    client, before = client_of(web, manager), count(AccountGrant)
    person = {"name": "A", "email": "a@halmgruen.example", "language": "de"}
    wishes: tuple[tuple[dict[str, str], int], ...] = (
        ({"role": "administrator", "place": "hg/"}, 422),
        ({"role": "approver", "place": network.partner.path}, 422),
        ({"role": "partner_manager", "place": network.partner.path}, 422),
        ({"role": "partner_staff", "place": network.sibling.path}, 422),
        ({"role": "partner_staff", "place": "", "number": network.sibling.number}, 404),
        ({"role": "partner_staff", "place": network.outlets[0].path, "number": "0013"}, 404),
    )
    for wish, status in wishes:
        assert post(client, "/accounts/invite", **person, **wish).status_code == status, wish
        assert post(client, f"/accounts/{staff.id}/roles", **wish).status_code == status, wish
    for account in (office, manager):
        own = {"role": "partner_staff", "place": network.partner.path}
        path = f"/accounts/{account.id}"
        assert post(client, f"{path}/roles", **own).status_code in {403, 404}
        assert post(client, f"{path}/active", active="no").status_code in {403, 404}
        assert post(client, f"{path}/invitation").status_code in {403, 404}
    assert count(AccountGrant) == before
    actions = {"accounts.send_invite", "accounts.add_role", "accounts.switch_active"}
    assert actions <= refused_for(manager)


def test_a_supplier_moves_its_own_lines_alone(web: Flask, shop: Shop) -> None:
    line = lines_of(shop.order(shop.flyers(shop.localise())).id)[0]
    with transaction() as s:
        other = make_supplier(s, "anders")
        account = make_account(s, Role.SUPPLIER, supplier_id=other.id)
    client = client_of(web, account)
    path = f"/fulfilment/lines/{line.id}"
    assert post(client, f"{path}/status", status="in_production").status_code == 404
    assert client.get(f"{path}/files").status_code == 404
    assert "delivery.save_status" in refused_for(account)
    assert count(Supplier) == 2


def test_the_trail_of_all_that_holds_together(web: Flask, shop: Shop) -> None:
    client = as_role(web, shop, Role.PARTNER_MANAGER)
    for _ in range(3):
        post(client, "/basket/usual", localisation=new_id())
    assert refusals() == [("basket.add_usual", "/basket/usual")] * 3
    assert verify_chain().is_intact
