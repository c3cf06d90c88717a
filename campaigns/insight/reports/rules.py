"""Owns what a channel report holds: its figures, its columns, and which changes it makes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from portal.foundation.errors import N_
from portal.foundation.usage_kinds import declare_kind

REPORT_IMPORTED = declare_kind(
    "channel_report.imported",
    "Zahlen eines Kanals wurden eingelesen.",
    "Figures of a channel were imported.",
    value_unit="rows",
    attributes={"source": "key of the channel's source", "changed": "rows new or changed"},
)

# Rebuilds the results from what was imported; the readings own the job.
REFRESH_JOB = "insight.refresh"
LARGEST_FILE = 10 * 1024 * 1024
MOST_ROWS = 100_000
LONGEST_CELL = 300
MOST_PROBLEMS_SHOWN = 200


class Column(StrEnum):
    """What a column of a report can hold."""

    CODE = "code"
    ORDER_LINE = "order_line"
    DAY = "day"
    PIECES = "pieces"
    IMPRESSIONS = "impressions"
    CLICKS = "clicks"
    REPLIES = "replies"
    SPEND = "spend_cents"
    SALES = "sales_cents"


COUNTS = (Column.PIECES, Column.IMPRESSIONS, Column.CLICKS, Column.REPLIES)
AMOUNTS = (Column.SPEND, Column.SALES)
FIGURES = (*COUNTS, *AMOUNTS)

# How channels and suppliers call these columns; compared in lower case, without units.
KNOWN_HEADERS: Mapping[Column, tuple[str, ...]] = {
    Column.CODE: ("code", "kurzlink", "kurzcode", "qr-code", "link", "short link", "utm_content"),
    Column.ORDER_LINE: (
        "order_line",
        "order line",
        "bestellposition",
        "auftragsposition",
        "position",
        "auftrag",
    ),
    Column.DAY: ("day", "date", "tag", "datum", "berichtstag"),
    Column.PIECES: (
        "pieces",
        "stück",
        "stueck",
        "auflage",
        "verteilt",
        "verteilte stücke",
        "delivered",
        "menge",
    ),
    Column.IMPRESSIONS: ("impressions", "impressionen", "einblendungen", "aufrufe der anzeige"),
    Column.CLICKS: ("clicks", "klicks", "link-klicks", "link clicks"),
    Column.REPLIES: (
        "replies",
        "antworten",
        "rückmeldungen",
        "rückläufer",
        "responses",
        "coupons",
        "gutscheine",
    ),
    Column.SPEND: ("spend", "kosten", "ausgaben", "betrag", "cost", "amount spent", "spend_cents"),
    Column.SALES: ("sales", "umsatz", "erlös", "revenue", "sales_cents"),
}


@dataclass(frozen=True, slots=True)
class Mapped:
    """How a source's file is read: header by column, and its decimal sign."""

    headers: Mapping[Column, str]
    decimal: str = ","


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row cannot be taken over; `line` counts from 1 with the header."""

    line: int
    column: str
    message: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a channel told; None where it said nothing. Amounts are in cents."""

    pieces: int | None = None
    impressions: int | None = None
    clicks: int | None = None
    replies: int | None = None
    spend_cents: int | None = None
    sales_cents: int | None = None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One readable row: which ad (by code or order line), which day, and the figures."""

    line: int
    code: str | None
    order_line: str | None
    day: date
    figures: Figures

    @property
    def subject(self) -> str:
        """The ad's part of the natural key."""
        return f"code:{self.code}" if self.code else f"line:{self.order_line}"


def guess_columns(headers: Iterable[str]) -> dict[Column, str]:
    """Return which header is probably which column."""
    plain = {_plain(header): header for header in reversed(list(headers))}
    return {
        column: plain[name]
        for column, names in KNOWN_HEADERS.items()
        for name in reversed(names)
        if name in plain
    }


def _plain(header: str) -> str:
    name, _, _unit = header.replace("[", "(").partition("(")
    return name.strip().strip("\ufeff").casefold()


def missing_columns(headers: Mapping[Column, str]) -> list[RowProblem]:
    """Return what a file must have before its rows can be read."""
    problems = []
    if Column.CODE not in headers and Column.ORDER_LINE not in headers:
        problems.append(
            RowProblem(
                1, "code", N_("No column tells the ad. Choose one with codes or order lines.")
            )
        )
    if Column.DAY not in headers:
        problems.append(RowProblem(1, "day", N_("No column tells the day. Choose one with dates.")))
    if not any(column in headers for column in FIGURES):
        problems.append(
            RowProblem(1, "figures", N_("No column holds figures. Choose at least one."))
        )
    return problems


def repeated_rows(rows: Iterable[ReportRow]) -> list[RowProblem]:
    """Return the rows that speak of an ad's day for a second time."""
    seen: dict[tuple[str, date], int] = {}
    problems = []
    for row in rows:
        first = seen.setdefault((row.subject, row.day), row.line)
        if first != row.line:
            problems.append(
                RowProblem(
                    row.line,
                    Column.DAY,
                    N_("The same ad and day as in line %(first)s. Keep one of the two."),
                    {"first": first},
                )
            )
    return problems
