"""Owns the fit of a story: how far leading and sizes give way until its columns hold it."""

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
    """Tries a story at scales and leadings; what was broken at a scale is broken once."""

    def __init__(self, pieces: Sequence[Piece], space: Space) -> None:
        self._pieces, self._space = pieces, space
        self._broken: dict[float, list[tuple[SetLine, ...]]] = {}

    def fit(self, fit: Fit) -> Try:
        """Return the story with the least leading and then the least scale taken away.

        What does not fit at the least is returned as it is there.
        """
        most = self.at(fit.scale_max, 1.0)
        if most.fits:
            return self._evened(most)
        scale = fit.scale_max
        if not self.at(scale, fit.leading_min).fits:
            least = self.at(fit.scale_min, fit.leading_min)
            if not least.fits:
                return least
            scale = _most(fit.scale_min, scale, lambda share: self.at(share, fit.leading_min).fits)
        leading = _most(fit.leading_min, 1.0, lambda share: self.at(scale, share).fits)
        return self._evened(self.at(scale, leading))

    def at(self, scale: float, leading: float) -> Try:
        """Return the story at a scale and a share of its leading, columns filled."""
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


def _most(low: float, high: float, fits: Callable[[float], bool]) -> float:
    """Return the largest share between two that fits, in steps of 1 % from the upper one.

    The lower one is known to fit.
    """
    steps = int((high - low) / STEP + _ROUNDING)
    good, bad = steps + 1, 0
    while good - bad > 1:
        middle = (good + bad) // 2
        if fits(_share(high, middle)):
            good = middle
        else:
            bad = middle
    return low if good > steps else _share(high, good)


def _share(high: float, step: int) -> float:
    return round(high - step * STEP, 6)
