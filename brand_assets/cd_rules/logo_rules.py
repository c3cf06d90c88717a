"""Owns the rules about the logo: clear space, smallest height, shape, ground."""

from collections.abc import Iterable

from brand_assets.cd_rules.context import Ad, PlacedFrame
from brand_assets.cd_rules.rule import FrameRule
from brand_assets.design_facts import (
    Bilingual,
    Finding,
    FrameKind,
    Logo,
    LogoFacts,
    Severity,
    figure,
)

ROUNDING = 0.01


class LogoRule(FrameRule):
    """A frame rule for logos of the kit."""

    kinds = (FrameKind.LOGO,)

    def subjects(self, ad: Ad) -> Iterable[PlacedFrame]:
        """Return the frames with a logo in them."""
        return [p for p in super().subjects(ad) if p.facts.logo is not None]

    def judge(self, subject: PlacedFrame, ad: Ad) -> Finding | None:
        """Hand the logo's facts and its definition to the rule."""
        facts = subject.facts.logo
        if facts is None:
            return None
        return self.judge_logo(subject, facts, ad.kit.logos.get(facts.variant))

    def judge_logo(
        self, placed: PlacedFrame, facts: LogoFacts, logo: Logo | None
    ) -> Finding | None:
        """Return what is wrong with one logo; `logo` is None where the kit has no such variant."""
        raise NotImplementedError


class LogoClearSpace(LogoRule):
    """Nothing enters the clear space of the logo."""

    id = "logo.clear_space"
    severity = Severity.BLOCKS
    clause = "Brand kit, logo: clear space"
    about = Bilingual(
        "In den Schutzraum des Logos ragt nichts hinein.",
        "Nothing enters the clear space of the logo.",
    )

    def judge_logo(
        self, placed: PlacedFrame, facts: LogoFacts, logo: Logo | None
    ) -> Finding | None:
        """Name what stands in the clear space."""
        if not facts.intruders:
            return None
        names = ", ".join(facts.intruders)
        return self.frame_finding(
            placed,
            Bilingual(
                f"Im Schutzraum des Logos steht: {names}.",
                f"In the clear space of the logo stands: {names}.",
            ),
            figures={"intruders": float(len(facts.intruders))},
        )


class LogoSmallest(LogoRule):
    """The logo is not smaller than its variant allows."""

    id = "logo.smallest"
    severity = Severity.BLOCKS
    clause = "Brand kit, logo: smallest height"
    about = Bilingual(
        "Das Logo ist nicht kleiner, als seine Variante erlaubt.",
        "The logo is not smaller than its variant allows.",
    )

    def judge_logo(
        self, placed: PlacedFrame, facts: LogoFacts, logo: Logo | None
    ) -> Finding | None:
        """Compare the height with the variant's least height in the page's unit."""
        if logo is None:
            return self.frame_finding(
                placed,
                Bilingual(
                    f"Das Logo „{facts.variant}“ gibt es in diesem Markenpaket nicht.",
                    f'This kit has no logo "{facts.variant}".',
                ),
            )
        unit = placed.page.unit
        least = logo.min_height_px if unit == "px" else logo.min_height_mm
        if facts.height >= least - ROUNDING:
            return None
        return self.frame_finding(
            placed,
            Bilingual(
                f"Das Logo ist nur {figure(facts.height, 'de', 1)} {unit} hoch, nötig sind "
                f"{figure(least, 'de', 1)} {unit}.",
                f"The logo is only {figure(facts.height, 'en', 1)} {unit} high, "
                f"{figure(least, 'en', 1)} {unit} are needed.",
            ),
            figures={"height": facts.height, "least": least},
        )


class LogoShape(LogoRule):
    """The logo is neither stretched nor turned."""

    id = "logo.shape"
    severity = Severity.BLOCKS
    clause = "Brand kit, logo: never tilted or distorted"
    about = Bilingual(
        "Das Logo ist weder verzerrt noch gedreht.", "The logo is neither stretched nor turned."
    )

    def judge_logo(
        self, placed: PlacedFrame, facts: LogoFacts, logo: Logo | None
    ) -> Finding | None:
        """Say which of the two it is."""
        if facts.stretched:
            return self.frame_finding(
                placed, Bilingual("Das Logo ist verzerrt.", "The logo is stretched.")
            )
        if facts.rotated:
            return self.frame_finding(
                placed, Bilingual("Das Logo ist gedreht.", "The logo is turned.")
            )
        return None


class LogoGround(LogoRule):
    """The logo stands on a ground that its variant is made for."""

    id = "logo.ground"
    severity = Severity.BLOCKS
    clause = "Brand kit, logo: grounds by variant"
    about = Bilingual(
        "Jede Variante des Logos steht nur auf den Farben, für die sie gemacht ist.",
        "Each variant of the logo stands only on the colours it is made for.",
    )

    def judge_logo(
        self, placed: PlacedFrame, facts: LogoFacts, logo: Logo | None
    ) -> Finding | None:
        """Compare the flat colour behind the logo with the variant's grounds."""
        if logo is None or facts.ground is None or not logo.grounds:
            return None
        if facts.ground in logo.grounds:
            return None
        allowed = ", ".join(logo.grounds)
        return self.frame_finding(
            placed,
            Bilingual(
                f"Das Logo „{facts.variant}“ steht auf {facts.ground}, erlaubt sind: {allowed}.",
                f'The logo "{facts.variant}" stands on {facts.ground}, allowed are: {allowed}.',
            ),
        )
