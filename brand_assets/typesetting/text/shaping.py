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


class Look(NamedTuple):
    """What clusters share that stand in one piece: font, shares of the frame's size, level.

    Without a colour of its own it has the frame's; `rules` underline and strike it.
    """

    face: Face
    scale: float = 1.0
    raised: float = 0.0
    level: int = 0
    colour: str | None = None
    rules: tuple[Stroke, ...] = ()


class Cluster(NamedTuple):
    """Glyphs that stand for the characters from `start` to `end`; lengths in the frame's em.

    `above` and `below` are how far their ink goes from the line's baseline. A tuple, because there
    is one for nearly every character and a tuple is made several times as fast.
    """

    start: int
    end: int
    look: Look
    advance: float
    glyphs: tuple[ShapedGlyph, ...]
    above: float = 0.0
    below: float = 0.0

    def at_level(self, level: int) -> "Cluster":
        """Return the cluster at another level."""
        return self._replace(look=self.look._replace(level=level))


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
        yield Cluster(start, end, Look(run.face, run.scale, run.raised, level), 0.0, ())
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
    face, scale, raised, at = piece.face, run.scale, run.raised, piece.at
    look = Look(face, scale, raised, piece.level, run.colour, run.rules)
    for members in _gathered(glyphs):
        start = members[0][1]
        end = ends[start]
        if IGNORABLE.issuperset(piece.text[start:end]):
            continue
        if len(members) == 1:
            advance = members[0][2]
            above, below = face.height(members[0][0])
        else:
            advance = sum([glyph[2] for glyph in members])
            above, below = _heights(face, members)
        yield Cluster(
            at + start,
            at + end,
            look,
            (advance + tracking) * scale,
            members,
            above * scale + raised,
            below * scale - raised,
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
    heights = [face.height(glyph[0]) for glyph in glyphs]
    return max(above for above, _ in heights), max(below for _, below in heights)
