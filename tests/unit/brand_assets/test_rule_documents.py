"""Every rule has a document that keeps it and one that does not, both set by the typesetter."""

from dataclasses import replace
from typing import Any

import pytest

from brand_assets.cd_rules import RULES, check_ad
from brand_assets.cd_rules.clauses import IN_GERMAN, NAMED_ALIKE
from brand_assets.cd_rules.examples import FILE, rule_examples
from brand_assets.cd_rules.rule import Rule
from brand_assets.design_facts import Bilingual, Finding
from tests.factories.rule_pairs import PAIRS
from tests.factories.rule_pairs.made import Made
from tests.factories.rule_pairs.pages import PAGES
from tests.factories.rule_pairs.texts import TEXTS
from tests.factories.rule_pairs.write import written_examples

NOTHING_TO_JUDGE = {"asset.withdrawn"}
"""A rule about what is no longer there has nothing to judge in an ad that keeps it."""


def test_every_rule_has_its_pair() -> None:
    assert sorted(PAIRS) == sorted(rule.id for rule in RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_documents_keep_and_break_the_rule(rule: Rule[Any]) -> None:
    _, passing, failing = PAIRS[rule.id]
    tested = {tally.rule: tally.tested for tally in passing.report().tallies}[rule.id]
    assert tested or rule.id in NOTHING_TO_JUDGE, "the rule does not look at its document"
    assert [found.message.de for found in passing.findings(rule.id)] == []
    found = failing.findings(rule.id)
    assert found, "the rule finds nothing"
    assert all(one.message.de.endswith((".", ":")) or ":" in one.message.de for one in found)
    assert all(one.message.en and one.message.en != one.message.de for one in found)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_what_a_rule_enforces_is_told_in_german_too(rule: Rule[Any]) -> None:
    alike = rule.clause.startswith(NAMED_ALIKE)
    assert alike or rule.enforces("de") == IN_GERMAN[rule.clause] != rule.clause
    assert rule.about.de != rule.about.en
    for parameter in rule.parameters:
        assert parameter.least <= parameter.default <= parameter.most


def test_examples_are_written_from_the_documents() -> None:
    assert FILE.read_text(encoding="utf-8") == written_examples()
    assert sorted(rule_examples()) == sorted(rule.id for rule in RULES)


def test_findings_name_frames_by_their_field_or_as_the_template_does() -> None:
    rules = {"type.smallest": TEXTS["type.smallest"], "page.safe_margin": PAGES["page.safe_margin"]}
    for rule, (_, _, failing) in rules.items():
        (found,) = failing.findings(rule)
        assert found.frame == "text"
        named = _renamed(failing, Bilingual("Fließtext", "Body text"))
        assert "„Fließtext“" in next(f for f in named if f.rule == rule).message.de
        assert '"Body text"' in next(f for f in named if f.rule == rule).message.en


def _renamed(made: Made, name: Bilingual) -> tuple[Finding, ...]:
    pages = [
        replace(page, frames=tuple(replace(frame, name=name) for frame in page.frames))
        for page in made.facts()
    ]
    return check_ad(pages, made.kit, made.context).findings
