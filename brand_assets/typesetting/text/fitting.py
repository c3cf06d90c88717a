"""Owns fit: the largest size at which a text stands in its place, and what is too much."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from brand_assets.typesetting.text.lines import (
    Breaking,
    Line,
    break_lines,
    even_out,
    first_fit,
)
from brand_assets.typesetting.text.opportunities import Ending
from brand_assets.typesetting.text.paragraphs import Paragraph
from brand_assets.typesetting.text.total_fit import TotalFit, total_fit

STEP = 0.01
"""Share of the largest size by which a text shrinks in each step."""
_ROUNDING = 1.000001
_LEADING_STEP = 1000
_TOTAL_FIT_CHARACTERS = 6_000
"""A text that is longer is set first fit: several sizes may have to be tried."""
_MOST_BEYOND = 1.1
"""How many more lines first fit may need than there is room for total fit to be tried."""
_HEIGHT_SLACK = 1.015
"""What lies above the first and below the last line is leading, not ink: a hair may stand out."""


@dataclass(frozen=True, slots=True)
class Place:
    """Room and limits for a text, in pt. Leading is a share of the size.

    Lines of a `justified` place are chosen together, whatever its `breaking`.

    `width_slack` is how much wider than the place a line may be, as a share. Leading tightens down
    to `least_leading`, where there is one, before the size shrinks by `step`, a share of the
    largest.
    """

    width: float
    height: float
    size_max: float
    size_min: float
    leading: float
    max_lines: int | None = None
    breaking: Breaking = Breaking.FILL
    justified: bool = False
    max_hyphens: int = 2
    width_slack: float = 1.001
    least_leading: float | None = None
    step: float = STEP

    @property
    def tightest(self) -> float:
        """The least leading that the place allows."""
        return self.leading if self.least_leading is None else self.least_leading

    @property
    def widest(self) -> float:
        """The widest a line may be."""
        return self.width * self.width_slack


@dataclass(frozen=True, slots=True)
class Fitted:
    """How a text came out at a size: its lines, and the characters that do not fit.

    `room` is the number of characters that the place holds in all at the smallest size. `limit`
    says what a text does not fit: the "lines" it may have, the "width" (of a word), the "height".
    """

    size: float
    lines: tuple[Line, ...]
    overflow: int
    room: int
    limit: str | None
    leading: float


def sizes(largest: float, smallest: float, step: float = STEP) -> Iterator[float]:
    """Yield the sizes to try, from the largest in steps of 1 % of it; the smallest is the last."""
    steps = 0
    while (size := largest * (1 - step * steps)) > smallest:
        yield size
        steps += 1
    yield smallest


@lru_cache(maxsize=512)
def fit(text: Paragraph, place: Place) -> Fitted:
    """Return the text at the largest size that fits, at the smallest where none does."""
    for size in sizes(place.size_max, place.size_min, place.step):
        lines = stands(text, place, size)
        if lines is not None:
            return _judged(text, place, size, lines)
    return fit_at(text, place, place.size_min)


@lru_cache(maxsize=512)
def fit_at(text: Paragraph, place: Place, size: float) -> Fitted:
    """Return the text at a given size, as the smallest of its group demands."""
    return _judged(text, place, size, _broken(text, place, size))


def stands(text: Paragraph, place: Place, size: float) -> list[Line] | None:
    """Return the lines of a text at a size, None where they do not stand in the place."""
    # Most texts stand at their largest size: there the look ahead would cost more than it saves.
    if size < place.size_max and _is_hopeless(text, place, size):
        return None
    width = place.widest / size
    lines = first_fit(text.measured, width, place.max_hyphens)
    if _is_total(text, place):
        if len(lines) > _MOST_BEYOND * _capacity(place, size) + 1:
            return None
        lines = _broken(text, place, size)
        return lines if _stands(lines, place, size) else None
    # Evened lines are as many as full ones, and no wider: only those that stand are evened out.
    if not _stands(lines, place, size):
        return None
    return even_out(text.measured, lines, width, place.max_hyphens, place.breaking)


def _is_hopeless(text: Paragraph, place: Place, size: float) -> bool:
    """Whether a text cannot stand at a size, however it is broken: that is quick to tell."""
    width, least = _least_room(text)
    capacity = _capacity(place, size)
    return least > capacity or width * size > capacity * place.widest * _ROUNDING


@lru_cache(maxsize=512)
def _least_room(shaped: Paragraph) -> tuple[float, int]:
    """Return what all lines together are wide at least, without spaces, and how many they are."""
    measured, text = shaped.measured, shaped.text
    sums = measured.sums
    spaces = [at for at, sign in enumerate(text) if sign.isspace()]
    width = sums[-1] - sum([max(0.0, sums[at + 1] - sums[at]) for at in spaces])
    return width, sum(ending.ending is Ending.HARD for ending in measured.endings)


def _broken(text: Paragraph, place: Place, size: float) -> list[Line]:
    width = place.widest / size
    if _is_total(text, place):
        width = place.width / size if place.justified else width
        options = TotalFit(justified=place.justified, max_hyphens=place.max_hyphens)
        return total_fit(text.measured, width, options)
    return break_lines(text.measured, width, place.max_hyphens, place.breaking)


def _is_total(text: Paragraph, place: Place) -> bool:
    total = place.justified or place.breaking is Breaking.TOTAL_FIT
    return total and len(text.text) <= _TOTAL_FIT_CHARACTERS


def _capacity(place: Place, size: float) -> int:
    """Return how many lines stand one below the other; a single one needs no leading."""
    lines = int(place.height * _HEIGHT_SLACK / (size * place.tightest) + 1e-9)
    if not lines and size <= place.height:
        lines = 1
    return lines if place.max_lines is None else min(lines, place.max_lines)


def _stands(lines: list[Line], place: Place, size: float) -> bool:
    widest = place.widest / size
    return len(lines) <= _capacity(place, size) and all(ln.set_width <= widest for ln in lines)


def _judged(text: Paragraph, place: Place, size: float, lines: list[Line]) -> Fitted:
    length = len(text.text)
    leading = _leading(place, size, len(lines))
    if _stands(lines, place, size):
        return Fitted(size, tuple(lines), 0, length + _spare(text, place), None, leading)
    overflow = _too_many(text, place, size, lines)
    room = max(0, length - overflow)
    return Fitted(size, tuple(lines), overflow, room, _limit(place, size, lines), leading)


def _limit(place: Place, size: float, lines: list[Line]) -> str:
    if place.max_lines is not None and len(lines) > place.max_lines:
        return "lines"
    too_wide = any(line.set_width > place.widest / size for line in lines)
    return "width" if too_wide and len(lines) <= _capacity(place, size) else "height"


def _leading(place: Place, size: float, lines: int) -> float:
    """Return the loosest leading at which lines stand, no looser than the place's own."""
    if place.least_leading is None:
        return place.leading
    fitting = place.height * _HEIGHT_SLACK / (size * max(1, lines))
    fitting = math.floor(fitting * _LEADING_STEP) / _LEADING_STEP
    return min(place.leading, max(place.least_leading, fitting))


def _too_many(text: Paragraph, place: Place, size: float, lines: list[Line]) -> int:
    capacity = _capacity(place, size)
    widest = place.widest / size
    beyond = len(text.text) - lines[capacity].start if capacity < len(lines) else 0
    sums = text.measured.sums
    for line in lines[:capacity]:
        if line.set_width <= widest:
            continue
        end = line.end
        while end > line.start and sums[end] - sums[line.start] > widest:
            end -= 1
            beyond += 1
    return max(1, beyond)


def _spare(text: Paragraph, place: Place) -> int:
    """Return about how many more characters fit at the smallest size."""
    length = len(text.text)
    if not length:
        return 0
    size = place.size_min
    lines = _broken(text, place, size)
    width = place.width / size
    free = (_capacity(place, size) - len(lines)) * width + (width - lines[-1].width)
    average = text.width / length
    return max(0, int(free / average)) if average > 0 else 0
