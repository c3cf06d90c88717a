"""Owns what a decision is told of an order: what changed, what it costs, the outlet's record."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from brand_assets.design_facts import Finding
from campaigns.ad_templates.fields import FieldDefinition, FieldKind, Json, Section
from campaigns.approval.queue import count_sent_back
from campaigns.approval.rules import ChangedValue, DecisionFacts
from campaigns.localisation.models import Localisation
from campaigns.planning.models import Campaign
from campaigns.planning.rules import headline_field
from campaigns.planning.service import fields_of
from portal.foundation import clock
from portal.foundation.money import Money

RECORD_PERIOD = timedelta(days=180)


def decision_facts(
    localisation: Localisation,
    campaign: Campaign,
    findings: Sequence[Finding],
    cost: Money,
    *,
    above_budget: bool = False,
) -> DecisionFacts:
    """Return the facts of one localisation's ads, from what is stored of it."""
    return DecisionFacts(
        findings=tuple(findings),
        cost=cost,
        changed=changed_values(localisation, campaign),
        campaign_allows_rule=campaign.rule_approval,
        above_budget=above_budget,
        sent_back=count_sent_back(localisation.outlet_id, clock.now() - RECORD_PERIOD),
    )


def changed_values(localisation: Localisation, campaign: Campaign) -> tuple[ChangedValue, ...]:
    """Return the fields whose value differs from the campaign's default, in editor order."""
    fields = fields_of(campaign)
    headline = headline_field(fields)
    return tuple(
        _changed(field, campaign, localisation.values[field.key], headline)
        for field in fields
        if field.key in localisation.values
        and localisation.values[field.key] != _default(field, campaign)
    )


def _default(field: FieldDefinition, campaign: Campaign) -> Json:
    return campaign.defaults.get(field.key, field.default)


def _changed(
    field: FieldDefinition, campaign: Campaign, value: Json, headline: FieldDefinition | None
) -> ChangedValue:
    options = campaign.headline_options if field == headline else []
    before = _default(field, campaign)
    return ChangedValue(
        key=field.key,
        kind=field.kind.value,
        label=field.label,
        before=before,
        after=value,
        offered=_is_offered(field, value, options, before),
        outlet_data=field.section is Section.OUTLET,
        lower_percent=_lower_percent(field, before, value),
    )


def _is_offered(field: FieldDefinition, value: Json, options: Sequence[str], before: Json) -> bool:
    if field.kind is FieldKind.PHOTO and isinstance(value, Mapping):
        same = isinstance(before, Mapping) and before.get("sha256") == value.get("sha256")
        return same or value.get("sha256") in field.pool
    offered = {choice.value for choice in field.choices} | {*options, *field.alternatives}
    return isinstance(value, str) and value in offered


def _lower_percent(field: FieldDefinition, before: Json, after: Json) -> float:
    if field.kind is not FieldKind.PRICE or not isinstance(before, Mapping):
        return 0.0
    usual, asked = before.get("cents"), after.get("cents")
    if not usual or not asked or asked >= usual:
        return 0.0
    return float(100 * (usual - asked) / usual)
