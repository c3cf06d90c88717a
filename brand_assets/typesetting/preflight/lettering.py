"""Owns a font as a finished file states it: how wide its codes are, and which it lacks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf

_CODES = 70_000
_STANDARD_WIDTH = 500.0
_COMPOSITE_WIDTH = 1000.0
_GLYPH_SPACE = 0.001


@dataclass(frozen=True, slots=True)
class Lettering:
    """A font as text needs it; widths are in thousandths of the size.

    `glyphs` is the map from codes to glyphs, two bytes each, where they are not the same.
    """

    obj: pikepdf.Object
    label: str
    name: str
    two_bytes: bool = False
    by_glyph: bool = False
    glyphs: bytes = b""
    widths: Mapping[int, float] = field(default_factory=dict)
    usual_width: float = _STANDARD_WIDTH

    def codes(self, text: bytes) -> list[int]:
        """Return the codes of a string."""
        if not self.two_bytes:
            return list(text)
        return [high << 8 | low for high, low in zip(text[::2], text[1::2], strict=False)]

    def lacks(self, text: bytes) -> bool:
        """Whether a string shows the sign for a missing glyph, as far as the codes say so."""
        return self.by_glyph and not all(map(self._glyph, self.codes(text)))

    def _glyph(self, code: int) -> int:
        if not self.glyphs:
            return code
        return int.from_bytes(self.glyphs[2 * code : 2 * code + 2], "big")


def read_lettering(font: pikepdf.Object, label: str) -> Lettering:
    """Return what a font dictionary says of its codes."""
    name = str(font.get("/BaseFont", "/" + label)).lstrip("/")
    below = font.get("/DescendantFonts")
    if isinstance(below, pikepdf.Array) and len(below):
        return _composite(font, below[0], label, name)
    widths: dict[int, float] = {}
    stated = font.get("/Widths")
    if isinstance(stated, pikepdf.Array):
        # A Type 3 font measures its letters in its own space.
        drawn = font.get("/FontMatrix")
        scale = float(drawn[0]) / _GLYPH_SPACE if isinstance(drawn, pikepdf.Array) else 1.0
        first = int(font.get("/FirstChar", 0))
        for index, width in enumerate(stated.as_list()[:_CODES]):
            widths[first + index] = float(width) * scale
    return Lettering(font, label, name, widths=widths)


def _composite(font: pikepdf.Object, inner: Any, label: str, name: str) -> Lettering:
    usual, glyphs = _COMPOSITE_WIDTH, b""
    widths: dict[int, float] = {}
    if isinstance(inner, pikepdf.Dictionary):
        usual = float(inner.get("/DW", _COMPOSITE_WIDTH))
        widths = _ranges(inner.get("/W"))
        mapped = inner.get("/CIDToGIDMap")
        glyphs = mapped.read_bytes() if isinstance(mapped, pikepdf.Stream) else b""
    by_glyph = str(font.get("/Encoding")) in ("/Identity-H", "/Identity-V")
    return Lettering(
        font,
        label,
        name,
        two_bytes=True,
        by_glyph=by_glyph,
        glyphs=glyphs,
        widths=widths,
        usual_width=usual,
    )


def _ranges(stated: object) -> dict[int, float]:
    """Return the widths of a W array: `first [w w w]` or `first last w`, again and again."""
    widths: dict[int, float] = {}
    if not isinstance(stated, pikepdf.Array):
        return widths
    parts = stated.as_list()
    at = 0
    while at + 1 < len(parts) and len(widths) < _CODES:
        first, then = int(parts[at]), parts[at + 1]
        if isinstance(then, pikepdf.Array):
            for index, width in enumerate(then.as_list()[:_CODES]):
                widths[first + index] = float(width)
            at += 2
        elif at + 2 < len(parts):
            last = min(int(then), first + _CODES)
            widths.update(dict.fromkeys(range(first, last + 1), float(parts[at + 2])))
            at += 3
        else:
            break
    return widths
