"""Owns the examination of ads in a process of its own: set and checked by two kits, compared."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from brand_assets.cd_rules import CheckContext, check_pages
from brand_assets.design_facts import Finding, KitValues, PageFacts
from brand_assets.typesetting.setting import SetDocument, set_document
from brand_assets.typesetting.values import FieldValues
from campaigns.proofs.rendering import FileSpec, render_proof
from campaigns.rollout.apart import KeptPhotos, kept_document, kept_kit, require
from campaigns.rollout.comparing import AdChange, KitDifference, compare_ads, kit_difference
from campaigns.rollout.rules import FindingChanges, compare_findings
from portal.foundation.errors import Refusal


@dataclass(frozen=True, slots=True)
class AdToExamine:
    """One ad as it goes to a process: large things by their hash, the rest as it is.

    `spec` is given where the finished pages are to be looked at too: their ink and their codes.
    """

    document: str
    kit: str
    values: FieldValues
    language: str
    context: CheckContext
    focals: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    spec: FileSpec | None = None


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
    before, after = _checked(ad, ad.kit), _checked(ad, kit)
    if isinstance(before, Refused) or isinstance(after, Refused):
        return _refused(before, after)
    change = compare_ads(before.made, after.made, _between(ad.kit, kit))
    return Examined(change, compare_findings(before.findings, after.findings))


@dataclass(frozen=True, slots=True)
class _Checked:
    made: SetDocument
    findings: list[Finding]


def _refused(before: "_Checked | Refused", after: "_Checked | Refused") -> Examined:
    """Return what becomes of an ad that one of the kits cannot set: all of it changes."""
    old = before if isinstance(before, Refused) else None
    new = after if isinstance(after, Refused) else None
    both = old is not None and new is not None
    gone = () if isinstance(before, Refused) else tuple(before.findings)
    came = () if isinstance(after, Refused) else tuple(after.findings)
    change = AdChange() if both else AdChange(look=True, press=True, share=1.0)
    return Examined(change, FindingChanges(came, gone), old, new)


def _checked(ad: AdToExamine, kit_hash: str) -> "_Checked | Refused":
    kit, photos = kept_kit(kit_hash), KeptPhotos(kit_hash, ad.focals)
    try:
        made = set_document(kept_document(ad.document), ad.values, kit, photos, ad.language)
    except Refusal as refusal:
        return Refused(refusal.message, dict(refusal.params))
    facts = _finished(made, kit, photos, ad.spec)
    return _Checked(made, check_pages(facts, kit, ad.context))


def _finished(
    made: SetDocument, kit: KitValues, photos: KeptPhotos, spec: FileSpec | None
) -> tuple[PageFacts, ...]:
    return made.facts if spec is None else render_proof(made, kit, photos, spec).facts


@lru_cache(maxsize=32)
def _between(before: str, after: str) -> KitDifference:
    """Return the difference of two kits; what a hash names never changes."""
    return kit_difference(kept_kit(before), kept_kit(after))
