"""Owns rows of regions for tests: plain functions that add to a session and flush."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from portal.foundation.ids import new_id
from regions.accounts.models import Account, AccountGrant
from regions.accounts.rules import Actor, Grant, Role
from regions.hierarchy.models import Region
from regions.hierarchy.rules import RegionKind
from regions.partners.models import Outlet, Partner
from regions.partners.rules import outlet_path, outlet_search_text, partner_path, sort_key
from regions.suppliers.models import Supplier
from regions.suppliers.rules import SupplierKind

HOURS = [{"days": "Mo–Fr", "hours": "9–19 Uhr"}, {"days": "Sa", "hours": "9–18 Uhr"}]


def make_region(
    s: Session, key: str, kind: RegionKind, parent: Region | None = None, name: str = ""
) -> Region:
    """Add one node of the tree."""
    region = Region(
        key=key,
        kind=kind,
        name_de=name or key.title(),
        name_en=name or key.title(),
        path=f"{parent.path if parent else ''}{key}/",
        parent_id=parent.id if parent else None,
    )
    s.add(region)
    s.flush()
    return region


def make_partner(s: Session, region: Region, number: str = "0012", **values: object) -> Partner:
    """Add a partner to a region."""
    given = {
        "name": f"Petersen Gartenmärkte {number}",
        "legal_form": "e. K.",
        "owner": "Jonas Petersen",
        "register_no": "HRA 101234, Amtsgericht Hamburg",
        "tax_no": "27/123/45678",
        "responsible": "Jonas Petersen",
    } | values
    path = partner_path(region.path, number)
    partner = Partner(number=number, path=path, region_path=region.path, **given)
    s.add(partner)
    s.flush()
    return partner


def make_outlet(s: Session, partner: Partner, number: str = "0034", **values: object) -> Outlet:
    """Add an outlet to a partner."""
    place = str(values.pop("place", "Hamburg-Bergedorf"))
    given = {
        "name": f"Halmgrün Gartenmarkt {place}",
        "street": "Am Weidengrund 12",
        "postcode": "21029",
        "city": "Hamburg",
        "phone": "040 66969 412",
        "email": f"markt{number}@halmgruen.example",
        "opening_hours": HOURS,
        "latitude": 53.48,
        "longitude": 10.21,
        "tags": ["stadt"],
        "size": 3200,
    } | values
    outlet = Outlet(
        number=number,
        partner_id=partner.id,
        place=place,
        path=outlet_path(partner.path, number),
        sort_key=sort_key(place),
        search_text="",
        **given,
    )
    outlet.search_text = outlet_search_text(outlet, partner)
    s.add(outlet)
    s.flush()
    return outlet


def make_supplier(
    s: Session,
    key: str = "vogel",
    kind: SupplierKind = SupplierKind.PRINTER,
    path: str = "hg/",
    name: str = "Druckerei Vogel & Söhne",
) -> Supplier:
    """Add a supplier."""
    supplier = Supplier(key=key, name=name, kind=kind, email=f"auftrag@{key}.example", path=path)
    s.add(supplier)
    s.flush()
    return supplier


def make_account(
    s: Session,
    role: Role,
    path: str | None = None,
    supplier_id: UUID | None = None,
    **values: object,
) -> Account:
    """Add an account with one grant; give `email` to tell two of the same role apart."""
    account_id = new_id()
    given = {
        "email": f"{role.replace('_', '.')}.{account_id.hex[-6:]}@halmgruen.example",
        "name": f"Test {role.replace('_', ' ').title()}",
    } | values
    account = Account(id=account_id, **given)
    s.add(account)
    s.flush()
    s.add(AccountGrant(account_id=account.id, role=role, path=path, supplier_id=supplier_id))
    s.flush()
    return account


def make_actor(role: Role, path: str | None = None, supplier_id: UUID | None = None) -> Actor:
    """Return an actor that no account stands behind, for pure rules and services."""
    return Actor(
        new_id(),
        f"Test {role}",
        f"{role}@halmgruen.example",
        "de",
        (Grant(role, path, supplier_id),),
    )


def actor_of(account: Account, *grants: Grant) -> Actor:
    """Return an account as an actor with the given grants."""
    return Actor(account.id, account.name, account.email, account.language, grants)


@dataclass(frozen=True, slots=True)
class Network:
    """A small company: two regions, a partner with two outlets, a sibling and a foreign one."""

    company: Region
    country: Region
    north: Region
    south: Region
    partner: Partner
    outlets: tuple[Outlet, Outlet]
    sibling: Partner
    sibling_outlet: Outlet
    foreign: Partner
    foreign_outlet: Outlet
    supplier: Supplier
    accounts: dict[Role, Account]
    actors: dict[Role, Actor]


def make_network(s: Session) -> Network:
    """Add the small company with one account for every role."""
    company = make_region(s, "hg", RegionKind.COMPANY, name="Halmgrün")
    country = make_region(s, "de", RegionKind.COUNTRY, company, "Deutschland")
    north = make_region(s, "nord", RegionKind.REGION, country, "Nord")
    south = make_region(s, "sued", RegionKind.REGION, country, "Süd")
    partner, sibling = make_partner(s, north, "0012"), make_partner(s, north, "0013")
    foreign = make_partner(s, south, "0080")
    outlets = (
        make_outlet(s, partner, "0034"),
        make_outlet(s, partner, "0035", place="Lüneburg", city="Lüneburg", postcode="21335"),
    )
    supplier = make_supplier(s)
    places = {
        Role.ADMINISTRATOR: company.path,
        Role.BRAND_MANAGER: company.path,
        Role.CAMPAIGN_MANAGER: company.path,
        Role.AGENCY: company.path,
        Role.APPROVER: company.path,
        Role.REGIONAL_MANAGER: north.path,
        Role.PARTNER_MANAGER: partner.path,
        Role.PARTNER_STAFF: outlets[0].path,
        Role.SUPPLIER: None,
        Role.ANALYST: company.path,
    }
    held = {
        role: Grant(role, path, supplier.id if path is None else None)
        for role, path in places.items()
    }
    accounts = {
        role: make_account(s, role, grant.path, grant.supplier_id) for role, grant in held.items()
    }
    return Network(
        company=company,
        country=country,
        north=north,
        south=south,
        partner=partner,
        outlets=outlets,
        sibling=sibling,
        sibling_outlet=make_outlet(s, sibling, "0036", place="Buxtehude", city="Buxtehude"),
        foreign=foreign,
        foreign_outlet=make_outlet(s, foreign, "0200", place="Freising", city="Freising"),
        supplier=supplier,
        accounts=accounts,
        actors={role: actor_of(accounts[role], held[role]) for role in Role},
    )
