"""Owns how the values of an ad go over to another template version, and what counts as a conflict.

Nothing here is lost: a value that its field can no longer hold comes back as a conflict that
carries it, and is parked until its owner has settled it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from brand_assets.design_facts import Bilingual
from campaigns.ad_templates.canonical import Unusable
from campaigns.ad_templates.fields import TEXT_KINDS, FieldDefinition, FieldKind, Json, photo_of
from campaigns.ad_templates.rules import carried_value, same_type
from campaigns.rollout.versions.kinds import CONFLICT_WORDS, ConflictKind


@dataclass(frozen=True, slots=True)
class Misfit:
    """One thing that needs the owner of an ad; `value` is what its field no longer holds.

    `message` is an English template, unless `words` say it in both languages already.
    """

    kind: ConflictKind
    field_key: str
    label: Bilingual
    message: str
    params: Mapping[str, object] = field(default_factory=dict)
    value: Json = None
    kind_was: str = ""
    words: Bilingual | None = None

    def write(self) -> dict[str, Json]:
        """Return it as JSON."""
        return {
            "kind": self.kind.value,
            "field": self.field_key,
            "label": [self.label.de, self.label.en],
            "message": self.message,
            "params": {key: str(value) for key, value in self.params.items()},
            "value": self.value,
            "kind_was": self.kind_was,
            "words": [self.words.de, self.words.en] if self.words else None,
        }

    @classmethod
    def read(cls, stored: Mapping[str, Json]) -> "Misfit":
        """Read it back from JSON."""
        return cls(
            kind=ConflictKind(stored["kind"]),
            field_key=stored["field"],
            label=Bilingual(*stored["label"]),
            message=stored["message"],
            params=stored["params"],
            value=stored["value"],
            kind_was=stored["kind_was"],
            words=Bilingual(*stored["words"]) if stored["words"] else None,
        )


@dataclass(frozen=True, slots=True)
class Shift:
    """One format of a campaign between two versions: fields then and now, and which are shown.

    `before` and `after` are the campaign's fields by key; `shown_before` and `shown_after` are the
    fields that any of its formats shows. `given` are the campaign's values after it.
    """

    before: Mapping[str, FieldDefinition]
    after: Mapping[str, FieldDefinition]
    shown_before: frozenset[str]
    shown_after: frozenset[str]
    given: Mapping[str, Json] = field(default_factory=dict)

    @property
    def touched(self) -> frozenset[str]:
        """The fields whose own values have to be looked at: all others go over as they are."""
        changed = {key for key, old in self.before.items() if self.after.get(key) != old}
        return frozenset(changed | (self.shown_before - self.shown_after))

    @property
    def asked_anew(self) -> tuple[FieldDefinition, ...]:
        """The fields that have to have a value now and did not before."""
        return tuple(
            entry
            for key, entry in self.after.items()
            if entry.required and key in self.shown_after and not self._asked_before(key)
        )

    def _asked_before(self, key: str) -> bool:
        old = self.before.get(key)
        return old is not None and old.required and key in self.shown_before


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of the own values of one ad: those that stand now, changed ones, conflicts."""

    values: Mapping[str, Json]
    changed: Mapping[str, Json]
    conflicts: tuple[Misfit, ...]


def unfit_defaults(shift: Shift, defaults: Mapping[str, Json]) -> tuple[str, ...]:
    """Return the campaign's own values that its changed fields can no longer hold."""
    return tuple(
        key
        for key, value in sorted(defaults.items())
        if key in shift.touched and key in shift.after and not _holds(shift, key, value)
    )


def _holds(shift: Shift, key: str, value: Json) -> bool:
    try:
        return bool(carried_value(shift.before[key], shift.after[key], value) == value)
    except Unusable:
        return False


def unknown_fields(shift: Shift) -> tuple[str, ...]:
    """Return what the formats show after it though the campaign has no such field."""
    return tuple(sorted(shift.shown_after - shift.after.keys()))


def carry_values(
    shift: Shift,
    own: Mapping[str, Json],
    elsewhere: Mapping[str, Json] | None = None,
) -> Carried:
    """Map the own values of one ad; `elsewhere` are values that its outlet's data gives."""
    values, changed, conflicts = dict(own), dict[str, Json](), list[Misfit]()
    for key in sorted(shift.touched & own.keys()):
        found = _carry(shift, key, own[key])
        if isinstance(found, Misfit):
            conflicts.append(found)
            changed[key] = None
            del values[key]
        elif found != own[key]:
            values[key] = changed[key] = found
    parked = {misfit.field_key for misfit in conflicts}
    conflicts += _asked(shift, values, elsewhere or {}, parked)
    return Carried(values, changed, tuple(conflicts))


def _carry(shift: Shift, key: str, value: Json) -> "Json | Misfit":
    old, new = shift.before.get(key), shift.after.get(key)
    if old is None:
        return value  # nobody knows what it was: it stays where nothing shows it
    if new is None or key not in shift.shown_after:
        # What no format showed before either stays as hidden as it was.
        return _parked(ConflictKind.GONE, old, value) if key in shift.shown_before else value
    if new.locked or new.computed:
        was_own = not (old.locked or old.computed)
        return _parked(ConflictKind.LOCKED, old, value, new) if was_own else value
    if not same_type(old, new):
        return _parked(ConflictKind.UNREADABLE, old, value, new)
    return _within(old, new, value)


def _within(old: FieldDefinition, new: FieldDefinition, value: Json) -> "Json | Misfit":
    photo = photo_of(old.kind, value)
    if photo and new.pool and photo not in new.pool:
        return _parked(ConflictKind.PHOTO_GONE, old, value, new)
    try:
        return carried_value(old, new, value)
    except Unusable as unusable:
        kind = _kind_of(new, value)
        return Misfit(
            kind, old.key, new.label, unusable.message, unusable.params, value, old.kind.value
        )


def _kind_of(new: FieldDefinition, value: Json) -> ConflictKind:
    if new.kind is FieldKind.CHOICE:
        return ConflictKind.CHOICE_GONE
    long = new.kind in TEXT_KINDS and isinstance(value, str) and new.max_chars is not None
    return ConflictKind.TOO_LONG if long else ConflictKind.OUTSIDE


def _parked(
    kind: ConflictKind, old: FieldDefinition, value: Json, new: FieldDefinition | None = None
) -> Misfit:
    label = new.label if new else old.label
    return Misfit(kind, old.key, label, CONFLICT_WORDS[kind], {}, value, old.kind.value)


def _asked(
    shift: Shift,
    values: Mapping[str, Json],
    elsewhere: Mapping[str, Json],
    parked: Collection[str],
) -> list[Misfit]:
    """Return what the owner is asked for that nobody asked for before."""
    found = []
    for entry in shift.asked_anew:
        sources = (values, elsewhere, shift.given)
        given = any(source.get(entry.key) is not None for source in sources)
        if not given and not entry.computed and entry.key not in parked:
            found.append(_ask(ConflictKind.MISSING, entry))
    for key, entry in shift.after.items():
        old = shift.before.get(key)
        asked_before = old is not None and old.changes_example and key in shift.shown_before
        example = shift.given.get(key)
        if (
            entry.changes_example
            and key in shift.shown_after
            and not asked_before
            and example is not None
            and values.get(key) in (None, example)
            and key not in parked
        ):
            found.append(_ask(ConflictKind.MUST_CHANGE, entry))
    return found


def _ask(kind: ConflictKind, entry: FieldDefinition) -> Misfit:
    return Misfit(kind, entry.key, entry.label, CONFLICT_WORDS[kind])
