"""Owns the facts about inline marks: pairs that are allowed, and all else as typed."""

import pytest

from brand_assets.typesetting.text.marks import Mark, Marked, marked

ALL: tuple[Mark, ...] = ("bold", "super", "sub")


def _plain(text: str) -> list[tuple[str, bool, str | None]]:
    return [(piece.text, piece.bold, piece.position) for piece in marked(text, ALL)]


def test_pairs_are_taken_away_and_change_the_look() -> None:
    assert list(marked("Nur **heute**: 12 m^2^ und CO~2~", ALL)) == [
        Marked("Nur "),
        Marked("heute", bold=True),
        Marked(": 12 m"),
        Marked("2", position="super"),
        Marked(" und CO"),
        Marked("2", position="sub"),
    ]


def test_marks_may_stand_in_bold_text() -> None:
    assert _plain("**ab 2^99^ €**") == [
        ("ab 2", True, None),
        ("99", True, "super"),
        (" €", True, None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2 ** 3 ** 4",
        "a ^ b ^ c",
        "**offen",
        "zu**",
        "**eins\nzwei**",
        "^^",
        "****",
        "~",
    ],
)
def test_what_is_no_pair_stays_as_typed(text: str) -> None:
    assert "".join(piece.text for piece in marked(text, ALL)) == text


def test_pairs_do_not_cross() -> None:
    assert "".join(piece.text for piece in marked("a **b ^c** d^", ALL)) == "a b ^c d^"


def test_only_allowed_marks_count() -> None:
    found = list(marked("**a** m^2^", ALL[1:2]))
    assert "".join(piece.text for piece in found) == "**a** m2"
    assert found[-1] == Marked("2", position="super")
    assert "".join(piece.text for piece in marked("**a** m^2^", ())) == "**a** m^2^"
