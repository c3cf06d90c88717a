"""Owns what is pasted from a spreadsheet: read as a table, and put where it belongs (pure).

Spreadsheets copy cells parted by tabs and rows by line ends; a cell with a tab, a line break or a
quote of its own stands in quotes, in which a quote is doubled. A file is the same with semicolons
or commas.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

MOST_CHARS = 1_000_000
MOST_ROWS = 2_000
MOST_COLUMNS = 100
_SHOWN_CHARS = 40
_DELIMITERS = ("\t", ";", ",")
_MARKED = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
Table = list[list[str]]


@dataclass(frozen=True, slots=True)
class Name:
    """How a column or a row may be called in what is pasted: its own key, and other words."""

    key: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pasted:
    """One cell that was pasted: which outlet's, which field's, and what it says."""

    outlet: str
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Arranged:
    """Where everything goes, and what has no place: names of columns and rows, how many cells."""

    cells: tuple[Pasted, ...] = ()
    by_header: bool = False
    by_number: bool = False
    unknown_columns: tuple[str, ...] = ()
    unknown_rows: tuple[str, ...] = ()
    left_over: int = 0


def read_table(text: str) -> Table:
    """Return the rows and cells of what was copied, however ragged; nothing where it is empty."""
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    delimiter = _delimiter_of(text)
    rows = _rows(text, delimiter)
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return [[_unmarked(cell) for cell in row] for row in rows[:MOST_ROWS]]


def _delimiter_of(text: str) -> str:
    """Return what parts cells: a tab where there is one, else what a file's first line has most of.

    A single line without tabs is one cell, whatever stands in it: "2,99 €" is a price.
    """
    outside = re.sub(r'"(?:[^"]|"")*"', "", text)
    if "\t" in outside:
        return "\t"
    lines = [line for line in outside.split("\n") if line.strip()]
    if len(lines) < 2:  # noqa: PLR2004 - a header and a row make a file
        return "\t"
    counts = {mark: [line.count(mark) for line in lines] for mark in _DELIMITERS[1:]}
    even = {mark: found[0] for mark, found in counts.items() if found[0] and len(set(found)) == 1}
    return max(even, key=lambda mark: even[mark]) if even else "\t"


def _rows(text: str, delimiter: str) -> Table:
    rows: Table = [[]]
    position, length = 0, len(text)
    while position <= length and len(rows) <= MOST_ROWS:
        cell, position = _cell(text, position, delimiter)
        if len(rows[-1]) < MOST_COLUMNS:
            rows[-1].append(cell)
        if position >= length:
            break
        if text[position] == "\n":
            rows.append([])
        position += 1
    return rows


def _cell(text: str, start: int, delimiter: str) -> tuple[str, int]:
    """Return a cell and where it ends; a quote that nothing closes is a quote."""
    if text[start : start + 1] == '"':
        closing = _closing_quote(text, start + 1)
        after = text[closing + 1 : closing + 2] if closing > 0 else "x"
        if after in ("", delimiter, "\n"):
            return text[start + 1 : closing].replace('""', '"'), closing + 1
    end = re.compile(f"[{re.escape(delimiter)}\n]").search(text, start)
    stop = end.start() if end else len(text)
    return text[start:stop], stop


def _closing_quote(text: str, start: int) -> int:
    position = text.find('"', start)
    while position >= 0 and text[position + 1 : position + 2] == '"':
        position = text.find('"', position + 2)
    return position


def _unmarked(cell: str) -> str:
    """Return a cell without the mark that keeps spreadsheets from running what it says."""
    cell = cell.strip(" \u00a0\n")
    return cell[1:] if cell.startswith("'") and cell[1:].lstrip().startswith(_MARKED) else cell


def arrange(
    table: Table, columns: Sequence[Name], rows: Sequence[Name], start: tuple[str, str] | None
) -> Arranged:
    """Return where each cell goes.

    A first row that names fields says which column is which; a column of outlet numbers says which
    row is whose. Without them the cells go down and right from `start`, an outlet and a field.
    Columns that say the names of the page's outlets beside their numbers are no values.
    """
    if not table:
        return Arranged()
    head = _head_of(table, columns)
    body = table[1:] if head is not None else table
    taken = {n for n, key in (head or {}).items() if key}
    numbers = _number_column(body, rows, taken)
    fields = head if head is not None else _in_order(body, columns, rows, numbers, start)
    lines, strange = _lines(body, rows, numbers, start)
    cells, left_over = _placed(lines, fields, numbers, counts_all=head is None)
    return Arranged(
        cells=cells,
        by_header=head is not None,
        by_number=numbers is not None,
        unknown_columns=_unknown(table[0], head, numbers) if head is not None else (),
        unknown_rows=strange,
        left_over=left_over,
    )


def _placed(
    lines: Sequence[tuple[list[str], str | None]],
    fields: Mapping[int, str],
    numbers: int | None,
    *,
    counts_all: bool,
) -> tuple[tuple[Pasted, ...], int]:
    """Return the cells of rows and columns that are known, and how many others say something."""
    cells: list[Pasted] = []
    left_over = 0
    for line, outlet in lines:
        for position, text in enumerate(line):
            field = fields.get(position)
            if position == numbers or field == "":
                continue
            if outlet is not None and field is not None:
                cells.append(Pasted(outlet, field, text))
            elif text and (counts_all or field is not None):
                left_over += 1
    return tuple(cells), left_over


def plain_word(text: str) -> str:
    """Return a name without what people write differently: case, spaces, stars and colons."""
    return re.sub(r"[\s*:_.-]+", " ", text).strip().casefold()


def plain_number(text: str) -> str:
    """Return an outlet's number as a spreadsheet leaves it: without the zeros in front."""
    return plain_word(text).lstrip("0") or "0"


#: What columns are called that say whose a row is, and hold no values.
ABOUT_OUTLETS = frozenset(
    plain_word(word)
    for word in (
        *("Nummer", "Filialnummer", "Nr", "Nr.", "Filiale", "Ort", "Marktnummer", "Markt"),
        *("Number", "Outlet number", "No", "No.", "Outlet", "Place", "Town"),
    )
)


def _head_of(table: Table, columns: Sequence[Name]) -> dict[int, str] | None:
    """Return which column holds which field where the first row says so ("" for an outlet's)."""
    if len(table) < 2:  # noqa: PLR2004 - a header and a row
        return None
    words = {plain_word(word): name.key for name in columns for word in (name.key, *name.words)}
    said = [plain_word(cell) for cell in table[0]]
    found = {n: words[word] for n, word in enumerate(said) if word in words}
    about = {n: "" for n, word in enumerate(said) if word in ABOUT_OUTLETS and n not in found}
    named = sum(bool(word) for word in said)
    if not found or len(found) + len(about) < named / 2:
        return None
    return found | about


def _number_column(body: Table, rows: Sequence[Name], taken: Collection[int]) -> int | None:
    """Return the column in which most cells are numbers of the page's outlets, each said once.

    Each row's first word is its number. One column alone is never numbers: it may be prices.
    """
    known = _numbers(rows)
    width = _width(body)
    for position in range(width) if width > 1 else ():
        said = [plain_number(text) for text in _column(body, position)]
        hits = [number for number in said if number in known]
        if position not in taken and len(hits) > len(said) / 2 and len(set(hits)) == len(hits):
            return position
    return None


def _numbers(rows: Sequence[Name]) -> dict[str, str]:
    return {plain_number(name.words[0]): name.key for name in rows}


def _width(body: Table) -> int:
    return max((len(row) for row in body), default=0)


def _column(body: Table, position: int) -> list[str]:
    """Return what the cells of a column say, without those that say nothing."""
    return [row[position] for row in body if len(row) > position and row[position].strip()]


def _in_order(
    body: Table,
    columns: Sequence[Name],
    rows: Sequence[Name],
    numbers: int | None,
    start: tuple[str, str] | None,
) -> dict[int, str]:
    """Return the fields of columns that nobody named: in the page's order, from the chosen one."""
    keys = [name.key for name in columns]
    first = keys.index(start[1]) if start and start[1] in keys else 0
    names = {plain_word(word) for name in rows for word in name.words[1:]}
    about = {n for n in range(_width(body)) if numbers is not None and _are(body, n, names)}
    free = [n for n in range(_width(body)) if n not in about and n != numbers]
    return dict.fromkeys(about, "") | dict(zip(free, keys[first:], strict=False))


def _are(body: Table, position: int, names: Collection[str]) -> bool:
    said = [plain_word(text) for text in _column(body, position)]
    return sum(word in names for word in said) > len(said) / 2


def _lines(
    body: Table, rows: Sequence[Name], numbers: int | None, start: tuple[str, str] | None
) -> tuple[list[tuple[list[str], str | None]], tuple[str, ...]]:
    """Return each row with the outlet it is for (None for nobody), and the numbers nobody has."""
    if numbers is None:
        keys = [name.key for name in rows]
        first = keys.index(start[0]) if start and start[0] in keys else 0
        return list(zip_longest(body, keys[first : first + len(body)])), ()
    known = _numbers(rows)
    found: list[tuple[list[str], str | None]] = []
    strange = []
    for row in body:
        number = row[numbers] if len(row) > numbers else ""
        outlet = known.get(plain_number(number)) if number.strip() else None
        if outlet is not None:
            found.append((row, outlet))
        elif any(cell.strip() for cell in row):
            strange.append((number or " ".join(filter(None, row)))[:_SHOWN_CHARS])
    return found, tuple(strange)


def _unknown(said: Sequence[str], head: Mapping[int, str], numbers: int | None) -> tuple[str, ...]:
    named = (text for n, text in enumerate(said) if text and n not in head and n != numbers)
    return tuple(text[:_SHOWN_CHARS] for text in named)
