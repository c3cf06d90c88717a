"""Owns which value applies: set here, computed, from outlet data, or the campaign's default."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from brand_assets.typesetting.values import FieldValues
from campaigns.ad_templates.rules import (
    FieldDefinition,
    FieldKind,
    Json,
    ValueProblem,
    missing_values,
    read_raw,
    typed_values,
    unchanged_examples,
)
from campaigns.localisation.computed import compute_values
from campaigns.localisation.models import Localisation
from campaigns.localisation.prefill import prefilled
from campaigns.planning.models import Campaign
from campaigns.planning.service import fields_of, load_campaign
from portal.foundation.database import reading
from portal.foundation.errors import N_, NotFound
from regions.partners.rules import OutletMasterData
from regions.partners.service import get_master_data


class Origin(StrEnum):
    """Where the value that applies comes from."""

    SET_HERE = "set_here"
    OUTLET = "outlet"
    DEFAULT = "default"
    COMPUTED = "computed"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class ResolvedValues:
    """All values that apply to one localisation.

    `canonical` is their JSON, `defaults` what would apply if nothing were set here; `problems`
    name unsaved values that cannot be read, `missing` required fields without any value;
    `examples` say of each field that must be changed whether it still says what head office wrote.
    """

    fields: tuple[FieldDefinition, ...]
    canonical: Mapping[str, Json]
    defaults: Mapping[str, Json]
    origins: Mapping[str, Origin]
    master_data: OutletMasterData
    problems: tuple[ValueProblem, ...] = ()
    missing: tuple[str, ...] = ()
    examples: Mapping[str, bool] = field(default_factory=dict)

    @property
    def typed(self) -> FieldValues:
        """The values as the typesetter takes them."""
        return typed_values(self.fields, self.canonical)

    @property
    def link_target(self) -> str | None:
        """Where the ad's short links lead: the value of its first web address."""
        links = (f.key for f in self.fields if f.kind is FieldKind.URL)
        return next((self.canonical[key] for key in links if self.canonical.get(key)), None)


def resolve(localisation_id: UUID, unsaved: Mapping[str, Json] | None = None) -> ResolvedValues:
    """Return the values of a localisation; `unsaved` raw values count as if they were saved."""
    with reading() as running:
        localisation = running.get(Localisation, localisation_id)
        if localisation is None:
            raise NotFound(N_("This ad does not exist, or not for your account."))
        return resolve_values(
            load_campaign(localisation.campaign_id),
            get_master_data(localisation.outlet_id),
            localisation.values,
            unsaved or {},
        )


def resolve_values(
    campaign: Campaign,
    outlet: OutletMasterData,
    own: Mapping[str, Json],
    unsaved: Mapping[str, Json],
) -> ResolvedValues:
    """Return the values that apply: own before outlet data before the campaign's default."""
    fields = fields_of(campaign)
    free = [entry for entry in fields if not entry.locked and not entry.computed]
    typed_in, problems = read_raw(free, unsaved)
    set_here = {key: value for key, value in {**own, **typed_in}.items() if value is not None}
    from_outlet = prefilled(fields, outlet, campaign)
    given = {entry.key: entry.default for entry in fields if entry.default is not None}
    defaults = {**given, **campaign.defaults, **from_outlet}
    values = {**defaults, **set_here}
    computed = compute_values(fields, values)
    defaults |= compute_values(fields, defaults)
    canonical = {**values, **computed}
    layers = (
        (Origin.COMPUTED, computed),
        (Origin.SET_HERE, set_here),
        (Origin.OUTLET, from_outlet),
        (Origin.DEFAULT, defaults),
    )
    return ResolvedValues(
        fields=fields,
        canonical=canonical,
        defaults=defaults,
        origins={entry.key: _origin(entry.key, layers) for entry in fields},
        master_data=outlet,
        problems=tuple(problems),
        missing=tuple(p.field for p in missing_values(fields, canonical)),
        examples=_examples(fields, canonical, {**given, **campaign.defaults}),
    )


def _examples(
    fields: Sequence[FieldDefinition], values: Mapping[str, Json], given: Mapping[str, Json]
) -> dict[str, bool]:
    unchanged = unchanged_examples(fields, values, given)
    return {entry.key: entry.key in unchanged for entry in fields if entry.changes_example}


def _origin(key: str, layers: tuple[tuple[Origin, Mapping[str, Json]], ...]) -> Origin:
    return next((origin for origin, values in layers if key in values), Origin.NOWHERE)
