"""Owns the breaking of a measured text into lines: first fit, or by sense and balance."""

from collections.abc import Iterator
from enum import StrEnum
from itertools import islice

from brand_assets.typesetting.text.balance import balanced
from brand_assets.typesetting.text.measured import STRETCHING, Line, Measured, Widths
from brand_assets.typesetting.text.opportunities import Ending, Opportunity

__all__ = [
    "STRETCHING",
    "Breaking",
    "Line",
    "Measured",
    "Widths",
    "break_lines",
    "even_out",
    "filled",
    "first_fit",
]

_ZONE = 0.75
"""Share of the measure from which on a line is full enough to need no broken word."""
_STUMP = 0.45
"""Share of the widest line below which a last line is a stump that is not left alone."""


class Breaking(StrEnum):
    """How lines are found: first fit, without a stump at the end, evened out, or by total fit."""

    FILL = "fill"
    NO_STUMP = "no_stump"
    EVEN = "even"
    TOTAL_FIT = "total_fit"


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
    at_seam, least = False, _ZONE * width
    for ending in _usable(measured, index, hyphens=hyphens):
        line = measured.line(start, ending)
        if line.width > width:
            if whole is None and broken is None:
                return line
            # A hyphen adds width: what follows in the same word is looked at no more.
            break
        if not line.hyphen:
            whole, broken = line, None
        elif broken is None or not at_seam or ending.seam or broken.width < least:
            # A seam is left only for another, or where the line would be short.
            broken, at_seam = line, ending.seam
    if whole is None or (broken is not None and whole.width < least):
        return broken or measured.line(start, measured.endings[index])
    return whole


def _usable(measured: Measured, index: int, *, hyphens: bool) -> Iterator[Opportunity]:
    """Yield where a line may end, up to where it has to."""
    for ending in islice(measured.endings, index, None):
        if hyphens or ending.ending is not Ending.HYPHEN:
            yield ending
        if ending.ending is Ending.HARD:
            return


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

    Evened lines have about one length, and none ends on a small word (see balance).
    """
    return even_out(measured, first_fit(measured, width, max_hyphens), width, max_hyphens, breaking)


def even_out(
    measured: Measured, lines: list[Line], width: float, max_hyphens: int, breaking: Breaking
) -> list[Line]:
    """Return first fit's lines evened out as asked, as many as before."""
    if breaking in (Breaking.FILL, Breaking.TOTAL_FIT):
        return lines
    paragraphs: list[Line] = []
    start = 0
    for index, line in enumerate(lines):
        if _ends_hard(measured, line):
            own = lines[start : index + 1]
            evened = breaking is Breaking.EVEN or _ends_in_stump(own)
            paragraphs += balanced(measured, own, width, max_hyphens) if evened else own
            start = index + 1
    return paragraphs


def _ends_in_stump(lines: list[Line]) -> bool:
    return lines[-1].width < _STUMP * max(line.width for line in lines)


def _ends_hard(measured: Measured, line: Line) -> bool:
    return line.next == len(measured.text) or measured.text[line.next - 1] in "\n\u2028\u2029"
