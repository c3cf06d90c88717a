"""Owns what all frames of one page share while it is set, and what a set frame is."""

from dataclasses import dataclass

from brand_assets.design_facts import (
    ArtworkFacts,
    BarcodeFacts,
    Box,
    KitValues,
    LogoFacts,
    PhotoFacts,
    QrFacts,
    TextFacts,
    TextStyle,
)
from brand_assets.typesetting.display_list import Item, Matrix, Path
from brand_assets.typesetting.document import AdDocument
from brand_assets.typesetting.frames import AnyFrame, Frame
from brand_assets.typesetting.later import Later
from brand_assets.typesetting.pictures.photos import PhotoSource
from brand_assets.typesetting.pictures.thumbnails import PlacedPhoto
from brand_assets.typesetting.shapes.areas import Area
from brand_assets.typesetting.shapes.paths import rotation, transform
from brand_assets.typesetting.values import FieldValues
from portal.foundation.errors import N_, Invalid

POINTS = {"mm": 72 / 25.4, "px": 1.0}
"""Points of the display list for one unit of a document."""


class SettingError(Invalid):
    """The document asks for something that the kit does not have."""

    code = "kit_lacks"


def style_of(kit: KitValues, name: str) -> TextStyle:
    """Return a text style of a kit; raises SettingError."""
    if name not in kit.text_styles:
        raise SettingError(
            N_("The brand kit has no text style “%(name)s”. Choose one of its styles."),
            name=name,
        )
    return kit.text_styles[name]


@dataclass(frozen=True, slots=True)
class Scene:
    """The document being set, with its kit, values, photos and language."""

    document: AdDocument
    kit: KitValues
    values: FieldValues
    photos: PhotoSource
    language: str

    @property
    def points(self) -> float:
        """Points for one unit of the document."""
        return POINTS[self.document.unit]

    @property
    def terms(self) -> tuple[str, str, float, float]:
        """What a frame's setting depends on besides the frame, its values and the kit."""
        document = self.document
        return self.language, document.unit, document.width, document.height

    def style(self, name: str) -> TextStyle:
        """Return a text style of the kit; raises SettingError."""
        return style_of(self.kit, name)

    def colour(self, token: str) -> str:
        """Return a colour token that the kit has; raises SettingError."""
        if token not in self.kit.colours:
            raise SettingError(
                N_("The brand kit has no colour “%(token)s”. Choose one of its colours."),
                token=token,
            )
        return token

    def in_points(self, path: Path) -> Path:
        """Return an outline in points."""
        scale = self.points
        return path if scale == 1.0 else transform(path, (scale, 0, 0, scale, 0, 0))

    def drawn(self, outline: Area) -> Path:
        """Return an area's outline in points; the same area is scaled once."""
        return outline.times(self.points)


@dataclass(frozen=True, slots=True)
class Layer:
    """A surface: its area, and its colour or photo."""

    area: Area
    colour: str | None
    opacity: float = 1.0
    photo: PlacedPhoto | None = None


@dataclass(frozen=True, slots=True)
class CodeZone:
    """Where a code stands before rotation, and how far it has to be clear on each side.

    `clear` is left, top, right and bottom; `red_light` is for codes that lasers read.
    """

    box: Box
    clear: tuple[float, float, float, float]
    colour: str
    opacity: float = 1.0
    red_light: bool = False


_NOWHERE = Box(0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class SetFrame:
    """A frame as it came out: what it draws, where, and what was measured of it.

    `items` may be left to be drawn `Later`, where there are some. `spots` are points on which its
    content stands (for what is behind it), in the document's unit as all lengths here; `layers` is
    what it puts over the page.
    """

    frame: AnyFrame
    items: tuple[Item, ...] | Later[tuple[Item, ...]] = ()
    drawn: Box = _NOWHERE
    spots: tuple[tuple[float, float], ...] = ()
    layers: tuple[Layer, ...] = ()
    text: TextFacts | None = None
    photo: PhotoFacts | None = None
    logo: LogoFacts | None = None
    qr: QrFacts | None = None
    barcode: BarcodeFacts | None = None
    artwork: ArtworkFacts | None = None
    code: CodeZone | None = None

    @property
    def shows(self) -> bool:
        """Whether it draws anything."""
        return isinstance(self.items, Later) or bool(self.items)

    def drawing(self) -> tuple[Item, ...]:
        """Return what it draws."""
        return self.items.get() if isinstance(self.items, Later) else self.items


def box_of(frame: Frame) -> Box:
    """Return the frame's box before rotation."""
    return Box(frame.x, frame.y, frame.w, frame.h)


def scaled(box: Box, by: float) -> Box:
    """Return a box in another unit."""
    return Box(box.x * by, box.y * by, box.w * by, box.h * by)


def turn(frame: Frame, by: float = 1.0) -> Matrix | None:
    """Return the frame's rotation about its centre (in units times `by`), None for none."""
    if not frame.rotation:
        return None
    return rotation(frame.rotation, ((frame.x + frame.w / 2) * by, (frame.y + frame.h / 2) * by))
