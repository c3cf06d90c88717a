"""Owns the rules about placed vector artwork: its colours and its shape."""

from brand_assets.cd_rules.context import Ad, PlacedFrame
from brand_assets.cd_rules.rule import FrameRule
from brand_assets.design_facts import ArtworkFacts, Bilingual, Finding, FrameKind, Severity, figure

UNSEEN = 2.0
"""Distance in CIELAB up to which hardly anybody sees that a colour is another one."""
_MOST_NAMED = 4


class ArtworkColours(FrameRule):
    """A drawing is drawn in colours of the kit."""

    id = "artwork.colours"
    severity = Severity.CHECK
    clause = "Brand kit, colours"
    about = Bilingual(
        "Eine eingesetzte Zeichnung verwendet nur Farben des Markenpakets.",
        "A placed drawing uses colours of the brand kit alone.",
    )
    kinds = (FrameKind.ARTWORK,)

    def judge(self, subject: PlacedFrame, ad: Ad) -> Finding | None:
        """Name the colours that are printed as another one of the kit."""
        artwork = subject.facts.artwork
        others = [one for one in artwork.not_exact if one.apart > UNSEEN] if artwork else []
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
        name, box = subject.facts.frame, artwork.placed
        size_de = f"{figure(box.w, 'de')} × {figure(box.h, 'de')} {subject.page.unit}"
        size_en = f"{figure(box.w, 'en')} × {figure(box.h, 'en')} {subject.page.unit}"
        return self.frame_finding(
            subject,
            Bilingual(
                f"„{name}“ ist auf {size_de} verzerrt.", f'"{name}" is distorted to {size_en}.'
            ),
        )
