"""Owns the display list: what a page draws, in order, with no idea of a medium.

Coordinates are pt with the origin at the top left of the trim and y pointing down (for screen
documents one pt is one pixel); the writers turn them over. Colours are tokens of the kit. The
list is the whole contract between layout and writers.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NamedTuple, TypeAlias

MAX_DEPTH = 20
"""How deep groups may lie in groups; readers of artwork refuse what goes deeper."""

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
"""a b c d e f: x' = a x + c y + e, y' = b x + d y + f."""
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Segment: TypeAlias = (
    tuple[Literal["M"], float, float]
    | tuple[Literal["L"], float, float]
    | tuple[Literal["C"], float, float, float, float, float, float]
    | tuple[Literal["Z"]]
)
Path: TypeAlias = tuple[Segment, ...]


class Blend(StrEnum):
    """How an object mixes with what lies beneath it, ink by ink in print."""

    NORMAL = "normal"
    MULTIPLY = "multiply"
    SCREEN = "screen"
    OVERLAY = "overlay"
    DARKEN = "darken"
    LIGHTEN = "lighten"


class Glyph(NamedTuple):
    """One shaped glyph: id in the font, position of its origin in pt, advance, source text.

    `text` is what the glyph stands for ("ffi" for a ligature); it is empty on the further glyphs
    of one cluster. A tuple, because a page has thousands.
    """

    gid: int
    x: float
    y: float
    advance: float
    text: str


@dataclass(frozen=True, slots=True)
class DrawGlyphs:
    """A run of glyphs of one font, size and colour, under one transform.

    `actual_text` is set where the glyphs do not read as their texts one by one. `leftwards` says
    that the run is read from its end, glyph by glyph.
    """

    font: str
    size: float
    colour: str
    glyphs: tuple[Glyph, ...]
    matrix: Matrix | None = None
    opacity: float = 1.0
    actual_text: str | None = None
    leftwards: bool = False


@dataclass(frozen=True, slots=True)
class FillPath:
    """A filled path of one flat colour."""

    path: Path
    colour: str
    opacity: float = 1.0
    even_odd: bool = False
    blend: Blend = Blend.NORMAL


class GradientStop(NamedTuple):
    """A colour token at a share of the way, and how opaque it is there."""

    offset: float
    colour: str
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Gradient:
    """A run of colours along a line, or from one circle to another; beyond its ends it stays.

    `coords` are x1 y1 x2 y2 for "linear" and x1 y1 r1 x2 y2 r2 for "radial"; `matrix` maps them to
    the space of the path. Offsets do not fall from stop to stop.
    """

    kind: Literal["linear", "radial"]
    coords: tuple[float, ...]
    stops: tuple[GradientStop, ...]
    matrix: Matrix | None = None


@dataclass(frozen=True, slots=True)
class FillGradient:
    """A path filled with a gradient."""

    path: Path
    gradient: Gradient
    opacity: float = 1.0
    even_odd: bool = False


class LineCap(StrEnum):
    """How the ends of an open line look."""

    BUTT = "butt"
    ROUND = "round"
    SQUARE = "square"


class LineJoin(StrEnum):
    """How the corners of a line look."""

    MITER = "miter"
    ROUND = "round"
    BEVEL = "bevel"


@dataclass(frozen=True, slots=True)
class StrokePath:
    """A stroked path; width and dashes in pt. A `gradient` paints it instead of its colour."""

    path: Path
    colour: str
    width: float
    opacity: float = 1.0
    cap: LineCap = LineCap.BUTT
    join: LineJoin = LineJoin.MITER
    miter_limit: float = 10.0
    dash: tuple[float, ...] = ()
    dash_phase: float = 0.0
    gradient: Gradient | None = None


@dataclass(frozen=True, slots=True)
class DrawImage:
    """A photo: its content hash, and where its unit square goes (origin top left, y down).

    `clip` cuts it; `matrix` maps (0, 0)-(1, 1) of the picture to the page. `grey` asks for the
    photo in black ink alone, whatever its own colours are.
    """

    asset_sha256: str
    matrix: Matrix
    clip: Path | None = None
    opacity: float = 1.0
    grey: bool = False
    blend: Blend = Blend.NORMAL
    clip_even_odd: bool = False


@dataclass(frozen=True, slots=True)
class DrawGroup:
    """Items under one transform, cut by one clip, and shown as one where they are see-through.

    `clip` and the items are in the group's own space; `matrix` maps that to what is around. With
    `opacity` or `blend` the items are painted together first, so that they do not show through
    one another; `isolated` items are, too, so that they blend with each other alone.
    """

    items: tuple["Item", ...]
    matrix: Matrix | None = None
    clip: Path | None = None
    even_odd: bool = False
    opacity: float = 1.0
    blend: Blend = Blend.NORMAL
    isolated: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether the items may be painted one by one."""
        return self.opacity >= 1 and self.blend is Blend.NORMAL and not self.isolated


class PageBox(StrEnum):
    """Which box of a supplied page is placed; one that it does not state is the crop box."""

    ART = "art"
    TRIM = "trim"
    BLEED = "bleed"
    CROP = "crop"
    MEDIA = "media"


@dataclass(frozen=True, slots=True)
class DrawPdfPage:
    """A page of supplied PDF artwork, its colours untouched.

    `matrix` maps the unit square (origin top left, y down) of the page's box, turned upright, to
    the page; `page` counts from 0.
    """

    asset_sha256: str
    page: int
    matrix: Matrix
    clip: Path | None = None
    opacity: float = 1.0
    blend: Blend = Blend.NORMAL
    even_odd: bool = False
    box: PageBox = PageBox.TRIM


Item: TypeAlias = (
    DrawGlyphs | FillPath | FillGradient | StrokePath | DrawImage | DrawGroup | DrawPdfPage
)


def leaves(items: Iterable[Item]) -> Iterator[Item]:
    """Return the items that paint, those in groups too, from the lowest to the highest."""
    for item in items:
        if isinstance(item, DrawGroup):
            yield from leaves(item.items)
        else:
            yield item


def colours_of(items: Iterable[Item]) -> Iterator[str]:
    """Return the tokens that items paint with, in order, as often as they do."""
    for item in leaves(items):
        if isinstance(item, FillGradient | StrokePath) and item.gradient is not None:
            yield from (stop.colour for stop in item.gradient.stops)
        elif isinstance(item, DrawGlyphs | FillPath | StrokePath):
            yield item.colour


@dataclass(frozen=True, slots=True)
class PageList:
    """One page: size of the trim and bleed in pt, and its items from the lowest to the highest."""

    width: float
    height: float
    bleed: float
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class DisplayList:
    """All pages of one set document."""

    title: str
    language: str
    pages: tuple[PageList, ...]
