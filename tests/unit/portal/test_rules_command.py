"""`portal rules` on the command line: the list, one rule in full, and what is not known."""

import json

import pytest
from click.testing import CliRunner

from brand_assets.cd_rules import RULES
from portal.cli import main


def said(*words: str) -> str:
    result = CliRunner().invoke(main, ["rules", *words])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_list_has_each_rule_once() -> None:
    lines = said("list", "--lang", "de").splitlines()
    assert [line.split()[0] for line in lines] == [rule.id for rule in RULES]
    assert any("Prüfen" in line or "prüfen" in line for line in lines)
    data = json.loads(said("list", "--json"))
    assert [entry["id"] for entry in data] == [rule.id for rule in RULES]
    assert all(entry["keeps"]["de"] and entry["breaks"]["en"] for entry in data)


def test_one_rule_is_explained_with_numbers_and_examples() -> None:
    german = said("explain", "photo.resolution", "--lang", "de")
    assert "check_print: Druck: prüfen unter, 30–600 dpi (üblich 225 dpi" in german
    assert "error_print: Druck: Fehler unter, 20–600 dpi (üblich 150 dpi" in german
    assert "Verletzt: Im Druck hat das Foto nur" in german
    assert "Abhilfe: Ausschnitt vergrößern · Anderes Foto wählen" in german
    law = said("explain", "legal.line")
    assert "Always on" in law
    assert "No legal advice." in law


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_can_be_explained(rule: object) -> None:
    identity = getattr(rule, "id", "")
    data = json.loads(said("explain", identity, "--json"))
    assert data["id"] == identity
    assert "Broken: " in said("explain", identity)


def test_an_unknown_rule_is_refused_with_those_that_are_near() -> None:
    result = CliRunner().invoke(main, ["rules", "explain", "colour.contrst"])
    assert result.exit_code == 2
    assert "Did you mean colour.contrast" in result.output
