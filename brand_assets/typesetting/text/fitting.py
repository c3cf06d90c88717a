"""Owns fit: the largest size at which a text stands in its place, and what is too much."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from brand_assets.typesetting.text.lines import Breaking, Line, break_lines
from brand_assets.typesetting.text.paragraphs import Paragraph

STEP = 0.01
"""Share of the largest size by which a text shrinks in each step."""
_HEIGHT_SLACK = 1.015
"""What lies above the first and below the last line is leading, not ink: a hair may stand out."""


@dataclass(frozen=True, slots=True)
class Place:
    """Room and limits for a text, in pt. Leading is a share of the size.

    `width_slack` is how much wider than the place a line may be, as a share.
    """

    width: float
    height: float
    size_max: float
    size_min: float
    leading: float
    max_lines: int | None = None
    breaking: Breaking = Breaking.FILL
    max_hyphens: int = 2
    width_slack: float = 1.001

    @property
    def widest(self) -> float:
        """The widest a line may be."""
        return self.width * self.width_slack


@dataclass(frozen=True, slots=True)
class Fitted:
    """How a text came out at a size: its lines, and the characters that do not fit.

    `room` is the number of characters that the place holds in all at the smallest size.
    """

    size: float
    lines: tuple[Line, ...]
    overflow: int
    room: int
    limit: str | None


def sizes(largest: float, smallest: float) -> Iterator[float]:
    """Yield the sizes to try, from the largest in steps of 1 % of it; the smallest is the last."""
    step = 0
    while (size := largest * (1 - STEP * step)) > smallest:
        yield size
        step += 1
    yield smallest


@lru_cache(maxsize=512)
def fit(text: Paragraph, place: Place) -> Fitted:
    """Return the text at the largest size that fits, at the smallest where none does."""
    for size in sizes(place.size_max, place.size_min):
        lines = _broken(text, place, size)
        if _stands(lines, place, size):
            break
    return _judged(text, place, size, lines)


@lru_cache(maxsize=512)
def fit_at(text: Paragraph, place: Place, size: float) -> Fitted:
    """Return the text at a given size, as the smallest of its group demands."""
    return _judged(text, place, size, _broken(text, place, size))


def _broken(text: Paragraph, place: Place, size: float) -> list[Line]:
    return break_lines(text.measured, place.widest / size, place.max_hyphens, place.breaking)


def _capacity(place: Place, size: float) -> int:
    """Return how many lines stand one below the other; a single one needs no leading."""
    lines = int(place.height * _HEIGHT_SLACK / (size * place.leading) + 1e-9)
    if not lines and size <= place.height:
        lines = 1
    return lines if place.max_lines is None else min(lines, place.max_lines)


def _stands(lines: list[Line], place: Place, size: float) -> bool:
    widest = place.widest / size
    return len(lines) <= _capacity(place, size) and all(ln.width <= widest for ln in lines)


def _judged(text: Paragraph, place: Place, size: float, lines: list[Line]) -> Fitted:
    length = len(text.text)
    overflow = 0 if _stands(lines, place, size) else _too_many(text, place, size, lines)
    limit = None
    if overflow:
        too_many_lines = place.max_lines is not None and len(lines) > place.max_lines
        limit = "lines" if too_many_lines else "size"
        room = max(0, length - overflow)
    else:
        room = length + _spare(text, place)
    return Fitted(size, tuple(lines), overflow, room, limit)


def _too_many(text: Paragraph, place: Place, size: float, lines: list[Line]) -> int:
    capacity = _capacity(place, size)
    widest = place.widest / size
    beyond = len(text.text) - lines[capacity].start if capacity < len(lines) else 0
    sums = text.measured.sums
    for line in lines[:capacity]:
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
