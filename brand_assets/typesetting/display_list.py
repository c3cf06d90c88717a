"""Owns the display list: what a page draws, in order, with no idea of a medium.

Coordinates are pt with the origin at the top left of the trim and y pointing down (for screen
documents one pt is one pixel); the writers turn them over. Colours are tokens of the kit. The
list is the whole contract between layout and writers.
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
"""a b c d e f: x' = a x + c y + e, y' = b x + d y + f."""

Segment: TypeAlias = (
    tuple[Literal["M"], float, float]
    | tuple[Literal["L"], float, float]
    | tuple[Literal["C"], float, float, float, float, float, float]
    | tuple[Literal["Z"]]
)
Path: TypeAlias = tuple[Segment, ...]


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

    `actual_text` is set where the order of glyphs is not the order of reading.
    """

    font: str
    size: float
    colour: str
    glyphs: tuple[Glyph, ...]
    matrix: Matrix | None = None
    opacity: float = 1.0
    actual_text: str | None = None


@dataclass(frozen=True, slots=True)
class FillPath:
    """A filled path of one flat colour."""

    path: Path
    colour: str
    opacity: float = 1.0
    even_odd: bool = False


@dataclass(frozen=True, slots=True)
class StrokePath:
    """A stroked path; width in pt."""

    path: Path
    colour: str
    width: float
    opacity: float = 1.0


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


@dataclass(frozen=True, slots=True)
class DrawArtwork:
    """Vector artwork of literal colours resolved to tokens: shapes under one transform."""

    shapes: tuple[FillPath, ...]
    matrix: Matrix


Item: TypeAlias = DrawGlyphs | FillPath | StrokePath | DrawImage | DrawArtwork


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
