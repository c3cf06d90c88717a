"""Owns how a campaign takes over the fields that a template version brings."""

from collections.abc import Sequence

from sqlalchemy import inspect

from campaigns.ad_templates.fields import FieldDefinition, read_fields, write_fields
from campaigns.ad_templates.models import AdTemplateVersion
from campaigns.planning.models import Campaign


def merge_fields(
    old: Sequence[FieldDefinition], brought: Sequence[FieldDefinition]
) -> tuple[FieldDefinition, ...]:
    """Return a campaign's fields with those that a version brings, which replace by their key."""
    by_key = {entry.key: entry for entry in old} | {entry.key: entry for entry in brought}
    return tuple(by_key.values())


def fields_with(campaign: Campaign, version: AdTemplateVersion) -> tuple[FieldDefinition, ...]:
    """Return the fields that a campaign has once it is set with a version."""
    return merge_fields(read_fields(campaign.fields), read_fields(version.fields))


def imagine_with(campaign: Campaign, *versions: AdTemplateVersion) -> Campaign:
    """Return a campaign as it would be with the fields of versions; nothing is stored."""
    columns = inspect(Campaign).columns.keys()
    fields = read_fields(campaign.fields)
    for version in versions:
        fields = merge_fields(fields, read_fields(version.fields))
    values = {name: getattr(campaign, name) for name in columns}
    return Campaign(**{**values, "fields": write_fields(fields)})
