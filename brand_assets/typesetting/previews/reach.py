"""Owns how far each item of a page reaches, tightly, and whether a part of it can be painted."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

import uharfbuzz

from brand_assets.design_facts import FontFile, KitValues
from brand_assets.typesetting.display_list import (
    Blend,
    DrawGlyphs,
    DrawGroup,
    DrawImage,
    FillPath,
    Item,
    StrokePath,
)
from brand_assets.typesetting.shapes.extents import Extent, extent
from brand_assets.typesetting.shapes.paths import Point, apply


class _Outlines:
    """The boxes of the letters of one font, in shares of the size, y pointing down."""

    def __init__(self, data: bytes) -> None:
        face = uharfbuzz.Face(data)
        self._font = uharfbuzz.Font(face)
        self._upem = face.upem
        self._boxes: dict[int, Extent] = {}

    def box(self, gid: int) -> Extent:
        """Return left, top, right and bottom of a letter from its origin."""
        found = self._boxes.get(gid)
        if found is None:
            found = self._boxes[gid] = self._measured(gid)
        return found

    def _measured(self, gid: int) -> Extent:
        box = self._font.get_glyph_extents(gid)
        if box is None:
            return (0.0, 0.0, 0.0, 0.0)
        left, top = box.x_bearing / self._upem, -box.y_bearing / self._upem
        return left, top, left + box.width / self._upem, top - box.height / self._upem


@lru_cache(maxsize=32)
def _outlines(font: FontFile) -> _Outlines:
    return _Outlines(font.data)


class Reach(NamedTuple):
    """The upright box of all that an item paints, None for nothing.

    An item `of_one_piece` comes out a shade differently where only a part of it is painted: PDFium
    counts from the corner of that part when it turns photos, blends, or paints gradients.
    """

    box: Extent | None
    of_one_piece: bool


def reach(item: Item, kit: KitValues) -> Reach:
    """Return how far an item reaches."""
    if isinstance(item, DrawGlyphs):
        return Reach(around(_letters(item, _outlines(kit.fonts[item.font]))), of_one_piece=False)
    return Reach(extent((item,)), not _divisible(item))


def _divisible(item: Item) -> bool:
    if isinstance(item, DrawGlyphs | StrokePath):
        return isinstance(item, DrawGlyphs) or item.gradient is None
    if isinstance(item, FillPath):
        return item.blend is Blend.NORMAL
    if isinstance(item, DrawImage):
        return item.blend is Blend.NORMAL and not any(item.matrix[1:3])
    if isinstance(item, DrawGroup):
        return item.is_plain and all(_divisible(one) and _straight(one, item) for one in item.items)
    return False


def _straight(item: Item, group: DrawGroup) -> bool:
    """Tell whether no photo is turned by the group that it is in."""
    if isinstance(item, DrawGlyphs | FillPath | StrokePath):
        return True
    return group.matrix is None or not any(group.matrix[1:3])


def around(boxes: Iterable[Extent | None]) -> Extent | None:
    """Return the box that holds all these boxes."""
    found = [box for box in boxes if box is not None]
    if not found:
        return None
    lefts, tops, rights, bottoms = zip(*found, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _letters(item: DrawGlyphs, outlines: _Outlines) -> Iterator[Extent]:
    size, matrix = item.size, item.matrix
    for glyph in item.glyphs:
        left, top, right, bottom = outlines.box(glyph.gid)
        box = (
            glyph.x + left * size,
            glyph.y + top * size,
            glyph.x + right * size,
            glyph.y + bottom * size,
        )
        yield _turned(box, [apply(matrix, corner) for corner in _corners(box)]) if matrix else box


def _corners(box: Extent) -> tuple[Point, ...]:
    left, top, right, bottom = box
    return (left, top), (right, top), (right, bottom), (left, bottom)


def _turned(box: Extent, corners: list[Point]) -> Extent:
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
