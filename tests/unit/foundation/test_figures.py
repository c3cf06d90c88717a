"""Holds figures to one meaning: both ways of writing are read, what has two is refused."""

from decimal import Decimal

import pytest

from portal.foundation.figures import Unreadable, read_figure, write_figure


@pytest.mark.parametrize(
    ("typed", "language", "meant"),
    [
        ("1.234,56", "de", "1234.56"),
        ("1.234,56", "en", "1234.56"),
        ("1,234.56", "de", "1234.56"),
        ("1234.56", "de", "1234.56"),
        ("1234,5", "en", "1234.5"),
        ("1.234", "de", "1234"),
        ("1,234", "en", "1234"),
        ("1.234.567", "en", "1234567"),
        ("1.234.567,89", "de", "1234567.89"),
        ("12 500,00 €", "de", "12500"),
        ("€ 1 250", "en", "1250"),
        ("1\u00a0250 EUR", "de", "1250"),
        ("0,5", "de", "0.5"),
        ("-3,20", "de", "-3.2"),
        ("\u22123.20", "en", "-3.2"),
        ("250", "de", "250"),
    ],
)
def test_both_ways_of_writing_are_read(typed: str, language: str, meant: str) -> None:
    assert read_figure(typed, language) == Decimal(meant)


@pytest.mark.parametrize("typed", ["2.500", "2,500", "2 500", "2'500", "2500"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_whole_numbers_have_thousands_alone(typed: str, language: str) -> None:
    assert read_figure(typed, language, 0) == Decimal(2500)


@pytest.mark.parametrize(
    ("typed", "language", "says"),
    [("1,234", "de", "Write 1234 or 1,23."), ("1.234", "en", "Write 1234 or 1.23.")],
)
def test_what_can_be_read_in_two_ways_is_refused(typed: str, language: str, says: str) -> None:
    with pytest.raises(Unreadable, match="two ways") as refused:
        read_figure(typed, language)
    assert str(refused.value).endswith(says)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "x", "1,2,3", "1.23.456", "1.234,567", "12.3456", "0.125", "1,234.567,8", "1.2345,6"),
        *("NaN", "Infinity", "1e9", "²", "1 2", "12 34", "1..2", ",5", "5,", "9" * 16),
    ],
)
@pytest.mark.parametrize("language", ["de", "en"])
def test_what_is_no_figure_is_refused(typed: str, language: str) -> None:
    with pytest.raises(Unreadable, match="Enter an amount"):
        read_figure(typed, language)


@pytest.mark.parametrize("typed", ["1,5", "1.25", "2.5000", "zehn"])
def test_a_part_of_a_whole_number_is_refused(typed: str) -> None:
    with pytest.raises(Unreadable, match="whole number"):
        read_figure(typed, "de", 0)


def test_figures_are_written_as_the_language_does() -> None:
    assert write_figure(Decimal("1234.5"), "de") == "1.234,50"
    assert write_figure(Decimal("1234.5"), "en") == "1,234.50"
    assert write_figure(Decimal(120000), "de", 0) == "120.000"
