"""Owns what the content of a page paints, gathered operator by operator."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from brand_assets.design_facts import Bilingual
from brand_assets.typesetting.preflight.spaces import Space, Tone

Corners = tuple[float, float, float, float]


class PaintKind(StrEnum):
    """What an operator painted."""

    FILL = "fill"
    STROKE = "stroke"
    TEXT = "text"
    IMAGE = "image"
    SHADING = "shading"


KIND_WORDS = {
    PaintKind.FILL: Bilingual("Fläche", "area"),
    PaintKind.STROKE: Bilingual("Linie", "line"),
    PaintKind.TEXT: Bilingual("Text", "text"),
    PaintKind.IMAGE: Bilingual("Bild", "picture"),
    PaintKind.SHADING: Bilingual("Verlauf", "gradient"),
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture as it is placed: size in pixels, resolution each way, and how it is packed."""

    width: int
    height: int
    across_ppi: float
    up_ppi: float
    is_mask: bool
    bits: int = 8
    filters: tuple[str, ...] = ()

    @property
    def ppi(self) -> float:
        """The resolution on the page, the lower of the two ways."""
        return min(self.across_ppi, self.up_ppi)

    @property
    def is_line_art(self) -> bool:
        """Whether its pixels are either on or off."""
        return self.is_mask or self.bits == 1


@dataclass(frozen=True, slots=True)
class Painted:
    """One thing painted: what, where, in which colour. Sizes are in pt on the page.

    `size` is the width of a line or the size of type; `box` is in the page's own units, `shown`
    what of it the clipping leaves (None for nothing). `fills_box` says that it covers
    all of its box.
    """

    kind: PaintKind
    place: str
    box: Corners
    tone: Tone | None = None
    space: Space | None = None
    size: float = 0.0
    overprint: bool = False
    overprint_mode: int = 0
    picture: Placed | None = None
    font: str | None = None
    shown: Corners | None = None
    fills_box: bool = False
    rendering: int = 0
    lacks_glyph: bool = False

    @property
    def colour_space(self) -> Space | None:
        """The colour space that it is painted in."""
        return self.space or (self.tone.space if self.tone else None)


def bounds(points: Sequence[tuple[float, float]]) -> Corners:
    """Return the corners around points; an empty box at the origin for none."""
    if not points:
        return (0.0, 0.0, 0.0, 0.0)
    xs = [x for x, _ in points]
    ys = [y for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys))


def touches(first: Corners, second: Corners) -> bool:
    """Whether two boxes share a point inside."""
    return (
        first[0] < second[2]
        and second[0] < first[2]
        and first[1] < second[3]
        and second[1] < first[3]
    )


def common(first: Corners, second: Corners | None) -> Corners | None:
    """Return what two boxes share, None for nothing; a line has a box without an inside."""
    if second is None:
        return first
    x0, y0 = max(first[0], second[0]), max(first[1], second[1])
    x1, y1 = min(first[2], second[2]), min(first[3], second[3])
    return (x0, y0, x1, y1) if x0 <= x1 and y0 <= y1 else None


def thick(box: Corners, width: float = 0.0) -> Corners:
    """Return a box widened by half a line, and by a little so that lines have an inside."""
    half = max(width / 2, 0.01)
    return (box[0] - half, box[1] - half, box[2] + half, box[3] + half)
