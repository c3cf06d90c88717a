"""Owns what a reading may claim: the verdicts and the thresholds behind them."""

from enum import StrEnum

from campaigns.insight.statistics.bootstrap import Estimate

LEAST_OUTLETS_TO_CLAIM = 30
LEAST_OUTLETS_TO_SHOW = 10
# Percentile intervals of 95 % cover 94.5 % in simulated networks, so a discovery is asked for at
# 4 %: then no more than 5 % of what has no effect is called well supported.
FALSE_DISCOVERY_RATE = 0.04


class Verdict(StrEnum):
    """How sure we are."""

    WELL_SUPPORTED = "well_supported"
    OPEN = "open"
    TOO_FEW = "too_few"


def judge(estimate: Estimate | None, *, stands: bool) -> Verdict:
    """Say how sure a comparison is; `stands` is the verdict over all comparisons looked at."""
    if estimate is None or estimate.outlets < LEAST_OUTLETS_TO_SHOW:
        return Verdict.TOO_FEW
    excludes_no_effect = estimate.low > 1.0 or estimate.high < 1.0
    enough = estimate.outlets >= LEAST_OUTLETS_TO_CLAIM
    return Verdict.WELL_SUPPORTED if excludes_no_effect and enough and stands else Verdict.OPEN
