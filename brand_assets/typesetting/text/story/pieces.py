"""Owns the paragraphs of a story ready for breaking: shaped text with its lengths in pt."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from brand_assets.typesetting.frames.story import Look, StoryFrame
from brand_assets.typesetting.scene import Scene
from brand_assets.typesetting.text.directions import Direction
from brand_assets.typesetting.text.faces import Face
from brand_assets.typesetting.text.hyphenation import exceptions_for
from brand_assets.typesetting.text.paragraphs import Paragraph, paragraph
from brand_assets.typesetting.text.runs import Typography
from brand_assets.typesetting.text.story.content import Item, Text
from brand_assets.typesetting.text.story.marks import mark_of

_CLOSE_GAP = 0.4
"""Em between a mark that is close to its text and that."""
_LEAST_GAP = 0.25
"""Em that stay free between any mark and its text."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A tab stop: pt from the left edge of the column, and what fills the way to it."""

    at: float
    align: Literal["left", "right", "center", "decimal"]
    leader: Paragraph | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """The mark of a list item: shaped, `at` pt from the column's edge, in a space of `hang` pt.

    `close` to its text, or at the left of its space.
    """

    text: Paragraph
    colour: str
    at: float
    hang: float
    close: bool

    def gap(self, size: float) -> float:
        """Return by how many pt the first line has to give way to a wide mark."""
        return max(0.0, (self.text.width + _LEAST_GAP) * size - self.hang)

    def left(self, size: float, column: float, *, leftwards: bool) -> float:
        """Return where the mark starts at a size, in pt from the left edge of its column."""
        width, gap = self.text.width * size, _CLOSE_GAP * size
        at = self.at + max(0.0, self.hang - gap - width) if self.close else self.at
        return column - at - width if leftwards else at


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One paragraph of a story; lengths in pt, spaces at the full size.

    `first` is added to the left indent of its first line. An `inner` one opens a list in a list.
    """

    look: Look
    text: Paragraph
    face: Face
    colour: str
    leading: float
    max_hyphens: int
    left: float
    right: float
    first: float
    before: float
    after: float
    stops: tuple[Stop, ...]
    decimal: str
    mark: Mark | None = None
    inner: bool = False

    @property
    def colours(self) -> tuple[str, ...]:
        """The colours of its text and its mark."""
        own = [self.colour if c is None else c for c in self.text.facts.colours]
        return (*own, self.mark.colour) if self.mark else tuple(own)

    @property
    def missing(self) -> str:
        """The characters that no font has."""
        return self.text.missing + (self.mark.text.missing if self.mark else "")

    @property
    def leftwards(self) -> bool:
        """Whether it runs to the left: indents and marks stand the other way round."""
        return self.text.runs_left(0)

    @property
    def tabbed(self) -> bool:
        """Whether its text has tabs."""
        return "\t" in self.text.text

    def first_at(self, size: float) -> float:
        """Return by how many pt its first line is indented more than the others, at a size."""
        return self.mark.gap(size) if self.mark else self.first


def pieces(frame: StoryFrame, texts: tuple[Text, ...], scene: Scene) -> Iterator[Piece]:
    """Yield the paragraphs of a story shaped; raises SettingError for what the kit lacks."""
    for text in texts:
        yield _piece(frame, text, scene)


def _piece(frame: StoryFrame, text: Text, scene: Scene) -> Piece:
    look, item, points = text.look, text.item, scene.points
    style = scene.style(look.style)
    rules = style.hyphenation if look.hyphenate else None
    rules = rules.in_language(scene.language) if rules else None
    exceptions = exceptions_for(scene.kit.hyphen_exceptions, rules)
    typography = Typography(scene.kit, style, scene.language, look.tracking)
    shaped = paragraph(text.runs, scene.language, rules, exceptions, look.direction)
    for own in shaped.facts.colours:
        scene.colour(own or frame.colour)
    return Piece(
        look=look,
        text=shaped,
        face=typography.face(),
        colour=scene.colour(look.colour or frame.colour),
        leading=look.leading or style.leading,
        max_hyphens=rules.max_in_a_row if rules else 0,
        left=(look.left_indent + _hangs(item)) * points,
        right=look.right_indent * points,
        first=look.first_indent * points,
        before=text.space_before * points,
        after=text.space_after * points,
        stops=tuple(_stops(frame, look, typography, points)),
        decimal="," if scene.language == "de" else ".",
        inner=bool(item and item.outer and item.number == 0),
        mark=_mark(frame, text, item, scene, shaped) if item and item.number is not None else None,
    )


def _hangs(item: Item | None) -> float:
    """Return how far the text of an item is indented by its own mark and that of its outer list."""
    if item is None:
        return 0.0
    return item.marks.hang + (item.outer.hang if item.outer else 0.0)


def _mark(frame: StoryFrame, text: Text, item: Item, scene: Scene, shaped: Paragraph) -> Mark:
    look, marks = text.look, item.marks
    typography = Typography(
        scene.kit, scene.style(marks.style or look.style), scene.language, look.tracking
    )
    run = typography.run(mark_of(marks, item.number or 0), bold=marks.bold)
    outer = item.outer.hang if item.outer else 0.0
    direction: Direction = "rtl" if shaped.runs_left(0) else "ltr"
    return Mark(
        text=paragraph((run,), scene.language, direction=direction),
        colour=scene.colour(marks.colour or look.colour or frame.colour),
        at=(look.left_indent + outer) * scene.points,
        hang=marks.hang * scene.points,
        close=marks.align == "right",
    )


def _stops(frame: StoryFrame, look: Look, typography: Typography, points: float) -> Iterator[Stop]:
    for tab in look.tabs:
        leader = None
        if tab.leader is not None:
            leader = paragraph((typography.run(tab.leader),), typography.language)
        at = frame.column_width if tab.at is None else tab.at
        yield Stop(at * points, tab.align, leader)
