"""Owns how rules are told on the command line: as a list, one in full, and as data."""

from collections.abc import Iterable, Iterator
from typing import Any

from brand_assets.cd_rules.examples import rule_examples
from brand_assets.cd_rules.registry import RULES
from brand_assets.cd_rules.rule import Rule
from brand_assets.cd_rules.settings import short_number
from brand_assets.design_facts import Bilingual, Limits, Parameter, Severity

_SEVERITIES = {
    Severity.BLOCKS: Bilingual("sperrt", "blocks"),
    Severity.CHECK: Bilingual("prüfen", "check"),
    Severity.NOTE: Bilingual("Hinweis", "note"),
}
_WORDS = {
    "severity": Bilingual("Schwere", "Severity"),
    "enforces": Bilingual("Grundlage", "Enforces"),
    "binding": Bilingual(
        "Immer an: Ein Markenpaket kann sie verschärfen, aber weder abschalten noch abschwächen.",
        "Always on: a brand kit can make it stricter, but neither switch it off nor soften it.",
    ),
    "free": Bilingual(
        "Ein Markenpaket kann sie abschalten und ihre Schwere wählen, auch nur für einzelne "
        "Kanäle, Formate, Vorlagen oder Gebiete.",
        "A brand kit can switch it off and choose its severity, for some channels, formats, "
        "templates or regions too.",
    ),
    "numbers": Bilingual("Werte, die ein Markenpaket setzt:", "Numbers that a brand kit sets:"),
    "usual": Bilingual("üblich", "default"),
    "kit": Bilingual("Grenze des Markenpakets", "the kit's limit"),
    "keeps": Bilingual("Eingehalten", "Kept"),
    "breaks": Bilingual("Verletzt", "Broken"),
    "mends": Bilingual("Abhilfe", "To mend"),
    "no_mend": Bilingual("Die Vorlage ändert die Marke.", "The brand changes the template."),
    "law": Bilingual("Keine Rechtsberatung.", "No legal advice."),
}


def list_text(rules: Iterable[Rule[Any]], language: str) -> str:
    """Return one line for each rule: id, severity, and what it asks for."""
    rows = [(r.id, _severity(r, language), r.about.in_language(language)) for r in rules]
    first, second = (max((len(row[n]) for row in rows), default=0) for n in (0, 1))
    return "\n".join(f"{a:<{first}}  {b:<{second}}  {c}" for a, b, c in rows)


def explain_text(rule: Rule[Any], language: str) -> str:
    """Return all that there is to say about one rule."""
    return "\n".join(_explained(rule, language))


def _explained(rule: Rule[Any], language: str) -> Iterator[str]:
    def word(key: str) -> str:
        return _WORDS[key].in_language(language)

    yield rule.id
    yield rule.about.in_language(language)
    yield ""
    yield f"{word('severity')}: {_severity(rule, language)}"
    yield f"{word('enforces')}: {rule.enforces(language)}"
    yield word("binding" if rule.is_binding else "free")
    if rule.id.startswith("legal."):
        yield word("law")
    if rule.parameters:
        yield ""
        yield word("numbers")
        yield from (f"  {_number(one, language)}" for one in rule.parameters)
    example = rule_examples().get(rule.id)
    if example is not None:
        yield ""
        yield f"{word('keeps')}: {example.keeps.in_language(language)}"
        yield f"{word('breaks')}: {example.breaks.in_language(language)}"
        mends = " · ".join(one.in_language(language) for one in example.mends)
        yield f"{word('mends')}: {mends or word('no_mend')}"


def _severity(rule: Rule[Any], language: str) -> str:
    return _SEVERITIES[rule.severity].in_language(language)


def _number(parameter: Parameter, language: str) -> str:
    usual, least, most = (
        short_number(n, language)
        for n in (parameter.usual(Limits()), parameter.least, parameter.most)
    )
    unit = f" {parameter.unit}" if parameter.unit else ""
    source = f", {_WORDS['kit'].in_language(language)}" if parameter.limit else ""
    label, told = parameter.label.in_language(language), _WORDS["usual"].in_language(language)
    return f"{parameter.key}: {label}, {least}–{most}{unit} ({told} {usual}{unit}{source})"


def rule_data(rule: Rule[Any]) -> dict[str, Any]:
    """Return a rule as data, in both languages."""
    example = rule_examples().get(rule.id)
    return {
        "id": rule.id,
        "severity": rule.severity.value,
        "enforces": _both(Bilingual(rule.enforces("de"), rule.enforces("en"))),
        "about": _both(rule.about),
        "always": rule.is_binding,
        "numbers": [_number_data(one) for one in rule.parameters],
        "keeps": _both(example.keeps) if example else None,
        "breaks": _both(example.breaks) if example else None,
        "mends": [_both(one) for one in example.mends] if example else [],
    }


def rules_data() -> list[dict[str, Any]]:
    """Return all rules as data."""
    return [rule_data(rule) for rule in RULES]


def _number_data(one: Parameter) -> dict[str, Any]:
    return {
        "key": one.key,
        "label": _both(one.label),
        "unit": one.unit,
        "least": one.least,
        "most": one.most,
        "default": one.usual(Limits()),
        "limit": one.limit,
    }


def _both(text: Bilingual) -> dict[str, str]:
    return {"de": text.de, "en": text.en}
