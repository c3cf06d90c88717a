"""Owns optimal line breaking: the lines of a paragraph are chosen together (Knuth and Plass)."""

from collections.abc import Iterable, Iterator

from brand_assets.typesetting.text.demerits import (
    NOWHERE,
    UNLIKE_AND_TWO_HYPHENS,
    Break,
    Stop,
    TotalFit,
    after,
    demerits,
    line_cost,
    loosest_below,
    measure_of,
    next_break,
    ratio_of,
    ratio_to,
    stops,
)
from brand_assets.typesetting.text.lines import filled
from brand_assets.typesetting.text.measured import Line, Measured, Widths
from brand_assets.typesetting.text.opportunities import Ending

__all__ = ["TotalFit", "demerits", "total_fit"]

_MOST_TRIALS = 40_000
"""Lines that are tried for a text; what is left then is set first fit."""
_WITHOUT_HYPHENS = 1.0
_ANY = 1e30


class _TooManyTrialsError(Exception):
    """The text is too long, or its lines are, to try them all."""


def total_fit(measured: Measured, widths: Widths, options: TotalFit | None = None) -> list[Line]:
    """Return the lines of a text that together cost least, justified or ragged.

    Each paragraph is tried without hyphens, then with, then with spaces as wide as need be. A word
    wider than its line stands alone on it and is left too wide: the caller sees it from the width.
    Very long texts are set first fit where the trials that a text may take are used up.
    """
    solver = _Solver(measured, widths, options or TotalFit())
    start = Break(NOWHERE, 0, measure_of(widths, 0))
    lines: list[Line] = []
    for paragraph in _paragraphs(stops(measured)):
        breaks = solver.paragraph(start, paragraph)
        lines += solver.lines(breaks)
        end = breaks[-1]
        start = Break(end.start, end.number, end.measure)
    return lines


def _paragraphs(found: list[Stop]) -> Iterator[list[Stop]]:
    start = 0
    for index, stop in enumerate(found, start=1):
        if stop.ending.ending is Ending.HARD:
            yield found[start:index]
            start = index


class _Solver:
    """The breaking of one text: what is asked for, and how many lines were tried."""

    __slots__ = ("_measured", "_options", "_trials", "_widths")

    def __init__(self, measured: Measured, widths: Widths, options: TotalFit) -> None:
        self._measured, self._widths, self._options = measured, widths, options
        self._trials = _MOST_TRIALS

    def paragraph(self, start: Break, found: list[Stop]) -> list[Break]:
        """Return the breaks of the best lines found, first fit's where none are better."""
        fallback = self._first_fit(start, found)
        if len(fallback) == 1 and ratio_to(start, found[-1], self._options) >= 0:
            return fallback
        tolerance = self._options.tolerance
        hyphens = self._options.max_hyphens > 0 and any(stop.hyphen for stop in found)
        without = [stop for stop in found if not stop.hyphen]
        passes = [(without, min(_WITHOUT_HYPHENS, tolerance) if hyphens else tolerance)]
        passes += [(found, tolerance)] if hyphens else []
        passes.append((found if hyphens else without, _ANY))
        try:
            # A line that alone costs more than first fit in all is not worth a look.
            limit = loosest_below(fallback[-1].total)
            for index, (places, most) in enumerate(passes):
                final = index == len(passes) - 1
                end = self._cheapest(start, places, min(most, limit), final=final)
                if end is not None and end.total <= fallback[-1].total:
                    return _chain(end, start)
        except _TooManyTrialsError:
            pass
        return fallback

    def _first_fit(self, start: Break, found: list[Stop]) -> list[Break]:
        by_place = {stop.ending.at: stop for stop in found}
        at, last = start.start.at, found[-1].ending.at
        breaks: list[Break] = []
        for line in filled(
            self._measured, self._widths, self._options.max_hyphens, at, start.number
        ):
            start = next_break(start, by_place[line.next], self._widths, self._options)
            breaks.append(start)
            if line.next == last:
                break
        return breaks

    def _cheapest(
        self, start: Break, found: list[Stop], tolerance: float, *, final: bool
    ) -> Break | None:
        """Return the cheapest way to the last place; None where no lines are good enough."""
        start.fresh = True
        active, reached = [start], list[Break]()
        for stop in found:
            self._trials -= len(active)
            if self._trials < 0:
                raise _TooManyTrialsError
            active, reached = self._step(active, stop, tolerance, final=final)
            active += reached
            if not active:
                return None
        return min(reached, key=_total, default=None)

    def _step(
        self, active: list[Break], stop: Stop, tolerance: float, *, final: bool
    ) -> tuple[list[Break], list[Break]]:
        """Return the breaks from which lines may go on beyond a stop, and the new ones at it."""
        options = self._options
        width, blank, bare = stop.end.width, stop.end.blank, stop.bare
        most = _ANY if stop.ending.ending is Ending.HARD else tolerance
        kept: list[Break] = []
        best: dict[tuple[int, int, int], Break] = {}
        for start in active:
            if stop.hyphen and start.hyphens >= options.max_hyphens:
                kept.append(start)
                continue
            before, spaces = start.start, blank - start.start.blank
            ratio = ratio_of(width - before.width, spaces, start.measure, options)
            # A hyphen adds width: without it, what follows in the word may still fit.
            if ratio >= -1.0 or (
                bare < width
                and ratio_of(bare - before.width, spaces, start.measure, options) >= -1.0
            ):
                kept.append(start)
            fits = -1.0 <= ratio <= most
            if fits or (ratio < -1.0 and start.fresh and final):
                self._offer(best, start, stop, ratio)
            start.fresh = False
        return kept, self._worth_keeping(best)

    def _offer(
        self, best: dict[tuple[int, int, int], Break], start: Break, stop: Stop, ratio: float
    ) -> None:
        cost, fitness = line_cost(start, stop, ratio, self._options)
        varying = callable(self._widths)
        hyphens = start.hyphens + 1 if stop.hyphen else 0
        key = (fitness, hyphens, start.number if varying else 0)
        known = best.get(key)
        if known is None or start.total + cost < known.total:
            measure = measure_of(self._widths, start.number + 1)
            best[key] = after(start, stop, cost, fitness, measure)

    def _worth_keeping(self, best: dict[tuple[int, int, int], Break]) -> list[Break]:
        """Return the new breaks without those that can no longer win over the cheapest."""
        found = list(best.values())
        if len(found) < 2 or callable(self._widths):  # noqa: PLR2004 - one alone is kept
            return found
        cheapest = min(found, key=_total)
        most = cheapest.total + UNLIKE_AND_TWO_HYPHENS
        return [one for one in found if one.total <= most or one.hyphens < cheapest.hyphens]

    def lines(self, breaks: Iterable[Break]) -> Iterator[Line]:
        """Yield the lines that end at the breaks, stretched where they are justified."""
        for one in breaks:
            if one.before is None or one.stop is None:
                continue
            start, stop = one.before, one.stop
            line = self._measured.line(start.start.at, stop.ending)
            yield self._stretched(line, start, stop) if self._options.justified else line

    def _stretched(self, line: Line, start: Break, stop: Stop) -> Line:
        spaces = stop.end.spaces - start.start.spaces
        room = start.measure - line.width
        last = stop.ending.ending is Ending.HARD
        too_wide = ratio_to(start, stop, self._options) < -1.0
        still = spaces <= 0 or too_wide or (last and room >= 0)
        return line._replace(spaces=max(spaces, 0), stretch=0.0 if still else room / spaces)


def _total(one: Break) -> float:
    return one.total


def _chain(end: Break, start: Break) -> list[Break]:
    """Return the breaks from the first after `start` to the end."""
    found: list[Break] = []
    at: Break | None = end
    while at is not None and at is not start:
        found.append(at)
        at = at.before
    return found[::-1]
