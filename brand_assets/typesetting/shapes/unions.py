"""Owns how several outlines are made ready to be filled together as their union."""

from collections.abc import Iterator, Sequence

from brand_assets.typesetting.display_list import Path, Segment
from brand_assets.typesetting.shapes.paths import Point, contains, polygons

_NEAR = 1e-4
"""Share of an edge's length by which a point stands beside it."""


def one_way(path: Path, *, even_odd: bool = False) -> Path:
    """Return the outline with filled contours turned one way and holes the other.

    Such outlines, put together, fill everything that at least one of them fills (by the nonzero
    rule). Contours that cross themselves are not taken apart.
    """
    contours = [contour for contour in _contours(path) if len(contour) > 1]
    shape = tuple(polygon for contour in contours for polygon in polygons(tuple(contour)))
    turned: list[Segment] = []
    for contour, polygon in zip(contours, shape, strict=True):
        filled = _fills_inside(polygon, shape, even_odd=even_odd)
        turned += contour if (_area(polygon) > 0) == filled else _backwards(contour)
    return tuple(turned)


def _contours(path: Path) -> Iterator[list[Segment]]:
    contour: list[Segment] = []
    for segment in path:
        if segment[0] == "M" and contour:
            yield contour
            contour = []
        contour.append(segment)
    if contour:
        yield contour


def _area(polygon: Sequence[Point]) -> float:
    total, last = 0.0, polygon[-1]
    for point in polygon:
        total += last[0] * point[1] - point[0] * last[1]
        last = point
    return total / 2


def _fills_inside(
    polygon: tuple[Point, ...], shape: tuple[tuple[Point, ...], ...], *, even_odd: bool
) -> bool:
    """Whether what lies right inside a contour is filled."""
    inside = _point_inside(polygon)
    return inside is None or contains(shape, inside, even_odd=even_odd)


def _point_inside(polygon: tuple[Point, ...]) -> Point | None:
    """Return a point just inside the longest edge, None for a contour without area."""
    edges = list(zip(polygon, (*polygon[1:], polygon[0]), strict=True))
    (x1, y1), (x2, y2) = max(edges, key=lambda edge: _square(*edge))
    dx, dy = (x2 - x1) * _NEAR, (y2 - y1) * _NEAR
    middle = ((x1 + x2) / 2, (y1 + y2) / 2)
    for side in (1, -1):
        point = (middle[0] - dy * side, middle[1] + dx * side)
        if contains((polygon,), point):
            return point
    return None


def _square(start: Point, end: Point) -> float:
    return (end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2


def _backwards(contour: Sequence[Segment]) -> list[Segment]:
    """Return a contour from its end to its start, closed."""
    drawn = [segment for segment in contour if segment[0] != "Z"]
    ends: list[Point] = [(segment[-2], segment[-1]) for segment in drawn]
    turned: list[Segment] = [("M", *ends[-1])]
    for index in range(len(drawn) - 1, 0, -1):
        segment, end = drawn[index], ends[index - 1]
        if segment[0] == "C":
            _, x1, y1, x2, y2, _, _ = segment
            turned.append(("C", x2, y2, x1, y1, *end))
        else:
            turned.append(("L", *end))
    return [*turned, ("Z",)]
