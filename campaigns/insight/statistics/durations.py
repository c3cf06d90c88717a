"""Owns durations: quantiles of times of which some are not over yet (Kaplan and Meier)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campaigns.insight.statistics.bootstrap import (
    Estimate,
    Indices,
    Numbers,
    deal_units,
    draw_weights,
    interval,
)

Flags = NDArray[np.bool_]

# Survival is a product of many fractions: what differs by less than this is the same.
_TOLERANCE = 1e-12


@dataclass(frozen=True, slots=True)
class Cases:
    """Times of cases, one row each: of which outlet, how long, and whether it is over."""

    outlets: Indices
    times: Numbers
    finished: Flags


def estimate_quantile(
    cases: Cases, share: float, generator: np.random.Generator
) -> Estimate | None:
    """Return the time by which `share` of all cases is over, with its bootstrap interval.

    None if there are no cases or so few are over that the share is never reached. A bound of
    infinity says that the data cannot bound it.
    """
    if not cases.times.size:
        return None
    units, count = deal_units(cases.outlets, generator)
    grid, place = np.unique(cases.times, return_inverse=True)
    ended = _by_unit_and_time(units, place, cases.finished, (count, grid.size))
    left = _by_unit_and_time(units, place, ~cases.finished, (count, grid.size))
    once = np.ones((1, count))
    value = float(_quantile(once @ ended, once @ left, grid, share)[0])
    if not np.isfinite(value):
        return None
    weights = draw_weights(count, generator)
    low, high = interval(_quantile(weights @ ended, weights @ left, grid, share))
    outlets = int(np.unique(cases.outlets).size)
    return Estimate(value, float(low), float(high), outlets)


def _by_unit_and_time(
    units: Indices,
    place: Indices,
    chosen: Flags,
    shape: tuple[int, int],
) -> Numbers:
    flat = np.bincount((units * shape[1] + place)[chosen], minlength=shape[0] * shape[1])
    return flat.reshape(shape).astype(np.float64)


def _quantile(ended: Numbers, left: Numbers, grid: Numbers, share: float) -> Numbers:
    """Return the quantile of each row; whoever leaves at a time was still there at it."""
    gone = ended + left
    at_risk = np.cumsum(gone[:, ::-1], axis=1)[:, ::-1]
    survival = np.cumprod(1.0 - ended / np.where(at_risk > 0, at_risk, 1.0), axis=1)
    reached = survival <= 1.0 - share + _TOLERANCE
    return np.where(reached.any(axis=1), grid[reached.argmax(axis=1)], np.inf)
