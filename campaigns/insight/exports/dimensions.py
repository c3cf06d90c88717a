"""Owns the dimensions of the export: their rows as of now, outlets with their history."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from campaigns.ad_templates.models import AdFormat, AdTemplate, AdTemplateVersion
from campaigns.insight.exports.months import Pseudonyms, Rows
from campaigns.insight.exports.rules import size_class
from campaigns.planning.audience import visible_campaigns
from campaigns.planning.models import Campaign, Channel
from portal.foundation.database import session
from regions.hierarchy.models import Region
from regions.partners.models import Outlet, OutletChange, Partner
from regions.scoping import Scope, visible


def outlet_rows(scope: Scope, names: Pseudonyms) -> Rows:
    """Return every state of every outlet in scope, the oldest first."""
    regions = {region.path: region for region in session().scalars(select(Region))}
    changes = _changes(scope)
    statement = visible(
        select(Outlet, Partner.region_path).join(Partner, Partner.id == Outlet.partner_id),
        Outlet.path,
        scope,
    ).order_by(Outlet.number)
    rows: Rows = []
    for outlet, region_path in session().execute(statement):
        region = regions[region_path]
        for state in _states(outlet, changes[outlet.id]):
            rows.append(
                (
                    names.of("outlet", outlet.id),
                    *state[:4],
                    names.of("partner", outlet.partner_id),
                    region_path,
                    region.name_de,
                    region.name_en,
                    *state[4:],
                )
            )
    return rows


def _changes(scope: Scope) -> dict[UUID, list[OutletChange]]:
    statement = visible(select(OutletChange), OutletChange.path, scope)
    found: dict[UUID, list[OutletChange]] = defaultdict(list)
    for change in session().scalars(statement.order_by(OutletChange.version)):
        if change.after.keys() & {"size", "tags", "open", "postcode"}:
            found[change.outlet_id].append(change)
    return found


def _states(outlet: Outlet, changes: list[OutletChange]) -> Iterator[tuple[Any, ...]]:
    """Yield (version, from, until, current, postcode area, size, tags, open), oldest first.

    The present values are walked back through what each change replaced.
    """
    values = {name: getattr(outlet, name) for name in ("postcode", "size", "tags", "open")}
    ends: list[tuple[datetime | None, dict[str, Any]]] = [(None, values)]
    for change in reversed(changes):
        known = {name: old for name, old in change.before.items() if name in values}
        values = {**values, **known}
        ends.append((change.at, values))
    ends.reverse()
    begins: datetime | None = None
    for number, (until, known) in enumerate(ends, 1):
        yield (
            number,
            begins,
            until,
            until is None,
            str(known["postcode"])[:1] or None,
            size_class(int(known["size"] or 0)),
            ",".join(sorted(known["tags"])),
            bool(known["open"]),
        )
        begins = until


def campaign_rows(scope: Scope, _names: Pseudonyms) -> Rows:
    """Return the campaigns that exist for the scope."""
    campaigns = session().scalars(select(Campaign).order_by(Campaign.slug)).all()
    if not scope.is_everything:
        campaigns = visible_campaigns(scope, campaigns)
    return [
        (
            str(one.id),
            one.slug,
            one.name_de,
            one.name_en,
            one.kpi,
            one.target_value,
            one.target_date,
            one.order_from,
            one.order_until,
            one.runs_from,
            one.runs_until,
            one.status,
            one.coop_percent,
            one.generated,
        )
        for one in campaigns
    ]


def template_rows(_scope: Scope, _names: Pseudonyms) -> Rows:
    """Return all versions of all ad templates."""
    statement = (
        select(
            AdTemplateVersion.template_id,
            AdTemplateVersion.number,
            AdTemplate.key,
            AdTemplate.name_de,
            AdTemplate.name_en,
            AdTemplate.format_key,
            AdTemplateVersion.status,
            AdTemplateVersion.published_at,
            AdTemplateVersion.sha256,
        )
        .join(AdTemplate, AdTemplate.id == AdTemplateVersion.template_id)
        .order_by(AdTemplate.key, AdTemplateVersion.number)
    )
    return [(str(row[0]), *row[1:6], str(row[6]), *row[7:]) for row in session().execute(statement)]


def format_rows(_scope: Scope, _names: Pseudonyms) -> Rows:
    """Return all formats."""
    names = ("key", "name_de", "name_en", "medium", "unit", "width", "height", "pages")
    return _plain(session().scalars(select(AdFormat).order_by(AdFormat.key)), names)


def channel_rows(_scope: Scope, _names: Pseudonyms) -> Rows:
    """Return all channels."""
    names = ("key", "name_de", "name_en", "kind")
    return _plain(session().scalars(select(Channel).order_by(Channel.key)), names)


def _plain(rows: Iterable[object], names: tuple[str, ...]) -> Rows:
    return [tuple(getattr(row, name) for name in names) for row in rows]


def date_rows(first: date, last: date) -> Rows:
    """Return the calendar from the first day to the last."""
    rows: Rows = []
    day = first
    while day <= last:
        week = day.isocalendar()
        quarter = (day.month + 2) // 3
        rows.append((day, day.year, quarter, day.month, week.year, week.week, week.weekday))
        day += timedelta(days=1)
    return rows
