"""Every rule has a document that keeps it and one that does not, both set by the typesetter."""

from typing import Any

import pytest

from brand_assets.cd_rules import RULES
from brand_assets.cd_rules.rule import Rule
from tests.factories.rule_pairs import PAIRS

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
