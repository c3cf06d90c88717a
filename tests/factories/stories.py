"""Owns small stories made by hand, and their lines as they were drawn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from brand_assets.design_facts import TextFacts
from brand_assets.typesetting.setting import SetDocument
from brand_assets.typesetting.values import FieldValues
from tests.factories.documents import facts_of, glyph_runs, set_frames, words

SPRING = (
    "Wenn im März die ersten warmen Tage kommen, beginnt im Garten die schönste Zeit. Die "
    "Gärtnerinnen und Gärtner unserer Betriebe haben den Winter über vorgezogen, was jetzt in die "
    "Erde will: Primeln und Hornveilchen für den Balkon, Salat und Kohlrabi für das Frühbeet. "
    "Sommerblumen warten besser bis nach den Eisheiligen. Bis dahin stehen sie hell und kühl."
)


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line as it was drawn: its text, where its ink box starts and ends, and its baseline."""

    text: str
    x: float
    right: float
    y: float
    sizes: tuple[float, ...]


def look(key: str = "body", **more: Any) -> dict[str, Any]:
    """A look of body text of 10 px, hyphenated, with the leading 1.4."""
    return {"key": key, "style": "Text", "size": 10} | more


def paragraph(*parts: str | Mapping[str, Any], look: str = "body", **more: Any) -> dict[str, Any]:
    """A paragraph of fixed texts and other parts."""
    made = [{"kind": "literal", "text": words(p)} if isinstance(p, str) else p for p in parts]
    return {"kind": "paragraph", "look": look, "parts": made} | more


def list_of(*items: str, look: str = "body", **more: Any) -> dict[str, Any]:
    """A list of fixed items with bullets that hang 12 px."""
    made = [{"parts": [{"kind": "literal", "text": words(item)}]} for item in items]
    base: dict[str, Any] = {"kind": "list", "look": look, "marks": {"hang": 12}}
    return base | ({"items": made} if items else {}) | more


def field(key: str, **more: Any) -> dict[str, Any]:
    """A part that a field fills."""
    return {"kind": "field", "field": key} | more


def story(*blocks: str | Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A story of 200 by 300 px at the origin; texts are paragraphs of the one look."""
    made = [paragraph(block) if isinstance(block, str) else block for block in blocks]
    base: dict[str, Any] = {"kind": "story", "id": "a", "name": words("a"), "x": 0, "y": 0}
    base |= {"w": 200, "h": 300, "colour": "Tanne", "looks": [look()], "blocks": made}
    return base | more


def set_story_of(
    *blocks: str | Mapping[str, Any],
    values: FieldValues | None = None,
    language: str = "de",
    **more: Any,
) -> SetDocument:
    """Set a story alone on a page of 400 by 400 px."""
    return set_frames(story(*blocks, **more), values=values, language=language)


def text_of(found: SetDocument) -> TextFacts:
    """The facts of the story's text."""
    facts = facts_of(found).text
    assert facts is not None
    return facts


def drawn_lines(found: SetDocument) -> list[DrawnLine]:
    """The lines of a page in the order in which they were drawn."""
    lines = []
    for y, group in groupby(glyph_runs(found), key=lambda run: round(run.glyphs[0].y, 6)):
        runs = list(group)
        glyphs = [glyph for run in runs for glyph in run.glyphs]
        lines.append(
            DrawnLine(
                text="".join(glyph.text for glyph in glyphs),
                x=glyphs[0].x,
                right=max(glyph.x + glyph.advance for glyph in glyphs),
                y=y,
                sizes=tuple(run.size for run in runs),
            )
        )
    return lines


def columns_of(lines: Iterable[DrawnLine]) -> list[list[DrawnLine]]:
    """Lines by column: a new one begins where a line stands above the one before."""
    columns: list[list[DrawnLine]] = []
    for line in lines:
        if not columns or line.y < columns[-1][-1].y:
            columns.append([])
        columns[-1].append(line)
    return columns
