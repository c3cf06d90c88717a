"""Owns how outlets are written to CSV: in the columns of an import, safe in spreadsheets."""

import csv
import io
from collections.abc import Iterable

from regions.partners.csv_rows import neutral
from regions.partners.models import Outlet
from regions.partners.rules import OUTLET_FIELDS, OpeningHours, hours_text

COLUMNS = ("number", "partner_number", *OUTLET_FIELDS)


def write_outlet_rows(outlets: Iterable[Outlet]) -> str:
    """Return CSV with a line for each outlet (loaded with its partner)."""
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for outlet in outlets:
        table.writerow([neutral(text) for text in _cells(outlet)])
    return file.getvalue()


def _cells(outlet: Outlet) -> list[str]:
    hours = tuple(OpeningHours(line["days"], line["hours"]) for line in outlet.opening_hours)
    special = {
        "partner_number": outlet.partner.number,
        "opening_hours": hours_text(hours, "|"),
        "tags": "|".join(outlet.tags),
        "open": "1" if outlet.open else "0",
    }
    return [special[name] if name in special else _text(getattr(outlet, name)) for name in COLUMNS]


def _text(value: object) -> str:
    return "" if value is None else str(value)
