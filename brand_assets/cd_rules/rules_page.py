"""Owns the page of the documentation that lists all rules, made from the rules themselves."""

import sys
from collections.abc import Iterator
from typing import Any

from brand_assets.cd_rules.registry import RULES
from brand_assets.cd_rules.rule import Rule
from brand_assets.cd_rules.settings import short_number
from brand_assets.design_facts import Limits

_HEAD = """# The rules

Every ad is checked in every format against these rules. A finding that *blocks* stops proof and
order; one to *check* wants a person's look. The rules of law are no legal advice.

`portal rules list` shows them on the command line, `portal rules explain ID` one of them with its
numbers, an ad that keeps it and one that does not. Each proof has a report that says rule by rule
what was tested, and a score: passed of tested.

A brand kit sets rules in its section *rules*: on or off, how bad its findings are, and the numbers
below within their bounds, everywhere or for some channels (by key or kind), formats, templates and
parts of the tree of regions. Of the settings of a rule that hold for an ad the last one counts, as
a whole. Rules marked *always* can be made stricter, but neither switched off nor softened: law,
rights, and what would leave an ad incomplete. Law is switched by law packs, campaign by campaign.

This page is made from the classes in `brand_assets/cd_rules/`
(`python -m brand_assets.cd_rules.rules_page > docs/rules.md`).

| rule | severity | enforces | in words |
|---|---|---|---|
"""
_NUMBERS = """
## Numbers that a kit sets

A default in *italics* is that of the kit's own limits, which count where it sets nothing here.

| rule | number | in words | from | to | default |
|---|---|---|---|---|---|
"""


def rules_markdown() -> str:
    """Return `docs/rules.md`: one row for each rule, in the order in which they are checked."""
    rows = [
        f"| `{rule.id}` | {rule.severity.value}{', always' if rule.is_binding else ''} | "
        f"{rule.clause} | {rule.about.en}<br>*{rule.about.de}* |"
        for rule in RULES
    ]
    numbers = [row for rule in RULES for row in _numbers(rule)]
    return _HEAD + "\n".join(rows) + "\n" + _NUMBERS + "\n".join(numbers) + "\n"


def _numbers(rule: Rule[Any]) -> Iterator[str]:
    for one in rule.parameters:
        usual = short_number(one.usual(Limits()), "en")
        unit = f" {one.unit}" if one.unit else ""
        yield (
            f"| `{rule.id}` | `{one.key}` | {one.label.en}<br>*{one.label.de}* | "
            f"{short_number(one.least, 'en')} | {short_number(one.most, 'en')}{unit} | "
            f"{f'*{usual}*' if one.limit else usual}{unit} |"
        )


if __name__ == "__main__":
    sys.stdout.write(rules_markdown())
