"""Owns how two documents differ, frame by frame and field by field, without setting either."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from brand_assets.design_facts import Bilingual
from brand_assets.typesetting.document import AdDocument
from brand_assets.typesetting.frames import AnyFrame


class Difference(StrEnum):
    """What became of a frame."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RESIZED = "resized"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FrameDifference:
    """One frame that differs; frames are known by their id, wherever they stand."""

    frame: str
    name: Bilingual
    page: int
    what: Difference


@dataclass(frozen=True, slots=True)
class DocumentDifference:
    """All frames that differ, and the fields that come and go."""

    frames: tuple[FrameDifference, ...] = ()
    fields_come: tuple[str, ...] = ()
    fields_go: tuple[str, ...] = ()

    @property
    def is_none(self) -> bool:
        """Whether both documents show the same."""
        return not (self.frames or self.fields_come or self.fields_go)


def compare_documents(old: AdDocument, new: AdDocument) -> DocumentDifference:
    """Return how a document differs from the one before it."""
    fields_old, fields_new = old.fields(), new.fields()
    return DocumentDifference(
        frames=tuple(_frames(_by_id(old), _by_id(new))),
        fields_come=tuple(key for key in fields_new if key not in fields_old),
        fields_go=tuple(key for key in fields_old if key not in fields_new),
    )


_Placed = dict[str, tuple[int, AnyFrame]]


def _by_id(document: AdDocument) -> _Placed:
    return {
        frame.id: (number, frame)
        for number, page in enumerate(document.pages)
        for frame in page.frames
    }


def _frames(old: _Placed, new: _Placed) -> Iterator[FrameDifference]:
    for key, (page, frame) in new.items():
        if key not in old:
            yield _told(frame, page, Difference.ADDED)
        elif old[key] != (page, frame):
            yield _told(frame, page, _what(old[key], (page, frame)))
    for key, (page, frame) in old.items():
        if key not in new:
            yield _told(frame, page, Difference.REMOVED)


def _what(old: tuple[int, AnyFrame], new: tuple[int, AnyFrame]) -> Difference:
    (old_page, before), (new_page, after) = old, new
    place = {"x", "y", "w", "h"}
    same = before.kind == after.kind and (
        before.model_dump(exclude=place) == after.model_dump(exclude=place)
    )
    if not same:
        return Difference.CHANGED
    moved = old_page != new_page or (before.x, before.y) != (after.x, after.y)
    return Difference.MOVED if moved else Difference.RESIZED


def _told(frame: AnyFrame, page: int, what: Difference) -> FrameDifference:
    name = Bilingual(frame.name.de, frame.name.en) if frame.name else Bilingual(frame.id, frame.id)
    return FrameDifference(frame.id, name, page, what)
