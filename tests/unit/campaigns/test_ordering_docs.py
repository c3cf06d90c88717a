"""docs/ordering.md says what the code does."""

import re
from pathlib import Path

from campaigns.approval.rules import RULE_NAME, DecisionLimits, ReasonKey
from campaigns.delivery.downloads import LIFETIME
from campaigns.orders.facts import RECORD_PERIOD
from campaigns.orders.rules import NEXT

TEXT = (Path(__file__).parents[3] / "docs" / "ordering.md").read_text(encoding="utf-8")


def rows(section: str) -> list[list[str]]:
    part = TEXT.split(f"## {section}")[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_reason_is_listed_once() -> None:
    listed = [row[0].strip("`") for row in rows("When a rule approves")]
    assert sorted(listed) == sorted(ReasonKey)
    assert RULE_NAME in TEXT


def test_the_limits_are_those_of_the_rule() -> None:
    limits = DecisionLimits()
    said = {row[0].strip("`"): row[1] for row in rows("When a rule approves")}
    assert f"{limits.price_lower_percent:.0f} %" in said["price_low"]
    assert f"{limits.cost_cents / 100:,.2f} EUR" in said["cost"]
    assert said["record"].startswith(f"{limits.sent_back} or more")
    assert f"{RECORD_PERIOD.days} days" in said["record"]


def test_the_ways_of_a_line_are_those_of_the_code() -> None:
    said = {row[0].strip("`"): set(re.findall(r"`(\w+)`", row[1])) for row in rows("An order line")}
    assert said == {start.value: {end.value for end in ends} for start, ends in NEXT.items()}


def test_links_live_as_long_as_it_says() -> None:
    assert f"for {LIFETIME // 60} minutes" in TEXT
