"""Owns the setting of offer tables: one row an offer, all rows at one size."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from brand_assets.design_facts import Box, TextFacts
from brand_assets.typesetting.display_list import DrawGlyphs, FillPath, Item, Matrix
from brand_assets.typesetting.frames import TableColumn, TableFrame
from brand_assets.typesetting.scene import Layer, Scene, SetFrame, scaled, turn
from brand_assets.typesetting.shapes.areas import area
from brand_assets.typesetting.shapes.flat import flat_layer
from brand_assets.typesetting.shapes.paths import rectangle, transform
from brand_assets.typesetting.text.fitting import Fitted, Place, fit_at, sizes
from brand_assets.typesetting.text.formatting import polish
from brand_assets.typesetting.text.paragraphs import Paragraph, glyph_items, paragraph
from brand_assets.typesetting.text.runs import Run, Typography, table_price_runs
from brand_assets.typesetting.values import OfferRow, RowsValue

_GAP = 0.02
"""Share of the table's width that stays free between two columns."""
_ROW_SLACK = 0.02
"""Share of a row's height by which the last one may stand out of the frame."""
_SLACK = 1.001
_HEAD = -1


@dataclass(frozen=True, slots=True)
class _Cell:
    """One cell: its text, column and place in points before rotation; the head is row -1.

    In a row that grows, lines go down from the first; else they stand about one baseline.
    """

    column: TableColumn
    row: int
    text: Paragraph
    leading: float
    box: Box
    colour: str
    largest: float
    hangs: bool = False

    def place(self, share: float) -> Place:
        size = self.largest * share
        lines = self.column.max_lines
        height = lines * size * self.leading if self.hangs else self.box.h
        return Place(self.box.w, height, size, size, self.leading, lines)

    def at(self, share: float) -> Fitted:
        return fit_at(self.text, self.place(share), self.largest * share)

    def growth(self, share: float) -> float:
        """Return what its further lines add to the height of its row."""
        return (len(self.at(share).lines) - 1) * self.leading * self.largest * share


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the rows of a table stand: their tops and heights in the document's unit."""

    tops: tuple[float, ...]
    heights: tuple[float, ...]

    @property
    def bottom(self) -> float:
        return self.tops[-1] + self.heights[-1]


def set_table(frame: TableFrame, scene: Scene) -> SetFrame | None:
    """Return a table with its rules, None where it has no rows.

    All cells shrink together until each stands in its column, and share a baseline in a row.
    Rows beyond the frame or beyond `rows_max` are an overflow, never left out.
    """
    value = scene.values.get(frame.field)
    if not isinstance(value, RowsValue) or not value.rows:
        return None
    height = _row_height(frame, len(value.rows))
    cells = [*_head_cells(frame, scene), *_cells(frame, scene, value.rows, height)]
    share = _share(frame, scene, cells, len(value.rows))
    grid = _grid(frame, scene, cells, share, len(value.rows))
    matrix = turn(frame, scene.points)
    grounds = list(_grounds(frame, scene, grid))
    items: list[Item] = [fill for fill, _ in grounds]
    items += _hairlines(frame, scene, grid)
    baselines = _baselines(frame, scene, grid, share)
    for cell in cells:
        paint = (cell.colour, frame.opacity, matrix)
        items += _drawn(cell, share, baselines[cell.row], paint)
    drawn = Box(frame.x, frame.y, frame.w, grid.bottom - frame.y)
    rows = Box(frame.x, grid.tops[0], frame.w, grid.bottom - grid.tops[0])
    return SetFrame(
        frame=frame,
        items=tuple(items),
        drawn=area(drawn, turned=turn(frame)).box,
        spots=tuple(_spots(rows)),
        layers=tuple(layer for _, layer in grounds),
        text=_facts(frame, [(cell, cell.at(share)) for cell in cells], value, grid),
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


def _head_cells(frame: TableFrame, scene: Scene) -> Iterator[_Cell]:
    """Yield the labels of the columns."""
    head = frame.head
    if head is None:
        return
    style = scene.style(head.style)
    typography = Typography(scene.kit, style, scene.language, frame.tracking)
    for column, start, room in _columns(frame):
        if column.label is None:
            continue
        runs = (typography.run(column.label.in_language(scene.language)),)
        yield _Cell(
            column=column.model_copy(update={"max_lines": 1}),
            row=_HEAD,
            text=paragraph(runs, scene.language),
            leading=frame.leading or style.leading,
            box=scaled(Box(start, frame.y, room, head.height), scene.points),
            colour=scene.colour(head.colour or frame.colour),
            largest=head.size,
        )


def _columns(frame: TableFrame) -> Iterator[tuple[TableColumn, float, float]]:
    """Yield each column with where its text may start and how wide it may be."""
    left = frame.x + frame.padding
    whole = frame.w - 2 * frame.padding
    for column in frame.columns:
        width = column.share * whole
        room = width - (_GAP * whole if column is not frame.columns[-1] else 0.0)
        # A column that is set to the right keeps its gap at the left.
        yield column, left + (width - room if column.align == "right" else 0.0), room
        left += width


def _cells(
    frame: TableFrame, scene: Scene, rows: tuple[OfferRow, ...], height: float
) -> Iterator[_Cell]:
    first = frame.y + (frame.head.height if frame.head else 0.0)
    for column, start, room in _columns(frame):
        style = scene.style(column.style)
        typography = Typography(scene.kit, style, scene.language, frame.tracking)
        colour = scene.colour(column.colour or frame.colour)
        for index, row in enumerate(rows):
            runs = _runs(column, row, typography)
            if not runs:
                continue
            yield _Cell(
                column=column,
                row=index,
                text=paragraph(runs, scene.language),
                leading=frame.leading or style.leading,
                box=scaled(Box(start, first + index * height, room, height), scene.points),
                colour=colour,
                largest=column.size,
                hangs=frame.grow,
            )


def _grid(frame: TableFrame, scene: Scene, cells: list[_Cell], share: float, rows: int) -> _Grid:
    heights = [_row_height(frame, rows)] * rows
    if frame.grow:
        for cell in cells:
            if cell.row != _HEAD:
                grown = _row_height(frame, rows) + cell.growth(share) / scene.points
                heights[cell.row] = max(heights[cell.row], grown)
    first = frame.y + (frame.head.height if frame.head else 0.0)
    tops = (
        list(accumulate(heights[:-1], initial=first))
        if frame.grow
        else [first + index * heights[0] for index in range(rows)]
    )
    return _Grid(tuple(tops), tuple(heights))


def _runs(column: TableColumn, row: OfferRow, typography: Typography) -> tuple[Run, ...]:
    if column.source == "price":
        return table_price_runs(row.price, typography)
    text = {"name": row.name, "size": row.size, "unit_price": row.unit_price}[column.source]
    text = polish(text.strip(), typography.language)
    return (typography.run(text),) if text else ()


def _share(frame: TableFrame, scene: Scene, cells: list[_Cell], rows: int) -> float:
    """Return the largest share of the columns' sizes at which every cell fits, else the least."""
    for size in sizes(frame.size_max, frame.size_min):
        share = size / frame.size_max
        if any(cell.at(share).overflow for cell in cells):
            continue
        grid = _grid(frame, scene, cells, share, rows) if frame.grow else None
        if grid is None or grid.bottom <= frame.y + frame.h * _SLACK:
            break
    return share


def _origins(cell: _Cell, fitted: Fitted, baseline: float) -> Iterator[tuple[float, float]]:
    """Yield where lines start; `baseline` is that of the row, in points on the page."""
    size, box = fitted.size, cell.box
    leading = cell.leading * size
    above = 0.0 if cell.hangs else leading * (len(fitted.lines) - 1) / 2
    share = {"left": 0.0, "center": 0.5, "right": 1.0}[cell.column.align]
    for index, line in enumerate(fitted.lines):
        yield box.x + (box.w - line.width * size) * share, baseline - above + index * leading


def _baselines(frame: TableFrame, scene: Scene, grid: _Grid, share: float) -> dict[int, float]:
    """Return the baseline that all cells of a row share, in points on the page; -1 is the head."""
    head = frame.head
    row = (_row_height(frame, len(grid.tops)), frame.size_max * share)
    below = _below_top(frame, scene, frame.style, row)
    found = {index: top * scene.points + below for index, top in enumerate(grid.tops)}
    if head:
        below = _below_top(frame, scene, head.style, (head.height, head.size * share))
        found[_HEAD] = frame.y * scene.points + below
    return found


def _below_top(frame: TableFrame, scene: Scene, style: str, row: tuple[float, float]) -> float:
    """Return how far below its top a row's baseline lies, in points; `row` is height and size."""
    height, size = row
    face = Typography(scene.kit, scene.style(style), scene.language).face()
    middle = height * scene.points / 2
    return middle + (face.ascent - face.descent) * size / 2 + frame.shift * scene.points


def _grounds(frame: TableFrame, scene: Scene, grid: _Grid) -> Iterator[tuple[FillPath, Layer]]:
    """Yield the grounds of the head and of every second row."""
    turned = turn(frame)
    if frame.head and frame.head.ground:
        box = Box(frame.x, frame.y, frame.w, frame.head.height)
        yield flat_layer(area(box, turned=turned), frame.head.ground, frame.opacity, scene)
    if frame.stripe:
        for top, height in list(zip(grid.tops, grid.heights, strict=True))[1::2]:
            box = Box(frame.x, top, frame.w, height)
            yield flat_layer(area(box, turned=turned), frame.stripe, frame.opacity, scene)


def _hairlines(frame: TableFrame, scene: Scene, grid: _Grid) -> Iterator[FillPath]:
    if not frame.hairline or frame.hairline_colour is None:
        return
    turned = turn(frame)
    for row_top in grid.tops[1:]:
        top = row_top - frame.hairline / 2
        path = rectangle(Box(frame.x, top, frame.w, frame.hairline))
        path = transform(path, turned) if turned else path
        colour = scene.colour(frame.hairline_colour)
        yield FillPath(scene.in_points(path), colour, frame.opacity)


def _spots(drawn: Box) -> Iterator[tuple[float, float]]:
    for across in (0.02, 0.5, 0.98):
        for down in (0.1, 0.5, 0.9):
            yield drawn.x + across * drawn.w, drawn.y + down * drawn.h


def _facts(
    frame: TableFrame, fitted: list[tuple[_Cell, Fitted]], value: RowsValue, grid: _Grid
) -> TextFacts:
    overflow = sum(fit.overflow for _, fit in fitted)
    limit = "size" if overflow else None
    beyond = [cell.text.text for cell, _ in fitted if cell.row >= _rows_held(frame, grid)]
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
        families=tuple(dict.fromkeys([f for c, _ in fitted for f in c.text.facts.families])),
    )


def _rows_held(frame: TableFrame, grid: _Grid) -> int:
    """Return how many rows the frame holds."""
    slack = _ROW_SLACK * grid.heights[0]
    rows = zip(grid.tops, grid.heights, strict=True)
    held = sum(top + height <= frame.y + frame.h + slack for top, height in rows)
    return min(frame.rows_max, held)
