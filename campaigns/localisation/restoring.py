"""Owns whether a field can still hold a value of its history once its definition changed (pure)."""

from collections.abc import Mapping, Sequence

from campaigns.ad_templates.canonical import Unusable, canonical_value
from campaigns.ad_templates.fields import FieldDefinition, FieldKind, Json
from campaigns.ad_templates.kinds.texts import marks_in
from campaigns.localisation.rules import TEMPLATE_STEP, Change
from portal.foundation.errors import N_, Conflict

_PLAIN = frozenset({FieldKind.TEXT, FieldKind.MULTILINE})


def restored(
    fields: Sequence[FieldDefinition],
    history: Sequence[Change],
    step: int,
    values: Mapping[str, Json],
) -> dict[str, Json]:
    """Return what a step replaced as the fields hold it now; Conflict where one no longer can.

    Definitions change only where a format goes over to another template version: what is younger
    than that was read by the definition of today.
    """
    moved = any(c.step > step and c.field_key.startswith(TEMPLATE_STEP) for c in history)
    if not moved:
        return dict(values)
    by_key = {entry.key: entry for entry in fields}
    return {key: _held(by_key[key], value) for key, value in values.items()}


def _held(entry: FieldDefinition, value: Json) -> Json:
    try:
        now = canonical_value(entry, value)
    except Unusable:
        now = None
    if not _keeps(value, now) or _shows_signs(entry, value):
        raise Conflict(
            N_(
                "The template has changed: the field “%(key)s” can no longer hold what stood "
                "there. The history keeps it. Please enter it anew."
            ),
            key=entry.key,
        )
    # Spaces that the typography has set are no other text.
    return value if isinstance(value, str) else now


def _keeps(old: Json, now: Json) -> bool:
    """Whether a value read anew says all that it said, perhaps with more about it."""
    if isinstance(old, dict) and isinstance(now, dict):
        return all(key in now and _keeps(part, now[key]) for key, part in old.items())
    if isinstance(old, list) and isinstance(now, list):
        return len(old) == len(now) and all(map(_keeps, old, now))
    if isinstance(old, str) and isinstance(now, str):
        return _lines(old) == _lines(now)
    return bool(old == now)


def _lines(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines()]


def _shows_signs(entry: FieldDefinition, value: Json) -> bool:
    """Whether signs that marked parts of the text would be printed as they are."""
    return entry.kind in _PLAIN and isinstance(value, str) and bool(marks_in(value))
