"""Owns a shaped paragraph, and what of it stands on a line in the order in which it is seen."""

from bisect import bisect_left
from dataclasses import dataclass

from brand_assets.typesetting.text.directions import Directions, is_space, seen_order
from brand_assets.typesetting.text.lines import Line, Measured
from brand_assets.typesetting.text.run_facts import RunFacts
from brand_assets.typesetting.text.shaping import Cluster

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
