"""Owns the board of campaigns: what stands in the calendar, and what a list says of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.planning.models import Campaign
from campaigns.planning.rules import CampaignStatus, Phase, phase_across

WEEKS_SHOWN = 14
WEEKS_BEFORE = 5
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Bar:
    """A span in the calendar, in percent of its width."""

    start: float
    width: float


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One campaign: where it stands and its two spans, None where they lie outside."""

    campaign: Campaign
    phase: Phase
    ordering: Bar | None
    running: Bar | None

    @property
    def is_draft(self) -> bool:
        """Whether it is not published yet."""
        return self.campaign.status == CampaignStatus.DRAFT


@dataclass(frozen=True, slots=True)
class Week:
    """One column: its Monday, its number in the year, a day of the month that begins in it."""

    monday: date
    number: int
    month: date | None


@dataclass(frozen=True, slots=True)
class Board:
    """The calendar from `first` on, with the rows that fall into it, and where today is."""

    first: date
    weeks: tuple[Week, ...]
    rows: tuple[BoardRow, ...]
    today: date
    today_at: float | None

    @property
    def before(self) -> date:
        """Where the calendar before this one begins."""
        return self.first - WEEKS_SHOWN * _WEEK

    @property
    def after(self) -> date:
        """Where the next calendar begins."""
        return self.first + WEEKS_SHOWN * _WEEK


def make_board(
    campaigns: Iterable[Campaign], days: Sequence[date], first: date | None = None
) -> Board:
    """Arrange campaigns in a calendar of 14 weeks, around today or from the week of `first` on.

    `days` are those that it is now at the outlets, the earliest first.
    """
    today = days[-1]
    begins = _monday(first or today - WEEKS_BEFORE * _WEEK)
    ends = begins + WEEKS_SHOWN * _WEEK
    mondays = [begins + n * _WEEK for n in range(WEEKS_SHOWN)]
    rows = [_row(campaign, begins, ends, days) for campaign in campaigns]
    shown = [row for row in rows if row.ordering or row.running]
    return Board(
        first=begins,
        weeks=tuple(_week(monday, n == 0) for n, monday in enumerate(mondays)),
        rows=tuple(sorted(shown, key=lambda row: (row.campaign.order_from, row.campaign.slug))),
        today=today,
        today_at=_share(today, begins, ends) if begins <= today < ends else None,
    )


def choose(campaigns: Sequence[Campaign], days: Sequence[date]) -> Campaign | None:
    """Return the campaign to show first: ordering now with the nearest end, else the next one."""
    open_now = [c for c in campaigns if phase_across(c, days) is Phase.ORDERING]
    if open_now:
        return min(open_now, key=lambda c: (c.order_until, c.slug))
    going = [c for c in campaigns if c.status != CampaignStatus.EXPIRED] or campaigns
    coming = [c for c in going if c.order_from > days[-1]]
    if coming:
        return min(coming, key=lambda c: (c.order_from, c.slug))
    return max(going, key=lambda c: (c.runs_until, c.slug), default=None)


def _row(campaign: Campaign, begins: date, ends: date, days: Sequence[date]) -> BoardRow:
    return BoardRow(
        campaign=campaign,
        phase=phase_across(campaign, days),
        ordering=_bar(campaign.order_from, campaign.order_until, begins, ends),
        running=_bar(campaign.runs_from, campaign.runs_until, begins, ends),
    )


def _bar(first: date, last: date, begins: date, ends: date) -> Bar | None:
    start, end = max(first, begins), min(last + timedelta(days=1), ends)
    if start >= end:
        return None
    left = _share(start, begins, ends)
    return Bar(left, round(_share(end, begins, ends) - left, 3))


def _share(day: date, begins: date, ends: date) -> float:
    return round((day - begins).days / (ends - begins).days * 100, 3)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _week(monday: date, is_first: bool) -> Week:
    sunday = monday + timedelta(days=6)
    begins_month = sunday.day <= 7  # noqa: PLR2004 - the first of a month lies in this week
    month = sunday if begins_month else monday if is_first else None
    return Week(monday, monday.isocalendar().week, month)
