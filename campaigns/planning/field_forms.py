"""Owns what a plan's form says about a field beside its default: what is asked, and its limits."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from brand_assets.typesetting.text.marks import MARKS
from campaigns.ad_templates.fields import TEXT_KINDS, FieldDefinition, FieldKind
from campaigns.planning.rules import CampaignPlan, PlanProblem
from portal.foundation.errors import N_

_MOST_CHARS = 2000
_MOST = 1_000_000_000
#: Which limits the form asks for, by kind; all other kinds keep theirs.
NUMBERS: Mapping[FieldKind, tuple[str, ...]] = {
    **dict.fromkeys(TEXT_KINDS, ("max_chars",)),
    FieldKind.NUMBER: ("least", "most", "decimals"),
    FieldKind.ROWS: ("least", "most"),
}
_RANGES = {"max_chars": (1, _MOST_CHARS), "decimals": (0, 3)}
_ROWS = (0, 12)


def with_field_limits(
    plan: CampaignPlan, sent: MultiDict[str, str]
) -> tuple[CampaignPlan, list[PlanProblem]]:
    """Return the plan with what was entered about its fields, and what could not be read."""
    if "has_limits" not in sent:
        return plan, []
    fields, problems = [], []
    for entry in plan.fields:
        asked = _asked(entry, sent) if not entry.computed else {}
        numbers, wrong = _numbers(entry, sent)
        try:
            told = entry.model_dump() | asked | numbers
            fields.append(FieldDefinition.model_validate(told))
        except ValidationError:
            wrong = [_unreadable(entry)]
            fields.append(entry)
        problems += wrong
    return replace(plan, fields=tuple(fields)), problems


def _asked(entry: FieldDefinition, sent: MultiDict[str, str]) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "must_change": entry.key in sent.getlist("must_change") and not entry.locked
    }
    if f"alternatives:{entry.key}" in sent and entry.kind in TEXT_KINDS:
        lines = sent[f"alternatives:{entry.key}"].splitlines()
        asked["alternatives"] = tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))
    if entry.kind is FieldKind.RICH_TEXT:
        ticked = sent.getlist(f"marks:{entry.key}")
        asked["marks"] = tuple(mark for mark in MARKS.values() if mark in ticked)
    if entry.kind is FieldKind.NUMBER:
        asked["unit"] = sent.get(f"unit:{entry.key}", "").strip() or None
    if entry.kind is FieldKind.URL and f"hosts:{entry.key}" in sent:
        named = sent[f"hosts:{entry.key}"].replace(",", " ").split()
        asked["hosts"] = tuple(dict.fromkeys(host.lower() for host in named))
    return asked


def _numbers(
    entry: FieldDefinition, sent: MultiDict[str, str]
) -> tuple[dict[str, Any], list[PlanProblem]]:
    read: dict[str, Any] = {}
    problems: list[PlanProblem] = []
    for name in NUMBERS.get(entry.kind, ()):
        raw = sent.get(f"{name}:{entry.key}")
        if raw is None:
            continue
        usual = 0 if name == "decimals" else None
        number = _whole(raw)
        if raw.strip() and (number is None or not _in_range(entry, name, number)):
            problems.append(_unreadable(entry))
            continue
        read[name] = usual if number is None else number
    least, most = read.get("least"), read.get("most")
    if least is not None and most is not None and least > most:
        return {}, [_unreadable(entry)]
    return read, problems


def _whole(raw: str) -> int | None:
    text = raw.strip().replace("\u2212", "-")
    figures = text.removeprefix("-")
    # Only figures that an int reads: "²" is a digit to some.
    return int(text) if figures.isascii() and figures.isdigit() and len(figures) <= 10 else None  # noqa: PLR2004 - figures of a billion


def _in_range(entry: FieldDefinition, name: str, number: int) -> bool:
    usual = _ROWS if entry.kind is FieldKind.ROWS else (-_MOST, _MOST)
    least, most = _RANGES.get(name, usual)
    return least <= number <= most


def _unreadable(entry: FieldDefinition) -> PlanProblem:
    return PlanProblem(
        "fields",
        N_("The limits of the field “%(name)s” cannot be read. Enter whole numbers, least first."),
        {"name": entry.label.de},
    )
