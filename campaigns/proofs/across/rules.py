"""Owns what carrying a value over would do to one cell, and which values are offered for it."""

from collections.abc import Mapping
from enum import StrEnum

from campaigns.ad_templates.fields import FieldDefinition, FieldKind, Json, Section
from portal.foundation.usage_kinds import declare_kind

CARRIED_OVER = declare_kind(
    "localisation.carried_over",
    "Werte wurden für mehrere Filialen auf einmal gesetzt.",
    "Values were set for several outlets in one go.",
    value_unit="outlets",
    attributes={"fields": "keys of the changed fields", "source": "whether an ad gave the values"},
)
CARRY_OVER_UNDONE = declare_kind(
    "localisation.carry_over_undone",
    "Was für mehrere Filialen auf einmal gesetzt war, wurde zurückgenommen.",
    "What was set for several outlets in one go was taken back.",
    value_unit="outlets",
)

#: What no cell of a table can hold: it is carried over as a whole, or not at all.
WHOLE_KINDS = frozenset({FieldKind.PHOTO, FieldKind.ROWS, FieldKind.ADDRESS, FieldKind.PERSON})


_ABOUT_OUTLETS = frozenset({FieldKind.ADDRESS, FieldKind.HOURS, FieldKind.PHONE, FieldKind.PERSON})


class CellState(StrEnum):
    """What carrying a value over would do to the one that an outlet has."""

    SAME = "same"
    FREE = "free"
    OWN = "own"


def cell_state(own: Json, applies: Json, carried: Json) -> CellState:
    """Return what the value of an outlet is to one that would replace it.

    `own` is what was set for the outlet (None: nothing), `applies` what its ad shows now.
    """
    if applies == carried:
        return CellState.SAME
    return CellState.FREE if own is None else CellState.OWN


def is_open_to_all(entry: FieldDefinition) -> bool:
    """Whether a field can be entered at all."""
    return not entry.locked and not entry.computed


def is_about_the_outlet(entry: FieldDefinition) -> bool:
    """Whether a field says something of the outlet itself, which is seldom true of another."""
    if (entry.source or "").startswith("outlet."):
        return True
    return entry.section is Section.OUTLET and entry.kind in _ABOUT_OUTLETS


def is_chosen_at_first(entry: FieldDefinition, own: Mapping[str, Json]) -> bool:
    """Whether a value is carried over unless somebody says otherwise: it was set for this ad."""
    return own.get(entry.key) is not None and not is_about_the_outlet(entry)
