"""The demonstration's organisation: complete, plausible, loaded in seconds and only once."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.foundation.database import Database, transaction
from regions.accounts.imports import NetworkReport, import_network
from regions.accounts.models import Account
from regions.accounts.places import find_place
from regions.accounts.rules import Place, Role, refuse_place
from regions.accounts.service import get_actor, grants_of
from regions.partners.models import Outlet, Partner
from regions.partners.service import get_master_data
from regions.suppliers.models import Supplier
from regions.suppliers.rules import SupplierKind

FOLDER = Path(__file__).parents[3] / "demo" / "regions"
FICTION = re.compile(r"(030 23125|040 66969|069 90009|0221 4710|089 99998) \d{3}|0152 28817 386")


@pytest.fixture
def loaded(db: Database) -> NetworkReport:
    return import_network(FOLDER)


def test_everything_is_loaded_and_a_second_time_nothing(loaded: NetworkReport) -> None:
    assert loaded == NetworkReport(regions=14, partners=160, outlets=412, suppliers=5, accounts=24)
    assert import_network(FOLDER) == NetworkReport(0, 0, 0, 0, 0)


def test_one_partner_has_five_outlets_the_others_one_to_four(loaded: NetworkReport) -> None:
    with transaction() as s:
        counts = Counter(s.scalars(select(Outlet.partner_id)))
        twelve = s.scalar(select(func.count(func.distinct(Partner.region_path))))
    assert sorted(Counter(counts.values())) == [1, 2, 3, 4, 5]
    assert list(counts.values()).count(5) == 1
    assert twelve == 12


def test_the_outlets_of_the_brand_book_are_as_printed(loaded: NetworkReport) -> None:
    with transaction() as s:
        bergedorf = s.scalars(select(Outlet).where(Outlet.place == "Hamburg-Bergedorf")).one()
        stress = s.scalars(
            select(Outlet).where(Outlet.place == "Schwäbisch Gmünd-Hussenhofen")
        ).one()
        one, other = get_master_data(bergedorf.id), get_master_data(stress.id)
    assert bergedorf.path == "hg/de/nord/p0012/o0034/"
    assert (one.name, one.owner) == (
        "Halmgrün Gartenmarkt Hamburg-Bergedorf",
        "Jonas Petersen e. K.",
    )
    assert (one.street, one.postcode, one.city) == ("Am Weidengrund 12", "21029", "Hamburg")
    assert one.phone == "040 66969 412"
    assert [f"{line.days} {line.hours}" for line in one.opening_hours] == [
        "Mo–Fr 9–19 Uhr",
        "Sa 9–18 Uhr",
        "So 10–13 Uhr",
    ]
    assert other.owner == "Dr. Annegret Freifrau von Hohenstein-Waldburg e. K."
    assert (other.street, other.postcode) == ("An der Alten Zimmerei 128 a", "73527")
    assert other.phone == "0152 28817 386"


def test_every_role_has_an_account_held_where_the_domain_says(loaded: NetworkReport) -> None:
    with transaction() as s:
        accounts = s.scalars(select(Account)).all()
        held = grants_of(account.id for account in accounts)
        assert {grant.role for grants in held.values() for grant in grants} == set(Role)
        for account in accounts:
            assert account.password_hash is None
            for grant in held[account.id]:
                place = Place.SUPPLIER if grant.supplier_id else find_place(grant.path or "")
                assert place is not None
                refuse_place(grant.role, place)
    assert get_actor("jonas.petersen@halmgruen.example").scope.paths == {"hg/de/nord/p0012/"}


def test_suppliers_cover_print_newspaper_web_and_social(loaded: NetworkReport) -> None:
    with transaction() as s:
        kinds = Counter(s.scalars(select(Supplier.kind)))
    assert kinds[SupplierKind.PRINTER] == 2
    assert {SupplierKind.NEWSPAPER, SupplierKind.AD_NETWORK, SupplierKind.SOCIAL_AGENCY} < set(
        kinds
    )


def test_telephone_numbers_are_fictional_and_unique() -> None:
    with (FOLDER / "outlets.csv").open(encoding="utf-8") as file:
        phones = [row["phone"] for row in csv.DictReader(file)]
    assert [phone for phone in phones if not FICTION.fullmatch(phone)] == []
    assert len(set(phones)) == len(phones)
