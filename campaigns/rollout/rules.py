"""Owns what a new kit version means: findings that come and go, how far an ad changes, policies."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from brand_assets.design_facts import Box, Finding, Severity
from portal.foundation.usage_kinds import declare_kind

KIT_ADOPTED = declare_kind(
    "kit.adopted",
    "Eine neue Version des Markenpakets gilt, mit bekannter Wirkung.",
    "A new version of the brand kit holds, its effect known beforehand.",
    value_unit="campaigns",
    attributes={"policy": "take_over or finish", "changed": "ads whose picture changes"},
)
EFFECT_JOB = "rollout.kit_effect"


class EffectState(StrEnum):
    """Where the look at an effect stands; that it failed is known by its job."""

    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"


class Policy(StrEnum):
    """What a new kit version does to campaigns that are under way."""

    TAKE_OVER = "take_over"
    FINISH = "finish"


class Sample(StrEnum):
    """With which values a template is tried."""

    DEFAULTS = "defaults"
    SHORTEST = "shortest"
    LONGEST = "longest"


class AdStage(StrEnum):
    """How far an ad in one format is; what was delivered stays and is not looked at."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"


class Change(StrEnum):
    """How one frame comes out otherwise, the most telling first."""

    CAME = "came"
    GONE = "gone"
    SIZE = "size"
    LINES = "lines"
    PLACE = "place"
    COLOUR = "colour"
    LOOK = "look"
    PRESS = "press"


@dataclass(frozen=True, slots=True)
class FindingChanges:
    """The findings that come, go and stay."""

    new: tuple[Finding, ...] = ()
    gone: tuple[Finding, ...] = ()
    same: tuple[Finding, ...] = ()


def compare_findings(before: Sequence[Finding], after: Sequence[Finding]) -> FindingChanges:
    """Return which findings come and go.

    What says the same of the same place is the same finding; so is what one rule says of one
    place with other figures, as long as it is as bad.
    """
    left, same, rest = list(before), list[Finding](), list[Finding]()
    for exact in (True, False):
        candidates = list(after) if exact else rest
        rest = []
        for finding in candidates:
            place = _identity(finding, exact=exact)
            twin = next((old for old in left if _identity(old, exact=exact) == place), None)
            if twin is None:
                rest.append(finding)
            else:
                left.remove(twin)
                same.append(finding)
    return FindingChanges(tuple(rest), tuple(left), tuple(same))


def _identity(finding: Finding, *, exact: bool) -> tuple[object, ...]:
    place = (finding.rule, finding.severity, finding.page, finding.frame, finding.field)
    return (*place, finding.message) if exact else place


def blocks(findings: Iterable[Finding]) -> bool:
    """Whether one of them stops proof and order."""
    return any(finding.severity is Severity.BLOCKS for finding in findings)


def share_of(boxes: Iterable[Box], width: float, height: float) -> float:
    """Return which share of a page lies under any of the boxes, 0 to 1."""
    inside = [box for box in (_cut(box, width, height) for box in boxes) if box.w > 0 and box.h > 0]
    edges = sorted({edge for box in inside for edge in (box.x, box.right)})
    area = 0.0
    for left, right in pairwise(edges):
        spans = sorted((box.y, box.bottom) for box in inside if box.x < right and left < box.right)
        area += (right - left) * _length(spans)
    return min(area / (width * height), 1.0) if width * height else 0.0


def _cut(box: Box, width: float, height: float) -> Box:
    left, top = max(box.x, 0.0), max(box.y, 0.0)
    return Box(left, top, min(box.right, width) - left, min(box.bottom, height) - top)


def _length(spans: Iterable[tuple[float, float]]) -> float:
    """Return how much of a line the spans, in order of their beginning, cover."""
    covered, reached = 0.0, float("-inf")
    for start, end in spans:
        covered += max(0.0, end - max(start, reached))
        reached = max(reached, end)
    return covered


def weight_of(*, newly_blocked: bool, new_findings: int, share: float) -> float:
    """Return how far up an ad belongs: newly blocked, then new findings, then how much changes."""
    return 1000.0 * newly_blocked + 10.0 * min(new_findings, 50) + share


def stage_of(waiting: int, ordered: int, handed_over: int) -> AdStage | None:
    """Return how far an ad is by its order lines; None where all that was ordered is delivered."""
    if waiting:
        return AdStage.SUBMITTED
    if ordered:
        return AdStage.APPROVED
    return None if handed_over else AdStage.DRAFT


COUNTED = (
    *("ads", "look", "press", "blocked", "new", "gone", "unseen"),
    *("templates", "templates_changed", "templates_blocked"),
)


def added_counts(counts: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    """Return the sums of two counts."""
    return {key: counts.get(key, 0) + more.get(key, 0) for key in COUNTED}
