"""Owns the rules about styles in use: nothing tightened too far, the offer large, few typefaces."""

from collections.abc import Iterable, Iterator

from brand_assets.cd_rules.context import Ad, PlacedFrame
from brand_assets.cd_rules.rule import TEXT_KINDS, Rule, TextRule
from brand_assets.design_facts import (
    Bilingual,
    Finding,
    FrameKind,
    Mend,
    MendKind,
    Parameter,
    Severity,
    TextFacts,
    TextStyle,
    figure,
)

ROUNDING = 0.01
_LEAST_BODY = 20
"""Characters from which the small text of an ad has a size of its own."""


class NotTightened(TextRule):
    """No text is set smaller or tighter than its style allows."""

    id = "type.tightened"
    severity = Severity.CHECK
    clause = "Brand kit, text styles: size, leading and tracking"
    about = Bilingual(
        "Kein Text ist kleiner oder enger gesetzt, als sein Stil es vorsieht, damit er noch "
        "hineinpasst.",
        "No text is set smaller or tighter than its style provides for, just to make it fit.",
    )
    parameters = (
        Parameter(
            "leading",
            Bilingual("Zeilenabstand mindestens, vom Stil", "Leading at least, of the style's"),
            *("%", 50, 100, 75),
        ),
        Parameter(
            "tracking",
            Bilingual("Laufweite höchstens enger um", "Tracking tighter by at most"),
            *("1/1000 em", 0, 100, 25),
        ),
    )

    def subjects(self, ad: Ad) -> Iterable[PlacedFrame]:
        """Return the texts whose style the kit has."""
        for placed in super().subjects(ad):
            if placed.facts.text and placed.facts.text.style in ad.kit.text_styles:
                yield placed

    def judge(self, subject: PlacedFrame, ad: Ad) -> Finding | None:
        """Compare size, leading and tracking with those of the style."""
        text = subject.facts.text
        if text is None:
            return None
        found = list(self._tight(subject, text, ad.kit.text_styles[text.style], ad))
        if not found:
            return None
        frame = ad.called(subject.facts.frame)
        german, english = (", ".join(t.in_language(lang) for t in found) for lang in ("de", "en"))
        mends: tuple[Mend, ...] = ()
        if subject.field is not None:
            mends = (Mend(MendKind.SHORTEN, Bilingual("Text kürzen", "Shorten the text")),)
        return self.frame_finding(
            subject,
            Bilingual(
                f"„{frame.de}“ ist enger gesetzt, als der Stil „{text.style}“ es vorsieht: "
                f"{german}.",
                f'"{frame.en}" is set tighter than the style "{text.style}" provides for: '
                f"{english}.",
            ),
            mends=mends,
            figures={"size": text.size},
        )

    def _tight(
        self, placed: PlacedFrame, text: TextFacts, style: TextStyle, ad: Ad
    ) -> Iterator[Bilingual]:
        unit = "px" if placed.page.unit == "px" else "pt"
        sizes = style.screen_sizes if unit == "px" else style.print_sizes
        if sizes is not None and text.size < sizes[0] - ROUNDING:
            yield _instead(
                Bilingual("Größe", "size"), (text.size, sizes[0]), Bilingual(unit, unit), 1
            )
        least = style.leading * self.number("leading", ad) / 100
        if text.leading is not None and text.leading < least - ROUNDING:
            pair = (text.leading * 100, style.leading * 100)
            yield _instead(Bilingual("Zeilenabstand", "leading"), pair, Bilingual("%", "%"), 0)
        tightest = style.tracking - self.number("tracking", ad)
        if text.tracking is not None and text.tracking < tightest - ROUNDING:
            unit_of = Bilingual("Tausendstel", "thousandths")
            pair = (text.tracking, style.tracking)
            yield _instead(Bilingual("Laufweite", "tracking"), pair, unit_of, 0)


def _instead(
    what: Bilingual, found_and_wanted: tuple[float, float], unit: Bilingual, digits: int
) -> Bilingual:
    found, wanted = found_and_wanted
    return Bilingual(
        f"{what.de} {figure(found, 'de', digits)} statt {figure(wanted, 'de', digits)} {unit.de}",
        f"{what.en} {figure(found, 'en', digits)} instead of {figure(wanted, 'en', digits)} "
        f"{unit.en}",
    )


class OfferLarge(TextRule):
    """The offer stands out from the small text: the price, or the headline where there is none."""

    id = "type.offer"
    severity = Severity.CHECK
    clause = "Brand practice: one offer, and it is seen first"
    about = Bilingual(
        "Der Preis, oder ohne Preis die Überschrift, ist deutlich größer als der übrige Text.",
        "The price, or the headline where there is none, is clearly larger than the other text.",
    )
    parameters = (
        Parameter(
            "times",
            Bilingual("Größe des Angebots, Vielfaches des Textes", "Offer, times the body text"),
            *("×", 1, 5, 1.5),
        ),
    )

    def subjects(self, ad: Ad) -> Iterable[PlacedFrame]:
        """Return the largest price, or else the headline, where there is other text."""
        offer = _offer(ad)
        return [offer] if offer is not None and _body_size(ad, offer) else []

    def judge(self, subject: PlacedFrame, ad: Ad) -> Finding | None:
        """Compare its size with that in which most of the other text is set."""
        body, times = _body_size(ad, subject), self.number("times", ad)
        if body is None or subject.facts.text is None:
            return None
        size = subject.facts.text.size
        if size >= body * times - ROUNDING:
            return None
        frame, unit = ad.called(subject.facts.frame), "px" if subject.page.unit == "px" else "pt"
        return self.frame_finding(
            subject,
            Bilingual(
                f"„{frame.de}“ ist mit {figure(size, 'de', 1)} {unit} kaum größer als der Text mit "
                f"{figure(body, 'de', 1)} {unit}; das Angebot soll mindestens "
                f"{figure(times, 'de', 1)}-mal so groß sein.",
                f'"{frame.en}" at {figure(size, "en", 1)} {unit} is hardly larger than the text at '
                f"{figure(body, 'en', 1)} {unit}; the offer should be at least "
                f"{figure(times, 'en', 1)} times its size.",
            ),
            figures={"size": size, "body": body, "times": times},
        )


def _texts(ad: Ad, *kinds: FrameKind) -> list[tuple[PlacedFrame, TextFacts]]:
    return [(placed, placed.facts.text) for placed in ad.texts(*kinds) if placed.facts.text]


def _offer(ad: Ad) -> PlacedFrame | None:
    found = _texts(ad, FrameKind.PRICE) or _texts(ad, FrameKind.TEXT)
    return max(found, key=lambda one: one[1].size, default=(None, None))[0]


def _body_size(ad: Ad, offer: PlacedFrame) -> float | None:
    """Return the size in which most of the text stands, headline and prices aside."""
    texts = _texts(ad, FrameKind.TEXT, FrameKind.TABLE, FrameKind.STORY)
    headline = max((text.size for _, text in texts), default=0.0)
    other = sorted(
        (text.size, len(text.text))
        for placed, text in texts
        if placed.facts is not offer.facts and text.size < headline
    )
    left = sum(count for _, count in other) / 2
    if left < _LEAST_BODY / 2:
        return None
    for size, count in other:
        left -= count
        if left <= 0:
            return size
    return None


class FewTypefaces(Rule[tuple[str, ...]]):
    """An ad is set in few typefaces."""

    id = "type.families"
    severity = Severity.CHECK
    clause = "Brand practice: few typefaces in one ad"
    about = Bilingual(
        "Eine Anzeige verwendet nur wenige Schriftfamilien.",
        "An ad uses few font families.",
    )
    parameters = (Parameter("most", Bilingual("Höchstens", "At most"), "", 1, 10, 3),)

    def subjects(self, ad: Ad) -> Iterable[tuple[str, ...]]:
        """Return the families of all texts of the ad."""
        texts = [text for _, text in _texts(ad, *TEXT_KINDS)]
        families = dict.fromkeys(family for text in texts for family in text.families)
        return [tuple(families)] if families else []

    def judge(self, subject: tuple[str, ...], ad: Ad) -> Finding | None:
        """Count them."""
        most = round(self.number("most", ad))
        if len(subject) <= most:
            return None
        names = ", ".join(subject)
        return self.finding(
            Bilingual(
                f"Die Anzeige verwendet {len(subject)} Schriftfamilien, vorgesehen sind höchstens "
                f"{most}: {names}.",
                f"The ad uses {len(subject)} font families, at most {most} are provided for: "
                f"{names}.",
            ),
            figures={"families": float(len(subject)), "most": float(most)},
        )
