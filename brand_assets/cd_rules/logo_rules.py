"""Owns the rules about the logo: clear space, smallest height, shape, colours, ground, variant."""

from collections.abc import Iterable

from brand_assets.cd_rules.context import Ad, PlacedFrame
from brand_assets.cd_rules.rule import FrameRule
from brand_assets.design_facts import (
    Bilingual,
    Finding,
    FrameKind,
    Logo,
    LogoFacts,
    Parameter,
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
        return self.judge_logo(subject, facts, ad)

    def judge_logo(self, placed: PlacedFrame, facts: LogoFacts, ad: Ad) -> Finding | None:
        """Return what is wrong with one logo."""
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

    def judge_logo(self, placed: PlacedFrame, facts: LogoFacts, ad: Ad) -> Finding | None:
        """Name what stands in the clear space."""
        if not facts.intruders:
            return None
        names = ad.all_called(facts.intruders)
        return self.frame_finding(
            placed,
            Bilingual(
                f"Im Schutzraum des Logos steht: {names.de}.",
                f"In the clear space of the logo stands: {names.en}.",
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

    def judge_logo(self, placed: PlacedFrame, facts: LogoFacts, ad: Ad) -> Finding | None:
        """Compare the height with the variant's least height in the page's unit."""
        logo = ad.kit.logos.get(facts.variant)
        if logo is None:
            return None
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

    def judge_logo(self, placed: PlacedFrame, facts: LogoFacts, ad: Ad) -> Finding | None:
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


class LogoColours(LogoRule):
    """The logo keeps its colours."""

    id = "logo.colours"
    severity = Severity.BLOCKS
    clause = "Brand kit, logo: never recoloured"
    about = Bilingual(
        "Das Logo behält seine Farben: Es ist weder umgefärbt noch durchscheinend.",
        "The logo keeps its colours: it is neither recoloured nor see-through.",
    )
    parameters = (
        Parameter(
            "apart",
            Bilingual("Farbabstand höchstens", "Colours apart by at most"),
            *("ΔE", 0, 20, 2),
        ),
    )

    def judge_logo(self, placed: PlacedFrame, facts: LogoFacts, ad: Ad) -> Finding | None:
        """Say that its ground shows through, or which of its colours the kit draws as another."""
        if facts.opacity < 1 - ROUNDING:
            percent = facts.opacity * 100
            return self.frame_finding(
                placed,
                Bilingual(
                    f"Das Logo ist durchscheinend (Deckkraft {figure(percent, 'de')} %).",
                    f"The logo is see-through (opacity {figure(percent, 'en')} %).",
                ),
                figures={"opacity": facts.opacity},
            )
        others = [one for one in facts.not_exact if one.apart > self.number("apart", ad)]
        if not others:
            return None
        pairs = [("#{:02X}{:02X}{:02X}".format(*one.srgb), one.token) for one in others]
        german = ", ".join(f"{srgb} wird {token}" for srgb, token in pairs)
        english = ", ".join(f"{srgb} becomes {token}" for srgb, token in pairs)
        return self.frame_finding(
            placed,
            Bilingual(
                f"Das Logo „{facts.variant}“ hat Farben, die das Markenpaket nicht kennt: "
                f"{german}.",
                f'The logo "{facts.variant}" has colours that the brand kit does not know: '
                f"{english}.",
            ),
            figures={"apart": max(one.apart for one in others)},
        )


class LogoVariant(LogoRule):
    """The logo stands in the variant that its medium and channel ask for."""

    id = "logo.variant"
    severity = Severity.BLOCKS
    clause = "Brand kit, logo: variants by medium and channel"
    about = Bilingual(
        "Das Logo steht in einer Variante, die für Medium und Kanal vorgesehen ist.",
        "The logo stands in a variant that is meant for the medium and the channel.",
    )

    def judge_logo(self, placed: PlacedFrame, facts: LogoFacts, ad: Ad) -> Finding | None:
        """Ask the kit whether the variant is meant for here; name those that are."""
        logo = ad.kit.logos.get(facts.variant)
        if logo is None:
            return self.frame_finding(
                placed,
                Bilingual(
                    f"Das Logo „{facts.variant}“ gibt es in diesem Markenpaket nicht.",
                    f'This kit has no logo "{facts.variant}".',
                ),
            )
        if _is_meant(logo, ad):
            return None
        fitting = ", ".join(key for key, one in ad.kit.logos.items() if _is_meant(one, ad))
        return self.frame_finding(
            placed,
            Bilingual(
                f"Das Logo „{facts.variant}“ ist nicht für dieses Medium oder diesen Kanal gedacht."
                + (f" Vorgesehen sind: {fitting}." if fitting else ""),
                f'The logo "{facts.variant}" is not meant for this medium or channel.'
                + (f" Meant are: {fitting}." if fitting else ""),
            ),
        )


def _is_meant(logo: Logo, ad: Ad) -> bool:
    context = ad.context
    places = {context.channel, context.channel_key}
    return (not logo.media or context.medium in logo.media) and (
        not logo.channels or places == {None} or not places.isdisjoint(logo.channels)
    )


class LogoGround(LogoRule):
    """The logo stands on a ground that its variant is made for."""

    id = "logo.ground"
    severity = Severity.BLOCKS
    clause = "Brand kit, logo: grounds by variant"
    about = Bilingual(
        "Jede Variante des Logos steht nur auf den Farben, für die sie gemacht ist.",
        "Each variant of the logo stands only on the colours it is made for.",
    )

    def judge_logo(self, placed: PlacedFrame, facts: LogoFacts, ad: Ad) -> Finding | None:
        """Compare the flat colour behind the logo with the variant's grounds."""
        logo = ad.kit.logos.get(facts.variant)
        if logo is None or not logo.grounds:
            return None
        allowed = ", ".join(logo.grounds)
        if facts.ground is None:
            return self._uneven(placed, facts, allowed) if facts.uneven else None
        if facts.ground in logo.grounds:
            return None
        fitting = [key for key, one in ad.kit.logos.items() if facts.ground in one.grounds]
        return self.frame_finding(
            placed,
            Bilingual(
                f"Das Logo „{facts.variant}“ steht auf {facts.ground}, erlaubt sind: {allowed}."
                + (f" Für {facts.ground} gemacht: {', '.join(fitting)}." if fitting else ""),
                f'The logo "{facts.variant}" stands on {facts.ground}, allowed are: {allowed}.'
                + (f" Made for {facts.ground}: {', '.join(fitting)}." if fitting else ""),
            ),
        )

    def _uneven(self, placed: PlacedFrame, facts: LogoFacts, allowed: str) -> Finding:
        return self.frame_finding(
            placed,
            Bilingual(
                f"Das Logo „{facts.variant}“ steht auf einem Foto oder auf mehreren Farben, "
                f"erlaubt sind: {allowed}.",
                f'The logo "{facts.variant}" stands on a photo or on several colours, allowed '
                f"are: {allowed}.",
            ),
            severity=Severity.CHECK,
        )
