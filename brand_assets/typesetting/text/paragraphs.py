"""Owns the making of paragraphs: runs shaped into clusters once, and measured for breaking."""

from functools import lru_cache
from itertools import accumulate

from brand_assets.design_facts import Hyphenation
from brand_assets.typesetting.text.directions import Direction, directions
from brand_assets.typesetting.text.fallbacks import IGNORABLE
from brand_assets.typesetting.text.line_drawing import draw_line, glyph_items, rule_items
from brand_assets.typesetting.text.lines import Measured
from brand_assets.typesetting.text.opportunities import opportunities
from brand_assets.typesetting.text.run import Run
from brand_assets.typesetting.text.run_facts import facts_of
from brand_assets.typesetting.text.shaped import HYPHEN, Paragraph, ink_of, line_clusters
from brand_assets.typesetting.text.shaping import Cluster, Piece, clusters, shape_run

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
        shaped.sort(key=lambda cluster: cluster.start)
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
