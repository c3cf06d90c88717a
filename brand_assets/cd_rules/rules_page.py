"""Owns the page of the documentation that lists all rules, made from the rules themselves."""

import sys

from brand_assets.cd_rules.registry import RULES

_HEAD = """# The rules

Every ad is checked in every format against these rules. A finding that *blocks* stops proof and
order; one to *check* wants a person's look. The rules of law are no legal advice.

This page is made from the classes in `brand_assets/cd_rules/`
(`python -m brand_assets.cd_rules.rules_page > docs/rules.md`).

| rule | severity | enforces | in words |
|---|---|---|---|
"""


def rules_markdown() -> str:
    """Return `docs/rules.md`: one row for each rule, in the order in which they are checked."""
    rows = [
        f"| `{rule.id}` | {rule.severity.value} | {rule.clause} | "
        f"{rule.about.en}<br>*{rule.about.de}* |"
        for rule in RULES
    ]
    return _HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.stdout.write(rules_markdown())
