"""Owns the trial of ads in a process of its own: set, checked, and measured for how tight it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from brand_assets.design_facts import Bilingual, Finding, PageFacts, Severity
from campaigns.proofs.rendering import picture
from campaigns.rollout.everyone.rules import (
    MOST_TIGHT,
    Entry,
    Tight,
    Verdict,
    tight_frames,
    verdict_of,
)
from campaigns.rollout.keeping import require
from campaigns.rollout.setting import AdToExamine, Refused, needed_by, set_ad


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with what it means, and what its frame is called."""

    finding: Finding
    verdict: Verdict
    frame_name: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of one ad: what asks for somebody's attention, mere notes, the tightest frames."""

    found: tuple[Found, ...]
    notes: tuple[str, ...] = ()
    tight: tuple[Tight, ...] = ()


def try_ads(ads: Sequence[tuple[AdToExamine, Entry]]) -> list[Tried | Refused]:
    """Set and check ads, or say why one cannot be set; runs in another process."""
    require(needed_by(ad for ad, _ in ads))
    return [_try_ad(ad, entry) for ad, entry in ads]


def _try_ad(ad: AdToExamine, entry: Entry) -> Tried | Refused:
    made = set_ad(ad, ad.kit)
    if isinstance(made, Refused):
        return made
    facts = made.facts()
    findings = made.findings(facts)
    told = ((one, verdict_of(one, entry)) for one in findings)
    return Tried(
        found=tuple(
            Found(one, verdict, _name_of(facts, one))
            for one, verdict in told
            if verdict is not None
        ),
        notes=tuple(sorted({one.rule for one in findings if one.severity is Severity.NOTE})),
        tight=tuple(tight_frames(facts)[:MOST_TIGHT]),
    )


def _name_of(facts: Sequence[PageFacts], finding: Finding) -> Bilingual | None:
    names = (
        frame.name
        for page in facts
        if page.page == finding.page
        for frame in page.frames
        if frame.frame == finding.frame
    )
    return next(names, None)


def paint(ad: AdToExamine, page: int, width: int) -> bytes | None:
    """Return a page as a JPEG, None where the ad cannot be set; runs in another process."""
    require(needed_by([ad]))
    made = set_ad(ad, ad.kit)
    if isinstance(made, Refused) or page >= len(made.made.display.pages):
        return None
    return picture(made.made.display, made.kit, made.photos, page, width)
