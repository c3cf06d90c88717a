"""Owns the outlines of SVG shapes: paths, rectangles, circles, ellipses, lines and polygons."""

from collections.abc import Callable, Mapping

from brand_assets.design_facts import Box
from brand_assets.typesetting.display_list import Path, Segment
from brand_assets.typesetting.pictures.svg.numbers import Viewport, length, points
from brand_assets.typesetting.pictures.svg.refusals import MOST_SEGMENTS, too_complex, unreadable
from brand_assets.typesetting.pictures.svg.tree import Node
from brand_assets.typesetting.shapes.paths import (
    PathError,
    PathTooLong,
    ellipse,
    parse_path,
    rounded,
)

SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})


def outline(node: Node, viewport: Viewport) -> Path:
    """Return the outline of a shape in its own user space; nothing where it has no extent."""
    return _READERS[node.tag](node.style, viewport)


def _path(style: Mapping[str, str], _viewport: Viewport) -> Path:
    d = style.get("d", "")
    if not d or d == "none":
        return ()
    try:
        return parse_path(d, MOST_SEGMENTS)
    except PathTooLong:
        raise too_complex() from None
    except PathError as problem:
        raise unreadable(str(problem)) from None


def _rect(style: Mapping[str, str], viewport: Viewport) -> Path:
    x, y = _across(style, "x", viewport), _down(style, "y", viewport)
    width, height = _across(style, "width", viewport), _down(style, "height", viewport)
    if width <= 0 or height <= 0:
        return ()
    rx, ry = _radii(style, viewport)
    return rounded(Box(x, y, width, height), min(rx, width / 2), min(ry, height / 2))


def _radii(style: Mapping[str, str], viewport: Viewport) -> tuple[float, float]:
    """Return both radii of a corner; one that is not stated is as the other."""
    stated = {key: style.get(key, "auto") for key in ("rx", "ry")}
    rx = None if stated["rx"] == "auto" else length(stated["rx"], viewport.width)
    ry = None if stated["ry"] == "auto" else length(stated["ry"], viewport.height)
    first = rx if rx is not None else ry
    second = ry if ry is not None else rx
    return max(0.0, first or 0.0), max(0.0, second or 0.0)


def _circle(style: Mapping[str, str], viewport: Viewport) -> Path:
    r = length(style.get("r", "0"), viewport.diagonal)
    return _ellipse_at(style, viewport, r, r)


def _ellipse(style: Mapping[str, str], viewport: Viewport) -> Path:
    return _ellipse_at(style, viewport, *_radii(style, viewport))


def _ellipse_at(style: Mapping[str, str], viewport: Viewport, rx: float, ry: float) -> Path:
    if rx <= 0 or ry <= 0:
        return ()
    x, y = _across(style, "cx", viewport), _down(style, "cy", viewport)
    return _from_the_right(ellipse(Box(x - rx, y - ry, 2 * rx, 2 * ry)))


def _from_the_right(path: Path) -> Path:
    """Return the ellipse begun at three o'clock, as SVG's dashes begin there."""
    (_, top, *rest) = path
    curves: list[Segment] = [top, *rest[:-1]]
    end = curves[0][-2:]
    return (("M", *end), *curves[1:], curves[0], ("Z",))


def _line(style: Mapping[str, str], viewport: Viewport) -> Path:
    return (
        ("M", _across(style, "x1", viewport), _down(style, "y1", viewport)),
        ("L", _across(style, "x2", viewport), _down(style, "y2", viewport)),
    )


def _polyline(style: Mapping[str, str], _viewport: Viewport) -> Path:
    corners = points(style.get("points", ""))
    if not corners:
        return ()
    return (("M", *corners[0]), *(("L", x, y) for x, y in corners[1:]))


def _polygon(style: Mapping[str, str], viewport: Viewport) -> Path:
    line = _polyline(style, viewport)
    return (*line, ("Z",)) if line else ()


def _across(style: Mapping[str, str], key: str, viewport: Viewport) -> float:
    return length(style.get(key, "0"), viewport.width)


def _down(style: Mapping[str, str], key: str, viewport: Viewport) -> float:
    return length(style.get(key, "0"), viewport.height)


_READERS: Mapping[str, Callable[[Mapping[str, str], Viewport], Path]] = {
    "path": _path,
    "rect": _rect,
    "circle": _circle,
    "ellipse": _ellipse,
    "line": _line,
    "polyline": _polyline,
    "polygon": _polygon,
}
