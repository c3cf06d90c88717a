"""Owns columns: which rows stand in which, and on which baselines."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from brand_assets.typesetting.text.story.rows import BROKEN, FREE, STRANDED, Row

_ROUNDING = 0.01
_GRID_ROUNDING = 0.02
_EVEN_TO = 0.25
"""Pt to which the height of evened columns is found."""


@dataclass(frozen=True, slots=True)
class Room:
    """What a column offers, in pt: its top on the page, its height, and the grid of baselines."""

    top: float
    height: float
    step: float = 0.0
    offset: float = 0.0

    def snapped(self, baseline: float) -> float:
        """Return the grid's first baseline from a place on (below the top), the same without."""
        if not self.step:
            return baseline
        at = (self.top + baseline - self.offset) / self.step
        return math.ceil(at - _GRID_ROUNDING) * self.step + self.offset - self.top


@dataclass(frozen=True, slots=True)
class Column:
    """The rows from `start` to `end` and their baselines below the top of the column, in pt.

    `bottom` is where the last of them ends.
    """

    start: int
    end: int
    baselines: tuple[float, ...]
    bottom: float


def filled(rows: Sequence[Row], columns: int, room: Room) -> list[Column]:
    """Return columns filled one after the other; what they do not hold is left.

    They end on whole words where all of the text stands in them all the same.
    """
    found: list[Column] = []
    for gladly in (FREE, BROKEN):
        found, start = [], 0
        for _ in range(columns):
            found.append(_column(rows, start, room, gladly))
            start = found[-1].end
        if start == len(rows):
            break
    return found


def balanced(rows: Sequence[Row], columns: int, room: Room) -> list[Column]:
    """Return columns of about one height, the first ones no shorter than the last.

    To be even counts more than to end on a whole word.
    """
    found: list[Column] = []
    start = 0
    for number in range(columns, 0, -1):
        height = _least_height(rows, start, number, room)
        low = Room(room.top, height, room.step, room.offset)
        found.append(_column(rows, start, low, BROKEN))
        start = found[-1].end
    return found


def stacked(rows: Sequence[Row], start: int, end: int, room: Room) -> Column:
    """Return rows one below the other, however far they go."""
    return _stack(rows[:end], start, Room(room.top, math.inf, room.step, room.offset))


def _least_height(rows: Sequence[Row], start: int, columns: int, room: Room) -> float:
    """Return the least height at which columns hold all rows, the room's where none does."""
    if columns == 1 or start == len(rows) or not _holds(rows, start, columns, room, room.height):
        return room.height
    # One column is about as high as the next: within two lines around the mean.
    line = max(row.height + row.before for row in rows[start:])
    mean = sum(row.height + row.before for row in rows[start:]) / columns
    low, high = mean - 2 * line, min(room.height, mean + 2 * line)
    if high < room.height and not _holds(rows, start, columns, room, high):
        low, high = high, room.height
    while high - low > _EVEN_TO:
        middle = (low + high) / 2
        if _holds(rows, start, columns, room, middle):
            high = middle
        else:
            low = middle
    return high


def _holds(rows: Sequence[Row], start: int, columns: int, room: Room, height: float) -> bool:
    low = Room(room.top, height, room.step, room.offset)
    for _ in range(columns):
        column = _column(rows, start, low, BROKEN)
        if column.end == start and start < len(rows):
            return False
        start = column.end
    return start == len(rows)


def _column(rows: Sequence[Row], start: int, room: Room, gladly: int = FREE) -> Column:
    column = _stack(rows, start, room)
    if column.end == len(rows) or column.end == start:
        return column
    end = _good_end(rows, start, column.end, gladly)
    return column if end == column.end else stacked(rows, start, end, room)


def _good_end(rows: Sequence[Row], start: int, end: int, gladly: int) -> int:
    """Return where a column best ends that holds rows up to `end` at most."""
    for most in range(gladly, STRANDED):
        for at in range(end, start, -1):
            if rows[at].against <= most:
                return at
    return end


def _stack(rows: Sequence[Row], start: int, room: Room) -> Column:
    """Return as many rows as stand one below the other in the room."""
    y, at = 0.0, start
    most = room.height + _ROUNDING
    baselines: list[float] = []
    for row in rows[start:]:
        if at > start:
            y += row.before
        baseline = room.snapped(y + row.rise) if room.step else y + row.rise
        if baseline + row.depth > most and not (at == start and row.size <= most):
            break
        y = baseline - row.rise + row.height
        baselines.append(baseline)
        at += 1
    return Column(start, at, tuple(baselines), y)
