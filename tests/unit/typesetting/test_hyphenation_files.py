"""Owns the facts about the data of hyphenation: it is whole, sound, and each file has a licence."""

from importlib.resources import files

import pytest

from brand_assets.typesetting.text.pattern_files import (
    levels_of,
    pattern_language,
    patterns,
    words_of,
)

LANGUAGES = ("de", "en", "en-gb", "es", "fr", "it", "nl", "pl", "tr")
DIGITS = str.maketrans("", "", "0123456789")
FOLDER = files("brand_assets.typesetting.text") / "hyphenation_patterns"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_patterns_and_a_licence_that_lets_us(language: str) -> None:
    assert pattern_language(language) == language
    known, longest = patterns(language)
    assert len(known) > 300
    assert longest < 40
    licence = (FOLDER / f"LICENSE-{language}.txt").read_text(encoding="utf-8")
    assert f"{language}.txt" in licence
    assert any(name in licence for name in ("MIT", "LPPL", "without royalty"))


@pytest.mark.parametrize(
    ("written", "levels"),
    [("1na", ((0, 1),)), ("a1b2c", ((1, 1), (2, 2))), (".ab4", ((3, 4),)), ("abc", ())],
)
def test_levels_stand_before_the_letters_that_follow_them(
    written: str, levels: tuple[tuple[int, int], ...]
) -> None:
    assert levels_of(written) == levels


def test_patterns_are_found_by_their_letters() -> None:
    known, _ = patterns("de")
    assert all(letters == written.translate(DIGITS) for letters, written in known.items())


def test_no_file_is_without_a_use() -> None:
    names = {item.name for item in FOLDER.iterdir()}
    used = {f"{kind}{name}.txt" for kind in ("", "LICENSE-", "exceptions-") for name in LANGUAGES}
    assert names - used == {"seams-de.txt", "LPPL-1.3c.txt"}


def test_exceptions_have_breaks_between_letters() -> None:
    for language in LANGUAGES:
        for word in words_of(f"exceptions-{language}.txt"):
            assert all(part.isalpha() for part in word.split("-")), word


def test_parts_of_compounds_are_small_words_once() -> None:
    parts = words_of("seams-de.txt")
    assert len(parts) > 1500
    assert len(set(parts)) == len(parts)
    assert all(part.isalpha() and part.islower() and len(part) > 1 for part in parts)
