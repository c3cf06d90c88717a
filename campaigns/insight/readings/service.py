"""Owns readings as pages ask for them: cut to the reader's scope, worked out once, kept."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import delete, func, select

from campaigns.insight.readings.comparisons import compare_features, read_formats
from campaigns.insight.readings.mine import OwnOutlet, read_own
from campaigns.insight.readings.models import AdResult, ResultsState, StoredReading
from campaigns.insight.readings.ranking import leader, rank_for
from campaigns.insight.readings.rules import RANKING_APPLIED
from campaigns.insight.readings.selection import Selection, find_period, periods
from campaigns.insight.readings.take_up import TakeUp, measure_durations, measure_take_up
from campaigns.insight.readings.trends import follow_regions, trend_format
from campaigns.insight.readings.values import Candidate, Ranking, Reading
from campaigns.planning.leading import lead_with_format
from campaigns.planning.models import Campaign
from campaigns.planning.rules import CampaignStatus
from campaigns.planning.service import get_campaign, list_campaigns, set_default
from portal.foundation import clock, usage
from portal.foundation.database import insert_if_absent, reading, session, transaction
from portal.foundation.errors import N_, Conflict, NotFound
from regions.accounts.rules import Actor, Permission
from regions.hierarchy.models import Region
from regions.hierarchy.rules import RegionKind
from regions.scoping import Scope, visible

Kept = TypeVar("Kept")
_READING = TypeAdapter(Reading)
_RANKING = TypeAdapter(Ranking)
_TAKE_UP = TypeAdapter(TakeUp)
_LARGE_NETWORK = 2_000
_COUNTED_FOR = timedelta(minutes=1)


def select_results(
    actor: Actor,
    period_key: str | None = None,
    region_path: str | None = None,
    format_key: str | None = None,
) -> Selection:
    """Return what the reader asks to see; a region outside the scope does not exist."""
    actor.require(Permission.INSIGHT_READ)
    scope = actor.scope_for(Permission.INSIGHT_READ)
    if region_path and not scope.touches(region_path):
        raise NotFound(N_("This region does not exist, or not for your account."))
    period = find_period(clock.today(), period_key)
    return Selection(scope, period, region_path or None, format_key or None)


def get_reading(selection: Selection) -> Reading:
    """Return the reading of a selection: the stored one, or a new one that is then stored."""
    return _kept(selection.digest("reading"), _READING, lambda: work_out(selection))


def work_out(selection: Selection) -> Reading:
    """Work a reading out from the results as they are now."""
    ads, outlets, campaigns = _counts(selection)
    comparisons = compare_features(selection) if ads else ()
    formats = read_formats(selection)
    followed = trend_format(selection)
    return Reading(
        selection.period.begins,
        selection.period.ends,
        ads,
        outlets,
        campaigns,
        sum(1 for one in comparisons if one.ratio) + sum(1 for row in formats if row.ratio),
        comparisons,
        followed,
        follow_regions(selection, followed),
        formats,
        measure_durations(selection),
        clock.now(),
    )


def get_take_up(actor: Actor, campaign_id: UUID) -> TakeUp:
    """Return a campaign's take-up by region in the reader's scope.

    In a large network it is counted once a minute; in others each time.
    """
    actor.require(Permission.INSIGHT_READ)
    scope = actor.scope_for(Permission.INSIGHT_READ)
    with reading() as running:
        campaign = get_campaign(actor, campaign_id)
        key = Selection(scope, periods(clock.today())[0]).digest(f"take-up {campaign.id}")
        stored = running.get(StoredReading, key)
        if stored is not None and clock.now() - stored.computed_at < _COUNTED_FOR:
            return _TAKE_UP.validate_python(stored.body)
        found = measure_take_up(campaign.id, scope)
    if found.total.outlets > _LARGE_NETWORK:
        _keep(key, 0, _TAKE_UP.dump_python(found, mode="json"))
    return found


def measured_campaigns(actor: Actor) -> tuple[Campaign, ...]:
    """Return the published campaigns that the reader may see, the latest first."""
    return tuple(c for c in list_campaigns(actor) if c.status != CampaignStatus.DRAFT)


def regions_in(scope: Scope) -> tuple[Region, ...]:
    """Return the regions and districts of a scope, by name."""
    wide = (RegionKind.COMPANY, RegionKind.COUNTRY)
    statement = visible(select(Region), Region.path, scope).where(Region.kind.not_in(wide))
    with reading() as running:
        return tuple(running.scalars(statement.order_by(Region.name_de)))


def reading_places() -> tuple[str, ...]:
    """Return the places whose readings are asked for most: the company, then every region."""
    with reading() as running:
        regions = running.scalars(select(AdResult.region_path).distinct()).all()
    roots = {path.split("/", 1)[0] + "/" for path in regions}
    return (*sorted(roots), *sorted(regions))


def get_own(actor: Actor, period_key: str | None = None) -> tuple[OwnOutlet, ...]:
    """Return the reader's own outlets beside the middle half of their regions."""
    actor.require(Permission.INSIGHT_READ)
    with reading():
        return read_own(actor, find_period(clock.today(), period_key))


def get_reading_above(actor: Actor, path: str) -> Reading:
    """Return the reading of a place at or above the actor's own, of which one finding is shown.

    An outlet learns what is well supported around it, and no figure of anybody.
    """
    actor.require(Permission.INSIGHT_READ)
    if not actor.scope_for(Permission.INSIGHT_READ).touches(path):
        raise NotFound(N_("This region does not exist, or not for your account."))
    return get_reading(Selection(Scope.at(path), periods(clock.today())[0]))


def get_ranking(actor: Actor, campaign_id: UUID) -> Ranking:
    """Return what was measured of a campaign's headlines and formats, within the reader's scope."""
    selection = select_results(actor)
    with reading():
        campaign = get_campaign(actor, campaign_id)
        key = selection.digest(f"ranking {campaign_id} {campaign.row_version}")
        return _kept(key, _RANKING, lambda: rank_for(campaign, selection))


def apply_ranking(actor: Actor, campaign_id: UUID, headline: str) -> None:
    """Make the leader of the headline ranking the campaign's default, and record that it was."""
    chosen = leader(get_ranking(actor, campaign_id).headlines, headline)
    if chosen is None:
        raise Conflict(
            N_("Another headline leads by now. Look at the ranking again before you choose.")
        )
    with transaction():
        campaign = set_default(actor, campaign_id, "headline", headline, "ranking")
        _record_choice(actor, campaign, "headline", chosen)


def apply_format_ranking(actor: Actor, campaign_id: UUID, format_key: str) -> None:
    """Put the leader of the format ranking first in the campaign, and record that it was."""
    chosen = leader(get_ranking(actor, campaign_id).formats, format_key)
    if chosen is None:
        raise Conflict(
            N_("Another format leads by now. Look at the ranking again before you choose.")
        )
    with transaction():
        campaign = lead_with_format(actor, campaign_id, format_key, "ranking")
        _record_choice(actor, campaign, "format", chosen)


def _record_choice(actor: Actor, campaign: Campaign, what: str, chosen: Candidate) -> None:
    usage.record(
        RANKING_APPLIED,
        actor=actor.ref_at(campaign.path),
        path=campaign.path,
        campaign_id=campaign.id,
        value=chosen.share_best,
        attributes={"what": what, "outlets": chosen.ratio.outlets},
    )


def _counts(selection: Selection) -> tuple[int, int, int]:
    statement = select(
        func.count(),
        func.count(AdResult.outlet_no.distinct()),
        func.count(AdResult.campaign_id.distinct()),
    ).where(selection.condition())
    ads, outlets, campaigns = session().execute(statement).one()
    return int(ads), int(outlets), int(campaigns)


def _kept(key: str, adapter: TypeAdapter[Kept], work: Callable[[], Kept]) -> Kept:
    with reading() as running:
        version = running.scalar(select(ResultsState.version)) or 0
        stored = running.get(StoredReading, key)
        if stored is not None and stored.version == version:
            return adapter.validate_python(stored.body)
        found = work()
    _keep(key, version, adapter.dump_python(found, mode="json"))
    return found


def _keep(key: str, version: int, body: dict[str, Any]) -> None:
    with transaction() as running:
        running.execute(delete(StoredReading).where(StoredReading.key == key))
        insert_if_absent(
            StoredReading, key=key, version=version, computed_at=clock.now(), body=body
        )
