"""Packs of law are sound, keep their versions, and apply only where a campaign has them."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from brand_assets.cd_rules import RULES, check_pages
from brand_assets.cd_rules.law_packs import (
    FOLDER,
    GERMANY,
    LawPack,
    all_packs,
    find_kept_pack,
    find_pack,
    offered_packs,
    packs_named,
)
from brand_assets.cd_rules.law_rule import LawRule
from tests.factories.facts import a_context, a_kit, a_page, a_price, a_text

PACK = json.loads((FOLDER / "de-2026-11.json").read_text("utf-8"))
LAW_RULES = [rule for rule in RULES if isinstance(rule, LawRule)]


def test_the_newest_pack_counts_and_older_ones_can_be_read() -> None:
    assert find_pack("de") is GERMANY
    assert find_kept_pack(GERMANY.id) is GERMANY
    assert find_kept_pack("de 1999-01") is None
    assert [pack.key for pack in offered_packs()] == sorted({pack.key for pack in all_packs()})
    assert packs_named(["de", "xx"]) == (GERMANY,)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.name)
def test_a_file_is_named_by_its_pack(path: Path) -> None:
    pack = LawPack.model_validate_json(path.read_text("utf-8"))
    assert path.name == f"{pack.key}-{pack.version}.json"


def test_each_clause_cites_official_sources_and_says_so_in_both_languages() -> None:
    for clause in GERMANY.clauses:
        official = ("https://www.gesetze-im-internet.de/", "https://eur-lex.europa.eu/", "BGH, ")
        assert all(source.startswith(official) for source in clause.sources), clause.id
        assert clause.text.de
        assert clause.text.en
        assert clause.text.de != clause.text.en
        assert clause.valid_from <= GERMANY.date


def test_the_sentence_names_country_day_and_that_it_is_no_advice() -> None:
    assert GERMANY.told().de == (
        "Geprüft nach Rechtspaket Deutschland, Stand 22.11.2026, keine Rechtsberatung."
    )
    assert "no legal advice" in GERMANY.told().en


def test_each_clause_is_enforced_by_a_rule_or_at_publishing() -> None:
    enforced = {rule.clause_id for rule in LAW_RULES} | {"resale_price"}
    assert enforced == {clause.id for clause in GERMANY.clauses}


@pytest.mark.parametrize("rule", LAW_RULES, ids=lambda rule: rule.id)
def test_a_rule_of_law_cites_its_clause_and_binds(rule: LawRule[object]) -> None:
    assert rule.clause == GERMANY.clause(rule.clause_id).statute
    assert re.search(r"§|EuGH", rule.clause)
    assert rule.is_binding


def test_a_campaign_without_the_pack_is_not_judged_by_it() -> None:
    page = a_page(a_price(), a_text("-20 % statt 4,99 €, zzgl. MwSt."))
    law = {rule.id for rule in LAW_RULES}
    on = {f.rule for f in check_pages([page], a_kit(), a_context(identity=("Adam e. K.",)))}
    context = a_context(identity=("Adam e. K.",), law_packs=frozenset())
    off = {f.rule for f in check_pages([page], a_kit(), context)}
    assert {"price.total", "price.reduction", "legal.identity"} <= on
    assert not off & law
    assert "legal.line" in off, "the kit's own line is no matter of the pack"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"date": "2020-01-01"}, "not in force"),
        ({"clauses": [PACK["clauses"][0]] * 2}, "stands twice"),
        ({"version": "November"}, "version"),
        ({"advice": "none"}, "advice"),
    ],
)
def test_a_pack_that_is_not_sound_is_refused(change: dict[str, object], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        LawPack.model_validate_json(json.dumps(PACK | change))


def test_the_pack_is_of_the_day_it_names() -> None:
    assert date(2026, 11, 22) == GERMANY.date
