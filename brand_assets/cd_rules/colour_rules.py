"""Owns the rules about colours: allowed pairs, readable contrast, total ink."""

from collections.abc import Iterable

from brand_assets.cd_rules.context import Ad, PlacedFrame
from brand_assets.cd_rules.rule import Rule, TextRule
from brand_assets.design_facts import (
    Bilingual,
    Colour,
    ColourPair,
    Finding,
    KitValues,
    Mend,
    MendKind,
    Parameter,
    Severity,
    TextFacts,
    contrast,
    figure,
)

PT_PER_PX = 0.75
LARGE_PT = 18.0
ROUNDING = 0.05


def size_in_pt(placed: PlacedFrame, text: TextFacts) -> float:
    """Return the size of the smallest part in pt; a px is three quarters of a pt, as in CSS."""
    size = text.smallest_size
    return size * PT_PER_PX if placed.page.unit == "px" else size


class AllowedPair(TextRule):
    """Text stands only on the grounds that the kit allows for its colour."""

    id = "colour.pair"
    severity = Severity.BLOCKS
    clause = "Brand kit, contrast table"
    about = Bilingual(
        "Schrift steht nur auf Farben, auf denen das Markenpaket sie erlaubt.",
        "Text stands only on colours on which the kit allows it.",
    )

    def subjects(self, ad: Ad) -> Iterable[PlacedFrame]:
        """Return the texts on one flat colour."""
        return [p for p in super().subjects(ad) if p.facts.text and p.facts.text.ground]

    def judge(self, subject: PlacedFrame, ad: Ad) -> Finding | None:
        """Look the pairs of all its colours up in the kit; the worst of them is told."""
        text = subject.facts.text
        if text is None or text.ground is None:
            return None
        judged = [self._judge(subject, ad, text, (c, text.ground)) for c in text.colours]
        found = [one for one in judged if one is not None]
        return min(found, key=lambda one: one.severity is not Severity.BLOCKS, default=None)

    def _judge(
        self, subject: PlacedFrame, ad: Ad, text: TextFacts, colours: tuple[str, str]
    ) -> Finding | None:
        pair = _pair(ad.kit, *colours)
        names, frame = " / ".join(colours), ad.called(subject.facts.frame)
        if pair is None:
            return self.frame_finding(
                subject,
                Bilingual(
                    f"„{frame.de}“: {names} steht nicht in der Kontrasttabelle.",
                    f'"{frame.en}": {names} is not in the contrast table.',
                ),
                severity=Severity.CHECK,
            )
        if not pair.text_allowed:
            return self.frame_finding(
                subject,
                Bilingual(
                    f"„{frame.de}“: {names} ist nur für Flächen erlaubt.",
                    f'"{frame.en}": {names} is allowed for shapes only.',
                ),
            )
        size = size_in_pt(subject, text)
        if size < pair.min_size - ROUNDING:
            return self.frame_finding(subject, _too_small(frame, names, size, pair.min_size))
        return None


def _pair(kit: KitValues, front: str, ground: str) -> ColourPair | None:
    return next((p for p in kit.pairs if p.front == front and p.ground == ground), None)


def _too_small(frame: Bilingual, names: str, size: float, least: float) -> Bilingual:
    return Bilingual(
        f"„{frame.de}“: {names} erst ab {figure(least, 'de')} pt, hier sind es "
        f"{figure(size, 'de', 1)} pt.",
        f'"{frame.en}": {names} only from {figure(least, "en")} pt, here it is '
        f"{figure(size, 'en', 1)} pt.",
    )


class ReadableContrast(TextRule):
    """Text is readable against what lies behind it."""

    id = "colour.contrast"
    severity = Severity.BLOCKS
    clause = "WCAG 2.2, 1.4.3 Contrast (Minimum)"
    about = Bilingual(
        "Schrift hebt sich genug von dem ab, was hinter ihr liegt; auf Fotos zählt die "
        "schlechteste Stelle.",
        "Text stands out enough from what lies behind it; on photos the worst place counts.",
    )
    parameters = (
        Parameter(
            "least",
            Bilingual("Kontrast mindestens", "Contrast at least"),
            "",
            1,
            21,
            4.5,
            "min_contrast",
        ),
        Parameter(
            "least_large",
            Bilingual("Große Schrift mindestens", "Large type at least"),
            *("", 1, 21, 3.0, "min_contrast_large"),
        ),
        Parameter("large", Bilingual("Große Schrift ab", "Large type from"), "pt", 8, 72, LARGE_PT),
    )

    def judge(self, subject: PlacedFrame, ad: Ad) -> Finding | None:
        """Compare with the kit's least ratio; on a photo the measured worst spot is a hint."""
        text = subject.facts.text
        ratio = _ratio(ad.kit, text) if text else None
        if text is None or ratio is None:
            return None
        large = size_in_pt(subject, text) >= self.number("large", ad)
        least = self.number("least_large" if large else "least", ad)
        if ratio >= least - ROUNDING:
            return None
        frame = ad.called(subject.facts.frame)
        return self.frame_finding(
            subject,
            Bilingual(
                f"„{frame.de}“ hat nur Kontrast {figure(ratio, 'de', 1)}, nötig sind "
                f"{figure(least, 'de', 1)}.",
                f'"{frame.en}" has a contrast of only {figure(ratio, "en", 1)}, '
                f"{figure(least, 'en', 1)} are needed.",
            ),
            severity=Severity.BLOCKS if text.ground else Severity.CHECK,
            mends=() if text.ground else (_OTHER_PHOTO,),
            figures={"contrast": ratio, "least": least},
        )


_OTHER_PHOTO = Mend(MendKind.CHOOSE_PHOTO, Bilingual("Anderes Foto wählen", "Choose another photo"))


def _ratio(kit: KitValues, text: TextFacts) -> float | None:
    if text.contrast is not None:
        return text.contrast
    ground = kit.colours.get(text.ground) if text.ground else None
    fronts = [kit.colours[c] for c in text.colours if c in kit.colours]
    return min((contrast(f.srgb, ground.srgb) for f in fronts), default=None) if ground else None


class TotalInk(Rule[Colour]):
    """No colour of a printed ad carries more ink than the kit and its profile allow."""

    id = "colour.ink"
    severity = Severity.BLOCKS
    clause = "Brand kit, total ink; output profile"
    about = Bilingual(
        "Keine gedruckte Farbe trägt mehr Farbe auf, als Markenpaket und Profil erlauben.",
        "No printed colour carries more ink than the kit and its profile allow.",
    )
    parameters = (
        Parameter(
            "most",
            Bilingual("Farbauftrag höchstens", "Total ink at most"),
            *("%", 100, 400, 280, "max_ink"),
        ),
    )

    def subjects(self, ad: Ad) -> Iterable[Colour]:
        """Return the colours that the texts of a printed ad use."""
        if not ad.is_printed:
            return []
        texts = [p.facts.text for p in ad.frames() if p.facts.text]
        tokens = {c for t in texts for c in t.colours} | {t.ground for t in texts if t.ground}
        return [ad.kit.colours[token] for token in sorted(tokens) if token in ad.kit.colours]

    def judge(self, subject: Colour, ad: Ad) -> Finding | None:
        """Compare the sum of the four inks with the limit."""
        limit = min(self.number("most", ad), ad.kit.profile.max_ink)
        if subject.ink <= limit:
            return None
        return self.finding(
            Bilingual(
                f"{subject.token}: Farbauftrag {figure(subject.ink, 'de')} %, erlaubt sind "
                f"{figure(limit, 'de')} %.",
                f"{subject.token}: total ink {figure(subject.ink, 'en')} %, allowed are "
                f"{figure(limit, 'en')} %.",
            ),
            figures={"ink": subject.ink, "limit": limit},
        )
