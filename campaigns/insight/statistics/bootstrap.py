"""Owns the bootstrap over outlets: whole outlets are drawn, so counts may be overdispersed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]

REPLICATES = 2_000
# Beyond this many outlets they are dealt at random into so many units, which are drawn instead:
# the sums of random units vary like those of outlets, and the cost no longer grows.
MOST_UNITS = 1_000
LOW, HIGH = 0.025, 0.975


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval and the number of outlets that contributed to it.

    `p_value` is two-sided against "no effect" (1 for a ratio); 1.0 where nothing is compared.
    """

    value: float
    low: float
    high: float
    outlets: int
    p_value: float = 1.0


def draw_weights(
    units: int, generator: np.random.Generator, replicates: int = REPLICATES
) -> Numbers:
    """Return how often each of `units` is drawn in each replicate, shape (replicates, units)."""
    draws = generator.integers(0, units, size=(replicates, units))
    draws += np.arange(replicates)[:, None] * units
    counted = np.bincount(draws.ravel(), minlength=replicates * units)
    return counted.reshape(replicates, units).astype(np.float64)


def deal_units(outlets: Indices, generator: np.random.Generator) -> tuple[Indices, int]:
    """Return the unit of each row and how many units there are; `outlets` numbers from 0."""
    count = int(outlets.max()) + 1 if outlets.size else 0
    if count <= MOST_UNITS:
        return outlets, count
    unit_of_outlet = generator.permutation(count) % MOST_UNITS
    return unit_of_outlet[outlets].astype(np.int64), MOST_UNITS


def sum_by(groups: Indices, values: Numbers, count: int) -> Numbers:
    """Add up `values` (rows, or rows x columns) by group, shape (count, ...)."""
    if values.ndim == 1:
        return np.bincount(groups, weights=values, minlength=count).astype(np.float64)
    columns = [np.bincount(groups, weights=column, minlength=count) for column in values.T]
    return np.stack(columns, axis=1)


def divide(above: Numbers, below: Numbers) -> Numbers:
    """Divide, with infinity for something over nothing and 1 for nothing over nothing."""
    empty = below <= 0
    filled = np.where(empty, 1.0, below)
    result: Numbers = np.where(empty, np.where(above > 0, np.inf, 1.0), above / filled)
    return result


def interval(replicates: Numbers) -> tuple[Numbers, Numbers]:
    """Return the 95 % percentile interval down the first axis (order statistics: inf is fine)."""
    bounds = np.quantile(replicates, [LOW, HIGH], axis=0, method="inverted_cdf")
    return bounds[0], bounds[1]


def p_against_one(replicates: Numbers) -> Numbers:
    """Return the two-sided bootstrap p-value of "the ratio is 1" down the first axis."""
    count = replicates.shape[0]
    below = (replicates <= 1.0).sum(axis=0)
    above = (replicates >= 1.0).sum(axis=0)
    result: Numbers = np.minimum(1.0, 2.0 * (np.minimum(below, above) + 1.0) / (count + 1.0))
    return result


def estimate_rate(
    outlets: Indices, events: Numbers, exposure: Numbers, generator: np.random.Generator
) -> Estimate | None:
    """Return events per unit of exposure with its interval; None without any exposure.

    Rows may be anything that belongs to one outlet (ads, weeks); `outlets` numbers from 0.
    """
    if exposure.sum() <= 0:
        return None
    units, count = deal_units(outlets, generator)
    weights = draw_weights(count, generator)
    above = sum_by(units, events, count)
    below = sum_by(units, exposure, count)
    low, high = interval(divide(weights @ above, weights @ below))
    value = float(events.sum() / exposure.sum())
    return Estimate(value, float(low), float(high), int(np.unique(outlets[exposure > 0]).size))
