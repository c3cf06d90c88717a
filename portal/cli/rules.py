"""Owns `portal rules`: what ads are checked for, as a list and one by one."""

import difflib
import json

import click

from brand_assets.cd_rules import RULES, RULES_BY_ID
from brand_assets.cd_rules.rule_words import explain_text, list_text, rule_data, rules_data

_LANGUAGE = click.option(
    "--lang", type=click.Choice(["de", "en"]), default="en", show_default=True, help="Language."
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print as JSON, in both languages.")


@click.group()
def rules() -> None:
    """Show the rules of brand and law that ads are checked for."""


@rules.command("list")
@_LANGUAGE
@_JSON
def list_rules(lang: str, *, as_json: bool) -> None:
    """List all rules in the order in which they are checked."""
    if as_json:
        click.echo(json.dumps(rules_data(), ensure_ascii=False, indent=2))
    else:
        click.echo(list_text(RULES, lang))


@rules.command("explain")
@click.argument("rule_id", metavar="ID")
@_LANGUAGE
@_JSON
def explain_rule(rule_id: str, lang: str, *, as_json: bool) -> None:
    """Explain one rule: what it enforces, its numbers, an ad that keeps it, one that does not."""
    rule = RULES_BY_ID.get(rule_id)
    if rule is None:
        near = difflib.get_close_matches(rule_id, RULES_BY_ID, n=3, cutoff=0.5)
        meant = f" Did you mean {', '.join(near)}?" if near else ""
        raise click.BadParameter(f'There is no rule "{rule_id}".{meant} See "portal rules list".')
    if as_json:
        click.echo(json.dumps(rule_data(rule), ensure_ascii=False, indent=2))
    else:
        click.echo(explain_text(rule, lang))
