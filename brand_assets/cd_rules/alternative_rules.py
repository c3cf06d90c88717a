"""Owns the rule about alternative texts: what tells of a photo where it cannot be seen."""

from collections.abc import Iterable

from brand_assets.cd_rules.context import Ad, PlacedFrame
from brand_assets.cd_rules.photo_rules import PhotoRule
from brand_assets.design_facts import Bilingual, Finding, Severity

SHOWN_ON_SCREENS = "screen"


class AlternativeText(PhotoRule):
    """Every photo of an ad for screens has an alternative text."""

    id = "photo.alternative"
    severity = Severity.CHECK
    clause = "WCAG 2.2, 1.1.1 Non-text Content"
    about = Bilingual(
        "Jedes Foto einer Anzeige für Bildschirme hat einen Alternativtext für alle, die es nicht "
        "sehen.",
        "Every photo of an ad for screens has an alternative text for those who do not see it.",
    )

    def subjects(self, ad: Ad) -> Iterable[PlacedFrame]:
        """Return the photos on screens of which the library tells something."""
        if ad.context.medium != SHOWN_ON_SCREENS:
            return []
        return [p for p in super().subjects(ad) if _alternative(p, ad) is not None]

    def judge(self, subject: PlacedFrame, ad: Ad) -> Finding | None:
        """Say where to enter one."""
        if (_alternative(subject, ad) or "").strip():
            return None
        return self.frame_finding(
            subject,
            Bilingual(
                "Dem Foto fehlt der Alternativtext. Ergänzen Sie ihn beim Foto in der Bibliothek.",
                "The photo has no alternative text. Add it to the photo in the library.",
            ),
        )


def _alternative(placed: PlacedFrame, ad: Ad) -> str | None:
    photo = placed.facts.photo
    right = ad.context.asset_rights.get(photo.asset_sha256) if photo else None
    return right.alternative if right else None
