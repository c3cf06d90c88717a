"""Owns loading the made-up year: set-based, marked as generated, and never twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from brand_assets.library.models import Asset
from campaigns.ad_templates.fields import FieldKind
from campaigns.ad_templates.models import AdFormat, AdTemplate, AdTemplateVersion
from campaigns.insight.history.generate import ORDER_DAYS, generate_history
from campaigns.insight.history.rows import Cast, Identifiers, Player, Row, Rows, Stage, make_rows
from campaigns.insight.history.story import CAMPAIGNS, FORMATS, SEED, PastCampaign
from campaigns.insight.links.models import ChannelEvent
from campaigns.insight.readings.results import refresh_results
from campaigns.insight.reports.models import ChannelReport
from campaigns.localisation.models import Localisation, ShortLink
from campaigns.planning.audience import audience_of
from campaigns.planning.models import Campaign, CampaignAudience, CampaignFormat
from campaigns.planning.rules import CampaignStatus
from campaigns.planning.service import load_campaign
from portal.foundation import clock
from portal.foundation.database import Base, session, transaction
from portal.foundation.usage import UsageEvent
from regions.partners.models import Outlet
from regions.scoping import Scope, within

_AT_ONCE = 10_000
_RUNS_FOR = timedelta(days=28)
_SAME = (
    *("path", "kpi", "target_value", "target_group", "link_target", "fields"),
    *("coop_percent", "coop_cap_cents", "coop_fund_cents", "rule_approval"),
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """How much of a year was loaded; nothing if it was there already."""

    campaigns: int = 0
    localisations: int = 0
    ads: int = 0
    reports: int = 0
    visits: int = 0
    usage_events: int = 0


def load_history(
    like: UUID,
    *,
    seed: int = SEED,
    ends: date | None = None,
    single_visits: bool = True,
) -> Loaded:
    """Load a year before `ends` (today) for the audience of the campaign `like`.

    Its formats, channels, template versions and fields are those of the past campaigns too. A
    second call loads nothing. All rows are marked: campaigns by `generated`, usage events by an
    attribute of that name.
    """
    last_day = ends or clock.today()
    slugs = [f"{past.slug}-{_first_day(past, last_day):%Y-%m}" for past in CAMPAIGNS]
    with transaction() as running:
        if running.scalar(select(Campaign.id).where(Campaign.slug.in_(slugs))) is not None:
            return Loaded()
        cast = _cast(load_campaign(like), slugs, last_day, seed)
        history = generate_history(
            seed,
            len(cast.outlets),
            {stage.format_key: FORMATS[stage.medium] for stage in cast.stages},
        )
        rows = make_rows(history, cast, seed, single_visits=single_visits)
        _insert_campaigns(load_campaign(like), cast)
        _insert_rows(rows)
    refresh_results()
    return Loaded(
        len(cast.campaign_ids),
        len(rows.localisations),
        len(rows.links),
        len(rows.reports),
        len(rows.visits),
        len(rows.usage),
    )


def _first_day(past: PastCampaign, last_day: date) -> date:
    return last_day - timedelta(days=past.days_ago)


def _cast(like: Campaign, slugs: Sequence[str], last_day: date, seed: int) -> Cast:
    days = [_first_day(past, last_day) for past in CAMPAIGNS]
    moments = [datetime.combine(day, time(6), tzinfo=UTC) for day in days]
    field = _photo_field(like)
    return Cast(
        _players(like.id),
        _stages(like.id),
        Identifiers(seed + 1).at(moments),
        slugs,
        days,
        like.link_target,
        field[0],
        _own_photo(field[1]),
    )


def _players(campaign_id: UUID) -> list[Player]:
    places = Scope.at(*audience_of(campaign_id).paths)
    statement = select(Outlet.id, Outlet.partner_id, Outlet.path, Outlet.number, Outlet.city).where(
        within(Outlet.path, places), Outlet.open.is_(True)
    )
    return [Player(*row) for row in session().execute(statement.order_by(Outlet.number))]


def _stages(campaign_id: UUID) -> list[Stage]:
    statement = (
        select(
            AdFormat.key,
            AdFormat.medium,
            CampaignFormat.channel_key,
            AdTemplate.id,
            AdTemplateVersion.number,
        )
        .join(CampaignFormat, CampaignFormat.format_key == AdFormat.key)
        .join(AdTemplateVersion, AdTemplateVersion.id == CampaignFormat.template_version_id)
        .join(AdTemplate, AdTemplate.id == AdTemplateVersion.template_id)
        .where(CampaignFormat.campaign_id == campaign_id)
        .order_by(CampaignFormat.position)
    )
    return [Stage(*row) for row in session().execute(statement)]


def _photo_field(like: Campaign) -> tuple[str | None, frozenset[str]]:
    """Return the first photo field and every photo that head office offers."""
    photos = [field for field in like.fields if field.get("kind") == FieldKind.PHOTO]
    pool = {sha256 for field in photos for sha256 in field.get("pool", ())}
    defaults = (like.defaults.get(str(field["key"])) for field in photos)
    pool |= {value["sha256"] for value in defaults if isinstance(value, dict)}
    return (str(photos[0]["key"]) if photos else None), frozenset(pool)


def _own_photo(pool: frozenset[str]) -> str | None:
    """Return a stored photo that no pool offers, so that past ads can still be shown."""
    known = session().scalars(select(Asset.sha256).order_by(Asset.sha256))
    return next((sha256 for sha256 in known if sha256 not in pool), None)


def _insert_campaigns(like: Campaign, cast: Cast) -> None:
    rows = [_campaign_row(like, cast, n, past) for n, past in enumerate(CAMPAIGNS)]
    running = session()
    running.execute(insert(Campaign), rows)
    formats = running.scalars(
        select(CampaignFormat).where(CampaignFormat.campaign_id == like.id)
    ).all()
    for campaign_id in cast.campaign_ids:
        running.add_all(
            CampaignAudience(campaign_id=campaign_id, region_path=path)
            for path in audience_of(like.id).paths
        )
        running.add_all(
            CampaignFormat(
                campaign_id=campaign_id,
                format_key=chosen.format_key,
                template_version_id=chosen.template_version_id,
                channel_key=chosen.channel_key,
                position=chosen.position,
            )
            for chosen in formats
        )
    running.flush()


def _campaign_row(like: Campaign, cast: Cast, n: int, past: PastCampaign) -> Row:
    first = cast.first_days[n]
    last_order = first + timedelta(days=ORDER_DAYS)
    began = datetime.combine(first, time(7), tzinfo=UTC)
    own: dict[str, Any] = {
        "id": cast.campaign_ids[n],
        "slug": cast.slugs[n],
        "name_de": f"{past.name_de} {first.year}",
        "name_en": f"{past.name_en} {first.year}",
        "description_de": "Erfundene Vergangenheit zur Vorführung.",
        "description_en": "Made-up past for the demonstration.",
        "target_date": last_order,
        "order_from": first,
        "order_until": last_order,
        "runs_from": first + timedelta(days=6),
        "runs_until": last_order + _RUNS_FOR,
        "status": CampaignStatus.CLOSED,
        "defaults": {**like.defaults, "headline": past.headlines[0]},
        "headline_options": list(past.headlines),
        "row_version": 1,
        "created_at": began - timedelta(days=20),
        "created_by": None,
        "published_at": began,
        "generated": True,
    }
    return {**{name: getattr(like, name) for name in _SAME}, **own}


def _insert_rows(rows: Rows) -> None:
    tables: tuple[tuple[type[Base], list[Row]], ...] = (
        (Localisation, rows.localisations),
        (ShortLink, rows.links),
        (ChannelReport, rows.reports),
        (ChannelEvent, rows.visits),
        (UsageEvent, rows.usage),
    )
    for table, values in tables:
        for start in range(0, len(values), _AT_ONCE):
            session().execute(insert(table), values[start : start + _AT_ONCE])
