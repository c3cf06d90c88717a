"""Owns the gradients of an SVG file: inherited, placed on what they fill, repeated where asked."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from brand_assets.design_facts import Box
from brand_assets.typesetting.display_list import Gradient, GradientStop, Matrix
from brand_assets.typesetting.pictures.svg.colours import Literal, Tokens, read_colour
from brand_assets.typesetting.pictures.svg.numbers import (
    Viewport,
    bearable,
    length,
    share,
    transform_of,
)
from brand_assets.typesetting.pictures.svg.refusals import ArtworkError, too_complex
from brand_assets.typesetting.pictures.svg.styles import BLACK, Place
from brand_assets.typesetting.pictures.svg.tree import Node, Tree
from brand_assets.typesetting.shapes.paths import Point, apply, multiply
from brand_assets.typesetting.shapes.placing import inverse
from portal.foundation.errors import N_

GRADIENTS = frozenset({"linearGradient", "radialGradient"})
_MOST_REFERENCES = 12
_MOST_STOPS = 200
_MOST_REPEATS = 100
_EDGE = 0.999
"""Share of the radius on which a focal point outside the circle is put."""


@dataclass(frozen=True, slots=True)
class Flat:
    """A gradient that came out as one colour."""

    colour: str
    opacity: float


@dataclass(frozen=True, slots=True)
class _Source:
    """A gradient with everything that it takes over from others."""

    tag: str
    attributes: Mapping[str, str]
    stops: tuple[GradientStop, ...]


def gradient_of(
    node: Node, tree: Tree, tokens: Tokens, place: Place, box: Box
) -> Gradient | Flat | None:
    """Return the gradient as it fills a shape of that box; None where it paints nothing."""
    source = _collected(node, tree, tokens)
    tree.budget.take(stops=len(source.stops))
    on_box = source.attributes.get("gradientUnits", "objectBoundingBox") != "userSpaceOnUse"
    if not source.stops or (on_box and (box.w <= 0 or box.h <= 0)):
        return None
    last = source.stops[-1]
    matrix = transform_of(source.attributes.get("gradientTransform", ""))
    if on_box:
        matrix = multiply(matrix, (box.w, 0.0, 0.0, box.h, box.x, box.y))
    coords = _coords(source, Viewport(1.0, 1.0) if on_box else place.viewport)
    if coords is None or len(source.stops) == 1:
        return Flat(last.colour, last.opacity)
    kind = "linear" if source.tag == "linearGradient" else "radial"
    spread = source.attributes.get("spreadMethod", "pad")
    found = Gradient("linear" if kind == "linear" else "radial", coords, source.stops)
    if spread in ("reflect", "repeat"):
        found = _spread(found, _seen(box, matrix), mirrored=spread == "reflect")
        tree.budget.take(stops=len(found.stops))
    whole = bearable(multiply(matrix, place.matrix))
    return Gradient(found.kind, found.coords, found.stops, whole)


def _collected(node: Node, tree: Tree, tokens: Tokens) -> _Source:
    """Return a gradient with the attributes and stops of those it refers to."""
    attributes: dict[str, str] = {}
    stops: tuple[GradientStop, ...] = ()
    tag, current = node.tag, node
    for _ in range(_MOST_REFERENCES):
        attributes = {**current.style, **attributes}
        stops = stops or tuple(_stops(current, tokens))
        reference = current.href
        if reference is None:
            return _Source(tag, attributes, stops)
        current = tree.find(reference)
        if current.tag not in GRADIENTS:
            break
    raise ArtworkError(
        N_("The drawing has a gradient that refers to itself or to no gradient. Save it again.")
    )


def _stops(node: Node, tokens: Tokens) -> Iterator[GradientStop]:
    children = [child for child in node.children if child.tag == "stop"]
    if len(children) > _MOST_STOPS:
        raise too_complex()
    reached = 0.0
    for child in children:
        reached = max(reached, share(child.style.get("offset", "0")))
        current = _colour(child.style.get("color") or node.style.get("color"))
        literal = read_colour(child.style.get("stop-color", "black"), current)
        opacity = share(child.style.get("stop-opacity", "1")) * literal.alpha
        yield GradientStop(reached, tokens.token(literal.rgb), opacity)


def _colour(text: str | None) -> Literal:
    return read_colour(text, BLACK) if text else BLACK


def _coords(source: _Source, viewport: Viewport) -> tuple[float, ...] | None:
    """Return the ends of a gradient; None where it has no way between them."""
    said = source.attributes
    if source.tag == "linearGradient":
        x1 = length(said.get("x1", "0%"), viewport.width)
        y1 = length(said.get("y1", "0%"), viewport.height)
        x2 = length(said.get("x2", "100%"), viewport.width)
        y2 = length(said.get("y2", "0%"), viewport.height)
        return None if (x1, y1) == (x2, y2) else (x1, y1, x2, y2)
    cx = length(said.get("cx", "50%"), viewport.width)
    cy = length(said.get("cy", "50%"), viewport.height)
    r = length(said.get("r", "50%"), viewport.diagonal)
    fx = length(said["fx"], viewport.width) if "fx" in said else cx
    fy = length(said["fy"], viewport.height) if "fy" in said else cy
    fr = max(0.0, length(said.get("fr", "0%"), viewport.diagonal))
    if r <= 0 or fr >= r:
        return None
    fx, fy = _inside((fx, fy), (cx, cy), (r - fr) * _EDGE)
    return (fx, fy, fr, cx, cy, r)


def _inside(focus: Point, centre: Point, most: float) -> Point:
    away = math.dist(focus, centre)
    if away <= most:
        return focus
    share_kept = most / away
    return (
        centre[0] + (focus[0] - centre[0]) * share_kept,
        centre[1] + (focus[1] - centre[1]) * share_kept,
    )


def _seen(box: Box, matrix: Matrix) -> list[Point]:
    """Return the corners of what is filled, in the gradient's own space."""
    back = inverse(matrix)
    if back is None:
        return []
    corners = [(box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom)]
    return [apply(back, corner) for corner in corners]


def _spread(gradient: Gradient, corners: list[Point], *, mirrored: bool) -> Gradient:
    """Return the gradient written out as often as the corners need it."""
    first, last = _turns(gradient, corners)
    if last - first > _MOST_REPEATS:
        raise too_complex()
    stops = tuple(
        GradientStop((turn - first + offset) / (last - first), colour, opacity)
        for turn in range(first, last)
        for offset, colour, opacity in _once(gradient.stops, backwards=mirrored and turn % 2 != 0)
    )
    return Gradient(gradient.kind, _extended(gradient, first, last), stops)


def _once(stops: tuple[GradientStop, ...], *, backwards: bool) -> list[GradientStop]:
    whole = [stops[0]._replace(offset=0.0), *stops, stops[-1]._replace(offset=1.0)]
    if not backwards:
        return whole
    return [stop._replace(offset=1 - stop.offset) for stop in reversed(whole)]


def _turns(gradient: Gradient, corners: list[Point]) -> tuple[int, int]:
    """Return from which to which turn the corners lie; a radial gradient begins with turn 0."""
    if gradient.kind == "linear":
        x1, y1, x2, y2 = gradient.coords
        way = (x2 - x1) ** 2 + (y2 - y1) ** 2
        shares = [((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / way for x, y in corners] or [0.0]
        first = math.floor(min(shares))
        return first, max(first + 1, math.ceil(max(shares)))
    fx, fy, fr, cx, cy, r = gradient.coords
    if fr > 0:
        raise ArtworkError(
            N_("The drawing repeats a gradient that starts on a circle. Use one that ends once.")
        )
    furthest = max((math.dist((fx, fy), corner) for corner in corners), default=0.0)
    return 0, max(1, math.ceil(furthest / (r - math.dist((fx, fy), (cx, cy)))))


def _extended(gradient: Gradient, first: int, last: int) -> tuple[float, ...]:
    if gradient.kind == "linear":
        x1, y1, x2, y2 = gradient.coords
        dx, dy = x2 - x1, y2 - y1
        return (x1 + dx * first, y1 + dy * first, x1 + dx * last, y1 + dy * last)
    fx, fy, _, cx, cy, r = gradient.coords
    return (fx, fy, 0.0, fx + (cx - fx) * last, fy + (cy - fy) * last, r * last)
