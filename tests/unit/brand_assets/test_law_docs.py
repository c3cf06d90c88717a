"""docs/law.md names every pack, clause and rule, and no other."""

import re

from brand_assets.cd_rules import RULES
from brand_assets.cd_rules.law_packs import GERMANY, all_packs
from brand_assets.cd_rules.law_rule import LawRule
from brand_assets.design_facts import PriceMode
from tests.factories.kit import DEMO

DOCS = (DEMO.parent / "docs" / "law.md").read_text(encoding="utf-8")


def rows(first_column: str) -> list[list[str]]:
    """Return the cells of the table that a column heads."""
    body = DOCS.split(f"\n| {first_column} |", 1)[1].split("\n\n", 1)[0]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in body.splitlines()[2:]]


def test_the_table_of_packs_is_that_of_the_files() -> None:
    stated = [(row[0].strip("`"), row[1].strip("`"), row[2]) for row in rows("pack")]
    assert stated == [(p.key, p.version, f"{p.date:%d.%m.%Y}") for p in all_packs()]


def test_the_table_of_clauses_is_that_of_the_pack() -> None:
    stated = [(row[0], row[1]) for row in rows("clause")]
    known = [(c.statute, f"{c.valid_from:%d.%m.%Y}") for c in GERMANY.clauses]
    assert sorted(stated) == sorted(known)


def test_each_rule_stands_beside_its_clause() -> None:
    stated = {
        (row[0], rule) for row in rows("clause") for rule in re.findall(r"`([\w.]+)`", row[3])
    }
    assert stated == {(rule.clause, rule.id) for rule in RULES if isinstance(rule, LawRule)}


def test_the_table_of_kinds_is_that_of_the_code() -> None:
    stated = {row[0].strip("`"): row[2] == "yes" for row in rows("kind")}
    assert stated == {mode.value: mode.may_be_given for mode in PriceMode}
