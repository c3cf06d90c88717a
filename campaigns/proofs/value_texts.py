"""Owns values in words: for the history, and where two people set the same field."""

from collections.abc import Mapping

from brand_assets.library.access import find_photo
from brand_assets.typesetting.text.formatting import write
from campaigns.ad_templates.fields import FieldDefinition, FieldKind, Json
from campaigns.ad_templates.kinds.texts import MARK_NAMES, SIGNS, plain_text
from campaigns.ad_templates.typed import typed_value
from portal.foundation.errors import N_
from portal.foundation.translations import translate

MOST_CHARS = 120
_NOTHING = N_("nothing")
_LINES = N_("%(count)s lines, from %(first)s")
_CROPPED = N_("%(title)s, own crop")
_UNKNOWN_PHOTO = N_("a picture that is no longer there")


def value_text(entry: FieldDefinition, value: Json, path: str, language: str) -> str:
    """Return a canonical value as one short line in `language`.

    A value from before its field became one of another kind is told by its words alone.
    """
    if value is None:
        return translate(language, _NOTHING)
    try:
        return _text_of(entry, value, path, language)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return " · ".join(_words_in(value))[:MOST_CHARS]


def _words_in(value: Json) -> list[str]:
    """Return all texts and numbers inside of a value, whatever its shape."""
    if isinstance(value, Mapping):
        return [word for part in value.values() for word in _words_in(part)]
    if isinstance(value, list):
        return [word for part in value for word in _words_in(part)]
    return [] if value is None else [str(value)]


def _text_of(entry: FieldDefinition, value: Json, path: str, language: str) -> str:
    if entry.kind is FieldKind.PHOTO:
        return _photo(value, path, language)
    if entry.kind is FieldKind.ROWS:
        first = value[0]["name"] if value else ""
        return translate(language, _LINES, {"count": len(value), "first": first})
    if entry.kind is FieldKind.CHOICE:
        labels = {choice.value: choice.label.in_language(language) for choice in entry.choices}
        return labels.get(str(value), str(value))
    if entry.kind is FieldKind.RICH_TEXT:
        value = plain_text(value)
    text = " · ".join(write(typed_value(entry.kind, value), language).splitlines())
    return text if len(text) <= MOST_CHARS else f"{text[: MOST_CHARS - 1]}…"


def _photo(value: Json, path: str, language: str) -> str:
    photo = find_photo(path, value["sha256"])
    if photo is None:
        return translate(language, _UNKNOWN_PHOTO)
    if all(part is None for name, part in value.items() if name != "sha256"):
        return photo.title
    return translate(language, _CROPPED, {"title": photo.title})


#: What the inputs of the editor need in their templates besides the values.
INPUT_WORDS = {"signs": SIGNS, "mark_names": MARK_NAMES, "value_text": value_text}
