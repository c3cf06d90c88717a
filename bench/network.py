"""Owns a network of any size for benchmarks and large tests, inserted set-based."""

from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.foundation.ids import new_id
from regions.hierarchy.models import Region
from regions.hierarchy.rules import RegionKind
from regions.partners.models import Outlet, Partner
from regions.partners.rules import fold, outlet_path, partner_path, search_text

SEED = 412
COMPANY, COUNTRY = "hg/", "hg/de/"
TOWNS = ("Lindau", "Soltau", "Moers", "Halle", "Ulm", "Plauen", "Husum", "Celle", "Trier", "Jena")
_AT_ONCE = 5_000


def build_network(session: Session, outlets: int, regions: int = 12) -> list[UUID]:
    """Add a company with so many outlets, spread over regions and partners; return their ids."""
    paths = _add_regions(session, regions)
    generator = np.random.Generator(np.random.PCG64(SEED))
    partners: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    while len(rows) < outlets:
        partner = _partner(len(partners), paths[len(partners) % regions])
        partners.append(partner)
        count = int(min(1 + generator.geometric(0.5), outlets - len(rows)))
        rows += [_outlet(len(rows) + n, partner) for n in range(count)]
    for table, values in ((Partner, partners), (Outlet, rows)):
        for start in range(0, len(values), _AT_ONCE):
            session.execute(insert(table), values[start : start + _AT_ONCE])
    return [row["id"] for row in rows]


def _add_regions(session: Session, regions: int) -> list[str]:
    company, country = new_id(), new_id()
    tree = [
        _region(company, "hg", RegionKind.COMPANY, COMPANY, None),
        _region(country, "de", RegionKind.COUNTRY, COUNTRY, company),
    ]
    paths = [f"{COUNTRY}r{n:02d}/" for n in range(regions)]
    tree += [
        _region(new_id(), path.split("/")[-2], RegionKind.REGION, path, country) for path in paths
    ]
    session.execute(insert(Region), tree)
    return paths


def _region(
    region_id: UUID, key: str, kind: RegionKind, path: str, parent: UUID | None
) -> dict[str, Any]:
    return {
        "id": region_id,
        "key": key,
        "kind": kind,
        "name_de": f"Region {key}",
        "name_en": f"Region {key}",
        "path": path,
        "parent_id": parent,
        "position": 0,
    }


def _partner(n: int, region_path: str) -> dict[str, Any]:
    number = f"{n:05d}"
    return {
        "id": new_id(),
        "number": number,
        "name": f"Gartenmärkte {number}",
        "legal_form": "GmbH",
        "owner": f"Inhaber {number}",
        "responsible": f"Inhaber {number}",
        "path": partner_path(region_path, number),
        "region_path": region_path,
    }


def _outlet(n: int, partner: dict[str, Any]) -> dict[str, Any]:
    number, town = f"{n:05d}", TOWNS[n % len(TOWNS)]
    name = f"Halmgrün Gartenmarkt {town} {number}"
    return {
        "id": new_id(),
        "number": number,
        "partner_id": partner["id"],
        "name": name,
        "place": town,
        "street": f"Hauptstraße {n % 200 + 1}",
        "postcode": f"{10_000 + n % 80_000}",
        "city": town,
        "opening_hours": [],
        "tags": [],
        "path": outlet_path(partner["path"], number),
        "sort_key": fold(name),
        "search_text": search_text(name, town, number),
    }
