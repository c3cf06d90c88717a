"""Every route x (anonymous, without the right, own, sibling, foreign): no leak anywhere.

A new route is in here by being in the URL map; a new kind of id in an address has to be given its
own, sibling and foreign rows below, or the test names it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from brand_assets.kit.models import BrandKitVersion
from brand_assets.library.arranging.collections import make_collection
from brand_assets.library.arranging.rules import CollectionWords
from brand_assets.library.incoming.rules import Offer
from brand_assets.library.incoming.sessions import begin_upload
from brand_assets.library.rules import AssetMeta
from brand_assets.library.service import add_asset
from campaigns.approval.models import Submission
from campaigns.insight.exports.models import ExportOrder
from campaigns.insight.reports.models import ReportImport
from campaigns.localisation.service import get_or_start
from campaigns.orders.baskets import put_in_basket
from campaigns.orders.models import OrderLine
from campaigns.proofs.across.saving import begin_carry_over
from campaigns.proofs.models import Proof
from campaigns.proofs.viewing.rules import write_token
from campaigns.proofs.viewing.service import make_link
from campaigns.proofs.viewing.visiting import Remark, write_comment
from campaigns.rollout.models import KitEffect, KitEffectItem
from portal.foundation import config
from portal.foundation.config import Settings
from portal.foundation.database import Database, transaction
from portal.foundation.ids import new_id
from portal.foundation.storage import FileStore
from regions.accounts.guard import Access, declared_access
from regions.accounts.rules import ROLE_PERMISSIONS, Grant, Role
from regions.partners.models import Partner
from regions.partners.proposals import propose_change
from tests.factories.kit import BRAND
from tests.factories.orders import Shop, make_shop
from tests.factories.regions import actor_of, make_account, make_network
from tests.factories.versions import version_rows
from tests.factories.web import client_of, make_app

Values = dict[str, Any]

#: Routes of Flask itself, which serve files that everybody may have.
OPEN = {"static"}
#: Ids of things that everybody with the permission shares: there is no foreign one.
SHARED = {
    *("ad_version_id", "campaign_id", "carry_id", "supplier_id", "template_id", "version_id"),
}
#: Addresses that need a text which no row names; their own tests visit them.
NAMED_BY_TEXT = {
    "delivery.download",
    "kit.download",
    "kit.show_logo",
    "kit.show_style",
    "library_rights.download",
}
#: Pictures of what an ad in its first approval does not have yet.
NOT_YET = {"approval.show_last"}
#: What belongs to one account and to no place: its own tests show that its owner reads it.
PERSONAL = {"across.show_given", "across.show_progress", "uploads.show"}
#: Ids that stand in the query.
QUERY = {"orders.show_price": {"localisation": "localisation_id"}}
#: What a route has to be sent before it looks at whose row it is.
SENT: dict[str, dict[str, Any]] = {
    "approval.save_withdrawal": {"data": {"row_version": 1}},
    "basket.save_line": {"data": {"quantity": 500}},
    "accounts.remove_role": {"data": {"role": "partner_staff", "path": "hg/de/nord/p0012/"}},
    "earlier.take": {"data": {"from": str(UUID(int=1))}},
    "proofs.draw": {"json": {}},
    "proofs.save": {"json": {"changes": {"phone": "040 66969 999"}, "row_version": 1}},
    "proofs.leave_signs": {"json": {"field": "headline", "typed": True}},
    "value_history.repeat": {"json": {"row_version": 1}},
    "value_history.set_earlier": {"json": {"step": 1, "field": "headline", "row_version": 1}},
    "value_history.take_back": {"json": {"row_version": 1}},
    "versions.take": {"data": {"row_version": 1, "field": "headline"}},
}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def routes(web: Flask) -> Iterator[tuple[Rule, str, Access | None]]:
    """Return every rule with each of its methods and who may use it."""
    for rule in web.url_map.iter_rules():
        access = declared_access(web.view_functions[rule.endpoint])
        for method in METHODS:
            if method in (rule.methods or ()) and rule.endpoint not in OPEN:
                yield rule, method, access


def guarded(web: Flask) -> Iterator[tuple[Rule, str, Access]]:
    """Return those that need a sign-in."""
    for rule, method, access in routes(web):
        if access is not None and not access.public:
            yield rule, method, access


def uuid_names(rule: Rule) -> set[str]:
    """Return the names of the ids in an address."""
    return {
        name
        for name, converter in rule._converters.items()
        if type(converter).__name__ == "UUIDConverter"
    }


def address(web: Flask, rule: Rule, values: dict[str, Any]) -> str:
    """Return the address of a rule with these values, and harmless ones for all others.

    A name that means another row in one blueprint is looked up as `blueprint.name` first.
    """
    plain = {"page": 0, "place": 0, "width": 480}
    blueprint = rule.endpoint.rpartition(".")[0]
    known = {name: values.get(f"{blueprint}.{name}", values.get(name)) for name in rule.arguments}
    given: Values = {name: known[name] or plain.get(name, "x") for name in rule.arguments}
    given |= {name: known[name] or new_id() for name in uuid_names(rule)}
    given |= {asked: values.get(name) for asked, name in QUERY.get(rule.endpoint, {}).items()}
    with web.test_request_context():
        return web.url_for(rule.endpoint, **given)


def test_every_route_declares_who_may_use_it(settings: Settings) -> None:
    web = make_app(settings)
    silent = {rule.endpoint for rule, _, access in routes(web) if access is None}
    assert silent == set()


def test_public_routes_are_the_known_ones(settings: Settings) -> None:
    web = make_app(settings)
    public = {rule.endpoint for rule, _, access in routes(web) if access and access.public}
    assert public == {
        "health.healthz",
        "health.readyz",
        "links.follow",
        "sign_in.accept_invitation",
        "sign_in.check_sign_in",
        "sign_in.choose_language",
        "sign_in.show_invitation",
        "sign_in.show_sign_in",
        "sign_in.sign_in_to_demo",
        "visits.comment",
        "visits.show",
        "visits.show_picture",
    }


def test_strangers_are_sent_to_the_sign_in(db: Database, settings: Settings) -> None:
    web = make_app(settings)
    client = web.test_client()
    let_in = []
    for rule, method, _ in guarded(web):
        answer = client.open(address(web, rule, {}), method=method)
        sent_away = answer.status_code == 302 and answer.location.startswith("/sign-in")
        if not (sent_away if method == "GET" else answer.status_code == 401):
            let_in.append((rule.endpoint, method, answer.status_code))
    assert not let_in, let_in


def test_a_role_without_the_permission_is_refused(db: Database, settings: Settings) -> None:
    web = make_app(settings)
    with transaction() as s:
        network = make_network(s)
    clients = {role: client_of(web, network.accounts[role]) for role in Role}
    let_in, refused = [], 0
    for rule, method, access in guarded(web):
        for role, client in clients.items():
            if not access.any_of or ROLE_PERMISSIONS[role] & set(access.any_of):
                continue
            answer = client.open(address(web, rule, {}), method=method)
            refused += 1
            if answer.status_code != 403:
                let_in.append((rule.endpoint, method, role.value, answer.status_code))
    assert not let_in, let_in
    assert refused > 100


@dataclass(frozen=True, slots=True)
class World:
    """The portal with an order of each partner: mine, my neighbour's, and one far away."""

    web: Flask
    client: FlaskClient
    own: Values
    sibling: Values
    foreign: Values


@pytest.fixture
def world(db: Database, file_store: FileStore, settings: Settings) -> World:
    shop = make_shop()
    web, network = make_app(settings), shop.demo.network
    return World(
        web=web,
        client=client_of(web, network.accounts[Role.PARTNER_MANAGER]),
        own=rows_of(shop, network.partner, network.outlets[0].id),
        sibling=rows_of(shop, network.sibling, network.sibling_outlet.id),
        foreign=rows_of(shop, network.foreign, network.foreign_outlet.id),
    )


def rows_of(shop: Shop, partner: Partner, outlet_id: UUID) -> Values:
    """Order an ad for a partner; return its rows by the names that addresses have for them."""
    with transaction() as s:
        manager = make_account(s, Role.PARTNER_MANAGER, partner.path)
        staff = make_account(s, Role.PARTNER_STAFF, partner.path)
    actor = actor_of(manager, Grant(Role.PARTNER_MANAGER, partner.path))
    localisation = get_or_start(actor, shop.demo.campaign.id, outlet_id)
    order = shop.order(shop.flyers(localisation.id, 250), by=actor)
    basket_line = put_in_basket(actor, shop.flyers(localisation.id, 500))
    link = make_link(actor, localisation.id, ["flyer-a5"], 7, "Ines")
    token = write_token(link.id, config.settings().secret_key)
    comment = write_comment(token, Remark("flyer-a5", 0, 0.5, 0.5, "Ines", "Das Datum?"))
    photo = (BRAND / "photos" / "Blinds.jpg").read_bytes()
    asset = add_asset(actor, partner.path, photo, AssetMeta("Lamellen")).asset
    with transaction() as s:
        line = s.scalars(select(OrderLine).where(OrderLine.order_id == order.id)).one()
        handed_in = select(Submission.id).where(Submission.localisation_id == localisation.id)
        submission_id = s.scalars(handed_in).one()
        kit_version_id = s.scalars(select(BrandKitVersion.id)).one()
        report = ReportImport(source="druckerei", sha256="0" * 64, mapping={}, checked_by=staff.id)
        export = ExportOrder(account_id=staff.id, paths=["hg/"], format="csv", job_id=new_id())
        s.add_all([report, export])
        effect_item_id = _effect_item(s, kit_version_id, line)
    return {
        "account_id": staff.id,
        "asset_id": asset.id,
        "comment_id": comment.id,
        "carry_over_id": begin_carry_over(actor, shop.demo.campaign.id, localisation.id),
        "collection_id": make_collection(actor, partner.path, CollectionWords("Ostern")).id,
        "basket.line_id": basket_line.id,
        "campaign_id": shop.demo.campaign.id,
        "export_id": export.id,
        "field_key": "bild.lokal",
        "format_key": "flyer-a5",
        "import_id": report.id,
        "item_id": effect_item_id,
        "line_id": line.id,
        "link_id": link.id,
        "localisation_id": localisation.id,
        "order_id": order.id,
        "outlet_id": outlet_id,
        "proof_id": line.proof_id,
        "proposal_id": propose_change(actor, outlet_id, {}, "Bitte prüfen").id,
        "sha256": shop.demo.photos["LadyBird"],
        "submission_id": submission_id,
        "supplier_id": shop.supplier_id,
        "upload_id": begin_upload(actor, Offer("a.jpg", 9, partner.path), new_id(), "x").id,
        "version_id": kit_version_id,
        "visits.token": token,
        **version_rows(shop, localisation.id),
    }


def _effect_item(s: Session, kit_version_id: UUID, line: OrderLine) -> UUID:
    """Add one ad to the effect of a kit version, which head office alone may see."""
    effect = KitEffect(
        kit_version_id=kit_version_id,
        path="hg/",
        content_sha256="0" * 64,
        basis_sha256="0" * 64,
        job_id=new_id(),
        started_by=new_id(),
        started_by_name="Test",
    )
    s.add(effect)
    s.flush()
    proof = s.get_one(Proof, line.proof_id)
    item = KitEffectItem(
        effect_id=effect.id,
        template_version_id=proof.template_version_id,
        format_key=line.format_key,
        path=line.path,
        fingerprint=proof.fingerprint,
        look=True,
        press=True,
        share=0.5,
        blocked_before=False,
        blocked_after=False,
        new_findings=0,
        gone_findings=0,
        weight=0.5,
        detail={"frames": [], "new": [], "gone": []},
    )
    s.add(item)
    s.flush()
    return item.id


def test_what_belongs_to_others_does_not_exist(world: World) -> None:
    mine = ROLE_PERMISSIONS[Role.PARTNER_MANAGER]
    named = {name for rule, _, _ in guarded(world.web) for name in uuid_names(rule)}
    assert named - set(world.foreign) == set(), "give each new kind of id its rows in rows_of"
    seen, tried = [], 0
    for rule, method, access in guarded(world.web):
        if access.any_of and not mine & set(access.any_of):
            continue
        if not uuid_names(rule) - SHARED and rule.endpoint not in QUERY:
            continue
        for values in (world.sibling, world.foreign):
            path = address(world.web, rule, values)
            sent = SENT.get(rule.endpoint, {}) if method == "POST" else {}
            answer = world.client.open(path, method=method, **sent)
            tried += 1
            if answer.status_code != 404:
                seen.append((rule.endpoint, answer.status_code))
    assert not seen, sorted(set(seen))
    assert tried > 20


def test_what_is_ones_own_can_be_read(world: World) -> None:
    mine = ROLE_PERMISSIONS[Role.PARTNER_MANAGER]
    broken = []
    for rule, method, access in guarded(world.web):
        allowed = not access.any_of or mine & set(access.any_of)
        if method == "GET" and allowed and rule.endpoint not in NAMED_BY_TEXT | NOT_YET | PERSONAL:
            with world.client.get(address(world.web, rule, world.own)) as answer:
                if answer.status_code >= 400:
                    broken.append((rule.endpoint, answer.status_code))
    assert not broken, broken
