"""Owns the facts about whole word lists: which share of our breaks is right, in nine languages."""

import re
from pathlib import Path

import pytest

from brand_assets.design_facts import Hyphenation
from brand_assets.typesetting.text.hyphenation import word_breaks

WORDS = Path(__file__).parents[2] / "data" / "hyphenation"
LEAST_RIGHT = 0.995


def _words(language: str) -> list[str]:
    lines = (WORDS / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def _marked(word: str, signs: str) -> set[int]:
    parts = re.split("([-=])", word)
    lengths = [sum(len(part) for part in parts[:at:2]) for at in range(1, len(parts), 2)]
    return {at for at, sign in zip(lengths, parts[1::2], strict=True) if sign in signs}


@pytest.mark.parametrize("least", [(7, 3, 3), (4, 2, 2)])
def test_german_breaks_are_right(least: tuple[int, int, int]) -> None:
    rules = Hyphenation("de", *least)
    words = _words("de")
    made, seams, wrong = 0, 0, []
    for word in words:
        plain = re.sub("[-=]", "", word)
        found = {point.at for point in word_breaks(plain, rules)}
        made += len(found)
        seams += len(found & _marked(word, "="))
        wrong += [f"{plain[:at]}-{plain[at:]}" for at in sorted(found - _marked(word, "-="))]
    share = 1 - len(wrong) / made
    told = f"{len(words)} German words, {made} breaks, {seams} at seams, {share:.2%} right"
    print(f"\n{told}", wrong)  # noqa: T201 - shown by pytest -s
    assert len(words) >= 500
    assert made > 1000
    assert share >= LEAST_RIGHT, wrong


def test_what_counts_as_a_seam_is_one() -> None:
    rules = Hyphenation("de", 4, 2, 2)
    called, right, there = 0, 0, 0
    for word in _words("de"):
        plain = re.sub("[-=]", "", word)
        found = {point.at for point in word_breaks(plain, rules) if point.seam}
        called, right = called + len(found), right + len(found & _marked(word, "="))
        there += len(_marked(word, "="))
    told = f"{called} breaks called seams, {right / called:.1%} are; {right / there:.1%} of all"
    print(f"\n{told} {there} are known")  # noqa: T201 - shown by pytest -s
    assert right / called >= 0.95
    assert right / there >= 0.9


def test_no_break_stands_right_beside_a_seam() -> None:
    rules = Hyphenation("de", 4, 2, 2)
    for word in _words("de"):
        points = word_breaks(re.sub("[-=]", "", word), rules)
        seams = [point.at for point in points if point.seam]
        beside = [p.at for p in points if not p.seam and any(abs(p.at - s) < 3 for s in seams)]
        assert beside == [], word


@pytest.mark.parametrize("language", ["en", "en-gb", "es", "fr", "it", "nl", "pl", "tr"])
def test_other_languages_break_as_their_dictionaries_do(language: str) -> None:
    rules = Hyphenation(language, 5, 2, 2)
    words = _words(language)
    assert len(words) >= 40
    made = 0
    for word in words:
        plain = word.replace("-", "")
        found = {point.at for point in word_breaks(plain, rules)}
        made += len(found)
        assert found <= _marked(word, "-"), word
    assert made >= len(words)
