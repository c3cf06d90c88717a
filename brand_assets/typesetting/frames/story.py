"""Owns the frame of running text: looks of paragraphs, blocks of text, lists, tabs and columns."""

from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StringConstraints, model_validator

from brand_assets.typesetting.frames.base import Frame, Key, Length, Part, Token
from brand_assets.typesetting.frames.text import FromField, TextPart, TypeSize

Gap: TypeAlias = Annotated[float, Field(ge=0, le=5_000, allow_inf_nan=False)]
Lines: TypeAlias = Annotated[int, Field(ge=1, le=10)]
StoryAlign: TypeAlias = Literal["left", "center", "right", "start", "end", "justify"]
Leader: TypeAlias = Annotated[str, StringConstraints(pattern=r"^\S( ?\S){0,3} ?$")]
Numbering: TypeAlias = Literal["bullet", "decimal", "alpha", "roman"]


class Tab(Part):
    """A tab stop: how far from the left edge of the column, or at its right edge without `at`.

    A `decimal` stop holds the decimal comma (point in English). The signs of `leader` fill the way
    to the stop and stand below one another from line to line.
    """

    at: Gap | None = None
    align: Literal["left", "right", "center", "decimal"] = "left"
    leader: Leader | None = None


class Look(Part):
    """How paragraphs are set: a style of the kit in a size, with its indents and spaces.

    Indents, tabs and spaces are in the document's unit. `leading` is a share of the size, else the
    style's. `align` start and end follow the direction of the paragraph; `last_line` is for the
    last line of a justified one. Where that runs to the left, indents and marks stand the other way
    round; `direction` is by default that of its first letter. `balance` evens out the lengths of
    the lines of a heading. At least `orphans` lines stay before the end of a column and `widows`
    lines after it.
    """

    key: Key
    style: Token
    size: TypeSize
    leading: Annotated[float, Field(ge=0.5, le=4)] | None = None
    tracking: Annotated[float, Field(ge=-200, le=1000)] | None = None
    colour: Token | None = None
    align: StoryAlign = "start"
    last_line: StoryAlign = "start"
    direction: Literal["auto", "ltr", "rtl"] = "auto"
    balance: bool = False
    hyphenate: bool = True
    first_indent: Length = 0.0
    left_indent: Gap = 0.0
    right_indent: Gap = 0.0
    space_before: Gap = 0.0
    space_after: Gap = 0.0
    keep_together: bool = False
    keep_with_next: bool = False
    orphans: Lines = 2
    widows: Lines = 2
    tabs: tuple[Tab, ...] = Field(default=(), max_length=20)

    @model_validator(mode="after")
    def _ordered_tabs(self) -> "Look":
        stops = [tab.at for tab in self.tabs if tab.at is not None]
        if stops != sorted(set(stops)) or any(tab.at is None for tab in self.tabs[:-1]):
            raise ValueError("tabs stand in order, and only the last may lack its place")
        return self


class ParagraphBlock(Part):
    """One or more paragraphs of one look, drawn where the field `only_with` has a value.

    The first may have a look of its own, `first_look`: without indent, as a lead.

    In fixed parts a line feed breaks the line and a blank line begins a paragraph; in typed text
    every line is a paragraph of its own. So is every offer of a field of offers: name and size, and
    at tabs the unit price (in the form "unit_price") and the price.
    """

    kind: Literal["paragraph"] = "paragraph"
    look: Key
    first_look: Key | None = None
    only_with: Key | None = None
    parts: tuple[TextPart, ...] = Field(min_length=1, max_length=40)


class Marks(Part):
    """How the items of a list are marked: a sign, or numbers (1. / a) / i.) from `start`.

    A mark hangs in a space as wide as `hang`, at its left or, with `align` right, close to the
    text.
    """

    numbering: Numbering = "bullet"
    start: Annotated[int, Field(ge=1, le=9_999)] = 1
    bullet: Annotated[str, StringConstraints(pattern=r"^\S{1,4}$")] = "•"
    hang: Gap
    align: Literal["left", "right"] = "left"
    style: Token | None = None
    bold: bool = False
    colour: Token | None = None


class InnerItem(Part):
    """An item of a list in a list."""

    parts: tuple[TextPart, ...] = Field(min_length=1, max_length=40)


class ListItem(Part):
    """An item of a list, with the items of the list inside it."""

    parts: tuple[TextPart, ...] = Field(min_length=1, max_length=40)
    items: tuple[InnerItem, ...] = Field(default=(), max_length=100)


class ListBlock(Part):
    """A list of fixed `items`, or of the lines of a `field`; `item_space` stands between items.

    A line of the field that begins with a space or tab belongs to the list inside, where `inner`
    marks one.
    """

    kind: Literal["list"] = "list"
    look: Key
    only_with: Key | None = None
    marks: Marks
    items: tuple[ListItem, ...] = Field(default=(), max_length=200)
    field: Key | None = None
    item_space: Gap = 0.0
    inner: Marks | None = None
    inner_look: Key | None = None

    @model_validator(mode="after")
    def _sound(self) -> "ListBlock":
        if bool(self.items) == (self.field is not None):
            raise ValueError("a list needs either items or a field")
        if self.inner is None and any(item.items for item in self.items):
            raise ValueError("a list in a list needs inner marks")
        return self


Block: TypeAlias = Annotated[ParagraphBlock | ListBlock, Field(discriminator="kind")]


class BaselineGrid(Part):
    """Baselines that all lines stand on: the way from one to the next, from the top of the page."""

    step: Annotated[float, Field(ge=0.5, le=5_000, allow_inf_nan=False)]
    offset: Length = 0.0


class ColumnRule(Part):
    """A line between columns, in the document's unit."""

    width: Annotated[float, Field(gt=0, le=50)]
    colour: Token


class Insets(Part):
    """Room between the edge of a frame and its text."""

    top: Gap = 0.0
    right: Gap = 0.0
    bottom: Gap = 0.0
    left: Gap = 0.0


class Fit(Part):
    """How far a story may give way: leading first, then all sizes together, as shares."""

    scale_max: Annotated[float, Field(ge=0.2, le=3)] = 1.0
    scale_min: Annotated[float, Field(ge=0.2, le=3)] = 1.0
    leading_min: Annotated[float, Field(ge=0.7, le=1)] = 1.0

    @model_validator(mode="after")
    def _ordered(self) -> "Fit":
        if self.scale_min > self.scale_max:
            raise ValueError("scale_min is larger than scale_max")
        return self


class StoryFrame(Frame):
    """Running text in columns: paragraphs and lists, each in one of the frame's own looks.

    Columns are filled one after the other, or evened out with `balance`. With `valign` justify
    paragraphs (lines where there is one alone) are spread over the height. Type is in pt (mm
    documents) or px.
    """

    kind: Literal["story"] = "story"
    colour: Token
    looks: tuple[Look, ...] = Field(min_length=1, max_length=24)
    blocks: tuple[Block, ...] = Field(min_length=1, max_length=200)
    columns: Annotated[int, Field(ge=1, le=6)] = 1
    gutter: Gap = 0.0
    balance: bool = False
    rule: ColumnRule | None = None
    valign: Literal["top", "middle", "bottom", "justify"] = "top"
    grid: BaselineGrid | None = None
    insets: Insets = Insets()
    fit: Fit = Fit()

    @model_validator(mode="after")
    def _sound(self) -> "StoryFrame":
        keys = [look.key for look in self.looks]
        if len(set(keys)) < len(keys):
            raise ValueError("two looks have one key")
        unknown = sorted(set(self._looks_used()) - set(keys))
        if unknown:
            raise ValueError(f"looks that the frame does not have: {', '.join(unknown)}")
        if self.column_width <= 0 or self.inner_height <= 0:
            raise ValueError("insets and gutters leave no room for text")
        return self

    def _looks_used(self) -> Iterator[str]:
        for block in self.blocks:
            other = block.inner_look if isinstance(block, ListBlock) else block.first_look
            yield from (block.look,) if other is None else (block.look, other)

    @property
    def column_width(self) -> float:
        """The width of one column, in the document's unit."""
        room = self.w - self.insets.left - self.insets.right
        return (room - self.gutter * (self.columns - 1)) / self.columns

    @property
    def inner_height(self) -> float:
        """The height inside the insets, in the document's unit."""
        return self.h - self.insets.top - self.insets.bottom

    def all_parts(self) -> Iterator[TextPart]:
        """Yield all parts of its text, in order; a list's field as one."""
        for block in self.blocks:
            if isinstance(block, ParagraphBlock):
                yield from block.parts
            elif block.field is not None:
                yield FromField(field=block.field)
            else:
                for item in block.items:
                    yield from item.parts
                    for inner in item.items:
                        yield from inner.parts
