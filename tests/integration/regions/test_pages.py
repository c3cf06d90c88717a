"""The pages of outlets, suppliers and accounts, as each role may use them."""

import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.foundation.config import Settings
from portal.foundation.database import Database, transaction
from portal.foundation.storage import FileStore
from regions.accounts.models import Account, AccountGrant
from regions.accounts.rules import Role
from regions.partners.editing import update_outlet
from regions.partners.imports import import_outlet_file
from regions.partners.models import MasterDataProposal, Outlet, OutletChange
from tests.factories.regions import Network, make_network
from tests.factories.web import make_app
from tests.integration.regions_web import send, sign_in

HEADER = "number,partner_number,name,place,street,postcode,city,phone"


@pytest.fixture
def network(db: Database) -> Network:
    with transaction() as s:
        return make_network(s)


@pytest.fixture
def web(network: Network, settings: Settings, file_store: FileStore) -> Flask:
    return make_app(settings, csrf=True, testing=False)


def client_of(web: Flask, network: Network, role: Role) -> FlaskClient:
    return sign_in(web, network.accounts[role])


def shown(outlet: Outlet) -> dict[str, Any]:
    return {
        "name": outlet.name,
        "place": outlet.place,
        "street": outlet.street,
        "postcode": outlet.postcode,
        "city": outlet.city,
        "phone": outlet.phone,
        "email": outlet.email,
        "opening_hours": "\n".join(f"{x['days']} {x['hours']}" for x in outlet.opening_hours),
        "tags": ", ".join(outlet.tags),
        "open": "y",
        "row_version": str(outlet.row_version),
    }


def stored(outlet: Outlet) -> Outlet:
    with transaction() as s:
        return s.get_one(Outlet, outlet.id)


def test_a_partner_sees_its_own_outlets_alone(web: Flask, network: Network) -> None:
    page = client_of(web, network, Role.PARTNER_MANAGER).get("/outlets/").text
    assert "Hamburg-Bergedorf" in page
    assert "Lüneburg" in page
    assert "Buxtehude" not in page
    assert "Freising" not in page


def test_staff_of_one_outlet_sees_that_outlet_alone(web: Flask, network: Network) -> None:
    page = client_of(web, network, Role.PARTNER_STAFF).get("/outlets/").text
    assert "Hamburg-Bergedorf" in page
    assert "Lüneburg" not in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=luneburg", ["Lüneburg"]),
        ("q=lueneburg", ["Lüneburg"]),
        ("q=0036", ["Buxtehude"]),
        ("q=%25", []),
        ("q=petersen+freising", ["Freising"]),
        ("region=hg/de/sued/", ["Freising"]),
        ("sort=name&direction=desc", ["Lüneburg", "Hamburg-Bergedorf", "Freising", "Buxtehude"]),
        ("sort=nonsense&page=99", ["Buxtehude", "Freising", "Hamburg-Bergedorf", "Lüneburg"]),
    ],
)
def test_the_list_searches_narrows_and_sorts(
    web: Flask, network: Network, asked: str, found: list[str]
) -> None:
    page = client_of(web, network, Role.ADMINISTRATOR).get(f"/outlets/?{asked}").text
    places = ["Hamburg-Bergedorf", "Lüneburg", "Buxtehude", "Freising"]
    order = sorted((page.index(f">{p}</a>"), p) for p in places if f">{p}</a>" in page)
    assert [place for _, place in order] == found


def test_saved_master_data_keeps_what_was_before(web: Flask, network: Network) -> None:
    client, outlet = client_of(web, network, Role.ADMINISTRATOR), network.outlets[0]
    sent = shown(outlet) | {"phone": "040 66969 500", "opening_hours": "Mo–Sa 8–20 Uhr"}
    answer = send(client, f"/outlets/{outlet.id}", sent)
    assert answer.status_code == 302, answer.text
    now = stored(outlet)
    assert (now.phone, now.row_version) == ("040 66969 500", 2)
    assert now.opening_hours == [{"days": "Mo–Sa", "hours": "8–20 Uhr"}]
    with transaction() as s:
        change = s.scalars(select(OutletChange)).one()
    assert change.before["phone"] == "040 66969 412"
    assert set(change.after) == {"phone", "opening_hours"}
    assert "<del" in client.get(f"/outlets/{outlet.id}").text


def test_an_older_version_overwrites_nothing(web: Flask, network: Network) -> None:
    client, outlet = client_of(web, network, Role.ADMINISTRATOR), network.outlets[0]
    before = shown(outlet)
    assert send(client, f"/outlets/{outlet.id}", before | {"phone": "040 66969 500"})
    answer = send(client, f"/outlets/{outlet.id}", before | {"phone": "040 66969 600"})
    assert answer.status_code == 409
    assert stored(outlet).phone == "040 66969 500"


@pytest.mark.parametrize(
    ("name", "text"),
    [("postcode", "abc"), ("opening_hours", "immer"), ("name", ""), ("row_version", "x")],
)
def test_bad_master_data_is_refused_and_kept_on_the_page(
    web: Flask, network: Network, name: str, text: str
) -> None:
    client, outlet = client_of(web, network, Role.ADMINISTRATOR), network.outlets[0]
    sent = shown(outlet) | {"street": "Neuer Weg 77", name: text}
    answer = send(client, f"/outlets/{outlet.id}", sent)
    assert answer.status_code == 422
    assert "Neuer Weg 77" in answer.text
    assert stored(outlet).street == "Am Weidengrund 12"


def test_a_partner_reports_and_head_office_takes_it_over(web: Flask, network: Network) -> None:
    partner = client_of(web, network, Role.PARTNER_MANAGER)
    outlet = network.outlets[0]
    page = f"/outlets/{outlet.id}"
    assert send(partner, page, shown(outlet)).status_code == 403
    sent = shown(outlet) | {"phone": "040 66969 777", "note": "Neue Nummer seit Mai"}
    assert send(partner, f"{page}/report", sent).status_code == 302
    assert stored(outlet).phone == "040 66969 412"
    with transaction() as s:
        proposal = s.scalars(select(MasterDataProposal)).one()
    assert proposal.changes == {"phone": "040 66969 777"}
    head = client_of(web, network, Role.ADMINISTRATOR)
    reports = head.get("/outlets/reports").text
    assert "Neue Nummer seit Mai" in reports
    path = f"/outlets/reports/{proposal.id}"
    assert send(head, path, {"accept": "no", "reason": ""}).status_code == 422
    assert send(head, path, {"accept": "yes"}).status_code == 302
    assert stored(outlet).phone == "040 66969 777"
    assert send(head, path, {"accept": "yes"}).status_code == 409


def test_outlets_of_others_do_not_exist(web: Flask, network: Network) -> None:
    partner = client_of(web, network, Role.PARTNER_MANAGER)
    for outlet in (network.sibling_outlet, network.foreign_outlet):
        assert partner.get(f"/outlets/{outlet.id}").status_code == 404
        answer = send(partner, f"/outlets/{outlet.id}/report", shown(outlet))
        assert answer.status_code == 404


def test_an_import_is_checked_first_and_then_carried_out(web: Flask, network: Network) -> None:
    client = client_of(web, network, Role.ADMINISTRATOR)
    rows = f"{HEADER}\n0900,0012,Markt Reinbek,Reinbek,Weg 1,21465,Reinbek,040 66969 900\n"
    checked = send(client, "/outlets/import/", {"file": (io.BytesIO(rows.encode()), "a.csv")})
    assert checked.status_code == 200, checked.text
    token = checked.text.split('name="token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    with transaction() as s:
        assert s.scalar(select(Outlet).where(Outlet.number == "0900")) is None
    assert send(client, "/outlets/import/confirm", {"token": token}).status_code == 302
    with transaction() as s:
        path = s.scalar(select(Outlet.path).where(Outlet.number == "0900"))
    assert path == "hg/de/nord/p0012/o0900/"
    assert send(client, "/outlets/import/confirm", {"token": "forged"}).status_code == 422


def test_an_export_holds_the_scope_and_can_be_imported_again(web: Flask, network: Network) -> None:
    risky = {"street": "=HYPERLINK(1)", "phone": "+49 40 66969 412"}
    update_outlet(network.actors[Role.ADMINISTRATOR], network.outlets[0].id, risky, 1)
    partner = client_of(web, network, Role.PARTNER_MANAGER)
    text = partner.get("/outlets/outlets.csv?q=bergedorf").data.decode("utf-8-sig")
    lines = text.splitlines()
    assert len(lines) == 2
    assert "'=HYPERLINK(1)" in lines[1]
    assert "'+49 40 66969 412" in lines[1]
    assert "Buxtehude" not in partner.get("/outlets/outlets.csv").text
    admin = client_of(web, network, Role.ADMINISTRATOR)
    everything = admin.get("/outlets/outlets.csv").data
    answer = send(admin, "/outlets/import/", {"file": (io.BytesIO(everything), "a.csv")})
    assert answer.status_code == 200, answer.text
    report = import_outlet_file(
        network.actors[Role.ADMINISTRATOR], everything.decode("utf-8-sig"), dry_run=True
    )
    assert (report.created, report.changed, report.problems) == (0, 0, ())


def test_a_bad_line_stops_the_whole_import_and_is_named(web: Flask, network: Network) -> None:
    client = client_of(web, network, Role.ADMINISTRATOR)
    rows = (
        f"{HEADER}\n0900,0012,A,A,Weg 1,21465,A,\n0901,9999,B,B,Weg 1,21465,B,\n"
        "0034,0013,C,C,Weg 1,21465,C,\n0900,0012,D,D,Weg 1,21465,D,\n0902,0012,E,E,Weg,1,E,\n"
    )
    answer = send(client, "/outlets/import/", {"file": (io.BytesIO(rows.encode()), "a.csv")})
    assert answer.status_code == 422
    for line in ("3", "4", "5", "6"):
        assert f'<td class="num">{line}</td>' in answer.text
    with transaction() as s:
        assert s.scalar(select(Outlet).where(Outlet.number == "0900")) is None


def test_a_supplier_is_edited_by_an_administrator_alone(web: Flask, network: Network) -> None:
    supplier = network.supplier
    sent = {"name": "Vogel GmbH", "email": "neu@vogel.example", "row_version": "1"}
    path = f"/suppliers/{supplier.id}"
    partner = client_of(web, network, Role.PARTNER_MANAGER)
    assert supplier.name.replace("&", "&amp;") in partner.get("/suppliers/").text
    assert partner.get(path).status_code == 200
    assert send(partner, path, sent).status_code == 403
    admin = client_of(web, network, Role.ADMINISTRATOR)
    assert send(admin, path, sent).status_code == 302
    assert "Vogel GmbH" in admin.get(path).text
    assert send(admin, path, sent).status_code == 409


def test_a_partner_invites_staff_to_its_own_outlet(web: Flask, network: Network) -> None:
    client = client_of(web, network, Role.PARTNER_MANAGER)
    page = client.get("/accounts/invite").text
    assert network.outlets[1].path in page
    assert network.sibling_outlet.path not in page
    assert 'value="administrator"' not in page
    sent = {
        "name": "Lena Brandt",
        "email": "lena@halmgruen.example",
        "language": "de",
        "role": "partner_staff",
        "place": network.outlets[1].path,
    }
    answer = send(client, "/accounts/invite", sent)
    assert answer.status_code == 200
    assert "/invitation/" in answer.text
    with transaction() as s:
        account = s.scalars(select(Account).where(Account.email == sent["email"])).one()
        grant = s.scalars(select(AccountGrant).where(AccountGrant.account_id == account.id)).one()
    assert (grant.role, grant.path) == (Role.PARTNER_STAFF, network.outlets[1].path)
    again = send(client, "/accounts/invite", sent)
    assert again.status_code == 409
    assert "Lena Brandt" in again.text


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"role": "administrator"}, 422),
        ({"role": ""}, 422),
        ({"place": "hg/"}, 422),
        ({"place": "hg/de/nord/p0013/o0036/"}, 422),
        ({"number": "0036"}, 404),
        ({"number": "4711"}, 422),
        ({"place": ""}, 422),
        ({"email": "kaputt"}, 422),
        ({"role": "partner_manager"}, 422),
    ],
)
def test_a_forged_invitation_is_refused(
    web: Flask, network: Network, changed: dict[str, str], status: int
) -> None:
    client = client_of(web, network, Role.PARTNER_MANAGER)
    sent = {
        "name": "Lena Brandt",
        "email": "lena@halmgruen.example",
        "language": "de",
        "role": "partner_staff",
        "place": network.outlets[1].path,
    }
    assert send(client, "/accounts/invite", sent | changed).status_code == status
    with transaction() as s:
        assert s.scalar(select(Account).where(Account.name == "Lena Brandt")) is None


def test_an_administrator_gives_takes_and_switches_off(web: Flask, network: Network) -> None:
    client = client_of(web, network, Role.ADMINISTRATOR)
    account = network.accounts[Role.ANALYST]
    path = f"/accounts/{account.id}"
    assert account.email in client.get("/accounts/?q=analyst").text
    given = {"role": "approver", "place": network.south.path}
    assert send(client, f"{path}/roles", given).status_code == 302
    assert "Süd" in client.get(path).text
    taken = {"role": "approver", "path": network.south.path, "supplier_id": ""}
    assert send(client, f"{path}/roles/take", taken).status_code == 302
    assert send(client, f"{path}/roles/take", taken).status_code == 404
    assert send(client, f"{path}/roles/take", {"role": "king"}).status_code == 422
    theirs = client_of(web, network, Role.ANALYST)
    assert send(client, f"{path}/active", {"active": "no"}).status_code == 302
    assert theirs.get("/account").status_code == 302
    assert send(client, f"{path}/active", {"active": "yes"}).status_code == 302
    assert "/invitation/" in send(client, f"{path}/invitation", {}).text


def test_nobody_changes_their_own_roles_or_a_wider_account(web: Flask, network: Network) -> None:
    admin, partner = network.accounts[Role.ADMINISTRATOR], network.accounts[Role.PARTNER_MANAGER]
    mine = {"role": "administrator", "path": "hg/", "supplier_id": ""}
    client = client_of(web, network, Role.ADMINISTRATOR)
    assert send(client, f"/accounts/{admin.id}/roles/take", mine).status_code == 403
    assert send(client, f"/accounts/{admin.id}/active", {"active": "no"}).status_code == 403
    theirs = client_of(web, network, Role.PARTNER_MANAGER)
    assert theirs.get(f"/accounts/{admin.id}").status_code == 404
    assert send(theirs, f"/accounts/{admin.id}/active", {"active": "no"}).status_code == 404
    assert send(theirs, f"/accounts/{partner.id}/invitation", {}).status_code == 403
    assert client_of(web, network, Role.ANALYST).get("/accounts/").status_code == 403
