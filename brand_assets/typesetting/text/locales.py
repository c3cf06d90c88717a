"""Owns how dates, times and prices are written in languages other than plain German and English.

The forms are those of the CLDR as Babel carries it; regions count (de-AT writes "Jänner", de-CH
"CHF 1’249.90"). A tag that the CLDR does not know is written as German.
"""

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.numbers import format_currency, get_currency_symbol

DASH = "\u2013"
NO_BREAK = "\u00a0"
_YEAR = re.compile(r"(?:[\s,.]|'[^']*'|\u0433\.)*y+[^yMd]*$")
_FROM: Mapping[str, str] = {
    "de": "ab",
    "en": "from",
    "fr": "dès",
    "it": "da",
    "nl": "vanaf",
    "pl": "od",
    "es": "desde",
    "pt": "desde",
    "cs": "od",
    "da": "fra",
    "sv": "från",
}
"""The word before a lowest price. Turkish and others put an ending behind it instead: none."""
_TO: Mapping[str, str] = {
    "de": "bis",
    "en": "to",
    "fr": "au",
    "it": "al",
    "nl": "t/m",
    "pl": "do",
    "es": "al",
    "pt": "a",
    "cs": "do",
    "da": "til",
    "sv": "till",
}


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """Return the locale of a BCP 47 tag; German where the CLDR does not know it."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        return Locale("de")


def from_word_in(language: str) -> str:
    """Return the word before a lowest price; empty where the language has none there."""
    return _FROM.get(locale_of(language).language, "")


def price_parts_in(cents: int, currency: str, language: str) -> tuple[str, str, str, str]:
    """Return whole units, separator, cents and currency sign of a price, for raised cents."""
    locale = locale_of(language)
    number = format_currency(Decimal(abs(cents)) / 100, currency, "#,##0.00", locale=locale)
    sign = "\u2212" if cents < 0 else ""
    return sign + number[:-3], number[-3], number[-2:], get_currency_symbol(currency, locale)


def sign_first_in(language: str) -> bool:
    """Whether the currency sign stands before the figures."""
    pattern = locale_of(language).currency_formats["standard"].pattern
    return bool(pattern.lstrip("\u200e\u200f").startswith("\u00a4"))


def write_price_in(cents: int, currency: str, language: str) -> str:
    """Return a price with its currency sign, its spaces no-break."""
    written = format_currency(Decimal(cents) / 100, currency, locale=locale_of(language))
    return written.replace(" ", NO_BREAK).replace("-", "\u2212")


def write_day_in(day: datetime.date, language: str, *, year: bool) -> str:
    """Return a day in its long form, without a weekday."""
    locale = locale_of(language)
    pattern = locale.date_formats["long"].pattern
    if not year:
        pattern = _YEAR.sub("", pattern)
    return _bound(format_date(day, pattern, locale=locale))


def _bound(day: str) -> str:
    """Return a day whose figure stays with its month."""
    return re.sub(r"(?<=\d) (?=\D)|(?<=\d\.) (?=\D)", NO_BREAK, day)


def write_days_in(start: datetime.date, end: datetime.date, language: str, *, words: bool) -> str:
    """Return a range of days, with a dash or with the word for "to"."""
    last = write_day_in(end, language, year=True)
    joint = f" {_TO.get(locale_of(language).language, DASH)} " if words else f" {DASH} "
    if start.year != end.year:
        return write_day_in(start, language, year=True) + joint + last
    day_first = locale_of(language).date_formats["long"].pattern.startswith("d")
    if start.month == end.month and day_first:
        figure = f"{start.day}{'.' if f'{end.day}.' in last else ''}"
        return f"{figure}{joint if words else DASH}{last}"
    return write_day_in(start, language, year=False) + joint + last


def write_weekday_in(day: datetime.date, language: str, *, short: bool) -> str:
    """Return the name of the day in the week."""
    names = locale_of(language).days["stand-alone"]["abbreviated" if short else "wide"]
    return str(names[day.weekday()])


def write_clock_in(time: datetime.time, language: str) -> str:
    """Return a time of day without seconds."""
    return format_time(time, "short", locale=locale_of(language)).replace(" ", NO_BREAK)
