"""Owns the cells of a workbook (XLSX) as text: those of its first sheet, read with hard limits."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from portal.foundation.errors import N_, Invalid

MOST_BYTES = 5 * 1024 * 1024
_MOST_UNPACKED = 16 * 1024 * 1024
_MOST_ROW, _MOST_COLUMN = 1_048_576, 16_384
_SHEET = "xl/worksheets/sheet1.xml"
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - days of a calendar, in no zone
_FIRST_DAY_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 - days of a calendar, in no zone
_LAST_DAY = 2_958_465
_DAY_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_NOT_SIGNS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_BROKEN = N_("This is no Excel file that can be read. Save it as .xlsx, or as CSV, and try again.")
_TOO_LARGE = N_("This Excel file is too large. Leave only the rows in it that you need.")


def read_xlsx(data: bytes, *, most_rows: int, most_columns: int) -> list[list[str]]:
    """Return the cells of a workbook's first sheet as text; raises Invalid.

    Days come as 2027-05-15, times as 10:30, numbers with a point; formulas with what was kept of
    them. Rows and columns beyond the limits are left out.
    """
    if len(data) > MOST_BYTES:
        raise Invalid(_TOO_LARGE, field="file")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            return _Book(book).rows(most_rows, most_columns)
    except (
        *(zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError),
        *(ParseError, DefusedXmlException, KeyError, IndexError, ValueError, OverflowError),
    ) as error:
        raise Invalid(_BROKEN, field="file") from error


class _Book:
    """A workbook while it is read: its texts, which formats are of days, where they begin."""

    def __init__(self, book: zipfile.ZipFile) -> None:
        self._book = book
        self._names = frozenset(book.namelist())
        self._unpacked = 0
        main = self._part("xl/workbook.xml")
        settings = _first(main, "workbookPr")
        is_1904 = settings is not None and settings.get("date1904") in ("1", "true")
        self._first_day = _FIRST_DAY_1904 if is_1904 else _FIRST_DAY
        self._sheet = self._sheet_of(main)
        self._texts = tuple(self._shared_texts())
        self._days = tuple(self._day_formats())

    def rows(self, most_rows: int, most_columns: int) -> list[list[str]]:
        """Return the rows of the sheet, without those at its end that say nothing."""
        table: list[list[str]] = []
        for number, row in enumerate(_all(self._part(self._sheet), "row")):
            place = int(row.get("r", number + 1)) - 1
            if not 0 <= place < _MOST_ROW:
                raise ValueError(place)
            if place >= most_rows:
                break
            table += [[] for _ in range(place + 1 - len(table))]
            table[place] = self._row(row, most_columns)
        while table and not any(table[-1]):
            table.pop()
        return table

    def _row(self, row: Element, most_columns: int) -> list[str]:
        found: dict[int, str] = {}
        for number, cell in enumerate(_all(row, "c")):
            column = _column(cell.get("r")) if cell.get("r") else number
            if column < most_columns:
                found[column] = self._text(cell)
        return [found.get(column, "") for column in range(max(found, default=-1) + 1)]

    def _text(self, cell: Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _words(cell)
        value = _first(cell, "v")
        said = (value.text or "") if value is not None else ""
        if kind == "s":
            return self._texts[int(said)] if said else ""
        if kind != "n" or not said:
            return said
        style = int(cell.get("s", 0))
        is_day = style < len(self._days) and self._days[style]
        return self._day(float(said)) if is_day else f"{float(said):.15g}"

    def _day(self, number: float) -> str:
        if not 0 <= number <= _LAST_DAY:
            raise ValueError(number)
        moment = self._first_day + timedelta(minutes=round(number * 24 * 60))
        if number < 1:
            return f"{moment:%H:%M}"
        return f"{moment:%Y-%m-%d}" if number.is_integer() else f"{moment:%Y-%m-%d %H:%M}"

    def _sheet_of(self, main: Element) -> str:
        sheet = _first(main, "sheet")
        if sheet is None:
            raise KeyError("sheet")
        wanted = next((value for name, value in sheet.items() if name.endswith("}id")), "")
        for link in _all(self._part("xl/_rels/workbook.xml.rels"), "Relationship"):
            if link.get("Id") == wanted:
                target = link.get("Target", "")
                return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        return _SHEET

    def _shared_texts(self) -> Iterator[str]:
        if "xl/sharedStrings.xml" in self._names:
            for one in _all(self._part("xl/sharedStrings.xml"), "si"):
                yield _words(one)

    def _day_formats(self) -> Iterator[bool]:
        """Yield for each style of cells whether it shows days or times."""
        if "xl/styles.xml" not in self._names:
            return
        styles = self._part("xl/styles.xml")
        own = {
            int(one.get("numFmtId", -1)): _shows_days(one.get("formatCode", ""))
            for one in _all(styles, "numFmt")
        }
        cells = _first(styles, "cellXfs")
        for one in cells if cells is not None else ():
            number = int(one.get("numFmtId", 0))
            yield own.get(number, number in _DAY_FORMATS)

    def _part(self, name: str) -> Element:
        with self._book.open(name) as part:
            data = part.read(_MOST_UNPACKED - self._unpacked + 1)
        self._unpacked += len(data)
        if self._unpacked > _MOST_UNPACKED:
            raise Invalid(_TOO_LARGE, field="file")
        root: Element = fromstring(data)
        return root


def _shows_days(code: str) -> bool:
    return bool(re.search("[dmyhsDMYHS]", _NOT_SIGNS.sub("", code)))


def _column(place: str | None) -> int:
    letters = re.match("[A-Z]{1,3}", place or "")
    if letters is None:
        raise ValueError(place)
    number = 0
    for letter in letters[0]:
        number = number * 26 + ord(letter) - ord("A") + 1
    if number > _MOST_COLUMN:
        raise ValueError(place)
    return number - 1


def _words(part: Element) -> str:
    """Return the text of a part and of its runs, without how it is read aloud."""
    said = [one.text or "" for one in part if _name(one) == "t"]
    said += [_words(run) for run in part if _name(run) in ("r", "is")]
    return "".join(said)


def _all(part: Element, name: str) -> Iterator[Element]:
    return (one for one in part.iter() if _name(one) == name)


def _first(part: Element, name: str) -> Element | None:
    return next(_all(part, name), None)


def _name(part: Element) -> str:
    return str(part.tag).rpartition("}")[2]


def as_lines(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as text as spreadsheets copy them: cells parted by tabs, quoted where needed."""
    return "\n".join("\t".join(_quoted(cell) for cell in row) for row in rows)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if re.search('[\t\n\r"]', cell) else cell
