"""Owns what a preflight is asked and what it answers: profile, expectation, rule, finding."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from brand_assets.design_facts import Bilingual, Severity
from brand_assets.typesetting.preflight.words import WORDS, RuleWords


class Profile(StrEnum):
    """What a file is checked for: the press (PDF/X-4) or a screen."""

    X4 = "x4"
    SCREEN = "screen"


@dataclass(frozen=True, slots=True)
class Limits:
    """From when on a rule speaks: lengths in mm, type in pt, resolution in ppi, ink in percent."""

    max_ink: float = 300.0
    min_ppi: float = 150.0
    error_ppi: float = 100.0
    max_ppi: float = 450.0
    line_art_ppi: float = 550.0
    line_art_error_ppi: float = 300.0
    screen_ppi: float = 72.0
    max_screen_ppi: float = 300.0
    hairline_mm: float = 0.1
    coloured_line_mm: float = 0.2
    min_text_pt: float = 5.0
    four_colour_text_pt: float = 8.0
    black_text_pt: float = 12.0
    bleed_mm: float = 3.0
    text_margin_mm: float = 3.0
    screen_bytes: int = 10_000_000


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the order says of the file; None where it says nothing."""

    trim_mm: tuple[float, float] | None = None
    bleed_mm: float | None = None
    pages: int | None = None
    spots: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class PreflightFinding:
    """What one rule found. Pages count from 1; None where it concerns the file as a whole."""

    rule: str
    severity: Severity
    message: Bilingual
    page: int | None = None
    object: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a rule is broken; `severity` only where it differs from the rule's own."""

    message: Bilingual
    page: int | None = None
    object: str | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One demand: its key, how bad a breach is, where it holds, and what to tell people of it."""

    key: str
    severity: Severity
    profiles: frozenset[Profile]
    words: RuleWords
    check: Callable[[Any, "Question"], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Question:
    """What the rules are asked with besides the file."""

    profile: Profile
    limits: Limits
    expected: Expectation


RULES: dict[str, Rule] = {}
"""Every rule by key, in the order of the modules that state them."""

BOTH = frozenset(Profile)
PRESS = frozenset({Profile.X4})
SCREEN = frozenset({Profile.SCREEN})

Check = Callable[[Any, Question], Iterable[Hit]]


def rule(key: str, severity: Severity, profiles: frozenset[Profile]) -> Callable[[Check], Check]:
    """Enter a check into the registry under a key; its words are in `words.json`."""

    def enter(check: Check) -> Check:
        if key in RULES:
            raise ValueError(f"two preflight rules are called {key}")
        RULES[key] = Rule(key, severity, profiles, WORDS[key], check)
        return check

    return enter


def german(value: float, digits: int) -> str:
    """Return a figure as German writes it."""
    return f"{value:.{digits}f}".replace(".", ",")


def preflight_report(findings: Sequence[PreflightFinding]) -> dict[str, Any]:
    """Return findings as values for JSON, with how many there are of each severity."""
    counts = {severity.value: 0 for severity in Severity}
    for finding in findings:
        counts[finding.severity.value] += 1
    return {
        "passed": counts[Severity.BLOCKS.value] == 0,
        "counts": counts,
        "findings": [_row(finding) for finding in findings],
    }


def _row(finding: PreflightFinding) -> Mapping[str, Any]:
    mend = WORDS[finding.rule].mend
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "page": finding.page,
        "object": finding.object,
        "message": {"de": finding.message.de, "en": finding.message.en},
        "mend": {"de": mend.de, "en": mend.en},
    }
