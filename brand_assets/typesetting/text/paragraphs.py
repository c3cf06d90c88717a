"""Owns paragraphs: runs shaped into clusters once, then broken into lines at any size."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from brand_assets.design_facts import Box, Hyphenation
from brand_assets.typesetting.display_list import DrawGlyphs, FillPath, Glyph, Matrix
from brand_assets.typesetting.shapes.paths import rectangle, transform
from brand_assets.typesetting.text.directions import (
    Direction,
    Directions,
    directions,
    is_space,
    seen_order,
)
from brand_assets.typesetting.text.faces import Face, Stroke
from brand_assets.typesetting.text.fallbacks import IGNORABLE
from brand_assets.typesetting.text.lines import STRETCHING, Line, Measured
from brand_assets.typesetting.text.opportunities import SOFT_HYPHEN, opportunities
from brand_assets.typesetting.text.run import Run
from brand_assets.typesetting.text.run_facts import RunFacts, facts_of
from brand_assets.typesetting.text.shaping import Cluster, Look, Piece, clusters, shape_run

__all__ = [
    "Cluster",
    "Paragraph",
    "draw_line",
    "glyph_items",
    "ink_of",
    "line_clusters",
    "paragraph",
    "rule_items",
]

_STRETCHED = frozenset(STRETCHING)
_TOUCH = 1e-6
NOTHING = "\u200b"
"""What a glyph reads as that is a part of a letter: a space without width."""
HYPHEN = -1
"""Where a hyphen stands that was added at the end of a line: nowhere in the text."""


@dataclass(frozen=True, slots=True, eq=False)
class Paragraph:
    """Shaped text: its clusters in reading order, and its measure for line breaking.

    `hyphens` are those of its looks, by place in the text from which on each is taken.
    """

    text: str
    clusters: tuple[Cluster, ...]
    measured: Measured
    missing: str
    directions: Directions | None
    hyphens: tuple[tuple[int, Cluster], ...]
    facts: RunFacts

    @property
    def width(self) -> float:
        """The width on one line, in em."""
        return self.measured.sums[-1]

    def runs_left(self, at: int) -> bool:
        """Whether the paragraph that holds a character runs to the left."""
        return self.directions is not None and bool(self.directions.base(at) % 2)


@lru_cache(maxsize=256)
def paragraph(
    runs: tuple[Run, ...],
    language: str,
    rules: Hyphenation | None = None,
    exceptions: tuple[str, ...] = (),
    direction: Direction = "auto",
) -> Paragraph:
    """Return runs shaped and measured; the same runs are shaped once."""
    text = "".join([run.text for run in runs])
    found = directions(text, language, direction)
    levels = found.levels if found else None
    shaped: list[Cluster] = []
    hyphens: list[tuple[int, Cluster]] = []
    missing: dict[str, None] = {}
    start = 0
    for run in runs:
        shaped += shape_run(run, text, start, levels, language, missing)
        hyphen = next(clusters(run, Piece(run.face, HYPHEN, "-", 0), language), None)
        if hyphen is not None:
            hyphens.append((start, hyphen))
        start += len(run.text)
        if run.after and shaped:
            shaped[-1] = shaped[-1]._replace(advance=shaped[-1].advance + run.after)
    if found:
        shaped.sort(key=_start)
    return Paragraph(
        text=text,
        clusters=tuple(shaped),
        measured=_measured(text, shaped, language, rules, exceptions, hyphens),
        missing="".join(missing),
        directions=found,
        hyphens=tuple(hyphens),
        facts=facts_of(runs),
    )


def _measured(
    text: str,
    shaped: list[Cluster],
    language: str,
    rules: Hyphenation | None,
    exceptions: tuple[str, ...],
    hyphens: list[tuple[int, Cluster]],
) -> Measured:
    advances = [0.0] * len(text)
    whole = {len(text)}
    for cluster in shaped:
        advances[cluster.start] += cluster.advance
        whole.add(cluster.start)
    found = opportunities(text, language, rules, exceptions)
    # A line feed has no cluster of its own, so the place after it counts as whole, too.
    endings = tuple([e for e in found if e.at in whole or text[e.at - 1] in IGNORABLE])
    return Measured(
        text=text,
        sums=tuple(accumulate(advances, initial=0.0)),
        endings=endings,
        hyphen=max([hyphen.advance for _, hyphen in hyphens], default=0.0),
    )


def line_clusters(shaped: Paragraph, line: Line) -> list[Cluster]:
    """Return the clusters of a line in the order they are seen."""
    first = bisect_left(shaped.clusters, line.start, key=_start)
    found = list(shaped.clusters[first : bisect_left(shaped.clusters, line.end, key=_start)])
    if line.hyphen and shaped.hyphens:
        found.append(_hyphen(shaped, line, found))
    return _seen(shaped, line, found) if shaped.directions else found


def _hyphen(shaped: Paragraph, line: Line, before: list[Cluster]) -> Cluster:
    """Return the hyphen that ends a line, in the look and direction of what stands before it."""
    hyphen = shaped.hyphens[0][1]
    for start, other in shaped.hyphens:
        if start >= line.end:
            break
        hyphen = other
    return hyphen.at_level(before[-1].look.level) if before else hyphen


def _seen(shaped: Paragraph, line: Line, found: list[Cluster]) -> list[Cluster]:
    """Return clusters as they are seen; spaces at the end take the paragraph's level (rule L1)."""
    base = shaped.directions.base(line.start) if shaped.directions else 0
    at = len(found)
    while at and is_space(shaped.text[found[at - 1].start : found[at - 1].end]):
        at -= 1
        found[at] = found[at].at_level(base)
    return seen_order(found, [cluster.look.level for cluster in found])


def _start(cluster: Cluster) -> int:
    return cluster.start


def ink_of(shaped: Paragraph, line: Line) -> tuple[float, float]:
    """Return how far a line's ink goes above and below its baseline, in em."""
    found = line_clusters(shaped, line)
    if not found:
        return 0.0, 0.0
    return max(c.above for c in found), max(c.below for c in found)


def draw_line(
    shaped: Paragraph, line: Line, origin: tuple[float, float], size: float
) -> Iterator[tuple[Face, float, tuple[Glyph, ...], str | None]]:
    """Yield face, size, glyphs and, where it reads otherwise, the text of each piece of a line."""
    for look, em, glyphs, actual in _drawn(shaped, line, origin, size):
        yield look.face, em, glyphs, actual


def _drawn(
    shaped: Paragraph, line: Line, origin: tuple[float, float], size: float
) -> Iterator[tuple[Look, float, tuple[Glyph, ...], str | None]]:
    """Yield the pieces of a line in the order in which they are seen.

    Readers of files put what runs to the left in order themselves, so it is left in the order that
    is seen. Of a letter that is built of several glyphs one stands for all; the others come after
    the run and read as nothing.
    """
    x, y = origin
    for left, members in _groups(shaped, line, x, size):
        look = _look(members)
        baseline = y - look.raised * size
        glyphs = tuple(_placed(shaped, members, (left, baseline), size, line.stretch))
        if not look.level % 2:
            yield look, size * look.scale, glyphs, _actual_text(shaped, members)
            continue
        yield look, size * look.scale, tuple([g for g in glyphs if g.text]), None
        silent = tuple([g._replace(text=NOTHING) for g in glyphs if not g.text])
        if silent:
            yield look, size * look.scale, silent, ""


def _groups(
    shaped: Paragraph, line: Line, x: float, size: float
) -> Iterator[tuple[float, list[Cluster]]]:
    """Yield the clusters of one look and level together, with the place where they start.

    What is not seen goes with what follows it.
    """
    members: list[Cluster] = []
    unseen: list[Cluster] = []
    look, left, stretch = None, x, line.stretch
    for cluster in line_clusters(shaped, line):
        if not cluster.glyphs:
            unseen.append(cluster)
            continue
        own = cluster.look
        if members and ((own is not look and own != look) or unseen):
            yield left, members
            members, left = [], x
        members += [*unseen, cluster]
        unseen, look = [], own
        x += (_advance(shaped, cluster, stretch) if stretch else cluster.advance) * size
    if members:
        yield left, members + unseen


def _look(clusters: list[Cluster]) -> Look:
    """Return the look of those clusters that are seen."""
    return next(cluster.look for cluster in clusters if cluster.glyphs)


def _advance(shaped: Paragraph, cluster: Cluster, stretch: float) -> float:
    if stretch and shaped.text[cluster.start : cluster.end] in _STRETCHED:
        return cluster.advance + stretch
    return cluster.advance


def _actual_text(shaped: Paragraph, clusters: list[Cluster]) -> str | None:
    """Return what clusters read as where their glyphs do not say it one by one."""
    if all(len(c.glyphs) == 1 or _spelled(shaped, c) for c in clusters):
        return None
    return "".join([_read(shaped, cluster) for cluster in clusters])


def _spelled(shaped: Paragraph, cluster: Cluster) -> str:
    """Return the characters of a cluster one for each glyph, a letter and its marks; else ""."""
    text = _read(shaped, cluster)
    if len(text) != len(cluster.glyphs):
        return ""
    own = {cluster.look.face.glyph(sign): sign for sign in text}
    found = "".join([own.get(glyph[0], "") for glyph in cluster.glyphs])
    return found if sorted(found) == sorted(text) else ""


def _read(shaped: Paragraph, cluster: Cluster) -> str:
    start = cluster.start
    if start == HYPHEN:
        return "-"
    text = shaped.text[start : cluster.end]
    return text.replace(SOFT_HYPHEN, "") if SOFT_HYPHEN in text else text


def _placed(
    shaped: Paragraph,
    clusters: list[Cluster],
    origin: tuple[float, float],
    size: float,
    stretch: float,
) -> Iterator[Glyph]:
    x, y = origin
    em = size * _look(clusters).scale
    for cluster in clusters:
        text = _read(shaped, cluster)
        if len(cluster.glyphs) == 1:
            gid, _, advance, dx, dy = cluster.glyphs[0]
            yield Glyph(gid, x + dx * em, y - dy * em, advance * em, text)
        elif cluster.glyphs:
            texts = _spelled(shaped, cluster) or _carried(cluster, text)
            yield from _several(cluster, (x, y), em, texts)
        x += (_advance(shaped, cluster, stretch) if stretch else cluster.advance) * size


def _carried(cluster: Cluster, text: str) -> Sequence[str]:
    """Return the texts of glyphs of which one stands for all: the first, or a letter's body."""
    if not cluster.look.level % 2:
        return (text,)
    widest = max(range(len(cluster.glyphs)), key=lambda at: cluster.glyphs[at][2])
    return (*[""] * widest, text)


def _several(
    cluster: Cluster, origin: tuple[float, float], em: float, texts: Sequence[str]
) -> Iterator[Glyph]:
    x, y = origin
    left = iter(texts)
    for gid, _, advance, dx, dy in cluster.glyphs:
        yield Glyph(gid, x + dx * em, y - dy * em, advance * em, next(left, ""))
        x += advance * em


def glyph_items(
    shaped: Paragraph,
    line: Line,
    origin: tuple[float, float],
    size: float,
    paint: tuple[str, float, Matrix | None],
) -> Iterator[DrawGlyphs]:
    """Yield the drawing of a line; `paint` is colour, opacity and the frame's transform."""
    colour, opacity, matrix = paint
    for look, em, glyphs, actual in _drawn(shaped, line, origin, size):
        yield DrawGlyphs(
            look.face.key,
            em,
            look.colour or colour,
            glyphs,
            matrix,
            opacity,
            actual,
            leftwards=look.level % 2 == 1,
        )


def rule_items(
    shaped: Paragraph,
    line: Line,
    origin: tuple[float, float],
    size: float,
    paint: tuple[str, float, Matrix | None],
) -> Iterator[FillPath]:
    """Yield the rules that underline and strike a line's runs, each as long as its run."""
    if not shaped.facts.ruled:
        return
    colour, opacity, matrix = paint
    x, y = origin
    drawn: list[tuple[Stroke, str | None, float, float]] = []
    for cluster in line_clusters(shaped, line):
        end = x + _advance(shaped, cluster, line.stretch) * size
        for rule in cluster.look.rules:
            same = [n for n, one in enumerate(drawn) if one[:2] == (rule, cluster.look.colour)]
            joined = [n for n in same if abs(drawn[n][3] - x) < _TOUCH * size]
            start = drawn.pop(joined[0])[2] if joined else x
            drawn.append((rule, cluster.look.colour, start, end))
        x = end
    for rule, own, start, end in drawn:
        top = y - (rule.middle + rule.thickness / 2) * size
        path = rectangle(Box(start, top, end - start, rule.thickness * size))
        yield FillPath(transform(path, matrix) if matrix else path, own or colour, opacity)
