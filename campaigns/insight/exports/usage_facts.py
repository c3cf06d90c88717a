"""Owns the usage events of the export, without partner and outlet in their paths."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, select

from campaigns.insight.exports.contract import FACT_USAGE
from campaigns.insight.exports.months import (
    FactSource,
    Month,
    Pseudonyms,
    Rows,
    as_text,
    bounds,
    partitions,
)
from campaigns.insight.exports.rules import region_of
from portal.foundation.database import session
from portal.foundation.usage import UsageEvent
from regions.scoping import Scope, visible


def _usage_bounds(scope: Scope) -> tuple[date, date] | None:
    moment = UsageEvent.occurred_at
    both = select(func.min(moment, type_=moment.type), func.max(moment, type_=moment.type))
    return bounds(_usage_visible(both, scope))


def _usage_visible(statement: Select[*tuple[Any, ...]], scope: Scope) -> Select[*tuple[Any, ...]]:
    """Cut to the scope; what belongs to no place is for who reaches the whole company."""
    return statement if scope.is_everything else visible(statement, UsageEvent.region_path, scope)


def _usage_state(scope: Scope, month: Month) -> str | None:
    statement = _usage_visible(
        select(func.count()).select_from(UsageEvent).where(_in_month(month)), scope
    )
    count = session().scalar(statement)
    return str(count) if count else None


def _in_month(month: Month) -> Any:
    moment = UsageEvent.occurred_at
    return and_(moment >= month.begins, moment < month.next().begins)


def _usage_rows(scope: Scope, month: Month, names: Pseudonyms) -> Iterator[Rows]:
    statement = _usage_visible(
        select(*UsageEvent.__table__.columns).where(_in_month(month)), scope
    ).order_by(UsageEvent.occurred_at, UsageEvent.event_id)
    for part in partitions(statement):
        yield [_usage_row(row, names) for row in part]


def _usage_row(row: Any, names: Pseudonyms) -> tuple[Any, ...]:
    region = region_of(
        row.region_path,
        has_outlet=row.outlet_id is not None,
        has_partner=row.partner_id is not None,
    )
    return (
        names.once("event", row.event_id),
        row.occurred_at,
        row.kind,
        names.of("actor", row.actor),
        row.actor_role,
        names.of("outlet", row.outlet_id),
        names.of("partner", row.partner_id),
        region,
        as_text(row.campaign_id),
        row.format,
        row.channel,
        as_text(row.template_id),
        row.template_version,
        names.of("localisation", row.localisation_id),
        names.of("proof", row.proof_id),
        names.of("order_line", row.order_line_id),
        row.value,
        json.dumps(row.attributes, ensure_ascii=False, sort_keys=True, default=str),
    )


USAGE = FactSource(FACT_USAGE, _usage_bounds, _usage_state, _usage_rows)
