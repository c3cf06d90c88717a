"""Holds the manual's page about preflight, and the words of the rules, to the rules."""

import re
from pathlib import Path

import pytest

from brand_assets.design_facts import Bilingual
from brand_assets.typesetting.preflight import RULES
from brand_assets.typesetting.preflight.manual import manual
from brand_assets.typesetting.preflight.words import UNREADABLE, WORDS

PAGE = Path(__file__).parents[4] / "docs" / "preflight.md"
SENTENCES = re.compile(r"[.!?](?: |$)")


def test_manual_tells_the_rules_as_they_are() -> None:
    assert PAGE.read_text() == manual(list(RULES.values()))


@pytest.mark.parametrize("key", RULES)
def test_manual_has_a_section_for_each_rule(key: str) -> None:
    page = PAGE.read_text()
    section = page.split(f"\n## {key}\n", 1)[1].split("\n## ", 1)[0]
    rule = RULES[key]
    assert f"**{rule.words.demand.en}** ({rule.severity}; " in section
    assert f"\nWhy: {rule.words.why.en}\n" in section
    assert f"\nHow to mend: {rule.words.mend.en}\n" in section
    assert rule.check.__doc__


def test_words_are_those_of_the_rules() -> None:
    assert set(WORDS) == {*RULES, UNREADABLE}


@pytest.mark.parametrize("key", WORDS)
def test_rules_speak_both_languages(key: str) -> None:
    words = WORDS[key]
    for text in (words.demand, words.why, words.mend):
        assert isinstance(text, Bilingual)
        assert text.de != text.en
        for spoken in (text.de, text.en):
            assert spoken.endswith(".")
            assert "!" not in spoken
            assert 1 <= len(SENTENCES.findall(spoken)) <= 4
            assert "  " not in spoken
