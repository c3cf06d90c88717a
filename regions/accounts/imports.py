"""Owns bringing in a whole organisation from a folder of CSV files, once or again."""

import csv
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import insert, select

from portal.foundation.database import transaction
from portal.foundation.errors import N_, Invalid
from portal.foundation.ids import new_id
from regions.accounts.models import Account, AccountGrant
from regions.accounts.rules import Role, normal_email
from regions.hierarchy.rules import RegionKind, RegionRow
from regions.hierarchy.service import import_regions
from regions.partners.csv_rows import Reading, Row, read_outlet_rows, read_partner_rows
from regions.partners.imports import import_outlets, import_partners
from regions.suppliers.models import Supplier
from regions.suppliers.rules import SupplierKind, SupplierRow
from regions.suppliers.service import import_suppliers


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account with one grant as a file names it, held at a path or at a supplier (by key)."""

    email: str
    name: str
    role: Role
    path: str = ""
    supplier_key: str = ""
    language: str = "de"


@dataclass(frozen=True, slots=True)
class NetworkReport:
    """How many of each kind were new."""

    regions: int
    partners: int
    outlets: int
    suppliers: int
    accounts: int


def import_network(folder: Path) -> NetworkReport:
    """Bring in regions, partners, outlets, suppliers and accounts; a second time changes nothing.

    The files are regions.csv, partners.csv, outlets.csv, suppliers.csv and accounts.csv.
    """
    with transaction():
        return NetworkReport(
            regions=import_regions([_region(cells) for cells in _cells(folder / "regions.csv")]),
            partners=import_partners(
                _all(read_partner_rows(_text(folder / "partners.csv")), "partners.csv")
            ).created,
            outlets=import_outlets(
                _all(read_outlet_rows(_text(folder / "outlets.csv")), "outlets.csv")
            ).created,
            suppliers=import_suppliers(
                [_supplier(cells) for cells in _cells(folder / "suppliers.csv")]
            ),
            accounts=import_accounts(
                [_account(cells) for cells in _cells(folder / "accounts.csv")]
            ),
        )


def import_accounts(rows: Collection[AccountRow]) -> int:
    """Bring in accounts without passwords by their address; returns how many are new.

    An address that stands in several rows is one account with several grants.
    """
    with transaction() as s:
        known = set(s.scalars(select(Account.email)))
        new = [row for row in rows if normal_email(row.email) not in known]
        ids = {normal_email(row.email): new_id() for row in new}
        firsts = {normal_email(row.email): row for row in reversed(new)}
        if not new:
            return 0
        s.execute(
            insert(Account),
            [
                {"id": ids[email], "email": email, "name": row.name, "language": row.language}
                for email, row in firsts.items()
            ],
        )
        suppliers = {supplier.key: supplier.id for supplier in s.scalars(select(Supplier))}
        s.execute(
            insert(AccountGrant),
            [
                {
                    "id": new_id(),
                    "account_id": ids[normal_email(row.email)],
                    "role": row.role,
                    "path": row.path or None,
                    "supplier_id": suppliers[row.supplier_key] if row.supplier_key else None,
                }
                for row in new
            ],
        )
        return len(firsts)


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8-sig")


def _cells(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(_text(file).splitlines()))


def _all(read: Reading[Row], name: str) -> tuple[Row, ...]:
    for found in read.problems:
        raise Invalid(
            N_("Mend line %(line)s of %(file)s first (%(column)s)."),
            line=found.line,
            file=name,
            column=found.problem.name,
        )
    return read.rows


def _region(cells: dict[str, str]) -> RegionRow:
    return RegionRow(
        key=cells["key"],
        kind=RegionKind(cells["kind"]),
        name_de=cells["name_de"],
        name_en=cells["name_en"],
        parent=cells["parent"],
        position=int(cells["position"] or 0),
    )


def _supplier(cells: dict[str, str]) -> SupplierRow:
    return SupplierRow(**{**cells, "kind": SupplierKind(cells["kind"])})  # type: ignore[arg-type] # kind is the only one that is no text


def _account(cells: dict[str, str]) -> AccountRow:
    return AccountRow(
        email=cells["email"],
        name=cells["name"],
        role=Role(cells["role"]),
        path=cells["path"],
        supplier_key=cells["supplier_key"],
        language=cells["language"] or "de",
    )
