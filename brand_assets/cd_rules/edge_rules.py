"""Owns the rules about the edges of a page: the bleed is filled, and type keeps off the trim."""

from collections.abc import Iterable

from brand_assets.cd_rules.context import Ad, PlacedFrame
from brand_assets.cd_rules.rule import TEXT_KINDS, FrameRule, Rule
from brand_assets.design_facts import (
    Bilingual,
    BleedGap,
    Finding,
    FrameKind,
    PageFacts,
    PageSide,
    Parameter,
    Severity,
    figure,
)

TOUCHES = 0.05
"""How near to the trim a surface ends that reaches it, in mm."""
_SIDES = {
    PageSide.LEFT: Bilingual("links", "on the left"),
    PageSide.TOP: Bilingual("oben", "at the top"),
    PageSide.RIGHT: Bilingual("rechts", "on the right"),
    PageSide.BOTTOM: Bilingual("unten", "at the bottom"),
}
_SURFACES = (FrameKind.RECT, FrameKind.PATH, FrameKind.PHOTO, FrameKind.ARTWORK)
_CUT = frozenset({"print", "poster"})
"""Media whose sheets are cut; a newspaper ad stands inside its page."""
_MOST_NAMED = 3


class BleedFilled(Rule[PageFacts]):
    """What reaches the edge of a page goes on to the edge of its bleed."""

    id = "page.bleed"
    severity = Severity.CHECK
    clause = "Print practice: pictures and grounds at the trim fill the bleed"
    about = Bilingual(
        "Bilder und Flächen, die bis an den Rand reichen, gehen bis in den Anschnitt weiter: "
        "Sonst blitzt nach dem Schneiden Papier.",
        "Pictures and grounds that reach the edge go on into the bleed: else paper shows after "
        "cutting.",
    )
    parameters = (
        Parameter("least", Bilingual("Anschnitt mindestens", "Bleed at least"), "mm", 0, 20, 3),
    )

    def subjects(self, ad: Ad) -> Iterable[PageFacts]:
        """Return the pages that are cut and on which something reaches the trim."""
        if ad.context.medium not in _CUT:
            return []
        return [page for page in ad.pages if page.gaps or _at_trim(page)]

    def judge(self, subject: PageFacts, ad: Ad) -> Finding | None:
        """Name what ends before the edge of the bleed; where the page has too little, say so."""
        least = self.number("least", ad)
        if subject.bleed < least - TOUCHES:
            names = ad.all_called(_at_trim(subject)[:_MOST_NAMED])
            return self._page_finding(
                subject,
                Bilingual(
                    f"Die Seite hat {_mm(subject.bleed, 'de')} mm Anschnitt, nötig sind "
                    f"{_mm(least, 'de')} mm: Bis an den Rand reicht {names.de}.",
                    f"The page has {_mm(subject.bleed, 'en')} mm of bleed, {_mm(least, 'en')} mm "
                    f"are needed: {names.en} reaches the edge.",
                ),
                {"bleed": subject.bleed, "least": least},
            )
        if not subject.gaps:
            return None
        german = "; ".join(_gap(gap, ad, "de") for gap in subject.gaps[:_MOST_NAMED])
        english = "; ".join(_gap(gap, ad, "en") for gap in subject.gaps[:_MOST_NAMED])
        shortest = min(gap.beyond for gap in subject.gaps)
        return self._page_finding(
            subject,
            Bilingual(
                f"Der Anschnitt ({_mm(subject.bleed, 'de')} mm) ist nicht gefüllt: {german}.",
                f"The bleed ({_mm(subject.bleed, 'en')} mm) is not filled: {english}.",
            ),
            {"gaps": float(len(subject.gaps)), "beyond": shortest},
            subject.gaps[0].frame,
        )

    def _page_finding(
        self,
        page: PageFacts,
        message: Bilingual,
        figures: dict[str, float],
        frame: str | None = None,
    ) -> Finding:
        return Finding(
            rule=self.id,
            severity=self.severity,
            message=message,
            frame=frame,
            page=page.page,
            format_key=page.format_key,
            figures=figures,
        )


def _mm(value: float, language: str) -> str:
    return figure(value, language, 0 if value == round(value) else 1)


def _gap(gap: BleedGap, ad: Ad, language: str) -> str:
    side, frame = (t.in_language(language) for t in (_SIDES[gap.side], ad.called(gap.frame)))
    if language == "en":
        return f'"{frame}" {side} only {_mm(gap.beyond, "en")} mm'
    return f"„{frame}“ {side} nur {_mm(gap.beyond, 'de')} mm"


def _at_trim(page: PageFacts) -> list[str]:
    """Return the surfaces that reach or cross the trim."""
    found = []
    for facts in page.frames:
        box = facts.drawn
        if facts.kind not in _SURFACES or not box.w:
            continue
        reaches = min(box.x, box.y, page.width - box.right, page.height - box.bottom)
        if reaches <= TOUCHES:
            found.append(facts.frame)
    return found


class SafeMargin(FrameRule):
    """Text, logos and codes keep off the edge of the page."""

    id = "page.safe_margin"
    severity = Severity.CHECK
    clause = "Print practice: nothing that is read stands near the cut"
    about = Bilingual(
        "Texte, Logos und Codes halten Abstand zum Rand, damit beim Schneiden nichts verloren "
        "geht.",
        "Texts, logos and codes keep off the edge, so that cutting takes nothing away.",
    )
    kinds = (*TEXT_KINDS, FrameKind.LOGO, FrameKind.QR, FrameKind.BARCODE)
    parameters = (
        Parameter("print", Bilingual("Druck", "Print"), "mm", 0, 50, 3),
        Parameter("newspaper", Bilingual("Zeitung", "Newspaper"), "mm", 0, 50, 2),
        Parameter("poster", Bilingual("Plakat", "Poster"), "mm", 0, 100, 5),
        Parameter("screen", Bilingual("Bildschirm", "Screen"), "px", 0, 400, 8),
    )

    def subjects(self, ad: Ad) -> Iterable[PlacedFrame]:
        """Return what is drawn of these frames; a text that is too long is told of already."""
        if self.find_parameter(ad.context.medium) is None:
            return []
        drawn = [p for p in super().subjects(ad) if p.facts.drawn.w and p.facts.drawn.h]
        return [p for p in drawn if p.facts.text is None or p.facts.text.overflow_chars <= 0]

    def judge(self, subject: PlacedFrame, ad: Ad) -> Finding | None:
        """Compare the distance to the nearest edge; what goes beyond the trim is cut off."""
        least = self.number(ad.context.medium, ad)
        page, box = subject.page, subject.facts.drawn
        frame = ad.called(subject.facts.frame)
        edges = (box.x, box.y, page.width - box.right, page.height - box.bottom)
        distance = min(edges)
        if distance >= least - TOUCHES:
            return None
        figures = {"distance": round(distance, 2), "least": least}
        unit = page.unit
        if distance < -TOUCHES:
            return self.frame_finding(
                subject,
                Bilingual(
                    f"„{frame.de}“ ragt {figure(-distance, 'de', 1)} {unit} über den Rand hinaus "
                    "und wird abgeschnitten.",
                    f'"{frame.en}" goes {figure(-distance, "en", 1)} {unit} beyond the edge and is '
                    "cut off.",
                ),
                severity=Severity.BLOCKS,
                figures=figures,
            )
        return self.frame_finding(
            subject,
            Bilingual(
                f"„{frame.de}“ steht {figure(distance, 'de', 1)} {unit} vom Rand, nötig sind "
                f"{figure(least, 'de', 1)} {unit}.",
                f'"{frame.en}" stands {figure(distance, "en", 1)} {unit} from the edge, '
                f"{figure(least, 'en', 1)} {unit} are needed.",
            ),
            figures=figures,
        )
