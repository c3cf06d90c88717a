"""Owns the facts about values in languages and regions beyond plain German and English."""

import datetime

import pytest

from brand_assets.typesetting.frames import Words
from brand_assets.typesetting.text.formatting import price_parts, sign_first, write
from brand_assets.typesetting.values import DateRangeValue, EventTimeValue, PriceValue

DAY, TIME = datetime.date, datetime.time
WITHIN = DateRangeValue(DAY(2027, 5, 10), DAY(2027, 5, 22))
ACROSS = DateRangeValue(DAY(2027, 4, 28), DAY(2027, 5, 2))
NEW_YEAR = EventTimeValue(DAY(2027, 1, 5), TIME(8, 30), TIME(16))
S, NB = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("language", "price"),
    [
        ("de-AT", f"ab{S}€{S}1.249,00"),
        ("de-CH", f"ab{S}EUR{S}1’249.00"),
        ("en-GB", f"from{S}€1,249.00"),
        ("fr", f"dès{S}1{NB}249,00{S}€"),
        ("it", f"da{S}1.249,00{S}€"),
        ("nl", f"vanaf{S}€{S}1.249,00"),
        ("pl", f"od{S}1{S}249,00{S}€"),
        ("es", f"desde{S}1.249,00{S}€"),
        ("tr", "€1.249,00"),
    ],
)
def test_prices_follow_the_locale(language: str, price: str) -> None:
    assert write(PriceValue(124900, starting_from=True), language) == price


@pytest.mark.parametrize(
    ("language", "within", "across"),
    [
        ("de-AT", f"10.–22.{S}Mai 2027", f"28.{S}April bis 2.{S}Mai 2027"),
        ("en-US", "May 10 – May 22, 2027", "April 28 to May 2, 2027"),
        ("fr", f"10–22{S}mai 2027", f"28{S}avril au 2{S}mai 2027"),
        ("it", f"10–22{S}maggio 2027", f"28{S}aprile al 2{S}maggio 2027"),
        ("nl", f"10–22{S}mei 2027", f"28{S}april t/m 2{S}mei 2027"),
        ("pl", f"10–22{S}maja 2027", f"28{S}kwietnia do 2{S}maja 2027"),
        ("es", f"10–22{S}de mayo de 2027", f"28{S}de abril al 2{S}de mayo de 2027"),
        ("tr", f"10–22{S}May\u0131s 2027", f"28{S}Nisan – 2{S}May\u0131s 2027"),
    ],
)
def test_days_follow_the_locale(language: str, within: str, across: str) -> None:
    assert write(WITHIN, language) == within
    assert write(ACROSS, language, "from_until") == across


def test_events_follow_the_locale() -> None:
    assert write(NEW_YEAR, "de-AT") == f"Dienstag, 5.{S}Jänner, 08:30–16:00{NB}Uhr"
    assert write(NEW_YEAR, "fr", "short") == f"mar., 5{S}janvier, 08:30–16:00"


def test_parts_of_a_price_follow_the_locale() -> None:
    assert price_parts(PriceValue(-124905, "CHF"), "de-CH") == ("\u22121’249", ".", "05", "CHF")
    assert [sign_first(tag) for tag in ("de", "en", "de-AT", "fr", "nl")] == [
        *(False, True, True),
        *(False, True),
    ]


def test_unknown_languages_are_written_as_german() -> None:
    assert write(WITHIN, "tlh") == f"10.–22.{S}Mai 2027"


def test_words_of_a_region_are_those_of_its_language() -> None:
    words = Words(de="Guten Tag", en="Hello")
    assert [words.in_language(tag) for tag in ("de-CH", "en-GB", "fr")] == [
        "Guten Tag",
        "Hello",
        "Guten Tag",
    ]
