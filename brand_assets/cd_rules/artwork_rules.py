"""Owns the rules about placed vector artwork: its colours and its shape."""

from brand_assets.cd_rules.context import Ad, PlacedFrame
from brand_assets.cd_rules.rule import FrameRule
from brand_assets.design_facts import (
    ArtworkFacts,
    Bilingual,
    Finding,
    FrameKind,
    Parameter,
    Severity,
    figure,
)

UNSEEN = 2.0
"""Distance in CIELAB up to which hardly anybody sees that a colour is another one."""
_MOST_NAMED = 4


class ArtworkColours(FrameRule):
    """A drawing is drawn in colours of the kit."""

    id = "artwork.colours"
    severity = Severity.CHECK
    clause = "Brand kit, colours"
    about = Bilingual(
        "Eine eingesetzte Zeichnung verwendet nur Farben des Markenpakets, eine Druckvorlage nur "
        "seine Sonderfarben.",
        "A placed drawing uses colours of the brand kit alone, a print file only its spot inks.",
    )
    kinds = (FrameKind.ARTWORK,)
    parameters = (
        Parameter(
            "apart",
            Bilingual("Farbabstand höchstens", "Colours apart by at most"),
            *("ΔE", 0, 20, UNSEEN),
        ),
    )

    def judge(self, subject: PlacedFrame, ad: Ad) -> Finding | None:
        """Name the colours that are printed as another one of the kit, and inks it has not."""
        artwork = subject.facts.artwork
        if artwork is None:
            return None
        return self._of_drawing(subject, artwork, ad) or self._of_inks(subject, artwork, ad)

    def _of_inks(self, subject: PlacedFrame, artwork: ArtworkFacts, ad: Ad) -> Finding | None:
        known = {colour.spot for colour in ad.kit.colours.values()}
        others = [ink for ink in artwork.spots if ink not in known]
        if not others:
            return None
        names = ", ".join(others)
        return self.frame_finding(
            subject,
            Bilingual(
                f"Die Druckvorlage hat Sonderfarben, die das Markenpaket nicht kennt: {names}.",
                f"The print file has spot inks that the brand kit does not know: {names}.",
            ),
            figures={"inks": float(len(others))},
        )

    def _of_drawing(self, subject: PlacedFrame, artwork: ArtworkFacts, ad: Ad) -> Finding | None:
        most = self.number("apart", ad)
        others = [one for one in artwork.not_exact if one.apart > most]
        if not others:
            return None
        others.sort(key=lambda one: -one.apart)
        pairs = [("#{:02X}{:02X}{:02X}".format(*one.srgb), one.token) for one in others]
        german = ", ".join(f"{srgb} wird {token}" for srgb, token in pairs[:_MOST_NAMED])
        english = ", ".join(f"{srgb} becomes {token}" for srgb, token in pairs[:_MOST_NAMED])
        more = len(pairs) - _MOST_NAMED
        if more > 0:
            german, english = f"{german} und {more} weitere", f"{english} and {more} more"
        return self.frame_finding(
            subject,
            Bilingual(
                f"Die Zeichnung hat Farben, die das Markenpaket nicht kennt: {german}.",
                f"The drawing has colours that the brand kit does not know: {english}.",
            ),
            figures={"colours": float(len(others)), "apart": others[0].apart},
        )


class ArtworkShape(FrameRule):
    """Artwork keeps its proportions."""

    id = "artwork.shape"
    severity = Severity.NOTE
    clause = "Brand practice: artwork is not distorted"
    about = Bilingual(
        "Eingesetzte Zeichnungen und Druckvorlagen sind nicht verzerrt.",
        "Placed drawings and print files are not distorted.",
    )
    kinds = (FrameKind.ARTWORK,)

    def judge(self, subject: PlacedFrame, ad: Ad) -> Finding | None:
        """Tell that the frame stretches what stands in it."""
        artwork: ArtworkFacts | None = subject.facts.artwork
        if artwork is None or not artwork.stretched:
            return None
        name, box = ad.called(subject.facts.frame), artwork.placed
        size_de = f"{figure(box.w, 'de')} × {figure(box.h, 'de')} {subject.page.unit}"
        size_en = f"{figure(box.w, 'en')} × {figure(box.h, 'en')} {subject.page.unit}"
        return self.frame_finding(
            subject,
            Bilingual(
                f"„{name.de}“ ist auf {size_de} verzerrt.",
                f'"{name.en}" is distorted to {size_en}.',
            ),
        )
