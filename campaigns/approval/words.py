"""Owns how reasons and due times read in a queue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from flask_babel import gettext

from campaigns.approval.queue import QueueEntry
from campaigns.approval.rules import REASON_WORDS, Reason

LAST_DAY_OF_WEEK = 6


@dataclass(frozen=True, slots=True)
class DueGroup:
    """Entries that are due at about the same time, with what a heading says of them."""

    title: str
    entries: tuple[tuple[QueueEntry, str], ...]


def reason_texts(reasons: Sequence[Reason], language: str) -> list[str]:
    """Return why a person is asked, in words."""
    return [_reason(reason, language) for reason in reasons]


def _reason(reason: Reason, language: str) -> str:
    fields = ", ".join(label.in_language(language) for label in reason.fields)
    words = REASON_WORDS[reason.key]
    return str(gettext(words, count=reason.count, percent=reason.count, fields=fields))


def due_groups(entries: Sequence[QueueEntry], now: datetime, language: str) -> list[DueGroup]:
    """Return the queue by urgency: overdue, today, this week, later."""
    titles = (
        gettext("Overdue"),
        gettext("Due today"),
        gettext("This week"),
        gettext("Later"),
    )
    found: dict[int, list[tuple[QueueEntry, str]]] = {}
    for entry in entries:
        urgency = _urgency(entry, now)
        found.setdefault(urgency, []).append((entry, _due(entry, urgency, language)))
    return [DueGroup(titles[n], tuple(found[n])) for n in sorted(found)]


def _urgency(entry: QueueEntry, now: datetime) -> int:
    zone = ZoneInfo(entry.time_zone)
    due, today = entry.due_at.astimezone(zone), now.astimezone(zone)
    if due < today:
        return 0
    if due.date() == today.date():
        return 1
    week_end = today.date() + timedelta(days=LAST_DAY_OF_WEEK - today.weekday())
    return 2 if due.date() <= week_end else 3


def _due(entry: QueueEntry, urgency: int, language: str) -> str:
    due = entry.due_at.astimezone(ZoneInfo(entry.time_zone))
    if urgency == 1:
        return format_time(due, "HH:mm", locale=language)
    form = "EEE" if urgency == 2 else "dd.MM."  # noqa: PLR2004 - this week
    return format_date(due, form, locale=language)
