"""Holds the manual's page about preflight to the rules."""

from pathlib import Path

from brand_assets.typesetting.preflight import RULES
from brand_assets.typesetting.preflight.manual import manual

PAGE = Path(__file__).parents[3] / "docs" / "preflight.md"


def test_manual_lists_the_rules_as_they_are() -> None:
    assert PAGE.read_text() == manual(list(RULES.values()))


def test_rules_speak_both_languages() -> None:
    assert len(RULES) >= 20
    for rule in RULES.values():
        assert rule.demand.de.endswith(".")
        assert rule.demand.en.endswith(".")
        assert rule.demand.de != rule.demand.en
        assert rule.check.__doc__
