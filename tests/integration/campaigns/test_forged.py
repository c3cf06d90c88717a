"""Requests made by hand against editor, versions, view links, many outlets, expired campaigns.

Each row of the table is refused with a 4xx and stands in the audit trail; nothing is changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from campaigns.ad_templates.drafting import begin_draft
from campaigns.ad_templates.models import AdTemplateVersion
from campaigns.ad_templates.service import get_template_version
from campaigns.ad_templates.versions import TemplateStatus
from campaigns.localisation.models import Localisation, ValueChange
from campaigns.localisation.service import get_or_start
from campaigns.orders.models import BasketLine, Order
from campaigns.orders.quotes import quote
from campaigns.proofs.viewing.models import ViewComment, ViewLink
from campaigns.proofs.viewing.rules import write_token
from campaigns.proofs.viewing.service import make_link
from campaigns.rollout.expiry.service import expire_campaign
from portal.foundation.audit import AuditEntry, verify_chain
from portal.foundation.config import Settings
from portal.foundation.config import settings as settings_now
from portal.foundation.database import reading, transaction
from portal.foundation.ids import new_id
from regions.accounts.rules import Role
from tests.factories.orders import FLYER, POST, Shop
from tests.factories.regions import make_actor
from tests.factories.web import client_of, make_app

MANAGER, STAFF, SUPPLIER = Role.PARTNER_MANAGER, Role.PARTNER_STAFF, Role.SUPPLIER
NOBODY = new_id()


@dataclass(frozen=True, slots=True)
class Forged:
    """One request: who sends what where, and under which action its refusal is written down."""

    what: str
    path: str
    action: str
    by: Role = MANAGER
    json: Any = None
    form: Mapping[str, Any] = field(default_factory=dict)


def saving(what: str, changes: Any, by: Role = MANAGER, ad: str = "own") -> Forged:
    """Return a save of values."""
    sent = {"changes": changes, "row_version": 1}
    return Forged(what, f"/localisations/{{{ad}}}/values", "localisation.save", by, sent)


FORGED = (
    saving("a locked field", {"markt.name": "Ich"}),
    saving("a computed field", {"aktion.name": "Meine Aktion"}),
    saving("a field that does not exist", {"hintertuer": "auf"}),
    saving("a field of the object itself", {"__class__": "Localisation"}),
    saving("a photo of nobody", {"bild.motiv": {"sha256": "0" * 64}}),
    saving("a locked field among others", {"headline": "Es blüht.", "markt.name": "Ich"}),
    saving("an ad of a neighbour", {"headline": "Von nebenan"}, ad="sibling"),
    saving("an ad of another region", {"headline": "Von fern"}, ad="foreign"),
    saving("staff at another outlet", {"headline": "Von drüben"}, STAFF, "second"),
    Forged(
        "the history of a neighbour",
        "/localisations/{sibling}/undo",
        "undo",
        json={"row_version": 1},
    ),
    Forged(
        "an old value of a neighbour",
        "/localisations/{sibling}/again",
        "again",
        json={"step": 1, "field": "headline", "row_version": 1},
    ),
    Forged(
        "signs of a neighbour",
        "/localisations/{sibling}/as-typed",
        "sign",
        json={"field": "headline"},
    ),
    Forged(
        "a link to a neighbour",
        "/localisations/{sibling}/links",
        "viewing.make",
        form={"formats": FLYER},
    ),
    Forged("a link to close", "/localisations/{own}/links/{their_link}/revoke", "viewing.revoke"),
    Forged(
        "a comment to delete", f"/localisations/{{own}}/comments/{NOBODY}/delete", "viewing.delete"
    ),
    Forged(
        "values from a neighbour",
        "/localisations/{own}/earlier",
        "earlier",
        form={"from": "{sibling}", "field": "headline", "row_version": "1", "earlier_version": "1"},
    ),
    Forged(
        "values for an outlet of a neighbour",
        "/localisations/across/of/{campaign}/save",
        "across",
        json={
            "outlets": [
                {
                    "outlet": "{sibling_outlet}",
                    "version": 1,
                    "cells": {"headline": {"text": "Über alle", "replaces": True}},
                }
            ]
        },
    ),
    Forged(
        "another's overview to take back",
        f"/localisations/across/given/{NOBODY}/undo",
        "across.undo",
    ),
    Forged("a version to publish", "/rollout/templates/{version}/publish", "versions.publish"),
    Forged("a version to try", "/rollout/templates/{version}/start", "versions.start"),
    Forged("an entry of nobody", f"/rollout/parked/{NOBODY}/dismiss", "versions.dismiss"),
    Forged(
        "a campaign to expire",
        "/rollout/expiry/{campaign}",
        "expiry.expire",
        form={"reason": "Weg", "sure": "y"},
    ),
    Forged("an expiry to undo", "/rollout/expiry/{campaign}/undo", "expiry.undo"),
    Forged(
        "the supplier expires",
        "/rollout/expiry/{campaign}",
        "expiry.expire",
        SUPPLIER,
        form={"reason": "Weg"},
    ),
    Forged("a check to start", "/rollout/everyone/{campaign}/start", "everyone.start"),
    Forged("a campaign to publish", "/rollout/everyone/{campaign}/publish", "everyone"),
    Forged(
        "the supplier saves",
        "/localisations/{own}/values",
        "proofs.save",
        SUPPLIER,
        json={"changes": {}, "row_version": 1},
    ),
    Forged(
        "a neighbour's ad in the basket",
        "/basket/lines",
        "basket",
        form={"localisation": "{sibling}", "format_key": FLYER, "quantity": "250"},
    ),
)
EXPIRED = (
    saving("a value after the end", {"headline": "Zu spät."}),
    Forged("signs after the end", "/localisations/{own}/as-typed", "", json={"field": "headline"}),
    Forged(
        "an old value after the end",
        "/localisations/{own}/again",
        "again",
        json={"step": 1, "field": "headline", "row_version": 1},
    ),
    Forged(
        "values for all outlets after the end",
        "/localisations/across/of/{campaign}/save",
        "",
        json={
            "outlets": [
                {
                    "outlet": "{outlet}",
                    "version": 1,
                    "cells": {"headline": {"text": "Doch noch", "replaces": True}},
                }
            ]
        },
    ),
    Forged("a decision to expire by the partner", "/rollout/expiry/{campaign}/undo", "expiry.undo"),
    Forged(
        "a basket line after the end",
        "/basket/lines",
        "basket",
        form={"localisation": "{own}", "format_key": FLYER, "quantity": "250"},
    ),
    Forged(
        "a link after the end",
        "/localisations/{own}/links",
        "viewing.make",
        form={"formats": FLYER},
    ),
    Forged(
        "an undo after the end",
        "/localisations/{own}/undo",
        "localisation.undo",
        json={"row_version": 1},
    ),
    Forged(
        "an order after the end",
        "/basket/order",
        "order.placed",
        form={"outlet": "{outlet}", "seen": "{seen}", "key": "0" * 32},
    ),
)


@dataclass(frozen=True, slots=True)
class Target:
    """The portal with ads of three partners, and the names that addresses use."""

    web: Flask
    shop: Shop
    names: dict[str, str]

    def send(self, forged: Forged) -> int:
        """Send a request and return its status."""
        client = client_of(self.web, self.shop.demo.network.accounts[forged.by])
        body = {"json": self._filled(forged.json)} if forged.json is not None else {}
        data = {} if body else {"data": self._filled(dict(forged.form))}
        return client.post(forged.path.format(**self.names), **body, **data).status_code

    def _filled(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self._filled(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self._filled(one) for one in value]
        known = isinstance(value, str) and value.startswith("{")
        return self.names[value[1:-1]] if known else value


@pytest.fixture
def target(shop: Shop, settings: Settings) -> Target:
    network, campaign_id = shop.demo.network, shop.demo.campaign.id
    owners = {
        "own": (shop.manager, network.outlets[0]),
        "second": (shop.manager, network.outlets[1]),
        "sibling": (make_actor(MANAGER, network.sibling.path), network.sibling_outlet),
        "foreign": (make_actor(MANAGER, network.foreign.path), network.foreign_outlet),
    }
    ads = {
        name: get_or_start(owner, campaign_id, outlet.id).id
        for name, (owner, outlet) in owners.items()
    }
    their_link = make_link(owners["sibling"][0], ads["sibling"], [FLYER], 7)
    names = {name: str(ad) for name, ad in ads.items()}
    names |= {
        "campaign": str(campaign_id),
        "version": str(shop.demo.versions["fruehling-post-1080"]),
        "outlet": str(network.outlets[0].id),
        "new_outlet": str(network.outlets[1].id),
        "sibling_outlet": str(network.sibling_outlet.id),
        "their_link": str(their_link.id),
        "seen": quote(shop.manager, [shop.post(ads["own"])]).digest,
    }
    return Target(make_app(settings), shop, names)


def state() -> list[Any]:
    """Return what a forged request must not change."""
    with reading() as s:
        rows = s.execute(select(Localisation.id, Localisation.row_version, Localisation.values))
        counts = [
            s.scalar(select(func.count()).select_from(table))
            for table in (ValueChange, BasketLine, Order, ViewComment, ViewLink)
        ]
        return [sorted(map(str, rows)), counts]


def refusals() -> list[str]:
    with reading() as s:
        statement = select(AuditEntry.action).where(AuditEntry.outcome == "refused")
        return list(s.scalars(statement.order_by(AuditEntry.position)))


def failures(target: Target, table: tuple[Forged, ...]) -> list[str]:
    """Send all requests of a table and return what was not refused, audited and without effect."""
    found, before = [], state()
    for forged in table:
        known = len(refusals())
        status = target.send(forged)
        new = refusals()[known:]
        if not 400 <= status < 500 or not any(forged.action in action for action in new):
            found.append(f"{forged.what}: {status}, {new}")
        if state() != before:
            found.append(f"{forged.what}: something has changed")
            before = state()
    return found


def test_what_no_page_sends_is_refused_and_audited(target: Target) -> None:
    assert failures(target, FORGED) == []
    assert verify_chain().is_intact


def test_nothing_of_an_expired_campaign_takes_a_request(target: Target) -> None:
    shop = target.shop
    planner = shop.demo.network.actors[Role.CAMPAIGN_MANAGER]
    expire_campaign(planner, shop.demo.campaign.id, "Gesperrt")
    assert failures(target, EXPIRED) == []


def test_a_retired_version_is_not_ordered_by_hand(target: Target) -> None:
    with transaction() as s:
        version = target.shop.demo.versions["fruehling-post-1080"]
        s.get_one(AdTemplateVersion, version).status = TemplateStatus.RETIRED
    seen = {"outlet": "{outlet}", "seen": "{seen}", "key": "0" * 32}
    line = {"localisation": "{own}", "format_key": POST, "quantity": "1"}
    assert target.send(Forged("", "/basket/lines", "", form=line)) in {302, 409}
    assert failures(target, (Forged("an order", "/basket/order", "order.placed", form=seen),)) == []


def test_a_draft_is_tried_by_nobody_but_who_may_publish_it(target: Target) -> None:
    network, old = target.shop.demo.network, UUID(target.names["version"])
    brand = network.actors[Role.BRAND_MANAGER]
    draft = begin_draft(brand, get_template_version(old).template_id).id
    planner, publisher = (
        client_of(target.web, network.accounts[role])
        for role in (Role.CAMPAIGN_MANAGER, Role.BRAND_MANAGER)
    )
    everyone = f"/rollout/everyone/{target.names['campaign']}"
    for page in ("", "/progress", "/outlets.csv", "/outlets.xlsx", "/look", "/look.jpg"):
        known = len(refusals())
        answer = planner.get(f"{everyone}{page}?version={draft}")
        assert (answer.status_code, len(refusals())) == (404, known + 1), page
    for act in ("start", "cancel", "except", "withdraw"):
        forged = Forged(act, f"{everyone}/{act}?version={draft}", "everyone", Role.CAMPAIGN_MANAGER)
        assert failures(target, (forged,)) == []
    assert planner.get(f"{everyone}?version={old}").status_code == 200
    for page in ("", "/look"):
        assert publisher.get(f"{everyone}{page}?version={draft}").status_code == 200


def test_a_view_link_shows_what_it_says_and_nothing_else(target: Target) -> None:
    shop = target.shop
    own = make_link(shop.manager, UUID(target.names["own"]), [FLYER], 7)
    token, client = write_token(own.id, settings_now().secret_key), target.web.test_client()
    assert client.get(f"/view/{token}").status_code == 200
    before = state()
    for forged in (token[:-1], f"{token}x", "x" * 40, str(own.id)):
        assert client.get(f"/view/{forged}").status_code in {404, 410}
        said = {"format": FLYER, "page": "0", "x": "0.5", "y": "0.5", "name": "I", "text": "x"}
        assert client.post(f"/view/{forged}/comments", data=said).status_code in {404, 410}
    assert client.get(f"/view/{token}/{POST}/0.jpg").status_code == 404
    assert client.get(f"/view/{token}/{FLYER}/9.jpg").status_code == 404
    assert state() == before
    planner = shop.demo.network.actors[Role.CAMPAIGN_MANAGER]
    expire_campaign(planner, shop.demo.campaign.id, "Gesperrt")
    assert client.get(f"/view/{token}").status_code == 410
    assert client.get(f"/view/{token}/{FLYER}/0.jpg").status_code == 410
