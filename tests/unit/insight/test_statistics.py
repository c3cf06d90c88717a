"""Holds the single parts of the statistics to cases that can be checked by hand."""

import numpy as np
import pytest

from campaigns.insight.readings.rules import Verdict, judge
from campaigns.insight.statistics.bootstrap import (
    MOST_UNITS,
    Estimate,
    deal_units,
    divide,
    draw_weights,
    estimate_rate,
)
from campaigns.insight.statistics.comparison import (
    Candidates,
    Strata,
    compare,
    discoveries,
    mantel_haenszel,
    rank,
)
from campaigns.insight.statistics.durations import Cases, estimate_quantile
from campaigns.insight.statistics.shrinkage import fit_region, middle_half


def _generator() -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(7))


def _column(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64)


def test_each_replicate_draws_as_many_outlets_as_there_are() -> None:
    weights = draw_weights(40, _generator())
    assert weights.shape == (2000, 40)
    assert (weights.sum(axis=1) == 40).all()


def test_mantel_haenszel_weighs_strata_by_their_exposure() -> None:
    # (2 * 100/200 + 3 * 100/300) / (1 * 100/200 + 4 * 200/300) = 2 / (19/6)
    strata = Strata(
        np.arange(2), _column(2, 3), _column(100, 200), _column(1, 4), _column(100, 100)
    )
    above, below = mantel_haenszel(strata)
    assert above.sum() / below.sum() == pytest.approx(12 / 19)


def test_an_outlet_with_one_side_alone_tells_nothing() -> None:
    strata = Strata(np.arange(2), _column(5, 9), _column(100, 300), _column(0, 0), _column(0, 0))
    assert strata.contributing_outlets == 0
    assert compare(strata, _generator()) is None


def test_large_networks_are_dealt_into_random_units_of_the_same_spread() -> None:
    generator = _generator()
    outlets = np.arange(20_000)
    units, count = deal_units(outlets, generator)
    assert count == MOST_UNITS
    assert np.bincount(units).tolist() == [20] * MOST_UNITS
    events = generator.poisson(generator.gamma(2.0, 2.0, 20_000)).astype(np.float64)
    estimate = estimate_rate(outlets, events, np.ones(20_000), generator)
    assert estimate is not None
    half = 1.96 * events.std() / np.sqrt(20_000)
    assert (estimate.high - estimate.low) / 2 == pytest.approx(half, rel=0.15)


def test_something_over_nothing_is_unbounded_and_nothing_over_nothing_says_nothing() -> None:
    assert divide(_column(1, 0, 3), _column(0, 0, 2)).tolist() == [np.inf, 1.0, 1.5]


def test_without_exposure_there_is_no_rate() -> None:
    assert estimate_rate(np.arange(2), _column(3, 4), _column(0, 0), _generator()) is None


def test_benjamini_hochberg_steps_up() -> None:
    assert discoveries([0.01, 0.04, 0.03, 0.20], 0.05) == [True, False, False, False]
    assert discoveries([0.01, 0.02, 0.035, 0.20], 0.05) == [True, True, True, False]
    assert discoveries([], 0.05) == []


@pytest.mark.parametrize(
    ("estimate", "stands", "verdict"),
    [
        (Estimate(1.2, 1.1, 1.3, 30), True, Verdict.WELL_SUPPORTED),
        (Estimate(1.2, 1.1, 1.3, 29), True, Verdict.OPEN),
        (Estimate(1.2, 1.1, 1.3, 300), False, Verdict.OPEN),
        (Estimate(1.2, 0.9, 1.5, 300), True, Verdict.OPEN),
        (Estimate(1.2, 1.1, 1.3, 9), True, Verdict.TOO_FEW),
        (None, True, Verdict.TOO_FEW),
    ],
)
def test_verdict(estimate: Estimate | None, stands: bool, verdict: Verdict) -> None:
    assert judge(estimate, stands=stands) is verdict


def test_small_outlets_are_drawn_to_their_region_and_large_ones_are_not() -> None:
    generator = _generator()
    exposure = generator.lognormal(7, 1.2, 400)
    true_rates = generator.gamma(9.0, 0.03 / 9.0, 400)
    events = generator.poisson(true_rates * exposure).astype(np.float64)
    region = fit_region(events, exposure)
    assert region is not None
    assert region.mean == pytest.approx(0.03, rel=0.1)
    assert region.variance == pytest.approx(0.03**2 / 9, rel=0.5)
    lucky, known = region.shrink(_column(3, 60_000), _column(20, 1_000_000))
    assert lucky < 0.15 / 2
    assert known == pytest.approx(0.06, rel=0.01)
    shrunk = ((region.shrink(events, exposure) - true_rates) ** 2).mean()
    assert shrunk < ((events / exposure - true_rates) ** 2).mean()


def test_outlets_that_differ_by_chance_alone_are_all_the_region() -> None:
    region = fit_region(_column(10, 10, 10), _column(1000, 1000, 1000))
    assert region is not None
    assert region.shrink(_column(0, 50), _column(10, 1000)).tolist() == [0.01, 0.01]


def test_middle_half_names_no_end() -> None:
    half = middle_half(_column(*range(101)))
    assert (half.low, half.median, half.high) == (25, 50, 75)


def test_unfinished_cases_are_censored_and_not_dropped() -> None:
    times = _column(1, 2, 3, 4, 10, 10, 10, 10, 10, 10)
    finished = times < 10
    cases = Cases(np.arange(10), times, finished)
    median = estimate_quantile(cases, 0.5, _generator())
    assert median is None  # four of ten are over: the half was never reached
    third = estimate_quantile(cases, 0.3, _generator())
    assert third is not None
    assert third.value == 3


def test_kaplan_meier_of_a_known_curve() -> None:
    # Freireich's 6-MP group (1963): the median remission is 23 weeks.
    over = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    still = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    cases = Cases(
        np.arange(21), _column(*over, *still), np.array([True] * len(over) + [False] * len(still))
    )
    median = estimate_quantile(cases, 0.5, _generator())
    assert median is not None
    assert median.value == 23
    assert median.low <= 23 <= median.high


def test_ranking_names_the_best_and_shares_what_is_alike() -> None:
    generator = _generator()
    outlets = np.repeat(np.arange(200), 3)
    candidates = np.tile(np.arange(3), 200)
    rate = np.array([0.02, 0.03, 0.02])[candidates] * np.repeat(generator.gamma(4, 0.25, 200), 3)
    exposure = np.full(600, 1000.0)
    events = generator.poisson(rate * exposure).astype(np.float64)
    standings = rank(Candidates(outlets, outlets, candidates, events, exposure, 3), generator)
    assert standings[0].candidate == 1
    assert standings[0].share_best > 0.99
    assert standings[0].estimate.low > 1.2
    assert sum(standing.share_best for standing in standings) == pytest.approx(1.0)


def test_nothing_measured_ranks_nothing() -> None:
    nothing = np.zeros(0, dtype=np.int64)
    empty = np.zeros(0)
    assert rank(Candidates(nothing, nothing, nothing, empty, empty, 0), _generator()) == ()


def test_what_is_only_compared_with_is_not_ranked() -> None:
    generator = _generator()
    outlets = np.repeat(np.arange(60), 3)
    candidates = np.tile(np.arange(3), 60)
    events = np.tile([20.0, 30.0, 90.0], 60)
    rows = Candidates(outlets, outlets, candidates, events, np.full(180, 1000.0), 2)
    standings = rank(rows, generator)
    assert [standing.candidate for standing in standings] == [1, 0]
