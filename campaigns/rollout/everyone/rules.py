"""Owns what a proof against everyone means: how tight texts sit, which findings are errors."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from brand_assets.design_facts import (
    Bilingual,
    Box,
    Finding,
    FrameFacts,
    PageFacts,
    Severity,
    TextFacts,
)
from portal.foundation.usage_kinds import declare_kind

EVERYONE_JOB = "rollout.everyone"
EVERYONE_CHECKED = declare_kind(
    "campaign.tried_for_everyone",
    "Eine Kampagne wurde vor dem Veröffentlichen für alle Filialen gesetzt und geprüft.",
    "A campaign was set and checked for every outlet before it was published.",
    value_unit="ads",
    attributes={"errors": "outlets with errors", "template": "whether for a new template version"},
)
MOST_TIGHT, MOST_OF_A_FRAME = 10, 3
MOST_SHOWN_CHARS = 80
MISSING_RULES = frozenset({"field.required", "field.must_change"})
"""What these rules find, whoever may set the field still has to enter."""


class CheckState(StrEnum):
    """Where a check stands; that it failed is known by its job."""

    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"


class Standing(StrEnum):
    """How the latest check stands towards what would be published now."""

    NONE = "none"
    RUNNING = "running"
    FAILED = "failed"
    CANCELLED = "cancelled"
    OTHER_CONTENT = "other_content"
    COMPLETE = "complete"


class Verdict(StrEnum):
    """What a finding means before publishing, the worst first.

    An `ERROR` is what the outlet gets from head office and cannot be ordered like that;
    `TO_ENTER` is still to be entered by the outlet itself, `OWN` concerns what it entered;
    `LOOK` wants a person's eye and stops nothing.
    """

    ERROR = "error"
    TO_ENTER = "to_enter"
    OWN = "own"
    LOOK = "look"

    @property
    def is_error(self) -> bool:
        """Whether it keeps a campaign from being published without an exception."""
        return self is Verdict.ERROR


@dataclass(frozen=True, slots=True)
class Entry:
    """Which fields an outlet may set (`open`), and which of them it has set itself (`own`)."""

    open: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()


def verdict_of(finding: Finding, entry: Entry) -> Verdict | None:
    """Return what a finding means before publishing; None for a note, which asks for nothing.

    What blocks is an error unless the outlet still has to enter it or entered it itself: a text
    of head office's that does not fit is an error although the outlet could shorten it.
    """
    if finding.severity is Severity.NOTE:
        return None
    if finding.severity is Severity.CHECK:
        return Verdict.LOOK
    if finding.field in entry.open and finding.rule in MISSING_RULES:
        return Verdict.TO_ENTER
    return Verdict.OWN if finding.field in entry.own & entry.open else Verdict.ERROR


ErrorPlace = tuple[str, str, int, str, str]
"""Of an error: its rule, format, page, frame and field."""


def errors_digest(places: Collection[ErrorPlace]) -> str:
    """Return what the errors of an outlet come to, whatever their figures; empty for none.

    An exception holds for exactly these errors: another one needs another exception.
    """
    if not places:
        return ""
    lines = ("\x1f".join(map(str, place)) for place in sorted(set(places)))
    return hashlib.sha256("\x1e".join(lines).encode()).hexdigest()


def used_room(text: TextFacts) -> float | None:
    """Return which share of its room a text takes at the smallest size it may have.

    1 is full, above does not fit; None where the typesetter cannot tell how much more would fit.
    Both are counted in characters of this very text, so wide letters count as what they are.
    """
    length = len(text.text)
    if not length:
        return None
    if text.overflow_chars > 0:
        return length / max(1, length - text.overflow_chars)
    return length / text.room_chars if text.room_chars else None


def size_left(text: TextFacts) -> float:
    """Return how far a text can still shrink, as a share of its size; 0 is not at all."""
    return max(0.0, (text.size - text.size_min) / text.size) if text.size else 0.0


class Tight(NamedTuple):
    """A frame with a text of an outlet, and how much of its room that takes."""

    used: float
    size_left: float
    page: int
    frame: str
    name: Bilingual | None
    field: str
    text: str
    box: Box
    page_size: tuple[float, float]
    overflow: int


def tight_frames(pages: Sequence[PageFacts]) -> list[Tight]:
    """Return how tight each text that an outlet may see changed sits, the tightest first."""
    found = [
        _tight(page, frame, frame.text, used)
        for page in pages
        for frame in page.frames
        if frame.text is not None and frame.fields
        if (used := used_room(frame.text)) is not None
    ]
    return sorted(found, key=lambda tight: (-tight.used, tight.page, tight.frame))


def _tight(page: PageFacts, frame: FrameFacts, text: TextFacts, used: float) -> Tight:
    return Tight(
        used=used,
        size_left=size_left(text),
        page=page.page,
        frame=frame.frame,
        name=frame.name,
        field=frame.fields[0],
        text=text.text,
        box=frame.drawn,
        page_size=(page.width, page.height),
        overflow=text.overflow_chars,
    )


def tight_key(format_key: str, tight: Tight) -> str:
    """Return under what a frame with this very text is counted, whichever outlets have it."""
    parts = (format_key, str(tight.page), tight.frame, tight.text)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]


def merged_tightest(
    kept: Iterable[Mapping[str, Any]], more: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return the ten tightest of both; the same text in the same frame is one, `alike` counted.

    Of one frame there are the three tightest, so that others are seen beside it. What is among
    the ten in the end was so from its first outlet on, so that its count is exact.
    """
    found: dict[str, dict[str, Any]] = {}
    for one in (*kept, *more):
        known = found.get(one["key"])
        if known is None:
            found[one["key"]] = dict(one)
        else:
            known["alike"] += one["alike"]
    ordered = sorted(found.values(), key=lambda one: (-one["used"], one["size_left"], one["key"]))
    seen: Counter[tuple[object, ...]] = Counter()
    tightest = []
    for one in ordered:
        frame = (one["format"], one["page"], one["frame"])
        seen[frame] += 1
        if seen[frame] <= MOST_OF_A_FRAME:
            tightest.append(one)
    return tightest[:MOST_TIGHT]


def added_notes(notes: Mapping[str, int], rules: Iterable[str]) -> dict[str, int]:
    """Return how many ads have a note of each rule, after some more of them."""
    total = dict(notes)
    for rule in rules:
        total[rule] = total.get(rule, 0) + 1
    return total
