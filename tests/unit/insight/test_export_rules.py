"""Holds what an export never tells, and that nothing in it runs in a spreadsheet."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest

from campaigns.insight.exports.contract import TABLES
from campaigns.insight.exports.dictionary import data_dictionary
from campaigns.insight.exports.files import arrow_schema, csv_cell
from campaigns.insight.exports.months import Month
from campaigns.insight.exports.rules import (
    Column,
    Kind,
    pseudonym,
    region_of,
    size_class,
)
from portal.foundation.spreadsheets import neutralised

OUTLET = UUID("01900000-0000-7000-8000-000000000001")
ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+49", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", '=HYPERLINK("x")'],  # noqa: RUF001 - a full-width sign is one of the tricks
)
def test_formulas_are_neutralised(text: str) -> None:
    assert neutralised(text) == "'" + text


@pytest.mark.parametrize("text", ["", "Flyer A5", "a=b", "3 - 2", "2026-05-01"])
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert neutralised(text) == text


def test_csv_cells() -> None:
    at = datetime(2026, 5, 1, 8, 30, tzinfo=UTC)
    assert csv_cell(Column("a", Kind.MOMENT, ""), at) == "2026-05-01T08:30:00+00:00"
    assert csv_cell(Column("a", Kind.FLAG, ""), value=False) == "false"
    assert csv_cell(Column("a", Kind.INTEGER, ""), -5) == "-5"
    assert csv_cell(Column("a", Kind.TEXT, ""), None) == ""
    assert csv_cell(Column("a", Kind.TEXT, ""), "-5") == "'-5"


def test_pseudonyms_are_stable_within_a_contract_and_differ_between_them() -> None:
    one, other = b"1" * 32, b"2" * 32
    assert pseudonym(one, "outlet", OUTLET) == pseudonym(one, "outlet", OUTLET)
    assert pseudonym(one, "outlet", OUTLET) != pseudonym(other, "outlet", OUTLET)
    assert pseudonym(one, "outlet", OUTLET) != pseudonym(one, "partner", OUTLET)
    assert pseudonym(one, "outlet", None) is None


def test_a_region_path_names_no_partner() -> None:
    path = "hg/de/pfalz/p0012/o0034/"
    assert region_of(path, has_outlet=True, has_partner=True) == "hg/de/pfalz/"
    assert region_of("hg/de/pfalz/p0012/", has_outlet=False, has_partner=True) == "hg/de/pfalz/"
    assert region_of("hg/", has_outlet=False, has_partner=False) == "hg/"
    assert region_of(None, has_outlet=False, has_partner=False) is None


def test_sizes_are_told_as_classes() -> None:
    assert [size_class(size) for size in (0, 1_999, 2_000, 5_000)] == [
        "unknown",
        "small",
        "medium",
        "large",
    ]


def test_months_follow_each_other() -> None:
    december = Month(2026, 12)
    assert (december.name, december.next().name) == ("2026-12", "2027-01")
    assert december.first == date(2026, 12, 1)


def test_the_dictionary_in_the_docs_is_the_one_that_the_code_declares() -> None:
    written = (ROOT / "docs" / "data-dictionary.md").read_text("utf-8")
    assert written == data_dictionary(), (
        "Make it anew: python -m campaigns.insight.exports.dictionary > docs/data-dictionary.md"
    )


def test_every_column_of_the_schema_stands_in_the_dictionary() -> None:
    written = (ROOT / "docs" / "data-dictionary.md").read_text("utf-8")
    for table in TABLES:
        section = written.split(f"### {table.name}\n")[1].split("###")[0]
        for column in arrow_schema(table):
            assert f"| `{column.name}` | {column.type} |" in section
