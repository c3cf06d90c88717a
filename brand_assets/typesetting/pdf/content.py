"""Owns the content stream of a page: items of the display list as painting operators."""

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass

from brand_assets.typesetting.display_list import (
    DrawArtwork,
    DrawGlyphs,
    DrawImage,
    FillPath,
    Glyph,
    Item,
    Matrix,
    Path,
    StrokePath,
)
from brand_assets.typesetting.pdf.font_files import LoadedFont
from brand_assets.typesetting.pdf.fonts import PlacedFont
from brand_assets.typesetting.pdf.objects import number, numbers, text_string
from brand_assets.typesetting.pdf.palettes import Palette
from brand_assets.typesetting.pdf.pictures import Pictures
from brand_assets.typesetting.recent import Recent

_SEGMENTS = {"M": "%.3f %.3f m\n", "L": "%.3f %.3f l\n", "C": "%.3f " * 6 + "c\n", "Z": "h\n"}
_LARGE = 600
_SAME_LINE = 1e-4
_DRIFT = 0.004
"""By how many pt a letter may stand beside its place before the pen is moved."""


class Painter:
    """Paints items in page units (y pointing down); opacities used are added to `opacities`."""

    def __init__(
        self,
        palette: Palette,
        fonts: Mapping[str, PlacedFont],
        pictures: Pictures,
        opacities: dict[float, str],
    ) -> None:
        self._palette = palette
        self._fonts = fonts
        self._pictures = pictures
        self._parts: list[str] = []
        self._fill = ""
        self._stroke = ""
        self._opacity = 1.0
        self._opacities = opacities

    def paint(self, item: Item) -> None:
        """Append one item."""
        if isinstance(item, FillPath):
            self._paint_fill(item)
        elif isinstance(item, DrawGlyphs):
            self._paint_glyphs(item)
        elif isinstance(item, DrawImage):
            self._paint_image(item)
        elif isinstance(item, DrawArtwork):
            self._paint_artwork(item)
        else:
            self._paint_stroke(item)

    def text(self) -> str:
        """Return the operators so far."""
        return "".join(self._parts)

    def _paint_fill(self, item: FillPath) -> None:
        if not item.path:
            return
        self._set_fill(item.colour)
        self._set_opacity(item.opacity)
        self._parts.append(path_operators(item.path))
        self._parts.append("f*\n" if item.even_odd else "f\n")

    def _paint_stroke(self, item: StrokePath) -> None:
        if not item.path:
            return
        if item.colour != self._stroke:
            self._stroke = item.colour
            self._parts.append(self._palette.stroke(item.colour))
        self._set_opacity(item.opacity)
        self._parts.append(f"{number(item.width)} w\n{path_operators(item.path)}S\n")

    def _paint_image(self, item: DrawImage) -> None:
        self._set_opacity(item.opacity)
        a, b, c, d, e, f = item.matrix
        resource = self._pictures.place(item.asset_sha256, math.hypot(a, b), grey=item.grey)
        clip = f"{path_operators(item.clip)}W n\n" if item.clip else ""
        # A PDF picture has its origin at the bottom left; ours hangs from the top left.
        placed = numbers((a, b, -c, -d, e + c, f + d), 5)
        self._parts.append(f"q\n{clip}{placed} cm\n/{resource} Do\nQ\n")

    def _paint_artwork(self, item: DrawArtwork) -> None:
        kept = self._fill, self._stroke, self._opacity
        self._parts.append(f"q\n{numbers(item.matrix, 6)} cm\n")
        for shape in item.shapes:
            self._paint_fill(shape)
        self._parts.append("Q\n")
        self._fill, self._stroke, self._opacity = kept

    def _paint_glyphs(self, item: DrawGlyphs) -> None:
        if not item.glyphs:
            return
        font = self._fonts[item.font]
        self._set_fill(item.colour)
        self._set_opacity(item.opacity)
        shown, is_plain = _show(font, item)
        reading = item.actual_text
        if reading is None and not is_plain:
            reading = "".join([glyph.text for glyph in item.glyphs])
        if reading is not None:
            self._parts.append(f"/Span << /ActualText {text_string(reading)} >> BDC\n")
        self._parts.append(f"BT\n/{font.resource} {number(item.size)} Tf\n{shown}ET\n")
        if reading is not None:
            self._parts.append("EMC\n")

    def _set_fill(self, token: str) -> None:
        if token != self._fill:
            self._fill = token
            self._parts.append(self._palette.fill(token))

    def _set_opacity(self, opacity: float) -> None:
        if opacity != self._opacity:
            self._opacity = opacity
            resource = self._opacities.setdefault(opacity, f"G{len(self._opacities)}")
            self._parts.append(f"/{resource} gs\n")


def path_operators(path: Path) -> str:
    """Return the operators that build a path, without painting it.

    Logos and shapes are the same in every ad of a batch, so the latest stay ready; of large
    outlines, as codes have that differ from ad to ad, only a few.
    """
    return _large_outline(path) if len(path) > _LARGE else _outline(path)


def _written(path: Path) -> str:
    return "".join([_SEGMENTS[segment[0]] % segment[1:] for segment in path])


_outline = functools.lru_cache(maxsize=128)(_written)
_large_outline = functools.lru_cache(maxsize=8)(_written)


def _text_matrix(matrix: Matrix | None, first: Glyph) -> str:
    """Return the matrix of a line: letters upright again, at the origin of its first glyph."""
    if matrix is None:
        return f"1 0 0 -1 {numbers((first.x, first.y))} Tm\n"
    a, b, c, d, e, f = matrix
    turned = numbers((a, b, -c, -d), 6)
    origin = (a * first.x + c * first.y + e, b * first.x + d * first.y + f)
    return f"{turned} {numbers(origin)} Tm\n"


@dataclass(frozen=True, slots=True)
class _Shown:
    """How a run is shown in any file: operators before each string of glyphs, and after the last.

    `reads` is what its glyphs stand for; the codes of the glyphs differ from file to file.
    """

    strings: tuple[tuple[str, tuple[int, ...]], ...]
    reads: frozenset[tuple[int, str]]


def _show(font: PlacedFont, item: DrawGlyphs) -> tuple[str, bool]:
    """Return the operators that show the glyphs, and whether they read back as their texts."""
    shown = _runs_shown.get((item, font.loaded), None, lambda: _shown(font.loaded, item))
    code = font.codes.__getitem__
    parts = [f"{before}{''.join(map(code, gids))}" for before, gids in shown.strings]
    return "".join(parts) + ">] TJ\n", shown.reads <= font.texts.items()


def _shown(font: LoadedFont, item: DrawGlyphs) -> _Shown:
    """Move the pen where shaping moved it; another baseline starts another line."""
    scale = 1000 / item.size if item.size else 0.0
    strings: list[tuple[str, list[int]]] = []
    pen, line = 0.0, math.inf
    widths = font.widths
    gids: list[int] = []
    for glyph in item.glyphs:
        gid, x, y, _, _ = glyph
        if not -_SAME_LINE < y - line < _SAME_LINE:
            end = ">] TJ\n" if strings else ""
            gids = []
            strings.append((f"{end}{_text_matrix(item.matrix, glyph)}[<", gids))
            pen, line = x, y
        elif not -_DRIFT < pen - x < _DRIFT:
            move = round((pen - x) * scale, 1)
            gids = []
            strings.append((f">{move:g}<", gids))
            pen -= move / scale
        gids.append(gid)
        pen += widths[gid] / scale
    return _Shown(
        strings=tuple([(before, tuple(gids)) for before, gids in strings]),
        reads=frozenset([(glyph.gid, glyph.text) for glyph in item.glyphs]),
    )


_runs_shown: Recent[_Shown] = Recent(1024)
