"""Owns the preflight: it reads a finished file, never the writer's records, and says what fails."""

from collections.abc import Iterator
from itertools import islice

import pikepdf

from brand_assets.design_facts import Bilingual, Severity
from brand_assets.typesetting.preflight import (  # noqa: F401 - importing states the rules
    rules_active,
    rules_colour,
    rules_edge,
    rules_file,
    rules_font,
    rules_identity,
    rules_ink,
    rules_intent,
    rules_line,
    rules_page,
    rules_picture,
    rules_spot,
    rules_text,
)
from brand_assets.typesetting.preflight.findings import (
    RULES,
    Expectation,
    Limits,
    PreflightFinding,
    Profile,
    Question,
    Rule,
    preflight_report,
)
from brand_assets.typesetting.preflight.reading import BROKEN, ReadFile, reason
from brand_assets.typesetting.preflight.words import UNREADABLE, WORDS

__all__ = [
    "RULES",
    "UNREADABLE",
    "WORDS",
    "Expectation",
    "Limits",
    "PreflightFinding",
    "Profile",
    "Rule",
    "check_pdf",
    "given_up",
    "preflight_report",
]

_HITS_OF_A_RULE = 1000
_NOTHING_EXPECTED = Expectation()
_USUAL_LIMITS = Limits()


def check_pdf(
    data: bytes,
    profile: Profile | str = Profile.X4,
    *,
    expected: Expectation = _NOTHING_EXPECTED,
    limits: Limits = _USUAL_LIMITS,
) -> list[PreflightFinding]:
    """Return what is wrong with a file, the worst first; a file that cannot be read is a finding.

    `profile` is "x4" for the press or "screen".
    """
    question = Question(Profile(profile), limits, expected)
    try:
        file = ReadFile(data)
    except pikepdf.PasswordError:
        return [_locked()]
    except BROKEN as error:
        return [_unreadable(error)]
    try:
        findings = [found for rule in RULES.values() for found in _apply(rule, file, question)]
    finally:
        file.close()
    order = list(Severity)
    return sorted(findings, key=lambda found: (order.index(found.severity), found.page or 0))


def _apply(rule: Rule, file: ReadFile, question: Question) -> Iterator[PreflightFinding]:
    if question.profile not in rule.profiles:
        return
    try:
        for hit in islice(rule.check(file, question), _HITS_OF_A_RULE):
            yield PreflightFinding(
                rule.key, hit.severity or rule.severity, hit.message, hit.page, hit.object
            )
    except BROKEN as error:
        yield _not_checkable(rule, error)


def given_up() -> PreflightFinding:
    """Return the finding for a file whose check took too long, where a caller limits that."""
    return PreflightFinding(
        UNREADABLE,
        Severity.BLOCKS,
        Bilingual(
            "Die Prüfung wurde abgebrochen: Sie dauerte zu lange oder brauchte zu viel Speicher.",
            "The check was given up: it took too long or needed too much memory.",
        ),
    )


def _locked() -> PreflightFinding:
    return PreflightFinding(
        "encrypted",
        Severity.BLOCKS,
        Bilingual(
            "Die Datei ist mit einem Kennwort geschützt und kann nicht gelesen werden.",
            "The file is protected by a password and cannot be read.",
        ),
    )


def _unreadable(error: Exception) -> PreflightFinding:
    return PreflightFinding(
        UNREADABLE,
        Severity.BLOCKS,
        Bilingual(
            f"Das ist keine lesbare PDF-Datei: {reason(error)}",
            f"This is no readable PDF file: {reason(error)}",
        ),
    )


def _not_checkable(rule: Rule, error: Exception) -> PreflightFinding:
    why = reason(error)
    return PreflightFinding(
        rule.key,
        Severity.BLOCKS,
        Bilingual(
            f"Nicht prüfbar, weil die Datei hier fehlerhaft ist: {why}",
            f"Cannot be checked because the file is faulty here: {why}",
        ),
    )
