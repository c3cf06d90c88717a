"""Owns when a rule approves, who may decide otherwise, by when, and what a decision leads to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from brand_assets.design_facts import Bilingual, Finding, Severity
from portal.foundation.errors import N_, Conflict, Invalid
from portal.foundation.money import Money
from portal.foundation.usage_kinds import declare_kind

HANDED_IN = declare_kind(
    "submission.handed_in",
    "Anzeigen wurden zur Freigabe eingereicht.",
    "Ads were handed in for a decision.",
    value_unit="proofs",
    attributes={"reasons": "why a rule did not approve; empty where it did"},
)
DECIDED = declare_kind(
    "submission.decided",
    "Über eingereichte Anzeigen wurde entschieden.",
    "Ads that were handed in were decided on.",
    value_unit="seconds",
    attributes={"outcome": "what was decided", "rule": "name of the rule, empty for a person"},
)
WITHDRAWN = declare_kind(
    "submission.withdrawn",
    "Eingereichte Anzeigen wurden zurückgezogen.",
    "Ads that were handed in were withdrawn.",
)

RULE_NAME = "clean-and-within-limits-1"
OFFICE_CLOSES = time(17, 0)
WORKING_DAYS_TO_DECIDE = 2
SATURDAY = 5


class SubmissionStatus(StrEnum):
    """Where a submission stands."""

    AWAITING_DECISION = "awaiting_decision"
    APPROVED = "approved"
    CHANGES_REQUESTED = "changes_requested"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """What was decided."""

    APPROVED = "approved"
    CHANGES_REQUESTED = "changes_requested"
    REJECTED = "rejected"


class ReasonKey(StrEnum):
    """Why a rule leaves the decision to a person."""

    CAMPAIGN = "campaign"
    FINDINGS = "findings"
    OWN_WORDS = "own_words"
    OWN_PHOTO = "own_photo"
    PRICE_LOW = "price_low"
    COST = "cost"
    ABOVE_BUDGET = "above_budget"
    RECORD = "record"
    REFUSED_BEFORE = "refused_before"
    OWN = "own"


REASON_WORDS = {
    ReasonKey.CAMPAIGN: N_("This campaign is decided by people"),
    ReasonKey.FINDINGS: N_("To look at: %(count)d"),
    ReasonKey.OWN_WORDS: N_("Own words: %(fields)s"),
    ReasonKey.OWN_PHOTO: N_("Own photo: %(fields)s"),
    ReasonKey.PRICE_LOW: N_("Price %(percent)d %% below the template"),
    ReasonKey.COST: N_("Cost above the limit for rules"),
    ReasonKey.ABOVE_BUDGET: N_("Above the budget"),
    ReasonKey.RECORD: N_("Sent back %(count)d times lately"),
    ReasonKey.REFUSED_BEFORE: N_("Sent back before and handed in unchanged"),
    ReasonKey.OWN: N_("Handed in by somebody who decides here"),
}

WORD_KINDS = frozenset({"text", "multiline"})
ROUTINE_KINDS = frozenset({"price", "quantity", "unit_price", "date_range", "event_time", "rows"})


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """One field that differs from the campaign's default; values are canonical JSON.

    `offered` is true where the new value is one that head office offers; `lower_percent` is by
    how much a price lies below the default.
    """

    key: str
    kind: str
    label: Bilingual
    before: Any
    after: Any
    offered: bool = False
    outlet_data: bool = False
    lower_percent: float = 0.0


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """All that a decision depends on, filled in by whoever hands in.

    `own` is true where the person handing in may decide here; `sent_back` counts the outlet's
    late submissions that were not approved; `refused_before` is true where this very ad was one.
    """

    findings: tuple[Finding, ...]
    cost: Money
    changed: tuple[ChangedValue, ...]
    campaign_allows_rule: bool
    own: bool = False
    above_budget: bool = False
    sent_back: int = 0
    refused_before: bool = False


@dataclass(frozen=True, slots=True)
class DecisionLimits:
    """Within what a rule may approve."""

    cost_cents: int = 250_000
    price_lower_percent: float = 10.0
    sent_back: int = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for a person to look, with the figures that its words name."""

    key: ReasonKey
    count: int = 0
    fields: tuple[Bilingual, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleVerdict:
    """What the rule says: approved by its name, or awaiting a person for these reasons."""

    approved: bool
    rule: str
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Approval:
    """Whether a proof is approved: derived on read, never stored.

    `valid` is true only for an approved proof whose inputs are still those of today.
    """

    state: SubmissionStatus | None
    valid: bool
    submission_id: UUID | None = None
    by_rule: bool = False
    changed_since: bool = False
    decided_at: datetime | None = field(default=None, compare=False)


def decide_by_rule(facts: DecisionFacts, limits: DecisionLimits | None = None) -> RuleVerdict:
    """Approve what is clean and within limits where the campaign allows it; else say why not."""
    reasons = (*_ad_reasons(facts, limits or DecisionLimits()), *_frame_reasons(facts, limits))
    return RuleVerdict(not reasons, RULE_NAME, reasons)


def _ad_reasons(facts: DecisionFacts, limits: DecisionLimits) -> tuple[Reason, ...]:
    """Return what the ad itself gives to look at."""
    to_check = sum(finding.severity is not Severity.NOTE for finding in facts.findings)
    words = _own(facts.changed, WORD_KINDS)
    photos = _own(facts.changed, frozenset({"photo"}))
    lowest = max((value.lower_percent for value in facts.changed), default=0.0)
    found = (
        (to_check > 0, Reason(ReasonKey.FINDINGS, count=to_check)),
        (bool(words), Reason(ReasonKey.OWN_WORDS, fields=words)),
        (bool(photos), Reason(ReasonKey.OWN_PHOTO, fields=photos)),
        (lowest > limits.price_lower_percent, Reason(ReasonKey.PRICE_LOW, count=round(lowest))),
    )
    return tuple(reason for holds, reason in found if holds)


def _frame_reasons(facts: DecisionFacts, limits: DecisionLimits | None) -> tuple[Reason, ...]:
    """Return what campaign, money and record give to look at."""
    within = limits or DecisionLimits()
    found = (
        (not facts.campaign_allows_rule, Reason(ReasonKey.CAMPAIGN)),
        (facts.cost.cents > within.cost_cents, Reason(ReasonKey.COST)),
        (facts.above_budget, Reason(ReasonKey.ABOVE_BUDGET)),
        (facts.sent_back >= within.sent_back, Reason(ReasonKey.RECORD, count=facts.sent_back)),
        (facts.refused_before, Reason(ReasonKey.REFUSED_BEFORE)),
        (facts.own, Reason(ReasonKey.OWN)),
    )
    return tuple(reason for holds, reason in found if holds)


def _own(changed: Sequence[ChangedValue], kinds: frozenset[str]) -> tuple[Bilingual, ...]:
    return tuple(
        value.label
        for value in changed
        if value.kind in kinds and not value.offered and not value.outlet_data
    )


def is_routine(facts: DecisionFacts) -> bool:
    """Whether it can be approved in bulk: no finding to look at, only price or date changed."""
    clean = all(finding.severity is Severity.NOTE for finding in facts.findings)
    harmless = all(
        value.kind in ROUTINE_KINDS or value.offered or value.outlet_data for value in facts.changed
    )
    low = any(value.lower_percent > DecisionLimits().price_lower_percent for value in facts.changed)
    special = low or facts.above_budget or facts.own or facts.refused_before
    return clean and harmless and not special


def refuse_blocked(findings: Collection[Finding]) -> None:
    """Refuse to hand in an ad with findings that block it."""
    blocking = [finding for finding in findings if finding.severity is Severity.BLOCKS]
    if blocking:
        raise Invalid(
            N_("Open points in this ad: %(count)s. Clear them up first."),
            field=blocking[0].field,
            count=len(blocking),
        )


def check_decidable(status: SubmissionStatus, row_version: int, seen_version: int) -> None:
    """Refuse a decision on what is already decided, or on another state than the one seen."""
    if status is not SubmissionStatus.AWAITING_DECISION:
        raise Conflict(N_("This has been decided or withdrawn meanwhile. Load the page again."))
    if row_version != seen_version:
        raise Conflict(N_("This has changed since you looked at it. Load the page again."))


def check_reason(outcome: Outcome, reason: str) -> str:
    """Return the reason without blanks around it; asking for changes or rejecting needs one."""
    trimmed = reason.strip()
    if outcome is not Outcome.APPROVED and not trimmed:
        raise Invalid(
            N_("Say what should change, so that the outlet can act on it."), field="reason"
        )
    return trimmed


def due_at(submitted: datetime, order_until: date, zone: ZoneInfo) -> datetime:
    """Return by when to decide: two working days on, never after the last day for orders."""
    day = submitted.astimezone(zone).date()
    left = WORKING_DAYS_TO_DECIDE
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    day = max(min(day, order_until), submitted.astimezone(zone).date())
    return datetime.combine(day, OFFICE_CLOSES, zone)
