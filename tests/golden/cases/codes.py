"""Owns the golden cases of codes and callouts: a sheet of codes, burst, ribbon, bubble."""

from typing import Any

from tests.golden.case import GoldenCase, ad, frame, literal


def _words(frame_id: str, text: str, box: tuple[float, float, float, float], **rest: Any) -> Any:
    base = {"style": "H1", "colour": "Tanne", "size_max": 24, "size_min": 16}
    base |= {"parts": [literal(text)], "align": "center", "valign": "middle"}
    return frame("text", frame_id, box, **(base | rest))


_GROUND = frame("rect", "grund", (0, 0, 148, 105), colour="Leinen")

_BURSTS = ad(
    _GROUND,
    frame(
        "callout",
        "stern",
        (8, 10, 62, 62),
        shape={"form": "burst", "points": 18, "inner": 0.84},
        colour="Mohn",
        rotation=-8,
    ),
    _words("preis", "Nur heute", (17, 26, 44, 30), colour="Weiss", rotation=-8),
    frame(
        "callout",
        "welle",
        (76, 8, 64, 40),
        shape={"form": "burst", "points": 14, "inner": 0.88, "roundness": 1},
        colour="Ringelblume",
        stroke="Tanne",
        stroke_width=0.8,
    ),
    frame(
        "callout",
        "siegel",
        (82, 54, 42, 42),
        shape={"form": "badge", "scallops": 24, "depth": 0.08},
        colour="Halm",
        stroke="Tanne",
        stroke_width=0.5,
        opacity=1,
    ),
    frame("callout", "punkt", (12, 80, 20, 20), shape={"form": "badge"}, colour="Tanne"),
    frame(
        "callout",
        "spitz",
        (40, 76, 24, 24),
        shape={"form": "burst", "points": 5, "inner": 0.4},
        colour="Halm",
        opacity=0.6,
    ),
)

_RIBBONS = ad(
    _GROUND,
    frame(
        "callout",
        "kerbe",
        (10, 8, 128, 18),
        shape={"form": "ribbon", "ends": "notched", "end": 0.05},
        colour="Mohn",
    ),
    frame(
        "callout",
        "falte",
        (10, 34, 128, 26),
        shape={"form": "ribbon", "ends": "folded", "end": 0.1, "drop": 0.25, "fold": "Tanne"},
        colour="Halm",
    ),
    _words("wort", "Frisch vom Hof", (26, 34, 96, 19.5), size_max=26),
    frame(
        "callout",
        "schraeg",
        (10, 70, 60, 14),
        shape={"form": "ribbon", "ends": "straight", "slant": 20},
        colour="Ringelblume",
        stroke="Tanne",
        stroke_width=0.6,
    ),
    frame(
        "callout",
        "pfeil",
        (80, 70, 58, 14),
        shape={"form": "ribbon", "ends": "pointed", "end": 0.12, "slant": -12},
        colour="Tanne",
    ),
    frame(
        "callout",
        "gedreht",
        (52, 90, 44, 9),
        shape={"form": "ribbon", "ends": "notched"},
        colour="Mohn",
        rotation=-4,
    ),
)


def _bubble(
    name: str, box: tuple[float, float, float, float], tail: Any, **rest: Any
) -> dict[str, Any]:
    shape = {"form": "bubble", "radius": rest.pop("radius", 5), "tail": tail}
    return dict(frame("callout", name, box, shape=shape, **({"colour": "Weiss"} | rest)))


_BUBBLES = ad(
    _GROUND,
    _bubble(
        "unten",
        (8, 8, 62, 32),
        {"side": "bottom", "at": 0.25, "width": 9, "x": 16, "y": 54},
        stroke="Tanne",
        stroke_width=0.6,
    ),
    _words("rede", "Was blüht im Mai?", (12, 10, 54, 28), size_max=18),
    _bubble(
        "rechts",
        (80, 8, 44, 24),
        {"side": "right", "at": 0.5, "width": 8, "x": 142, "y": 30},
        colour="Halm",
        radius=12,
    ),
    _bubble(
        "links",
        (96, 44, 44, 22),
        {"side": "left", "at": 0.9, "width": 7, "x": 78, "y": 70},
        colour="Ringelblume",
        radius=0,
    ),
    _bubble(
        "oben",
        (12, 74, 56, 22),
        {"side": "top", "at": 0.8, "width": 8, "x": 72, "y": 62},
        colour="Mohn",
        rotation=6,
    ),
    _bubble("ohne", (88, 78, 48, 16), None, colour="Tanne", radius=8),
)

_DARK = {"colour": "Schwarz", "ground": "Weiss", "style": "Text"}
_CODES = ad(
    _GROUND,
    frame(
        "qr",
        "qr",
        (8, 8, 30, 30),
        data="HTTPS://HALMGRUEN.EXAMPLE/L/ABCD2345",
        colour="Tanne",
        ground="Weiss",
    ),
    frame(
        "qr",
        "gedreht",
        (44, 10, 26, 26),
        data="https://halmgruen.example/",
        colour="Schwarz",
        ground="Weiss",
        level="H",
        rotation=20,
    ),
    frame(
        "barcode",
        "ean13",
        (84, 8, 55, 31),
        symbology="ean13",
        data="4006381333931",
        margin_signs=True,
        **_DARK,
    ),
    frame(
        "barcode",
        "ean8",
        (8, 46, 34, 26),
        symbology="ean8",
        data="9638507",
        margin_signs=True,
        **_DARK,
    ),
    frame(
        "barcode",
        "code128",
        (50, 48, 70, 18),
        symbology="code128",
        data="Heimspiel-2027/04",
        **(_DARK | {"colour": "Tanne"}),
    ),
    frame(
        "barcode",
        "hochkant",
        (106, 64, 56, 16),
        symbology="code128",
        data="1234567890",
        rotation=90,
        **(_DARK | {"style": None}),
    ),
    frame(
        "barcode",
        "gs1",
        (8, 80, 104, 18),
        symbology="gs1_128",
        data="(01)04012345678901(10)AB-12(21)77",
        **_DARK,
    ),
)

CASES: tuple[GoldenCase, ...] = (
    GoldenCase("codes", _CODES, width_px=740, pixels={(385, 100): "Leinen", (45, 45): "Weiss"}),
    GoldenCase("callout-bursts", _BURSTS, width_px=560, pixels={(150, 60): "Mohn"}),
    GoldenCase("callout-ribbons", _RIBBONS, width_px=560, pixels={(280, 60): "Mohn"}),
    GoldenCase("callout-bubbles", _BUBBLES, width_px=560, pixels={(60, 40): "Weiss"}),
)
