"""Owns the kinds that are days and times: a range of days, an event."""

from collections.abc import Mapping
from datetime import date, time

from campaigns.ad_templates.fields import FieldDefinition, Json
from campaigns.ad_templates.kinds.common import Unusable, parts_of
from portal.foundation.errors import N_


def read_date_range(field: FieldDefinition, raw: Json) -> Json:
    """Read the first and the last day."""
    parts = parts_of(raw)
    first, last = _day(field, parts.get("from")), _day(field, parts.get("until"))
    if last < first:
        raise Unusable(N_("The end lies before the beginning. Please swap the two dates."))
    return {"from": first.isoformat(), "until": last.isoformat()}


def read_event_time(field: FieldDefinition, raw: Json) -> Json:
    """Read a day and from when until when."""
    parts = parts_of(raw)
    day, start, end = _day(field, parts.get("day")), _time(parts, "from"), _time(parts, "until")
    if end <= start:
        raise Unusable(N_("The end lies before the beginning. Please check the times."))
    return {"day": day.isoformat(), "from": f"{start:%H:%M}", "until": f"{end:%H:%M}"}


def _day(field: FieldDefinition, raw: Json) -> date:
    try:
        day = date.fromisoformat(raw if isinstance(raw, str) else "")
    except ValueError:
        raise Unusable(N_("Please choose a date.")) from None
    early = field.earliest and day.isoformat() < field.earliest
    late = field.latest and day.isoformat() > field.latest
    if early or late:
        raise Unusable(
            N_("Possible from %(earliest)s to %(latest)s."),
            earliest=_german(field.earliest),
            latest=_german(field.latest),
        )
    return day


def _german(day: str | None) -> str:
    return date.fromisoformat(day).strftime("%d.%m.%Y") if day else "…"


def _time(parts: Mapping[str, Json], key: str) -> time:
    try:
        # Without a zone that somebody may have written: the time is the outlet's own.
        return time.fromisoformat(str(parts.get(key, ""))).replace(tzinfo=None)
    except ValueError:
        raise Unusable(N_("Please enter a time such as 10:00.")) from None
