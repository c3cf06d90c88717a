"""Owns the painting of one SVG shape: its area and its line, in colours or gradients."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from brand_assets.design_facts import Box
from brand_assets.typesetting.display_list import (
    IDENTITY,
    DrawGroup,
    FillGradient,
    FillPath,
    Gradient,
    Item,
    LineCap,
    LineJoin,
    Matrix,
    Path,
    StrokePath,
)
from brand_assets.typesetting.pictures.svg.budget import Budget
from brand_assets.typesetting.pictures.svg.colours import Tokens, read_colour
from brand_assets.typesetting.pictures.svg.gradients import GRADIENTS, Flat, gradient_of
from brand_assets.typesetting.pictures.svg.numbers import length, lengths, number
from brand_assets.typesetting.pictures.svg.refusals import ArtworkError, unreadable
from brand_assets.typesetting.pictures.svg.styles import Place
from brand_assets.typesetting.pictures.svg.tree import Tree
from brand_assets.typesetting.shapes.paths import bounds, multiply, polygons, transform
from brand_assets.typesetting.shapes.placing import inverse, keeps_shape, scale_of
from portal.foundation.errors import N_

_REFERENCE = re.compile(r"url\(\s*['\"]?#([^'\")]+)['\"]?\s*\)\s*(.*)", re.DOTALL)
_MARKERS = ("marker", "marker-start", "marker-mid", "marker-end")
_LAYERS = ("fill", "stroke")
_FEW_STEPS = 8
_DOT = 1e-3


@dataclass(frozen=True, slots=True)
class Brush:
    """What shapes of one drawing are painted with."""

    tree: Tree
    tokens: Tokens

    def paint(self, path: Path, place: Place) -> tuple[Item, ...]:
        """Return what a shape with this outline paints at its place."""
        if any(place.says(key, "none") != "none" for key in _MARKERS):
            raise not_true("marker")
        box = bounds(path)
        layers: list[Callable[[], Item | None]] = [
            lambda: self._area(path, place, box),
            lambda: self._line(path, place, box),
        ]
        order = [word for word in place.says("paint-order", "").split() if word in _LAYERS]
        if order[:1] == ["stroke"]:
            layers.reverse()
        return tuple(item for layer in layers if (item := layer()) is not None)

    def _area(self, path: Path, place: Place, box: Box) -> Item | None:
        found = self._paint(place, "fill", "black", box)
        if found is None:
            return None
        placed, even_odd = transform(path, place.matrix), place.says("fill-rule", "") == "evenodd"
        opacity = place.opacity("fill-opacity")
        if isinstance(found, Gradient):
            return FillGradient(placed, found, opacity, even_odd)
        return FillPath(placed, found.colour, found.opacity * opacity, even_odd)

    def _line(self, path: Path, place: Place, box: Box) -> Item | None:
        found = self._paint(place, "stroke", "none", box)
        width = length(place.says("stroke-width", "1"), place.viewport.diagonal)
        if found is None or width <= 0:
            return None
        if place.says("vector-effect", "none") not in ("none", "normal"):
            raise not_true("vector-effect")
        return _placed_line(path, place, width, found, self.tree.budget)

    def _paint(self, place: Place, key: str, default: str, box: Box) -> Flat | Gradient | None:
        said = place.says(key, default).strip()
        match = _REFERENCE.fullmatch(said)
        if match is not None:
            return self._referred(match[1], match[2].strip(), place, box)
        if said.lower() == "none":
            return None
        if said.lower().startswith(("url", "context-")):
            raise unreadable(said)
        literal = read_colour(said, place.current_colour)
        return Flat(self.tokens.token(literal.rgb), literal.alpha) if literal.alpha else None

    def _referred(self, key: str, fallback: str, place: Place, box: Box) -> Flat | Gradient | None:
        if key not in self.tree.by_id and fallback:
            if fallback == "none":
                return None
            literal = read_colour(fallback, place.current_colour)
            return Flat(self.tokens.token(literal.rgb), literal.alpha)
        node = self.tree.find(key)
        if node.tag not in GRADIENTS:
            raise not_true(node.tag)
        return gradient_of(node, self.tree, self.tokens, place, box)


def not_true(what: str) -> ArtworkError:
    """Return the refusal of what has no equal in print."""
    return ArtworkError(
        N_(
            "The drawing uses “%(what)s”, which cannot be printed true. Turn it into plain shapes"
            " and save it again."
        ),
        what=what[:40],
    )


def _placed_line(
    path: Path, place: Place, width: float, paint: Flat | Gradient, budget: Budget
) -> Item:
    """Return a line; where its matrix squeezes it, the line is drawn before it is squeezed."""
    scale = scale_of(place.matrix)
    cap, join, miter = _ends(place)
    dash, phase = _dashes(place, path, budget)
    squeezed = not keeps_shape(place.matrix)
    to_line = (scale, 0.0, 0.0, scale, 0.0, 0.0) if squeezed else place.matrix
    flat = paint if isinstance(paint, Flat) else Flat(paint.stops[-1].colour, 1.0)
    line = StrokePath(
        path=transform(path, to_line),
        colour=flat.colour,
        width=width * scale,
        opacity=flat.opacity * place.opacity("stroke-opacity"),
        cap=cap,
        join=join,
        miter_limit=miter,
        dash=tuple(part * scale for part in dash),
        dash_phase=phase * scale,
        gradient=paint if isinstance(paint, Gradient) else None,
    )
    if not squeezed:
        return line
    outside = multiply((1 / scale, 0.0, 0.0, 1 / scale, 0.0, 0.0), place.matrix)
    return DrawGroup((_under(line, outside),), outside)


def _under(line: StrokePath, matrix: Matrix) -> StrokePath:
    """Return a line whose gradient stays where it is when a matrix is put around the line."""
    back = inverse(matrix)
    if line.gradient is None or back is None:
        return line
    inside = multiply(line.gradient.matrix or IDENTITY, back)
    return replace(line, gradient=replace(line.gradient, matrix=inside))


def _ends(place: Place) -> tuple[LineCap, LineJoin, float]:
    cap, join = place.says("stroke-linecap", "butt"), place.says("stroke-linejoin", "miter")
    miter = max(1.0, number(place.says("stroke-miterlimit", "4")))
    try:
        return LineCap(cap), LineJoin("miter" if join in ("miter-clip", "arcs") else join), miter
    except ValueError:
        raise unreadable(f"{cap} {join}") from None


def _dashes(place: Place, path: Path, budget: Budget) -> tuple[tuple[float, ...], float]:
    """Return dashes and gaps and where they begin; none where they leave a plain line."""
    said = place.says("stroke-dasharray", "none")
    if said.lower() == "none" or not said.strip():
        return (), 0.0
    if "pathLength" in place.style:
        raise not_true("pathLength")
    whole = place.viewport.diagonal
    parts = lengths(said, whole)
    if not parts or min(parts) < 0 or sum(parts) <= 0:
        return (), 0.0
    parts = _without_nothing(parts * 2 if len(parts) % 2 else parts)
    budget.take(dashes=len(parts) + _way(path) / sum(parts) * len(parts))
    return parts, length(place.says("stroke-dashoffset", "0"), whole) % sum(parts)


def _without_nothing(parts: tuple[float, ...]) -> tuple[float, ...]:
    """Return dashes without any of no length, as dots of round lines have.

    Programs that show PDF make such a dash longer, each by another length.
    """
    least = max(parts) * _DOT
    kept = list(parts)
    for index in range(0, len(parts), 2):
        short = max(0.0, least - parts[index])
        kept[index] += short
        kept[index + 1] = max(0.0, kept[index + 1] - short)
    return tuple(kept)


def _way(path: Path) -> float:
    """Return how long a path is, about."""
    return sum(
        math.dist(start, end)
        for polygon in polygons(path, _FEW_STEPS)
        for start, end in zip(polygon, (*polygon[1:], polygon[0]), strict=True)
    )
