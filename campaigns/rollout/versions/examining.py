"""Owns the examination of ads by two versions of their template, in a process of its own."""

from dataclasses import dataclass

from brand_assets.design_facts import Finding
from campaigns.rollout.keeping import require
from campaigns.rollout.pictures import Pair, differing_share, packed, painted
from campaigns.rollout.rules import FindingChanges, compare_findings
from campaigns.rollout.setting import AdToExamine, Refused, SetAd, needed_by, set_ad


@dataclass(frozen=True, slots=True)
class TwoWays:
    """One ad as it is, and as the new version would have it."""

    before: AdToExamine
    after: AdToExamine


@dataclass(frozen=True, slots=True)
class Outcome:
    """Which findings come and go, and why it cannot be set at all if so."""

    findings: FindingChanges
    refused: Refused | None = None


def examine_both(ads: tuple[TwoWays, ...]) -> list[Outcome]:
    """Return what becomes of each ad under the new version."""
    require(needed_by(one for ad in ads for one in (ad.before, ad.after)))
    return [_examine(ad) for ad in ads]


def _examine(ad: TwoWays) -> Outcome:
    before, after = set_ad(ad.before, ad.before.kit), set_ad(ad.after, ad.after.kit)
    if isinstance(after, Refused):
        return Outcome(FindingChanges(), None if isinstance(before, Refused) else after)
    return Outcome(compare_findings(_findings(before), _findings(after)))


def _findings(one: SetAd | Refused) -> list[Finding]:
    return [] if isinstance(one, Refused) else one.findings(one.facts())


def paint_both(ad: TwoWays, page: int, width: int) -> Pair:
    """Paint a page by both versions; runs in another process."""
    require(needed_by((ad.before, ad.after)))
    pictures = [painted(one, one.kit, page, width) for one in (ad.before, ad.after)]
    before, after = pictures
    differs = 1.0
    if before is not None and after is not None and before.size == after.size:
        differs = differing_share(before, after)
    return Pair(packed(before), packed(after), differs)
