"""Owns paragraphs: runs shaped into clusters once, then broken into lines at any size."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, groupby
from typing import NamedTuple

import icu

from brand_assets.design_facts import Hyphenation
from brand_assets.typesetting.display_list import DrawGlyphs, Glyph, Matrix
from brand_assets.typesetting.text.faces import Face, ShapedGlyph, shape
from brand_assets.typesetting.text.lines import Line, Measured
from brand_assets.typesetting.text.opportunities import SOFT_HYPHEN, opportunities
from brand_assets.typesetting.text.runs import Run

_IGNORABLE = frozenset("\n\r\u00ad\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u2060\ufeff")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]")
_LINE = re.compile("[^\n\u2028\u2029]+")


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


@dataclass(frozen=True, slots=True, eq=False)
class Paragraph:
    """Shaped text: its clusters in reading order, and its measure for line breaking."""

    text: str
    clusters: tuple[Cluster, ...]
    measured: Measured
    missing: str
    reordered: bool
    hyphen: Cluster | None

    @property
    def width(self) -> float:
        """The width on one line, in em."""
        return self.measured.sums[-1]


@lru_cache(maxsize=256)
def paragraph(
    runs: tuple[Run, ...],
    language: str,
    rules: Hyphenation | None = None,
    exceptions: tuple[str, ...] = (),
) -> Paragraph:
    """Return runs shaped and measured; the same runs are shaped once."""
    text = "".join(run.text for run in runs)
    levels = _levels(text)
    clusters: list[Cluster] = []
    missing: dict[str, None] = {}
    start = 0
    for run in runs:
        for piece in _pieces(run, start, levels, missing):
            clusters += _clusters(run, *piece, language=language)
        start += len(run.text)
        if run.after and clusters:
            clusters[-1] = clusters[-1]._replace(advance=clusters[-1].advance + run.after)
    clusters.sort(key=lambda cluster: cluster.start)
    hyphen = next(iter(_clusters(runs[-1], runs[-1].face, 0, "-", 0, language=language)), None)
    measured = _measured(text, clusters, language, rules, exceptions, hyphen)
    return Paragraph(
        text=text,
        clusters=tuple(clusters),
        measured=measured,
        missing="".join(missing),
        reordered=any(cluster.level for cluster in clusters),
        hyphen=hyphen,
    )


def _measured(
    text: str,
    clusters: list[Cluster],
    language: str,
    rules: Hyphenation | None,
    exceptions: tuple[str, ...],
    hyphen: Cluster | None,
) -> Measured:
    advances = [0.0] * len(text)
    whole = {len(text)}
    for cluster in clusters:
        advances[cluster.start] += cluster.advance
        whole.add(cluster.start)
    found = opportunities(text, language, rules, exceptions)
    # A line feed has no cluster of its own, so the place after it counts as whole, too.
    endings = tuple(e for e in found if e.at in whole or text[e.at - 1] in _IGNORABLE)
    return Measured(
        text=text,
        sums=tuple(accumulate(advances, initial=0.0)),
        endings=endings,
        hyphen=hyphen.advance if hyphen else 0.0,
    )


def _levels(text: str) -> tuple[int, ...] | None:
    """Return the bidi level of each character; None where all of the text runs to the right."""
    if _RIGHT_TO_LEFT.search(text) is None:
        return None
    bidi = icu.Bidi()
    # The binding keeps no reference to the text, so it has to outlive the calls.
    held = icu.UnicodeString(text)
    bidi.setPara(held, icu.Bidi.DEFAULT_LTR)
    units = bidi.getLevels()
    levels, unit = [], 0
    for sign in text:
        levels.append(int(units[unit]))
        unit += 2 if ord(sign) > 0xFFFF else 1  # noqa: PLR2004 - UTF-16 units
    return tuple(levels)


Piece = tuple[Face, int, str, int]


def _pieces(
    run: Run, start: int, levels: tuple[int, ...] | None, missing: dict[str, None]
) -> Iterator[Piece]:
    """Yield pieces of one face, level and line: face, place in the text, characters, level."""
    if levels is None and run.face.has_all(run.text):
        for line in _LINE.finditer(run.text):
            yield run.face, start + line.start(), line[0], 0
        return
    marks = []
    for offset, sign in enumerate(run.text):
        level = levels[start + offset] if levels else 0
        face = None if sign in "\n\u2028\u2029" else _face_for(sign, run, missing)
        marks.append((face, level))
    at = 0
    for (face, level), same in groupby(marks):
        length = len(list(same))
        if face is not None:
            yield face, start + at, run.text[at : at + length], level
        at += length


def _face_for(sign: str, run: Run, missing: dict[str, None]) -> Face:
    if run.face.has(sign) or sign in _IGNORABLE or sign.isspace():
        return run.face
    for face in run.fallbacks:
        if face.has(sign):
            return face
    missing[sign] = None
    return run.face


def _clusters(
    run: Run, face: Face, at: int, text: str, level: int, *, language: str
) -> Iterator[Cluster]:
    glyphs = shape(face, text, run.features, language, rtl=bool(level % 2))
    starts = sorted({glyph[1] for glyph in glyphs})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    scale, raised, tracking = run.scale, run.raised, run.tracking / 1000
    for members in _gathered(glyphs):
        start = members[0][1]
        end = ends[start]
        if _IGNORABLE.issuperset(text[start:end]):
            continue
        above, below = _heights(face, members)
        yield Cluster(
            start=at + start,
            end=at + end,
            face=face,
            scale=scale,
            raised=raised,
            advance=(sum([glyph[2] for glyph in members]) + tracking) * scale,
            level=level,
            glyphs=members,
            above=above * scale + raised,
            below=below * scale - raised,
        )


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


def line_clusters(shaped: Paragraph, line: Line) -> list[Cluster]:
    """Return the clusters of a line in the order they are seen."""
    first = bisect_left(shaped.clusters, line.start, key=_start)
    found = list(shaped.clusters[first : bisect_left(shaped.clusters, line.end, key=_start)])
    if line.hyphen and shaped.hyphen is not None:
        found.append(shaped.hyphen)
    return _reordered(found) if shaped.reordered else found


def _start(cluster: Cluster) -> int:
    return cluster.start


def ink_of(shaped: Paragraph, line: Line) -> tuple[float, float]:
    """Return how far a line's ink goes above and below its baseline, in em."""
    clusters = line_clusters(shaped, line)
    if not clusters:
        return 0.0, 0.0
    return max(c.above for c in clusters), max(c.below for c in clusters)


def _reordered(clusters: list[Cluster]) -> list[Cluster]:
    """Return clusters in visual order (rule L2 of UAX 9)."""
    order = list(clusters)
    for level in range(max((c.level for c in order), default=0), 0, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and order[end].level >= level:
                end += 1
            order[at:end] = reversed(order[at:end])
            at = max(end, at + 1)
    return order


def draw_line(
    shaped: Paragraph, line: Line, origin: tuple[float, float], size: float
) -> Iterator[tuple[Face, float, tuple[Glyph, ...], str | None]]:
    """Yield face, size, glyphs and, where the order changed, the text of each piece of a line."""
    x, y = origin
    for key, group in groupby(
        line_clusters(shaped, line), key=lambda c: (c.face, c.scale, c.raised)
    ):
        face, scale, raised = key
        members = list(group)
        glyphs = tuple(_placed(shaped, members, (x, y - raised * size), size))
        x += sum(cluster.advance for cluster in members) * size
        yield face, size * scale, glyphs, _actual_text(shaped, members)


def _actual_text(shaped: Paragraph, clusters: list[Cluster]) -> str | None:
    complex_order = any(c.level or len(c.glyphs) > c.end - c.start for c in clusters)
    if not complex_order:
        return None
    ordered = sorted(clusters, key=lambda c: c.start)
    return "".join(shaped.text[c.start : c.end] for c in ordered)


def _placed(
    shaped: Paragraph, clusters: Iterable[Cluster], origin: tuple[float, float], size: float
) -> Iterator[Glyph]:
    x, y = origin
    for cluster in clusters:
        em = size * cluster.scale
        at = x
        text = "-" if cluster is shaped.hyphen else shaped.text[cluster.start : cluster.end]
        if SOFT_HYPHEN in text:
            text = text.replace(SOFT_HYPHEN, "")
        for gid, _, advance, dx, dy in cluster.glyphs:
            yield Glyph(gid, at + dx * em, y - dy * em, advance * em, text)
            at += advance * em
            text = ""
        x += cluster.advance * size


def glyph_items(
    shaped: Paragraph,
    line: Line,
    origin: tuple[float, float],
    size: float,
    paint: tuple[str, float, Matrix | None],
) -> Iterator[DrawGlyphs]:
    """Yield the drawing of a line; `paint` is colour, opacity and the frame's transform."""
    colour, opacity, matrix = paint
    for face, em, glyphs, actual in draw_line(shaped, line, origin, size):
        yield DrawGlyphs(face.key, em, colour, glyphs, matrix, opacity, actual)
