"""Owns the frames of surfaces: flat shapes, photos, artwork and logos."""

from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StringConstraints, field_validator, model_validator

from brand_assets.typesetting.display_list import Blend, PageBox
from brand_assets.typesetting.frames.base import Angle, Frame, Key, Part, Share, Token
from brand_assets.typesetting.shapes.paths import MAX_PATH_CHARS, PathError, read_path

PathData: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=MAX_PATH_CHARS)]


def _check_path(d: str | None) -> str | None:
    if d is not None:
        try:
            read_path(d)
        except PathError as problem:
            raise ValueError(str(problem)) from None
    return d


class RectFrame(Frame):
    """A flat rectangle, with round corners where `radius` is set.

    `blend` mixes it with what lies beneath, here as in all surfaces.
    """

    kind: Literal["rect"] = "rect"
    colour: Token
    blend: Blend = Blend.NORMAL
    radius: Annotated[float, Field(ge=0, le=20_000)] = 0.0


class PathFrame(Frame):
    """A flat shape; `d` is SVG path data in the page's own coordinates."""

    kind: Literal["path"] = "path"
    colour: Token
    blend: Blend = Blend.NORMAL
    d: PathData
    even_odd: bool = False

    _path = field_validator("d")(_check_path)


LEAST_CROP = 0.01
"""Share of a picture's side that a crop keeps at least."""


class Crop(Part):
    """The part of a picture that may be seen, as shares of its width and height, upright."""

    x: Share = 0.0
    y: Share = 0.0
    w: Annotated[float, Field(ge=LEAST_CROP, le=1)] = 1.0
    h: Annotated[float, Field(ge=LEAST_CROP, le=1)] = 1.0

    @model_validator(mode="after")
    def _inside(self) -> "Crop":
        if self.x + self.w > 1 or self.y + self.h > 1:
            raise ValueError("a crop lies inside the picture: x + w and y + h are at most 1")
        return self


class PhotoFrame(Frame):
    """A photo that covers its frame, cut by `clip` (path data in the page's coordinates).

    `zoom` 1 just covers; `pos_x` and `pos_y` are the share of the overhang that is cut off at the
    left and top. A value that the partner set wins; without `pos` the photo's focal point decides.
    Of a picture with a `crop` nothing else is shown. `mirror` swaps its left and right, then `turn`
    turns it clockwise inside the frame, which it still covers. `blend` mixes it with what lies
    beneath; `clip_even_odd` leaves holes where the clip overlaps itself. `grey` is for ads of
    black ink alone.
    """

    kind: Literal["photo"] = "photo"
    field: Key | None = None
    asset: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None
    clip: PathData | None = None
    zoom: Annotated[float, Field(ge=1, le=20)] = 1.0
    pos_x: Share | None = None
    pos_y: Share | None = None
    grey: bool = False
    crop: Crop | None = None
    turn: Angle = 0.0
    mirror: bool = False
    blend: Blend = Blend.NORMAL
    clip_even_odd: bool = False

    _path = field_validator("clip")(_check_path)

    @model_validator(mode="after")
    def _one_source(self) -> "PhotoFrame":
        if (self.field is None) == (self.asset is None):
            raise ValueError("a photo frame needs either a field or an asset")
        return self


class Fit(StrEnum):
    """How artwork stands in its frame: wholly inside, covering it, or stretched to its sides."""

    CONTAIN = "contain"
    COVER = "cover"
    FILL = "fill"


class ArtworkFrame(Frame):
    """Vector artwork: an SVG drawing in the kit's colours, or a page of a supplied PDF as it is.

    `pos_x` and `pos_y` are where it stands in the room that is left, 0 at the left and top. `page`
    (from 1) and `box` choose what is placed of a PDF; `colour` is the token that `currentColor` of
    a drawing stands for. `clip` is path data in the page's coordinates.
    """

    kind: Literal["artwork"] = "artwork"
    field: Key | None = None
    asset: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None
    page: Annotated[int, Field(ge=1, le=2000)] = 1
    box: PageBox = PageBox.TRIM
    fit: Fit = Fit.CONTAIN
    pos_x: Share = 0.5
    pos_y: Share = 0.5
    colour: Token | None = None
    blend: Blend = Blend.NORMAL
    clip: PathData | None = None
    clip_even_odd: bool = False

    _path = field_validator("clip")(_check_path)

    @model_validator(mode="after")
    def _one_source(self) -> "ArtworkFrame":
        if (self.field is None) == (self.asset is None):
            raise ValueError("an artwork frame needs either a field or an asset")
        return self


class LogoFrame(Frame):
    """A logo of the kit by its variant, fitted into the frame without distortion."""

    kind: Literal["logo"] = "logo"
    variant: Token
