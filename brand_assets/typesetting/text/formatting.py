"""Owns how values are written: dates, times and prices as their language wants them.

German ("de") and English ("en") are set by hand as the brand does it; other languages and regions
("fr", "de-CH") follow the CLDR.
"""

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from brand_assets.design_facts import Bilingual, PriceMode
from brand_assets.typesetting.text.locales import (
    DASH,
    NO_BREAK,
    from_word_in,
    price_parts_in,
    sign_first_in,
    write_clock_in,
    write_day_in,
    write_days_in,
    write_price_in,
    write_weekday_in,
)
from brand_assets.typesetting.values import (
    AddressValue,
    DateRangeValue,
    EventTimeValue,
    FieldValue,
    HoursValue,
    NumberValue,
    PersonValue,
    PhoneValue,
    PhotoValue,
    PriceValue,
    RowsValue,
    TextValue,
    UrlValue,
)

NARROW = "\u202f"
"""Narrow no-break space: before units and the euro sign, inside abbreviations and numbers."""
FROM_IS_DROPPED_AT = 100_000
"""Cents from which on a price is set without its "ab": it would not stand in the shape."""

_MONTHS_DE = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August"),
    *("September", "Oktober", "November", "Dezember"),
)
_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_DAYS_DE = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SYMBOLS = {"EUR": "€", "CHF": "CHF", "GBP": "£", "USD": "$"}
_MODE_WORDS = {
    PriceMode.RECOMMENDED: Bilingual("UVP", "RRP"),
    PriceMode.MAXIMUM: Bilingual("max.", "max."),
}
_NOON = 12
_BY_HAND = frozenset({"de", "en"})

_UNITS = (
    *("€", "%", "mm", "cm", "m²", "m³", "m", "km", "ml", "l", "mg", "g", "kg", "Uhr"),
    *("Pflanze", "Pflanzen", "Topf", "Töpfe", "Stück"),
)
_BEFORE_UNIT = re.compile(rf"(?<=\d) (?=(?:{'|'.join(map(re.escape, _UNITS))})(?!\w))")
_BEFORE_MONTH = re.compile(rf"(?<=\d\.) (?=(?:{'|'.join(_MONTHS_DE)})(?!\w))")
_ABBREVIATION = re.compile(r"(?<=\b[A-Za-zÄÖÜäöü]\.) (?=[A-Za-zÄÖÜäöü]\.)")
_HOUSE_LETTER = re.compile(r"(?<=\d) (?=[a-z](?!\w))")


def polish(text: str, language: str) -> str:
    """Return typed text with narrow no-break spaces where German typography wants them.

    Words, signs and line breaks stay as they are.
    """
    if language.partition("-")[0] != "de":
        return text
    for pattern in (_BEFORE_UNIT, _BEFORE_MONTH, _ABBREVIATION):
        text = pattern.sub(NARROW, text)
    return text


def keeps_together(text: str, at: int) -> bool:
    """Whether the space before `at` joins a figure to its unit or a day to its month.

    In typed text `polish` makes such spaces no-break; fixed words keep theirs as they are.
    """
    return any(pattern.match(text, at - 1) for pattern in (_BEFORE_UNIT, _BEFORE_MONTH))


def write(value: FieldValue, language: str = "de", form: str | None = None) -> str:
    """Return a value as text in `language` (a BCP 47 tag); empty for photos and tables.

    An unknown form writes the value in its plain way.
    """
    writer = _WRITERS.get(type(value))
    return writer(value, language, form) if writer else ""


def is_empty(value: FieldValue | None) -> bool:
    """Whether a field holds nothing to show."""
    if value is None:
        return True
    if isinstance(value, PhotoValue):
        return not value.sha256
    if isinstance(value, RowsValue):
        return not value.rows
    return not write(value).strip()


def price_parts(value: PriceValue, language: str = "de") -> tuple[str, str, str, str]:
    """Return whole units with thousands separators, separator, cents and currency sign."""
    if language not in _BY_HAND:
        return price_parts_in(value.cents, value.currency, language)
    whole, cents = divmod(abs(value.cents), 100)
    thousands, point = (".", ",") if language == "de" else (",", ".")
    grouped = f"{whole:,}".replace(",", thousands)
    sign = "\u2212" if value.cents < 0 else ""
    return sign + grouped, point, f"{cents:02d}", currency_sign(value.currency)


def currency_sign(currency: str) -> str:
    """Return the sign of a currency, its code where it has none."""
    return _SYMBOLS.get(currency, currency)


def from_word(language: str) -> str:
    """Return the word before a lowest price; empty where the language has none there."""
    return from_word_in(language)


def sign_first(language: str) -> bool:
    """Whether the currency sign stands before the figures."""
    return language == "en" if language in _BY_HAND else sign_first_in(language)


def word_before(value: PriceValue, language: str) -> str:
    """Return the word that stands before a price: "UVP", "max.", "ab"; empty for most."""
    if value.mode in _MODE_WORDS and language in _BY_HAND:
        return _MODE_WORDS[value.mode].in_language(language)
    return from_word(language) if value.starting_from else ""


def write_price(value: PriceValue, language: str = "de", form: str | None = None) -> str:
    """Return a price on one line: "ab 2,99 €", "UVP 4,99 €", "2,99 € bis 30. April".

    Form "plain" is the bare amount, "note" what is to be said beside it: "statt 3,99 €", "bis
    30. April".
    """
    if form == "note":
        return price_note(value, language)
    money = _money(value, language)
    if form == "plain":
        return money
    word, note = word_before(value, language), price_note(value, language)
    return (f"{word}{NO_BREAK}{money}" if word else money) + (f" {note}" if note else "")


def price_note(value: PriceValue, language: str) -> str:
    """Return what is to be said beside a price: its lowest price before, and its end."""
    if language not in _BY_HAND:
        return ""
    parts = []
    if value.lowest_cents is not None:
        lowest = _money(replace(value, cents=value.lowest_cents), language)
        parts.append(f"statt {lowest}" if language == "de" else f"instead of {lowest}")
    if value.mode is PriceMode.PROMOTIONAL and value.ends is not None:
        day = _day(value.ends, language, year=False)
        parts.append(f"bis {day}" if language == "de" else f"until {day}")
    return " ".join(parts)


def _money(value: PriceValue, language: str) -> str:
    if language not in _BY_HAND:
        return write_price_in(value.cents, value.currency, language)
    whole, point, cents, sign = price_parts(value, language)
    amount = f"{whole}{point}{cents}"
    return f"{amount}{NARROW}{sign}" if language == "de" else f"{sign}{amount}"


def _day(day: datetime.date, language: str, *, month: bool = True, year: bool = True) -> str:
    if language not in _BY_HAND:
        return write_day_in(day, language, year=year)
    if language == "de":
        parts = f"{day.day}." + (f"{NARROW}{_MONTHS_DE[day.month - 1]}" if month else "")
    else:
        parts = f"{day.day}" + (f"{NO_BREAK}{_MONTHS_EN[day.month - 1]}" if month else "")
    return f"{parts} {day.year}" if year else parts


def _range_start(value: DateRangeValue, language: str) -> str:
    if language not in _BY_HAND:
        return write_day_in(value.start, language, year=value.start.year != value.end.year)
    same_year = value.start.year == value.end.year
    same_month = same_year and value.start.month == value.end.month
    return _day(value.start, language, month=not same_month, year=not same_year)


def write_range(value: DateRangeValue, language: str = "de", form: str | None = None) -> str:
    """Return a range of days; forms: from, until, until_day, from_until, else with a dash."""
    start, end = _range_start(value, language), _day(value.end, language)
    if form == "until_day":
        return _day(value.end, language, year=False)
    if form == "until" or (value.start == value.end and form != "from"):
        return end
    if form == "from":
        return start
    if language not in _BY_HAND:
        words = form == "from_until"
        return write_days_in(value.start, value.end, language, words=words)
    if form == "from_until":
        return f"{start} {'bis' if language == 'de' else 'to'} {end}"
    return f"{start}{DASH}{end}"


def write_times(
    start: datetime.time | None, end: datetime.time | None, language: str = "de"
) -> str:
    """Return "10-16 Uhr" (with a dash), "8.30-19.30 Uhr", "10 am-4 pm"."""
    if start is None:
        return ""

    def clock(time: datetime.time) -> str:
        by_hand = {"de": _clock_de, "en": _clock_en}.get(language)
        return by_hand(time) if by_hand else write_clock_in(time, language)

    times = clock(start) if end is None else f"{clock(start)}{DASH}{clock(end)}"
    return f"{times}{NARROW}Uhr" if language.partition("-")[0] == "de" else times


def _clock_de(time: datetime.time) -> str:
    return f"{time.hour}.{time.minute:02d}" if time.minute else str(time.hour)


def _clock_en(time: datetime.time) -> str:
    hour = time.hour % _NOON or _NOON
    minutes = f".{time.minute:02d}" if time.minute else ""
    return f"{hour}{minutes}{NARROW}{'am' if time.hour < _NOON else 'pm'}"


def write_event(value: EventTimeValue, language: str = "de", form: str | None = None) -> str:
    """Return "Samstag, 15. Mai, 10-16 Uhr" (with a dash); form "short" shortens the weekday."""
    weekday = _weekday(value.date, language, short=form == "short")
    day = _day(value.date, language, year=False)
    times = write_times(value.start, value.end, language)
    return ", ".join(part for part in (weekday, day, times) if part)


def _weekday(day: datetime.date, language: str, *, short: bool) -> str:
    if language not in _BY_HAND:
        return write_weekday_in(day, language, short=short)
    name = (_DAYS_DE if language == "de" else _DAYS_EN)[day.weekday()]
    return name[: 2 if language == "de" else 3] if short else name


def _write_address(value: AddressValue, language: str, form: str | None) -> str:
    street = _HOUSE_LETTER.sub(NARROW, value.street.strip())
    city = f"{value.postcode} {value.city}".strip()
    phone = _bound(value.phone)
    tel = f"Tel. {phone}" if phone else ""
    written = {
        "street": street,
        "city": city,
        "phone": phone,
        "street_city": _joined(", ", street, city),
        "inline": _joined(" · ", _joined(", ", street, city), tel),
    }
    return written.get(form or "", _joined("\n", street, city, tel))


def _bound(phone: str) -> str:
    """Return a telephone number whose parts stay on one line."""
    return phone.strip().replace(" ", NARROW)


def _write_phone(value: PhoneValue, _language: str, _form: str | None) -> str:
    return _bound(value.number)


def _write_person(value: PersonValue, _language: str, form: str | None) -> str:
    phone = _bound(value.phone)
    tel = f"Tel. {phone}" if phone else ""
    written = {
        "name": value.name,
        "role": value.role,
        "phone": phone,
        "email": value.email,
        "name_role": _joined(", ", value.name, value.role),
        "inline": _joined(" · ", _joined(", ", value.name, value.role), tel, value.email),
    }
    return written.get(form or "", _joined("\n", value.name, value.role, tel, value.email))


def _write_number(value: NumberValue, language: str, form: str | None) -> str:
    """Return "1.250 m²", "2,5 kg"; form "plain" leaves the unit out."""
    figures = f"{abs(value.amount):,f}"
    if language.partition("-")[0] == "de":
        figures = figures.translate(str.maketrans(",.", ".,"))
    written = ("\u2212" if value.amount < 0 else "") + figures
    return written if form == "plain" else _joined(NARROW, written, value.unit)


def _joined(separator: str, *parts: str) -> str:
    return separator.join(part for part in parts if part)


def _write_hours(value: HoursValue, language: str, form: str | None) -> str:
    lines = (polish(line, language) for line in value.lines if line.strip())
    return (", " if form == "inline" else "\n").join(lines)


def _write_text(value: TextValue, language: str, _form: str | None) -> str:
    return polish(value.text.replace("\r\n", "\n"), language)


_WRITERS: Mapping[type, Callable[..., str]] = {
    TextValue: _write_text,
    NumberValue: _write_number,
    PriceValue: write_price,
    DateRangeValue: write_range,
    EventTimeValue: write_event,
    AddressValue: _write_address,
    HoursValue: _write_hours,
    PhoneValue: _write_phone,
    PersonValue: _write_person,
    UrlValue: lambda value, _language, _form: value.url,
}
