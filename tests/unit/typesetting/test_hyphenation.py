"""Owns the facts about hyphenation: German and English words, exceptions, limits."""

import pytest

from brand_assets.design_facts import Hyphenation
from brand_assets.typesetting.text.hyphenation import hyphen_points

GERMAN = Hyphenation()
ENGLISH = Hyphenation("en", 5, 2, 2)


def _broken(word: str, rules: Hyphenation = GERMAN, exceptions: tuple[str, ...] = ()) -> str:
    points = hyphen_points(word, rules, exceptions)
    return "-".join(word[a:b] for a, b in zip((0, *points), (*points, len(word)), strict=True))


@pytest.mark.parametrize(
    "word",
    [
        *("Bal-kon-pflan-zen", "Rück-ge-win-nung", "haus-halts-üb-li-chen", "Son-nen-blume"),
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
    assert hyphen_points("jardinerie", Hyphenation("fr", 5, 2, 2)) == ()
    assert hyphen_points("blumen" * 1000, GERMAN) == ()
