"""Owns the rows of a form: one for each entry shown, with what was typed and what is wrong."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from brand_assets.design_facts import Bilingual
from brand_assets.kit.editing.fields import Field, Kind, Typed, without_nothing
from brand_assets.kit.editing.groups import Entry, Group
from brand_assets.kit.rules import told_error

_ROW_ID = re.compile(r"^[a-z0-9]{1,12}$")
_ALL = ""
"""The place of what is wrong with a row as a whole."""


Form = Mapping[str, Sequence[str]]
"""What was sent: the texts of each name."""


@dataclass(slots=True)
class Row:
    """One entry in a form.

    `was` is its name when it was loaded ("" for a new one) and `base` what stood in it then;
    `meanwhile` is what somebody else has saved since in fields that were changed here too.
    """

    id: str
    was: str
    values: dict[str, Typed]
    base: dict[str, Typed] = field(default_factory=dict)
    errors: dict[str, list[Bilingual]] = field(default_factory=dict)
    problems: list[Bilingual] = field(default_factory=list)
    meanwhile: dict[str, Typed] = field(default_factory=dict)

    @property
    def needs_a_look(self) -> bool:
        """Whether the row should stand open."""
        return bool(self.errors or self.problems or self.meanwhile or not self.was)

    def refuse(self, message: Bilingual, key: str = _ALL) -> None:
        """Say what is wrong with a field, or with the row as a whole."""
        self.errors.setdefault(key, []).append(message)


@dataclass(slots=True)
class Rows:
    """The rows of one group, and the entries that the form showed: their digest by name."""

    group: Group
    rows: list[Row]
    shown: dict[str, str] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        """Whether nothing keeps the rows from being saved."""
        return not any(row.errors or row.meanwhile for row in self.rows)

    def digests(self) -> str:
        """Return what the form says of the entries it showed."""
        return json.dumps(self.shown, ensure_ascii=False)


def digest(entry: Entry) -> str:
    """Return a short identity of what an entry says."""
    written = json.dumps(entry, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def flat(group: Group, entry: Entry) -> dict[str, Typed]:
    """Return an entry as a form shows it, by field."""
    return {one.key: one.read(entry) for one in group.fields_of(entry)}


def rows_of(group: Group, entries: Sequence[Entry], wanted: Iterable[int] | None = None) -> Rows:
    """Return rows for entries of a kit: for all of them, or for those at some positions."""
    names = group.names(entries)
    positions = list(range(len(entries)) if wanted is None else wanted)
    rows = []
    for at in positions:
        values = flat(group, entries[at])
        rows.append(Row(f"r{at}", names[at], values, dict(values)))
    return Rows(group, rows, {names[at]: digest(entries[at]) for at in positions})


def read_rows(group: Group, form: Form) -> Rows:
    """Return the rows of a form as they were sent, in their order."""
    ids = [one for one in form.get(f"row-{group.part}", ()) if _ROW_ID.match(one)]
    rows = [_read_row(group, form, one) for one in dict.fromkeys(ids)]
    return Rows(group, rows, _texts(_one(form, f"shown-{group.part}")))


def _one(form: Form, name: str) -> str:
    return next(iter(form.get(name, ())), "")


def _read_row(group: Group, form: Form, row_id: str) -> Row:
    def typed(one: Field) -> Typed:
        name = f"{row_id}-{one.key}"
        return list(form.get(name, ())) if one.kind is Kind.MANY else _one(form, name)

    fields = group.fields_of({"rule": _one(form, f"{row_id}-rule")})
    base = _base(_one(form, f"{row_id}.seen"))
    return Row(row_id, _one(form, f"{row_id}.was"), {one.key: typed(one) for one in fields}, base)


def _base(text: str) -> dict[str, Typed]:
    found: dict[str, Typed] = {}
    for key, value in _table(text).items():
        if isinstance(value, str):
            found[key] = value
        elif isinstance(value, list):
            found[key] = [str(one) for one in value]
    return found


def _texts(text: str) -> dict[str, str]:
    return {key: value for key, value in _table(text).items() if isinstance(value, str)}


def _table(text: str) -> Mapping[str, Any]:
    try:
        read = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def build(group: Group, row: Row, stored: Entry | None) -> Entry:
    """Return the entry that a row says, and say in the row what is wrong with its shape.

    What `stored` says beyond the fields of the form stays.
    """
    entry = dict(stored or {})
    fields = group.fields_of(row.values)
    for one in fields:
        one.write(entry, row.values.get(one.key, ""))
    entry = without_nothing(entry, group.deciding or {})
    if group.extend:
        group.extend(entry)
    try:
        group.model.model_validate(entry)
    except ValidationError as error:
        for place, message in _errors(error):
            row.refuse(message, _key_at(fields, place))
    return entry


def _errors(error: ValidationError) -> Iterator[tuple[tuple[str | int, ...], Bilingual]]:
    for one in error.errors():
        yield tuple(one["loc"]), told_error(dict(one))


def _key_at(fields: Sequence[Field], place: tuple[str | int, ...]) -> str:
    """Return the field whose value stands at a place, or nearest to it."""
    for length in range(len(place), 0, -1):
        for one in fields:
            if one.place[:length] == place[:length] and length >= min(len(one.place), len(place)):
                return one.key
    return _ALL
