"""Owns the points of a text at which is looked for what lies behind it."""

from collections.abc import Iterable, Iterator

from brand_assets.design_facts import Box
from brand_assets.typesetting.display_list import Matrix
from brand_assets.typesetting.shapes.paths import Point, apply

LINES_LOOKED_AT = 8
_ALONG = (0.02, 0.25, 0.5, 0.75, 0.98)
_X_HEIGHT = 0.5


def spots_on(lines: Iterable[Box], matrix: Matrix | None, points: float) -> Iterator[Point]:
    """Yield points along lines (boxes in pt, which a matrix turns), in the document's unit."""
    for box in lines:
        for share in _ALONG:
            spot = (box.x + share * box.w, box.y + _X_HEIGHT * box.h)
            x, y = apply(matrix, spot) if matrix else spot
            yield x / points, y / points
