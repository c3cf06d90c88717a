"""Owns balanced lines: as many as first fit needs, of about one length, none on a small word."""

import re
from typing import NamedTuple

from brand_assets.typesetting.text.measured import Line, Measured
from brand_assets.typesetting.text.opportunities import Ending, Opportunity

_MOST_TRIALS = 8_000
"""Lines that are tried for a paragraph; one that needs more stays as full as it goes."""
_SEAM_HYPHEN, _HYPHEN = 0.2, 0.3
"""How much a broken word counts, where lines cannot be evened out without."""
_LONGEST_SMALL_WORD = 30
"""Letters before the end of a line that are looked at."""
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


class _Way(NamedTuple):
    """A way to have set everything before a place: its cost, last line and hyphens in a row."""

    cost: float
    line: Line | None = None
    hyphens: int = 0
    before: "_Way | None" = None


_Ways = dict[tuple[int, int], _Way]
"""The cheapest way to each place (index of the next ending) with so many hyphens in a row."""


def balanced(
    measured: Measured, lines: list[Line], width: float, max_hyphens: int = 2
) -> list[Line]:
    """Return the lines of a paragraph evened out, as many as before.

    Words are broken only where some were and lines cannot be evened out without. A paragraph with
    a word wider than its line, or one that is too long to try all its lines, stays as it is.
    """
    if len(lines) == 1 or any(line.width > width for line in lines):
        return lines
    first, last = lines[0].start, lines[-1].next
    endings = [ending for ending in measured.endings if first < ending.at <= last]
    whole = [ending for ending in endings if ending.ending is not Ending.HYPHEN]
    found = _Balance(measured, whole, lines, width).lines(0)
    if found is None and any(line.hyphen for line in lines):
        found = _Balance(measured, endings, lines, width).lines(max_hyphens)
    return found or lines


class _Balance:
    """The evening out of one paragraph."""

    __slots__ = ("_endings", "_extras", "_mean", "_measured", "_number", "_starts", "_width")

    def __init__(
        self, measured: Measured, endings: list[Opportunity], lines: list[Line], width: float
    ) -> None:
        self._measured, self._endings, self._width = measured, endings, width
        self._number = len(lines)
        self._mean = sum(line.width for line in lines) / len(lines)
        self._starts = [lines[0].start, *(ending.at for ending in endings)]
        self._extras = [_extra(measured.text[lines[0].start : e.at], e) for e in endings]

    def lines(self, max_hyphens: int) -> list[Line] | None:
        """Return the lines, None where there are none of this number."""
        ways: _Ways = {(0, 0): _Way(0.0)}
        trials = _MOST_TRIALS
        for number in range(self._number):
            following: _Ways = {}
            for (index, _), way in ways.items():
                trials -= self._try(following, index, way, final=number == self._number - 1)
                if trials < 0:
                    return None
            ways = {key: way for key, way in following.items() if key[1] <= max_hyphens}
        found = [way for way in ways.values() if way.line is not None]
        return _chain(min(found, key=_cost)) if found else None

    def _try(self, following: _Ways, first: int, way: _Way, *, final: bool) -> int:
        """Add what one more line leads to; return how many lines were tried."""
        start, end = self._starts[first], len(self._endings)
        tried = 0
        for index in range(first, end):
            line = self._measured.line(start, self._endings[index])
            tried += 1
            if line.width > self._width:
                break
            if final != (index == end - 1):
                continue
            cost = way.cost + self._uneven(line, final=final)
            if not final:
                cost += self._extras[index]
            key = (index + 1, way.hyphens + 1 if line.hyphen else 0)
            if key not in following or cost < following[key].cost:
                following[key] = _Way(cost, line, key[1], way)
        return tried

    def _uneven(self, line: Line, *, final: bool) -> float:
        uneven = ((line.width - self._mean) / self._mean) ** 2 if self._mean else 0.0
        return uneven * _SHORT_END if final and line.width < self._mean else uneven


def _cost(way: _Way) -> float:
    return way.cost


def _chain(way: _Way) -> list[Line]:
    lines: list[Line] = []
    at: _Way | None = way
    while at is not None and at.line is not None:
        lines.append(at.line)
        at = at.before
    return lines[::-1]


def _extra(text: str, ending: Opportunity) -> float:
    """Return what speaks against a line that ends here, however long it is."""
    if ending.ending is Ending.HYPHEN:
        return _SEAM_HYPHEN if ending.seam else _HYPHEN
    text = text[-_LONGEST_SMALL_WORD:].rstrip(" \n\t\u00ad\u2028\u2029")
    word = _LAST_WORD.search(text)
    stranded = _STRANDED if word and word[1].lower() in _SMALL_WORDS else 0.0
    return stranded + _AFTER_POINT.get(text[-1:], 0.0)
