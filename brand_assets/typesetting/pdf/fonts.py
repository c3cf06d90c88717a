"""Owns the fonts of one file: which glyphs are used, how they are embedded and read back."""

import functools
import zlib
from typing import TypeAlias

from brand_assets.design_facts import FontFile, KitValues
from brand_assets.typesetting.display_list import DisplayList, DrawGlyphs, leaves
from brand_assets.typesetting.pdf.font_files import FontSubset, LoadedFont, load_font
from brand_assets.typesetting.pdf.objects import PACKING, PdfObjects, name, number
from brand_assets.typesetting.recent import Recent
from portal.foundation.errors import N_, Invalid

NO_TEXT = "\u200b"
"""What a glyph reads as that stands for no character of its own: nothing that is seen."""
_RANGE_LIMIT = 100
_MOST_FURTHER = 4000
Letters: TypeAlias = dict[tuple[int, str], None]
"""What glyphs of runs to the left stand for, in order: glyph and letter."""


class UnknownFont(Invalid):
    """A font key that the kit does not know."""

    code = "unknown_font"


class PlacedFont:
    """One font as this file embeds it: codes, widths and what each glyph reads as.

    Where one glyph is the body of several letters that run to the left, it has a further code for
    each: what runs to the left is put in order by readers, who need it letter by letter. Only fonts
    with TrueType outlines can have them.
    """

    def __init__(
        self, resource: str, font: LoadedFont, texts: dict[int, str], letters: Letters
    ) -> None:
        self.resource = resource
        self.loaded = font
        self.texts = {gid: text or font.characters.get(gid, NO_TEXT) for gid, text in texts.items()}
        self._subset: FontSubset = font.subset(frozenset(texts))
        self.codes = self._subset.hex_codes
        first = self._subset.by_code[-1][0] + 1
        further = [one for one in letters if self.texts[one[0]] != one[1]]
        further = [] if font.figures.is_cff else further[:_MOST_FURTHER]
        self._further = {one: first + index for index, one in enumerate(further)}

    def code_of(self, gid: int, text: str) -> str | None:
        """Return the code by which a glyph reads as a text, None where it has none."""
        further = self._further.get((gid, text))
        if further is not None:
            return f"{further:04X}"
        return self.codes[gid] if self.texts[gid] == text else None

    def embed(self, objects: PdfObjects) -> int:
        """Add the font and everything it needs; return its object."""
        figures = self.loaded.figures
        base = name(f"{self._subset.tag}+{figures.name}")
        descendant = objects.add(
            f"<< /Type /Font /Subtype /{'CIDFontType0' if figures.is_cff else 'CIDFontType2'}"
            f" /BaseFont {base} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
            f" /Supplement 0 >> /FontDescriptor {self._descriptor(objects, base)} 0 R"
            f" /DW 0 /W [{self._subset.widths}{self._further_widths()}]"
            f"{'' if figures.is_cff else f' /CIDToGIDMap {self._glyphs(objects)}'} >>"
        )
        texts = tuple([(code, self.texts[gid]) for code, gid in self._subset.by_code])
        texts += tuple([(code, text) for (_, text), code in self._further.items()])
        to_unicode = objects.add_stream(_to_unicode(texts), " /Filter /FlateDecode", packed=True)
        return objects.add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont {base} /Encoding /Identity-H"
            f" /DescendantFonts [{descendant} 0 R] /ToUnicode {to_unicode} 0 R >>"
        )

    def _further_widths(self) -> str:
        widths = [
            f"{code} [{number(self.loaded.width(g), 2)}]" for (g, _), code in self._further.items()
        ]
        return "".join(f" {width}" for width in widths)

    def _glyphs(self, objects: PdfObjects) -> str:
        """Return what maps codes to glyphs: a stream where glyphs have further codes."""
        if not self._further:
            return "/Identity"
        own = {gid: code for code, gid in self._subset.by_code}
        codes = [*range(min(self._further.values())), *(own[gid] for gid, _ in self._further)]
        packed = zlib.compress(b"".join(code.to_bytes(2, "big") for code in codes), PACKING)
        return f"{objects.add_stream(packed, ' /Filter /FlateDecode', packed=True)} 0 R"

    def _descriptor(self, objects: PdfObjects, base: str) -> int:
        figures = self.loaded.figures
        if figures.is_cff:
            key, entries = "FontFile3", "/Subtype /CIDFontType0C"
        else:
            key, entries = "FontFile2", f"/Length1 {self._subset.length}"
        program = objects.add_stream(
            self._subset.packed, entries + " /Filter /FlateDecode", packed=True
        )
        box = " ".join(map(str, figures.bbox))
        return objects.add(
            f"<< /Type /FontDescriptor /FontName {base} /Flags {figures.flags}"
            f" /FontBBox [{box}] /ItalicAngle {number(figures.italic_angle)}"
            f" /Ascent {figures.ascent} /Descent {figures.descent}"
            f" /CapHeight {figures.cap_height} /StemV {figures.stem} /{key} {program} 0 R >>"
        )


@functools.lru_cache(maxsize=256)
def _to_unicode(texts: tuple[tuple[int, str], ...]) -> bytes:
    """Return the packed map from codes to characters; many ads use the same signs of a font."""
    rows = [f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in texts]
    blocks = []
    for start in range(0, len(rows), _RANGE_LIMIT):
        block = rows[start : start + _RANGE_LIMIT]
        blocks.append(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n")
    text = (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        + "".join(blocks)
        + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    )
    return zlib.compress(text.encode("ascii"), PACKING)


def place_fonts(display: DisplayList, kit: KitValues) -> dict[str, PlacedFont]:
    """Return every font that the display list uses, by key, subset to the glyphs it uses."""
    texts: dict[str, dict[int, str]] = {}
    letters: dict[str, Letters] = {}
    for page in display.pages:
        for item in leaves(page.items):
            if isinstance(item, DrawGlyphs) and item.glyphs:
                known = texts.setdefault(item.font, {})
                for gid, text in _texts_of(item):
                    if not known.get(gid):
                        known[gid] = text
                if item.leftwards:
                    pairs = letters.setdefault(item.font, {})
                    pairs.update(dict.fromkeys([(g.gid, g.text) for g in item.glyphs]))
    return {
        key: PlacedFont(
            f"F{index}", load_font(_font_file(kit, key)), texts[key], letters.get(key, {})
        )
        for index, key in enumerate(texts)
    }


_glyph_texts: Recent[tuple[tuple[int, str], ...]] = Recent(1024)


def _texts_of(item: DrawGlyphs) -> tuple[tuple[int, str], ...]:
    """Return each glyph of a run once, with the first text that it stands for."""
    return _glyph_texts.get((item,), None, lambda: _first_texts(item))


def _first_texts(item: DrawGlyphs) -> tuple[tuple[int, str], ...]:
    known: dict[int, str] = {}
    for glyph in item.glyphs:
        if not known.get(glyph.gid):
            known[glyph.gid] = glyph.text
    return tuple(known.items())


def _font_file(kit: KitValues, key: str) -> FontFile:
    try:
        return kit.fonts[key]
    except KeyError:
        raise UnknownFont(
            N_("The brand kit has no font “%(font)s”. Choose one of its fonts."), font=key
        ) from None
