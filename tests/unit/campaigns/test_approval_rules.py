"""When a rule approves, when a person must, and by when."""

import dataclasses
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from brand_assets.design_facts import Bilingual, Finding, Severity
from campaigns.approval.rules import (
    ChangedValue,
    DecisionFacts,
    Outcome,
    ReasonKey,
    SubmissionStatus,
    check_decidable,
    check_reason,
    decide_by_rule,
    due_at,
    is_routine,
    refuse_blocked,
)
from portal.foundation.errors import Conflict, Invalid
from portal.foundation.money import Money

BERLIN = ZoneInfo("Europe/Berlin")
CLEAN = DecisionFacts(findings=(), cost=Money(54_800), changed=(), campaign_allows_rule=True)


def finding(severity: Severity) -> Finding:
    return Finding("overflow", severity, Bilingual("Zu lang.", "Too long."), field="headline")


def changed(kind: str, **more: object) -> ChangedValue:
    values = {"before": "Alt", "after": "Neu", **more}
    return ChangedValue("f", kind, Bilingual("Feld", "Field"), **values)  # type: ignore[arg-type]


def keys(facts: DecisionFacts) -> list[ReasonKey]:
    return [reason.key for reason in decide_by_rule(facts).reasons]


def test_clean_and_within_limits_is_approved_by_the_rule_with_its_name() -> None:
    verdict = decide_by_rule(CLEAN)
    assert verdict.approved
    assert verdict.rule == "clean-and-within-limits-1"
    assert verdict.reasons == ()


def test_note_alone_does_not_stop_the_rule() -> None:
    facts = dataclasses.replace(CLEAN, findings=(finding(Severity.NOTE),))
    assert decide_by_rule(facts).approved


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"findings": (finding(Severity.CHECK),)}, ReasonKey.FINDINGS),
        ({"findings": (finding(Severity.BLOCKS),)}, ReasonKey.FINDINGS),
        ({"campaign_allows_rule": False}, ReasonKey.CAMPAIGN),
        ({"changed": (changed("text"),)}, ReasonKey.OWN_WORDS),
        ({"changed": (changed("multiline"),)}, ReasonKey.OWN_WORDS),
        ({"changed": (changed("photo"),)}, ReasonKey.OWN_PHOTO),
        ({"changed": (changed("price", lower_percent=10.5),)}, ReasonKey.PRICE_LOW),
        ({"cost": Money(250_001)}, ReasonKey.COST),
        ({"above_budget": True}, ReasonKey.ABOVE_BUDGET),
        ({"sent_back": 3}, ReasonKey.RECORD),
        ({"refused_before": True}, ReasonKey.REFUSED_BEFORE),
        ({"own": True}, ReasonKey.OWN),
    ],
)
def test_each_limit_leaves_the_decision_to_a_person(
    change: dict[str, object], reason: ReasonKey
) -> None:
    facts = dataclasses.replace(CLEAN, **change)  # type: ignore[arg-type]
    assert not decide_by_rule(facts).approved
    assert keys(facts) == [reason]


@pytest.mark.parametrize(
    "change",
    [
        {"changed": (changed("text", offered=True),)},
        {"changed": (changed("text", outlet_data=True),)},
        {"changed": (changed("photo", offered=True),)},
        {"changed": (changed("price", lower_percent=10.0), changed("date_range"))},
        {"cost": Money(250_000)},
        {"sent_back": 2},
    ],
)
def test_up_to_the_limit_the_rule_approves(change: dict[str, object]) -> None:
    assert decide_by_rule(dataclasses.replace(CLEAN, **change)).approved  # type: ignore[arg-type]


def test_all_reasons_are_named_together() -> None:
    facts = dataclasses.replace(
        CLEAN, campaign_allows_rule=False, above_budget=True, changed=(changed("text"),)
    )
    assert keys(facts) == [ReasonKey.OWN_WORDS, ReasonKey.CAMPAIGN, ReasonKey.ABOVE_BUDGET]


def test_price_or_date_alone_is_routine_even_where_people_decide() -> None:
    facts = dataclasses.replace(
        CLEAN, campaign_allows_rule=False, changed=(changed("price"), changed("date_range"))
    )
    assert is_routine(facts)
    assert not is_routine(dataclasses.replace(facts, findings=(finding(Severity.CHECK),)))
    assert not is_routine(dataclasses.replace(facts, changed=(changed("photo"),)))
    assert not is_routine(dataclasses.replace(facts, above_budget=True))
    assert not is_routine(dataclasses.replace(facts, refused_before=True))
    assert not is_routine(
        dataclasses.replace(facts, changed=(changed("price", lower_percent=11.0),))
    )


def test_blocked_ads_cannot_be_handed_in() -> None:
    refuse_blocked([finding(Severity.CHECK)])
    with pytest.raises(Invalid) as refused:
        refuse_blocked([finding(Severity.BLOCKS)])
    assert refused.value.field == "headline"


def test_only_what_was_seen_and_is_open_can_be_decided() -> None:
    check_decidable(SubmissionStatus.AWAITING_DECISION, 2, 2)
    with pytest.raises(Conflict):
        check_decidable(SubmissionStatus.AWAITING_DECISION, 3, 2)
    for status in set(SubmissionStatus) - {SubmissionStatus.AWAITING_DECISION}:
        with pytest.raises(Conflict):
            check_decidable(status, 2, 2)


def test_sending_back_needs_a_reason() -> None:
    assert check_reason(Outcome.APPROVED, "  ") == ""
    assert check_reason(Outcome.REJECTED, " Falscher Preis ") == "Falscher Preis"
    for outcome in (Outcome.REJECTED, Outcome.CHANGES_REQUESTED):
        with pytest.raises(Invalid):
            check_reason(outcome, " \n ")


@pytest.mark.parametrize(
    ("submitted", "order_until", "due"),
    [
        # Tuesday morning: two working days on.
        (datetime(2027, 4, 13, 6, tzinfo=UTC), date(2027, 4, 30), date(2027, 4, 15)),
        # Friday: the weekend does not count.
        (datetime(2027, 4, 16, 6, tzinfo=UTC), date(2027, 4, 30), date(2027, 4, 20)),
        # Never after the last day for orders.
        (datetime(2027, 4, 16, 6, tzinfo=UTC), date(2027, 4, 16), date(2027, 4, 16)),
        # Half past eleven at night in UTC is the next day in Berlin.
        (datetime(2027, 4, 12, 22, 30, tzinfo=UTC), date(2027, 4, 30), date(2027, 4, 15)),
        # Over the change to summer time.
        (datetime(2027, 3, 26, 9, tzinfo=UTC), date(2027, 4, 30), date(2027, 3, 30)),
    ],
)
def test_due_in_two_working_days_at_five(submitted: datetime, order_until: date, due: date) -> None:
    found = due_at(submitted, order_until, BERLIN)
    assert (found.date(), found.hour, found.tzinfo) == (due, 17, BERLIN)
