"""Owns the pairs of the rules about codes that machines read."""

from typing import Any

from tests.factories.documents import frame, text_frame
from tests.factories.rule_pairs.made import Made, Pair, ad, words

LINK = "https://halmgruen.example/l/ABC"


def qr(*others: dict[str, Any], finished: bool = False, **more: Any) -> Made:
    """Return an ad with a QR code below the other frames."""
    look = {"data": LINK, "colour": "Schwarz", "ground": "Weiss", "x": 30, "y": 30, "w": 30}
    one = frame("qr", "code", **(look | {"h": 30} | more))
    return ad(one, *others, finished=finished)


def ean(*others: dict[str, Any], **more: Any) -> Made:
    """Return an ad with an EAN at its usual size."""
    look = {"symbology": "ean13", "data": "4006381333931", "colour": "Schwarz", "ground": "Weiss"}
    place = {"x": 30, "y": 30, "w": 37.29, "h": 25}
    return ad(frame("barcode", "strichcode", **(look | place | more)), *others)


CODES: dict[str, Pair] = {
    "qr.module": (
        words("Ein QR-Code von 30 mm.", "A QR code of 30 mm."),
        qr(),
        qr(w=10, h=10),
    ),
    "qr.target": (
        words("Ein Ziel mit https://.", "A target with https://."),
        qr(),
        qr(data="halmgruen"),
    ),
    "barcode.data": (
        words("Eine EAN mit richtiger Prüfziffer.", "An EAN with the right check digit."),
        ean(),
        ean(data="4006381333932"),
    ),
    "barcode.module": (
        words("Eine EAN in voller Größe.", "An EAN at full size."),
        ean(),
        ean(w=22),
    ),
    "code.quiet_zone": (
        words("Ein Strichcode mit freier Ruhezone.", "A barcode with its quiet zone free."),
        ean(),
        ean(text_frame("Preis", "preis", x=31, y=35, w=20, h=8, size_max=10)),
    ),
    "code.contrast": (
        words("Schwarz auf Weiß.", "Black on white."),
        qr(),
        qr(colour="Ringelblume"),
    ),
    "code.read": (
        words("Ein freier Code.", "A code with nothing on it."),
        qr(finished=True),
        qr(frame("rect", "deckel", x=30, y=30, w=25, h=25, colour="Mohn"), finished=True),
    ),
}
