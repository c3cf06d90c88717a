"""Owns the geometry of charts: figures in, coordinates of a viewBox out. Pages draw them as SVG."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from campaigns.insight.readings.mine import OwnFormat
from campaigns.insight.readings.rules import Verdict
from campaigns.insight.readings.values import Figure, RegionTrend

_STEPS = (1, 2, 2.5, 5, 10)
_PERCENT_STEPS = (5, 10, 15, 25, 50, 100, 200, 300, 400)
RANGE_WIDTH, RANGE_HEIGHT = 240, 32
OWN_WIDTH = 320
TREND_WIDTH, TREND_HEIGHT = 220, 132
_LEFT, _TOP, _BOTTOM, _RIGHT = 32, 8, 24, 8
_PAD = 20


@dataclass(frozen=True, slots=True)
class Tick:
    """One mark of an axis: where it is and the value that stands there."""

    at: float
    value: float


@dataclass(frozen=True, slots=True)
class Axis:
    """A straight axis from `low` to `high` over so many units; what lies outside is cut."""

    low: float
    high: float
    begins: float
    ends: float
    ticks: tuple[Tick, ...] = ()

    def at(self, value: float | None) -> float:
        """Return where a value stands; None is the far end."""
        inside = self.high if value is None else min(max(value, self.low), self.high)
        share = (inside - self.low) / (self.high - self.low)
        return round(self.begins + share * (self.ends - self.begins), 1)


@dataclass(frozen=True, slots=True)
class Range:
    """One row's range: a line from `low` to `high` with a dot at `value`."""

    low: float
    value: float
    high: float
    sure: bool


@dataclass(frozen=True, slots=True)
class TrendPicture:
    """One small picture: the band and the line as SVG points, the last dot, spans as numbers."""

    band: str
    line: str
    dot: tuple[float, float] | None
    enough: bool


def _axis(low: float, high: float, values: Iterable[float], begins: float, ends: float) -> Axis:
    plain = Axis(low, high, begins, ends)
    return Axis(low, high, begins, ends, tuple(Tick(plain.at(v), v) for v in values))


def percent_axis(figures: Sequence[Figure | None]) -> Axis:
    """Return the axis of differences in percent, wide enough for all ranges; no less than −100."""
    bounds = [
        bound for f in figures if f for bound in (f.low, f.value, f.high) if bound is not None
    ]
    values = [percent(bound) for bound in bounds] or [-30.0, 30.0]
    widest = min(max(abs(value) for value in values), 900.0)
    step = next((s for s in _PERCENT_STEPS if s * 2.2 >= widest), _PERCENT_STEPS[-1])
    lowest = -2 * step if 2 * step <= 100 else -100  # noqa: PLR2004 - nothing falls by more
    marks = [mark for mark in (lowest, -step, 0, step, 2 * step) if mark >= lowest]
    room = 0.1 * (2 * step - lowest)
    return _axis(lowest - room, 2 * step + room, dict.fromkeys(marks), _PAD, RANGE_WIDTH - _PAD)


def value_axis(figures: Sequence[Figure | None]) -> Axis:
    """Return the axis from zero, wide enough for all ranges."""
    top = max((f.high or f.value for f in figures if f), default=1.0) or 1.0
    step = nice_step(top / 4)
    marks = [step * n for n in range(math.ceil(top / step) + 1)]
    return _axis(0.0, marks[-1], marks[:-1], _PAD, RANGE_WIDTH - _PAD)


def nice_step(rough: float) -> float:
    """Return the next step that reads well: 1, 2, 2.5 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * step for step in _STEPS if power * step >= rough * 0.999)


def percent(ratio: float) -> float:
    """Return a ratio as a difference in percent."""
    return (ratio - 1.0) * 100.0


def ratio_range(axis: Axis, figure: Figure, verdict: Verdict) -> Range:
    """Return the range of a ratio on an axis of percent."""
    high = None if figure.high is None else percent(figure.high)
    return Range(
        axis.at(percent(figure.low)),
        axis.at(percent(figure.value)),
        axis.at(high),
        verdict is Verdict.WELL_SUPPORTED,
    )


def value_range(axis: Axis, figure: Figure, verdict: Verdict) -> Range:
    """Return the range of a figure on an axis of values."""
    return Range(
        axis.at(figure.low),
        axis.at(figure.value),
        axis.at(figure.high),
        verdict is Verdict.WELL_SUPPORTED,
    )


def own_axis(own: OwnFormat) -> Axis:
    """Return the axis on which an outlet's own rate stands beside the usual range."""
    ends = [own.rate or 0.0, own.usual.high if own.usual else 0.0]
    top = max(*ends, 1e-9) * 1.15
    return _axis(0.0, top, (), _PAD, OWN_WIDTH - _PAD)


def trend_axis(trends: Sequence[RegionTrend]) -> Axis:
    """Return the one upright axis of all small pictures."""
    figures = [point.rate for trend in trends for point in trend.points]
    top = max((f.high or f.value for f in figures if f), default=1.0) or 1.0
    step = nice_step(top / 3)
    marks = [step * n for n in range(math.ceil(top / step) + 1)]
    return _axis(0.0, marks[-1], marks, TREND_HEIGHT - _BOTTOM, _TOP)


def trend_picture(axis: Axis, trend: RegionTrend) -> TrendPicture:
    """Return one region's picture: spans without enough outlets are stepped over."""
    count = len(trend.points)
    step = (TREND_WIDTH - _LEFT - _RIGHT) / max(count - 1, 1)
    placed = [
        (round(_LEFT + n * step, 1), point.rate)
        for n, point in enumerate(trend.points)
        if point.rate is not None
    ]
    upper = [(x, axis.at(rate.high)) for x, rate in placed]
    lower = [(x, axis.at(rate.low)) for x, rate in reversed(placed)]
    middle = [(x, axis.at(rate.value)) for x, rate in placed]
    return TrendPicture(
        _points([*upper, *lower]), _points(middle), middle[-1] if middle else None, trend.enough
    )


def _points(places: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in places)
