"""Owns the examination of ads in a process of its own: set and checked by two kits, compared."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from brand_assets.cd_rules import CheckContext, check_pages
from brand_assets.design_facts import Finding, KitValues, PageFacts
from brand_assets.typesetting.setting import SetDocument, set_document
from brand_assets.typesetting.values import FieldValues
from campaigns.proofs.rendering import finished_facts
from campaigns.rollout.apart import KeptPhotos, kept_document, kept_kit, require
from campaigns.rollout.comparing import AdChange, KitDifference, compare_ads, kit_difference
from campaigns.rollout.rules import FindingChanges, compare_findings
from portal.foundation.errors import Refusal


@dataclass(frozen=True, slots=True)
class AdToExamine:
    """One ad as it goes to a process: large things by their hash, the rest as it is.

    `finished` asks for what finished pages tell, too: their ink and their codes.
    """

    document: str
    kit: str
    values: FieldValues
    language: str
    context: CheckContext
    focals: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    finished: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """Why an ad cannot be set at all: a message (English template) and what fills it in."""

    message: str
    params: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Examined:
    """What became of one ad: how it changes and which findings come, go and stay."""

    change: AdChange
    findings: FindingChanges
    refused_before: Refused | None = None
    refused_after: Refused | None = None


def examine(ads: tuple[AdToExamine, ...], kit: str) -> list[Examined]:
    """Return what each ad becomes when `kit` takes the place of its own."""
    require(
        key
        for ad in ads
        for key in (
            ("document", ad.document),
            ("kit", ad.kit),
            ("kit", kit),
            *(("size", sha256) for sha256 in ad.focals),
        )
    )
    return [_examine(ad, kit) for ad in ads]


def _examine(ad: AdToExamine, kit: str) -> Examined:
    before, after = _set(ad, ad.kit), _set(ad, kit)
    if isinstance(before, Refused) or isinstance(after, Refused):
        return _refused(ad, before, after)
    change = compare_ads(before.made, after.made, _between(ad.kit, kit))
    old = _finished(before, ad)
    # The same page in the same inks: what was measured of one holds for the other.
    same = ad.finished and not change.look and not change.press
    new = old if same else _finished(after, ad)
    return Examined(change, compare_findings(_findings(old, before, ad), _findings(new, after, ad)))


@dataclass(frozen=True, slots=True)
class _Set:
    made: SetDocument
    kit: KitValues
    photos: KeptPhotos


def _set(ad: AdToExamine, kit_hash: str) -> "_Set | Refused":
    kit, photos = kept_kit(kit_hash), KeptPhotos(kit_hash, ad.focals)
    try:
        made = set_document(kept_document(ad.document), ad.values, kit, photos, ad.language)
    except Refusal as refusal:
        return Refused(refusal.message, dict(refusal.params))
    return _Set(made, kit, photos)


def _finished(one: _Set, ad: AdToExamine) -> tuple[PageFacts, ...]:
    if not ad.finished:
        return one.made.facts
    on_screen = one.made.facts[0].medium == "screen"
    return finished_facts(one.made, one.kit, one.photos, on_screen=on_screen)


def _findings(facts: tuple[PageFacts, ...], one: _Set, ad: AdToExamine) -> list[Finding]:
    return check_pages(facts, one.kit, ad.context)


def _refused(ad: AdToExamine, before: "_Set | Refused", after: "_Set | Refused") -> Examined:
    """Return what becomes of an ad that one of the kits cannot set: all of it changes."""
    old = before if isinstance(before, Refused) else None
    new = after if isinstance(after, Refused) else None
    both = old is not None and new is not None
    gone = () if isinstance(before, Refused) else _findings(_finished(before, ad), before, ad)
    came = () if isinstance(after, Refused) else _findings(_finished(after, ad), after, ad)
    change = AdChange() if both else AdChange(look=True, press=True, share=1.0)
    return Examined(change, FindingChanges(tuple(came), tuple(gone)), old, new)


@lru_cache(maxsize=32)
def _between(before: str, after: str) -> KitDifference:
    """Return the difference of two kits; what a hash names never changes."""
    return kit_difference(kept_kit(before), kept_kit(after))
