"""Owns the frames of an ad document: their shapes, limits and what they may refer to."""

from brand_assets.typesetting.frames.base import (
    Angle,
    Frame,
    Key,
    Length,
    Part,
    Share,
    Size,
    Token,
    Words,
)
from brand_assets.typesetting.frames.callouts import CalloutFrame
from brand_assets.typesetting.frames.codes import BarcodeFrame, QrFrame
from brand_assets.typesetting.frames.kinds import AnyFrame, TypedFrame, fields_of
from brand_assets.typesetting.frames.story import StoryFrame
from brand_assets.typesetting.frames.surfaces import (
    LogoFrame,
    PathData,
    PathFrame,
    PhotoFrame,
    RectFrame,
)
from brand_assets.typesetting.frames.text import (
    Align,
    Fill,
    Form,
    FromField,
    FromLegalLine,
    Literally,
    PriceFrame,
    TableColumn,
    TableFrame,
    TextAlternative,
    TextFrame,
    TextPart,
    TypeSize,
    VerticalAlign,
)

__all__ = [
    "Align",
    "Angle",
    "AnyFrame",
    "BarcodeFrame",
    "CalloutFrame",
    "Fill",
    "Form",
    "Frame",
    "FromField",
    "FromLegalLine",
    "Key",
    "Length",
    "Literally",
    "LogoFrame",
    "Part",
    "PathData",
    "PathFrame",
    "PhotoFrame",
    "PriceFrame",
    "QrFrame",
    "RectFrame",
    "Share",
    "Size",
    "StoryFrame",
    "TableColumn",
    "TableFrame",
    "TextAlternative",
    "TextFrame",
    "TextPart",
    "Token",
    "TypeSize",
    "TypedFrame",
    "VerticalAlign",
    "Words",
    "fields_of",
]
