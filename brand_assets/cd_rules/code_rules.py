"""Owns the rules about all codes that machines read: room, contrast, and that they can be read."""

from collections.abc import Iterable

from brand_assets.cd_rules.context import Ad, PlacedFrame
from brand_assets.cd_rules.rule import FrameRule
from brand_assets.design_facts import (
    BarcodeFacts,
    Bilingual,
    CodeSurroundings,
    Finding,
    FrameKind,
    Parameter,
    QrFacts,
    Severity,
    figure,
)

LEAST_CONTRAST = 0.4
"""Grade C of ISO/IEC 15415 and 15416 for the difference of reflectances."""
GOOD_CONTRAST = 0.55


def code_of(placed: PlacedFrame) -> QrFacts | BarcodeFacts | None:
    """Return the facts of the code in a frame, None where none was drawn."""
    barcode = placed.facts.barcode
    return barcode if barcode is not None and barcode.problem is None else placed.facts.qr


class CodeRule(FrameRule):
    """A frame rule for QR codes and barcodes."""

    kinds = (FrameKind.QR, FrameKind.BARCODE)

    def subjects(self, ad: Ad) -> Iterable[PlacedFrame]:
        """Return the frames with a code in them whose surroundings are known."""
        for placed in super().subjects(ad):
            code = code_of(placed)
            if code is not None and code.around is not None:
                yield placed

    def judge(self, subject: PlacedFrame, ad: Ad) -> Finding | None:
        """Hand what stands around the code to the rule."""
        code = code_of(subject)
        around = code.around if code else None
        return self.judge_around(subject, around, ad) if around else None

    def judge_around(self, placed: PlacedFrame, around: CodeSurroundings, ad: Ad) -> Finding | None:
        """Return what is wrong around one code."""
        raise NotImplementedError


class CodeQuietZone(CodeRule):
    """Nothing stands in the quiet zone of a code or upon it."""

    id = "code.quiet_zone"
    severity = Severity.BLOCKS
    clause = "ISO/IEC 18004, 15420 and 15417: quiet zones"
    about = Bilingual(
        "Um jeden Code bleibt die Ruhezone frei, und auf ihm steht nichts.",
        "The quiet zone around every code stays free, and nothing stands on it.",
    )

    def judge_around(self, placed: PlacedFrame, around: CodeSurroundings, ad: Ad) -> Finding | None:
        """Name what covers the code, or else what stands in its quiet zone."""
        if around.covered_by:
            names = ad.all_called(around.covered_by)
            return self.frame_finding(
                placed,
                Bilingual(f"Auf dem Code steht: {names.de}.", f"On the code stands: {names.en}."),
                figures={"covered_by": float(len(around.covered_by))},
            )
        if not around.intruders:
            return None
        # Phones find a QR code on a busy page; a scanner at the till needs the white beside it.
        severity = Severity.CHECK if placed.facts.kind is FrameKind.QR else Severity.BLOCKS
        names = ad.all_called(around.intruders)
        return self.frame_finding(
            placed,
            Bilingual(
                f"In der Ruhezone des Codes steht: {names.de}.",
                f"In the quiet zone of the code stands: {names.en}.",
            ),
            severity=severity,
            figures={"intruders": float(len(around.intruders))},
        )


class CodeContrast(CodeRule):
    """A code is dark enough on a ground that is light enough."""

    id = "code.contrast"
    severity = Severity.BLOCKS
    clause = "ISO/IEC 15415 and 15416: symbol contrast, barcodes in red light"
    about = Bilingual(
        "Codes stehen dunkel auf Hell; Strichcodes auch im roten Licht der Kassen.",
        "Codes stand dark on light; barcodes in the red light of tills, too.",
    )
    parameters = (
        Parameter(
            "good", Bilingual("Prüfen unter", "Check below"), "%", 20, 100, GOOD_CONTRAST * 100
        ),
        Parameter(
            "least", Bilingual("Fehler unter", "Error below"), "%", 20, 100, LEAST_CONTRAST * 100
        ),
    )

    def judge_around(self, placed: PlacedFrame, around: CodeSurroundings, ad: Ad) -> Finding | None:
        """Ask for dark on light, and for enough of a difference."""
        is_barcode = placed.facts.kind is FrameKind.BARCODE
        if around.inverted:
            return self._inverted(placed, blocks=is_barcode)
        least, error = self.number("good", ad), self.number("least", ad)
        if around.contrast is None or around.contrast * 100 >= max(least, error):
            return None
        blocks = around.contrast * 100 < error
        share = max(0.0, around.contrast) * 100
        return self.frame_finding(
            placed,
            Bilingual(
                f"Der Code hebt sich {'im roten Licht der Scanner ' if is_barcode else ''}nur zu "
                f"{figure(share, 'de')} % von seinem Grund ab, nötig sind {figure(least, 'de')} %. "
                "Nehmen Sie eine dunklere Farbe oder einen helleren Grund.",
                f"The code stands out from its ground by only {figure(share, 'en')} %"
                f"{' in the red light of scanners' if is_barcode else ''}, "
                f"{figure(least, 'en')} % are needed. Take a darker colour or a lighter ground.",
            ),
            severity=Severity.BLOCKS if blocks else Severity.CHECK,
            figures={"contrast": around.contrast, "least": least / 100},
        )

    def _inverted(self, placed: PlacedFrame, *, blocks: bool) -> Finding:
        return self.frame_finding(
            placed,
            Bilingual(
                "Der Code steht hell auf Dunkel; viele Geräte lesen ihn so nicht.",
                "The code stands light on dark; many devices do not read it like that.",
            ),
            severity=Severity.BLOCKS if blocks else Severity.CHECK,
        )


class CodeRead(FrameRule):
    """A reader gets from the picture of a proof what the code should say."""

    id = "code.read"
    severity = Severity.BLOCKS
    clause = "Every code is read back from the picture of the proof"
    about = Bilingual(
        "Jeder Code lässt sich aus dem Bild der Druckvorschau lesen.",
        "Every code can be read from the picture of the proof.",
    )
    kinds = (FrameKind.QR, FrameKind.BARCODE)

    def subjects(self, ad: Ad) -> Iterable[PlacedFrame]:
        """Return the frames whose code was tried."""
        for placed in super().subjects(ad):
            code = code_of(placed)
            if code is not None and code.read is not None:
                yield placed

    def judge(self, subject: PlacedFrame, ad: Ad) -> Finding | None:
        """Say that the code could not be read."""
        code = code_of(subject)
        if code is None or code.read is not False:
            return None
        return self.frame_finding(
            subject,
            Bilingual(
                "Der Code lässt sich aus dem Bild der Anzeige nicht lesen. "
                "Machen Sie ihn größer oder seinen Grund ruhiger.",
                "The code cannot be read from the picture of the ad. "
                "Make it larger or its ground calmer.",
            ),
        )
