"""Owns what may be entered into fields: reading raw values, and refusing what is locked."""

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from brand_assets.typesetting.values import FieldValues
from campaigns.ad_templates.canonical import Unusable, canonical_value
from campaigns.ad_templates.fields import (
    Choice,
    FieldDefinition,
    FieldKind,
    Json,
    Section,
    read_fields,
    write_fields,
)
from campaigns.ad_templates.typed import typed_value
from portal.foundation.errors import N_, NotPermitted

__all__ = [
    "Choice",
    "FieldDefinition",
    "FieldKind",
    "Json",
    "Section",
    "ValueProblem",
    "carried_value",
    "missing_values",
    "parse_values",
    "read_fields",
    "read_raw",
    "refuse_locked",
    "same_type",
    "typed_values",
    "unchanged_examples",
    "write_fields",
]


@dataclass(frozen=True, slots=True)
class ValueProblem:
    """Why a value cannot be used: the field, and a message (English template) for its reader."""

    field: str
    message: str
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)


def read_raw(
    fields: Iterable[FieldDefinition], raw: Mapping[str, Json]
) -> tuple[dict[str, Json], list[ValueProblem]]:
    """Return canonical JSON of the raw values (None where emptied) and what could not be read."""
    canonical: dict[str, Json] = {}
    problems = []
    for entry in fields:
        if entry.key not in raw:
            continue
        try:
            canonical[entry.key] = canonical_value(entry, raw[entry.key])
        except Unusable as unusable:
            problems.append(ValueProblem(entry.key, unusable.message, unusable.params))
    return canonical, problems


def typed_values(fields: Iterable[FieldDefinition], canonical: Mapping[str, Json]) -> FieldValues:
    """Return the typed values of canonical JSON, as the typesetter takes them."""
    return {
        entry.key: typed_value(entry.kind, canonical[entry.key])
        for entry in fields
        if canonical.get(entry.key) is not None
    }


def parse_values(
    fields: Sequence[FieldDefinition], raw: Mapping[str, Json]
) -> tuple[FieldValues, list[ValueProblem]]:
    """Read raw browser or JSON values into typed ones; what cannot be read is in the list."""
    canonical, problems = read_raw(fields, raw)
    return typed_values(fields, canonical), problems


#: Kinds whose values another kind holds without losing anything, beside itself.
_HELD_BY = {
    FieldKind.TEXT: frozenset({FieldKind.MULTILINE, FieldKind.RICH_TEXT}),
    FieldKind.MULTILINE: frozenset({FieldKind.RICH_TEXT}),
    FieldKind.PHONE: frozenset({FieldKind.TEXT, FieldKind.MULTILINE}),
}


def same_type(old: FieldDefinition, new: FieldDefinition) -> bool:
    """Whether a value of one definition means the same in the other.

    A single value may lie outside the other's limits nevertheless: see `carried_value`.
    """
    if FieldKind.NUMBER is old.kind is new.kind:
        return old.unit == new.unit
    return old.kind is new.kind or new.kind in _HELD_BY.get(old.kind, ())


def carried_value(old: FieldDefinition, new: FieldDefinition, value: Json) -> Json:
    """Return a canonical value of one definition as the other keeps it; raises Unusable."""
    if not same_type(old, new):
        raise Unusable(N_("The field now holds something else. Please enter it again."))
    return canonical_value(new, value)


def unchanged_examples(
    fields: Iterable[FieldDefinition], values: Mapping[str, Json], given: Mapping[str, Json]
) -> frozenset[str]:
    """Return the fields in which still stands what head office gave as an example."""
    return frozenset(
        entry.key
        for entry in fields
        if entry.changes_example
        and given.get(entry.key) is not None
        and values.get(entry.key) == given[entry.key]
    )


def refuse_locked(fields: Iterable[FieldDefinition], changed_keys: Collection[str]) -> None:
    """Raise NotPermitted where a change names a field that is locked, computed or unknown."""
    by_key = {entry.key: entry for entry in fields}
    for key in sorted(changed_keys):
        entry = by_key.get(key)
        if entry is None:
            raise NotPermitted(
                N_("This campaign has no field “%(key)s”. Nothing was saved."), key=key
            )
        if entry.locked or entry.computed:
            raise NotPermitted(
                N_("Head office has locked the field “%(key)s”. Nothing was saved."), key=key
            )


def missing_values(
    fields: Iterable[FieldDefinition], values: Mapping[str, Json]
) -> list[ValueProblem]:
    """Return the required fields that have no value."""
    return [
        ValueProblem(entry.key, N_("This is still missing."))
        for entry in fields
        if entry.required and values.get(entry.key) is None
    ]
