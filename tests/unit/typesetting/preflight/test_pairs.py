"""Owns the proof that each preflight rule finds its fault, no other rule does, and a near one not.

The files are ReportLab's, made into PDF/X-4 by hand and broken by hand, or other programs'.
"""

from typing import Any

import pytest

from brand_assets.typesetting.preflight import RULES, check_pdf
from tests.factories.foreign_pdf import screen, sound_press
from tests.unit.typesetting.preflight import cases_colour, cases_content, cases_file
from tests.unit.typesetting.preflight.pair import Pair

PAIRS = (
    *cases_colour.COLOUR,
    *cases_colour.INK,
    *cases_colour.SPOT,
    *cases_content.PICTURES,
    *cases_content.LINES,
    *cases_content.TEXT,
    *cases_content.FONTS,
    *cases_content.EDGE,
    *cases_file.FILE,
    *cases_file.IDENTITY,
    *cases_file.ACTIVE,
    *cases_file.PAGES,
)


def _rules(data: bytes, profile: str = "x4", **asked: Any) -> set[str]:
    return {finding.rule for finding in check_pdf(data, profile, **asked)}


@pytest.mark.parametrize("pair", PAIRS, ids=[pair.rule for pair in PAIRS])
def test_rule_finds_its_fault_and_no_other_rule_does(pair: Pair) -> None:
    found = _rules(pair.fails(), pair.profile, **pair.asked)
    assert pair.rule in found
    assert found - pair.also == {pair.rule}


@pytest.mark.parametrize("pair", PAIRS, ids=[pair.rule for pair in PAIRS])
def test_rule_lets_a_sound_file_pass(pair: Pair) -> None:
    assert pair.rule not in _rules(pair.passes(), pair.profile, **pair.asked_passing)


def test_no_rule_lacks_its_pair() -> None:
    assert len(RULES) >= 40
    assert sorted(pair.rule for pair in PAIRS) == sorted(RULES)


def test_sound_files_have_no_findings() -> None:
    assert check_pdf(sound_press(), "x4") == []
    assert check_pdf(screen(), "screen") == []
