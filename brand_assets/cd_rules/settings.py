"""Owns which settings of rules a kit may make, and how they change a finding."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from brand_assets.cd_rules.rule import Rule
from brand_assets.design_facts import Bilingual, Finding, RuleSetting, Severity, figure

SEVERITY_ORDER = {Severity.BLOCKS: 0, Severity.CHECK: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class SettingProblem:
    """What is wrong with one setting: its place in the list, and what to do about it."""

    position: int
    rule: str
    message: Bilingual


def is_on(rule: Rule[Any], setting: RuleSetting | None) -> bool:
    """Whether a rule is asked; one that is binding always is."""
    return setting is None or setting.on or rule.is_binding


def with_severity(found: Finding, rule: Rule[Any], setting: RuleSetting | None) -> Finding:
    """Return a finding as bad as the kit wants it; one of a binding rule never gets milder."""
    wanted = setting.severity if setting else None
    if wanted is None or wanted is found.severity:
        return found
    if rule.is_binding and SEVERITY_ORDER[wanted] > SEVERITY_ORDER[found.severity]:
        return found
    return replace(found, severity=wanted)


def setting_problems(
    settings: Iterable[RuleSetting], rules: Mapping[str, Rule[Any]]
) -> Iterator[SettingProblem]:
    """Yield what is wrong with a kit's settings: unknown names, numbers out of bounds."""
    for position, setting in enumerate(settings):
        rule = rules.get(setting.rule)
        if rule is None:
            yield SettingProblem(position, setting.rule, _unknown_rule(setting.rule))
            continue
        for message in _wrong(setting, rule):
            yield SettingProblem(position, setting.rule, message)


def _wrong(setting: RuleSetting, rule: Rule[Any]) -> Iterator[Bilingual]:
    if rule.is_binding and not setting.on:
        yield Bilingual(
            f"Die Regel „{rule.id}“ lässt sich nicht abschalten. Lassen Sie sie an.",
            f'The rule "{rule.id}" cannot be switched off. Leave it on.',
        )
    own = SEVERITY_ORDER[rule.severity]
    if rule.is_binding and setting.severity and SEVERITY_ORDER[setting.severity] > own:
        yield Bilingual(
            f"Die Regel „{rule.id}“ lässt sich nicht abschwächen. Wählen Sie keine Schwere oder "
            "eine strengere.",
            f'The rule "{rule.id}" cannot be made milder. Choose no severity or a stricter one.',
        )
    for key, value in setting.parameters.items():
        parameter = rule.find_parameter(key)
        if parameter is None:
            yield _unknown_parameter(key, rule)
        elif not parameter.least <= value <= parameter.most:
            unit = f" {parameter.unit}" if parameter.unit else ""
            least, most = parameter.least, parameter.most
            yield Bilingual(
                f"„{parameter.label.de}“ liegt zwischen {short_number(least, 'de')} und "
                f"{short_number(most, 'de')}{unit}, angegeben ist {short_number(value, 'de')}.",
                f'"{parameter.label.en}" lies between {short_number(least, "en")} and '
                f"{short_number(most, 'en')}{unit}, given is {short_number(value, 'en')}.",
            )


def short_number(value: float, language: str) -> str:
    """Return a number with as many decimals as it has, three at most."""
    digits = next((d for d in range(3) if round(value, d) == round(value, 3)), 3)
    return figure(value, language, digits)


def _unknown_rule(name: str) -> Bilingual:
    return Bilingual(
        f"Eine Regel „{name}“ gibt es nicht. Alle Regeln zeigt „portal rules list“.",
        f'There is no rule "{name}". All rules are shown by "portal rules list".',
    )


def _unknown_parameter(key: str, rule: Rule[Any]) -> Bilingual:
    known = ", ".join(one.key for one in rule.parameters)
    if not known:
        return Bilingual(
            f"Die Regel „{rule.id}“ hat keine Werte, die sich einstellen lassen.",
            f'The rule "{rule.id}" has no numbers to set.',
        )
    return Bilingual(
        f"Die Regel „{rule.id}“ hat keinen Wert „{key}“. Es gibt: {known}.",
        f'The rule "{rule.id}" has no number "{key}". There are: {known}.',
    )
