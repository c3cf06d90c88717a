"""Owns how much text a document may set in all, so that none takes the machine for itself."""

from collections import Counter
from dataclasses import dataclass

from pydantic import BaseModel

from brand_assets.typesetting.document import AdDocument
from brand_assets.typesetting.frames import Words
from brand_assets.typesetting.frames.story import Fit
from brand_assets.typesetting.recent import Recent
from brand_assets.typesetting.scene import SettingError
from brand_assets.typesetting.values import (
    FieldValue,
    FieldValues,
    HoursValue,
    RowsValue,
    TextValue,
    UrlValue,
)
from portal.foundation.errors import N_

MAX_CHARS = 60_000
"""Characters of all texts of a document: about thirty pages of small type."""
_FITTED = 3
_FITTING = 200
"""Running text that is fitted by scale is set at several scales: it counts more than once."""
_SHORT = 60
"""No value of any other kind is longer when it is written."""
_NO_TEXT = frozenset({"id", "name", "title", "key"})


@dataclass(frozen=True, slots=True)
class _Written:
    """What a document writes: its own characters, and how often it shows each field."""

    chars: int
    fields: Counter[str]


_written: Recent[_Written] = Recent(128)


class TooMuchText(SettingError):
    """The document has more text than one may have."""

    code = "too_much_text"


def refuse_too_much(document: AdDocument, values: FieldValues) -> None:
    """Raise TooMuchText where a document with these values is too long."""
    chars = chars_of(document, values)
    if chars > MAX_CHARS:
        raise TooMuchText(
            N_("This ad has %(chars)s characters, at most %(most)s are possible. Shorten them."),
            chars=chars,
            most=MAX_CHARS,
        )


def chars_of(document: AdDocument, values: FieldValues) -> int:
    """Return about how many characters a document sets with these values."""
    found = _written.get((document,), None, lambda: _count(document))
    shown = sum(times * _length(values.get(field)) for field, times in found.fields.items())
    return found.chars + shown


def _length(value: FieldValue | None) -> int:
    if isinstance(value, TextValue):
        return len(value.text)
    if isinstance(value, HoursValue):
        return sum(map(len, value.lines))
    if isinstance(value, RowsValue):
        rows = value.rows
        return sum(len(row.name) + len(row.size) + len(row.unit_price) + _SHORT for row in rows)
    if isinstance(value, UrlValue):
        return len(value.url)
    return _SHORT if value is not None else 0


def _count(document: AdDocument) -> _Written:
    fields: Counter[str] = Counter()
    chars = 0
    for frame in document.frames():
        fitted = frame.kind == "story" and frame.fit != Fit()
        chars += _walk(frame, fields, _FITTED if fitted else 1) + (_FITTING if fitted else 0)
    return _Written(chars, fields)


def _walk(part: object, fields: Counter[str], weight: int) -> int:
    """Return the characters in a part of a document, and count the fields that it shows."""
    if isinstance(part, Words):
        return weight * max(len(part.de), len(part.en))
    if isinstance(part, tuple):
        return sum(_walk(one, fields, weight) for one in part)
    if not isinstance(part, BaseModel):
        return 0
    field = getattr(part, "field", None)
    if isinstance(field, str):
        fields[field] += weight
    inner = (value for key, value in part if key not in _NO_TEXT)
    return sum(_walk(value, fields, weight) for value in inner)
