"""Holds periods and spans: quarters end with today, months and weeks follow each other."""

import itertools
from datetime import date

import pytest

from campaigns.insight.readings.charts import nice_step, percent_axis, value_axis
from campaigns.insight.readings.selection import Period, find_period, periods, quarter
from campaigns.insight.readings.trends import spans
from campaigns.insight.readings.values import Figure

TODAY = date(2026, 11, 21)


def test_twelve_months_and_four_quarters_are_offered() -> None:
    assert [p.key for p in periods(TODAY)] == ["12m", "2026-q4", "2026-q3", "2026-q2", "2026-q1"]


def test_the_present_quarter_ends_today() -> None:
    assert quarter(TODAY, 0) == Period("2026-q4", date(2026, 10, 1), TODAY)
    assert quarter(date(2026, 1, 5), 1) == Period("2025-q4", date(2025, 10, 1), date(2025, 12, 31))


def test_an_unknown_period_is_the_first() -> None:
    assert find_period(TODAY, "1999-q9").key == "12m"


def test_a_quarter_is_shown_in_weeks_and_a_year_in_months() -> None:
    weeks = spans(quarter(TODAY, 1))
    assert weeks[0] == date(2026, 6, 29)
    assert {(b - a).days for a, b in itertools.pairwise(weeks)} == {7}
    months = spans(find_period(TODAY, "12m"))
    assert months[0] == date(2025, 11, 1)
    assert months[-1] == date(2026, 11, 1)


@pytest.mark.parametrize(("rough", "step"), [(0.9, 1), (1.1, 2), (2.2, 2.5), (23, 25), (60, 100)])
def test_steps_read_well(rough: float, step: float) -> None:
    assert nice_step(rough) == step


def test_axes_hold_all_ranges() -> None:
    axis = percent_axis([Figure(1.2, 1.1, 1.34, 50), Figure(0.8, 0.6, None, 50), None])
    assert axis.low <= -40
    assert axis.high >= 34
    assert axis.at(0.0) == axis.ticks[2].at
    far = percent_axis([Figure(6.0, 5.0, 7.0, 50)])
    assert min(tick.value for tick in far.ticks) == -100
    assert value_axis([Figure(40, 30, 71, 9)]).high >= 71
