"""Owns the setting of offer tables: one row an offer, all rows at one size."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from brand_assets.design_facts import Box, TextFacts
from brand_assets.typesetting.display_list import DrawGlyphs, FillPath, Item, Matrix
from brand_assets.typesetting.frames import TableColumn, TableFrame
from brand_assets.typesetting.scene import Scene, SetFrame, turn
from brand_assets.typesetting.shapes.areas import area
from brand_assets.typesetting.shapes.paths import rectangle, transform
from brand_assets.typesetting.text.fitting import Fitted, Place, fit_at, sizes
from brand_assets.typesetting.text.formatting import polish
from brand_assets.typesetting.text.paragraphs import Paragraph, glyph_items, paragraph
from brand_assets.typesetting.text.runs import Run, Typography, row_price_runs
from brand_assets.typesetting.values import OfferRow, RowsValue

_GAP = 0.02
"""Share of the table's width that stays free between two columns."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """One cell: its text, column and place in points before rotation."""

    column: TableColumn
    row: int
    text: Paragraph
    leading: float
    box: Box

    def place(self, share: float) -> Place:
        size = self.column.size * share
        lines = self.column.max_lines
        return Place(self.box.w, self.box.h, size, size, self.leading, lines)

    def at(self, share: float) -> Fitted:
        return fit_at(self.text, self.place(share), self.column.size * share)


def set_table(frame: TableFrame, scene: Scene) -> SetFrame | None:
    """Return a table with its rules, None where it has no rows.

    All cells shrink together until each stands in its column, and share a baseline in a row.
    Rows beyond the frame or beyond `rows_max` are an overflow, never left out.
    """
    value = scene.values.get(frame.field)
    if not isinstance(value, RowsValue) or not value.rows:
        return None
    height = _row_height(frame, len(value.rows))
    cells = list(_cells(frame, scene, value.rows, height))
    share = _share(frame, cells)
    fitted = [(cell, cell.at(share)) for cell in cells]
    baseline = _baseline(frame, scene, height, share)
    matrix = turn(frame, scene.points)
    paint = (scene.colour(frame.colour), frame.opacity, matrix)
    items: list[Item] = list(_hairlines(frame, scene, len(value.rows), height))
    for cell in cells:
        items += _drawn(cell, share, baseline, paint)
    drawn = Box(frame.x, frame.y, frame.w, height * len(value.rows))
    return SetFrame(
        frame=frame,
        items=tuple(items),
        drawn=area(drawn, turned=turn(frame)).box,
        spots=tuple(_spots(drawn)),
        text=_facts(frame, fitted, share, value, height),
    )


@lru_cache(maxsize=512)
def _drawn(
    cell: _Cell, share: float, baseline: float, paint: tuple[str, float, Matrix | None]
) -> tuple[DrawGlyphs, ...]:
    fitted = cell.at(share)
    places = zip(fitted.lines, _origins(cell, fitted, baseline), strict=True)
    return tuple(
        item
        for line, origin in places
        for item in glyph_items(cell.text, line, origin, fitted.size, paint)
    )


def _row_height(frame: TableFrame, rows: int) -> float:
    tight = frame.tight_from is not None and rows >= frame.tight_from
    return frame.tight_row_height or frame.row_height if tight else frame.row_height


def _cells(
    frame: TableFrame, scene: Scene, rows: tuple[OfferRow, ...], height: float
) -> Iterator[_Cell]:
    points = scene.points
    left = frame.x
    for column in frame.columns:
        style = scene.style(column.style)
        typography = Typography(scene.kit, style, scene.language, frame.tracking)
        width = column.share * frame.w
        room = width - (_GAP * frame.w if column is not frame.columns[-1] else 0.0)
        # A column that is set to the right keeps its gap at the left.
        start = left + (width - room if column.align == "right" else 0.0)
        for index, row in enumerate(rows):
            runs = _runs(column, row, typography)
            if not runs:
                continue
            box = Box(start, frame.y + index * height, room, height)
            yield _Cell(
                column=column,
                row=index,
                text=paragraph(runs, scene.language),
                leading=frame.leading or style.leading,
                box=Box(box.x * points, box.y * points, box.w * points, box.h * points),
            )
        left += width


def _runs(column: TableColumn, row: OfferRow, typography: Typography) -> tuple[Run, ...]:
    if column.source == "price":
        return row_price_runs(row.price, typography)
    text = {"name": row.name, "size": row.size, "unit_price": row.unit_price}[column.source]
    text = polish(text.strip(), typography.language)
    return (typography.run(text),) if text else ()


def _share(frame: TableFrame, cells: list[_Cell]) -> float:
    """Return the largest share of the columns' sizes at which every cell fits, else the least."""
    for size in sizes(frame.size_max, frame.size_min):
        share = size / frame.size_max
        if all(not cell.at(share).overflow for cell in cells):
            break
    return share


def _origins(cell: _Cell, fitted: Fitted, height: float) -> Iterator[tuple[float, float]]:
    """Yield where lines start; `height` is the baseline of the row below the top of the cell."""
    size, box = fitted.size, cell.box
    leading = cell.leading * size
    first = box.y + height - leading * (len(fitted.lines) - 1) / 2
    share = {"left": 0.0, "center": 0.5, "right": 1.0}[cell.column.align]
    for index, line in enumerate(fitted.lines):
        yield box.x + (box.w - line.width * size) * share, first + index * leading


def _baseline(frame: TableFrame, scene: Scene, height: float, share: float) -> float:
    """Return the baseline that all cells of a row share, in points below the row's top."""
    typography = Typography(scene.kit, scene.style(frame.style), scene.language)
    face, size = typography.face(), frame.size_max * share
    middle = height * scene.points / 2
    return middle + (face.ascent - face.descent) * size / 2 + frame.shift * scene.points


def _hairlines(frame: TableFrame, scene: Scene, rows: int, height: float) -> Iterator[FillPath]:
    if not frame.hairline or frame.hairline_colour is None:
        return
    turned = turn(frame)
    for index in range(1, rows):
        top = frame.y + index * height - frame.hairline / 2
        path = rectangle(Box(frame.x, top, frame.w, frame.hairline))
        path = transform(path, turned) if turned else path
        colour = scene.colour(frame.hairline_colour)
        yield FillPath(scene.in_points(path), colour, frame.opacity)


def _spots(drawn: Box) -> Iterator[tuple[float, float]]:
    for across in (0.02, 0.5, 0.98):
        for down in (0.1, 0.5, 0.9):
            yield drawn.x + across * drawn.w, drawn.y + down * drawn.h


def _facts(
    frame: TableFrame,
    fitted: list[tuple[_Cell, Fitted]],
    share: float,
    value: RowsValue,
    height: float,
) -> TextFacts:
    overflow = sum(fit.overflow for _, fit in fitted)
    limit = "size" if overflow else None
    rows_held = min(frame.rows_max, int(frame.h / height + 0.02))
    beyond = [cell.text.text for cell, _ in fitted if cell.row >= rows_held]
    if beyond:
        overflow, limit = overflow + sum(map(len, beyond)), "lines"
    return TextFacts(
        text="\n".join(cell.text.text for cell, _ in fitted),
        style=frame.style,
        colour=frame.colour,
        size=round(min(fit.size for _, fit in fitted), 4),
        size_min=min(column.size for column in frame.columns) * frame.size_min / frame.size_max,
        size_max=max(column.size for column in frame.columns),
        lines=len(value.rows),
        overflow_chars=overflow,
        limit=limit,
        missing_glyphs="".join(dict.fromkeys("".join(c.text.missing for c, _ in fitted))),
    )
