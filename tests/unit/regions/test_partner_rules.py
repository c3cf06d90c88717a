"""Master data: checks, hours, search, and the form that fingerprints are made from."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from regions.partners.csv_rows import read_outlet_rows, read_partner_rows
from regions.partners.rules import (
    OpeningHours,
    OutletMasterData,
    check_values,
    fold,
    hours_text,
    outlet_path,
    owner_line,
    parse_hours,
    partner_path,
    search_terms,
    search_text,
    sort_key,
)

HEADER = (
    "number,partner_number,name,place,street,postcode,city,phone,opening_hours,size,latitude,tags"
)
GOOD = (
    "0034,0012,Markt,Hamburg,Weg 1,21029,Hamburg,040 66969 412,"
    "Mo–Fr 9–19 Uhr|Sa: 9–18 Uhr,3200,53.4,stadt|cafe"
)


def master_data() -> OutletMasterData:
    return OutletMasterData(
        outlet_number="0034",
        name="Halmgrün Gartenmarkt Hamburg-Bergedorf",
        place="Hamburg-Bergedorf",
        owner="Jonas Petersen e. K.",
        partner_name="Petersen",
        street="Am Weidengrund 12",
        postcode="21029",
        city="Hamburg",
        phone="040 66969 412",
        email="",
        opening_hours=(OpeningHours("Mo–Fr", "9–19 Uhr"),),
    )


def test_equal_master_data_has_one_canonical_form() -> None:
    assert json.dumps(master_data().canonical()) == json.dumps(master_data().canonical())


@pytest.mark.parametrize("name", ["owner", "street", "phone", "postcode", "name"])
def test_any_changed_value_changes_the_canonical_form(name: str) -> None:
    given: dict[str, Any] = {name: "anders"}
    changed = replace(master_data(), **given)
    assert changed.canonical() != master_data().canonical()
    hours = replace(master_data(), opening_hours=(OpeningHours("Mo–Fr", "9–18 Uhr"),))
    assert hours.canonical() != master_data().canonical()


def test_paths_of_partners_and_outlets() -> None:
    assert partner_path("hg/de/nord/", "0012") == "hg/de/nord/p0012/"
    assert outlet_path("hg/de/nord/p0012/", "A34") == "hg/de/nord/p0012/oa34/"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("postcode", "2102"),
        ("postcode", "D-21029"),
        ("phone", "anrufen"),
        ("email", "kein-at"),
        ("name", " "),
        ("city", "x" * 121),
        ("street", "Weg\n1"),
    ],
)
def test_bad_values_are_named(name: str, text: str) -> None:
    assert [problem.name for problem in check_values({name: text})] == [name]


def test_values_that_may_be_empty_are_not_asked_for() -> None:
    assert check_values({"phone": "", "email": ""}) == []


def test_hours_are_read_in_both_forms_and_written_back() -> None:
    lines, problems = parse_hours("Mo–Fr: 9–19 Uhr\nSa 9–18 Uhr\n")
    assert problems == []
    assert lines == (OpeningHours("Mo–Fr", "9–19 Uhr"), OpeningHours("Sa", "9–18 Uhr"))
    assert parse_hours(hours_text(lines)) == (lines, [])
    assert [p.name for p in parse_hours("geschlossen")[1]] == ["opening_hours"]


def test_the_owner_has_its_legal_form_once() -> None:
    assert owner_line("Jonas Petersen", "e. K.") == "Jonas Petersen e. K."
    assert owner_line("Grünwerk Holm GmbH", "GmbH") == "Grünwerk Holm GmbH"
    assert owner_line("Jonas Petersen", "") == "Jonas Petersen"


@pytest.mark.parametrize("typed", ["gmünd", "GMUND", "Gmuend", "schwäbisch gmünd"])
def test_umlauts_are_found_however_they_are_typed(typed: str) -> None:
    looked_through = search_text("Schwäbisch Gmünd-Hussenhofen")
    assert all(term in looked_through for term in search_terms(typed))


def test_sharp_s_is_found_as_double_s() -> None:
    assert search_terms("Straße") == ("strasse",)


def test_umlauts_sort_as_in_a_telephone_book() -> None:
    assert sorted(["Zwickau", "Öhringen", "Oldenburg"], key=sort_key) == [
        "Öhringen",
        "Oldenburg",
        "Zwickau",
    ]


@example("\N{MATHEMATICAL BOLD SCRIPT CAPITAL A}")
@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_row_of_a_file_becomes_typed_values() -> None:
    read = read_outlet_rows(f"\ufeff{HEADER}\n{GOOD}\n")
    assert read.problems == ()
    (row,) = read.rows
    assert (row.number, row.size, row.latitude) == ("0034", 3200, 53.4)
    assert row.tags == ("stadt", "cafe")
    assert row.opening_hours[1] == OpeningHours("Sa", "9–18 Uhr")
    assert row.open


def test_semicolons_and_decimal_commas_of_a_german_spreadsheet_are_read() -> None:
    text = f"{HEADER}\n{GOOD}\n".replace(",", ";").replace("53.4", "53,4")
    assert read_outlet_rows(text).rows[0].latitude == 53.4


@pytest.mark.parametrize(
    ("good", "bad", "column"),
    [
        ("21029", "2102x", "postcode"),
        ("3200", "viel", "size"),
        ("53.4", "530", "latitude"),
        ("0034", "../etc", "number"),
        ("Mo–Fr 9–19 Uhr", "immer", "opening_hours"),
    ],
)
def test_a_bad_cell_is_told_with_line_and_column(good: str, bad: str, column: str) -> None:
    read = read_outlet_rows(f"{HEADER}\n{GOOD}\n{GOOD.replace(good, bad, 1)}\n")
    assert [(p.line, p.problem.name) for p in read.problems] == [(3, column)]
    assert read.lines == (2,)


def test_a_missing_column_is_told_once() -> None:
    read = read_outlet_rows("number,name\n1,x\n")
    assert [p.line for p in read.problems] == [1]
    assert "postcode" in read.problems[0].problem.name


def test_partner_rows_need_a_region() -> None:
    header = "number,name,legal_form,owner,responsible,region_path"
    assert read_partner_rows(f"{header}\n1,A,GmbH,A,B,hg/de/nord/\n").problems == ()
    bad = read_partner_rows(f"{header}\n1,A,GmbH,A,B,Nord\n")
    assert [p.problem.name for p in bad.problems] == ["region_path"]
