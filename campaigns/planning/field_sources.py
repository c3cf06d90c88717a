"""Owns where a new campaign's fields come from: earlier campaigns, else the templates' frames."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from brand_assets.design_facts import Bilingual
from brand_assets.typesetting.document import AdDocument
from brand_assets.typesetting.frames import (
    AnyFrame,
    PhotoFrame,
    PriceFrame,
    QrFrame,
    TableFrame,
    fields_of,
)
from campaigns.ad_templates.fields import FieldDefinition, FieldKind, Section
from campaigns.ad_templates.service import load_document

_BY_FRAME = {
    PhotoFrame: (FieldKind.PHOTO, Section.PICTURE),
    PriceFrame: (FieldKind.PRICE, Section.OFFER),
    TableFrame: (FieldKind.ROWS, Section.TABLE),
    QrFrame: (FieldKind.URL, Section.OUTLET),
}


def fields_for(
    version_ids: Iterable[UUID], known: Iterable[Sequence[FieldDefinition]]
) -> tuple[FieldDefinition, ...]:
    """Return a definition for each field that the templates show.

    `known` are the fields of other campaigns, the most like this one first: the first that
    defines a key defines it here too. What none defines follows from the frame that shows it.
    """
    documents = [load_document(version_id) for version_id in version_ids]
    defined: dict[str, FieldDefinition] = {}
    for fields in known:
        for entry in fields:
            defined.setdefault(entry.key, entry)
    shown = dict.fromkeys(key for document in documents for key in document.fields())
    needed = dict.fromkeys(key for shown_key in shown for key in (*_behind(shown_key, defined),))
    inferred = _inferred(documents)
    chosen = (defined.get(key) or inferred.get(key) for key in needed)
    return tuple(entry for entry in chosen if entry is not None)


def _behind(key: str, defined: Mapping[str, FieldDefinition]) -> tuple[str, ...]:
    """Return a key with those that its value is computed from."""
    entry = defined.get(key)
    if entry is None or not entry.computed or not entry.source:
        return (key,)
    return (*entry.source.split("/"), key)


def _inferred(documents: Iterable[AdDocument]) -> dict[str, FieldDefinition]:
    found: dict[str, FieldDefinition] = {}
    for document in documents:
        for frame in document.frames():
            for key in fields_of(frame):
                found.setdefault(key, _from_frame(key, frame))
    return found


def _from_frame(key: str, frame: AnyFrame) -> FieldDefinition:
    kind, section = _BY_FRAME.get(type(frame), (FieldKind.MULTILINE, Section.OFFER))
    name = Bilingual(frame.name.de, frame.name.en)
    return FieldDefinition(key=key, kind=kind, label=name, section=section)
