"""A kit's settings of rules: on and off, severity, numbers, scope; and what it may not set."""

import json
from dataclasses import replace
from typing import Any

import pytest

from brand_assets.cd_rules import RULES, check_ad, find_setting_problems
from brand_assets.design_facts import KitValues, RuleSetting, Severity
from brand_assets.kit.rules import parse_kit
from tests.factories.facts import a_context, a_kit, a_logo, a_page, a_photo, a_text
from tests.factories.kit import BRAND

SMALL = "type.smallest"


def kit(*settings: RuleSetting) -> KitValues:
    return a_kit(rule_settings=settings)


def found(rule: str, with_kit: KitValues, **context: Any) -> list[Severity]:
    page = a_page(a_text(size=5), a_photo(140), a_logo(height=7))
    report = check_ad([page], with_kit, a_context(**context))
    return [one.severity for one in report.findings if one.rule == rule]


def test_a_kit_without_settings_checks_as_the_rules_say() -> None:
    assert found(SMALL, kit()) == [Severity.BLOCKS]


def test_a_rule_that_is_off_is_not_asked_and_said_to_be_off() -> None:
    off = kit(RuleSetting(SMALL, on=False))
    report = check_ad([a_page(a_text(size=5))], off, a_context())
    assert SMALL not in {finding.rule for finding in report.findings}
    (tally,) = (one for one in report.tallies if one.rule == SMALL)
    assert (tally.on, tally.tested) == (False, 0)
    assert report.tested == sum(one.tested for one in report.tallies)


def test_severity_and_numbers_are_the_kits() -> None:
    assert found(SMALL, kit(RuleSetting(SMALL, severity=Severity.NOTE))) == [Severity.NOTE]
    assert found(SMALL, kit(RuleSetting(SMALL, parameters={"print": 5}))) == []
    assert found(SMALL, kit(RuleSetting(SMALL, parameters={"poster": 5}))) == [Severity.BLOCKS]


def test_a_photo_blocks_below_150_and_asks_below_225_where_the_kit_says_nothing() -> None:
    def severities(ppi: float, with_kit: KitValues) -> list[Severity]:
        page = a_page(a_photo(ppi))
        found = check_ad([page], with_kit, a_context()).findings
        return [one.severity for one in found]

    assert severities(225, kit()) == []
    assert severities(224, kit()) == [Severity.CHECK]
    assert severities(149, kit()) == [Severity.BLOCKS]
    stated = a_kit(limits=replace(a_kit().limits, error_ppi=100.0))
    assert severities(149, stated) == [Severity.CHECK]
    set_here = RuleSetting("photo.resolution", parameters={"check_print": 140, "error_print": 120})
    assert severities(149, kit(set_here)) == []


@pytest.mark.parametrize(
    ("scope", "holds"),
    [
        ({}, True),
        ({"channels": ("print",)}, True),
        ({"channels": ("flyer-druck",)}, True),
        ({"channels": ("social",)}, False),
        ({"formats": ("probe",)}, True),
        ({"formats": ("plakat-a3",)}, False),
        ({"templates": ("fruehling-flyer",)}, True),
        ({"templates": ("kraeuter-flyer",)}, False),
        ({"paths": ("hg/de/nord/",)}, True),
        ({"paths": ("hg/de/sued/",)}, False),
        ({"formats": ("probe",), "paths": ("hg/de/sued/",)}, False),
    ],
)
def test_a_setting_holds_in_its_scope_alone(scope: Any, holds: bool) -> None:
    setting = RuleSetting(SMALL, on=False, **scope)
    told = {
        "channel": "print",
        "channel_key": "flyer-druck",
        "template_key": "fruehling-flyer",
        "path": "hg/de/nord/p0012/o0034/",
    }
    assert found(SMALL, kit(setting), **told) == ([] if holds else [Severity.BLOCKS])


def test_of_the_settings_that_hold_the_last_one_counts_as_a_whole() -> None:
    first = RuleSetting(SMALL, severity=Severity.NOTE)
    assert found(SMALL, kit(first, RuleSetting(SMALL))) == [Severity.BLOCKS]
    elsewhere = RuleSetting(SMALL, paths=("hg/de/sued/",))
    assert found(SMALL, kit(first, elsewhere), path="hg/de/nord/") == [Severity.NOTE]


BINDING = [rule for rule in RULES if rule.is_binding]


def test_law_rights_and_what_leaves_an_ad_incomplete_are_binding() -> None:
    ids = {rule.id for rule in BINDING}
    assert {r.id for r in RULES if r.id.startswith(("legal.", "price."))} < ids
    assert {"asset.right", "field.required", "field.value", "text.overflow", "type.glyphs"} < ids
    assert "colour.contrast" not in ids


@pytest.mark.parametrize("rule", BINDING, ids=lambda rule: rule.id)
def test_no_kit_switches_off_or_softens_what_is_binding(rule: Any) -> None:
    off = RuleSetting(rule.id, on=False)
    assert "lässt sich nicht abschalten" in find_setting_problems([off])[0].message.de
    softer = {Severity.BLOCKS: Severity.CHECK, Severity.CHECK: Severity.NOTE}.get(rule.severity)
    if softer is not None:
        (problem,) = find_setting_problems([RuleSetting(rule.id, severity=softer)])
        assert "lässt sich nicht abschwächen" in problem.message.de
    assert find_setting_problems([RuleSetting(rule.id, severity=Severity.BLOCKS)]) == []


def test_a_draft_that_was_never_checked_does_not_soften_either() -> None:
    settings = kit(RuleSetting("text.overflow", on=False, severity=Severity.NOTE))
    report = check_ad([a_page(a_text(overflow_chars=2))], settings, a_context())
    assert [f.severity for f in report.findings] == [Severity.BLOCKS]


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        (RuleSetting("type.huge"), "Eine Regel „type.huge“ gibt es nicht."),
        (
            RuleSetting(SMALL, parameters={"papier": 6}),
            "Die Regel „type.smallest“ hat keinen Wert „papier“. "
            "Es gibt: print, newspaper, poster, screen.",
        ),
        (
            RuleSetting(SMALL, parameters={"print": 0.5}),
            "„Druck“ liegt zwischen 3 und 72 pt, angegeben ist 0,5.",
        ),
        (
            RuleSetting("type.glyphs", parameters={"most": 1}),
            "Die Regel „type.glyphs“ hat keine Werte, die sich einstellen lassen.",
        ),
    ],
)
def test_what_cannot_be_set_is_said(setting: RuleSetting, message: str) -> None:
    (problem,) = find_setting_problems([RuleSetting(SMALL), setting])
    assert problem.position == 1
    assert problem.message.de.startswith(message)
    assert problem.message.en != problem.message.de


def test_a_written_kit_carries_its_settings_and_is_told_what_is_wrong() -> None:
    raw = json.loads((BRAND / "kit.json").read_text(encoding="utf-8"))
    raw["rules"] = [{"rule": SMALL, "severity": "check", "parameters": {"print": 7}}]
    parsed = parse_kit(raw)
    assert parsed.problems == ()
    assert parsed.definition is not None
    assert parsed.definition.rules[0].parameters == {"print": 7}
    raw["rules"] = [{"rule": "legal.line", "on": False}, {"rule": SMALL, "parameters": {"x": 1}}]
    assert [problem.where for problem in parse_kit(raw).problems] == [
        "rules.0.legal.line",
        "rules.1.type.smallest",
    ]
