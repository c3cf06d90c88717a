"""Owns the facts about how values are written, in German and in English."""

import datetime

import pytest

from brand_assets.typesetting.text.formatting import is_empty, polish, price_parts, write
from brand_assets.typesetting.values import (
    AddressValue,
    DateRangeValue,
    EventTimeValue,
    HoursValue,
    PhotoValue,
    PriceValue,
    RowsValue,
    TextValue,
    UrlValue,
)

DAY = datetime.date
TIME = datetime.time
MAY = DateRangeValue(DAY(2027, 5, 10), DAY(2027, 5, 22))
N = "\u202f"


@pytest.mark.parametrize(
    ("form", "german", "english"),
    [
        (None, f"10.–22.{N}Mai 2027", "10–22\u00a0May 2027"),
        ("from", "10.", "10"),
        ("until", f"22.{N}Mai 2027", "22\u00a0May 2027"),
        ("until_day", f"22.{N}Mai", "22\u00a0May"),
        ("from_until", f"10. bis 22.{N}Mai 2027", "10 to 22\u00a0May 2027"),
    ],
)
def test_ranges_of_days(form: str | None, german: str, english: str) -> None:
    assert write(MAY, "de", form) == german
    assert write(MAY, "en", form) == english


def test_ranges_name_the_month_and_year_that_differ() -> None:
    months = DateRangeValue(DAY(2027, 4, 28), DAY(2027, 5, 3))
    assert write(months) == f"28.{N}April–3.{N}Mai 2027"
    years = DateRangeValue(DAY(2026, 12, 28), DAY(2027, 1, 3))
    assert write(years) == f"28.{N}Dezember 2026–3.{N}Januar 2027"
    assert write(DateRangeValue(DAY(2027, 5, 1), DAY(2027, 5, 1))) == f"1.{N}Mai 2027"


def test_event_times() -> None:
    event = EventTimeValue(DAY(2027, 5, 15), TIME(10), TIME(16))
    assert write(event) == f"Samstag, 15.{N}Mai, 10–16{N}Uhr"
    assert write(event, "de", "short") == f"Sa, 15.{N}Mai, 10–16{N}Uhr"
    assert write(event, "en") == f"Saturday, 15\u00a0May, 10{N}am–4{N}pm"
    halves = EventTimeValue(DAY(2027, 5, 17), TIME(8, 30), TIME(19, 30))
    assert write(halves) == f"Montag, 17.{N}Mai, 8.30–19.30{N}Uhr"
    assert write(EventTimeValue(DAY(2027, 5, 17))) == f"Montag, 17.{N}Mai"


@pytest.mark.parametrize(
    ("cents", "german", "english"),
    [
        (299, f"2,99{N}€", "€2.99"),
        (124900, f"1.249,00{N}€", "€1,249.00"),
        (5, f"0,05{N}€", "€0.05"),
        (123456789, f"1.234.567,89{N}€", "€1,234,567.89"),
    ],
)
def test_prices(cents: int, german: str, english: str) -> None:
    assert write(PriceValue(cents)) == german
    assert write(PriceValue(cents), "en") == english


def test_a_lowest_price_says_so() -> None:
    price = PriceValue(299, starting_from=True)
    assert write(price) == f"ab\u00a02,99{N}€"
    assert write(price, "en") == "from\u00a0€2.99"
    assert write(price, "de", "plain") == f"2,99{N}€"
    assert price_parts(PriceValue(1900, "CHF")) == ("19", ",", "00", "CHF")


def test_addresses() -> None:
    address = AddressValue("An der Alten Zimmerei 128 a", "73527", "Gmünd", "0152 28817 386")
    street, phone = f"An der Alten Zimmerei 128{N}a", f"0152{N}28817{N}386"
    assert write(address) == f"{street}\n73527 Gmünd\nTel. {phone}"
    assert write(address, "de", "inline") == f"{street}, 73527 Gmünd · Tel. {phone}"
    assert write(address, "de", "city") == "73527 Gmünd"
    assert write(AddressValue("Weg 1", "1", "X"), "de", "inline") == "Weg 1, 1 X"


def test_hours() -> None:
    hours = HoursValue(("Mo–Fr 9–19 Uhr", "Sa 9–18 Uhr"))
    assert write(hours) == f"Mo–Fr 9–19{N}Uhr\nSa 9–18{N}Uhr"
    assert write(hours, "de", "inline") == f"Mo–Fr 9–19{N}Uhr, Sa 9–18{N}Uhr"


@pytest.mark.parametrize(
    ("typed", "polished"),
    [
        ("1 l = 0,22 €", f"1{N}l = 0,22{N}€"),
        ("6,7 m², Sicherheitsglas", f"6,7{N}m², Sicherheitsglas"),
        ("1 Pflanze, 3 Leute", f"1{N}Pflanze, 3 Leute"),
        ("am 15. Mai", f"am 15.{N}Mai"),
        ("Petersen e. K., z. B. hier", f"Petersen e.{N}K., z.{N}B. hier"),
        ("1 lieber Gruß", "1 lieber Gruß"),
    ],
)
def test_typed_german_gets_its_narrow_spaces(typed: str, polished: str) -> None:
    assert write(TextValue(typed)) == polished
    assert polish(typed, "en") == typed


def test_polishing_changes_spaces_alone() -> None:
    text = "Vom 1. Mai an: 3 Töpfe für 6,99 €,\r\ni. A. der Gärtnerei"
    assert write(TextValue(text)).replace(N, " ") == text.replace("\r\n", "\n")


def test_what_is_empty() -> None:
    assert is_empty(None)
    assert is_empty(TextValue("  \n"))
    assert is_empty(PhotoValue(""))
    assert is_empty(RowsValue(()))
    assert not is_empty(UrlValue("https://halmgruen.example"))
    assert not is_empty(PriceValue(0))
