"""Owns the fit of a story: how far leading and sizes give way until its columns hold it."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from brand_assets.typesetting.frames.story import Fit
from brand_assets.typesetting.text.story.broken import SetLine, set_lines
from brand_assets.typesetting.text.story.columns import Column, Room, balanced, filled
from brand_assets.typesetting.text.story.pieces import Piece
from brand_assets.typesetting.text.story.rows import Row, rows_of

STEP = 0.01
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Space:
    """Where a story goes: its columns, their width in pt and what each offers."""

    columns: int
    width: float
    room: Room
    balance: bool = False


@dataclass(frozen=True, slots=True)
class Try:
    """A story at one scale and leading: its rows, and the columns that hold them, or not all."""

    scale: float
    leading: float
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]

    @property
    def end(self) -> int:
        """How many rows stand in the columns."""
        return self.columns[-1].end

    @property
    def over(self) -> int:
        """How many characters stand beyond the columns, below or beside."""
        beyond = sum(_length(row) for row in self.rows[self.end :])
        beside = sum(row.set_line.over for row in self.rows[: self.end])
        return beyond + beside

    @property
    def fits(self) -> bool:
        """Whether all of it stands in the columns."""
        return self.end == len(self.rows) and not any(row.set_line.over for row in self.rows)


def _length(row: Row) -> int:
    return row.set_line.line.next - row.set_line.line.start


class Fitter:
    """Tries a story at scales and leadings, each once; its lines depend on the scale alone."""

    def __init__(self, pieces: Sequence[Piece], space: Space) -> None:
        self._pieces, self._space = pieces, space
        self._tried: dict[tuple[float, float], Try] = {}
        self._broken: dict[float, list[tuple[SetLine, ...]]] = {}

    def fit(self, fit: Fit) -> Try:
        """Return the story with the least leading and then the least scale taken away.

        What does not fit at the least is returned as it is there.
        """
        found = self.at(fit.scale_max, fit.leading_min)
        if not found.fits and fit.scale_min < fit.scale_max:
            # Smaller type stands in fewer lines that are less high.
            guess = fit.scale_max / math.sqrt(max(1.0, self._share(found)))
            sizes = Shares(fit.scale_min, fit.scale_max)
            scale = sizes.most(guess, lambda share: self.at(share, fit.leading_min).fits)
            found = self.at(scale, fit.leading_min)
        if not found.fits:
            return found
        if fit.leading_min < 1:
            leadings, scale = Shares(fit.leading_min, 1.0), found.scale
            guess = fit.leading_min / max(STEP, self._share(found))
            leading = leadings.most(guess, lambda share: self.at(scale, share).fits)
            found = self.at(scale, leading)
        return self._evened(found)

    def _share(self, found: Try) -> float:
        """Return about how much of its room a story takes; half a line a column stays empty."""
        space = self._space
        taken = sum(row.height + row.before for row in found.rows)
        taken += space.columns * found.rows[-1].height * found.scale / 2
        return taken / (space.columns * space.room.height)

    def at(self, scale: float, leading: float) -> Try:
        """Return the story at a scale and a share of its leading, columns filled."""
        key = (scale, leading)
        if key not in self._tried:
            self._tried[key] = self._try(scale, leading)
        return self._tried[key]

    def _try(self, scale: float, leading: float) -> Try:
        if scale not in self._broken:
            width = self._space.width
            self._broken[scale] = [set_lines(piece, scale, width) for piece in self._pieces]
        rows = rows_of(self._pieces, self._broken[scale], scale, leading)
        columns = filled(rows, self._space.columns, self._space.room)
        return Try(scale, leading, tuple(rows), tuple(columns))

    def _evened(self, found: Try) -> Try:
        space = self._space
        if not space.balance or space.columns == 1:
            return found
        columns = balanced(found.rows, space.columns, space.room)
        return Try(found.scale, found.leading, found.rows, tuple(columns))


class Shares:
    """The shares between two, in steps of 1 % from the upper one; the lower one is the last."""

    def __init__(self, low: float, high: float) -> None:
        self._low, self._high = low, high
        self._last = math.ceil((high - low) / STEP - _ROUNDING)

    def most(self, guess: float, fits: Callable[[float], bool]) -> float:
        """Return the largest share that fits, the least where none does; looked for at a guess."""
        step = min(max(round((self._high - guess) / STEP), 0), self._last)
        good, bad, wide = self._last, -1, 1
        if fits(self._at(step)):
            good = step
            while good > 0 and fits(self._at(max(0, step - wide))):
                good, wide = max(0, step - wide), wide * 2
            bad = max(0, step - wide) if good > 0 else -1
        else:
            bad = step
            while step + wide < self._last and not fits(self._at(step + wide)):
                bad, wide = step + wide, wide * 2
            good = min(step + wide, self._last)
        while good - bad > 1:
            middle = (good + bad) // 2
            good, bad = (middle, bad) if fits(self._at(middle)) else (good, middle)
        return self._at(good)

    def _at(self, step: int) -> float:
        return self._low if step >= self._last else round(self._high - step * STEP, 6)
