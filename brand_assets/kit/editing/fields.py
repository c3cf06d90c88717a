"""Owns the fields of an entry as a form has them: text in and out, at their place in the entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from brand_assets.design_facts import Bilingual

Place = tuple[str | int, ...]
"""Where a value stands in an entry: names of a table and positions in a list."""
Typed = str | list[str]
"""What a form says about one field."""
ON = "on"


class Kind(StrEnum):
    """How a field is entered."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    COLOUR = "colour"
    CHECK = "check"
    CHOICE = "choice"
    MANY = "many"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in the form, its place in the entry, and how a person sees it.

    `choices` names a list of what can be chosen; `group` is the heading under which it stands.
    `told` goes before the label where the label is no text of ours to translate.
    """

    key: str
    label: str
    place: Place
    kind: Kind = Kind.TEXT
    unit: str = ""
    help: str = ""
    choices: str = ""
    group: str = ""
    width: int = 3
    usual: str = ""
    told: Bilingual | None = None

    def read(self, entry: Mapping[str, Any]) -> Typed:
        """Return what stands in an entry, as a form shows it."""
        value = _at(entry, self.place)
        if self.kind is Kind.CHECK:
            return ON if value else ""
        if self.kind is Kind.MANY:
            return [str(one) for one in value or ()]
        if self.kind is Kind.LINES:
            return "\n".join(str(one) for one in value or ())
        if self.kind is Kind.NUMBER and isinstance(value, int | float):
            return shown_number(value)
        return "" if value is None else str(value)

    def write(self, entry: dict[str, Any], typed: Typed) -> None:
        """Put what was typed into an entry; None stands for nothing typed.

        What was chosen before keeps its order, for the first of it may count most.
        """
        value = self._value(typed)
        if isinstance(value, list) and self.kind is Kind.MANY:
            before = [str(one) for one in _at(entry, self.place) or ()]
            value = [one for one in dict.fromkeys([*before, *value]) if one in value]
        _put(entry, self.place, value)

    def same(self, one: Typed, other: Typed) -> bool:
        """Whether two ways of typing say the same."""
        if isinstance(one, list) and isinstance(other, list):
            return sorted(one) == sorted(other)
        return self._value(one) == self._value(other)

    def _value(self, typed: Typed) -> object:
        if isinstance(typed, list):
            return typed
        text = typed.replace("\r\n", "\n").strip()
        if self.kind is Kind.CHECK:
            return text == ON
        if self.kind is Kind.LINES:
            return [line.strip() for line in text.split("\n") if line.strip()]
        if not text:
            return None
        return typed_number(text) if self.kind is Kind.NUMBER else text


def shown_number(value: float) -> str:
    """Return a number as it is typed: no more places than it has."""
    return f"{value:.6f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def typed_number(text: str) -> float | str:
    """Return the number that a text says, with a point or a comma; the text where it says none."""
    plain = text.replace("\u2212", "-").replace("\u00a0", "").replace(" ", "")
    if "," in plain and "." not in plain:
        plain = plain.replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return text


def without_nothing(entry: Mapping[str, Any], deciding: Mapping[str, str]) -> dict[str, Any]:
    """Return an entry without what was left empty; a part of which nothing was typed is none.

    `deciding` names, for a part, the one value without which there is no such part.
    """
    whole: dict[str, Any] = {}
    for name, value in entry.items():
        if isinstance(value, dict):
            kept = {key: one for key, one in value.items() if one is not None}
            decides = deciding.get(name)
            if kept and (decides is None or decides in kept):
                whole[name] = kept
        elif isinstance(value, list) and value and all(one is None for one in value):
            continue
        elif value is not None:
            whole[name] = value
    return whole


def _at(entry: Mapping[str, Any], place: Place) -> Any:
    value: Any = entry
    for step in place:
        if isinstance(value, Mapping):
            value = value.get(str(step))
        elif isinstance(value, list | tuple) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _put(entry: dict[str, Any], place: Place, value: object) -> None:
    first = str(place[0])
    if len(place) == 1:
        entry[first] = value
        return
    step = place[1]
    if isinstance(step, int):
        row = list(entry.get(first) or ())
        row.extend([None] * (step + 1 - len(row)))
        row[step] = value
        entry[first] = row
    else:
        entry[first] = {**(entry.get(first) or {}), step: value}
