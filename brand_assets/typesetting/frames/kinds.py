"""Owns the list of all kinds of frames, and which fields each of them shows."""

from typing import Annotated, TypeAlias

from pydantic import Field

from brand_assets.typesetting.frames.callouts import CalloutFrame
from brand_assets.typesetting.frames.codes import BarcodeFrame, QrFrame
from brand_assets.typesetting.frames.story import StoryFrame
from brand_assets.typesetting.frames.surfaces import (
    ArtworkFrame,
    LogoFrame,
    PathFrame,
    PhotoFrame,
    RectFrame,
)
from brand_assets.typesetting.frames.text import (
    FromField,
    FromLegalLine,
    PriceFrame,
    TableFrame,
    TextFrame,
    TextPart,
)

AnyFrame: TypeAlias = Annotated[
    RectFrame
    | PathFrame
    | PhotoFrame
    | LogoFrame
    | TextFrame
    | PriceFrame
    | TableFrame
    | StoryFrame
    | QrFrame
    | BarcodeFrame
    | CalloutFrame
    | ArtworkFrame,
    Field(discriminator="kind"),
]
_OF_ONE_FIELD = PhotoFrame | ArtworkFrame | PriceFrame | TableFrame | QrFrame | BarcodeFrame
TypedFrame: TypeAlias = TextFrame | PriceFrame | TableFrame


def fields_of(frame: AnyFrame) -> tuple[str, ...]:
    """Return the keys of the fields that a frame shows, in order, each once."""
    if isinstance(frame, TextFrame):
        return tuple(dict.fromkeys(key for part in frame.parts for key in _part_fields(part)))
    if isinstance(frame, StoryFrame):
        shown = (key for part in frame.all_parts() for key in _part_fields(part))
        return tuple(dict.fromkeys((*shown, *(b.only_with for b in frame.blocks if b.only_with))))
    if isinstance(frame, _OF_ONE_FIELD):
        return (frame.field,) if frame.field else ()
    return ()


def _part_fields(part: TextPart) -> tuple[str, ...]:
    if isinstance(part, FromField):
        return (part.field,)
    if isinstance(part, FromLegalLine):
        return tuple(fill.field for fill in part.fills)
    return ()
