"""Holds how channels' CSV files are read, German ones above all, and what is said of bad rows."""

from datetime import date

import pytest

from campaigns.insight.reports.parsing import (
    Unreadable,
    read_cents,
    read_count,
    read_day,
    read_rows,
    read_sheet,
)
from campaigns.insight.reports.rules import (
    LARGEST_FILE,
    Column,
    Figures,
    missing_columns,
    repeated_rows,
)
from portal.foundation.errors import Invalid

TODAY = date(2026, 11, 21)
GERMAN = """Kurzlink;Datum;Auflage (Stück);Klicks;Kosten (€)
https://p.example/l/abcd2345;03.05.2026;2.500;17;1.204,50
ABCD2346;4.5.26;;3;
"""


def test_a_german_file_is_understood_without_being_told() -> None:
    sheet = read_sheet(GERMAN.encode("cp1252"))
    rows, problems = read_rows(sheet, sheet.guess(), TODAY)
    assert problems == []
    assert [(row.subject, row.day) for row in rows] == [
        ("code:ABCD2345", date(2026, 5, 3)),
        ("code:ABCD2346", date(2026, 5, 4)),
    ]
    assert rows[0].figures == Figures(pieces=2500, clicks=17, spend_cents=120450)
    assert rows[1].figures == Figures(clicks=3)


def test_an_english_file_is_understood_too() -> None:
    text = '\ufeffCode,Date,Impressions,Clicks,Amount spent\nABCD2345,2026-05-03,"12,345",17,20.5\n'
    sheet = read_sheet(text.encode())
    rows, problems = read_rows(sheet, sheet.guess(), TODAY)
    assert problems == []
    assert rows[0].figures == Figures(impressions=12345, clicks=17, spend_cents=2050)


def test_each_bad_row_says_what_is_wrong_and_the_others_are_read() -> None:
    text = (
        "Code;Tag;Klicks\nABCD2345;31.02.2026;1\nABCD2345;2026-05-03;zwei\n"
        "ABCD2345;2027-01-01;1\n;2026-05-03;1\nABCD2345;2026-05-04;\nABCD2345;2026-05-05;-4\n"
        "ABCD2345;2026-05-06;9\n"
    )
    sheet = read_sheet(text.encode())
    rows, problems = read_rows(sheet, sheet.guess(), TODAY)
    assert [problem.line for problem in problems] == [2, 3, 4, 5, 6, 7]
    assert problems[0].params["text"] == "31.02.2026"
    assert [row.line for row in rows] == [8]


@pytest.mark.parametrize(
    ("text", "decimal", "count"),
    [("1.204", ",", 1204), ("1,204", ".", 1204), ("7", ",", 7), ("12 345", ",", 12345)],
)
def test_count(text: str, decimal: str, count: int) -> None:
    assert read_count(text, decimal) == count


@pytest.mark.parametrize("text", ["1,5", "1.20.4", "12.34", "1e9", "٣", "9999999999", "", "1.2345"])
def test_no_count(text: str) -> None:
    with pytest.raises(Unreadable):
        read_count(text, ",")


def test_amounts_are_rounded_to_the_cent() -> None:
    assert read_cents("0,125 €", ",") == 13
    assert read_cents("12,50EUR", ",") == 1250


@pytest.mark.parametrize("text", ["2026-13-01", "1.13.2026", "morgen", "31.12.2026", "0001-01-01"])
def test_no_day(text: str) -> None:
    with pytest.raises(Unreadable):
        read_day(text, TODAY)


@pytest.mark.parametrize(
    "content", [b"", b"Code;Tag\n", b"\x00\x01\x02PK", b"x" * (LARGEST_FILE + 1), b'a;b\n"c;d\n']
)
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid):
        read_sheet(content)


def test_missing_columns_are_named() -> None:
    assert [p.column for p in missing_columns({})] == ["code", "day", "figures"]
    assert missing_columns({Column.CODE: "a", Column.DAY: "b", Column.CLICKS: "c"}) == []


def test_the_same_ad_and_day_twice_is_a_problem_of_the_second() -> None:
    text = "Code;Tag;Klicks\nABCD2345;2026-05-03;1\nabcd2345;03.05.2026;2\n"
    sheet = read_sheet(text.encode())
    rows, _ = read_rows(sheet, sheet.guess(), TODAY)
    assert [(p.line, p.params["first"]) for p in repeated_rows(rows)] == [(3, 2)]
