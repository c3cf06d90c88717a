"""Owns areas: outlines that are made once and asked often what lies in them."""

from dataclasses import dataclass, field
from functools import lru_cache

from brand_assets.design_facts import Box
from brand_assets.typesetting.display_list import Matrix, Path
from brand_assets.typesetting.shapes.paths import (
    Point,
    bounds,
    contains,
    polygons,
    read_path,
    rectangle,
    transform,
)

_ANSWERS_KEPT = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """An outline in the document's unit, ready to be asked what lies in it.

    Answers are kept: while text changes, the surfaces and most places asked for stay the same.
    """

    path: Path
    box: Box
    polygons: tuple[tuple[Point, ...], ...]
    even_odd: bool
    known: dict[Point, bool] = field(default_factory=dict)

    def holds(self, point: Point) -> bool:
        """Whether a point lies in the outline."""
        found = self.known.get(point)
        if found is None:
            if len(self.known) >= _ANSWERS_KEPT:
                self.known.clear()
            found = self.known[point] = self._holds(point)
        return found

    def times(self, scale: float) -> Path:
        """Return the outline scaled; the same area is scaled once."""
        return _scaled(self, scale)

    def _holds(self, point: Point) -> bool:
        x, y = point
        if not (self.box.x <= x <= self.box.right and self.box.y <= y <= self.box.bottom):
            return False
        return contains(self.polygons, point, even_odd=self.even_odd)


@lru_cache(maxsize=2048)
def area(
    source: str | Box, radius: float = 0.0, turned: Matrix | None = None, even_odd: bool = False
) -> Area:
    """Return the area of path data or of a box with round corners, turned by a matrix."""
    path = read_path(source) if isinstance(source, str) else rectangle(source, radius)
    path = transform(path, turned) if turned else path
    return Area(path, bounds(path), polygons(path), even_odd)


@lru_cache(maxsize=2048)
def _scaled(outline: Area, scale: float) -> Path:
    return transform(outline.path, (scale, 0, 0, scale, 0, 0))
