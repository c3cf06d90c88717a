"""Owns the frozen values that a reading consists of, as pages show them and as it is stored."""

import math
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from campaigns.insight.readings.rules import Feature, Verdict
from campaigns.insight.statistics.bootstrap import Estimate


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95 % range; no upper end where the data cannot bound it."""

    value: float
    low: float
    high: float | None
    outlets: int

    @classmethod
    def of(cls, estimate: Estimate, times: float = 1.0) -> "Figure":
        """Return an estimate as a figure, multiplied (per 1,000 pieces, per 100 €)."""
        high = estimate.high * times if math.isfinite(estimate.high) else None
        return cls(estimate.value * times, estimate.low * times, high, estimate.outlets)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Ads with a feature against those without, within outlets; the figure is their ratio."""

    feature: Feature
    ads: int
    ratio: Figure | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A region's rate in one span of time; None where too few outlets took part."""

    begins: date
    rate: Figure | None


@dataclass(frozen=True, slots=True)
class RegionTrend:
    """How a region's rate moved: 1 up, -1 down, 0 no change that stands out."""

    path: str
    points: tuple[TrendPoint, ...]
    direction: int
    latest: Figure | None
    enough: bool


@dataclass(frozen=True, slots=True)
class FormatRow:
    """One format: responses per 100 € and per 1,000, a year before, and against the others."""

    format_key: str
    ads: int
    per_100_euros: Figure | None
    per_1000: Figure | None
    year_before: float | None
    ratio: Figure | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Durations:
    """Days from publishing to an outlet's first order: unfinished cases are censored."""

    cases: int
    unfinished: int
    median: Figure | None
    p90: Figure | None


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that one page of insight says, as of one state of the results."""

    begins: date
    ends: date
    ads: int
    outlets: int
    campaigns: int
    looked_at: int
    comparisons: tuple[Comparison, ...]
    trend_format: str | None
    trends: tuple[RegionTrend, ...]
    formats: tuple[FormatRow, ...]
    durations: Durations
    computed_at: datetime


@dataclass(frozen=True, slots=True)
class Candidate:
    """One candidate of a ranking: its text or key, how often it was best, and its ratio."""

    name: str
    share_best: float
    ratio: Figure
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Ranking:
    """What can be chosen for a campaign and was measured before, most often best first."""

    campaign_id: UUID
    headlines: tuple[Candidate, ...]
    formats: tuple[Candidate, ...]
    headlines_not_measured: tuple[str, ...] = ()
    formats_not_measured: tuple[str, ...] = ()
    begins: date | None = None
    ends: date | None = None
    notes: tuple[str, ...] = field(default=())
