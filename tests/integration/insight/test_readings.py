"""Holds readings on a made-up year: the truth is found, scope holds, results are what was told."""

from datetime import date, timedelta

import numpy as np
import pytest
from sqlalchemy import func, select

from bench.network import build_network
from campaigns.insight.history.generate import NOT_ORDERED, generate_history
from campaigns.insight.history.service import Loaded, load_history
from campaigns.insight.history.story import CAMPAIGNS, FORMATS, Truth
from campaigns.insight.links import service as links
from campaigns.insight.links.rules import Visit
from campaigns.insight.readings import service
from campaigns.insight.readings.comparisons import compare_features
from campaigns.insight.readings.models import AdResult, ResultsState, StoredReading
from campaigns.insight.readings.results import refresh_results
from campaigns.insight.readings.rules import Feature, Verdict
from campaigns.insight.readings.selection import Selection, periods
from campaigns.insight.readings.service import get_reading, get_take_up, select_results
from campaigns.insight.readings.take_up import measure_durations
from campaigns.insight.reports.models import ChannelReport
from campaigns.orders.rules import ORDER_PLACED
from campaigns.planning.models import Campaign
from portal.foundation import clock, usage
from portal.foundation.database import Database, reading, transaction
from portal.foundation.errors import NotFound, NotPermitted
from portal.foundation.usage import UsageEvent
from regions.accounts.rules import Role
from regions.scoping import Scope
from tests.factories.filled import Filled
from tests.factories.insight import (
    make_campaign,
    make_formats,
    make_localisation,
    make_short_link,
)
from tests.factories.regions import make_actor, make_network

EVERYTHING = Scope.at("hg/")
OUTLETS = 412


def _selection(scope: Scope = EVERYTHING) -> Selection:
    return Selection(scope, periods(clock.today())[0])


@pytest.fixture
def year(db: Database, filled: Filled) -> Loaded:
    return filled.fill(db, _fill)


def _fill() -> Loaded:
    with transaction() as s:
        build_network(s, OUTLETS)
        campaign = make_campaign(s, make_formats(s), "next").id
    return load_history(campaign, single_visits=False)


def test_the_truth_of_the_year_is_found_and_nothing_else(year: Loaded) -> None:
    truth = Truth()
    with reading():
        found = {one.feature: one for one in compare_features(_selection())}
    for feature, ratio in (
        (Feature.NAMES_PLACE, truth.names_place),
        (Feature.LONG_HEADLINE, truth.long_headline),
    ):
        figure = found[feature].ratio
        assert figure is not None
        assert found[feature].verdict is Verdict.WELL_SUPPORTED
        assert figure.value == pytest.approx(ratio, rel=0.12)
    assert found[Feature.COMBINED].verdict is not Verdict.WELL_SUPPORTED


def test_formats_are_judged_by_what_their_money_brings(year: Loaded) -> None:
    rows = {row.format_key: row for row in get_reading(_selection()).formats}
    assert rows["instagram"].verdict is Verdict.WELL_SUPPORTED
    assert rows["instagram"].ratio is not None
    assert rows["instagram"].ratio.low > 2
    cheapest = rows["instagram"].per_100_euros
    dearest = rows["zeitung"].per_100_euros
    assert cheapest is not None
    assert dearest is not None
    assert cheapest.low > (dearest.high or 0)


def test_a_reading_is_worked_out_once_for_a_state_of_the_results(year: Loaded) -> None:
    first = get_reading(_selection())
    assert get_reading(_selection()) == first
    refresh_results()
    with reading() as s:
        assert s.scalar(select(func.count()).select_from(StoredReading)) == 0
        assert s.get_one(ResultsState, 1).version == 2
    again = get_reading(_selection())
    assert again.computed_at > first.computed_at
    assert again.comparisons == first.comparisons


def test_a_region_reads_its_own_results_alone(year: Loaded) -> None:
    own = get_reading(_selection(Scope.at("hg/de/r00/")))
    everything = get_reading(_selection())
    assert {trend.path for trend in own.trends} == {"hg/de/r00/"}
    assert 0 < own.ads < everything.ads


def test_a_second_load_loads_nothing(year: Loaded) -> None:
    with reading() as s:
        like = s.scalars(select(Campaign.id).where(Campaign.slug == "next")).one()
        before = s.scalar(select(func.count()).select_from(UsageEvent))
    assert load_history(like) == Loaded()
    with reading() as s:
        assert s.scalar(select(func.count()).select_from(UsageEvent)) == before


def test_everything_made_up_is_marked(year: Loaded) -> None:
    with reading() as s:
        past = select(Campaign.generated).where(Campaign.slug != "next")
        assert set(s.scalars(past)) == {True}
        marks = {event["generated"] for event in s.scalars(select(UsageEvent.attributes))}
    assert marks == {True}


def test_a_strong_season_does_not_pass_for_an_effect(db: Database) -> None:
    # Own photos are used above all in the strongest campaign, and do nothing at all.
    with transaction() as s:
        build_network(s, 200)
        campaign = make_campaign(s, make_formats(s), "next").id
    load_history(campaign, single_visits=False)
    with transaction() as s:
        strong = s.scalar(select(Campaign.id).where(Campaign.slug.like("balkonstart%")))
        s.query(AdResult).update({AdResult.own_photo: AdResult.campaign_id == strong})
    with reading():
        found = {one.feature: one for one in compare_features(_selection())}
        figure = found[Feature.OWN_PHOTO].ratio
    assert figure is not None
    assert figure.low < 1 < (figure.high or np.inf)


def test_the_same_seed_makes_the_same_year() -> None:
    formats = {key: FORMATS[key] for key in ("print", "screen")}
    one, same = (generate_history(7, 50, formats) for _ in range(2))
    other = generate_history(8, 50, formats)
    assert (one.ads.responses == same.ads.responses).all()
    assert one.localised.headline == same.localised.headline
    assert one.ads.responses.sum() != other.ads.responses.sum()
    assert one.localised.campaign.max() == len(CAMPAIGNS) - 1
    assert (one.localised.order_day[one.ads.localisation] != NOT_ORDERED).all()


def test_results_are_what_links_and_channels_told(any_db: Database) -> None:
    with transaction() as s:
        network = make_network(s)
        campaign = make_campaign(s, make_formats(s))
        localisation = make_localisation(s, campaign, network.outlets[0], headline="Für Hamburg")
        code = make_short_link(s, localisation).code
        s.add(_report(code, pieces=2000, spend_cents=19_000))
    for address in ("192.0.2.1", "192.0.2.1", "192.0.2.2"):
        links.record_visit(code, Visit("GET", "Mozilla/5.0 (iPhone) Mobile", address, {}))
    links.record_visit(code, Visit("GET", "Googlebot/2.1", "192.0.2.3", {}))
    assert refresh_results() == 1
    with reading() as s:
        result = s.scalars(select(AdResult)).one()
    assert (result.exposure, result.responses, result.spend_cents) == (2000, 2, 19_000)
    assert (result.names_place, result.own_headline, result.combined) == (True, True, False)
    assert (result.region_path, result.channel_key) == ("hg/de/nord/", "druck")
    assert result.started_on == date(2026, 4, 1)
    assert result.expected == pytest.approx(2.0)


def _report(code: str, **figures: int) -> ChannelReport:
    return ChannelReport(
        source="druckerei",
        subject=f"code:{code}",
        code=code,
        day=date(2026, 4, 1),
        path="hg/de/nord/p0012/o0034/",
        **figures,
    )


def test_take_up_and_time_to_order_on_both_databases(any_db: Database) -> None:
    with transaction() as s:
        network = make_network(s)
        campaign = make_campaign(s, make_formats(s))
        ordered = make_localisation(s, campaign, network.outlets[0])
        make_localisation(s, campaign, network.outlets[1])
        usage.record(
            ORDER_PLACED,
            actor=None,
            path=ordered.path,
            outlet_id=ordered.outlet_id,
            campaign_id=campaign.id,
            format_key="flyer-a5",
            occurred_at=campaign.published_at.replace(day=6) if campaign.published_at else None,
        )
        campaign_id = campaign.id
    take_up = get_take_up(make_actor(Role.CAMPAIGN_MANAGER, "hg/"), campaign_id)
    north = next(region for region in take_up.regions if region.path == "hg/de/nord/")
    assert (north.outlets, north.ordered, north.in_work, north.not_opened) == (3, 1, 1, 1)
    assert north.by_format == {"flyer-a5": 1}
    assert take_up.total.outlets == 4
    with reading():
        lasting = measure_durations(_selection())
    assert (lasting.cases, lasting.unfinished, lasting.median) == (4, 3, None)


def test_a_large_network_is_counted_once_a_minute(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_LARGE_NETWORK", 0)
    with transaction() as s:
        network = make_network(s)
        campaign = make_campaign(s, make_formats(s))
    manager = make_actor(Role.CAMPAIGN_MANAGER, "hg/")
    before = get_take_up(manager, campaign.id)
    with transaction() as s:
        make_localisation(s, campaign, network.outlets[0])
    assert get_take_up(manager, campaign.id) == before
    with transaction() as s:
        s.query(StoredReading).update({StoredReading.computed_at: clock.now() - timedelta(hours=1)})
    assert get_take_up(manager, campaign.id).total.in_work == 1


def test_a_region_outside_the_scope_does_not_exist(db: Database) -> None:
    manager = make_actor(Role.REGIONAL_MANAGER, "hg/de/nord/")
    with pytest.raises(NotFound):
        select_results(manager, region_path="hg/de/sued/")
    with pytest.raises(NotPermitted):
        select_results(make_actor(Role.AGENCY, "hg/"))
