"""Owns the frames of an ad document: their shapes, limits and what they may refer to."""

from typing import Annotated, Literal, TypeAlias

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from brand_assets.typesetting.paths import MAX_PATH_CHARS, PathError, read_path

Key: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.\-]{0,79}$")]
"""A key of a field, frame or asset: lower case letters, digits, dots, hyphens, underscores."""
Token: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9 _\-]{0,39}$")]
"""A name in the kit: a colour token, a text style, a logo variant."""
Length: TypeAlias = Annotated[float, Field(ge=-20_000, le=20_000, allow_inf_nan=False)]
Size: TypeAlias = Annotated[float, Field(gt=0, le=20_000, allow_inf_nan=False)]
TypeSize: TypeAlias = Annotated[float, Field(ge=1, le=2_000, allow_inf_nan=False)]
Share: TypeAlias = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Angle: TypeAlias = Annotated[float, Field(ge=-360, le=360, allow_inf_nan=False)]
PathData: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=MAX_PATH_CHARS)]
Form: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,20}$")]
Align: TypeAlias = Literal["left", "center", "right"]
VerticalAlign: TypeAlias = Literal["top", "middle", "bottom"]


class Part(BaseModel):
    """What all parts of the document share: frozen, nothing unknown, finite numbers."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Words(Part):
    """A text in both languages."""

    de: str = Field(max_length=2000)
    en: str = Field(max_length=2000)

    def in_language(self, language: str) -> str:
        """Return the text in `language` ("de" or "en"); German for any other."""
        return self.en if language == "en" else self.de


class Literally(Part):
    """A part of a text that the template fixes. A line feed breaks the line."""

    kind: Literal["literal"] = "literal"
    text: Words
    style: Token | None = None
    bold: bool = False


class FromField(Part):
    """A part of a text that a field fills.

    `form` chooses a way to write the value ("street", "inline", "until" ...; see formatting).
    `before` and `after` stand only where the field has a value.
    """

    kind: Literal["field"] = "field"
    field: Key
    form: Form | None = None
    before: Words | None = None
    after: Words | None = None
    style: Token | None = None
    bold: bool = False


class Fill(Part):
    """What stands for a `{placeholder}` of a legal line: a field and the way it is written."""

    placeholder: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    field: Key
    form: Form | None = None


class FromLegalLine(Part):
    """A part of a text that a legal line of the kit fills.

    `fills` says which field stands for each `{placeholder}` of the line. Where such a field is
    empty, its placeholder goes together with the comma and space after it.
    """

    kind: Literal["legal"] = "legal"
    line: Key
    fills: tuple[Fill, ...] = Field(default=(), max_length=40)
    style: Token | None = None
    bold: bool = False


TextPart: TypeAlias = Annotated[Literally | FromField | FromLegalLine, Field(discriminator="kind")]


def _check_path(d: str | None) -> str | None:
    if d is not None:
        try:
            read_path(d)
        except PathError as problem:
            raise ValueError(str(problem)) from None
    return d


class Frame(Part):
    """What all frames share: place (before rotation), name, and whether partners may fill it.

    `only_with` names a field without whose value the frame is not drawn.
    """

    id: Key
    name: Words
    x: Length
    y: Length
    w: Size
    h: Size
    rotation: Angle = 0.0
    opacity: Share = 1.0
    locked: bool = True
    only_with: Key | None = None


class RectFrame(Frame):
    """A flat rectangle, with round corners where `radius` is set."""

    kind: Literal["rect"] = "rect"
    colour: Token
    radius: Annotated[float, Field(ge=0, le=20_000)] = 0.0


class PathFrame(Frame):
    """A flat shape; `d` is SVG path data in the page's own coordinates."""

    kind: Literal["path"] = "path"
    colour: Token
    d: PathData
    even_odd: bool = False

    _path = field_validator("d")(_check_path)


class PhotoFrame(Frame):
    """A photo that covers its frame, cut by `clip` (path data in the page's coordinates).

    `zoom` 1 just covers; `pos_x` and `pos_y` are the share of the overhang that is cut off at the
    left and top. A value that the partner set wins; without `pos` the photo's focal point decides.
    `grey` is for ads of black ink alone.
    """

    kind: Literal["photo"] = "photo"
    field: Key | None = None
    asset: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None
    clip: PathData | None = None
    zoom: Annotated[float, Field(ge=1, le=20)] = 1.0
    pos_x: Share | None = None
    pos_y: Share | None = None
    grey: bool = False

    _path = field_validator("clip")(_check_path)

    @model_validator(mode="after")
    def _one_source(self) -> "PhotoFrame":
        if (self.field is None) == (self.asset is None):
            raise ValueError("a photo frame needs either a field or an asset")
        return self


class LogoFrame(Frame):
    """A logo of the kit by its variant, fitted into the frame without distortion."""

    kind: Literal["logo"] = "logo"
    variant: Token


class _Typed(Frame):
    """What frames with type share. Sizes are in pt (mm documents) or px (px documents).

    `shift` moves the type down (up where negative) in the document's unit, for the optical fine
    tuning of baselines. Frames of one `group` take the smallest size of the group.
    """

    style: Token
    colour: Token
    size_max: TypeSize
    size_min: TypeSize
    align: Align = "left"
    valign: VerticalAlign = "top"
    leading: Annotated[float, Field(ge=0.5, le=4)] | None = None
    tracking: Annotated[float, Field(ge=-200, le=1000)] | None = None
    group: Key | None = None
    shift: Length = 0.0

    @model_validator(mode="after")
    def _ordered_sizes(self) -> "_Typed":
        if self.size_min > self.size_max:
            raise ValueError("size_min is larger than size_max")
        return self


class TextAlternative(Part):
    """Another place, size and leading for a text, used from the first that fits on.

    A text longer than `max_chars` skips it. Its last line is never a short stump where lines of
    more even length help.
    """

    name: Words | None = None
    x: Length
    y: Length
    w: Size
    h: Size
    size_max: TypeSize
    size_min: TypeSize
    max_chars: Annotated[int, Field(ge=1, le=5000)] | None = None
    leading: Annotated[float, Field(ge=0.5, le=4)] | None = None
    shift: Length = 0.0


class TextFrame(_Typed):
    """Text of one or more parts.

    `balance` evens out the lengths of the lines. `max_chars` is the longest text for the frame's
    own place; longer text goes to `alternatives`.
    """

    kind: Literal["text"] = "text"
    parts: tuple[TextPart, ...] = Field(min_length=1, max_length=40)
    max_lines: Annotated[int, Field(ge=1, le=500)] | None = None
    max_chars: Annotated[int, Field(ge=1, le=5000)] | None = None
    balance: bool = False
    alternatives: tuple[TextAlternative, ...] = Field(default=(), max_length=8)


class PriceFrame(_Typed):
    """One price with raised cents ("raised") or on one line ("line")."""

    kind: Literal["price"] = "price"
    field: Key
    arrangement: Literal["raised", "line"] = "raised"


class TableColumn(Part):
    """A column of an offer table: its share of the width and how it is set."""

    source: Literal["name", "size", "unit_price", "price"]
    share: Annotated[float, Field(gt=0, le=1)]
    style: Token
    size: TypeSize
    align: Align = "left"
    max_lines: Annotated[int, Field(ge=1, le=4)] = 1


class TableFrame(_Typed):
    """Offers in rows. From `tight_from` rows on, a row is `tight_row_height` high."""

    kind: Literal["table"] = "table"
    field: Key
    columns: tuple[TableColumn, ...] = Field(min_length=1, max_length=8)
    row_height: Size
    tight_from: Annotated[int, Field(ge=1, le=100)] | None = None
    tight_row_height: Size | None = None
    rows_min: Annotated[int, Field(ge=0, le=100)] = 0
    rows_max: Annotated[int, Field(ge=1, le=100)] = 20
    hairline: Annotated[float, Field(ge=0, le=50)] = 0.0
    hairline_colour: Token | None = None

    @model_validator(mode="after")
    def _sound_columns(self) -> "TableFrame":
        if sum(column.share for column in self.columns) > 1.0001:  # noqa: PLR2004 - rounding
            raise ValueError("the shares of the columns add up to more than 1")
        if self.hairline and self.hairline_colour is None:
            raise ValueError("a hairline needs a hairline_colour")
        if (self.tight_from is None) != (self.tight_row_height is None):
            raise ValueError("tight_from and tight_row_height belong together")
        return self


class QrFrame(Frame):
    """A QR code of a field or of fixed data; `quiet` is its quiet zone in modules."""

    kind: Literal["qr"] = "qr"
    field: Key | None = None
    data: Annotated[str, StringConstraints(min_length=1, max_length=600)] | None = None
    colour: Token
    ground: Token | None = None
    quiet: Annotated[int, Field(ge=0, le=16)] = 4
    level: Literal["L", "M", "Q", "H"] = "M"

    @model_validator(mode="after")
    def _one_source(self) -> "QrFrame":
        if (self.field is None) == (self.data is None):
            raise ValueError("a QR frame needs either a field or data")
        return self


AnyFrame: TypeAlias = Annotated[
    RectFrame | PathFrame | PhotoFrame | LogoFrame | TextFrame | PriceFrame | TableFrame | QrFrame,
    Field(discriminator="kind"),
]
TypedFrame: TypeAlias = TextFrame | PriceFrame | TableFrame


def fields_of(frame: AnyFrame) -> tuple[str, ...]:
    """Return the keys of the fields that a frame shows, in order, each once."""
    if isinstance(frame, TextFrame):
        return tuple(dict.fromkeys(key for part in frame.parts for key in _part_fields(part)))
    if isinstance(frame, PhotoFrame | PriceFrame | TableFrame | QrFrame):
        return (frame.field,) if frame.field else ()
    return ()


def _part_fields(part: TextPart) -> tuple[str, ...]:
    if isinstance(part, FromField):
        return (part.field,)
    if isinstance(part, FromLegalLine):
        return tuple(fill.field for fill in part.fills)
    return ()
