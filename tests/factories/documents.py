"""Owns small ad documents made by hand, for tests of layout."""

from collections.abc import Mapping
from typing import Any

from brand_assets.design_facts import FrameFacts
from brand_assets.typesetting.display_list import DrawGlyphs
from brand_assets.typesetting.document import AdDocument, read_document
from brand_assets.typesetting.setting import SetDocument, set_document
from brand_assets.typesetting.values import FieldValues
from tests.factories.kit import demo_kit, demo_photos


def words(text: str) -> dict[str, str]:
    """The same text in both languages."""
    return {"de": text, "en": text}


def frame(kind: str, frame_id: str = "a", **more: Any) -> dict[str, Any]:
    """A frame of 100 by 50 at the origin with what its kind needs."""
    base: dict[str, Any] = {"kind": kind, "id": frame_id, "name": words(frame_id)}
    base |= {"x": 0, "y": 0, "w": 100, "h": 50}
    if kind in ("rect", "path"):
        base |= {"colour": "Leinen"}
    if kind in ("text", "price", "table"):
        base |= {"style": "Text", "colour": "Tanne", "size_max": 20, "size_min": 10}
    return base | more


def text_frame(text: str, frame_id: str = "a", **more: Any) -> dict[str, Any]:
    """A text frame with a fixed text."""
    parts = [{"kind": "literal", "text": words(text)}]
    return frame("text", frame_id, parts=parts, **more)


def raw_document(*frames: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """The data of a screen document of 400 by 400 px with one page."""
    base: dict[str, Any] = {"key": "test", "title": words("Test"), "format_key": "test"}
    base |= {"medium": "screen", "unit": "px", "width": 400, "height": 400}
    return base | {"pages": [{"frames": list(frames)}]} | more


def document(*frames: Mapping[str, Any], **more: Any) -> AdDocument:
    """A screen document of 400 by 400 px with one page."""
    return read_document(raw_document(*frames, **more))


def set_frames(
    *frames: Mapping[str, Any], values: FieldValues | None = None, language: str = "de", **more: Any
) -> SetDocument:
    """Set a document of these frames with the demonstration's kit and photos."""
    photos, _ = demo_photos()
    return set_document(document(*frames, **more), values or {}, demo_kit(), photos, language)


def facts_of(found: SetDocument, frame_id: str = "a") -> FrameFacts:
    """The facts of one frame of the first page."""
    return found.facts[0].frame(frame_id)


def glyph_runs(found: SetDocument, page: int = 0) -> list[DrawGlyphs]:
    """All runs of glyphs of a page, from the lowest."""
    return [item for item in found.display.pages[page].items if isinstance(item, DrawGlyphs)]


def drawn_text(found: SetDocument, page: int = 0) -> str:
    """The text that the glyphs of a page stand for."""
    return "".join(glyph.text for run in glyph_runs(found, page) for glyph in run.glyphs)
