"""Owns how the report of a check reads: rules by group, each with what it found; the score."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from brand_assets.cd_rules import RULES, RULES_BY_ID, Rule, Tally
from brand_assets.design_facts import Bilingual, Finding, Severity

_ORDER = {rule.id: place for place, rule in enumerate(RULES)}
_GROUPS = (
    ("law", Bilingual("Recht", "Law"), ("legal.", "price.")),
    ("words", Bilingual("Angaben und Texte", "Entries and texts"), ("field.", "text.", "wording.")),
    ("type", Bilingual("Schrift", "Type"), ("type.",)),
    (
        "pictures",
        Bilingual("Bilder und ihre Rechte", "Pictures and their rights"),
        ("photo.", "asset.", "artwork."),
    ),
    ("logo", Bilingual("Logo", "Logo"), ("logo.",)),
    ("colours", Bilingual("Farbe und Druck", "Colour and print"), ("colour.", "ink.", "page.")),
    ("codes", Bilingual("Codes", "Codes"), ("qr.", "barcode.", "code.")),
)


class Verdict(StrEnum):
    """How an ad keeps one rule; `ABSENT` where it holds nothing that the rule is about."""

    PASSED = "passed"
    FOUND = "found"
    ABSENT = "absent"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule in the report; `severity` is the worst of its findings."""

    rule: Rule[Any]
    verdict: Verdict
    tested: int
    passed: int
    findings: tuple[Finding, ...] = ()

    @property
    def severity(self) -> Severity | None:
        """How bad the worst finding is, None where there is none."""
        order = list(Severity)
        return min((f.severity for f in self.findings), key=order.index, default=None)


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """Rules about the same thing."""

    key: str
    title: Bilingual
    lines: tuple[RuleLine, ...]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was tested of an ad, what passed and what was found; nothing tested is not known."""

    tested: int
    passed: int
    findings: tuple[Finding, ...]
    groups: tuple[RuleGroup, ...]
    absent: tuple[RuleLine, ...] = ()
    off: tuple[RuleLine, ...] = ()

    @property
    def score(self) -> int | None:
        """Passed of tested in percent, rounded down; None where it was not kept."""
        return self.passed * 100 // self.tested if self.tested else None

    @property
    def open_points(self) -> int:
        """How many findings stop proof and order."""
        return self._count(Severity.BLOCKS)

    @property
    def to_check(self) -> int:
        """How many findings want a person's look."""
        return self._count(Severity.CHECK)

    def _count(self, severity: Severity) -> int:
        return sum(finding.severity is severity for finding in self.findings)


def report_of(tallies: Iterable[Tally], findings: Collection[Finding]) -> CheckReport:
    """Return the report of a check; findings of rules that are gone since are still told."""
    lines = [_line(RULES_BY_ID[t.rule], t, findings) for t in tallies if t.rule in RULES_BY_ID]
    told = {line.rule.id for line in lines}
    # A proof from before tallies were kept has findings alone.
    untold = dict.fromkeys(f.rule for f in findings if f.rule in RULES_BY_ID and f.rule not in told)
    lines += [_line(RULES_BY_ID[rule_id], None, findings) for rule_id in untold]
    lines.sort(key=lambda line: _ORDER[line.rule.id])
    shown = [line for line in lines if line.verdict in (Verdict.PASSED, Verdict.FOUND)]
    return CheckReport(
        tested=sum(line.tested for line in lines),
        passed=sum(line.passed for line in lines),
        findings=tuple(findings),
        groups=tuple(_grouped(shown)),
        absent=tuple(line for line in lines if line.verdict is Verdict.ABSENT),
        off=tuple(line for line in lines if line.verdict is Verdict.OFF),
    )


def _line(rule: Rule[Any], tally: Tally | None, findings: Iterable[Finding]) -> RuleLine:
    found = tuple(finding for finding in findings if finding.rule == rule.id)
    if tally is None:
        return RuleLine(rule, Verdict.FOUND, 0, 0, found)
    if not tally.on:
        return RuleLine(rule, Verdict.OFF, 0, 0)
    verdict = Verdict.FOUND if found else Verdict.PASSED if tally.tested else Verdict.ABSENT
    return RuleLine(rule, verdict, tally.tested, tally.passed, found)


def _grouped(lines: Collection[RuleLine]) -> Iterable[RuleGroup]:
    for key, title, prefixes in _GROUPS:
        own = tuple(line for line in lines if line.rule.id.startswith(prefixes))
        if own:
            yield RuleGroup(key, title, own)
