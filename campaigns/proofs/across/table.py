"""Owns the table of outlets and fields: what stands in each cell, and what it would become."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from campaigns.ad_templates.fields import FieldDefinition, FieldKind, Json
from campaigns.ad_templates.service import load_document
from campaigns.localisation.models import Localisation
from campaigns.localisation.resolving import ResolvedValues, resolve, resolve_values
from campaigns.localisation.service import get_localisation
from campaigns.planning.audience import audience_of, outlets_of
from campaigns.planning.models import Campaign
from campaigns.planning.service import fields_of, formats_of, get_campaign, is_open
from campaigns.proofs.across.cells import text_of
from campaigns.proofs.across.pasting import Name
from campaigns.proofs.across.rules import (
    WHOLE_KINDS,
    CellState,
    cell_state,
    is_about_the_outlet,
    is_chosen_at_first,
    is_open_to_all,
)
from campaigns.proofs.value_texts import value_text
from portal.foundation import clock
from portal.foundation.database import reading
from portal.foundation.errors import N_, NotFound
from regions.accounts.rules import Actor, Permission
from regions.hierarchy.models import Region
from regions.partners.models import Outlet
from regions.partners.service import get_many_master_data
from regions.scoping import visible

_LOOKS_ON = N_("You can look at this ad. The partner changes it.")
_ALL_LOOKED_AT = N_(
    "You can look at the values here. Partners change those of their outlets, regional managers "
    "those of their region."
)
MOST_OUTLETS = 500
SET_SIZE = 40


@dataclass(frozen=True, slots=True)
class Source:
    """The ad that values are carried over from, with the values that apply to it."""

    localisation: Localisation
    outlet: Outlet
    resolved: ResolvedValues


@dataclass(frozen=True, slots=True)
class Column:
    """One field of the table: what the source has in it, and whether that is carried at first."""

    definition: FieldDefinition
    carried: Json = None
    carried_text: str = ""
    chosen: bool = False

    @property
    def key(self) -> str:
        """The field's key."""
        return self.definition.key

    @property
    def whole(self) -> bool:
        """Whether its values are carried over as a whole or not at all."""
        return self.definition.kind in WHOLE_KINDS

    @property
    def of_outlet(self) -> bool:
        """Whether it says something of the outlet itself."""
        return is_about_the_outlet(self.definition)


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of one outlet: as text, whether it was set there, what carrying over would do."""

    column: Column
    text: str
    is_own: bool
    state: CellState | None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One outlet: its ad if it was started, its cells, and why nothing can be entered, if so."""

    outlet: Outlet
    localisation_id: UUID | None
    version: int
    cells: tuple[Cell, ...]
    shut: str | None = None


@dataclass(frozen=True, slots=True)
class AcrossTable:
    """A campaign's table for one account: its columns, and which outlets there are.

    `regions` are those that it can be narrowed to, `region` the path of the chosen one. `shut` says
    why nothing can be entered for any of the outlets, where that is so.
    """

    campaign: Campaign
    source: Source | None
    columns: tuple[Column, ...]
    outlets: tuple[Outlet, ...]
    left_out: int
    region: str = ""
    regions: tuple[Region, ...] = ()
    shut: str | None = None

    @property
    def entered(self) -> tuple[Column, ...]:
        """The columns of which the cells are typed, in the order in which they are pasted."""
        return tuple(column for column in self.columns if not column.whole)

    @property
    def total(self) -> int:
        """How many outlets there are."""
        return len(self.outlets)


def open_table(
    actor: Actor, campaign_id: UUID, source_id: UUID | None, region: str = ""
) -> AcrossTable:
    """Return the table of a campaign for the outlets in the account's scope, without its rows."""
    with reading():
        campaign = get_campaign(actor, campaign_id)
        source = open_source(actor, campaign_id, source_id) if source_id else None
        scope = actor.scope_for(Permission.LOCALISATION_READ)
        meant = outlets_of(audience_of(campaign_id), scope)
        others = [o for o in meant if source is None or o.id != source.outlet.id]
        asked = [o for o in others if o.path.startswith(region)]
        return AcrossTable(
            campaign=campaign,
            source=source,
            columns=tuple(_columns(campaign, source, actor.language)),
            outlets=tuple(asked[:MOST_OUTLETS]),
            left_out=max(0, len(asked) - MOST_OUTLETS),
            region=region,
            regions=_regions_of(actor, others),
            shut=_shut_for_all(actor, campaign, asked[:MOST_OUTLETS]),
        )


def _regions_of(actor: Actor, outlets: Sequence[Outlet]) -> tuple[Region, ...]:
    """Return the regions in which some of the outlets lie, but not all of them."""
    statement = visible(select(Region), Region.path, actor.scope)
    with reading() as running:
        found = running.scalars(statement.order_by(Region.position, Region.path)).all()
    within = {one.id: sum(o.path.startswith(one.path) for o in outlets) for one in found}
    return tuple(one for one in found if 0 < within[one.id] < len(outlets))


def _shut_for_all(actor: Actor, campaign: Campaign, outlets: Sequence[Outlet]) -> str | None:
    reasons = {_shut(actor, campaign, outlet) for outlet in outlets}
    if None in reasons or not reasons:
        return None
    return _ALL_LOOKED_AT if _LOOKS_ON in reasons else reasons.pop()


def open_source(actor: Actor, campaign_id: UUID, localisation_id: UUID) -> Source:
    """Return the ad that values come from; raises NotFound where it is of another campaign."""
    localisation = get_localisation(actor, localisation_id)
    if localisation.campaign_id != campaign_id:
        raise NotFound(N_("This ad does not exist, or not for your account."))
    with reading() as running:
        outlet = running.get_one(Outlet, localisation.outlet_id)
    return Source(localisation, outlet, resolve(localisation_id))


def shown_fields(campaign: Campaign) -> tuple[FieldDefinition, ...]:
    """Return the fields that a format shows, or that a shown one is computed from, and are open."""
    used = {
        key
        for chosen in formats_of(campaign.id)
        for key in load_document(chosen.template_version_id).fields()
    }
    fields = fields_of(campaign)
    for entry in fields:
        if entry.key in used and entry.computed and entry.source:
            used.update(entry.source.split("/"))
    return tuple(entry for entry in fields if entry.key in used and is_open_to_all(entry))


def _columns(campaign: Campaign, source: Source | None, language: str) -> list[Column]:
    fields = shown_fields(campaign)
    # What cells cannot hold comes last: it is not pasted.
    ordered = sorted(fields, key=lambda entry: entry.kind in WHOLE_KINDS)
    if source is None:
        return [Column(entry) for entry in ordered]
    own, values = source.localisation.values, source.resolved.canonical
    return [
        Column(
            definition=entry,
            carried=values.get(entry.key),
            carried_text=_text(entry, values.get(entry.key), source.outlet.path, language),
            chosen=is_chosen_at_first(entry, own),
        )
        for entry in ordered
    ]


def rows_of(actor: Actor, table: AcrossTable, outlets: Sequence[Outlet]) -> tuple[Row, ...]:
    """Return the rows of some outlets of a table."""
    with reading():
        ads = ads_of(table.campaign.id, [outlet.id for outlet in outlets])
        master_data = get_many_master_data([outlet.id for outlet in outlets])
        rows = []
        for outlet in outlets:
            ad = ads.get(outlet.id)
            own = ad.values if ad else {}
            resolved = resolve_values(table.campaign, master_data[outlet.id], own, {})
            cells = _cells(table, resolved, own, outlet, actor.language)
            shut = _shut(actor, table.campaign, outlet)
            row = Row(outlet, ad.id if ad else None, ad.row_version if ad else 0, cells, shut)
            rows.append(row)
        return tuple(rows)


def ads_of(campaign_id: UUID, outlet_ids: Sequence[UUID]) -> dict[UUID, Localisation]:
    """Return the ads of outlets that were started, by outlet; the caller checked the scope."""
    statement = select(Localisation).where(
        Localisation.campaign_id == campaign_id, Localisation.outlet_id.in_(outlet_ids)
    )
    with reading() as running:
        return {found.outlet_id: found for found in running.scalars(statement)}


def _cells(
    table: AcrossTable,
    resolved: ResolvedValues,
    own: Mapping[str, Json],
    outlet: Outlet,
    language: str,
) -> tuple[Cell, ...]:
    found = []
    for column in table.columns:
        value = resolved.canonical.get(column.key)
        carries = column.carried is not None
        photo = value if column.definition.kind is FieldKind.PHOTO else None
        found.append(
            Cell(
                column=column,
                text=_text(column.definition, value, outlet.path, language),
                is_own=own.get(column.key) is not None,
                state=cell_state(own.get(column.key), value, column.carried) if carries else None,
                sha256=photo["sha256"] if photo else None,
            )
        )
    return tuple(found)


def _text(entry: FieldDefinition, value: Json, path: str, language: str) -> str:
    if value is None:
        return ""
    if entry.kind in WHOLE_KINDS:
        return value_text(entry, value, path, language)
    return text_of(entry, value, language)


def _shut(actor: Actor, campaign: Campaign, outlet: Outlet) -> str | None:
    """Return why nothing can be entered for an outlet, None where it can."""
    if not actor.may_at(Permission.LOCALISATION_EDIT, outlet.path):
        return _LOOKS_ON
    if not is_open(campaign, clock.today(outlet.time_zone)):
        return N_("Ordering is closed. The values stay as they are.")
    return None


def column_names(columns: Sequence[Column]) -> list[Name]:
    """Return how the columns may be called in what is pasted."""
    labels = ((c.key, c.definition.label) for c in columns)
    return [Name(key, (label.de, label.en)) for key, label in labels]


def row_names(outlets: Sequence[Outlet]) -> list[Name]:
    """Return how the outlets may be called in what is pasted; the number first."""
    return [Name(str(o.id), (o.number, o.place, o.name, o.city)) for o in outlets]
