"""Owns a small kit and the facts of small pages, for tests of rules."""

from dataclasses import replace
from datetime import date
from typing import Any

from brand_assets.cd_rules import CheckContext
from brand_assets.design_facts import (
    ArtworkFacts,
    BarcodeFacts,
    Bilingual,
    Box,
    CodeSurroundings,
    Colour,
    ColourPair,
    FrameFacts,
    FrameKind,
    KitValues,
    LegalLine,
    Limits,
    Logo,
    LogoFacts,
    PageFacts,
    PhotoFacts,
    PressProfile,
    QrFacts,
    TextFacts,
    Wording,
)

BOX = Box(10, 10, 40, 10)
PHOTO = "a" * 64


def a_kit(**changes: Any) -> KitValues:
    """Return a small kit: two colours that read well on paper, one that does not, one logo."""
    kit = KitValues(
        kit_key="probe",
        version=1,
        colours={
            "Tanne": Colour("Tanne", (7, 69, 47), (90, 40, 80, 55)),
            "Leinen": Colour("Leinen", (251, 246, 231), (2, 3, 12, 0)),
            "Halm": Colour("Halm", (111, 181, 41), (62, 0, 100, 0)),
            "Weiss": Colour("Weiss", (255, 255, 255), (0, 0, 0, 0)),
            "Tiefschwarz": Colour("Tiefschwarz", (0, 0, 0), (80, 70, 70, 100)),
        },
        pairs=(
            ColourPair("Tanne", "Leinen"),
            ColourPair("Tanne", "Halm", min_size=18),
            ColourPair("Halm", "Leinen", text_allowed=False),
        ),
        fonts={},
        text_styles={},
        logos={"positiv": Logo("positiv", "b" * 64, b"<svg/>", 0.33, 8, 48, ("Leinen", "Weiss"))},
        legal_lines=(
            LegalLine(
                "validity",
                ("print",),
                Bilingual(
                    "Gültig vom {campaign.from} bis {campaign.until}, solange es reicht. "
                    "{partner.owner}.",
                    "Valid from {campaign.from} to {campaign.until}, while it lasts. "
                    "{partner.owner}.",
                ),
                6.0,
                ("campaign.from", "campaign.until", "partner.owner"),
            ),
        ),
        wordings=(
            Wording("billig", "de", "günstig"),
            Wording("Schnäppchen", "de", "Angebot"),
            Wording("klimaneutral", "de", None, Bilingual("Ohne Beleg.", "No proof.")),
            Wording("cheap", "en", "good value"),
        ),
        profile=PressProfile("Probe", "FOGRA39", "c" * 64, b"", 300),
        limits=Limits(),
    )
    return replace(kit, **changes)


def a_text(text: str = "Hallo Garten", *, size: float = 9.0, **changes: Any) -> FrameFacts:
    """Return a text frame that came out well; changes go to its TextFacts."""
    facts = TextFacts(text, "Text", "Tanne", size, 7.5, 10, 1, ground="Leinen")
    return FrameFacts(
        "Text",
        FrameKind.TEXT,
        BOX,
        BOX,
        locked=False,
        fields=("headline",),
        text=replace(facts, **changes),
    )


def a_price(text: str = "ab 2,99 €") -> FrameFacts:
    """Return a price frame."""
    return replace(a_text(text), frame="Preis", kind=FrameKind.PRICE, fields=("angebot.preis",))


def a_photo(ppi: float = 300.0, **changes: Any) -> FrameFacts:
    """Return a photo frame that came out well; changes go to its PhotoFacts."""
    facts = replace(PhotoFacts(PHOTO, ppi, BOX), **changes)
    return FrameFacts(
        "Bild", FrameKind.PHOTO, BOX, BOX, locked=False, fields=("bild",), photo=facts
    )


def a_logo(**changes: Any) -> FrameFacts:
    """Return a logo frame that came out well; changes go to its LogoFacts."""
    facts = replace(LogoFacts("positiv", 9.6, 3.2, ground="Leinen"), **changes)
    return FrameFacts("Logo", FrameKind.LOGO, BOX, BOX, logo=facts)


def a_qr(target: str = "https://example.org/l/ABC", module: float = 0.5) -> FrameFacts:
    """Return a frame with a QR code."""
    return FrameFacts(
        "QR", FrameKind.QR, BOX, BOX, locked=False, fields=("qr",), qr=QrFacts(target, module, 4)
    )


def around(**changes: Any) -> CodeSurroundings:
    """Return the surroundings of a code that stands well."""
    return replace(CodeSurroundings(contrast=0.9), **changes)


def a_barcode(**changes: Any) -> FrameFacts:
    """Return a frame with an EAN at 100 % that came out well; changes go to its facts."""
    facts = replace(BarcodeFacts("ean13", "4006381333931", 0.33, 22.0), **changes)
    return FrameFacts(
        "Code", FrameKind.BARCODE, BOX, BOX, locked=False, fields=("ean",), barcode=facts
    )


def an_artwork(**changes: Any) -> FrameFacts:
    """Return a frame with a drawing in colours of the kit; changes go to its facts."""
    facts = replace(ArtworkFacts(PHOTO, "svg", BOX), **changes)
    return FrameFacts("Zeichnung", FrameKind.ARTWORK, BOX, BOX, artwork=facts)


def a_page(*frames: FrameFacts, medium: str = "print", **changes: Any) -> PageFacts:
    """Return a page with the given frames."""
    unit = "px" if medium == "screen" else "mm"
    page = PageFacts("probe", medium, unit, 0, 148, 210, 3, frames)
    return replace(page, **changes)


def a_context(**changes: Any) -> CheckContext:
    """Return the circumstances of a check in print on the day of the demo campaign's start."""
    return replace(CheckContext(medium="print", day=date(2027, 5, 10)), **changes)
