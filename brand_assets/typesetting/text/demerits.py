"""Owns what lines cost in total fit: how far spaces stretch, hyphens, uneven neighbours, stumps."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from typing import NamedTuple

from brand_assets.typesetting.text.measured import STRETCHING, Line, Measured, Widths
from brand_assets.typesetting.text.opportunities import Ending, Opportunity

ROUNDING = 1e-9
_LINE = 10.0
"""What each line costs before anything else, so that fewer lines are better."""
_SEAM, _PATTERN, _BESIDE_SEAM = 40.0, 75.0, 130.0
"""Penalties of a hyphen at the seam of a compound, in a simple word, and within a part of one."""
_TWO_HYPHENS = 8_000.0
_LAST_BROKEN = 5_000.0
_UNLIKE_NEIGHBOURS = 8_000.0
UNLIKE_AND_TWO_HYPHENS = _UNLIKE_NEIGHBOURS + _TWO_HYPHENS
"""The most by which a dearer way may still win over a cheaper one to the same place."""
_STUMP = 20_000.0
_STUMP_SHARE = 0.2
"""Share of the measure below which a last line is a stump."""
_TOO_WIDE = 1e14
_LOOSEST = 40.0
_NOMINAL_SPACE = 0.25
"""Em that a line without spaces is judged by, as if it had one."""
_TIGHT, _LOOSE, _VERY_LOOSE = -0.5, 0.5, 1.0


@dataclass(frozen=True, slots=True)
class TotalFit:
    """What lines may do: `stretch` and `shrink` are shares of the natural width of a space.

    Justified lines within `tolerance` times their stretch are good enough. Ragged lines may end
    before the measure; `ragged_zone` is the share of it that counts as one stretch.
    """

    justified: bool = False
    max_hyphens: int = 2
    tolerance: float = 1.5
    stretch: float = 0.5
    shrink: float = 1 / 3
    ragged_zone: float = 0.25


class Place(NamedTuple):
    """A character, and the sums up to it: widths, spaces that stretch, how wide these are (em)."""

    at: int
    width: float
    spaces: int
    blank: float


NOWHERE = Place(0, 0.0, 0, 0.0)


class Stop(NamedTuple):
    """A place where a line may end, as total fit looks at it; `bare` is without its hyphen."""

    ending: Opportunity
    end: Place
    bare: float
    following: Place
    hyphen: bool
    penalty: float


def stops(measured: Measured) -> list[Stop]:
    """Return all places where lines may end, with what is needed to judge any line at once."""
    text, sums = measured.text, measured.sums
    marks = [sign in STRETCHING for sign in text]
    spaces = tuple(accumulate(marks, initial=0))
    blanks = tuple(
        accumulate(
            (b - a if mark else 0.0 for (a, b), mark in zip(pairwise(sums), marks, strict=True)),
            initial=0.0,
        )
    )
    found = []
    penalties = _penalties(measured)
    for ending in measured.endings:
        at = ending.at
        end = measured.line(0, ending).end
        hyphen = ending.ending is Ending.HYPHEN
        width = sums[end] + (measured.hyphen if hyphen else 0.0)
        penalty = penalties[ending.at] if hyphen else 0.0
        place = Place(end, width, spaces[end], blanks[end])
        following = Place(at, sums[at], spaces[at], blanks[at])
        found.append(Stop(ending, place, sums[end], following, hyphen, penalty))
    return found


def _penalties(measured: Measured) -> dict[int, float]:
    """Return what a hyphen costs at each place where one may be added."""
    found: dict[int, float] = {}
    for hyphen, word in groupby(measured.endings, key=_is_hyphen):
        if hyphen:
            places = list(word)
            other = _BESIDE_SEAM if any(place.seam for place in places) else _PATTERN
            found |= {place.at: _SEAM if place.seam else other for place in places}
    return found


def _is_hyphen(ending: Opportunity) -> bool:
    return ending.ending is Ending.HYPHEN


def ratio_of(width: float, blank: float, measure: float, options: TotalFit) -> float:
    """Return how far a line stretches to the measure, as a share of what it may; -1 is tightest.

    A line that does not fit is below -1. A line of spaces alone ends before it starts.
    """
    if width < 0:
        width = blank = 0.0
    room = measure - width
    if not options.justified:
        return room / max(options.ragged_zone * measure, ROUNDING) if room >= -ROUNDING else -2.0
    if room >= 0:
        return room / (options.stretch * (blank or _NOMINAL_SPACE))
    if room >= -options.shrink * blank - ROUNDING:
        return max(-1.0, room / (options.shrink * blank)) if blank and options.shrink else 0.0
    return -2.0


def fitness_of(ratio: float, options: TotalFit) -> int:
    """Return the class of a line: tight, decent, loose, very loose. Ragged lines are all decent."""
    if not options.justified or _TIGHT <= ratio <= _LOOSE:
        return 1
    if ratio < _TIGHT:
        return 0
    return 2 if ratio <= _VERY_LOOSE else 3


@dataclass(slots=True, eq=False)
class Break:
    """A way to have set everything up to a place: the best one known, and what it costs.

    `number` is that of the line that starts here and `measure` its measure; `hyphens` are those
    in a row that the lines above end on. `fresh` is it until its first word was looked at.
    """

    start: Place
    number: int
    measure: float
    fitness: int = 1
    hyphens: int = 0
    total: float = 0.0
    stop: Stop | None = None
    before: "Break | None" = None
    fresh: bool = True


def line_cost(start: Break, stop: Stop, ratio: float, options: TotalFit) -> tuple[float, int]:
    """Return what a line costs after those above it, and its class; below -1 it is too wide."""
    last = stop.ending.ending is Ending.HARD
    fitness = 1
    if ratio < -1.0:
        over = stop.end.width - start.start.width - start.measure
        cost = _TOO_WIDE * (1.0 + over / max(start.measure, 1.0))
    elif last and ratio >= 0:
        cost = _LINE * _LINE
    else:
        fitness = fitness_of(ratio, options)
        badness = 100.0 * min(abs(ratio), _LOOSEST) ** 3
        cost = (_LINE + badness) ** 2 + stop.penalty * stop.penalty
    if abs(fitness - start.fitness) > 1:
        cost += _UNLIKE_NEIGHBOURS
    if start.hyphens and stop.hyphen:
        cost += _TWO_HYPHENS
    return cost + (_last_line_cost(start, stop) if last else 0.0), fitness


def loosest_below(cost: float) -> float:
    """Return how far a line may stretch that does not cost more than this by itself."""
    return math.cbrt(max(0.0, math.sqrt(cost) - _LINE) / 100.0) + ROUNDING


def _last_line_cost(start: Break, stop: Stop) -> float:
    """Return what a last line costs that is a stump, or that starts with half a word."""
    cost = _LAST_BROKEN if start.hyphens else 0.0
    if start.before is not None:
        width = stop.end.width - start.start.width
        cost += _STUMP if width < _STUMP_SHARE * start.measure else 0.0
    return cost


def after(start: Break, stop: Stop, cost: float, fitness: int, measure: float) -> Break:
    """Return the break at the end of a line."""
    return Break(
        start=stop.following,
        number=start.number + 1,
        measure=measure,
        fitness=fitness,
        hyphens=start.hyphens + 1 if stop.hyphen else 0,
        total=start.total + cost,
        stop=stop,
        before=start,
    )


def demerits(measured: Measured, lines: Sequence[Line], widths: Widths, options: TotalFit) -> float:
    """Return what the lines of a text cost in all, however they were found."""
    by_place = {stop.ending.at: stop for stop in stops(measured)}
    start, total = Break(NOWHERE, 0, measure_of(widths, 0)), 0.0
    for line in lines:
        stop = by_place[line.next]
        start = next_break(start, stop, widths, options)
        if stop.ending.ending is Ending.HARD:
            total += start.total
            start = Break(stop.following, start.number, start.measure)
    return total


def next_break(start: Break, stop: Stop, widths: Widths, options: TotalFit) -> Break:
    """Return the break at a stop, whatever the line to it costs."""
    ratio = ratio_to(start, stop, options)
    cost, fitness = line_cost(start, stop, ratio, options)
    return after(start, stop, cost, fitness, measure_of(widths, start.number + 1))


def ratio_to(start: Break, stop: Stop, options: TotalFit) -> float:
    """Return how far the line from a break to a stop stretches."""
    width = stop.end.width - start.start.width
    return ratio_of(width, stop.end.blank - start.start.blank, start.measure, options)


def measure_of(widths: Widths, number: int) -> float:
    """Return the measure of a line by its number."""
    return widths(number) if callable(widths) else widths
