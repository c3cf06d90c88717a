"""Owns field values as JSON: what a file says of each field, read strictly into typed values.

A plain string is a text. Everything else is an object with its `kind` and the members of that
kind's class in `values`: `{"kind": "price", "cents": 299, "starting_from": true}`. A photo names
the `sha256` of its bytes, or a `file` that the caller adds to its photos.
"""

import dataclasses
import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from brand_assets.typesetting.values import (
    AddressValue,
    DateRangeValue,
    EventTimeValue,
    FieldValue,
    FieldValues,
    HoursValue,
    NumberValue,
    PersonValue,
    PhoneValue,
    PhotoValue,
    PriceValue,
    RowsValue,
    TextValue,
    UrlValue,
)

MAX_VALUES_BYTES = 2_000_000
KINDS: Mapping[str, type] = {
    "text": TextValue,
    "price": PriceValue,
    "date_range": DateRangeValue,
    "event_time": EventTimeValue,
    "photo": PhotoValue,
    "rows": RowsValue,
    "address": AddressValue,
    "hours": HoursValue,
    "number": NumberValue,
    "phone": PhoneValue,
    "person": PersonValue,
    "url": UrlValue,
}
_NAMES = {kind: name for name, kind in KINDS.items()}

AddPhoto = Callable[[str], str]
"""From a file's name to the hash of its bytes."""


class ValuesError(ValueError):
    """The data are no sound values; `problems` say where and why."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def read_values(source: str | bytes, add_photo: AddPhoto | None = None) -> FieldValues:
    """Return the values that JSON text states by field; raises ValuesError.

    `add_photo` takes the `file` of a photo and returns the hash under which it can be had.
    """
    if len(source) > MAX_VALUES_BYTES:
        raise ValuesError((f"the values are larger than {MAX_VALUES_BYTES} bytes",))
    try:
        stated = json.loads(source, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise ValuesError((f"the values are no JSON: {error}",)) from None
    if not isinstance(stated, dict):
        raise ValuesError(("the values must be an object of fields",))
    return {key: _value(key, value, add_photo) for key, value in stated.items()}


def _refuse_constant(constant: str) -> float:
    raise ValueError(f"{constant} is no number")


def _value(key: str, stated: Any, add_photo: AddPhoto | None) -> FieldValue:
    if isinstance(stated, str):
        return TextValue(stated)
    kind = stated.get("kind") if isinstance(stated, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        raise ValuesError((f"{key}: state a text, or an object of a kind: {', '.join(KINDS)}",))
    members = {name: member for name, member in stated.items() if name != "kind"}
    if kind == "photo" and "file" in members:
        members["sha256"] = _added(key, members.pop("file"), add_photo)
    known = {field.name for field in dataclasses.fields(KINDS[kind])}
    if unknown := sorted(set(members) - known):
        raise ValuesError((f"{key}: a {kind} has no {', '.join(unknown)}",))
    try:
        value: FieldValue = _adapter(kind).validate_python(members)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        places = [".".join([key, *map(str, one["loc"])]) for one in found]
        problems = [f"{at}: {one['msg']}" for at, one in zip(places, found, strict=True)]
        raise ValuesError(tuple(problems)) from None
    return value


def _added(key: str, name: Any, add_photo: AddPhoto | None) -> str:
    if add_photo is None or not isinstance(name, str):
        raise ValuesError((f"{key}: a photo needs the sha256 of its bytes",))
    return add_photo(name)


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(KINDS[kind])


def values_json(values: FieldValues) -> str:
    """Return values as JSON text that `read_values` reads back."""
    stated = {
        key: {"kind": _NAMES[type(value)]}
        | _adapter(_NAMES[type(value)]).dump_python(value, mode="json", exclude_none=True)
        for key, value in values.items()
    }
    return json.dumps(stated, ensure_ascii=False, indent=1) + "\n"
