"""Owns the examination of ads in a process of its own: set and checked by two kits, compared."""

from dataclasses import dataclass
from functools import lru_cache

from brand_assets.design_facts import PageFacts
from campaigns.rollout.comparing import AdChange, KitDifference, compare_ads, kit_difference
from campaigns.rollout.keeping import kept_kit, require
from campaigns.rollout.rules import FindingChanges, compare_findings
from campaigns.rollout.setting import AdToExamine, Refused, SetAd, needed_by, set_ad


@dataclass(frozen=True, slots=True)
class Examined:
    """What became of one ad: how it changes and which findings come, go and stay."""

    change: AdChange
    findings: FindingChanges
    refused_before: Refused | None = None
    refused_after: Refused | None = None


def examine(ads: tuple[AdToExamine, ...], kit: str) -> list[Examined]:
    """Return what each ad becomes when `kit` takes the place of its own."""
    require(needed_by(ads) | {("kit", kit)})
    return [_examine(ad, kit) for ad in ads]


def _examine(ad: AdToExamine, kit: str) -> Examined:
    before, after = set_ad(ad, ad.kit), set_ad(ad, kit)
    if isinstance(before, Refused) or isinstance(after, Refused):
        return _refused(before, after)
    change = compare_ads(before.made, after.made, _between(ad.kit, kit))
    old = before.facts()
    # The same page in the same inks: what was measured of one holds for the other.
    same = ad.finished and not change.look and not change.press
    new: tuple[PageFacts, ...] = old if same else after.facts()
    return Examined(change, compare_findings(before.findings(old), after.findings(new)))


def _refused(before: SetAd | Refused, after: SetAd | Refused) -> Examined:
    """Return what becomes of an ad that one of the kits cannot set: all of it changes."""
    old = before if isinstance(before, Refused) else None
    new = after if isinstance(after, Refused) else None
    both = old is not None and new is not None
    gone = () if isinstance(before, Refused) else before.findings(before.facts())
    came = () if isinstance(after, Refused) else after.findings(after.facts())
    change = AdChange() if both else AdChange(look=True, press=True, share=1.0)
    return Examined(change, FindingChanges(tuple(came), tuple(gone)), old, new)


@lru_cache(maxsize=32)
def _between(before: str, after: str) -> KitDifference:
    """Return the difference of two kits; what a hash names never changes."""
    return kit_difference(kept_kit(before), kept_kit(after))
