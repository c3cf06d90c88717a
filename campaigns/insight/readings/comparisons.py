"""Owns the comparisons of a reading: features within outlets, and formats within campaigns."""

from collections.abc import Hashable, Iterable, Sequence
from typing import Any

import numpy as np
from sqlalchemy import case, func, select

from campaigns.insight.readings.models import AdResult
from campaigns.insight.readings.rules import FALSE_DISCOVERY_RATE, Feature, Verdict, judge
from campaigns.insight.readings.selection import Selection
from campaigns.insight.readings.values import Comparison, Figure, FormatRow
from campaigns.insight.statistics.bootstrap import Estimate, Indices, Numbers, estimate_rate
from campaigns.insight.statistics.comparison import (
    Candidates,
    Standing,
    Strata,
    compare,
    discoveries,
    rank,
)
from portal.foundation.database import session

#: Rows of a query that was written for one reader.
Rows = Sequence[Any]

# One seed for all readings: the same results always read the same.
SEED = 20261121
CENTS = 100 * 100


def generator() -> np.random.Generator:
    """Return the random numbers of one reading."""
    return np.random.Generator(np.random.PCG64(SEED))


def number(keys: Iterable[Hashable]) -> Indices:
    """Number keys from 0 in the order in which they first come."""
    seen: dict[Hashable, int] = {}
    return np.array([seen.setdefault(key, len(seen)) for key in keys], dtype=np.int64)


def column(rows: Rows, index: int) -> Numbers:
    """Return one column of figures."""
    return np.array([float(row[index] or 0) for row in rows], dtype=np.float64)


def verdicts(estimates: Sequence[Estimate | None]) -> list[Verdict]:
    """Judge comparisons that are looked at together."""
    p_values = [estimate.p_value for estimate in estimates if estimate is not None]
    stands = iter(discoveries(p_values, FALSE_DISCOVERY_RATE))
    return [judge(e, stands=next(stands) if e is not None else False) for e in estimates]


def compare_features(selection: Selection) -> tuple[Comparison, ...]:
    """Compare ads with each feature to those without it, within outlets and channels.

    Exposure is what campaign and format would be expected to bring on it, so that seasons
    and formats of different strength stand on both sides alike.
    """
    rows = _feature_sums(selection)
    outlets = number(row[0] for row in rows)
    events, expected = column(rows, 1), column(rows, 2)
    estimates, ads = [], []
    for place, _feature in enumerate(Feature):
        with_events, with_expected = column(rows, 3 + 3 * place), column(rows, 4 + 3 * place)
        ads.append(int(column(rows, 5 + 3 * place).sum()))
        strata = Strata(
            outlets,
            with_events,
            with_expected,
            events - with_events,
            np.maximum(expected - with_expected, 0.0),
        )
        estimates.append(compare(strata, generator()))
    return tuple(
        Comparison(feature, count, Figure.of(estimate) if estimate else None, verdict)
        for feature, count, estimate, verdict in zip(
            Feature, ads, estimates, verdicts(estimates), strict=True
        )
    )


def _feature_sums(selection: Selection) -> Rows:
    sums = []
    for feature in Feature:
        has = getattr(AdResult, feature)
        sums += [
            func.sum(case((has, AdResult.responses), else_=0)),
            func.sum(case((has, AdResult.expected), else_=0.0)),
            func.sum(case((has, 1), else_=0)),
        ]
    statement = (
        select(AdResult.outlet_no, func.sum(AdResult.responses), func.sum(AdResult.expected), *sums)
        .where(selection.condition(), AdResult.exposure > 0)
        .group_by(AdResult.outlet_no, AdResult.channel_key)
        .order_by(AdResult.outlet_no, AdResult.channel_key)
    )
    return session().execute(statement).all()


def read_formats(selection: Selection) -> tuple[FormatRow, ...]:
    """Return each format's responses per 100 €, and how it does against an outlet's others."""
    rows = format_sums(selection)
    if not rows:
        return ()
    keys = sorted({row.format_key for row in rows})
    standings = {keys[s.candidate]: s for s in rank_formats(rows, keys)}
    estimates = [standings[k].estimate if k in standings else None for k in keys]
    before = _per_euro_before(selection)
    formats = [
        _format_row(rows, key, estimate, verdict, before.get(key))
        for key, estimate, verdict in zip(keys, estimates, verdicts(estimates), strict=True)
    ]
    return tuple(sorted(formats, key=lambda row: -row.ads))


def rank_formats(rows: Rows, keys: Sequence[str]) -> tuple[Standing, ...]:
    """Rank formats by responses for their money, each within one outlet's campaign."""
    bought = [row for row in rows if row.spend_cents and row.format_key in keys]
    return rank(
        Candidates(
            number((row.outlet_no, row.campaign_id) for row in bought),
            number(row.outlet_no for row in bought),
            np.array([keys.index(row.format_key) for row in bought], dtype=np.int64),
            np.array([float(row.responses) for row in bought]),
            np.array([float(row.spend_cents) for row in bought]),
            len(keys),
        ),
        generator(),
    )


def _format_row(
    rows: Rows,
    key: str,
    estimate: Estimate | None,
    verdict: Verdict,
    before: float | None,
) -> FormatRow:
    mine = [row for row in rows if row.format_key == key]
    outlets = number(row.outlet_no for row in mine)
    events = np.array([float(row.responses) for row in mine])
    spend = np.array([float(row.spend_cents) for row in mine])
    exposure = np.array([float(row.exposure) for row in mine])
    per_cent = estimate_rate(outlets, events * (spend > 0), spend, generator())
    per_piece = estimate_rate(outlets, events * (exposure > 0), exposure, generator())
    return FormatRow(
        key,
        len(mine),
        Figure.of(per_cent, CENTS) if per_cent else None,
        Figure.of(per_piece, 1000) if per_piece else None,
        before,
        Figure.of(estimate) if estimate else None,
        verdict,
    )


def format_sums(selection: Selection) -> Rows:
    """Return what every ad of the selection brought and cost, in a fixed order."""
    statement = (
        select(
            AdResult.outlet_no,
            AdResult.campaign_id,
            AdResult.format_key,
            AdResult.responses,
            AdResult.spend_cents,
            AdResult.exposure,
        )
        .where(selection.condition())
        .order_by(AdResult.outlet_no, AdResult.campaign_id, AdResult.format_key)
    )
    return session().execute(statement).all()


def _per_euro_before(selection: Selection) -> dict[str, float]:
    earlier = Selection(
        selection.scope,
        selection.period.year_before(),
        selection.region_path,
        selection.format_key,
    )
    statement = (
        select(
            AdResult.format_key,
            func.sum(AdResult.responses),
            func.sum(AdResult.spend_cents),
        )
        .where(earlier.condition(), AdResult.spend_cents > 0)
        .group_by(AdResult.format_key)
    )
    return {key: float(r) * CENTS / float(c) for key, r, c in session().execute(statement)}
