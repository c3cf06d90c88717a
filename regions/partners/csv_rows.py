"""Owns how partners and outlets are read from CSV: typed rows, or problems that name the line."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from portal.foundation.errors import N_
from regions.partners.rules import (
    OutletRow,
    PartnerRow,
    Problem,
    check_values,
    parse_hours,
    texts_of,
)
from regions.scoping.rules import is_path, is_segment

Row = TypeVar("Row")
LONGEST = 50_000
#: What a spreadsheet begins a formula with; a negative number is one of them, and harmless.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong in one line of a file (1 is the header)."""

    line: int
    problem: Problem


@dataclass(frozen=True, slots=True)
class Reading(Generic[Row]):
    """What could be read from a file, with the line of each, and what could not."""

    rows: tuple[Row, ...]
    problems: tuple[LineProblem, ...]
    lines: tuple[int, ...] = ()


class _Unreadable(Exception):
    def __init__(self, name: str, message: str, **params: object) -> None:
        super().__init__(message)
        self.problem = Problem(name, message, params)


def read_partner_rows(text: str) -> Reading[PartnerRow]:
    """Read partners; the columns are the fields of `PartnerRow`."""
    return _read(text, PartnerRow, _partner)


def read_outlet_rows(text: str) -> Reading[OutletRow]:
    """Read outlets; the columns are the fields of `OutletRow`, tags and hours parted by "|"."""
    return _read(text, OutletRow, _outlet)


def neutral(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; `_plain` takes the mark off again."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _plain(text: str) -> str:
    text = text.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


def _read(text: str, kind: type[Any], build: Callable[[Mapping[str, str]], Row]) -> Reading[Row]:
    header, _, _ = text.lstrip("\ufeff").partition("\n")
    delimiter = ";" if header.count(";") > header.count(",") else ","
    table = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter)
    missing = _required(kind) - set(table.fieldnames or ())
    if missing:
        names = ", ".join(sorted(missing))
        said = Problem(names, N_("The file lacks the column %(names)s."), {"names": names})
        return Reading((), (LineProblem(1, said),))
    known = {field.name for field in fields(kind)}
    return _build_all(table, known, build)


def _build_all(
    table: "csv.DictReader[str]", known: set[str], build: Callable[[Mapping[str, str]], Row]
) -> Reading[Row]:
    rows: list[Row] = []
    lines: list[int] = []
    problems: list[LineProblem] = []
    for count, cells in enumerate(table):
        if count == LONGEST:
            said = Problem("", N_("Split the file: at most %(count)s lines."), {"count": LONGEST})
            problems.append(LineProblem(table.line_num, said))
            break
        given = {name: _plain(cells[name] or "") for name in known & cells.keys()}
        try:
            rows.append(build(given))
            lines.append(table.line_num)
        except _Unreadable as unreadable:
            problems.append(LineProblem(table.line_num, unreadable.problem))
    return Reading(tuple(rows), tuple(problems), tuple(lines))


def _required(kind: type[Any]) -> set[str]:
    return {field.name for field in fields(kind) if field.default is MISSING}


def _partner(given: Mapping[str, str]) -> PartnerRow:
    _number(given["number"])
    if not is_path(given["region_path"]):
        raise _Unreadable("region_path", N_("Write a region's path, for example hg/de/nord/."))
    row = PartnerRow(**given)
    _first(check_values({"name": row.name, "email": row.email}))
    return row


def _outlet(given: Mapping[str, str]) -> OutletRow:
    _number(given["number"])
    hours, problems = parse_hours(given.get("opening_hours", ""))
    _first(problems)
    parsed: dict[str, Any] = dict(given)
    parsed["opening_hours"] = hours
    parsed["tags"] = tuple(tag.strip() for tag in given.get("tags", "").split("|") if tag.strip())
    parsed["open"] = given.get("open", "").lower() not in {"0", "no", "nein", "false"}
    parsed["size"] = _number_in(given, "size", int, 0, 1_000_000) or 0
    parsed["latitude"] = _number_in(given, "latitude", float, -90, 90)
    parsed["longitude"] = _number_in(given, "longitude", float, -180, 180)
    parsed["time_zone"] = _zone(given.get("time_zone", ""))
    row = OutletRow(**parsed)
    _first(check_values(texts_of(row)))
    return row


def _number(number: str) -> None:
    if not is_segment(number.lower()):
        raise _Unreadable("number", N_("A number has letters, digits and hyphens only."))


def _number_in(
    given: Mapping[str, str], name: str, kind: type[int] | type[float], least: int, most: int
) -> Any:
    text = given.get(name, "")
    if not text:
        return None
    try:
        number = kind(text.replace(",", "."))
    except ValueError:
        number = kind(least) - 1
    if not least <= number <= most:
        params = {"least": least, "most": most}
        raise _Unreadable(name, N_("Write a number from %(least)s to %(most)s."), **params)
    return number


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name or "Europe/Berlin").key
    except (KeyError, ValueError, OSError) as error:
        raise _Unreadable("time_zone", N_("Write a time zone such as Europe/Berlin.")) from error


def _first(problems: Iterable[Problem]) -> None:
    for problem in problems:
        raise _Unreadable(problem.name, problem.message, **problem.params)
