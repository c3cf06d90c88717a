"""Owns text in files that a spreadsheet opens: nothing in it is ever run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

CSV_TYPE = "text/csv; charset=utf-8"
Cell = str | int | float
_BOM = "\ufeff"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def neutralised(text: str) -> str:
    """Return text that no spreadsheet runs: what could begin a formula gets an apostrophe."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text


def write_csv(rows: Iterable[Sequence[Cell]]) -> str:
    """Return rows as CSV with semicolons, as German spreadsheets read it."""
    target = io.StringIO()
    target.write(_BOM)
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([neutralised(one) if isinstance(one, str) else one for one in row])
    return target.getvalue()
