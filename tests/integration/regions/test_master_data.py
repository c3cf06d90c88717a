"""Master data on both databases: changes that are kept, imports, and lists with many outlets."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select

from portal.foundation.audit import AuditEntry
from portal.foundation.database import Database, transaction
from portal.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from regions.accounts.rules import Role
from regions.partners.editing import create_outlet, create_partner, update_outlet, update_partner
from regions.partners.imports import import_outlet_file, import_outlets, import_partners
from regions.partners.listing import OutletQuery, OutletSort, list_outlets
from regions.partners.models import Outlet, OutletChange, Partner
from regions.partners.proposals import decide_proposal, open_proposals, propose_change
from regions.partners.rules import OpeningHours, OutletRow, PartnerRow
from regions.partners.service import get_master_data, get_outlet, list_changes
from tests.factories.regions import Network, make_network

OUTLET = OutletRow(
    number="0500",
    partner_number="0012",
    name="Halmgrün Gartenmarkt Reinbek",
    place="Reinbek",
    street="Am Kleefeld 3",
    postcode="21465",
    city="Reinbek",
    phone="040 66969 500",
    opening_hours=(OpeningHours("Mo–Fr", "9–19 Uhr"),),
    tags=("land",),
    size=1800,
)
PARTNER = PartnerRow("0500", "Neu GmbH", "GmbH", "Neu GmbH", "Nina Neu", "hg/de/nord/")
HEADER = "number,partner_number,name,place,street,postcode,city\n"


@pytest.fixture
def network(any_db: Database) -> Network:
    with transaction() as s:
        return make_network(s)


def changes() -> int:
    with transaction() as s:
        return s.scalar(select(func.count()).select_from(OutletChange)) or 0


def test_a_change_of_the_owner_changes_what_its_outlets_print(network: Network) -> None:
    admin, outlet = network.actors[Role.ADMINISTRATOR], network.outlets[0]
    before = get_master_data(outlet.id)
    update_partner(admin, network.partner.id, {"owner": "Petra Petersen"}, 1)
    after = get_master_data(outlet.id)
    assert (before.owner, after.owner) == ("Jonas Petersen e. K.", "Petra Petersen e. K.")
    assert before.canonical() != after.canonical()
    assert changes() == 2
    kept = list_changes(admin, outlet.id)[0]
    assert (kept.version, kept.before) == (2, {"partner.owner": "Jonas Petersen"})
    found = list_outlets(admin, OutletQuery(search="petra"))
    assert found.total == 2


def test_what_ads_do_not_print_leaves_the_outlets_alone(network: Network) -> None:
    admin = network.actors[Role.ADMINISTRATOR]
    update_partner(admin, network.partner.id, {"tax_no": "1/2/3"}, 1)
    assert changes() == 0
    with pytest.raises(Conflict):
        update_partner(admin, network.partner.id, {"tax_no": "4/5/6"}, 1)


def test_nothing_is_kept_where_nothing_differs(network: Network) -> None:
    admin, outlet = network.actors[Role.ADMINISTRATOR], network.outlets[0]
    update_outlet(admin, outlet.id, {"phone": f" {outlet.phone} "}, 1)
    assert changes() == 0
    with pytest.raises(ValueError, match="path"):
        update_outlet(admin, outlet.id, {"path": "hg/"}, 1)


def test_master_data_is_changed_by_who_manages_it_alone(network: Network) -> None:
    outlet = network.outlets[0]
    for role in (Role.PARTNER_MANAGER, Role.REGIONAL_MANAGER, Role.BRAND_MANAGER):
        with pytest.raises(NotPermitted):
            update_outlet(network.actors[role], outlet.id, {"phone": ""}, 1)
    with pytest.raises(NotFound):
        update_outlet(network.actors[Role.SUPPLIER], outlet.id, {"phone": ""}, 1)
    with pytest.raises(NotFound):
        get_outlet(network.actors[Role.PARTNER_STAFF], network.outlets[1].id)


def test_new_partners_and_outlets_stand_where_they_belong(network: Network) -> None:
    admin = network.actors[Role.ADMINISTRATOR]
    assert create_partner(admin, PARTNER).path == "hg/de/nord/p0500/"
    assert create_outlet(admin, OUTLET).path == "hg/de/nord/p0012/o0500/"
    with pytest.raises(Conflict):
        create_partner(admin, PARTNER)
    with pytest.raises(Conflict):
        create_outlet(admin, OUTLET)
    with pytest.raises(NotFound):
        create_partner(admin, replace(PARTNER, number="0501", region_path="hg/de/west/"))
    with pytest.raises(Invalid):
        create_outlet(admin, replace(OUTLET, number="0501", postcode="1"))


def test_nobody_decides_on_their_own_report(network: Network) -> None:
    admin, outlet = network.actors[Role.ADMINISTRATOR], network.outlets[0]
    proposal = propose_change(admin, outlet.id, {"phone": "040 66969 001"})
    with pytest.raises(NotPermitted):
        decide_proposal(admin, proposal.id, True)
    assert [line.proposal.id for line in open_proposals(admin)] == [proposal.id]
    assert open_proposals(admin, network.outlets[1].id) == []


def test_a_report_needs_something_that_may_be_reported(network: Network) -> None:
    partner, outlet = network.actors[Role.PARTNER_MANAGER], network.outlets[0]
    for wrong in ({"name": "Neuer Name"}, {"path": "hg/"}, {"postcode": "x"}, {}):
        with pytest.raises(Invalid):
            propose_change(partner, outlet.id, wrong)
    with pytest.raises(NotFound):
        propose_change(partner, network.sibling_outlet.id, {"phone": "040 66969 001"})


def test_a_repeated_import_changes_nothing_and_a_changed_one_is_kept(network: Network) -> None:
    assert import_outlets([OUTLET]).created == 1
    assert import_outlets([OUTLET]).unchanged == 1
    report = import_outlets([replace(OUTLET, phone="040 66969 501", tags=("stadt", "cafe"))])
    assert (report.created, report.changed) == (0, 1)
    with transaction() as s:
        outlet = s.scalars(select(Outlet).where(Outlet.number == "0500")).one()
        kept = s.scalars(select(OutletChange)).one()
    assert (outlet.phone, outlet.tags, outlet.row_version) == (
        "040 66969 501",
        ["cafe", "stadt"],
        2,
    )
    assert kept.before == {"phone": "040 66969 500", "tags": ["land"]}


def test_an_import_moves_nothing(network: Network) -> None:
    with pytest.raises(ValueError, match="moves nothing"):
        import_outlets([replace(OUTLET, number="0034", partner_number="0013")])
    with pytest.raises(ValueError, match="first"):
        import_outlets([replace(OUTLET, partner_number="9999")])
    with pytest.raises(ValueError, match="first"):
        import_partners([replace(PARTNER, region_path="hg/de/west/")])


def test_a_dry_run_changes_nothing_and_an_import_is_audited(network: Network) -> None:
    admin = network.actors[Role.ADMINISTRATOR]
    text = HEADER + "0600,0012,A,A,Weg 1,21465,A\n"
    assert import_outlet_file(admin, text, dry_run=True).created == 1
    with transaction() as s:
        assert s.scalar(select(Outlet).where(Outlet.number == "0600")) is None
    assert import_outlet_file(admin, text, dry_run=False).created == 1
    with transaction() as s:
        entry = s.scalars(select(AuditEntry).where(AuditEntry.action == "outlet.import")).one()
    assert entry.details == {"created": 1, "changed": 0}
    with pytest.raises(NotPermitted):
        import_outlet_file(network.actors[Role.PARTNER_MANAGER], text, dry_run=True)


@contextmanager
def _counted(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements that are sent meanwhile (`bench/pages.py` measures their time)."""
    sent: list[str] = []

    def note(*arguments: Any) -> None:
        sent.append(str(arguments[2]))

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def test_many_outlets_are_brought_in_and_listed_as_sets(network: Network, any_db: Database) -> None:
    partners = [replace(PARTNER, number=f"{n:05d}", name=f"Partner {n}") for n in range(800)]
    rows = [
        replace(
            OUTLET,
            number=f"x{n:05d}",
            partner_number=f"{n // 5:05d}",
            place=f"Ort {n % 977} {n}",
            name=f"Halmgrün Gartenmarkt Ort {n}",
        )
        for n in range(4_000)
    ]
    with _counted(any_db.engine) as sent:
        import_partners(partners)
        assert import_outlets(rows).created == 4_000
    assert len(sent) < 60, f"{len(sent)} statements"
    admin = network.actors[Role.ADMINISTRATOR]
    for query in (
        OutletQuery(),
        OutletQuery(page=60, sort=OutletSort.PARTNER),
        OutletQuery(search="ort 3999"),
        OutletQuery(search="gibtesnicht"),
        OutletQuery(sort=OutletSort.SIZE, descending=True, path="hg/de/nord/"),
    ):
        with _counted(any_db.engine) as sent:
            list_outlets(admin, query)
        assert len(sent) <= 6, sent
    with transaction() as s:
        assert s.scalar(select(func.count()).select_from(Partner)) == 803
