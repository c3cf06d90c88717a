"""Holds what marks an ad: its place, its photo, its words."""

import pytest

from campaigns.insight.readings.rules import Offered, comparable, marks_of, place_names

OFFERED = Offered(
    ("Der Frühling muss raus.", "Farbe für Bergedorf."),
    {"headline": "Der Frühling muss raus.", "bild": {"sha256": "default"}},
    {"bild": ("pool",)},
)
PLACES = place_names("Hamburg", "Hamburg-Bergedorf")


def test_a_district_is_a_name_of_the_place() -> None:
    assert set(PLACES) == {"Hamburg-Bergedorf", "Hamburg", "Bergedorf"}
    assert PLACES[0] == "Hamburg-Bergedorf"


@pytest.mark.parametrize(
    ("headline", "names_place"),
    [
        ("Farbe für Bergedorf.", True),
        ("Farbe für\nHAMBURG", True),
        ("Farbe für Hamburger", False),
        ("Der Frühling muss raus.", False),
        ("Und so weiter … morgen", False),
    ],
)
def test_place_names(headline: str, names_place: bool) -> None:
    assert marks_of({"headline": headline}, OFFERED, PLACES).names_place is names_place


def test_an_own_headline_is_one_that_was_not_offered() -> None:
    assert marks_of({"headline": "Ganz was Eigenes"}, OFFERED, PLACES).own_headline
    assert not marks_of({"headline": "der frühling  muss raus"}, OFFERED, PLACES).own_headline
    assert not marks_of({}, OFFERED, PLACES).own_headline


@pytest.mark.parametrize(
    ("photo", "own"),
    [(None, False), ("default", False), ("pool", False), ("mine", True)],
)
def test_an_own_photo_is_one_that_head_office_does_not_offer(photo: str, own: bool) -> None:
    values = {"bild": {"sha256": photo}} if photo else {}
    assert marks_of(values, OFFERED, PLACES).own_photo is own


def test_headlines_are_compared_without_place_case_and_full_stop() -> None:
    assert comparable("Farbe für  Bergedorf.", PLACES) == comparable("farbe für …")


def test_a_long_headline_has_more_than_forty_characters() -> None:
    assert not marks_of({"headline": "x" * 40}, OFFERED, PLACES).long_headline
    assert marks_of({"headline": "x" * 41}, OFFERED, PLACES).long_headline
