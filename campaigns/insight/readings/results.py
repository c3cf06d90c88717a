"""Owns the rebuilding of what each ad brought, from visits, channel reports and order lines."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, delete, func, insert, select

from campaigns.ad_templates.fields import FieldKind
from campaigns.ad_templates.models import AdFormat
from campaigns.insight.links.models import ChannelEvent
from campaigns.insight.readings.models import AdResult, ResultsState, StoredReading
from campaigns.insight.readings.rules import Marks, Offered, marks_of, place_names
from campaigns.insight.reports.models import ChannelReport
from campaigns.localisation.models import Localisation, ShortLink
from campaigns.orders.models import OrderLine
from campaigns.orders.rules import ENDED, LineStatus
from campaigns.planning.models import Campaign, CampaignFormat
from portal.foundation import clock
from portal.foundation.database import reading, session, transaction
from regions.partners.models import Outlet, Partner

_ROWS_AT_ONCE = 20_000
_DELIVERED = (LineStatus.SHIPPED, LineStatus.DELIVERED)
Place = tuple[UUID, str]


@dataclass(slots=True)
class _Brought:
    """What is known of one ad, added up from everything that was told."""

    first: date | None = None
    visits: int = 0
    pieces: int = 0
    impressions: int = 0
    clicks: int = 0
    replies: int = 0
    spend_cents: int = 0
    sales_cents: int = 0

    def seen_on(self, day: date | None) -> None:
        """Keep the earliest day."""
        if day is not None:
            self.first = day if self.first is None else min(self.first, day)


def refresh_results() -> int:
    """Rebuild the results of all ads and return how many there are; old readings are dropped."""
    with reading():
        rows = _results()
    with transaction() as running:
        running.execute(delete(AdResult))
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            running.execute(insert(AdResult), rows[start : start + _ROWS_AT_ONCE])
        running.execute(delete(StoredReading))
        state = running.get(ResultsState, 1)
        if state is None:
            state = ResultsState(id=1, version=0, refreshed_at=clock.now())
            running.add(state)
        state.version, state.refreshed_at = state.version + 1, clock.now()
    return len(rows)


def _results() -> list[dict[str, Any]]:
    visits, told, ordered = _visits(), _told_by_code(), _by_order_line()
    offers, screens = _offers(), _screens()
    formats_of = _formats_of_localisations()
    numbers: dict[UUID, int] = {}
    rows = []
    for ad in _ads():
        brought = _Brought()
        for part in (visits.get(ad.code), told.get(ad.code), ordered.get(_place(ad))):
            _add(brought, part or {})
        marks = marks_of(ad.values, offers[ad.campaign_id], place_names(ad.city, ad.place))
        on_screen = ad.format_key in screens
        rows.append(_row(ad, marks, brought, on_screen=on_screen))
        rows[-1]["combined"] = formats_of[ad.localisation_id] > 1
        rows[-1]["outlet_no"] = numbers.setdefault(ad.outlet_id, len(numbers))
    _expect(rows)
    return rows


def _place(ad: Row[Any]) -> Place:
    return ad.localisation_id, ad.format_key


def _ads() -> Iterator[Row[Any]]:
    """Yield every ad with a short link, its outlet's town and region, and its channel."""
    statement = (
        select(
            ShortLink.code,
            ShortLink.format_key,
            Localisation.id.label("localisation_id"),
            Localisation.campaign_id,
            Localisation.outlet_id,
            Localisation.partner_id,
            Localisation.path,
            Localisation.values.label("values"),
            Outlet.city,
            Outlet.place,
            Partner.region_path,
            CampaignFormat.channel_key,
        )
        .join(Localisation, Localisation.id == ShortLink.localisation_id)
        .join(Outlet, Outlet.id == Localisation.outlet_id)
        .join(Partner, Partner.id == Localisation.partner_id)
        .join(
            CampaignFormat,
            and_(
                CampaignFormat.campaign_id == Localisation.campaign_id,
                CampaignFormat.format_key == ShortLink.format_key,
            ),
        )
        .execution_options(yield_per=_ROWS_AT_ONCE)
    )
    yield from session().execute(statement)


def _visits() -> dict[str, dict[str, Any]]:
    """Return visitors a day by code: a visitor's hash is another one each day."""
    statement = (
        select(
            ChannelEvent.code,
            func.count(ChannelEvent.visitor.distinct()),
            func.min(ChannelEvent.occurred_at, type_=ChannelEvent.occurred_at.type),
        )
        .where(ChannelEvent.why_not.is_(None))
        .group_by(ChannelEvent.code)
    )
    return {
        code: {"visits": count, "first": first.date() if first else None}
        for code, count, first in session().execute(statement)
    }


_FIGURES = ("pieces", "impressions", "clicks", "replies", "spend_cents", "sales_cents")


def _told_by_code() -> dict[str, dict[str, Any]]:
    sums = [func.coalesce(func.sum(getattr(ChannelReport, name)), 0) for name in _FIGURES]
    statement = (
        select(ChannelReport.code, func.min(ChannelReport.day), *sums)
        .where(ChannelReport.code.is_not(None))
        .group_by(ChannelReport.code)
    )
    return {
        code: {"first": first, **dict(zip(_FIGURES, map(int, figures), strict=True))}
        for code, first, *figures in session().execute(statement)
    }


def _by_order_line() -> dict[Place, dict[str, Any]]:
    """Return what order lines tell: reported figures first, else what was ordered and delivered."""
    told = _told_by_line()
    places: dict[Place, dict[str, Any]] = defaultdict(dict)
    statement = select(
        OrderLine.id,
        OrderLine.localisation_id,
        OrderLine.format_key,
        OrderLine.quantity,
        OrderLine.net_cents,
        OrderLine.status,
        OrderLine.delivery_by,
    ).where(OrderLine.status.not_in(ENDED))
    for line in session().execute(statement):
        own = told.get(line.id, {})
        delivered = line.status in _DELIVERED
        figures = {
            **own,
            "pieces": own.get("pieces") or (line.quantity if delivered else 0),
            "spend_cents": own.get("spend_cents") or line.net_cents,
            "first": own.get("first") or (line.delivery_by if delivered else None),
        }
        here = places[line.localisation_id, line.format_key]
        days = [day for day in (here.get("first"), figures.pop("first")) if day]
        for name, value in figures.items():
            here[name] = here.get(name, 0) + value
        here["first"] = min(days, default=None)
    return places


def _told_by_line() -> dict[UUID, dict[str, Any]]:
    sums = [func.coalesce(func.sum(getattr(ChannelReport, name)), 0) for name in _FIGURES]
    statement = (
        select(ChannelReport.order_line_id, func.min(ChannelReport.day), *sums)
        .where(ChannelReport.order_line_id.is_not(None))
        .group_by(ChannelReport.order_line_id)
    )
    return {
        line_id: {"first": first, **dict(zip(_FIGURES, map(int, figures), strict=True))}
        for line_id, first, *figures in session().execute(statement)
        if line_id is not None
    }


def _offers() -> dict[UUID, Offered]:
    offers = {}
    for campaign in session().scalars(select(Campaign)):
        pools = {
            str(field["key"]): tuple(field.get("pool", ()))
            for field in campaign.fields
            if field.get("kind") == FieldKind.PHOTO
        }
        offers[campaign.id] = Offered(campaign.headline_options, campaign.defaults, pools)
    return offers


def _screens() -> frozenset[str]:
    return frozenset(session().scalars(select(AdFormat.key).where(AdFormat.medium == "screen")))


def _formats_of_localisations() -> Mapping[UUID, int]:
    statement = select(ShortLink.localisation_id, func.count()).group_by(ShortLink.localisation_id)
    return {row[0]: row[1] for row in session().execute(statement)}


def _add(brought: _Brought, part: Mapping[str, Any]) -> None:
    brought.seen_on(part.get("first"))
    for name, value in part.items():
        if name != "first":
            # Spend that a channel reported goes before what the order line was to cost.
            known = getattr(brought, name)
            counted_twice = name in {"pieces", "spend_cents"} and known
            setattr(brought, name, known if counted_twice else known + value)


def _row(ad: Row[Any], marks: Marks, brought: _Brought, *, on_screen: bool) -> dict[str, Any]:
    return {
        "code": ad.code,
        "localisation_id": ad.localisation_id,
        "campaign_id": ad.campaign_id,
        "outlet_id": ad.outlet_id,
        "partner_id": ad.partner_id,
        "path": ad.path,
        "region_path": ad.region_path,
        "format_key": ad.format_key,
        "channel_key": ad.channel_key,
        "started_on": brought.first,
        "headline": marks.headline,
        "names_place": marks.names_place,
        "own_photo": marks.own_photo,
        "own_headline": marks.own_headline,
        "long_headline": marks.long_headline,
        "exposure": brought.impressions if on_screen else brought.pieces,
        # Our own link and the channel count the same clicks: the larger figure missed fewer.
        "responses": max(brought.visits, brought.clicks),
        "replies": brought.replies,
        "spend_cents": brought.spend_cents,
        "sales_cents": brought.sales_cents,
    }


def _expect(rows: list[dict[str, Any]]) -> None:
    """Set what each ad was to be expected to bring, from its campaign's and format's rate."""
    responses: dict[tuple[UUID, str], int] = defaultdict(int)
    exposure: dict[tuple[UUID, str], int] = defaultdict(int)
    for row in rows:
        if row["exposure"]:
            responses[row["campaign_id"], row["format_key"]] += row["responses"]
            exposure[row["campaign_id"], row["format_key"]] += row["exposure"]
    for row in rows:
        key = row["campaign_id"], row["format_key"]
        rate = responses[key] / exposure[key] if exposure[key] else 0.0
        row["expected"] = row["exposure"] * rate
