"""Owns plans that are written as JSON files: campaigns, formats and channels as data."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from brand_assets.design_facts import Bilingual
from campaigns.ad_templates.fields import FieldDefinition, FieldKind, Json
from campaigns.ad_templates.service import FormatDraft
from campaigns.planning.rules import Audience, CampaignPlan, ChannelKind, FormatPlan, Kpi
from portal.foundation.errors import N_, Invalid

Read = TypeVar("Read")


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ChannelFile(_Strict):
    """A channel as a file states it."""

    key: str
    name: Bilingual
    kind: ChannelKind


class ChosenFormat(_Strict):
    """A format of a plan file: the template by its key, the channel by its key."""

    format: str
    template: str
    channel: str


class PlanFile(_Strict):
    """A campaign as a file states it; photos are named, not addressed by their hash."""

    slug: Annotated[str, Field(pattern=r"^[a-z0-9-]{3,80}$")]
    name: Bilingual
    description: Bilingual
    path: str
    kpi: Kpi
    target_value: float
    target_date: date
    order_from: date
    order_until: date
    runs_from: date
    runs_until: date
    audience: Audience
    target_group: str
    coop_percent: int
    coop_cap_cents: int
    coop_fund_cents: int
    rule_approval: bool
    link_target: str
    formats: tuple[ChosenFormat, ...]
    headline_options: tuple[str, ...]
    law_packs: tuple[str, ...] = ("de",)
    defaults: Mapping[str, Any]
    fields: tuple[FieldDefinition, ...]


def read_plan_file(path: Path) -> PlanFile:
    """Read a campaign from its file; raises Invalid saying what is wrong."""
    return _read(TypeAdapter(PlanFile), path)


def read_formats(path: Path) -> tuple[FormatDraft, ...]:
    """Read formats from their file."""
    return _read(TypeAdapter(tuple[FormatDraft, ...]), path)


def read_channels(path: Path) -> tuple[ChannelFile, ...]:
    """Read channels from their file."""
    return _read(TypeAdapter(tuple[ChannelFile, ...]), path)


def _read(adapter: TypeAdapter[Read], path: Path) -> Read:
    try:
        return adapter.validate_python(json.loads(path.read_text("utf-8")))
    except (ValidationError, json.JSONDecodeError) as error:
        raise Invalid(
            N_("The file %(name)s cannot be read: %(what)s"), name=path.name, what=str(error)
        ) from error


def plan_from(
    file: PlanFile, versions: Mapping[str, UUID], photos: Mapping[str, str]
) -> CampaignPlan:
    """Return the plan of a file: `versions` by template key, content hashes of photos by name."""
    kinds = {entry.key: entry.kind for entry in file.fields}
    return CampaignPlan(
        **{name: getattr(file, name) for name in _SAME},
        formats=tuple(
            FormatPlan(chosen.format, versions[chosen.template], chosen.channel)
            for chosen in file.formats
        ),
        fields=tuple(
            entry.model_copy(update={"pool": tuple(photos[name] for name in entry.pool)})
            for entry in file.fields
        ),
        defaults={
            key: _with_hash(value, photos) if kinds.get(key) is FieldKind.PHOTO else value
            for key, value in file.defaults.items()
        },
    )


def _with_hash(value: Json, photos: Mapping[str, str]) -> Json:
    crop = {name: value.get(name) for name in ("zoom", "x", "y")}
    return {"sha256": photos[value["photo"]], **crop}


_SAME = frozenset(PlanFile.model_fields) - {"formats", "fields", "defaults"}
