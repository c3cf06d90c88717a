"""Owns the rules about ink on the finished page: rich black, the most at one place, the unknown."""

from collections.abc import Iterable

from brand_assets.cd_rules.colour_rules import ROUNDING
from brand_assets.cd_rules.context import Ad, PlacedFrame
from brand_assets.cd_rules.rule import FrameRule, Rule
from brand_assets.design_facts import (
    Bilingual,
    Finding,
    InkFacts,
    PageFacts,
    Parameter,
    Severity,
    figure,
)

FINE_LINE_MM = 0.36
"""1 pt: up to this width a line is fine."""


class RichBlack(FrameRule):
    """A black of several inks is for large type, and not for fine lines."""

    id = "colour.rich_black"
    severity = Severity.CHECK
    clause = "Brand kit, limits: smallest type in rich black; print practice"
    about = Bilingual(
        "Schwarz aus mehreren Druckfarben steht nur in großer Schrift und nicht in feinen Linien: "
        "Dort lägen die Farben nicht genau genug aufeinander.",
        "Black of several inks is set in large type alone, and not in fine lines: there the inks "
        "would not fit upon one another.",
    )
    kinds = ()
    parameters = (
        Parameter(
            "least",
            Bilingual("Schrift mindestens", "Type at least"),
            *("pt", 0, 100, 14, "rich_black_min_pt"),
        ),
        Parameter(
            "line", Bilingual("Linien breiter als", "Lines wider than"), "mm", 0, 5, FINE_LINE_MM
        ),
    )

    def subjects(self, ad: Ad) -> Iterable[PlacedFrame]:
        """Return the frames of a printed ad that hold text or lines."""
        placed = super().subjects(ad) if ad.is_printed else []
        return [one for one in placed if one.facts.text or one.facts.lines]

    def judge(self, subject: PlacedFrame, ad: Ad) -> Finding | None:
        """Compare sizes and widths of what is set in such a black with the least."""
        return self._of_text(subject, ad) or self._of_lines(subject, ad)

    def _of_text(self, subject: PlacedFrame, ad: Ad) -> Finding | None:
        text = subject.facts.text
        token = _rich_black(text.colours, ad) if text else None
        if text is None or token is None:
            return None
        size, least = text.smallest_size, self.number("least", ad)
        if size >= least - ROUNDING:
            return None
        frame = ad.called(subject.facts.frame)
        return self.frame_finding(
            subject,
            Bilingual(
                f"„{frame.de}“: {token} ist Schwarz aus mehreren Farben, erlaubt erst ab "
                f"{figure(least, 'de')} pt; hier sind es {figure(size, 'de', 1)} pt.",
                f'"{frame.en}": {token} is black of several inks, allowed only from '
                f"{figure(least, 'en')} pt; here it is {figure(size, 'en', 1)} pt.",
            ),
            figures={"size": size, "least": least},
        )

    def _of_lines(self, subject: PlacedFrame, ad: Ad) -> Finding | None:
        lines = subject.facts.lines
        token = _rich_black((lines.colour,), ad) if lines else None
        least = self.number("line", ad)
        if lines is None or token is None or lines.width > least:
            return None
        frame = ad.called(subject.facts.frame)
        return self.frame_finding(
            subject,
            Bilingual(
                f"„{frame.de}“: {token} ist Schwarz aus mehreren Farben, zu ungenau für Linien von "
                f"{figure(lines.width, 'de', 2)} mm. Nehmen Sie reines Schwarz.",
                f'"{frame.en}": {token} is black of several inks, too rough for lines of '
                f"{figure(lines.width, 'en', 2)} mm. Use pure black.",
            ),
            figures={"width": lines.width, "least": least},
        )


def _rich_black(tokens: Iterable[str], ad: Ad) -> str | None:
    """Return the first of the tokens that is a black of several inks."""
    colours = ad.kit.colours
    return next((t for t in tokens if t in colours and colours[t].is_rich_black), None)


class PageRule(Rule[InkFacts]):
    """A rule for the pages whose ink was measured."""

    def subjects(self, ad: Ad) -> Iterable[InkFacts]:
        """Return the ink of the pages where it was measured."""
        return [page.ink for page in ad.pages if page.ink is not None]

    def page_finding(
        self, ink: InkFacts, ad: Ad, message: Bilingual, figures: dict[str, float]
    ) -> Finding:
        """Return a finding about a place of one page, and the frame that is nearest to it."""
        page = _page_of(ink, ad)
        return Finding(
            rule=self.id,
            severity=self.severity,
            message=message,
            frame=ink.frame,
            page=ink.page,
            format_key=page.format_key,
            figures=figures,
        )


def _page_of(ink: InkFacts, ad: Ad) -> PageFacts:
    return next(page for page in ad.pages if page.ink is ink)


class InkAtOnePlace(PageRule):
    """No place of a printed page takes more ink than the press bears."""

    id = "ink.place"
    severity = Severity.CHECK
    clause = "Output profile, total ink; measured on the finished page"
    about = Bilingual(
        "An keiner Stelle der Druckseite liegt mehr Farbe, als das Druckprofil verträgt; gemessen "
        "wird die fertige Seite.",
        "No place of the printed page takes more ink than the output profile bears; measured is "
        "the finished page.",
    )

    def judge(self, subject: InkFacts, ad: Ad) -> Finding | None:
        """Tell the most and where it is."""
        if subject.over is None:
            return None
        limit, unit = ad.kit.profile.max_ink, _page_of(subject, ad).unit
        frame = ad.called(subject.frame) if subject.frame else None
        near_de = f" bei „{frame.de}“" if frame else ""
        near_en = f' at "{frame.en}"' if frame else ""
        x, y = subject.x, subject.y
        return self.page_finding(
            subject,
            ad,
            Bilingual(
                f"Farbauftrag{near_de} {figure(subject.most, 'de')} %, das Papier verträgt "
                f"{figure(limit, 'de')} % ({figure(x, 'de')} {unit} von links, "
                f"{figure(y, 'de')} {unit} von oben).",
                f"Total ink{near_en} {figure(subject.most, 'en')} %, the paper bears "
                f"{figure(limit, 'en')} % ({figure(x, 'en')} {unit} from the left, "
                f"{figure(y, 'en')} {unit} from the top).",
            ),
            {"ink": subject.most, "limit": limit, "x": x, "y": y},
        )


class InkUnknown(PageRule):
    """What was not measured is said."""

    id = "ink.not_measured"
    severity = Severity.NOTE
    clause = "Print practice: supplied artwork keeps its own inks"
    about = Bilingual(
        "Für eingesetzte Druckvorlagen wird der Farbauftrag nicht gemessen, und das wird gesagt.",
        "The ink of placed artwork is not measured, and that is said.",
    )

    def judge(self, subject: InkFacts, ad: Ad) -> Finding | None:
        """Tell how much of the page was left out."""
        if not subject.unmeasured:
            return None
        share = max(1.0, subject.unmeasured * 100)
        return self.page_finding(
            subject,
            ad,
            Bilingual(
                f"Farbauftrag nicht gemessen auf {figure(share, 'de')} % der Seite: Dort liegt "
                "eine eingesetzte Druckvorlage.",
                f"Ink not measured on {figure(share, 'en')} % of the page: placed artwork lies "
                "there.",
            ),
            {"share": share},
        )
