"""Owns the slug line: what is told of a press sheet in small type beside the page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from brand_assets.design_facts import KitValues
from brand_assets.typesetting.display_list import (
    DisplayList,
    DrawGlyphs,
    DrawImage,
    DrawPdfPage,
    Glyph,
    PageList,
    colours_of,
    leaves,
)
from brand_assets.typesetting.pdf.fonts import PlacedFont, UnknownFont
from brand_assets.typesetting.pdf.marks import ALL_INKS, ARM
from brand_assets.typesetting.pdf.objects import number, numbers
from brand_assets.typesetting.pdf.palettes import PROCESS_INKS, SpotMode
from brand_assets.typesetting.pdf.sheet import MM, Marks, Sheet
from brand_assets.typesetting.text.faces import Face, face_of, shape
from portal.foundation.errors import N_

_SIZE, _LEAST_SIZE = 5.0, 3.5
_EDGE = 2 * MM
_GAP = "   ·   "
_MORE = "…"
_REGULAR = 400
_FEATURES = ("-kern", "-liga", "-clig", "-calt")
"""Letters stand at their own widths, so that a line is one string."""


@dataclass(frozen=True, slots=True)
class Inks:
    """Tells the inks of pages; `placed_spots` are those that a page of a supplied PDF brings."""

    kit: KitValues
    spot: SpotMode
    placed_spots: Callable[[DrawPdfPage], Sequence[str]]

    def of(self, page: PageList) -> Sequence[str]:
        """Return the inks that a page prints with: process inks in their order, then spots."""
        process: set[str] = set()
        spots: dict[str, None] = {}
        for token in colours_of(page.items):
            colour = self.kit.colours.get(token)
            if colour is None:
                continue
            if colour.spot and self.spot is SpotMode.SEPARATION:
                spots[colour.spot] = None
            else:
                process.update(
                    ink for ink, share in zip(PROCESS_INKS, colour.cmyk, strict=True) if share
                )
        for item in leaves(page.items):
            if isinstance(item, DrawPdfPage):
                spots |= dict.fromkeys(self.placed_spots(item))
            if isinstance(item, DrawPdfPage) or (isinstance(item, DrawImage) and not item.grey):
                process.update(PROCESS_INKS)
            elif isinstance(item, DrawImage):
                process.add("Black")
        return [*(ink for ink in PROCESS_INKS if ink in process), *spots]


class SlugLines:
    """The lines above and below each page of a file; the fonts of a file have to carry them."""

    def __init__(self, display: DisplayList, kit: KitValues, marks: Marks, inks: Inks) -> None:
        self._marks = marks
        self._title = " ".join(display.title.split())
        self._said = [_said(display, index, marks) for index in range(len(display.pages))]
        self._inks = [inks.of(page) for page in display.pages]
        self._condition = kit.profile.condition
        self._face = _face(kit, marks.font, "".join((display.title, *self._said, _MORE, _GAP)))
        self._lines = [self._of(index, page) for index, page in enumerate(display.pages)]

    def page_of_glyphs(self) -> PageList:
        """Return all glyphs of the lines as a page, so that the fonts of the file embed them."""
        lines = [line for pair in self._lines for line in pair]
        return PageList(0.0, 0.0, 0.0, tuple(lines))

    def content(self, index: int, sheet: Sheet, fonts: Mapping[str, PlacedFont]) -> str:
        """Return the operators of the lines of a page, in the units of the media."""
        above, below = self._lines[index]
        _, up = sheet.media
        parts = (
            _shown(above, fonts, up - MM - self._face.cap_height * above.size),
            _shown(below, fonts, MM),
        )
        return f"q\n/{ALL_INKS} cs 1 scn\n{''.join(parts)}Q\n"

    def _of(self, index: int, page: PageList) -> tuple[DrawGlyphs, DrawGlyphs]:
        slug = self._marks.slug * MM
        room = page.width + 2 * (page.bleed + slug - _EDGE)
        size = min(_SIZE, slug / 2 - ARM - MM)
        about = self._fitted(self._title, self._said[index], room, size)
        inks = _GAP.join((", ".join(self._inks[index]), self._condition))
        return self._line(about, room, size), self._line(inks, room, size)

    def _fitted(self, title: str, said: str, room: float, size: float) -> str:
        """Return the line about a page; of a title too long even in the least size, its start."""
        least = min(size, _LEAST_SIZE)
        whole = f"{title}{_GAP}{said}"
        cut = title
        while cut and self._width(whole) * least > room:
            cut = cut[:-1].rstrip()
            whole = f"{cut}{_MORE}{_GAP}{said}"
        return whole

    def _width(self, text: str) -> float:
        return sum(glyph[2] for glyph in shape(self._face, text, _FEATURES, "en", rtl=False))

    def _line(self, text: str, room: float, size: float) -> DrawGlyphs:
        text = "".join(sign for sign in text if self._face.has(sign))
        size = min(size, room / max(self._width(text), 1e-3))
        glyphs = []
        x = _EDGE
        shaped = shape(self._face, text, _FEATURES, "en", rtl=False)
        ends = [*(glyph[1] for glyph in shaped[1:]), len(text)]
        for (gid, first, advance, _, _), end in zip(shaped, ends, strict=True):
            glyphs.append(Glyph(gid, x, 0.0, advance * size, text[first:end]))
            x += advance * size
        return DrawGlyphs(self._face.key, size, ALL_INKS, tuple(glyphs))


def _shown(line: DrawGlyphs, fonts: Mapping[str, PlacedFont], baseline: float) -> str:
    if not line.glyphs:
        return ""
    font = fonts[line.font]
    codes = "".join(font.codes[glyph.gid] for glyph in line.glyphs)
    place = numbers((line.glyphs[0].x, baseline))
    return f"BT\n/{font.resource} {number(line.size)} Tf\n1 0 0 1 {place} Tm\n<{codes}> Tj\nET\n"


def _said(display: DisplayList, index: int, marks: Marks) -> str:
    """Return what is said of a page beside the title: order, page of pages, date."""
    german = display.language.partition("-")[0] == "de"
    count = len(display.pages)
    page = f"Seite {index + 1} von {count}" if german else f"Page {index + 1} of {count}"
    return _GAP.join(part for part in (marks.order, page, marks.date) if part)


def _face(kit: KitValues, key: str | None, text: str) -> Face:
    """Return the font asked for, or the first of the kit that has all signs of the lines.

    The kit's fallbacks come first, then its fonts from the most regular weight on.
    """
    if key is not None and key not in kit.fonts:
        raise UnknownFont(
            N_("The brand kit has no font “%(font)s”. Choose one of its fonts."), font=key
        )
    if key is not None:
        return face_of(kit.fonts[key])
    fallbacks = [face_of(kit.fonts[key]) for key in kit.font_fallbacks if key in kit.fonts]
    fonts = sorted(map(face_of, kit.fonts.values()), key=lambda face: (_boldness(face), face.key))
    faces = [*fallbacks, *fonts]
    return next((face for face in faces if face.has_all(text)), faces[0])


def _boldness(face: Face) -> float:
    return abs(face.weight - _REGULAR)
