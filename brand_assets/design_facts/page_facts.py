"""Owns what the typesetter measured of a page; rules judge it and measure nothing themselves.

All positions and sizes are in the document's own unit (mm or px), origin at the top left of the
trim; type sizes are in pt for print and px for screen; resolutions in pixels per inch.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from brand_assets.design_facts.words import Bilingual


class FrameKind(StrEnum):
    """What a frame holds."""

    RECT = "rect"
    PATH = "path"
    PHOTO = "photo"
    LOGO = "logo"
    TEXT = "text"
    PRICE = "price"
    TABLE = "table"
    STORY = "story"
    QR = "qr"
    BARCODE = "barcode"
    CALLOUT = "callout"
    ARTWORK = "artwork"


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.h

    def intersects(self, other: "Box") -> bool:
        """Whether the two share an area."""
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )

    def grown(self, by: float) -> "Box":
        """Return the box with `by` more on each side."""
        return Box(self.x - by, self.y - by, self.w + 2 * by, self.h + 2 * by)

    def cut_to(self, width: float, height: float) -> "Box":
        """Return what of the box lies on a page of this size; without area where nothing does."""
        left, top = min(max(self.x, 0.0), width), min(max(self.y, 0.0), height)
        right, bottom = min(self.right, width), min(self.bottom, height)
        return Box(left, top, max(right - left, 0.0), max(bottom - top, 0.0))


@dataclass(frozen=True, slots=True)
class TextFacts:
    """How a text came out: size, lines, and by how many characters it does not fit.

    `overflow_chars` is 0 when everything stands in the frame. `limit` names the limit of the fit
    that was hit ("lines" as many as it may have, "height", "width" of a word; "size" of a table),
    None where it fitted. `ground` is the colour token behind it where one flat colour is,
    `contrast` the measured ratio against it (lowest on pixels, of all colours of the text).
    `leading` (share of the size) and `tracking` (1/1000 em) are those that fit chose. `smallest` is
    the size of its smallest part where parts are smaller, `more_colours` are those of parts beside
    `colour`, `lacking_features` the OpenType features asked for that its fonts do not have,
    `families` the font families that its parts are set in.
    """

    text: str
    style: str
    colour: str
    size: float
    size_min: float
    size_max: float
    lines: int
    overflow_chars: int = 0
    room_chars: int | None = None
    limit: str | None = None
    ground: str | None = None
    contrast: float | None = None
    missing_glyphs: str = ""
    leading: float | None = None
    tracking: float | None = None
    smallest: float | None = None
    more_colours: tuple[str, ...] = ()
    lacking_features: tuple[str, ...] = ()
    families: tuple[str, ...] = ()

    @property
    def colours(self) -> tuple[str, ...]:
        """All colours of the text, the frame's own first."""
        return (self.colour, *self.more_colours)

    @property
    def smallest_size(self) -> float:
        """The size of the smallest part."""
        return self.size if self.smallest is None else self.smallest


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """How a photo came out: its asset and effective resolution after crop.

    `cut_focal` is true where the focal point lies outside the visible part.
    """

    asset_sha256: str
    ppi: float
    placed: Box
    cut_focal: bool = False
    widest_ppi: float | None = None


@dataclass(frozen=True, slots=True)
class LogoFacts:
    """How a logo came out: variant, height, and the frames that stand in its clear space.

    `ground` is the one flat colour behind it, None on bare paper and where it is `uneven`: on a
    photo or several colours. Below 1 its `opacity` lets its ground through; `not_exact` are colours
    of its file that the kit has not, which are drawn in others.
    """

    variant: str
    height: float
    clear_space: float
    intruders: tuple[str, ...] = ()
    ground: str | None = None
    stretched: bool = False
    rotated: bool = False
    opacity: float = 1.0
    not_exact: tuple["NearestColour", ...] = ()
    uneven: bool = False


@dataclass(frozen=True, slots=True)
class CodeSurroundings:
    """What a reader sees of a code: how far its dark stands from its light, and what disturbs it.

    `contrast` is the difference of their reflectances (0 to 1) at the worst place, None where a
    photo lies behind whose colours are not known: in all light for QR codes, in red light for
    barcodes. `intruders` are the frames in the quiet zone that the standard asks for, and "trim"
    where that leaves the page; `covered_by` those that stand upon the code.
    """

    contrast: float | None = None
    inverted: bool = False
    intruders: tuple[str, ...] = ()
    covered_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NearestColour:
    """A literal colour of a drawing that the kit has not: which token stands for it, how far off.

    `apart` is the distance in CIELAB (delta E 1976): below 2 hardly anybody sees it.
    """

    srgb: tuple[int, int, int]
    token: str
    apart: float


@dataclass(frozen=True, slots=True)
class ArtworkFacts:
    """How placed artwork came out: an "svg" drawing, or a page (from 1) of a "pdf" of `pages`.

    `placed` is its own box before rotation. `not_exact` are colours of a drawing that the kit has
    not; a PDF keeps its own colours, of which `spots` are spot inks. Only the ink of drawings is
    measured.
    """

    asset_sha256: str
    source: str
    placed: Box
    page: int = 1
    pages: int = 1
    stretched: bool = False
    not_exact: tuple[NearestColour, ...] = ()
    spots: tuple[str, ...] = ()
    ink_measured: bool = True


@dataclass(frozen=True, slots=True)
class QrFacts:
    """How a QR code came out: target, module size and quiet zone in modules.

    `read` tells whether a reader got the target from the rendered picture, None if none tried.
    """

    target: str
    module: float
    quiet: int
    around: CodeSurroundings | None = None
    read: bool | None = None


class CodeProblem(StrEnum):
    """Why some data cannot be a barcode."""

    CHARACTERS = "characters"
    LENGTH = "length"
    CHECK_DIGIT = "check_digit"
    TOO_LONG = "too_long"
    ELEMENTS = "elements"
    ELEMENT_LENGTH = "element_length"


@dataclass(frozen=True, slots=True)
class BarcodeFacts:
    """How a barcode came out: what it says, the size of its module, the height of its bars.

    `symbology` is ean13, ean8, code128 or gs1_128. With a `problem` nothing was drawn; `hint` is
    the right check digit, the right length or the wrong characters. `missing_glyphs` are
    characters of the line below it that no font has.
    """

    symbology: str
    data: str
    module: float = 0.0
    height: float = 0.0
    problem: CodeProblem | None = None
    hint: str = ""
    missing_glyphs: str = ""
    around: CodeSurroundings | None = None
    read: bool | None = None


@dataclass(frozen=True, slots=True)
class LineFacts:
    """The lines that a frame draws: their colour token and width."""

    colour: str
    width: float


@dataclass(frozen=True, slots=True)
class FrameFacts:
    """One frame as it came out; exactly one of the typed parts is set, by kind.

    `name` is what the template calls it.
    """

    frame: str
    kind: FrameKind
    box: Box
    drawn: Box
    rotation: float = 0.0
    locked: bool = True
    fields: tuple[str, ...] = ()
    text: TextFacts | None = None
    photo: PhotoFacts | None = None
    logo: LogoFacts | None = None
    qr: QrFacts | None = None
    barcode: BarcodeFacts | None = None
    artwork: ArtworkFacts | None = None
    lines: LineFacts | None = None
    name: Bilingual | None = None


class PageSide(StrEnum):
    """A side of the page."""

    LEFT = "left"
    TOP = "top"
    RIGHT = "right"
    BOTTOM = "bottom"


@dataclass(frozen=True, slots=True)
class BleedGap:
    """A surface that is seen at the trim of a side and ends before the edge of the bleed.

    `beyond` is how far it goes beyond the trim, in the page's unit.
    """

    frame: str
    side: PageSide
    beyond: float


@dataclass(frozen=True, slots=True)
class InkFacts:
    """How much ink a page takes, in percent: the most at one place, where, and each ink's most.

    `over` is the box around all places with more than the press bears, None where there are none;
    `frame` is the frame nearest to the place of the most. `unmeasured` is the share of the page
    under placed artwork, whose ink is not known and not counted.
    """

    page: int
    most: float
    x: float
    y: float
    by_ink: Mapping[str, float]
    over: Box | None = None
    frame: str | None = None
    unmeasured: float = 0.0


@dataclass(frozen=True, slots=True)
class PageFacts:
    """One page as it came out. `medium` is print, newspaper, poster or screen.

    `ink` is measured for finished pages of printed ads alone, because it takes a while. `gaps` are
    where what reaches the trim does not fill the bleed.
    """

    format_key: str
    medium: str
    unit: str
    page: int
    width: float
    height: float
    bleed: float
    frames: tuple[FrameFacts, ...]
    ink: InkFacts | None = None
    gaps: tuple[BleedGap, ...] = ()

    def frame(self, name: str) -> FrameFacts:
        """Return the facts of one frame; KeyError where the page has none of that name."""
        for facts in self.frames:
            if facts.frame == name:
                return facts
        raise KeyError(name)
