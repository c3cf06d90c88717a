"""Owns the days that a text names ("bis 30. April", "30.04.2027"), read and written."""

import re
from datetime import date

from brand_assets.cd_rules.law_rule import flat

_MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August"),
    *("September", "Oktober", "November", "Dezember"),
)
_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_NUMBER_OF = {name.casefold(): at + 1 for at, name in enumerate(_MONTHS)} | {
    name.casefold(): at + 1 for at, name in enumerate(_MONTHS_EN)
}
_WEEKDAY = r"(?:(?:Mo|Di|Mi|Do|Fr|Sa|So|Mon|Diens|Donners|Frei|Sams|Sonn)\w*\.?,? (?:den |dem )?)?"
DAY = (
    r"(?P<day>\d{1,2})\. ?(?:(?P<month>\d{1,2})\.(?: ?(?P<year>\d{4}|\d\d)(?!\d))?"
    rf"|(?P<name>{'|'.join(_MONTHS)})(?: (?P<named_year>\d{{4}}))?)(?!\w)"
)
_UNTIL = rf"(?<!\w)bis(?: zum| einschließlich| einschl\.| inkl\.)? {_WEEKDAY}"
UNTIL = re.compile(rf"{_UNTIL}(?P<said>{DAY})", re.IGNORECASE)


def read_day(match: re.Match[str], near: date) -> date | None:
    """Return the day that a match of `DAY` names; without a year the one nearest to `near`."""
    groups = match.groupdict()
    month = int(groups["month"]) if groups["month"] else _NUMBER_OF[groups["name"].casefold()]
    written = groups["year"] or groups["named_year"]
    years = [int(written) % 100 + 2000] if written else [near.year - 1, near.year, near.year + 1]
    days = [day for year in years if (day := _day(year, month, int(groups["day"])))]
    return min(days, key=lambda day: abs((day - near).days), default=None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def names_end(text: str, day: date) -> bool:
    """Whether a text says that something ends on a day: "bis 30. April", "10.-30.4.2027"."""
    german, english = _MONTHS[day.month - 1], _MONTHS_EN[day.month - 1]
    written = (
        rf"0?{day.day}\. ?(?:{german}|0?{day.month}\.)"
        rf"|0?{day.day} {english}|{english} 0?{day.day}(?!\d)|{day.isoformat()}"
    )
    before = rf"{_UNTIL}|[-\u2013] ?|(?<!\w)(?:until|till|to) |(?<!\w)nur am {_WEEKDAY}"
    return re.search(rf"(?:{before})(?:{written})", flat(text), re.IGNORECASE) is not None


def names_any_end(text: str) -> bool:
    """Whether a text says until which day something holds, or names a range of days."""
    even = flat(text)
    ranged = rf"\d{{1,2}}\.(?: ?(?:\d{{1,2}}\.|{'|'.join(_MONTHS)}))? ?[-\u2013] ?{DAY}"
    only = rf"(?<!\w)(?:nur am|am) {_WEEKDAY}{DAY}"
    return any(re.search(pattern, even, re.IGNORECASE) for pattern in (UNTIL.pattern, ranged, only))


def write_day_like(match: re.Match[str], day: date) -> str:
    """Return a day written as the match wrote its own: with the month's name or in figures."""
    groups = match.groupdict()
    if groups["name"]:
        year = f" {day.year}" if groups["named_year"] else ""
        return f"{day.day}. {_MONTHS[day.month - 1]}{year}"
    year = f"{day.year}" if groups["year"] else ""
    return f"{day:%d.%m.}{year}"
