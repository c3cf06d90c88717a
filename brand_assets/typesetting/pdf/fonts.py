"""Owns the fonts of one file: which glyphs are used, how they are embedded and read back."""

import functools
import zlib

from brand_assets.design_facts import FontFile, KitValues
from brand_assets.typesetting.display_list import DisplayList, DrawGlyphs, leaves
from brand_assets.typesetting.pdf.font_files import FontSubset, LoadedFont, load_font
from brand_assets.typesetting.pdf.objects import PACKING, PdfObjects, name, number
from brand_assets.typesetting.recent import Recent
from portal.foundation.errors import N_, Invalid

NO_TEXT = "\u200b"
"""What a glyph reads as that stands for no character of its own: nothing that is seen."""
_RANGE_LIMIT = 100


class UnknownFont(Invalid):
    """A font key that the kit does not know."""

    code = "unknown_font"


class PlacedFont:
    """One font as this file embeds it: codes, widths and what each glyph reads as."""

    def __init__(self, resource: str, font: LoadedFont, texts: dict[int, str]) -> None:
        self.resource = resource
        self.loaded = font
        self.texts = {gid: text or font.characters.get(gid, NO_TEXT) for gid, text in texts.items()}
        self._subset: FontSubset = font.subset(frozenset(texts))
        self.codes = self._subset.hex_codes

    def embed(self, objects: PdfObjects) -> int:
        """Add the font and everything it needs; return its object."""
        figures = self.loaded.figures
        base = name(f"{self._subset.tag}+{figures.name}")
        descendant = objects.add(
            f"<< /Type /Font /Subtype /{'CIDFontType0' if figures.is_cff else 'CIDFontType2'}"
            f" /BaseFont {base} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
            f" /Supplement 0 >> /FontDescriptor {self._descriptor(objects, base)} 0 R"
            f" /DW 0 /W [{self._subset.widths}]"
            f"{'' if figures.is_cff else ' /CIDToGIDMap /Identity'} >>"
        )
        texts = tuple([(code, self.texts[gid]) for code, gid in self._subset.by_code])
        to_unicode = objects.add_stream(_to_unicode(texts), " /Filter /FlateDecode", packed=True)
        return objects.add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont {base} /Encoding /Identity-H"
            f" /DescendantFonts [{descendant} 0 R] /ToUnicode {to_unicode} 0 R >>"
        )

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
    for page in display.pages:
        for item in leaves(page.items):
            if isinstance(item, DrawGlyphs) and item.glyphs:
                known = texts.setdefault(item.font, {})
                for gid, text in _texts_of(item):
                    if not known.get(gid):
                        known[gid] = text
    return {
        key: PlacedFont(f"F{index}", load_font(_font_file(kit, key)), texts[key])
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
