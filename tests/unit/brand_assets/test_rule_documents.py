"""Every rule has a document that keeps it and one that does not, both set by the typesetter."""

from typing import Any

import pytest

from brand_assets.cd_rules import RULES
from brand_assets.cd_rules.clauses import IN_GERMAN, NAMED_ALIKE
from brand_assets.cd_rules.examples import FILE, rule_examples
from brand_assets.cd_rules.rule import Rule
from tests.factories.rule_pairs import PAIRS
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
