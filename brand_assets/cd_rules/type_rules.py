"""Owns the rules about type: smallest size, text that does not fit, missing glyphs."""

from collections.abc import Iterable

from brand_assets.cd_rules.context import Ad, PlacedFrame
from brand_assets.cd_rules.rule import TEXT_KINDS, FrameRule, TextRule
from brand_assets.design_facts import (
    Bilingual,
    Finding,
    Mend,
    MendKind,
    Parameter,
    Severity,
    figure,
)

ROUNDING = 0.01


class SmallestType(TextRule):
    """No text is smaller than the kit allows in its medium."""

    id = "type.smallest"
    severity = Severity.BLOCKS
    clause = "Brand kit, limits: smallest type"
    about = Bilingual(
        "Keine Schrift ist kleiner, als das Markenpaket für Druck oder Bildschirm erlaubt.",
        "No text is smaller than the kit allows in print or on screen.",
    )
    parameters = (
        Parameter("print", Bilingual("Druck", "Print"), "pt", 3, 72, 6, "min_text_pt"),
        Parameter("newspaper", Bilingual("Zeitung", "Newspaper"), "pt", 3, 72, 6, "min_text_pt"),
        Parameter("poster", Bilingual("Plakat", "Poster"), "pt", 3, 200, 6, "min_text_pt"),
        Parameter("screen", Bilingual("Bildschirm", "Screen"), "px", 5, 200, 9.5, "min_text_px"),
    )

    def judge(self, subject: PlacedFrame, ad: Ad) -> Finding | None:
        """Compare the size that came out, of its smallest part, with the limit of the medium."""
        text = subject.facts.text
        on_screen = subject.page.unit == "px"
        printed = ad.context.medium if ad.is_printed else "print"
        least = self.number("screen" if on_screen else printed, ad)
        if text is None or text.smallest_size >= least - ROUNDING:
            return None
        size = text.smallest_size
        unit = "px" if on_screen else "pt"
        where, frame = ad.context.where(), ad.called(subject.facts.frame)
        return self.frame_finding(
            subject,
            Bilingual(
                f"{where.de} ist „{frame.de}“ nur {figure(size, 'de', 1)} {unit} groß, "
                f"nötig sind {figure(least, 'de', 1)} {unit}.",
                f'{where.en}, "{frame.en}" is only {figure(size, "en", 1)} {unit}, '
                f"{figure(least, 'en', 1)} {unit} are needed.",
            ),
            mends=_shorten(subject, None),
            figures={"size": size, "least": least},
        )


class TextFits(FrameRule):
    """Every text stands in its frame in full."""

    id = "text.overflow"
    severity = Severity.BLOCKS
    clause = "Brand kit, text styles: size ranges"
    binding = True
    about = Bilingual(
        "Jeder Text passt ganz in seinen Rahmen; nichts wird stillschweigend abgeschnitten.",
        "Every text fits its frame in full; nothing is cut in silence.",
    )
    kinds = TEXT_KINDS

    def subjects(self, ad: Ad) -> Iterable[PlacedFrame]:
        """Return the frames that text was set into."""
        return [p for p in super().subjects(ad) if p.facts.text is not None]

    def judge(self, subject: PlacedFrame, ad: Ad) -> Finding | None:
        """Say by how many characters it is too long, and where."""
        text = subject.facts.text
        if text is None or text.overflow_chars <= 0:
            return None
        too_many = text.overflow_chars
        where = ad.context.where()
        figures = {"too_many": float(too_many)}
        if text.room_chars is not None:
            figures["room"] = float(text.room_chars)
        return self.frame_finding(
            subject,
            Bilingual(
                f"{where.de} {too_many} Zeichen zu lang.",
                f"{where.en}, {too_many} {'character' if too_many == 1 else 'characters'} "
                "too long.",
            ),
            mends=_shorten(subject, too_many),
            figures=figures,
        )


def _shorten(placed: PlacedFrame, too_many: int | None) -> tuple[Mend, ...]:
    if placed.field is None:
        return ()
    if too_many is None:
        return (Mend(MendKind.SHORTEN, Bilingual("Text kürzen", "Shorten the text")),)
    return (
        Mend(
            MendKind.SHORTEN,
            Bilingual(f"Um {too_many} Zeichen kürzen", f"Shorten by {too_many}"),
        ),
    )


class GlyphsPresent(TextRule):
    """The fonts of the kit can show every character."""

    id = "type.glyphs"
    severity = Severity.BLOCKS
    clause = "Brand kit, fonts and fallbacks"
    binding = True
    about = Bilingual(
        "Die Schriften der Marke enthalten jedes verwendete Zeichen.",
        "The brand's fonts contain every character that is used.",
    )

    def judge(self, subject: PlacedFrame, ad: Ad) -> Finding | None:
        """List the characters that no font of the kit has."""
        text = subject.facts.text
        if text is None or not text.missing_glyphs:
            return None
        missing = " ".join(dict.fromkeys(text.missing_glyphs))
        mends: tuple[Mend, ...] = ()
        if subject.field is not None:
            mends = (
                Mend(MendKind.OPEN_FIELD, Bilingual("Zeichen ersetzen", "Replace the characters")),
            )
        return self.frame_finding(
            subject,
            Bilingual(
                f"Die Schrift der Marke hat diese Zeichen nicht: {missing}",
                f"The brand's font does not have these characters: {missing}",
            ),
            mends=mends,
            figures={"missing": float(len(set(text.missing_glyphs)))},
        )


class FeaturesPresent(TextRule):
    """The fonts have the OpenType features that a text asks for."""

    id = "type.features"
    severity = Severity.NOTE
    clause = "Ad template, OpenType features"
    about = Bilingual(
        "Die Schriften haben die OpenType-Funktionen, die eine Vorlage verlangt.",
        "The fonts have the OpenType features that a template asks for.",
    )

    def judge(self, subject: PlacedFrame, ad: Ad) -> Finding | None:
        """List the features that the text asks for in vain."""
        text = subject.facts.text
        if text is None or not text.lacking_features:
            return None
        features, frame = ", ".join(text.lacking_features), ad.called(subject.facts.frame)
        return self.frame_finding(
            subject,
            Bilingual(
                f"„{frame.de}“: Die Schrift hat diese OpenType-Funktionen nicht: {features}",
                f'"{frame.en}": the font does not have these OpenType features: {features}',
            ),
            figures={"lacking": float(len(text.lacking_features))},
        )
