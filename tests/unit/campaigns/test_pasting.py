"""What comes from spreadsheets is read as a table and put where it belongs."""

import pytest

from campaigns.proofs.across.pasting import MOST_ROWS, Arranged, Name, arrange, read_table

COLUMNS = [
    Name("headline", ("Überschrift", "Headline")),
    Name("angebot.preis", ("Preis", "Price")),
    Name("event.text", ("Text der Veranstaltung", "Event text")),
]
ROWS = [
    Name("a", ("0034", "Hamburg-Bergedorf", "Halmgrün Gartenmarkt Bergedorf", "Hamburg")),
    Name("b", ("0035", "Köln", "Halmgrün Gartenmarkt Köln", "Köln")),
    Name("c", ("0036", "Frechen", "Halmgrün Gartenmarkt Frechen", "Frechen")),
]


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("", []),
        ("\r\n\r\n", []),
        ("a", [["a"]]),
        ("2,99 €", [["2,99 €"]]),
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("a\tb\rc\td", [["a", "b"], ["c", "d"]]),
        ("a\t\tb", [["a", "", "b"]]),
        ("a\tb\tc\nd", [["a", "b", "c"], ["d"]]),
        ('"Zeile 1\nZeile 2"\tb', [["Zeile 1\nZeile 2", "b"]]),
        ('"Zeile 1\r\nZeile 2"\tb\r\nc\td', [["Zeile 1\nZeile 2", "b"], ["c", "d"]]),
        ('"Er sagt ""ja"""\tb', [['Er sagt "ja"', "b"]]),
        ('"mit\tTab"\tb', [["mit\tTab", "b"]]),
        ('12" Topf\tb', [['12" Topf', "b"]]),
        ('"offen\tb', [['"offen', "b"]]),
        ('"a" und "b"\tc', [['"a" und "b"', "c"]]),
        ('""\tb', [["", "b"]]),
        ("\ufeffNummer;Preis\n0034;2,99", [["Nummer", "Preis"], ["0034", "2,99"]]),
        ('Nummer,Preis\n0034,"2,99"', [["Nummer", "Preis"], ["0034", "2,99"]]),
        ("Erste, zweite\nohne Komma", [["Erste, zweite"], ["ohne Komma"]]),
        ("'=SUMME(A1)\t'-5\t'ne Rose", [["=SUMME(A1)", "-5", "'ne Rose"]]),
        ("  a \u00a0\t b", [["a", "b"]]),
    ],
)
def test_a_table_is_read_as_spreadsheets_copy_it(text: str, table: list[list[str]]) -> None:
    assert read_table(text) == table


def test_a_table_without_end_is_cut() -> None:
    assert len(read_table("x\n" * (MOST_ROWS * 3))) <= MOST_ROWS


def put(text: str, start: tuple[str, str] | None = None) -> Arranged:
    """Arrange a text on the page."""
    return arrange(read_table(text), COLUMNS, ROWS, start)


def cells(arranged: Arranged) -> set[tuple[str, str, str]]:
    """Return what goes where."""
    return {(cell.outlet, cell.field, cell.text) for cell in arranged.cells}


def test_cells_go_down_and_right_from_where_one_stands() -> None:
    found = put("Neu\t2,99\nAlt\t3,99", ("b", "headline"))
    assert cells(found) == {
        ("b", "headline", "Neu"),
        ("b", "angebot.preis", "2,99"),
        ("c", "headline", "Alt"),
        ("c", "angebot.preis", "3,99"),
    }
    assert not found.by_header
    assert not found.by_number


def test_what_reaches_beyond_the_table_is_counted_not_lost_in_silence() -> None:
    found = put("1\t2\t3\n4\t5\t6", ("c", "angebot.preis"))
    assert cells(found) == {("c", "angebot.preis", "1"), ("c", "event.text", "2")}
    assert found.left_over == 4


def test_ragged_rows_leave_cells_alone() -> None:
    found = put("A\t1,99\nB", ("a", "headline"))
    assert cells(found) == {
        ("a", "headline", "A"),
        ("a", "angebot.preis", "1,99"),
        ("b", "headline", "B"),
    }


@pytest.mark.parametrize("head", ["PREIS *\tÜberschrift:", "price\theadline", "angebot.preis\tx\t"])
def test_a_header_says_which_column_is_which(head: str) -> None:
    found = put(f"{head}\n2,99\tNeu", ("b", "event.text"))
    assert found.by_header
    assert ("b", "angebot.preis", "2,99") in cells(found)


def test_columns_that_no_field_is_called_are_named() -> None:
    found = put("Preis\tFarbe\n2,99\tRot")
    assert cells(found) == {("a", "angebot.preis", "2,99")}
    assert found.unknown_columns == ("Farbe",)


@pytest.mark.parametrize("numbers", [("0036", "0034"), ("36", "34")])
def test_numbers_of_outlets_say_which_row_is_whose(numbers: tuple[str, str]) -> None:
    first, second = numbers
    found = put(f"Nummer\tFiliale\tPreis\n{first}\tFrechen\t1,99\n{second}\tBergedorf\t2,99")
    assert found.by_number
    assert cells(found) == {("c", "angebot.preis", "1,99"), ("a", "angebot.preis", "2,99")}
    assert found.unknown_columns == ()


def test_numbers_and_names_without_a_header_are_no_values() -> None:
    found = put("0035\tKöln\tHallo\n0036\tFrechen\tTag", ("a", "headline"))
    assert cells(found) == {("b", "headline", "Hallo"), ("c", "headline", "Tag")}


def test_numbers_that_no_outlet_here_has_are_named() -> None:
    found = put("Nummer\tPreis\n0034\t1,99\n0035\t2,49\n0999\t2,99")
    assert found.unknown_rows == ("0999",)
    assert ("a", "angebot.preis", "1,99") in cells(found)
    assert len(found.cells) == 2


def test_prices_that_look_like_numbers_of_outlets_stay_prices() -> None:
    assert cells(put("34\n35\n36", ("a", "angebot.preis"))) == {
        ("a", "angebot.preis", "34"),
        ("b", "angebot.preis", "35"),
        ("c", "angebot.preis", "36"),
    }
    assert not put("34\tx\n34\ty\n34\tz", ("a", "headline")).by_number


def test_one_row_is_never_a_header() -> None:
    assert cells(put("Preis", ("b", "headline"))) == {("b", "headline", "Preis")}


def test_nothing_pasted_changes_nothing() -> None:
    assert put("") == Arranged()
