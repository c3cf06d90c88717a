"""The tree on both databases: queries cut to scopes, moves, tags, suppliers."""

import pytest
from sqlalchemy import Column, MetaData, String, Table, insert, select

from portal.foundation.database import Base, Database, transaction
from portal.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from portal.foundation.ids import new_id
from regions.accounts.models import AccountGrant
from regions.accounts.rules import Grant, Role
from regions.hierarchy.models import Region
from regions.hierarchy.rules import RegionKind, RegionRow
from regions.hierarchy.service import add_region, list_regions, living_paths, move_region
from regions.partners.models import Outlet, Partner
from regions.partners.service import find_outlets, outlets_in
from regions.scoping import Scope, visible, visible_suppliers
from regions.suppliers.models import Supplier
from regions.suppliers.rules import SupplierKind
from regions.suppliers.service import list_suppliers, suppliers_serving
from tests.factories.regions import (
    Network,
    actor_of,
    make_network,
    make_outlet,
    make_partner,
    make_region,
    make_supplier,
)

SCOPES = [
    Scope(),
    Scope.everything(),
    Scope.at("hg/"),
    Scope.at("hg/de/nord/"),
    Scope.at("hg/de/nord/p0012/o0034/", "hg/de/sued/"),
    Scope.at("hg/de/nor/"),
]


@pytest.fixture
def network(any_db: Database) -> Network:
    with transaction() as s:
        return make_network(s)


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: "+".join(sorted(scope.paths)) or "none")
def test_a_query_finds_exactly_what_the_scope_reaches(network: Network, scope: Scope) -> None:
    with transaction() as s:
        north_east = make_region(s, "nord-ost", RegionKind.REGION, network.country)
        make_outlet(s, make_partner(s, north_east, "0090"), "0300")
        every = s.scalars(select(Outlet.path)).all()
        found = s.scalars(visible(select(Outlet.path), Outlet.path, scope)).all()
    assert sorted(found) == sorted(path for path in every if scope.reaches(path))


def test_a_query_for_suppliers_finds_those_of_the_scope(network: Network) -> None:
    with transaction() as s:
        other = make_supplier(s, "anders")
        scope = network.actors[Role.SUPPLIER].scope
        found = s.scalars(visible_suppliers(select(Supplier), Supplier.id, scope)).all()
    assert [supplier.id for supplier in found] == [network.supplier.id]
    assert other.id not in {supplier.id for supplier in found}


def test_an_index_serves_a_scope(any_db: Database, network: Network) -> None:
    statement = visible(select(Outlet.id), Outlet.path, Scope.at("hg/de/nord/"))
    text = str(statement.compile(any_db.engine, compile_kwargs={"literal_binds": True}))
    with any_db.engine.connect() as connection:
        if any_db.is_sqlite:
            plan = str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}").all())
            assert "SEARCH outlet USING COVERING INDEX" in plan or "USING INDEX" in plan
        else:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            plan = str(connection.exec_driver_sql(f"EXPLAIN {text}").all())
            assert "Index Cond" in plan


def test_a_moved_region_takes_everything_below_along(network: Network) -> None:
    admin = network.actors[Role.ADMINISTRATOR]
    parent = add_region(admin, RegionRow("west", RegionKind.REGION, "West", "West", "hg/de/"))
    district = add_region(
        admin, RegionRow("heide", RegionKind.DISTRICT, "Heide", "Heath", network.north.path)
    )
    with transaction() as s:
        moor = make_partner(s, district, "0040")
        outlet = make_outlet(s, moor, "0099")
        s.add(AccountGrant(account_id=admin.account_id, role=Role.ANALYST, path=moor.path))
    move_region(admin, district.id, parent.id)
    with transaction() as s:
        assert s.get_one(Region, district.id).path == "hg/de/west/heide/"
        assert s.get_one(Partner, moor.id).path == "hg/de/west/heide/p0040/"
        assert s.get_one(Partner, moor.id).region_path == "hg/de/west/heide/"
        assert s.get_one(Outlet, outlet.id).path == "hg/de/west/heide/p0040/o0099/"
        granted = s.scalars(select(AccountGrant.path).where(AccountGrant.role == Role.ANALYST))
        assert "hg/de/west/heide/p0040/" in granted.all()
        assert s.get_one(Outlet, network.outlets[0].id).path == network.outlets[0].path


def test_every_table_that_keeps_a_place_moves_along_and_history_does_not() -> None:
    tables = {column.table.name for column in living_paths()}
    assert {"region", "partner", "outlet", "account_grant", "supplier"} <= tables
    assert "usage_event" not in tables
    names = {f"{column.table.name}.{column.name}" for column in living_paths()}
    assert "partner.region_path" in names


def test_regions_are_added_and_moved_where_they_belong(network: Network) -> None:
    admin = network.actors[Role.ADMINISTRATOR]
    with pytest.raises(Conflict):
        add_region(admin, RegionRow("nord", RegionKind.REGION, "N", "N", "hg/de/"))
    with pytest.raises(Invalid):
        add_region(admin, RegionRow("Nord!", RegionKind.REGION, "N", "N", "hg/de/"))
    with pytest.raises(Invalid):
        add_region(admin, RegionRow("at", RegionKind.COUNTRY, "N", "N", "hg/de/nord/"))
    with pytest.raises(NotFound):
        add_region(admin, RegionRow("x", RegionKind.REGION, "N", "N", "hg/fr/"))
    with pytest.raises(Invalid):
        move_region(admin, network.north.id, network.south.id)
    with pytest.raises(Invalid):
        move_region(admin, network.country.id, network.north.id)
    manager = network.actors[Role.REGIONAL_MANAGER]
    with pytest.raises(NotPermitted):
        add_region(manager, RegionRow("x", RegionKind.DISTRICT, "N", "N", network.north.path))
    assert [region.key for region in list_regions(manager)] == ["nord"]


def test_outlets_are_chosen_by_paths_and_tags(network: Network) -> None:
    with transaction() as s:
        coast = make_outlet(s, network.foreign, "0301", place="Cuxhaven", tags=["küste", "stadt"])
        shut = make_outlet(s, network.foreign, "0302", place="Zu", tags=["küste"], open=False)
    south = {ref.number for ref in outlets_in([network.south.path])}
    assert south == {"0200", "0301"}
    assert shut.number not in south
    assert [ref.id for ref in outlets_in(tags=["küste"])] == [coast.id]
    assert [ref.id for ref in outlets_in(tags=["k"])] == []
    assert len(outlets_in(tags=["küste", "stadt"])) == 5
    assert outlets_in(["hg/de/west/"]) == []
    mine = find_outlets(network.actors[Role.PARTNER_MANAGER], tags=["stadt"])
    assert {outlet.number for outlet in mine} == {"0034", "0035"}
    assert mine[0].partner.owner == "Jonas Petersen"
    staff = network.actors[Role.PARTNER_STAFF]
    assert find_outlets(staff, ids=[network.outlets[1].id, network.foreign_outlet.id]) == []


def test_suppliers_serve_what_is_below_them(network: Network) -> None:
    with transaction() as s:
        make_supplier(s, "nordblatt", SupplierKind.NEWSPAPER, "hg/de/nord/", "Nordblatt")
        make_supplier(s, "suedblatt", SupplierKind.NEWSPAPER, "hg/de/sued/", "Südblatt")
    keys = {supplier.key for supplier in list_suppliers(network.actors[Role.PARTNER_MANAGER])}
    assert keys == {"vogel", "nordblatt"}
    serving = {supplier.key for supplier in suppliers_serving(network.outlets[0].path)}
    assert serving == {"vogel", "nordblatt"}
    with pytest.raises(NotPermitted):
        list_suppliers(network.actors[Role.SUPPLIER])


def test_an_actor_without_grants_reaches_nothing(network: Network) -> None:
    nobody = actor_of(network.accounts[Role.ANALYST])
    assert find_outlets(nobody) == []
    with transaction() as s:
        assert s.scalars(visible(select(Outlet), Outlet.path, nobody.scope)).all() == []


def test_a_grant_at_a_supplier_alone_reaches_no_path(network: Network) -> None:
    actor = actor_of(network.accounts[Role.SUPPLIER], Grant(Role.SUPPLIER, None, new_id()))
    assert find_outlets(actor) == []


def test_plain_text_columns_are_cut_rightly_too(any_db: Database) -> None:
    """A path column that forgot the bytewise type is slower, but never wrong."""
    table = Table("plain_path", MetaData(), Column("path", String(80)))
    table.create(any_db.engine)
    paths = ["hg/a/", "hg/a-b/", "hg/a/x/", "hg/a0/", "hg/aa/", "hg/A/"]
    try:
        with transaction() as s:
            s.execute(insert(table), [{"path": path} for path in paths])
            statement = visible(select(table.c.path), table.c.path, Scope.at("hg/a/"))
            assert sorted(s.scalars(statement)) == ["hg/a/", "hg/a/x/"]
    finally:
        table.drop(any_db.engine)
    assert "plain_path" not in Base.metadata.tables
