"""Owns the facts about hyphenation: German and English words, exceptions, limits."""

import pytest

from brand_assets.design_facts import Hyphenation
from brand_assets.typesetting.text.hyphenation import exceptions_for, hyphen_points, word_breaks

GERMAN = Hyphenation()
ENGLISH = Hyphenation("en", 5, 2, 2)


def _broken(word: str, rules: Hyphenation = GERMAN, exceptions: tuple[str, ...] = ()) -> str:
    points = hyphen_points(word, rules, exceptions)
    return "-".join(word[a:b] for a, b in zip((0, *points), (*points, len(word)), strict=True))


@pytest.mark.parametrize(
    "word",
    [
        *("Bal-kon-pflan-zen", "Rück-gewin-nung", "haus-halts-üb-li-chen", "Son-nen-blume"),
        *("Donau-dampf-schiff-fahrt", "vor-ge-zo-ge-nes", "Kräu-ter-päd-ago-gin"),
    ],
)
def test_german_words(word: str) -> None:
    assert _broken(word.replace("-", "")) == word


@pytest.mark.parametrize("word", ["Pflanz-erde", "Torf-ersatz", "Pflanz-erden", "Torf-ersatzes"])
def test_shipped_exceptions_mend_the_patterns(word: str) -> None:
    assert _broken(word.replace("-", "")) == word


def test_exceptions_of_a_kit_go_first() -> None:
    assert _broken("Pflanzerde", GERMAN, ("Pflan-zerde",)) == "Pflan-zerde"
    assert _broken("Halmgrüne", GERMAN, ("Halm-grün",)) == "Halm-grüne"


def test_english_words() -> None:
    assert _broken("hyphenation", ENGLISH) == "hy-phen-ation"
    assert _broken("project", ENGLISH) == "project"
    assert _broken("associate", ENGLISH) == "as-so-ciate"


def test_short_words_and_ends_stay_whole() -> None:
    assert hyphen_points("Blumen", GERMAN) == ()
    assert _broken("bepflanzen") == "bepflan-zen"
    assert hyphen_points("Blumentöpfe", Hyphenation("de", 7, 8, 5)) == ()


def test_capitals_and_unknown_languages_stay_whole() -> None:
    assert hyphen_points("GARTENMÄRKTE", GERMAN) == ()
    assert hyphen_points("jardinerie", Hyphenation("xx", 5, 2, 2)) == ()
    assert hyphen_points("blumen" * 1000, GERMAN) == ()


@pytest.mark.parametrize(
    ("tag", "broken"),
    [
        ("de-AT", "Garten-center"),
        ("de-1901", "Gartencenter"),
        ("en", "gar-den-er"),
        ("en-GB", "mech-an-ic"),
        ("en-AU", "mech-an-ic"),
        ("en-US", "gar-den-er"),
        ("FR_fr", "jar-di-ne-rie"),
        ("xx", "jardinerie"),
        ("", "jardinerie"),
    ],
)
def test_languages_by_their_tags(tag: str, broken: str) -> None:
    assert _broken(broken.replace("-", ""), Hyphenation(tag, 5, 2, 2)) == broken


def test_turkish_capitals_become_their_own_small_letters() -> None:
    rules = Hyphenation("tr", 5, 2, 2)
    assert _broken("İndirim", rules) == "İn-di-rim"
    assert _broken("Ilkbahar", rules) == "Ilk-ba-har"


@pytest.mark.parametrize(
    ("word", "seams"),
    [
        ("Gartenarbeit", [6]),
        ("Sonderangebot", [6]),
        ("Fensterbankdekoration", [7, 11]),
        ("Blumen", []),
        ("Kinderei", []),
        ("Freundschaft", []),
    ],
)
def test_seams_of_compounds(word: str, seams: list[int]) -> None:
    found = word_breaks(word, Hyphenation("de", 4, 2, 2))
    assert [point.at for point in found if point.seam] == seams


def test_breaks_beside_a_seam_are_refused() -> None:
    assert _broken("Gartenarbeit", Hyphenation("de", 4, 2, 2)) == "Gar-ten-arbeit"
    assert "Gartenar-" not in _broken("Gartenarbeit", GERMAN)


def test_exceptions_of_a_base_language_hold_in_its_regions() -> None:
    table = {"de": ("Erd-reich",), "de-AT": ("Jän-ner",)}
    assert exceptions_for(table, Hyphenation("de-AT")) == ("Jän-ner", "Erd-reich")
    assert exceptions_for(table, Hyphenation("de")) == ("Erd-reich",)
    assert exceptions_for(table, None) == ()
