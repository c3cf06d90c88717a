"""Owns what the pages of insight are drawn from: readings joined with names and coordinates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date, format_decimal, gettext

from campaigns.ad_templates.models import AdFormat
from campaigns.insight.readings import charts
from campaigns.insight.readings.labels import ACROSS_ALL, FEATURES, strongest, to_try
from campaigns.insight.readings.rules import Feature
from campaigns.insight.readings.values import (
    Comparison,
    Figure,
    FormatRow,
    Reading,
    RegionTrend,
)

MINUS = "\u2212"
_WEEKS_UP_TO = 100
_SAME = 1.0


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One row of the comparisons: what, how many ads, and the range on the axis."""

    comparison: Comparison
    name: str
    drawn: charts.Range | None


@dataclass(frozen=True, slots=True)
class FormatLine:
    """One row of the formats: its name, its figures, and the range on the axis."""

    row: FormatRow
    name: str
    drawn: charts.Range | None


@dataclass(frozen=True, slots=True)
class TrendCard:
    """One region's small picture with its name and its spans."""

    trend: RegionTrend
    name: str
    picture: charts.TrendPicture


@dataclass(frozen=True, slots=True)
class Tip:
    """What an outlet is shown: one finding, what it means for 40 visits, one example."""

    sentence: str
    low: int
    high: int
    example: str


@dataclass(frozen=True, slots=True)
class InsightPage:
    """Everything on the page for head office."""

    reading: Reading
    title: str
    comparison_axis: charts.Axis
    comparisons: tuple[ComparisonRow, ...]
    trend_axis: charts.Axis
    trends: tuple[TrendCard, ...]
    trend_name: str
    spans: tuple[str, ...]
    format_axis: charts.Axis
    formats: tuple[FormatLine, ...]
    tip: Tip | None


def draw_page(
    reading: Reading, formats: Mapping[str, AdFormat], regions: Mapping[str, str], language: str
) -> InsightPage:
    """Return the page of a reading: every range on one axis, every region on another."""
    comparison_axis = charts.percent_axis([c.ratio for c in reading.comparisons])
    trend_axis = charts.trend_axis(reading.trends)
    format_axis = charts.value_axis([row.per_100_euros for row in reading.formats])
    names = {key: one.name(language) for key, one in formats.items()}
    return InsightPage(
        reading,
        page_title(reading),
        comparison_axis,
        tuple(_comparison(comparison_axis, one) for one in reading.comparisons),
        trend_axis,
        tuple(
            TrendCard(t, regions.get(t.path, t.path), charts.trend_picture(trend_axis, t))
            for t in reading.trends
        ),
        names.get(reading.trend_format or "", ""),
        span_names(reading),
        format_axis,
        tuple(_format(format_axis, row, names) for row in reading.formats),
        find_tip(reading, gettext("Rodenkirchen"), ACROSS_ALL),
    )


def page_title(reading: Reading) -> str:
    """Return the sentence that the evidence beneath it supports."""
    found = strongest(reading)
    if found is None or found.ratio is None:
        return str(gettext("No difference stands out yet"))
    texts = FEATURES[found.feature]
    return str(gettext(texts.more if found.ratio.value > _SAME else texts.less))


def find_tip(reading: Reading, place: str, where: str) -> Tip | None:
    """Return what to suggest to an outlet in this place, None while nothing is well supported."""
    found = to_try(reading)
    if found is None or found.ratio is None:
        return None
    texts, ratio = FEATURES[found.feature], found.ratio
    better = ratio if ratio.value > _SAME else _turned(ratio)
    example = gettext(texts.example, place=place) if texts.example else ""
    return Tip(
        gettext(texts.more_here if ratio.value > _SAME else texts.less_here, where=gettext(where)),
        round(40 * better.low),
        round(40 * (better.high or better.value)),
        example if found.feature is Feature.NAMES_PLACE and ratio.value > _SAME else "",
    )


def _turned(ratio: Figure) -> Figure:
    high = 1.0 / ratio.low if ratio.low > 0 else None
    low = 1.0 / ratio.high if ratio.high else 0.0
    return Figure(1.0 / ratio.value, low, high, ratio.outlets)


def _comparison(axis: charts.Axis, one: Comparison) -> ComparisonRow:
    drawn = charts.ratio_range(axis, one.ratio, one.verdict) if one.ratio else None
    return ComparisonRow(one, FEATURES[one.feature].name, drawn)


def _format(axis: charts.Axis, row: FormatRow, names: Mapping[str, str]) -> FormatLine:
    figure = row.per_100_euros
    drawn = charts.value_range(axis, figure, row.verdict) if figure else None
    return FormatLine(row, names.get(row.format_key, row.format_key), drawn)


def span_names(reading: Reading) -> tuple[str, ...]:
    """Return what the spans of the trends are called: weeks of the year, or months."""
    begins = [point.begins for point in reading.trends[0].points] if reading.trends else []
    weekly = (reading.ends - reading.begins).days <= _WEEKS_UP_TO
    return tuple(_week(day) if weekly else format_date(day, "MMM yy") for day in begins)


def _week(day: date) -> str:
    return str(gettext("week %(number)s", number=day.isocalendar().week))


def plain_tick(value: float) -> str:
    """Return a mark of an axis of values."""
    return str(format_decimal(value))


def signed_percent(ratio: float) -> str:
    """Return a ratio as a signed difference such as +21 or −14, without the sign of percent."""
    return _signed(round(charts.percent(ratio)))


def _signed(value: int) -> str:
    return f"+{value}" if value > 0 else f"{MINUS}{-value}" if value < 0 else f"±{value}"


def percent_tick(value: float) -> str:
    """Return a mark of the axis of percent; the column beside it says of what."""
    return "0" if value == 0 else _signed(round(value))
