"""Owns comparisons within outlets: the Mantel-Haenszel rate ratio over strata.

A stratum is one outlet in one channel. Whatever makes an outlet's rates high or low (its town,
its size, its customers) stands on both sides of its own comparison and drops out.
"""

from dataclasses import dataclass

import numpy as np

from campaigns.insight.statistics.bootstrap import (
    Estimate,
    Indices,
    Numbers,
    deal_units,
    divide,
    draw_weights,
    interval,
    p_against_one,
    sum_by,
)


@dataclass(frozen=True, slots=True)
class Strata:
    """One comparison: a row a stratum; `outlets` numbers them from 0."""

    outlets: Indices
    events_with: Numbers
    exposure_with: Numbers
    events_without: Numbers
    exposure_without: Numbers

    @property
    def contributing_outlets(self) -> int:
        """How many outlets have something on both sides."""
        both = (self.exposure_with > 0) & (self.exposure_without > 0)
        return int(np.unique(self.outlets[both]).size)


def mantel_haenszel(strata: Strata) -> tuple[Numbers, Numbers]:
    """Return each stratum's share of the ratio's numerator and of its denominator."""
    total = strata.exposure_with + strata.exposure_without
    safe = np.where(total > 0, total, 1.0)
    above = strata.events_with * strata.exposure_without / safe
    below = strata.events_without * strata.exposure_with / safe
    return above, below


def compare(strata: Strata, generator: np.random.Generator) -> Estimate | None:
    """Return the rate ratio (with : without) and its interval; None if no outlet has both."""
    above, below = mantel_haenszel(strata)
    if not strata.contributing_outlets or below.sum() <= 0:
        return None
    units, count = deal_units(strata.outlets, generator)
    weights = draw_weights(count, generator)
    replicates = divide(
        weights @ sum_by(units, above, count), weights @ sum_by(units, below, count)
    )
    low, high = interval(replicates)
    return Estimate(
        float(above.sum() / below.sum()),
        float(low),
        float(high),
        strata.contributing_outlets,
        float(p_against_one(replicates)),
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """One candidate of a ranking: its ratio against the others, and how often it came first."""

    candidate: int
    estimate: Estimate
    share_best: float


@dataclass(frozen=True, slots=True)
class Candidates:
    """What is ranked: a row a stratum and a candidate; all number from 0.

    Rows of candidates from `count` on are only there to be compared with.
    """

    strata: Indices
    outlets: Indices
    candidates: Indices
    events: Numbers
    exposure: Numbers
    count: int


def rank(rows: Candidates, generator: np.random.Generator) -> tuple[Standing, ...]:
    """Return the candidates that can be compared, most often best first.

    Each candidate is compared with all the others within the same strata; all candidates are
    judged in the same replicates, so that their comparison is a fair one.
    """
    if not rows.events.size:
        return ()
    contests = [_against_the_rest(rows, number) for number in range(rows.count)]
    open_ones = [i for i, contest in enumerate(contests) if _can_be_judged(contest)]
    if not open_ones:
        return ()
    units, count = deal_units(rows.outlets, generator)
    weights = draw_weights(count, generator)
    unit_of_outlet = np.zeros(int(rows.outlets.max()) + 1, dtype=np.int64)
    unit_of_outlet[rows.outlets] = units
    parts = [mantel_haenszel(contests[i]) for i in open_ones]
    placed = [unit_of_outlet[contests[i].outlets] for i in open_ones]
    above = np.stack([sum_by(u, a, count) for u, (a, _) in zip(placed, parts, strict=True)], 1)
    below = np.stack([sum_by(u, b, count) for u, (_, b) in zip(placed, parts, strict=True)], 1)
    replicates = divide(weights @ above, weights @ below)
    standings = _standings(replicates, above.sum(0) / below.sum(0), open_ones, contests)
    return tuple(sorted(standings, key=lambda standing: -standing.share_best))


def _against_the_rest(rows: Candidates, candidate: int) -> Strata:
    count = int(rows.strata.max()) + 1
    outlet_of = np.zeros(count, dtype=np.int64)
    outlet_of[rows.strata] = rows.outlets
    mine = rows.candidates == candidate
    events = sum_by(rows.strata, rows.events, count)
    exposure = sum_by(rows.strata, rows.exposure, count)
    events_with = sum_by(rows.strata, rows.events * mine, count)
    exposure_with = sum_by(rows.strata, rows.exposure * mine, count)
    return Strata(
        outlet_of, events_with, exposure_with, events - events_with, exposure - exposure_with
    )


def _can_be_judged(strata: Strata) -> bool:
    _, below = mantel_haenszel(strata)
    return strata.contributing_outlets > 0 and bool(below.sum() > 0)


def _standings(
    replicates: Numbers, values: Numbers, candidates: list[int], contests: list[Strata]
) -> list[Standing]:
    low, high = interval(replicates)
    p_values = p_against_one(replicates)
    wins = np.bincount(replicates.argmax(axis=1), minlength=len(candidates))
    return [
        Standing(
            candidate,
            Estimate(
                float(values[i]),
                float(low[i]),
                float(high[i]),
                contests[candidate].contributing_outlets,
                float(p_values[i]),
            ),
            float(wins[i] / replicates.shape[0]),
        )
        for i, candidate in enumerate(candidates)
    ]


def discoveries(p_values: list[float], rate: float) -> list[bool]:
    """Return which of the comparisons looked at stand when false discoveries are kept to `rate`.

    Benjamini and Hochberg (1995): the largest k with p(k) <= k / m * rate, and all below it.
    """
    if not p_values:
        return []
    values = np.asarray(p_values)
    order = np.argsort(values)
    allowed = rate * np.arange(1, values.size + 1) / values.size
    passed = np.flatnonzero(values[order] <= allowed)
    stands = np.zeros(values.size, dtype=bool)
    if passed.size:
        stands[order[: int(passed[-1]) + 1]] = True
    return [bool(one) for one in stands]
