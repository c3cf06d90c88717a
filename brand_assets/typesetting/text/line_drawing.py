"""Owns the drawing of a line: runs of glyphs that read as their text, and rules along them."""

from collections.abc import Iterator, Sequence

from brand_assets.design_facts import Box
from brand_assets.typesetting.display_list import DrawGlyphs, FillPath, Glyph, Matrix
from brand_assets.typesetting.shapes.paths import rectangle, transform
from brand_assets.typesetting.text.faces import Face, Stroke
from brand_assets.typesetting.text.lines import STRETCHING, Line
from brand_assets.typesetting.text.opportunities import SOFT_HYPHEN
from brand_assets.typesetting.text.shaped import HYPHEN, Paragraph, line_clusters
from brand_assets.typesetting.text.shaping import Cluster, Look

_STRETCHED = frozenset(STRETCHING)
_TOUCH = 1e-6
NOTHING = "\u200b"
"""What a glyph reads as that is a part of a letter: a space without width."""


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
    for cluster in clusters:
        if len(cluster.glyphs) != 1 and not _spelled(shaped, cluster):
            return "".join([_read(shaped, one) for one in clusters])
    return None


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
    source = shaped.text
    plain = SOFT_HYPHEN not in source
    for cluster in clusters:
        start, end, _, width, glyphs, _, _ = cluster
        text = source[start:end] if plain and start != HYPHEN else _read(shaped, cluster)
        if len(glyphs) == 1:
            gid, _, advance, dx, dy = glyphs[0]
            yield Glyph(gid, x + dx * em, y - dy * em, advance * em, text)
        elif glyphs:
            texts = _spelled(shaped, cluster) or _carried(cluster, text)
            yield from _several(cluster, (x, y), em, texts)
        x += (_advance(shaped, cluster, stretch) if stretch else width) * size


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
