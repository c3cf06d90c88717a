"""Owns the shaping of runs: clusters of glyphs, each in one font, direction and line."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from brand_assets.typesetting.text.faces import Face, ShapedGlyph, Stroke, shape
from brand_assets.typesetting.text.fallbacks import IGNORABLE, faces_for
from brand_assets.typesetting.text.run import Run

_LINE = re.compile("[^\n\u2028\u2029]+")
_JOINED = re.compile(
    "[\u0600-\u086f\u0870-\u08ff\u07c0-\u07ff\u1800-\u18af\ufb50-\ufdff\ufe70-\ufefc"
    "\U00010d00-\U00010d3f\U0001e900-\U0001e95f]"
)
"""Letters of scripts that are joined: Arabic, Syriac, N'Ko, Mongolian, Rohingya, Adlam ..."""
_CONTEXT = 5


class Cluster(NamedTuple):
    """Glyphs that stand for the characters from `start` to `end`; lengths in the frame's em.

    `above` and `below` are how far their ink goes from the line's baseline. A tuple, because there
    is one for nearly every character and a tuple is made several times as fast.
    """

    start: int
    end: int
    face: Face
    scale: float
    raised: float
    advance: float
    level: int
    glyphs: tuple[ShapedGlyph, ...]
    above: float = 0.0
    below: float = 0.0
    colour: str | None = None
    rules: tuple[Stroke, ...] = ()


class Piece(NamedTuple):
    """A part of a run in one font, level and line: its place in the text and its characters."""

    face: Face
    at: int
    text: str
    level: int


def shape_run(
    run: Run,
    text: str,
    start: int,
    levels: tuple[int, ...] | None,
    language: str,
    missing: dict[str, None],
) -> Iterator[Cluster]:
    """Yield the clusters of a run that stands in a text; `missing` gets what no font has."""
    if run.silent:
        end = start + len(run.text)
        level = levels[start] if levels else 0
        yield Cluster(start, end, run.face, run.scale, run.raised, 0.0, level, ())
        return
    for piece in _pieces(run, start, levels, missing):
        yield from clusters(run, piece, language, text)


def _pieces(
    run: Run, start: int, levels: tuple[int, ...] | None, missing: dict[str, None]
) -> Iterator[Piece]:
    if levels is None and run.face.has_all(run.text):
        for line in _LINE.finditer(run.text):
            yield Piece(run.face, start + line.start(), line[0], 0)
        return
    faces = faces_for(run.text, run.face, run.fallbacks, missing)
    marks = [
        (face, levels[start + offset] if levels else 0, face is not run.face and _joins(sign))
        for offset, (face, sign) in enumerate(zip(faces, run.text, strict=True))
    ]
    at = 0
    for (face, level, _), same in groupby(marks):
        length = len(list(same))
        if face is not None:
            yield Piece(face, start + at, run.text[at : at + length], level)
        at += length


def _joins(sign: str) -> bool:
    return _JOINED.match(sign) is not None


def clusters(run: Run, piece: Piece, language: str, text: str = "") -> Iterator[Cluster]:
    """Yield the clusters of a piece; joined letters look at the `text` around them."""
    features, tracking, around = run.features, run.tracking / 1000, ("", "")
    if piece.level and _JOINED.search(piece.text):
        # Space between joined letters would tear the word apart.
        features, tracking = tuple([f for f in features if f[0] != "-"]), 0.0
        around = _around(text, piece)
    glyphs = shape(piece.face, piece.text, features, language, bool(piece.level % 2), around)
    starts = sorted({glyph[1] for glyph in glyphs})
    ends = dict(zip(starts, [*starts[1:], len(piece.text)], strict=True))
    scale, raised, at = run.scale, run.raised, piece.at
    for members in _gathered(glyphs):
        start = members[0][1]
        end = ends[start]
        if IGNORABLE.issuperset(piece.text[start:end]):
            continue
        above, below = _heights(piece.face, members)
        yield Cluster(
            start=at + start,
            end=at + end,
            face=piece.face,
            scale=scale,
            raised=raised,
            advance=(sum([glyph[2] for glyph in members]) + tracking) * scale,
            level=piece.level,
            glyphs=members,
            above=above * scale + raised,
            below=below * scale - raised,
            colour=run.colour,
            rules=run.rules,
        )


def _around(text: str, piece: Piece) -> tuple[str, str]:
    end = piece.at + len(piece.text)
    return text[max(0, piece.at - _CONTEXT) : piece.at], text[end : end + _CONTEXT]


def _gathered(glyphs: tuple[ShapedGlyph, ...]) -> Iterator[tuple[ShapedGlyph, ...]]:
    """Yield the glyphs of each cluster together."""
    members: list[ShapedGlyph] = []
    for glyph in glyphs:
        if members and members[0][1] != glyph[1]:
            yield tuple(members)
            members = []
        members.append(glyph)
    if members:
        yield tuple(members)


def _heights(face: Face, glyphs: tuple[ShapedGlyph, ...]) -> tuple[float, float]:
    """Return how far the highest and the lowest glyph go from the baseline, in em."""
    if len(glyphs) == 1:
        return face.height(glyphs[0][0])
    heights = [face.height(glyph[0]) for glyph in glyphs]
    return max(above for above, _ in heights), max(below for _, below in heights)
