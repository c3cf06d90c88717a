"""Owns the drawing of a story: glyphs of its rows, marks, leaders and lines between columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from brand_assets.design_facts import Box
from brand_assets.typesetting.display_list import FillPath, Item, Matrix
from brand_assets.typesetting.shapes.paths import rectangle, transform
from brand_assets.typesetting.text.lines import Line
from brand_assets.typesetting.text.paragraphs import Paragraph, glyph_items, ink_of, rule_items
from brand_assets.typesetting.text.story.leaders import Leaders
from brand_assets.typesetting.text.story.places import PlacedRow

Paint: TypeAlias = tuple[str, float, Matrix | None]
"""Colour, opacity and the frame's transform."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where columns stand, in pt: left edges, top and width of all, and how they are painted."""

    lefts: tuple[float, ...]
    top: float
    width: float
    opacity: float
    matrix: Matrix | None


def drawn_rows(places: Sequence[PlacedRow], sheet: Sheet) -> Iterator[Item]:
    """Yield the drawing of rows in reading order."""
    leaders = Leaders()
    for place in places:
        yield from _drawn_row(place, sheet, leaders)


def _drawn_row(place: PlacedRow, sheet: Sheet, leaders: Leaders) -> Iterator[Item]:
    row, set_line = place.row, place.row.set_line
    piece, size = row.piece, row.size
    left, y = sheet.lefts[place.column], sheet.top + place.baseline
    paint = (piece.colour, sheet.opacity, sheet.matrix)
    if piece.mark is not None and row.begins:
        mark = piece.mark
        own = (mark.colour, sheet.opacity, sheet.matrix)
        x = left + mark.left(size, sheet.width, leftwards=piece.leftwards)
        yield from glyph_items(mark.text, _all(mark.text), (x, y), size, own)
    if set_line.tabbed is None:
        yield from _drawn_text(piece.text, set_line.line, (left + set_line.x, y), size, paint)
        return
    ways = list(set_line.tabbed.leaders)
    for part in set_line.tabbed.parts:
        while ways and ways[0].end <= part.x:
            yield from leaders.drawn(ways.pop(0), (left, y), size, paint)
        yield from _drawn_text(piece.text, part.line, (left + part.x, y), size, paint)


def _drawn_text(
    text: Paragraph, line: Line, origin: tuple[float, float], size: float, paint: Paint
) -> Iterator[Item]:
    yield from glyph_items(text, line, origin, size, paint)
    yield from rule_items(text, line, origin, size, paint)


def _all(text: Paragraph) -> Line:
    return Line(0, len(text.text), len(text.text), text.width)


def row_boxes(places: Sequence[PlacedRow], sheet: Sheet) -> list[Box]:
    """Return where the ink of rows stands, in pt before rotation.

    Only rows at the ends of columns are looked at closely: they stand out farthest.
    """
    columns = [None, *(place.column for place in places), None]
    around = zip(columns, columns[2:], places, strict=False)
    return [
        _row_box(place, sheet, exactly=before != place.column or after != place.column)
        for before, after, place in around
    ]


def _row_box(place: PlacedRow, sheet: Sheet, *, exactly: bool) -> Box:
    row, line = place.row, place.row.set_line
    ink = ink_of(row.piece.text, line.line) if exactly else (row.piece.face.cap_height, 0.0)
    above, below = (share * row.size for share in ink)
    left, y = sheet.lefts[place.column], sheet.top + place.baseline
    return Box(left + line.x, y - above, line.width, above + below)


def column_rules(
    sheet: Sheet, rule: tuple[float, str], extent: tuple[float, float]
) -> Iterator[FillPath]:
    """Yield the lines in the middle between columns; `rule` is width and colour."""
    width, colour = rule
    top, bottom = extent
    for left, following in pairwise(sorted(sheet.lefts)):
        middle = (left + sheet.width + following) / 2
        path = rectangle(Box(middle - width / 2, top, width, bottom - top))
        path = transform(path, sheet.matrix) if sheet.matrix else path
        yield FillPath(path, colour, sheet.opacity)
