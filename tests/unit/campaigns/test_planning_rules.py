"""When a campaign is open, what keeps it from being published, who is meant."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from brand_assets.design_facts import Bilingual
from campaigns.ad_templates.fields import FieldDefinition, FieldKind
from campaigns.planning.rules import (
    Audience,
    CampaignPlan,
    CampaignStatus,
    FormatState,
    Kpi,
    Phase,
    is_open_on,
    phase_on,
    plan_problems,
    publishing_problems,
)

HEADLINE = FieldDefinition(
    key="headline", kind=FieldKind.TEXT, label=Bilingual("Überschrift", "Headline")
)
PLAN = CampaignPlan(
    slug="fruehling",
    name=Bilingual("Frühling", "Spring"),
    path="hg/",
    kpi=Kpi.SCANS,
    target_value=100,
    target_date=date(2027, 4, 16),
    order_from=date(2027, 3, 29),
    order_until=date(2027, 4, 16),
    runs_from=date(2027, 5, 10),
    runs_until=date(2027, 5, 22),
    audience=Audience(("hg/de/",)),
    formats=(),
    fields=(HEADLINE,),
)


@dataclass
class Timed:
    status: str = CampaignStatus.PUBLISHED
    order_from: date = PLAN.order_from
    order_until: date = PLAN.order_until
    runs_from: date = PLAN.runs_from
    runs_until: date = PLAN.runs_until


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2027, 3, 28), False),
        (date(2027, 3, 29), True),
        (date(2027, 4, 16), True),
        (date(2027, 4, 17), False),
    ],
)
def test_both_days_of_the_ordering_period_belong_to_it(day: date, is_open: bool) -> None:
    assert is_open_on(Timed(), day) is is_open


@pytest.mark.parametrize("status", [CampaignStatus.DRAFT, CampaignStatus.CLOSED])
def test_only_a_published_campaign_is_open(status: CampaignStatus) -> None:
    assert not is_open_on(Timed(status=status), date(2027, 4, 1))


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (date(2027, 3, 1), Phase.ANNOUNCED),
        (date(2027, 4, 1), Phase.ORDERING),
        (date(2027, 5, 1), Phase.ORDERED),
        (date(2027, 5, 10), Phase.RUNNING),
        (date(2027, 5, 23), Phase.ENDED),
    ],
)
def test_the_phase_follows_from_the_day(day: date, phase: Phase) -> None:
    assert phase_on(Timed(), day) is phase


def test_a_sound_plan_has_no_problems() -> None:
    assert plan_problems(PLAN) == []


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"order_until": date(2027, 3, 1)}, "order_until"),
        ({"runs_until": date(2027, 5, 1)}, "runs_until"),
        ({"order_until": date(2027, 6, 1)}, "order_until"),
        ({"coop_percent": 101}, "coop_percent"),
        ({"coop_fund_cents": -1}, "coop_fund"),
        ({"target_value": 0}, "target_value"),
        ({"fields": (HEADLINE, HEADLINE)}, "fields"),
        ({"defaults": {"unknown": "x"}}, "defaults"),
    ],
)
def test_an_unsound_plan_says_where(change: dict[str, Any], part: str) -> None:
    assert part in {problem.part for problem in plan_problems(replace(PLAN, **change))}


def test_publishing_needs_formats_published_templates_audience_and_fields() -> None:
    fine = FormatState("flyer-a5", True, frozenset({"headline"}))
    assert publishing_problems([fine], [HEADLINE], outlets=1) == []
    assert [p.part for p in publishing_problems([], [HEADLINE], 1)] == ["formats"]
    assert [p.part for p in publishing_problems([fine], [HEADLINE], 0)] == ["audience"]
    draft = FormatState("flyer-a5", False, frozenset())
    assert [p.part for p in publishing_problems([draft], [HEADLINE], 1)] == ["formats"]
    hungry = FormatState("flyer-a5", True, frozenset({"headline", "angebot.preis"}))
    problems = publishing_problems([hungry], [HEADLINE], 1)
    assert [(p.part, p.params["key"]) for p in problems] == [("fields", "angebot.preis")]


def test_an_audience_touches_what_lies_above_and_below_it() -> None:
    audience = Audience(("hg/de/nord/",))
    assert audience.touches("hg/")
    assert audience.touches("hg/de/nord/p0012/")
    assert not audience.touches("hg/de/sued/")
