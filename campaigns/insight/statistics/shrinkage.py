"""Owns the shrinking of small outlets to their region by a gamma-Poisson model."""

from dataclasses import dataclass

import numpy as np

from campaigns.insight.statistics.bootstrap import Numbers

MIDDLE_HALF = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True)
class Region:
    """A region's spread of rates: gamma with this mean and variance between its outlets."""

    mean: float
    variance: float

    def shrink(self, events: Numbers, exposure: Numbers) -> Numbers:
        """Return each outlet's rate, drawn to the region's mean the more, the less it tells."""
        if self.variance <= 0 or self.mean <= 0:
            return np.full(events.shape, self.mean)
        shape = self.mean**2 / self.variance
        inverse_scale = self.mean / self.variance
        return (events + shape) / (exposure + inverse_scale)


@dataclass(frozen=True, slots=True)
class MiddleHalf:
    """The quartiles of a region's shrunk rates; never its ends."""

    low: float
    median: float
    high: float


def fit_region(events: Numbers, exposure: Numbers) -> Region | None:
    """Fit mean and variance by moments over outlets; None without exposure.

    The variance is what is left of the weighted squares once Poisson noise is taken off
    (DerSimonian and Laird's argument for counts), and never below zero.
    """
    kept = exposure > 0
    events, exposure = events[kept], exposure[kept]
    total = exposure.sum()
    if total <= 0:
        return None
    mean = float(events.sum() / total)
    spread = float((exposure * (events / exposure - mean) ** 2).sum())
    room = float(total - (exposure**2).sum() / total)
    if room <= 0:
        return Region(mean, 0.0)
    return Region(mean, max(0.0, (spread - (events.size - 1) * mean) / room))


def middle_half(rates: Numbers) -> MiddleHalf:
    """Return the quartiles of rates."""
    low, median, high = np.quantile(rates, MIDDLE_HALF)
    return MiddleHalf(float(low), float(median), float(high))
