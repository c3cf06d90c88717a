"""Owns the rules about QR codes: large enough to scan, and leading somewhere."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from brand_assets.cd_rules.context import Ad, PlacedFrame
from brand_assets.cd_rules.rule import FrameRule
from brand_assets.design_facts import (
    Bilingual,
    Finding,
    FrameKind,
    Mend,
    MendKind,
    Parameter,
    Severity,
    figure,
)

# Least edge of one module by medium, mm on paper and px on screens: GS1 asks for 0.396 mm where
# phones read, newsprint spreads, and a poster is read from afar.
LEAST_MODULE = {"print": 0.396, "newspaper": 0.45, "poster": 0.5, "screen": 3.0}


class QrRule(FrameRule):
    """A frame rule for QR codes."""

    kinds = (FrameKind.QR,)

    def subjects(self, ad: Ad) -> Iterable[PlacedFrame]:
        """Return the frames with a QR code in them."""
        return [p for p in super().subjects(ad) if p.facts.qr is not None]


class QrReadable(QrRule):
    """The modules of a QR code are large enough for a phone to read."""

    id = "qr.module"
    severity = Severity.BLOCKS
    clause = "ISO/IEC 18004, module size; brand practice by medium"
    about = Bilingual(
        "Die Punkte eines QR-Codes sind groß genug für ein Telefon.",
        "The modules of a QR code are large enough for a phone.",
    )
    parameters = (
        Parameter("print", Bilingual("Druck", "Print"), "mm", 0.2, 10, LEAST_MODULE["print"]),
        Parameter(
            "newspaper",
            Bilingual("Zeitung", "Newspaper"),
            *("mm", 0.2, 10, LEAST_MODULE["newspaper"]),
        ),
        Parameter("poster", Bilingual("Plakat", "Poster"), "mm", 0.2, 50, LEAST_MODULE["poster"]),
        Parameter("screen", Bilingual("Bildschirm", "Screen"), "px", 1, 50, LEAST_MODULE["screen"]),
    )

    def judge(self, subject: PlacedFrame, ad: Ad) -> Finding | None:
        """Compare the module with the least edge of the medium."""
        qr = subject.facts.qr
        medium = ad.context.medium
        least = self.number(medium if medium in LEAST_MODULE else "print", ad)
        if qr is None or not qr.target or qr.module >= least - 0.005:
            return None
        unit = subject.page.unit
        where = ad.context.where()
        mends: tuple[Mend, ...] = ()
        if subject.field is not None:
            mends = (
                Mend(MendKind.OPEN_FIELD, Bilingual("Kürzeres Ziel wählen", "Shorter target")),
            )
        return self.frame_finding(
            subject,
            Bilingual(
                f"{where.de} sind die Punkte des QR-Codes nur {figure(qr.module, 'de', 2)} {unit} "
                f"groß, nötig sind {figure(least, 'de', 2)} {unit}.",
                f"{where.en}, the modules of the QR code are only "
                f"{figure(qr.module, 'en', 2)} {unit}, {figure(least, 'en', 2)} {unit} are needed.",
            ),
            mends=mends,
            figures={"module": qr.module, "least": least},
        )


class QrTarget(QrRule):
    """A QR code leads to a web address."""

    id = "qr.target"
    severity = Severity.BLOCKS
    clause = "Brand practice: every QR code leads somewhere"
    about = Bilingual(
        "Jeder QR-Code führt zu einer Internetadresse.",
        "Every QR code leads to a web address.",
    )

    def judge(self, subject: PlacedFrame, ad: Ad) -> Finding | None:
        """Ask for a target that a phone can open."""
        qr = subject.facts.qr
        if qr is None or _is_web_address(qr.target):
            return None
        mends: tuple[Mend, ...] = ()
        if subject.field is not None:
            mends = (Mend(MendKind.OPEN_FIELD, Bilingual("Ziel angeben", "Give a target")),)
        return self.frame_finding(
            subject,
            Bilingual(
                "Der QR-Code braucht ein Ziel, das mit https:// beginnt.",
                "The QR code needs a target that begins with https://.",
            ),
            mends=mends,
        )


def _is_web_address(target: str) -> bool:
    try:
        parts = urlsplit(target.strip())
    except ValueError:
        return False
    return parts.scheme.lower() in {"http", "https"} and bool(parts.netloc)
