"""Owns the setting of one ad in a process of its own: what it is told, and what came of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from brand_assets.cd_rules import CheckContext, check_pages
from brand_assets.design_facts import Finding, KitValues, PageFacts
from brand_assets.typesetting.setting import SetDocument, set_document
from brand_assets.typesetting.values import FieldValues
from campaigns.proofs.rendering import finished_facts
from campaigns.rollout.keeping import KeptPhotos, Key, kept_document, kept_kit
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
class SetAd:
    """An ad as a kit set it."""

    ad: AdToExamine
    made: SetDocument
    kit: KitValues
    photos: KeptPhotos

    def facts(self) -> tuple[PageFacts, ...]:
        """Return what was measured of its pages, the finished ones where that was asked for."""
        if not self.ad.finished:
            return self.made.facts
        on_screen = self.made.facts[0].medium == "screen"
        return finished_facts(self.made, self.kit, self.photos, on_screen=on_screen)

    def findings(self, facts: tuple[PageFacts, ...]) -> list[Finding]:
        """Return what all rules say of these facts."""
        return check_pages(facts, self.kit, self.ad.context)


def needed_by(ads: Iterable[AdToExamine]) -> set[Key]:
    """Return the keys of all that a process must have to set the ads."""
    keys: set[Key] = set()
    for ad in ads:
        keys |= {("document", ad.document), ("kit", ad.kit)}
        keys |= {("size", sha256) for sha256 in ad.focals}
    return keys


def set_ad(ad: AdToExamine, kit_hash: str) -> SetAd | Refused:
    """Return an ad as a kit sets it, or why that cannot be; runs in another process."""
    kit, photos = kept_kit(kit_hash), KeptPhotos(kit_hash, ad.focals)
    try:
        made = set_document(kept_document(ad.document), ad.values, kit, photos, ad.language)
    except Refusal as refusal:
        return Refused(refusal.message, dict(refusal.params))
    return SetAd(ad, made, kit, photos)
