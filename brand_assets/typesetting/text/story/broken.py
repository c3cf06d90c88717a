"""Owns the lines of a story's paragraphs: broken by total fit, justified, or set at tab stops."""

from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from brand_assets.typesetting.frames.story import Look, StoryAlign
from brand_assets.typesetting.text.lines import STRETCHING, Breaking, Line, break_lines
from brand_assets.typesetting.text.paragraphs import Paragraph
from brand_assets.typesetting.text.story.pieces import Piece
from brand_assets.typesetting.text.story.tabs import Tabbed, tabbed_lines
from brand_assets.typesetting.text.total_fit import TotalFit, total_fit

_LEAST_MEASURE = 1.0
"""Pt that a line has where indents leave less."""
_TIGHTEST = -0.34
"""Share of a space that justified lines may take away from it; what is tighter is too wide."""
_SLACK = 0.05
"""Pt by which a line may be wider than its measure: rounding."""
_SIDES = {"left": 0.0, "center": 0.5, "right": 1.0}


@dataclass(frozen=True, slots=True, eq=False)
class SetLine:
    """A line of a paragraph at its size: where it starts in its column, in pt, and its width.

    `tabbed` are its stretches of text where it has tabs. `over` are the characters that stand
    out of the measure.
    """

    line: Line
    x: float
    width: float
    over: int = 0
    tabbed: Tabbed | None = None


def set_lines(piece: Piece, scale: float, column: float) -> tuple[SetLine, ...]:
    """Return the lines of a paragraph in a column of a width in pt, its type scaled."""
    size = piece.look.size * scale
    first = piece.first_at(size)
    if piece.tabbed:
        return _at_tabs(piece, size, first, column)
    measure = max(_LEAST_MEASURE, column - piece.left - piece.right)
    way = _way(piece.look)
    lines = _broken(piece.text, first / size, measure / size, piece.max_hyphens, way)
    found = []
    for index, line in enumerate(lines):
        indent = first if index == 0 else 0.0
        found.append(_placed(piece, line, size, indent, measure - indent))
    return tuple(found)


class _Way(Enum):
    """How lines are found: justified, ragged, or of even lengths."""

    JUSTIFIED = "justified"
    RAGGED = "ragged"
    EVEN = "even"


def _way(look: Look) -> _Way:
    if look.balance:
        return _Way.EVEN
    return _Way.JUSTIFIED if look.align == "justify" else _Way.RAGGED


@lru_cache(maxsize=1024)
def _broken(
    text: Paragraph, first: float, measure: float, max_hyphens: int, way: _Way
) -> tuple[Line, ...]:
    """Return the lines of a measure in em; the indent of the first counts as part of its text."""
    measured = text.measured
    if first:
        start, *sums = measured.sums
        measured = replace(measured, sums=(start, *[at + first for at in sums]))
    if way is _Way.EVEN:
        lines = break_lines(measured, measure, max_hyphens, Breaking.EVEN)
    else:
        options = TotalFit(justified=way is _Way.JUSTIFIED, max_hyphens=max_hyphens)
        lines = total_fit(measured, measure, options)
    if first:
        lines[0] = lines[0]._replace(width=lines[0].width - first)
    return tuple(lines)


def _placed(piece: Piece, line: Line, size: float, indent: float, measure: float) -> SetLine:
    look, text = piece.look, piece.text.text
    align = look.align
    if align == "justify" and _ends_paragraph(text, line):
        align = look.last_line
    room = measure - line.width * size
    if align == "justify":
        line = _justified(piece.text, line, room / size)
    elif line.stretch:
        # A last line that only fits with its spaces drawn together stays as it is.
        line = line if room < 0 else line._replace(stretch=0.0)
    width = line.width * size + line.stretch * line.spaces * size
    room = measure - width
    over = _over(piece.text, line, measure / size) if room < -_SLACK else 0
    side = _side(align, leftwards=piece.text.runs_left(line.start))
    edge = piece.right if piece.leftwards else piece.left + indent
    x = edge + max(room, 0.0) * side
    return SetLine(line, x, width, over)


def _side(align: StoryAlign, *, leftwards: bool) -> float:
    """Return the share of the free room that stands left of a line; justified ones have a start."""
    if align in _SIDES:
        return _SIDES[align]
    return float((align == "end") != leftwards)


def _ends_paragraph(text: str, line: Line) -> bool:
    return line.next >= len(text) or text[line.next - 1] in "\n\u2028"


def _justified(text: Paragraph, line: Line, room: float) -> Line:
    """Return a line whose spaces take up the room, as far as they may be drawn together."""
    spaces = sum(text.text.count(sign, line.start, line.end) for sign in STRETCHING)
    if not spaces:
        return line._replace(stretch=0.0, spaces=0)
    blank = _blank(text, line) / spaces
    stretch = max(room / spaces, _TIGHTEST * blank)
    return line._replace(stretch=stretch, spaces=spaces)


def _blank(text: Paragraph, line: Line) -> float:
    sums = text.measured.sums
    return sum(
        sums[at + 1] - sums[at] for at in range(line.start, line.end) if text.text[at] in STRETCHING
    )


def _over(text: Paragraph, line: Line, measure: float) -> int:
    """Return how many characters at its end stand out of the measure."""
    sums, end = text.measured.sums, line.end
    while end > line.start and sums[end] - sums[line.start] > measure:
        end -= 1
    return max(1, line.end - end)


def _at_tabs(piece: Piece, size: float, first: float, column: float) -> tuple[SetLine, ...]:
    found = []
    for tabbed in tabbed_lines(piece, size, first, column):
        last = tabbed.parts[-1].line
        over = 0 if tabbed.fits else max(1, last.end - last.start)
        found.append(SetLine(tabbed.line, tabbed.x, tabbed.width, over, tabbed))
    return tuple(found)
