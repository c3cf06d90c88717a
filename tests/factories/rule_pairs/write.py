"""Writes the examples of the rules from their documents: `python -m` this after a change."""

from brand_assets.cd_rules.examples import FILE, RuleExample, examples_json
from tests.factories.rule_pairs import PAIRS


def written_examples() -> str:
    """Return the file of examples as the documents have it today."""
    return examples_json({rule: _example(rule) for rule in PAIRS})


def _example(rule: str) -> RuleExample:
    keeps, _, failing = PAIRS[rule]
    found = failing.findings(rule)[0]
    return RuleExample(keeps, found.message, tuple(mend.label for mend in found.mends))


if __name__ == "__main__":
    FILE.write_text(written_examples(), encoding="utf-8")
