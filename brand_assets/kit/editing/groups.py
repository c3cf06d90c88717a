"""Owns groups of entries of one shape, such as the colours: where they stand in a kit's JSON."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from brand_assets.kit.editing.fields import Field

Entry = dict[str, Any]
Kit = Mapping[str, Any]


class Shape(StrEnum):
    """How the entries stand in the kit: a list, a table by key, or one single entry."""

    LIST = "list"
    TABLE = "table"
    ONE = "one"


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one shape: their part of the kit, their model and fields, how they are named.

    `table_key` is the field that is the key of a table, `table_value` the one that is its whole
    value. `deciding` and `most` are told by `without_nothing` and the page; `extend` completes an
    entry after typing. Where `can_add` is false, entries come about elsewhere.
    """

    part: str
    title: str
    model: type[BaseModel]
    fields: tuple[Field, ...]
    name: Callable[[Entry], str]
    shape: Shape = Shape.LIST
    add: str = ""
    none: str = ""
    deciding: Mapping[str, str] | None = None
    page_size: int = 60
    table_key: str = ""
    table_value: str = ""
    more_fields: Callable[[Entry], tuple[Field, ...]] | None = None
    extend: Callable[[Entry], None] | None = None

    @property
    def can_add(self) -> bool:
        """Whether new entries are made here."""
        return bool(self.add)

    def fields_of(self, entry: Entry) -> tuple[Field, ...]:
        """Return the fields of an entry, those that only such an entry has included."""
        return self.fields + (self.more_fields(entry) if self.more_fields else ())

    def load(self, kit: Kit) -> list[Entry]:
        """Return the entries of a kit, in order."""
        held = kit.get(self.part)
        if self.shape is Shape.ONE:
            return [dict(held or {})]
        if self.shape is Shape.LIST:
            return [dict(entry) for entry in held or ()]
        return [self._entry(key, value) for key, value in (held or {}).items()]

    def _entry(self, key: str, value: Any) -> Entry:
        rest = {self.table_value: list(value)} if self.table_value else dict(value)
        return {self.table_key: key, **rest}

    def store(self, kit: dict[str, Any], entries: Sequence[Entry]) -> None:
        """Put entries into a kit in place of those it has."""
        if self.shape is Shape.ONE:
            kit[self.part] = entries[0]
        elif self.shape is Shape.LIST:
            kit[self.part] = list(entries)
        else:
            kit[self.part] = {entry[self.table_key]: self._held(entry) for entry in entries}

    def _held(self, entry: Entry) -> Any:
        if self.table_value:
            return entry.get(self.table_value, [])
        return {key: value for key, value in entry.items() if key != self.table_key}

    def names(self, entries: Sequence[Entry]) -> list[str]:
        """Return a name for each entry that no other has; a second one is "Halm#2"."""
        seen: Counter[str] = Counter()
        found = []
        for entry in entries:
            name = self.name(entry)
            seen[name] += 1
            found.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
        return found
