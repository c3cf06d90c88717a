"""Owns reading a channel's CSV file: encoding, separator, numbers, days; every row has its say."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from campaigns.insight.reports.rules import (
    AMOUNTS,
    COUNTS,
    FIGURES,
    LARGEST_FILE,
    LONGEST_CELL,
    MOST_ROWS,
    Column,
    Figures,
    Mapped,
    ReportRow,
    RowProblem,
    guess_columns,
)
from portal.foundation.errors import N_, Invalid

_GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})", re.ASCII)
_CODE = re.compile(r"(?:.*/)?([0-9A-Za-z]{4,16})/?")
_LARGEST_NUMBER = 2_000_000_000
_CENTURY = 2000
_SHORT_YEAR = 100


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as lines of text cells: the header, then (line number, cells) of each row."""

    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    delimiter: str

    def guess(self) -> Mapped:
        """Return how this file is probably meant; files with semicolons are German ones."""
        decimal = "." if self.delimiter == "," else ","
        return Mapped(guess_columns(self.headers), decimal)


class Unreadable(Exception):
    """A cell that cannot be read; the message says what is expected."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.params = params


def read_sheet(content: bytes) -> Sheet:
    """Read a CSV file; raises Invalid where it is none, too large, or has no rows."""
    if len(content) > LARGEST_FILE:
        raise Invalid(N_("The file is larger than 10 MB. Split it by month."), field="file")
    text = _decode(content)
    delimiter = _delimiter(text)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise Invalid(
            N_("This is not a readable CSV file. Save it again as CSV."), field="file"
        ) from error
    numbered = [(n, tuple(cells)) for n, cells in enumerate(lines, 1) if any(map(str.strip, cells))]
    if len(numbered) < 2:  # noqa: PLR2004 - a header and a row
        raise Invalid(N_("The file has no rows below its header."), field="file")
    if len(numbered) > MOST_ROWS + 1:
        raise Invalid(
            N_("The file has more than %(most)s rows. Split it by month."),
            field="file",
            most=MOST_ROWS,
        )
    headers = tuple(cell.strip() for cell in numbered[0][1])
    return Sheet(headers, tuple(numbered[1:]), delimiter)


def _decode(content: bytes) -> str:
    if b"\x00" in content[:4096]:
        raise Invalid(N_("This is not a text file. Save the table as CSV (UTF-8)."), field="file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    header = text.lstrip().splitlines()[0] if text.strip() else ""
    return max(";,\t", key=header.count)


def read_rows(
    sheet: Sheet, mapping: Mapped, today: date
) -> tuple[list[ReportRow], list[RowProblem]]:
    """Return the rows that can be read and, row by row, why the others cannot."""
    place = {
        column: sheet.headers.index(header)
        for column, header in mapping.headers.items()
        if header in sheet.headers
    }
    rows, problems = [], []
    for line, cells in sheet.rows:
        given = {column: _cell(cells, index) for column, index in place.items()}
        row, found = _read_row(line, given, mapping, today)
        problems.extend(found)
        if row is not None:
            rows.append(row)
    return rows, problems


def _cell(cells: tuple[str, ...], index: int) -> str:
    return cells[index].strip() if index < len(cells) else ""


def _read_row(
    line: int, given: Mapping[Column, str], mapping: Mapped, today: date
) -> tuple[ReportRow | None, list[RowProblem]]:
    problems: list[RowProblem] = []

    def read(column: Column) -> object:
        text = given.get(column, "")
        try:
            return _read_cell(column, text, mapping.decimal, today) if text else None
        except Unreadable as unreadable:
            problems.append(
                RowProblem(
                    line,
                    mapping.headers[column],
                    unreadable.message,
                    {**unreadable.params, "text": text[:40]},
                )
            )
            return None

    values = {column: read(column) for column in Column}
    if not problems:
        problems.extend(_gaps(line, values, mapping))
    if problems:
        return None, problems
    return _row(line, values), []


def _read_cell(column: Column, text: str, decimal: str, today: date) -> object:
    if len(text) > LONGEST_CELL:
        raise Unreadable(N_("This is too long to be a value."))
    if column is Column.CODE:
        return _code(text)
    if column is Column.DAY:
        return read_day(text, today)
    if column in COUNTS:
        return read_count(text, decimal)
    if column in AMOUNTS:
        return read_cents(text, decimal)
    return text


def _gaps(line: int, values: Mapping[Column, object], mapping: Mapped) -> list[RowProblem]:
    if values[Column.CODE] is None and values[Column.ORDER_LINE] is None:
        name = mapping.headers.get(Column.CODE) or mapping.headers.get(Column.ORDER_LINE, "")
        return [RowProblem(line, name, N_("The ad is missing: a code or an order line."))]
    if values[Column.DAY] is None:
        return [RowProblem(line, mapping.headers[Column.DAY], N_("The day is missing."))]
    if all(values[column] is None for column in FIGURES):
        return [RowProblem(line, "", N_("There is no figure in this row."))]
    return []


def _row(line: int, values: Mapping[Column, object]) -> ReportRow:
    day = values[Column.DAY]
    if not isinstance(day, date):
        raise TypeError("A row without a day was let through")
    figures = {str(column): values[column] for column in FIGURES}
    code, order_line = values[Column.CODE], values[Column.ORDER_LINE]
    return ReportRow(
        line,
        str(code) if code else None,
        str(order_line) if order_line and not code else None,
        day,
        Figures(**{name: value for name, value in figures.items() if isinstance(value, int)}),
    )


def _code(text: str) -> str:
    found = _CODE.fullmatch(text)
    if not found:
        raise Unreadable(N_("“%(text)s” is no code of a short link."))
    return found[1].upper()


def read_day(text: str, today: date) -> date:
    """Read a day as 2026-05-31 or 31.05.2026; raises Unreadable, also for days to come."""
    found = _GERMAN_DAY.fullmatch(text)
    try:
        if found:
            year = int(found[3])
            day = date(
                year + _CENTURY if year < _SHORT_YEAR else year, int(found[2]), int(found[1])
            )
        else:
            day = date.fromisoformat(text[:10])
    except ValueError:
        raise Unreadable(N_("“%(text)s” is no day. Write 31.05.2026 or 2026-05-31.")) from None
    if day > today:
        raise Unreadable(N_("The day “%(text)s” is still to come."))
    if day.year < _CENTURY:
        raise Unreadable(N_("“%(text)s” is no day. Write 31.05.2026 or 2026-05-31."))
    return day


def read_count(text: str, decimal: str) -> int:
    """Read a whole number such as 1.204; raises Unreadable."""
    number = _number(text, decimal)
    if number != number.to_integral_value():
        raise Unreadable(N_("“%(text)s” is no whole number."))
    return int(number)


def read_cents(text: str, decimal: str) -> int:
    """Read an amount such as 1.204,50 € in cents; raises Unreadable."""
    plain = text.replace("€", "").replace("EUR", "")
    return int((_number(plain, decimal) * 100).quantize(Decimal(1), ROUND_HALF_UP))


def _number(text: str, decimal: str) -> Decimal:
    grouping = "." if decimal == "," else ","
    digits = re.sub(r"[\s\u00a0\u202f']", "", text)
    point, comma = re.escape(decimal), re.escape(grouping)
    form = rf"(?:\d+|\d{{1,3}}(?:{comma}\d{{3}})+)(?:{point}\d+)?"
    if digits.startswith("-"):
        raise Unreadable(N_("“%(text)s” is below zero. Figures count from zero."))
    if not re.fullmatch(form, digits, re.ASCII):
        raise Unreadable(
            N_("“%(text)s” is no number. Use “%(decimal)s” for decimals."), decimal=decimal
        )
    number = Decimal(digits.replace(grouping, "").replace(decimal, "."))
    if number > _LARGEST_NUMBER:
        raise Unreadable(N_("“%(text)s” is too large to be true."))
    return number
