"""Pages of approval, orders and start: what they show, and that forged forms change nothing."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from campaigns.approval.models import Decision
from campaigns.budgets.service import partner_balance, set_partner_budget
from campaigns.delivery.service import deliver_line
from campaigns.localisation.service import get_or_start
from campaigns.orders.baskets import put_in_basket
from campaigns.orders.models import BasketLine, Order
from campaigns.orders.reading import lines_of
from campaigns.orders.rules import LineStatus
from campaigns.planning.models import Campaign
from portal.foundation import clock
from portal.foundation.audit import AuditEntry
from portal.foundation.config import Settings
from portal.foundation.database import reading, transaction
from portal.foundation.money import Money
from regions.accounts.rules import Role
from tests.factories.orders import FLYER, NEWSPAPER, POST, Shop
from tests.factories.web import make_app
from tests.integration.regions_web import send, sign_in

OWN_HEADLINE = {"headline": "Hier wächst Bergedorf."}


@pytest.fixture
def web(shop: Shop, settings: Settings) -> Flask:
    """The portal over the shop's database."""
    return make_app(settings, csrf=True, testing=False)


def client_of(web: Flask, shop: Shop, role: Role) -> FlaskClient:
    return sign_in(web, shop.demo.network.accounts[role])


def refused_actions() -> list[str]:
    with reading() as s:
        return list(s.scalars(select(AuditEntry.action).where(AuditEntry.outcome == "refused")))


def count(table: type) -> int:
    with reading() as s:
        return s.scalar(select(func.count()).select_from(table)) or 0


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found, page
    return found[1]


def plain(page: str) -> str:
    """Return a page with each space alike, however it was broken or kept from breaking."""
    return " ".join(page.split())


def test_start_shows_the_open_campaign_with_its_price_and_stores_nothing(
    web: Flask, shop: Shop
) -> None:
    client = client_of(web, shop, Role.PARTNER_MANAGER)
    page = client.get("/").text
    assert "Frühlingspflanztage" in page
    assert "Hamburg-Bergedorf" in page
    campaign, outlet = shop.demo.campaign.id, shop.demo.outlet_id
    assert f"/localisations/of/{campaign}/{outlet}/{FLYER}.jpg" in page
    # 2,500 flyers 144.00 and one newspaper ad 189.00, half of it paid by head office.
    assert "333,00" in page
    assert "166,50" in page
    look = client.get(f"/start/look/{campaign}/{outlet}?first").text
    assert 'action="/start/order"' in look
    picture = client.get(f"/localisations/of/{campaign}/{outlet}/{POST}.jpg")
    assert picture.mimetype == "image/jpeg"
    with reading() as s:
        assert s.scalar(select(func.count()).select_from(BasketLine)) == 0


def test_from_the_start_page_to_the_order_in_two_taps(web: Flask, shop: Shop) -> None:
    client = client_of(web, shop, Role.PARTNER_MANAGER)
    asked = {
        "campaign": str(shop.demo.campaign.id),
        "outlet": str(shop.demo.outlet_id),
        "format": [FLYER, NEWSPAPER, POST],
    }
    assert send(client, "/start/order", asked).status_code == 302
    page = client.get("/basket/").text
    assert "333,00" in page
    form = {name: hidden(page, name) for name in ("outlet", "seen", "key")}
    first, second = send(client, "/basket/order", form), send(client, "/basket/order", form)
    assert first.status_code == 302
    assert first.location == second.location
    assert count(Order) == 1
    shown = client.get(first.location)
    assert shown.status_code == 200
    assert "166,50" in shown.text
    names = re.findall(r"<h2>([^<]+)</h2>", shown.text)
    assert names == ["Flyer A5", "Zeitungsanzeige", "Instagram-Post"]  # as the campaign has them
    assert client.get("/orders/").status_code == 200


def test_what_is_ordered_is_not_proposed_again(web: Flask, shop: Shop) -> None:
    shop.order(shop.flyers(shop.localise()))
    client = client_of(web, shop, Role.PARTNER_MANAGER)
    page = client.get("/").text
    assert "Schon bestellt: Flyer A5." in page
    assert "189,00" in page  # the newspaper ad alone
    assert "333,00" not in page
    look = client.get(f"/start/look/{shop.demo.campaign.id}/{shop.demo.outlet_id}?first").text
    assert re.findall(r'name="format" value="([^"]+)"', look) == [NEWSPAPER, POST]
    ad = shop.localise()
    put_in_basket(shop.manager, shop.post(ad))
    assert "Schon einmal bestellt." not in client.get("/basket/").text
    put_in_basket(shop.manager, shop.flyers(ad))
    assert client.get("/basket/").text.count("Schon einmal bestellt.") == 1


def test_what_comes_after_the_campaign_is_said_and_not_proposed(web: Flask, shop: Shop) -> None:
    """Print takes six working days here, the campaign is over in three."""
    too_long_in_the_newspaper = {"angebot.produkt": "Gewürztagetes ‚Orange Gem‘ in der 12er-Schale"}
    ad = shop.localise(too_long_in_the_newspaper)
    with transaction() as s:
        campaign = s.get_one(Campaign, shop.demo.campaign.id)
        campaign.runs_until = clock.today() + timedelta(days=3)
    client = client_of(web, shop, Role.PARTNER_MANAGER)
    page = client.get("/").text
    assert re.search(r"Kämen erst nach dem Ende der Kampagne am [^:]+: Flyer A5, Zeitung", page)
    assert "Ihre Anzeige in 3 Formaten" in page
    look = client.get(f"/start/look/{shop.demo.campaign.id}/{shop.demo.outlet_id}?first").text
    assert re.findall(r'name="format" value="([^"]+)"', look) == [POST]
    assert "Passt in 1 Format" in look
    assert "klären" not in look  # nobody has to mend what is not proposed
    price = client.get(f"/orders/price?localisation={ad}").text
    assert "Kämen erst nach dem Ende" in price
    assert re.findall(r"<dd>([^<]+)</dd>", price)[0].startswith("0,00")

    usual = {"localisation": str(ad)}
    left_out = send(client, "/basket/usual", {**usual, "format_key": [FLYER, POST]})
    assert left_out.location == "/basket/"
    basket = client.get("/basket/").text
    assert "Flyer A5 käme erst nach dem Ende der Kampagne" in basket  # said once, not put in
    assert "Flyer A5</h3>" not in basket
    assert "Instagram-Post</h3>" in basket
    nothing = send(client, "/basket/usual", {**usual, "format_key": FLYER})
    assert nothing.location == f"/localisations/{ad}"

    put_in_basket(shop.manager, shop.flyers(ad))  # what lay there before
    assert client.get("/basket/").text.count("Kommt erst nach dem Ende der Kampagne") == 1


@pytest.mark.parametrize("forged", ["price", "net_cents", "coop_cents", "own_cents", "status"])
def test_a_form_that_names_a_price_is_refused_and_audited(
    web: Flask, shop: Shop, forged: str
) -> None:
    client = client_of(web, shop, Role.PARTNER_MANAGER)
    ad = shop.localise()
    put_in_basket(shop.manager, shop.flyers(ad))
    page = client.get("/basket/").text
    form = {name: hidden(page, name) for name in ("outlet", "seen", "key")}
    answer = send(client, "/basket/order", {**form, forged: "1"})
    assert answer.status_code == 422
    assert refused_actions() == ["basket.place_order"]
    assert count(Order) == 0


def test_an_order_of_other_than_what_was_shown_is_refused(web: Flask, shop: Shop) -> None:
    client = client_of(web, shop, Role.PARTNER_MANAGER)
    ad = shop.localise()
    put_in_basket(shop.manager, shop.flyers(ad))
    page = client.get("/basket/").text
    form = {name: hidden(page, name) for name in ("outlet", "seen", "key")}
    shop.localise({"headline": "Hände in die Erde."})
    answer = send(client, "/basket/order", form)
    assert answer.status_code == 409
    assert refused_actions() == ["order.placed"]
    assert count(Order) == 0


def test_quantities_are_checked_and_the_page_says_what_to_do(web: Flask, shop: Shop) -> None:
    client = client_of(web, shop, Role.PARTNER_MANAGER)
    line = put_in_basket(shop.manager, shop.flyers(shop.localise()))
    wrong = {"quantity": "10", "supplier": str(shop.supplier_id), "finishing": ""}
    answer = send(client, f"/basket/lines/{line.id}", wrong)
    assert answer.status_code == 200
    assert "Die kleinste Menge ist 250" in answer.text
    much = send(client, f"/basket/lines/{line.id}", wrong | {"quantity": "1.000.000"})
    assert "Die größte Menge ist 50.000." in much.text
    half = send(client, f"/basket/lines/{line.id}", wrong | {"quantity": "1000,5"})
    assert "Geben Sie eine ganze Zahl ein, zum Beispiel 2.500." in half.text
    right = wrong | {"quantity": "5.000", "finishing": "spot-hks65"}
    assert send(client, f"/basket/lines/{line.id}", right).status_code == 302
    with reading() as s:
        assert s.get_one(BasketLine, line.id).quantity == 5000
    assert 'name="quantity" inputmode="numeric"' in client.get("/basket/").text
    assert 'value="5.000"' in client.get("/basket/").text


def test_basket_and_order_say_where_the_money_comes_from(web: Flask, shop: Shop) -> None:
    """What the pages say is what the ledger has: the share, the own part, what is left of both."""
    partner = shop.demo.network.partner.id
    year = clock.today().year
    planner = shop.demo.network.actors[Role.CAMPAIGN_MANAGER]
    set_partner_budget(planner, partner, year, Money(20_000), Money(50_000))
    client = client_of(web, shop, Role.PARTNER_MANAGER)
    put_in_basket(shop.manager, shop.flyers(shop.localise()))
    page = plain(client.get("/basket/").text)
    # 144.00, half of it paid by head office.
    assert "Sie gibt 50 % dazu" in page
    assert f"Für {year} bleiben dann 428,00 € von 500,00 € frei." in page
    assert f"Für {year} bleiben dann 128,00 € von 200,00 € frei." in page
    form = {name: hidden(page, name) for name in ("outlet", "seen", "key")}
    placed = send(client, "/basket/order", form)
    shown = plain(client.get(placed.location).text)
    balance = partner_balance(shop.manager, partner, year)
    assert balance.own.spent.held == balance.coop.spent.held == Money(7_200)
    assert f"Für {year} sind jetzt noch 428,00 € von 500,00 € frei." in shown
    assert f"Vorgemerkt, bis produziert wird. Für {year} sind jetzt noch 128,00 €" in shown
    # What goes above the own budget is not forbidden: head office decides.
    put_in_basket(shop.manager, shop.flyers(shop.localise(outlet=1), quantity=10_000))
    above = plain(client.get("/basket/").text)
    assert f"Für {year} sind nur noch 128,00 € von 200,00 € frei. Deshalb entscheidet" in above
    staff = client_of(web, shop, Role.PARTNER_STAFF)
    assert "Woher das Geld kommt" not in staff.get("/basket/").text


def test_the_basket_of_another_partner_does_not_exist(web: Flask, shop: Shop) -> None:
    line = put_in_basket(shop.manager, shop.flyers(shop.localise()))
    ordered = lines_of(shop.order(shop.flyers(shop.localise(outlet=1))).id)[0]
    stranger = client_of(web, shop, Role.SUPPLIER)
    assert stranger.get("/basket/").status_code == 403
    analyst = client_of(web, shop, Role.ANALYST)
    for path in (f"/orders/{ordered.order_id}", f"/basket/lines/{line.id}/picture.jpg"):
        assert analyst.get(path).status_code in {403, 404}


def test_approving_the_own_ad_is_refused_and_audited(web: Flask, shop: Shop) -> None:
    line = lines_of(shop.order(shop.flyers(shop.localise(OWN_HEADLINE))).id)[0]
    manager = client_of(web, shop, Role.PARTNER_MANAGER)
    asked = {"outcome": "approved", "row_version": "1"}
    answer = send(manager, f"/approvals/{line.submission_id}/decision", asked)
    assert answer.status_code == 403
    assert "approval.save_decision" in refused_actions()
    assert count(Decision) == 0


def test_the_queue_shows_what_changed_and_takes_a_decision(web: Flask, shop: Shop) -> None:
    line = lines_of(shop.order(shop.flyers(shop.localise(OWN_HEADLINE))).id)[0]
    client = client_of(web, shop, Role.APPROVER)
    assert "1" in client.get("/approvals/count").text
    assert client.get("/approvals/").location == f"/approvals/{line.submission_id}"
    page = client.get(f"/approvals/{line.submission_id}")
    assert page.status_code == 200
    assert "Hier wächst Bergedorf." in page.text
    assert "Der Frühling muss raus." in page.text
    assert 'class="mark"' in page.text
    pictures = set(re.findall(r'src="(/approvals/[^"]+\.jpg)"', page.text))
    assert len(pictures) >= 3
    for address in pictures:
        assert client.get(address).mimetype == "image/jpeg"
    asked = {"outcome": "changes_requested", "reason": "", "row_version": "1"}
    path = f"/approvals/{line.submission_id}/decision"
    assert send(client, path, asked).status_code == 422
    assert send(client, path, asked | {"reason": "Bitte kürzer"}).status_code == 302
    assert send(client, path, asked | {"reason": "Bitte kürzer"}).status_code == 409
    assert count(Decision) == 1
    assert "Alles" in client.get("/approvals/").text


def test_suppliers_see_their_jobs_and_fetch_their_package(web: Flask, shop: Shop) -> None:
    line = lines_of(shop.order(shop.flyers(shop.localise())).id)[0]
    deliver_line(line.id)
    client = client_of(web, shop, Role.SUPPLIER)
    assert client.get("/").status_code == 200
    page = client.get("/fulfilment/").text
    assert line.reference in page
    link = re.search(r'href="(/fulfilment/files/[^"]+)"', page)
    assert link
    package = client.get(link[1])
    assert package.data[:2] == b"PK"
    assert "attachment" in package.headers["Content-Disposition"]
    assert client_of(web, shop, Role.PARTNER_MANAGER).get(link[1]).status_code == 404
    sent = send(client, f"/fulfilment/lines/{line.id}/status", {"status": "in_production"})
    assert sent.status_code == 302
    assert lines_of(line.order_id)[0].status is LineStatus.IN_PRODUCTION


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_start_page(web: Flask, shop: Shop, role: Role) -> None:
    shop.order(shop.flyers(shop.localise(OWN_HEADLINE)))
    answer = client_of(web, shop, role).get("/")
    assert answer.status_code in {200, 302}
    if answer.status_code == 302:
        assert answer.location == "/insight/"


def test_the_price_of_an_ad_as_a_part_of_the_editor(web: Flask, shop: Shop) -> None:
    client = client_of(web, shop, Role.PARTNER_STAFF)
    ad = shop.localise()
    page = client.get(f"/orders/price?localisation={ad}").text
    assert "166,50" in page
    assert client.get(f"/orders/price?localisation={UUID(int=1)}").status_code == 404
    assert client.get("/orders/price?localisation=nonsense").status_code == 404


def test_clean_ads_are_looked_at_and_approved_together(web: Flask, shop: Shop) -> None:
    with transaction() as s:
        s.get_one(Campaign, shop.demo.campaign.id).rule_approval = False
    price = {"angebot.preis": {"cents": 289, "starting_from": True}}
    routine = lines_of(shop.order(shop.flyers(shop.localise(price))).id)[0].submission_id
    special = lines_of(shop.order(shop.flyers(shop.localise(OWN_HEADLINE, outlet=1))).id)[0]
    client = client_of(web, shop, Role.APPROVER)
    page = client.get("/approvals/routine").text
    assert f"{routine}:1" in page
    assert str(special.submission_id) not in page
    forged = {"seen": [f"{routine}:1", f"{special.submission_id}:1"]}
    assert send(client, "/approvals/routine", forged).status_code == 302
    assert send(client, "/approvals/routine", {"seen": ["nonsense"]}).status_code == 422
    with reading() as s:
        assert s.scalars(select(Decision.submission_id)).all() == [routine]


def test_the_start_page_offers_to_order_without_what_does_not_fit(web: Flask, shop: Shop) -> None:
    shop.localise({"angebot.produkt": "Gewürztagetes ‚Orange Gem‘ in der 12er-Schale"})
    client = client_of(web, shop, Role.PARTNER_MANAGER)
    look = client.get(f"/start/look/{shop.demo.campaign.id}/{shop.demo.outlet_id}?first").text
    assert "1 Punkt klären" in look
    assert "Ohne Zeitungsanzeige bestellen" in look
    assert re.findall(r'name="format" value="([^"]+)"', look) == [FLYER, POST]


def test_a_mend_on_the_start_page_sets_one_free_value(web: Flask, shop: Shop) -> None:
    client = client_of(web, shop, Role.PARTNER_MANAGER)
    place = {"campaign": str(shop.demo.campaign.id), "outlet": str(shop.demo.outlet_id)}
    mend = place | {"field": "headline", "value": "Hier blüht Ihnen was."}
    assert send(client, "/start/mend", mend).status_code == 302
    locked = place | {"field": "cta", "value": "Jetzt"}
    assert send(client, "/start/mend", locked).status_code == 403
    foreign = mend | {"outlet": str(shop.demo.network.foreign_outlet.id)}
    assert send(client, "/start/mend", foreign).status_code == 404
    ad = get_or_start(shop.manager, shop.demo.campaign.id, shop.demo.outlet_id)
    assert ad.values == {"headline": "Hier blüht Ihnen was."}
    assert {"localisation.save", "localisation.start"} <= set(refused_actions())


def test_staff_hands_in_looks_at_it_and_withdraws(web: Flask, shop: Shop) -> None:
    staff = shop.demo.network.actors[Role.PARTNER_STAFF]
    put_in_basket(staff, shop.flyers(shop.localise(OWN_HEADLINE, by=staff)))
    client = client_of(web, shop, Role.PARTNER_STAFF)
    page = client.get("/basket/").text
    assert 'action="/basket/order"' not in page
    assert send(client, "/basket/hand-in", {"outlet": hidden(page, "outlet")}).status_code == 302
    link = re.search(r'href="(/approvals/[0-9a-f-]+)"', client.get("/basket/").text)
    assert link
    shown = client.get(link[1])
    assert "Zurückziehen" in shown.text
    assert 'value="approved"' not in shown.text
    withdrawn = send(client, f"{link[1]}/withdraw", {"row_version": "1"})
    assert withdrawn.status_code == 302
    assert link[1] not in client.get("/basket/").text
