"""Owns the made-up year as rows of tables: identities and times in, plain values out."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import numpy as np

from campaigns.insight.history.generate import History
from campaigns.insight.history.story import OWN_WITH_PLACE
from campaigns.localisation.rules import LOCALISATION_STARTED, VALUES_SAVED, short_code
from campaigns.orders.rules import ORDER_PLACED
from campaigns.planning.rules import CAMPAIGN_PUBLISHED
from regions.accounts.rules import Role

Row = dict[str, Any]
_MORNING = time(7)
_WEEKS_ON_SCREEN = 4
_SOURCES = {"screen": "plattform", "newspaper": "zeitung"}


@dataclass(frozen=True, slots=True)
class Player:
    """One outlet of the network, as the rows need it."""

    id: UUID
    partner_id: UUID
    path: str
    number: str
    place: str


@dataclass(frozen=True, slots=True)
class Stage:
    """One format with the channel and template version that the past campaigns used."""

    format_key: str
    medium: str
    channel_key: str
    template_id: UUID
    template_version: int


@dataclass(frozen=True, slots=True)
class Cast:
    """Everything in the database that the made-up year is hung on."""

    outlets: Sequence[Player]
    stages: Sequence[Stage]
    campaign_ids: Sequence[UUID]
    slugs: Sequence[str]
    first_days: Sequence[date]
    link_target: str
    photo_field: str | None
    photo_sha256: str | None


class Identifiers:
    """Makes UUIDv7 for given times; the same seed makes the same ones."""

    def __init__(self, seed: int) -> None:
        self._generator = np.random.Generator(np.random.PCG64(seed))

    def at(self, moments: Sequence[datetime]) -> list[UUID]:
        """Return one id for each time (RFC 9562, 5.7)."""
        random = self._generator.integers(0, 2**63, size=(len(moments), 2), dtype=np.int64)
        ids = []
        for moment, (first, second) in zip(moments, random.tolist(), strict=True):
            stamp = int(moment.timestamp() * 1000) << 80
            middle = 0x7 << 76 | (first & 0xFFF) << 64
            ids.append(UUID(int=stamp | middle | 0x2 << 62 | second & 0x3FFFFFFFFFFFFFFF))
        return ids


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one made-up year, by table."""

    localisations: list[Row]
    links: list[Row]
    reports: list[Row]
    visits: list[Row]
    usage: list[Row]


def make_rows(history: History, cast: Cast, seed: int, *, single_visits: bool = True) -> Rows:
    """Return the rows; without single visits, clicks are told by the channel instead."""
    ids = Identifiers(seed)
    localisations = _localisations(history, cast, ids)
    links = _links(history, cast, localisations)
    reports = _reports(history, cast, links, ids, single_visits=single_visits)
    visits = _visits(history, cast, links, ids) if single_visits else []
    return Rows(
        localisations, links, reports, visits, _usage(history, cast, localisations, links, ids)
    )


def moment(cast: Cast, campaign: int, days: float) -> datetime:
    """Return the time so many days after a campaign's ordering began."""
    start = datetime.combine(cast.first_days[campaign], _MORNING, tzinfo=UTC)
    return start + timedelta(seconds=int(days * 86_400))


def _localisations(history: History, cast: Cast, ids: Identifiers) -> list[Row]:
    told = history.localised
    starts = [
        moment(cast, campaign, day)
        for campaign, day in zip(told.campaign.tolist(), told.start_day.tolist(), strict=True)
    ]
    rows = []
    for n, (localisation_id, start) in enumerate(zip(ids.at(starts), starts, strict=True)):
        campaign, outlet = int(told.campaign[n]), cast.outlets[int(told.outlet[n])]
        rows.append(
            {
                "id": localisation_id,
                "campaign_id": cast.campaign_ids[campaign],
                "outlet_id": outlet.id,
                "partner_id": outlet.partner_id,
                "path": outlet.path,
                "values": _values(history, cast, n, outlet),
                "row_version": 2,
                "created_at": start,
                "created_by": None,
                "changed_at": start + timedelta(minutes=4),
            }
        )
    return rows


def _values(history: History, cast: Cast, n: int, outlet: Player) -> Row:
    campaign = history.campaigns[int(history.localised.campaign[n])]
    text = history.localised.headline[n]
    values: Row = {}
    if text == OWN_WITH_PLACE:
        values["headline"] = text.format(place=outlet.place)
    elif text != campaign.headlines[0]:
        values["headline"] = text
    if history.localised.own_photo[n] and cast.photo_field:
        sha256 = cast.photo_sha256 or hashlib.sha256(outlet.number.encode()).hexdigest()
        values[cast.photo_field] = {"sha256": sha256, "zoom": 1.0, "x": 0.5, "y": 0.5}
    return values


def _links(history: History, cast: Cast, localisations: list[Row]) -> list[Row]:
    rows = []
    told = history.localised
    ads = history.ads
    for n, which in zip(ads.localisation.tolist(), ads.format.tolist(), strict=True):
        outlet, slug = cast.outlets[int(told.outlet[n])], cast.slugs[int(told.campaign[n])]
        format_key = cast.stages[which].format_key
        rows.append(
            {
                "code": short_code(slug, outlet.number, format_key),
                "localisation_id": localisations[n]["id"],
                "format_key": format_key,
                "target": cast.link_target,
                "created_at": localisations[n]["changed_at"],
            }
        )
    return rows


def _reports(
    history: History, cast: Cast, links: list[Row], ids: Identifiers, *, single_visits: bool
) -> list[Row]:
    rows: list[Row] = []
    ads, told = history.ads, history.localised
    for n, link in enumerate(links):
        localisation = int(ads.localisation[n])
        stage = cast.stages[int(ads.format[n])]
        outlet = cast.outlets[int(told.outlet[localisation])]
        begins = moment(cast, int(told.campaign[localisation]), float(ads.start_day[n])).date()
        whole = (int(ads.exposure[n]), int(ads.responses[n]), int(ads.spend_cents[n]))
        told_clicks = stage.medium == "screen" or not single_visits
        for day, figures in _spread(stage, begins, whole, told_clicks=told_clicks):
            rows.append(
                {
                    "source": _SOURCES.get(stage.medium, "druckerei"),
                    "subject": f"code:{link['code']}",
                    "day": day,
                    "code": link["code"],
                    "order_line_id": None,
                    "path": outlet.path,
                    "replies": None,
                    "sales_cents": None,
                    "changed_at": datetime.combine(day, _MORNING, tzinfo=UTC),
                    **figures,
                }
            )
    moments = [row["changed_at"] for row in rows]
    for row, report_id in zip(rows, ids.at(moments), strict=True):
        row["id"] = report_id
    return rows


def _spread(
    stage: Stage, begins: date, whole: tuple[int, int, int], *, told_clicks: bool
) -> list[tuple[date, Row]]:
    """Return what a channel told, day by day: screens by the week, print when it was delivered."""
    exposure, responses, spend = whole
    if stage.medium != "screen":
        clicks = responses if told_clicks else None
        figures = {"pieces": exposure, "impressions": None, "clicks": clicks}
        return [(begins, {**figures, "spend_cents": spend})]
    parts = []
    for week in range(_WEEKS_ON_SCREEN):
        own = [_part(total, week) for total in whole]
        figures = {"pieces": None, "impressions": own[0], "clicks": own[1]}
        parts.append((begins + timedelta(weeks=week), {**figures, "spend_cents": own[2]}))
    return parts


def _part(total: int, week: int) -> int:
    return total * (week + 1) // _WEEKS_ON_SCREEN - total * week // _WEEKS_ON_SCREEN


def _visits(history: History, cast: Cast, links: list[Row], ids: Identifiers) -> list[Row]:
    visits, ads = history.visits, history.ads
    begins = [
        datetime.combine(
            moment(cast, int(history.localised.campaign[n]), float(day)).date(),
            time(0),
            tzinfo=UTC,
        )
        for n, day in zip(ads.localisation.tolist(), ads.start_day.tolist(), strict=True)
    ]
    moments = [
        begins[ad] + timedelta(seconds=seconds)
        for ad, seconds in zip(visits.ad.tolist(), visits.seconds.tolist(), strict=True)
    ]
    return [
        {
            "event_id": event_id,
            "code": links[ad]["code"],
            "occurred_at": at,
            "device": "phone" if phone else "desktop",
            "visitor": event_id.hex,
            "why_not": "robot" if robot else None,
        }
        for event_id, at, ad, phone, robot in zip(
            ids.at(moments),
            moments,
            visits.ad.tolist(),
            visits.phone.tolist(),
            visits.robot.tolist(),
            strict=True,
        )
    ]


def _usage(
    history: History, cast: Cast, localisations: list[Row], links: list[Row], ids: Identifiers
) -> list[Row]:
    rows = [_published(cast, n) for n in range(len(cast.campaign_ids))]
    for row in localisations:
        rows.append(_event(LOCALISATION_STARTED.key, row["created_at"], row, {}))
        count = len(row["values"])
        rows.append(_event(VALUES_SAVED.key, row["changed_at"], row, {"value": float(count or 1)}))
    ads, told = history.ads, history.localised
    for n, (link, localisation) in enumerate(zip(links, ads.localisation.tolist(), strict=True)):
        stage = cast.stages[int(ads.format[n])]
        at = moment(cast, int(told.campaign[localisation]), float(told.order_day[localisation]))
        about = {
            "template_id": stage.template_id,
            "template_version": stage.template_version,
            "format": link["format_key"],
            "channel": stage.channel_key,
            "value": float(ads.spend_cents[n]),
        }
        rows.append(_event(ORDER_PLACED.key, at, localisations[localisation], about))
    for row, event_id in zip(rows, ids.at([row["occurred_at"] for row in rows]), strict=True):
        row["event_id"] = event_id
    return rows


_EMPTY: Mapping[str, Any] = dict.fromkeys(
    (
        *("actor", "actor_role", "outlet_id", "partner_id", "region_path", "campaign_id"),
        *("template_id", "template_version", "format", "channel", "localisation_id"),
        *("proof_id", "order_line_id", "value"),
    )
)


def _published(cast: Cast, n: int) -> Row:
    return {
        **_EMPTY,
        "occurred_at": moment(cast, n, 0.0),
        "kind": CAMPAIGN_PUBLISHED.key,
        "campaign_id": cast.campaign_ids[n],
        "actor_role": str(Role.CAMPAIGN_MANAGER),
        "value": float(len(cast.outlets)),
        "attributes": {"generated": True},
    }


def _event(kind: str, at: datetime, localisation: Row, about: Row) -> Row:
    return {
        **_EMPTY,
        "occurred_at": at,
        "kind": kind,
        "actor": hashlib.sha256(f"generated {localisation['partner_id']}".encode()).hexdigest(),
        "actor_role": str(Role.PARTNER_MANAGER),
        "outlet_id": localisation["outlet_id"],
        "partner_id": localisation["partner_id"],
        "region_path": localisation["path"],
        "campaign_id": localisation["campaign_id"],
        "localisation_id": localisation["id"],
        "attributes": {"generated": True},
        **about,
    }
