"""Owns the breaking of a measured text into lines: first fit, or by sense and balance."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import NamedTuple, TypeAlias

from brand_assets.typesetting.text.opportunities import Ending, Opportunity

_SENSE_LIMIT = 40
"""Opportunities up to which lines are weighed against each other."""
_ZONE = 0.75
"""Share of the measure from which on a line is full enough to need no broken word."""
_STUMP = 0.45
"""Share of the widest line below which a last line is a stump that is not left alone."""
_STRANDED = 0.5
_SHORT_END = 0.5
"""How much a short last line counts against other uneven ones."""
_AFTER_POINT = dict.fromkeys(",.\u2013", -0.1) | dict.fromkeys(";:!?", -0.2)
"""What speaks for a line that ends on a sign; a full stop may be that of "Inh." or "Dr."."""
_SMALL = (
    "der die das den dem des ein eine einen einem einer im in am an auf aus bei mit nach von vom "
    "zu zum zur für fürs ins ans und oder wie so bis ab um ohne über unter vor durch gegen "
    "inh. dr. tel. the a an of at on by to with for from and or"
)
_SMALL_WORDS = frozenset(_SMALL.split(" "))
_LAST_WORD = re.compile(r"(\S+)\s*$")


Widths: TypeAlias = float | Callable[[int], float]
"""The measure in em: of all lines, or of each by its number."""

STRETCHING = " \u00a0"
"""The spaces that a justified line stretches; narrow and other fixed spaces keep their width."""


class Breaking(StrEnum):
    """How lines are found: first fit, without a stump at the end, evened out, or by total fit."""

    FILL = "fill"
    NO_STUMP = "no_stump"
    EVEN = "even"
    TOTAL_FIT = "total_fit"


class Line(NamedTuple):
    """A line: its characters from `start` to `end` (spaces at its end left out), width in em.

    `next` is where the following line starts; `hyphen` says that a hyphen is added. `width` is the
    natural one: a justified line has `spaces` spaces (see STRETCHING), and `stretch` em are to be
    added to each of them; a negative stretch takes away.
    """

    start: int
    end: int
    next: int
    width: float
    hyphen: bool = False
    stretch: float = 0.0
    spaces: int = 0

    @property
    def set_width(self) -> float:
        """The width of the line as it is set, its spaces stretched."""
        return self.width + self.stretch * self.spaces


@dataclass(frozen=True, slots=True)
class Measured:
    """A text ready for breaking: the summed advances before each character, in em.

    `endings` are the places where a line may end, `hyphen` is the width of an added hyphen.
    """

    text: str
    sums: tuple[float, ...]
    endings: tuple[Opportunity, ...]
    hyphen: float

    def line(self, start: int, ending: Opportunity) -> Line:
        """Return the line from `start` to an opportunity."""
        end = ending.at
        while end > start and self.text[end - 1] in " \n\t\u00ad\u2028\u2029":
            end -= 1
        hyphen = ending.ending is Ending.HYPHEN
        width = self.sums[end] - self.sums[start] + (self.hyphen if hyphen else 0.0)
        return Line(start, end, ending.at, width, hyphen)


def first_fit(measured: Measured, widths: Widths, max_hyphens: int = 2) -> list[Line]:
    """Return lines of at most `widths` em, each as full as it goes.

    A word is broken only where the line would stay shorter than the hyphenation zone without it.
    A word that is wider than a line stands alone on one and is left too wide: the caller sees it
    from the line's width.
    """
    return list(filled(measured, widths, max_hyphens))


def filled(
    measured: Measured, widths: Widths, max_hyphens: int, start: int = 0, number: int = 0
) -> Iterator[Line]:
    """Yield first fit's lines from a place on; `number` is that of the first of them."""
    index = _after(measured.endings, start) if start else 0
    in_a_row = 0
    while index < len(measured.endings):
        width = widths(number) if callable(widths) else widths
        line = _fullest(measured, start, index, width, hyphens=in_a_row < max_hyphens)
        yield line
        in_a_row = in_a_row + 1 if line.hyphen else 0
        number += 1
        start, index = line.next, _after(measured.endings, line.next)


def _fullest(measured: Measured, start: int, index: int, width: float, *, hyphens: bool) -> Line:
    """Return the fullest line from `start` on; endings are looked at from `index` on."""
    whole: Line | None = None
    broken: Line | None = None
    for ending in islice(measured.endings, index, None):
        hyphen = ending.ending is Ending.HYPHEN
        if hyphen and not hyphens:
            continue
        line = measured.line(start, ending)
        if line.width > width:
            if whole is None and broken is None:
                return line
            # A hyphen adds width: what follows in the same word is looked at no more.
            break
        if hyphen:
            broken = line
        else:
            whole, broken = line, None
        if ending.ending is Ending.HARD:
            break
    if whole is None or (broken is not None and whole.width < _ZONE * width):
        return broken or measured.line(start, measured.endings[index])
    return whole


def _after(endings: tuple[Opportunity, ...], at: int) -> int:
    low, high = 0, len(endings)
    while low < high:
        middle = (low + high) // 2
        if endings[middle].at <= at:
            low = middle + 1
        else:
            high = middle
    return low


def break_lines(
    measured: Measured, width: float, max_hyphens: int = 2, breaking: Breaking = Breaking.FILL
) -> list[Line]:
    """Return as few lines of at most `width` em as first fit needs, broken as asked.

    Evened lines have about one length, and none ends on a small word. A text with too many words
    for that, or with words wider than the line, stays as it is.
    """
    lines = first_fit(measured, width, max_hyphens)
    if breaking is Breaking.FILL:
        return lines
    paragraphs: list[Line] = []
    start = 0
    for index, line in enumerate(lines):
        if _ends_hard(measured, line):
            own = lines[start : index + 1]
            evened = breaking is Breaking.EVEN or _ends_in_stump(own)
            paragraphs += _evened(measured, own, width) if evened else own
            start = index + 1
    return paragraphs


def _ends_in_stump(lines: list[Line]) -> bool:
    return lines[-1].width < _STUMP * max(line.width for line in lines)


def _ends_hard(measured: Measured, line: Line) -> bool:
    return line.next == len(measured.text) or measured.text[line.next - 1] in "\n\u2028\u2029"


def _evened(measured: Measured, lines: list[Line], width: float) -> list[Line]:
    first, last = lines[0].start, lines[-1].next
    endings = [
        e for e in measured.endings if first < e.at <= last and e.ending is not Ending.HYPHEN
    ]
    if len(lines) == 1 or len(endings) > _SENSE_LIMIT or any(ln.width > width for ln in lines):
        return lines
    mean = sum(line.width for line in lines) / len(lines)
    # The start of a line leads to the cheapest way to set what stands before it.
    best: dict[int, tuple[float, list[Line]]] = {first: (0.0, [])}
    for number in range(len(lines)):
        following: dict[int, tuple[float, list[Line]]] = {}
        for start, (cost, set_lines) in best.items():
            for ending in endings:
                if ending.at <= start or (number == len(lines) - 1) != (ending.at == last):
                    continue
                line = measured.line(start, ending)
                if line.width > width:
                    break
                total = cost + _cost(measured, line, mean, final=ending.at == last)
                if ending.at not in following or total < following[ending.at][0]:
                    following[ending.at] = (total, [*set_lines, line])
        best = following
    return best[last][1] if last in best else lines


def _cost(measured: Measured, line: Line, mean: float, *, final: bool) -> float:
    ragged = ((line.width - mean) / mean) ** 2 if mean else 0.0
    if final:
        return ragged * (_SHORT_END if line.width < mean else 1.0)
    text = measured.text[line.start : line.end]
    word = _LAST_WORD.search(text)
    if word and word[1].lower() in _SMALL_WORDS:
        ragged += _STRANDED
    return ragged + _AFTER_POINT.get(text[-1:], 0.0)
