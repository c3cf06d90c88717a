"""Proves on 300 simulated networks that intervals cover the truth and little is called falsely."""

import numpy as np
import pytest
from numpy.typing import NDArray

from campaigns.insight.readings.rules import FALSE_DISCOVERY_RATE, Verdict, judge
from campaigns.insight.statistics.bootstrap import (
    Estimate,
    divide,
    draw_weights,
    interval,
    p_against_one,
)
from campaigns.insight.statistics.comparison import Strata, compare, discoveries, mantel_haenszel
from tests.unit.insight.worlds import OUTLETS, SEED, WORLDS, Worlds, draw_worlds

Numbers = NDArray[np.float64]
TRUE_RATIO = 1.2


def _generator() -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(SEED + 1))


def _strata(worlds: Worlds) -> Strata:
    """Return one stratum an outlet, one column a world."""
    events, exposure = worlds.events, worlds.exposure
    chosen = worlds.chosen
    return Strata(
        np.arange(OUTLETS),
        (events * chosen).sum(-1).T,
        (exposure * chosen).sum(-1).T,
        (events * ~chosen).sum(-1).T,
        (exposure * ~chosen).sum(-1).T,
    )


def _replicates(worlds: Worlds) -> Numbers:
    """Judge all worlds at once by the product's own functions."""
    above, below = mantel_haenszel(_strata(worlds))
    weights = draw_weights(OUTLETS, _generator())
    return divide(weights @ above, weights @ below)


def _naive_interval(worlds: Worlds) -> tuple[Numbers, Numbers]:
    """Average the ads' rates on either side, as a spreadsheet would, with its error bars."""
    rates = worlds.events / worlds.exposure
    logs, errors = [], []
    for arm in (worlds.chosen, ~worlds.chosen):
        mine = np.where(arm, rates, np.nan)
        mean = np.nanmean(mine, axis=(1, 2))
        logs.append(np.log(mean))
        errors.append(np.nanvar(mine, axis=(1, 2), ddof=1) / arm.sum(axis=(1, 2)) / mean**2)
    middle, half = logs[0] - logs[1], 1.96 * np.sqrt(errors[0] + errors[1])
    return np.exp(middle - half), np.exp(middle + half)


def _coverage(bounds: tuple[Numbers, Numbers], truth: float) -> float:
    low, high = bounds
    return float(((low <= truth) & (truth <= high)).mean())


def _share_well_supported(worlds: Worlds) -> float:
    replicates = _replicates(worlds)
    low, high = interval(replicates)
    called = [
        judge(Estimate(1.0, a, b, OUTLETS, p), stands=discoveries([p], FALSE_DISCOVERY_RATE)[0])
        for a, b, p in zip(low, high, p_against_one(replicates), strict=True)
    ]
    return called.count(Verdict.WELL_SUPPORTED) / WORLDS


@pytest.mark.parametrize("truth", [1.0, TRUE_RATIO])
def test_intervals_cover_the_truth_and_the_naive_average_does_not(truth: float) -> None:
    worlds = draw_worlds(truth)
    assert 0.92 <= _coverage(interval(_replicates(worlds)), truth) <= 0.98
    assert _coverage(_naive_interval(worlds), truth) < 0.75


def test_without_an_effect_at_most_five_percent_are_well_supported() -> None:
    assert _share_well_supported(draw_worlds(1.0)) <= 0.05


def test_a_true_effect_is_found_in_most_worlds() -> None:
    assert _share_well_supported(draw_worlds(TRUE_RATIO)) > 0.9


def test_intervals_that_take_counts_for_poisson_are_far_too_narrow() -> None:
    strata = _strata(draw_worlds(1.0))
    above, below = mantel_haenszel(strata)
    middle = np.log(above.sum(0) / below.sum(0))
    half = 1.96 * np.sqrt(1 / strata.events_with.sum(0) + 1 / strata.events_without.sum(0))
    assert _coverage((np.exp(middle - half), np.exp(middle + half)), 1.0) < 0.5


def test_one_world_judged_alone_agrees_with_all_judged_at_once() -> None:
    worlds = draw_worlds(TRUE_RATIO)
    low, high = interval(_replicates(worlds))
    every = _strata(worlds)
    alone = compare(
        Strata(
            every.outlets,
            every.events_with[:, 0],
            every.exposure_with[:, 0],
            every.events_without[:, 0],
            every.exposure_without[:, 0],
        ),
        _generator(),
    )
    assert alone is not None
    assert (alone.low, alone.high) == pytest.approx((low[0], high[0]))
