"""Owns the frames that hold type, and the parts that their text is made of."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StringConstraints, model_validator

from brand_assets.typesetting.frames.base import Frame, Key, Length, Part, Size, Token, Words
from brand_assets.typesetting.frames.looks import RunLook

Form: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,20}$")]
TypeSize: TypeAlias = Annotated[float, Field(ge=1, le=2_000, allow_inf_nan=False)]
Align: TypeAlias = Literal["left", "center", "right"]
TextAlign: TypeAlias = Literal["left", "center", "right", "start", "end", "justify"]
VerticalAlign: TypeAlias = Literal["top", "middle", "bottom", "caps"]
Mark: TypeAlias = Literal["bold", "super", "sub"]
Leading: TypeAlias = Annotated[float, Field(ge=0.5, le=4)]
Tracking: TypeAlias = Annotated[float, Field(ge=-200, le=1000)]


class Literally(RunLook):
    """A part of a text that the template fixes. A line feed breaks the line."""

    kind: Literal["literal"] = "literal"
    text: Words
    style: Token | None = None
    bold: bool = False


class FromField(RunLook):
    """A part of a text that a field fills.

    `form` chooses a way to write the value ("street", "inline", "until" ...; see formatting); a
    price in the form "raised" has small raised cents. `before` and `after` stand only where the
    field has a value. `marks` are the inline marks that the value may hold: **bold**, ^raised^ and
    ~lowered~; all others print as they are typed.
    """

    kind: Literal["field"] = "field"
    field: Key
    form: Form | None = None
    before: Words | None = None
    after: Words | None = None
    style: Token | None = None
    bold: bool = False
    marks: tuple[Mark, ...] = Field(default=(), max_length=3)


class Fill(Part):
    """What stands for a `{placeholder}` of a legal line: a field and the way it is written."""

    placeholder: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    field: Key
    form: Form | None = None


class FromLegalLine(RunLook):
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


class _Typed(Frame):
    """What frames with type share. Sizes are in pt (mm documents) or px (px documents).

    `shift` moves the type down (up where negative) in the document's unit, for the optical fine
    tuning of baselines. Frames of one `group` go to the same of their `alternatives` and take the
    smallest size of the group. `valign` caps centres what lies between the top of capitals and the
    last baseline.
    """

    style: Token
    colour: Token
    size_max: TypeSize
    size_min: TypeSize
    align: TextAlign = "left"
    valign: VerticalAlign = "top"
    leading: Leading | None = None
    tracking: Tracking | None = None
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
    leading: Leading | None = None
    shift: Length = 0.0


class TextFrame(_Typed):
    """Text of one or more parts.

    `balance` evens out the lengths of the lines. Without it lines are as full as they go, or with
    `breaking` total_fit chosen together, for texts of more than a few lines. `max_chars` is the
    longest text for the frame's own place; longer text goes to `alternatives`. Before the size
    shrinks, in steps of the share `step` of the largest, leading and then tracking tighten within
    `leading_range` and `tracking_range` (least, most). `direction` is that of the paragraphs, by
    default that of the first letter; `align` start and end follow it. Justified lines fill the
    frame and are chosen together; the last one stands at its start.
    """

    kind: Literal["text"] = "text"
    parts: tuple[TextPart, ...] = Field(min_length=1, max_length=40)
    max_lines: Annotated[int, Field(ge=1, le=500)] | None = None
    max_chars: Annotated[int, Field(ge=1, le=5000)] | None = None
    balance: bool = False
    breaking: Literal["first_fit", "total_fit"] = "first_fit"
    alternatives: tuple[TextAlternative, ...] = Field(default=(), max_length=8)
    leading_range: tuple[Leading, Leading] | None = None
    tracking_range: tuple[Tracking, Tracking] | None = None
    step: Annotated[float, Field(ge=0.002, le=0.5)] | None = None
    direction: Literal["auto", "ltr", "rtl"] = "auto"

    @model_validator(mode="after")
    def _ordered_ranges(self) -> "TextFrame":
        for name, found in (("leading", self.leading_range), ("tracking", self.tracking_range)):
            if found and found[0] > found[1]:
                raise ValueError(f"{name}_range ends below its start")
        return self


class PriceFrame(_Typed):
    """One price with raised cents ("raised") or on one line ("line")."""

    kind: Literal["price"] = "price"
    field: Key
    arrangement: Literal["raised", "line"] = "raised"


class TableHead(Part):
    """The row of labels above a table; labels are set in `style`, columns without one stay free."""

    height: Size
    style: Token
    size: TypeSize
    colour: Token | None = None
    ground: Token | None = None


class TableColumn(Part):
    """A column of an offer table: its share of the width, its label, and how it is set."""

    source: Literal["name", "size", "unit_price", "price"]
    share: Annotated[float, Field(gt=0, le=1)]
    style: Token
    size: TypeSize
    align: Align = "left"
    max_lines: Annotated[int, Field(ge=1, le=4)] = 1
    colour: Token | None = None
    label: Words | None = None


class TableFrame(_Typed):
    """Offers in rows. From `tight_from` rows on, a row is `tight_row_height` high.

    With `grow` a row is higher by the further lines of its tallest cell, and its cells share the
    baseline of their first lines. `stripe` is the ground of every second row; `padding` keeps the
    text off the left and right edge.
    """

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
    head: TableHead | None = None
    stripe: Token | None = None
    padding: Annotated[float, Field(ge=0, le=1000)] = 0.0
    grow: bool = False

    @model_validator(mode="after")
    def _sound_columns(self) -> "TableFrame":
        if sum(column.share for column in self.columns) > 1.0001:  # noqa: PLR2004 - rounding
            raise ValueError("the shares of the columns add up to more than 1")
        if self.hairline and self.hairline_colour is None:
            raise ValueError("a hairline needs a hairline_colour")
        if (self.tight_from is None) != (self.tight_row_height is None):
            raise ValueError("tight_from and tight_row_height belong together")
        if 2 * self.padding >= self.w:
            raise ValueError("the padding leaves no room for the columns")
        return self
