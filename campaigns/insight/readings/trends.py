"""Owns how the rate of one format moves in each region, with its range."""

from datetime import date, timedelta

import numpy as np
from sqlalchemy import func, select

from campaigns.ad_templates.models import AdFormat
from campaigns.insight.readings.comparisons import Rows, generator, number
from campaigns.insight.readings.models import AdResult
from campaigns.insight.readings.rules import LEAST_OUTLETS_TO_SHOW
from campaigns.insight.readings.selection import Period, Selection
from campaigns.insight.readings.values import Figure, RegionTrend, TrendPoint
from campaigns.insight.statistics.bootstrap import (
    Estimate,
    Numbers,
    deal_units,
    divide,
    draw_weights,
    interval,
    sum_by,
)
from portal.foundation.database import session

PER = 1000
_WEEKLY_UP_TO = 100
_LEAST_POINTS_FOR_DIRECTION = 4


def trend_format(selection: Selection) -> str | None:
    """Return the format to follow: the one selected, else the printed one with most ads."""
    if selection.format_key:
        return selection.format_key
    statement = (
        select(AdResult.format_key, func.count())
        .join(AdFormat, AdFormat.key == AdResult.format_key)
        .where(selection.condition(), AdFormat.medium != "screen")
        .group_by(AdResult.format_key)
        .order_by(func.count().desc(), AdResult.format_key)
    )
    first = session().execute(statement).first()
    return str(first[0]) if first else None


def spans(period: Period) -> tuple[date, ...]:
    """Return the first days of the spans that a period is shown in: weeks, else months."""
    if (period.ends - period.begins).days <= _WEEKLY_UP_TO:
        monday = period.begins - timedelta(days=period.begins.weekday())
        count = (period.ends - monday).days // 7 + 1
        return tuple(monday + timedelta(weeks=n) for n in range(count))
    months, day = [], period.begins.replace(day=1)
    while day <= period.ends:
        months.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    return tuple(months)


def follow_regions(selection: Selection, format_key: str | None) -> tuple[RegionTrend, ...]:
    """Return each region's rate per 1,000 over the spans in which its ads began."""
    if format_key is None:
        return ()
    statement = (
        select(
            AdResult.region_path,
            AdResult.outlet_no,
            AdResult.started_on,
            func.sum(AdResult.responses),
            func.sum(AdResult.exposure),
        )
        .where(selection.condition(), AdResult.format_key == format_key, AdResult.exposure > 0)
        .group_by(AdResult.region_path, AdResult.outlet_no, AdResult.started_on)
        .order_by(AdResult.region_path, AdResult.outlet_no, AdResult.started_on)
    )
    rows = session().execute(statement).all()
    begins = spans(selection.period)
    paths = sorted({row.region_path for row in rows})
    by_region = {path: [row for row in rows if row.region_path == path] for path in paths}
    return tuple(_region(path, by_region[path], begins) for path in paths)


def _region(path: str, rows: Rows, begins: tuple[date, ...]) -> RegionTrend:
    outlets = number(row.outlet_no for row in rows)
    place = np.searchsorted(
        np.array(begins, dtype="datetime64[D]"),
        np.array([row.started_on for row in rows], dtype="datetime64[D]"),
        side="right",
    )
    cells = np.zeros((len(rows), len(begins)))
    cells[np.arange(len(rows)), place - 1] = 1.0
    events = cells * np.array([float(row[3]) for row in rows])[:, None]
    exposure = cells * np.array([float(row[4]) for row in rows])[:, None]
    units, count = deal_units(outlets, generator())
    weights = draw_weights(count, generator())
    above, below = sum_by(units, events, count), sum_by(units, exposure, count)
    taking_part = [int(np.unique(outlets[cells[:, n] > 0]).size) for n in range(len(begins))]
    points = _points(begins, weights @ above, weights @ below, (above, below), taking_part)
    enough = np.unique(outlets).size >= LEAST_OUTLETS_TO_SHOW
    shown = [point.rate for point in points if point.rate]
    return RegionTrend(
        path,
        points,
        _direction(weights @ above, weights @ below) if enough else 0,
        shown[-1] if shown else None,
        bool(enough) and bool(shown),
    )


def _points(
    begins: tuple[date, ...],
    above: Numbers,
    below: Numbers,
    sums: tuple[Numbers, Numbers],
    outlets: list[int],
) -> tuple[TrendPoint, ...]:
    low, high = interval(divide(above, below))
    values = divide(sums[0].sum(axis=0), sums[1].sum(axis=0))
    return tuple(
        TrendPoint(
            day,
            Figure.of(Estimate(float(values[n]), float(low[n]), float(high[n]), outlets[n]), PER)
            if outlets[n] >= LEAST_OUTLETS_TO_SHOW
            else None,
        )
        for n, day in enumerate(begins)
    )


def _direction(above: Numbers, below: Numbers) -> int:
    """Compare the second half of the time with the first, in the same replicates."""
    spans_shown = above.shape[1]
    if spans_shown < _LEAST_POINTS_FOR_DIRECTION:
        return 0
    half = spans_shown // 2
    early = divide(above[:, :half].sum(axis=1), below[:, :half].sum(axis=1))
    late = divide(above[:, half:].sum(axis=1), below[:, half:].sum(axis=1))
    if not below[:, :half].sum() or not below[:, half:].sum():
        return 0
    low, high = interval(divide(late, early))
    return 1 if float(low) > 1 else -1 if float(high) < 1 else 0
