"""Owns values as people type them into cells of a table: out as text, in as canonical JSON (pure).

What goes out reads in again as the same value. Text of a cell is in the reader's language; what
comes in may be in either, as spreadsheets write it: "2,99 €", "2.99", "15.05.2027", "2027-05-15".
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, time

from campaigns.ad_templates.canonical import Unusable, canonical_value
from campaigns.ad_templates.fields import FieldDefinition, FieldKind, Json
from portal.foundation.errors import N_
from regions.partners.rules import OpeningHours, hours_text, parse_hours

_CENTURY = 2000
_DAY_EXPECTED = N_("Please enter a date such as 15.05.2027.")
_TIME_EXPECTED = N_("Please enter a day and times such as 15.05.2027, 10:00 – 16:00.")
_BETWEEN = " \u2013 "


def text_of(entry: FieldDefinition, value: Json, language: str) -> str:
    """Return a canonical value as the text of a cell; empty for none."""
    if value is None:
        return ""
    writer = _WRITERS.get(entry.kind)
    return writer(entry, value, language) if writer else str(value)


def cell_value(entry: FieldDefinition, text: str, applies: Json = None) -> Json:
    """Return the canonical value of what was typed into a cell, None where it is empty.

    What a cell cannot say stays as in the value that `applies`: the mode of a price, its end.
    Raises Unusable.
    """
    text = text.replace("\u00a0", " ").replace("\u202f", " ").strip()
    if not text:
        return None
    reader = _READERS.get(entry.kind)
    return canonical_value(entry, reader(entry, text, applies) if reader else text)


def _write_price(_entry: FieldDefinition, value: Json, language: str) -> str:
    whole, cents = divmod(value["cents"], 100)
    english = language == "en"
    amount = f"{whole}{'.' if english else ','}{cents:02d}"
    word = ("from " if english else "ab ") if value.get("starting_from") else ""
    return f"{word}{'€' if english else ''}{amount}{'' if english else ' €'}"


_ENGLISH_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")
_KEPT_OF_PRICE = ("mode", "ends", "lowest_cents")


def _read_price(_entry: FieldDefinition, text: str, applies: Json) -> Json:
    """Keep mode, end and lowest price; "1,299.00" and "2,99 Euro" are prices too."""
    said = re.sub(r"(?i)(?<!\s)\s*euros?\s*$", " €", text)
    said = re.sub(r",-{1,2}(?=\s*(?:€|$))", "", said)
    if re.search(r"\.\d{2}(?!\d)", said):
        said = _ENGLISH_THOUSANDS.sub("", said)
    parts = applies if isinstance(applies, Mapping) else {}
    return {"text": said, **{key: parts[key] for key in _KEPT_OF_PRICE if key in parts}}


def _write_amount(_entry: FieldDefinition, value: Json, language: str) -> str:
    amount = str(value["amount"])
    amount = amount if language == "en" else amount.replace(".", ",")
    return f"{amount} {value['unit']}".strip()


def _write_choice(entry: FieldDefinition, value: Json, language: str) -> str:
    labels = {choice.value: choice.label.in_language(language) for choice in entry.choices}
    return labels.get(value, str(value))


def _read_choice(entry: FieldDefinition, text: str, _applies: Json) -> Json:
    wanted = " ".join(text.split()).casefold()
    for choice in entry.choices:
        words = (choice.value, choice.label.de, choice.label.en)
        if wanted in {" ".join(word.split()).casefold() for word in words}:
            return choice.value
    return text


def _write_hours(_entry: FieldDefinition, value: Json, _language: str) -> str:
    return hours_text(tuple(OpeningHours(line["days"], line["hours"]) for line in value))


def _read_hours(_entry: FieldDefinition, text: str, _applies: Json) -> Json:
    lines, problems = parse_hours(text)
    if problems:
        raise Unusable(problems[0].message)
    return [{"days": line.days, "hours": line.hours} for line in lines]


def _write_day(day: str) -> str:
    return f"{date.fromisoformat(day):%d.%m.%Y}"


def _write_range(_entry: FieldDefinition, value: Json, _language: str) -> str:
    days = list(dict.fromkeys((value["from"], value["until"])))
    return _BETWEEN.join(_write_day(day) for day in days)


_DAY = re.compile(
    r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ]00:00(?::00)?)?"
    r"|(?P<d2>\d{1,2})[./](?P<m2>\d{1,2})[./](?P<y2>\d{4}|\d{2})?(?!\d)"
)
_RANGE_WORDS = re.compile(r"(?i)\b(?:vom|von|ab|bis|zum|und|from|to|until|and|till)\b")
_SEPARATORS = " \t\n-\u2013\u2014,;.:"
_MOST_DAYS = 2


def _read_range(_entry: FieldDefinition, text: str, applies: Json) -> Json:
    found = list(_DAY.finditer(text))
    rest = _RANGE_WORDS.sub("", _WEEKDAY.sub("", _DAY.sub("", text))).strip(_SEPARATORS)
    if not 1 <= len(found) <= _MOST_DAYS or rest:
        raise Unusable(_DAY_EXPECTED)
    year = _year_of(found) or _year_in(applies, "until")
    days = [_day(one, year).isoformat() for one in found]
    return {"from": days[0], "until": days[-1]}


def _year_of(found: list[re.Match[str]]) -> int | None:
    """Return the year of the last date that says one: "10.05. – 22.05.2027"."""
    said = [one["y"] or one["y2"] for one in found]
    years = [int(year) + (_CENTURY if len(year) == 2 else 0) for year in said if year]  # noqa: PLR2004 - two digits
    return years[-1] if years else None


def _year_in(applies: Json, part: str) -> int | None:
    return int(applies[part][:4]) if isinstance(applies, Mapping) and part in applies else None


def _day(found: re.Match[str], year: int | None) -> date:
    said = _year_of([found]) or year
    if said is None:
        raise Unusable(_DAY_EXPECTED)
    try:
        return date(said, int(found["m"] or found["m2"]), int(found["d"] or found["d2"]))
    except ValueError:
        raise Unusable(_DAY_EXPECTED) from None


def _write_event(_entry: FieldDefinition, value: Json, _language: str) -> str:
    return f"{_write_day(value['day'])}, {value['from']}{_BETWEEN}{value['until']}"


_TIME = re.compile(
    r"(?<!\d)(?P<h>\d{1,2})(?:[:.](?P<min>\d{2}))?(?::00)?(?!\d)\s*(?P<half>[ap]\.?m\b\.?)?"
)
_TIME_WORDS = re.compile(r"(?i)\b(?:uhr|h|am|von|ab|bis|um|from|to|until|on|at)\b")
_WEEKDAY = re.compile(
    r"(?i)\b(?:mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun|montag|dienstag|mittwoch|donnerstag"
    r"|freitag|samstag|sonnabend|sonntag|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
    r"\b\.?"
)
_START_AND_END = 2
_NOON = 12


def _read_event(_entry: FieldDefinition, text: str, applies: Json) -> Json:
    days = list(_DAY.finditer(text))
    rest = _WEEKDAY.sub("", _DAY.sub(" ", text))
    times = list(_TIME.finditer(rest))
    over = _TIME_WORDS.sub("", _TIME.sub("", rest)).strip(_SEPARATORS)
    if len(days) > 1 or len(times) != _START_AND_END or over:
        raise Unusable(_TIME_EXPECTED)
    start, end = (_time(one) for one in times)
    year = _year_in(applies, "day")
    if days:
        day = _day(days[0], year).isoformat()
    elif isinstance(applies, Mapping) and "day" in applies:
        day = applies["day"]
    else:
        raise Unusable(_TIME_EXPECTED)
    return {"day": day, "from": start, "until": end}


def _time(found: re.Match[str]) -> str:
    hour, half = int(found["h"]), (found["half"] or "").lower()[:1]
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    try:
        return f"{time(hour, int(found['min'] or 0)):%H:%M}"
    except ValueError:
        raise Unusable(_TIME_EXPECTED) from None


_WRITERS: Mapping[FieldKind, Callable[[FieldDefinition, Json, str], str]] = {
    FieldKind.PRICE: _write_price,
    FieldKind.QUANTITY: _write_amount,
    FieldKind.NUMBER: _write_amount,
    FieldKind.CHOICE: _write_choice,
    FieldKind.HOURS: _write_hours,
    FieldKind.DATE_RANGE: _write_range,
    FieldKind.EVENT_TIME: _write_event,
}
_READERS: Mapping[FieldKind, Callable[[FieldDefinition, str, Json], Json]] = {
    FieldKind.PRICE: _read_price,
    FieldKind.CHOICE: _read_choice,
    FieldKind.HOURS: _read_hours,
    FieldKind.DATE_RANGE: _read_range,
    FieldKind.EVENT_TIME: _read_event,
}
