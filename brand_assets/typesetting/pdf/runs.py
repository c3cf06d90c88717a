"""Owns how a run of glyphs is shown in a content stream, and whether it reads back as its text."""

import math
from dataclasses import dataclass

from brand_assets.typesetting.display_list import DrawGlyphs, Glyph, Matrix
from brand_assets.typesetting.pdf.font_files import LoadedFont
from brand_assets.typesetting.pdf.fonts import PlacedFont
from brand_assets.typesetting.pdf.objects import numbers
from brand_assets.typesetting.recent import Recent

_SAME_LINE = 1e-4
_DRIFT = 0.004
"""By how many pt a letter may stand beside its place before the pen is moved."""


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


def show(font: PlacedFont, item: DrawGlyphs) -> tuple[str, bool]:
    """Return the operators that show the glyphs, and whether they read back as their texts."""
    shown = _runs_shown.get((item, font.loaded), None, lambda: _shown(font.loaded, item))
    if item.leftwards:
        return _letters(font, item, shown)
    code = font.codes.__getitem__
    parts = [f"{before}{''.join(map(code, gids))}" for before, gids in shown.strings]
    return "".join(parts) + ">] TJ\n", shown.reads <= font.texts.items()


def _letters(font: PlacedFont, item: DrawGlyphs, shown: _Shown) -> tuple[str, bool]:
    """Return the operators of a run to the left, in which each glyph has the code of its letter."""
    codes = [font.code_of(glyph.gid, glyph.text) for glyph in item.glyphs]
    written = iter([code or font.codes[g.gid] for code, g in zip(codes, item.glyphs, strict=True)])
    parts = [before + "".join([next(written) for _ in gids]) for before, gids in shown.strings]
    return "".join(parts) + ">] TJ\n", None not in codes


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
