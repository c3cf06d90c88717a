"""Owns logos as drawings: reads a sanitised SVG into flat shapes of the kit's colours."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from svgelements import SVG, Close, CubicBezier, Line, Move, QuadraticBezier, Shape
from svgelements import Path as SvgPath

from brand_assets.design_facts import Colour, KitValues, Logo
from brand_assets.typesetting.display_list import FillPath, Segment
from portal.foundation.errors import N_, Invalid


class ArtworkError(Invalid):
    """A drawing uses what cannot be printed true: a gradient, a stroke, a picture, live type."""

    code = "artwork_unprintable"


@dataclass(frozen=True, slots=True)
class Artwork:
    """Shapes in the drawing's own units, and its size."""

    width: float
    height: float
    shapes: tuple[FillPath, ...]


def artwork_of(logo: Logo, kit: KitValues) -> Artwork:
    """Return a logo's drawing; its literal colours become the kit's tokens."""
    colours = tuple((colour.srgb, colour.token) for colour in kit.colours.values())
    return _read(logo.sha256, logo.svg, colours)


@lru_cache(maxsize=128)
def _read(
    _sha256: str, svg: bytes, colours: tuple[tuple[tuple[int, int, int], str], ...]
) -> Artwork:
    if b"url(" in svg:
        raise ArtworkError(N_("The drawing uses a gradient, pattern or clip. Use flat shapes."))
    drawing = SVG.parse(io.BytesIO(svg), reify=True, ppi=96)
    tokens = dict(reversed(colours))
    shapes = tuple(
        shape
        for element in drawing.elements()
        if isinstance(element, Shape)
        for shape in _shape(element, tokens)
    )
    if not shapes:
        raise ArtworkError(
            N_("The drawing has no filled shapes. Turn strokes and text into filled shapes.")
        )
    return Artwork(float(drawing.width), float(drawing.height), shapes)


def _shape(element: Shape, tokens: Mapping[tuple[int, int, int], str]) -> Iterator[FillPath]:
    fill = element.fill
    if fill is None or fill.value is None or fill.alpha == 0:
        return
    path = SvgPath(element)
    path.reify()
    path.approximate_arcs_with_cubics()
    colour = _token((fill.red, fill.green, fill.blue), tokens)
    rule = str(element.values.get("fill-rule", "")) == "evenodd"
    yield FillPath(tuple(_segments(path)), colour, fill.alpha / 255, rule)


def _token(srgb: tuple[int, int, int], tokens: Mapping[tuple[int, int, int], str]) -> str:
    """Return the token of a literal colour, the nearest where the kit has no equal one."""
    if srgb in tokens:
        return tokens[srgb]
    return tokens[
        min(tokens, key=lambda own: sum((a - b) ** 2 for a, b in zip(own, srgb, strict=True)))
    ]


def _segments(path: SvgPath) -> Iterator[Segment]:
    for part in path:
        end = part.end
        if isinstance(part, Move):
            yield ("M", end.x, end.y)
        elif isinstance(part, Close):
            yield ("Z",)
        elif isinstance(part, Line):
            yield ("L", end.x, end.y)
        elif isinstance(part, QuadraticBezier):
            yield _cubic(part)
        elif isinstance(part, CubicBezier):
            first, second = part.control1, part.control2
            yield ("C", first.x, first.y, second.x, second.y, end.x, end.y)


def _cubic(part: QuadraticBezier) -> Segment:
    start, control, end = part.start, part.control, part.end
    return (
        "C",
        start.x + (control.x - start.x) * 2 / 3,
        start.y + (control.y - start.y) * 2 / 3,
        end.x + (control.x - end.x) * 2 / 3,
        end.y + (control.y - end.y) * 2 / 3,
        end.x,
        end.y,
    )


def colours_used(artwork: Artwork, kit: KitValues) -> tuple[Colour, ...]:
    """Return the kit's colours that a drawing uses, each once."""
    tokens = dict.fromkeys(shape.colour for shape in artwork.shapes)
    return tuple(kit.colours[token] for token in tokens)
