"""Owns how far items of a display list reach: upright boxes around what they paint."""

from collections.abc import Iterable, Iterator

from brand_assets.typesetting.display_list import (
    DrawGlyphs,
    DrawGroup,
    DrawImage,
    DrawPdfPage,
    Item,
    Matrix,
    Path,
    StrokePath,
)
from brand_assets.typesetting.shapes.paths import Point, apply

Extent = tuple[float, float, float, float]
"""Left, top, right and bottom."""
_TALL = 1.5
"""Times its size by which a letter may leave its origin."""


def extent(items: Iterable[Item]) -> Extent | None:
    """Return the box that holds all that items paint, None where they paint nothing."""
    return _around(point for item in items for point in _corners(item))


def path_extent(path: Path) -> Extent | None:
    """Return the box that holds a path with the handles of its curves."""
    return _around(_points(path))


def _around(points: Iterable[Point]) -> Extent | None:
    found = list(points)
    if not found:
        return None
    xs, ys = [x for x, _ in found], [y for _, y in found]
    return min(xs), min(ys), max(xs), max(ys)


def _points(path: Path) -> Iterator[Point]:
    for segment in path:
        values = segment[1:]
        yield from zip(values[::2], values[1::2], strict=True)


def _corners(item: Item) -> Iterator[Point]:
    if isinstance(item, DrawGroup):
        inner = path_extent(item.clip) if item.clip is not None else extent(item.items)
        yield from _moved(inner, item.matrix)
    elif isinstance(item, DrawImage | DrawPdfPage):
        yield from _moved((0.0, 0.0, 1.0, 1.0), item.matrix)
    elif isinstance(item, DrawGlyphs):
        yield from _letters(item)
    elif isinstance(item, StrokePath):
        yield from _line(item)
    else:
        yield from _points(item.path)


def _moved(box: Extent | None, matrix: Matrix | None) -> list[Point]:
    if box is None:
        return []
    left, top, right, bottom = box
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    return [apply(matrix, corner) for corner in corners] if matrix else corners


def _letters(item: DrawGlyphs) -> Iterator[Point]:
    tall = item.size * _TALL
    for glyph in item.glyphs:
        box = (glyph.x - tall, glyph.y - tall, glyph.x + glyph.advance + tall, glyph.y + tall)
        yield from _moved(box, item.matrix)


def _line(item: StrokePath) -> Iterator[Point]:
    """Return the corners around a line; a pointed corner reaches out as far as its limit."""
    by = item.width / 2 * max(item.miter_limit, 1.5)
    box = path_extent(item.path)
    if box is not None:
        yield (box[0] - by, box[1] - by)
        yield (box[2] + by, box[3] + by)
