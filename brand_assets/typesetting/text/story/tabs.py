"""Owns tabs: lines whose text stands at stops, and the leaders on the way to them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from brand_assets.typesetting.text.lines import Line
from brand_assets.typesetting.text.opportunities import Ending
from brand_assets.typesetting.text.paragraphs import Paragraph
from brand_assets.typesetting.text.story.pieces import Piece, Stop

_AFTER_LAST = 4.0
"""Em from one stop to the next where a look has no more of its own."""
_LEAST_GAP = 0.25
"""Em that a tab is wide at least, where its text does not have the room to end at the stop."""
_SLACK = 0.05
_NUMBER = re.compile(r"[-\u2212]?\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a line between tabs: its characters, and where it starts in the column."""

    line: Line
    x: float


@dataclass(frozen=True, slots=True)
class LeaderWay:
    """The way from the end of a text to the next, in pt of the column, and what fills it."""

    start: float
    end: float
    leader: Paragraph


@dataclass(frozen=True, slots=True)
class Tabbed:
    """A line with tabs: its stretches, the leaders between them, and whether all of it fits."""

    line: Line
    x: float
    width: float
    parts: tuple[Stretch, ...]
    leaders: tuple[LeaderWay, ...]
    fits: bool


def tabbed_lines(piece: Piece, size: float, first: float, column: float) -> Iterator[Tabbed]:
    """Yield the lines of a paragraph with tabs in a column of a width, each as full as it goes.

    Text before the first tab of a line stays within the right indent; what stands at stops may go
    to the edge of the column. A text that has to be broken takes its last word along, so that
    leader and price do not stand alone on a line.
    """
    endings = list(_endings(piece.text))
    start = index = number = 0
    while index < len(endings):
        left = piece.left + (first if number == 0 else 0.0)
        setter = _Setter(piece, size, left, column)
        found = _fullest(setter, endings, start, index)
        yield found
        start, number = found.line.next, number + 1
        while index < len(endings) and endings[index][0] <= start:
            index += 1


def _endings(text: Paragraph) -> Iterator[tuple[int, bool]]:
    """Yield where lines may end and whether they must: at spaces and before tabs."""
    last = 0
    for ending in text.measured.endings:
        if ending.ending is Ending.HYPHEN:
            continue
        at = ending.at
        while at > last + 1 and at < len(text.text) and text.text[at - 1] == "\t":
            at -= 1
        if at > last:
            yield at, ending.ending is Ending.HARD
            last = at


def _fullest(setter: "_Setter", endings: list[tuple[int, bool]], start: int, index: int) -> Tabbed:
    best: Tabbed | None = None
    best_word: Tabbed | None = None
    text = setter.text.text
    for at, must in endings[index:]:
        found = setter.line(start, at)
        if not found.fits and best is not None:
            break
        best = found
        if must or not found.fits:
            return found
        if text[at : at + 1] != "\t":
            best_word = found
    if best is None:  # pragma: no cover - there is an ending at the end of every text
        raise ValueError("no ending")
    before_tab = text[best.line.next : best.line.next + 1] == "\t"
    return best_word if before_tab and best_word is not None else best


class _Setter:
    """Sets the characters of one line at the stops of its paragraph."""

    def __init__(self, piece: Piece, size: float, left: float, column: float) -> None:
        self.text = piece.text
        self._piece, self._size = piece, size
        self._left, self._right = left, column

    def line(self, start: int, following: int) -> Tabbed:
        """Return the line from `start` whose next one begins at `following`."""
        text = self.text.text
        end = following
        while end > start and text[end - 1] in " \n\u2028":
            end -= 1
        pen, fits = self._left, True
        parts: list[Stretch] = []
        leaders: list[LeaderWay] = []
        for index, (begin, stop) in enumerate(_stretches(text, start, end)):
            width = self._width(begin, stop)
            if index == 0:
                x, fits = pen, pen + width <= self._right - self._piece.right + _SLACK
            else:
                tab = self._stop(pen)
                x, stands = self._at_stop(tab, pen, begin, stop)
                fits = fits and stands and x + width <= self._right + _SLACK
                if tab.leader is not None and stands:
                    leaders.append(LeaderWay(pen, x, tab.leader))
            parts.append(Stretch(Line(begin, stop, following, width / self._size), x))
            pen = x + width
        width = pen - self._left
        whole = Line(start, end, following, width / self._size)
        return Tabbed(whole, self._left, width, tuple(parts), tuple(leaders), fits)

    def _width(self, start: int, end: int) -> float:
        sums = self.text.measured.sums
        return (sums[end] - sums[start]) * self._size

    def _stop(self, pen: float) -> Stop:
        for stop in self._piece.stops:
            if stop.at > pen + _SLACK:
                return stop
        step = _AFTER_LAST * self._size
        return Stop((pen // step + 1) * step, "left")

    def _at_stop(self, tab: Stop, pen: float, start: int, end: int) -> tuple[float, bool]:
        """Return where a stretch starts to stand at its stop, and whether there is room for it."""
        before = 0.0
        if tab.align == "decimal":
            before = self._width(start, self._point(start, end))
        elif tab.align != "left":
            before = self._width(start, end) / (2 if tab.align == "center" else 1)
        x = tab.at - before
        least = pen + _LEAST_GAP * self._size if before else pen
        return (x, True) if x >= least - _SLACK else (least, False)

    def _point(self, start: int, end: int) -> int:
        """Return the place of the decimal comma, the end of the number where it has none."""
        text, comma = self.text.text[start:end], self._piece.decimal
        for at, sign in enumerate(text):
            if sign == comma and at and text[at - 1].isdigit():
                return start + at
        number = _NUMBER.search(text)
        return start + number.end() if number else end


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where the stretches between tabs begin and end, without the spaces around tabs."""
    while True:
        tab = text.find("\t", start, end)
        last = end if tab < 0 else tab
        begin, stop = start, last
        while stop > begin and text[stop - 1] == " ":
            stop -= 1
        while begin < stop and text[begin] == " ":
            begin += 1
        yield begin, stop
        if tab < 0:
            return
        start = tab + 1
