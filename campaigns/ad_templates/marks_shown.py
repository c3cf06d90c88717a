"""Owns which marks of a field's text a template shows: others would be printed as their signs."""

from collections.abc import Iterator

from pydantic import BaseModel

from brand_assets.typesetting.document import AdDocument
from brand_assets.typesetting.frames import FromField


def marks_shown(document: AdDocument) -> dict[str, frozenset[str]]:
    """Return by field the marks that every place allows at which the template shows it."""
    shown: dict[str, frozenset[str]] = {}
    for frame in document.frames():
        for part in _fields_in(frame):
            allowed = frozenset(part.marks)
            shown[part.field] = shown.get(part.field, allowed) & allowed
    return shown


def _fields_in(part: object) -> Iterator[FromField]:
    if isinstance(part, FromField):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from _fields_in(one)
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _fields_in(getattr(part, name))
