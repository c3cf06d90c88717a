"""Golden cases of shapes, photos, logos, prices, tables, codes, and of type that fits."""

import datetime

from brand_assets.typesetting.values import (
    DateRangeValue,
    OfferRow,
    PhotoValue,
    PriceValue,
    RowsValue,
    TextValue,
    UrlValue,
)
from tests.factories.kit import photo
from tests.golden.case import GoldenCase, ad, frame, literal

_WHOLE = (0.0, 0.0, 100.0, 70.0)
_SMALL = {"width": 100, "height": 70}
_GROUND = frame("rect", "grund", _WHOLE, colour="Leinen")
_STAR = "M50 5L63 45L97 20L70 60L30 60L3 20L37 45Z M50 25L60 50L40 50Z"
_LEAF = "M8 62C8 28 40 8 92 8C96 44 60 66 8 62Z"

_SHAPES = GoldenCase(
    "shapes",
    ad(
        _GROUND,
        frame("rect", "rund", (5, 5, 40, 25), colour="Halm", radius=6),
        frame("rect", "pille", (55, 5, 40, 12), colour="Mohn", radius=40),
        frame("path", "stern", (0, 5, 100, 60), colour="Tanne", d=_STAR, even_odd=True),
        frame("rect", "schleier", (30, 20, 60, 30), colour="Ringelblume", opacity=0.6, rotation=12),
        **_SMALL,
    ),
    width_px=400,
    pixels={(4, 4): "Leinen", (60, 40): "Halm", (300, 44): "Mohn", (190, 228): "Tanne"},
)

_PHOTOS = GoldenCase(
    "photos",
    ad(
        _GROUND,
        frame("photo", "blatt", (0, 0, 100, 70), field="motiv", clip=_LEAF),
        frame("photo", "nah", (4, 4, 28, 20), field="nah", opacity=0.85, rotation=-6),
        frame("logo", "logo", (62, 60, 34, 7), variant="positiv"),
        **_SMALL,
    ),
    {
        "motiv": PhotoValue(photo("Garden.jpg")),
        "nah": PhotoValue(photo("LadyBird.jpg"), zoom=3.0, pos_x=0.5, pos_y=0.4),
    },
    width_px=320,
    pixels={(2, 220): "Leinen", (318, 200): "Leinen"},
)

_PRICE = {"field": "preis", "colour": "Weiss", "size_min": 12.0, "align": "center"}

_PRICES = GoldenCase(
    "prices",
    ad(
        _GROUND,
        frame("rect", "feld", (5, 5, 55, 60), colour="Mohn", radius=8),
        frame("price", "preis", (8, 14, 49, 26), style="Preis", size_max=72.0, **_PRICE),
        frame(
            "price",
            "zeile",
            (8, 46, 49, 12),
            style="Preis",
            size_max=24.0,
            arrangement="line",
            **_PRICE,
        ),
        frame("price", "klein", (64, 5, 32, 14), style="Preis", size_max=40.0,
              **(_PRICE | {"colour": "Tanne", "field": "glatt"})),
        frame("price", "eng", (64, 30, 32, 20), style="Preis", size_max=90.0,
              **(_PRICE | {"colour": "Mohn", "field": "tausend"})),
        **_SMALL,
    ),
    {
        "preis": PriceValue(1999, starting_from=True),
        "glatt": PriceValue(500),
        "tausend": PriceValue(124900),
    },
    width_px=400,
    pixels={(40, 250): "Mohn"},
)  # fmt: skip


def _column(source: str, share: float, size: float, **rest: object) -> dict[str, object]:
    return {"source": source, "share": share, "style": "Klein", "size": size} | rest


_ROWS = RowsValue(
    (
        OfferRow("Tagetes ‚Bonita‘", "6er-Schale", PriceValue(299), "1 Pflanze = 0,50 €"),
        OfferRow("Hängegeranie", "12-cm-Topf", PriceValue(349)),
        OfferRow("Hochbeeterde, torffrei", "40-l-Sack", PriceValue(899), "1 l = 0,22 €"),
        OfferRow("Gewächshaus ‚Ostalb‘", "6,7 m²", PriceValue(124900, starting_from=True)),
    )
)

_TABLE = GoldenCase(
    "table",
    ad(
        _GROUND,
        frame(
            "table",
            "angebote",
            (6, 8, 88, 54),
            field="zeilen",
            style="Klein",
            colour="Tanne",
            size_max=9.0,
            size_min=7.0,
            row_height=13.0,
            hairline=0.2,
            hairline_colour="Tanne35",
            columns=[
                _column("name", 0.4, 9.0, max_lines=2),
                _column("size", 0.2, 8.0),
                _column("unit_price", 0.2, 7.0, align="right", max_lines=2),
                _column("price", 0.2, 11.0, align="right", style="Preis"),
            ],
        ),
        **_SMALL,
    ),
    {"zeilen": _ROWS},
    width_px=500,
)

_CODE = GoldenCase(
    "code",
    ad(
        frame("rect", "grund", _WHOLE, colour="Tanne"),
        frame("qr", "code", (8, 12, 40, 40), field="ziel", colour="Tanne", ground="Weiss"),
        frame("qr", "dicht", (58, 12, 30, 30), data="HTTPS://HALMGRUEN.EXAMPLE/BGD/F27?Q=H",
              colour="Leinen", quiet=0, level="H"),
        **_SMALL,
    ),
    {"ziel": UrlValue("HTTPS://HALMGRUEN.EXAMPLE/BGD/F27")},
    width_px=300,
    pixels={(4, 4): "Tanne", (27, 40): "Weiss"},
)  # fmt: skip

_TEXT = {"style": "Text", "colour": "Tanne", "size_max": 10.0, "size_min": 7.0}
_HEADLINE = {"style": "H1", "colour": "Tanne", "size_max": 30.0, "size_min": 14.0}
_FIELD = {"kind": "field", "field": "headline"}

_FIT = GoldenCase(
    "fit",
    ad(
        _GROUND,
        frame("text", "titel", (6, 4, 88, 30), parts=[_FIELD], balance=True, **_HEADLINE),
        frame("text", "links", (6, 38, 42, 11), group="paar", parts=[literal(
            "Torffreie Erde und Balkonpflanzen aus der eigenen Gärtnerei, dazu Rat.")], **_TEXT),
        frame("text", "rechts", (52, 38, 42, 11), group="paar", align="right",
              parts=[literal("Kurz und gut.")], **_TEXT),
        frame("text", "schraeg", (18, 54, 64, 9), rotation=-8, align="center", valign="middle",
              parts=[literal("Nur solange der Vorrat reicht", bold=True)], **_TEXT),
        **_SMALL,
    ),
    {"headline": TextValue("Von Basilikum bis Zitronenverbene: alles aus dem Garten")},
    width_px=500,
)  # fmt: skip

_ALTERNATIVE = GoldenCase(
    "alternative",
    ad(
        _GROUND,
        frame("rect", "kurzer-platz", (6, 6, 88, 16), colour="Keim"),
        frame("rect", "langer-platz", (6, 30, 60, 34), colour="Halm40"),
        frame(
            "text",
            "titel",
            (6, 6, 88, 16),
            parts=[_FIELD],
            max_chars=24,
            alternatives=[
                {"x": 6, "y": 30, "w": 60, "h": 34, "size_max": 20.0, "size_min": 12.0},
            ],
            **_HEADLINE,
        ),
        **_SMALL,
    ),
    {"headline": TextValue("Jetzt wird’s höchste Zeit fürs Gewächshaus und die Tomaten")},
    width_px=400,
    pixels={(30, 60): "Keim", (260, 250): "Halm40"},
)

_LEGAL = {
    "kind": "legal",
    "line": "validity_short",
    "fills": [
        {"placeholder": "campaign.from", "field": "zeitraum", "form": "from"},
        {"placeholder": "campaign.until", "field": "zeitraum", "form": "until"},
        {"placeholder": "partner.owner", "field": "inhaber"},
    ],
}

_NEWSPAPER = GoldenCase(
    "newspaper",
    ad(
        frame("rect", "grund", _WHOLE, colour="Weiss"),
        frame("path", "blatt", _WHOLE, colour="K12", d=_LEAF),
        frame("photo", "bild", (52, 8, 42, 34), field="motiv", grey=True),
        frame("logo", "logo", (6, 6, 40, 9), variant="schwarz"),
        frame("text", "titel", (6, 22, 44, 24), parts=[_FIELD],
              **(_HEADLINE | {"colour": "Schwarz"})),
        frame("text", "recht", (6, 56, 88, 12), style="Recht", colour="Schwarz", size_max=6.5,
              size_min=6.0, parts=[_LEGAL]),
        **_SMALL,
        medium="newspaper",
        black_only=True,
    ),
    {
        "motiv": PhotoValue(photo("Garden.jpg"), grey_sha256=photo("bild-Garden-sw.jpg")),
        "headline": TextValue("Der Frühling muss raus."),
        "zeitraum": DateRangeValue(datetime.date(2027, 5, 10), datetime.date(2027, 5, 22)),
        "inhaber": TextValue("Inh. Jonas Petersen e. K."),
    },
    width_px=500,
    pixels={(3, 3): "Weiss", (60, 250): "K12"},
)  # fmt: skip

_SCREEN_FRONT = [
    frame("rect", "grund", (0, 0, 300, 250), colour="Ringelblume"),
    frame("text", "titel", (16, 20, 268, 120), style="H1", colour="Tanne", size_max=56.0,
          size_min=24.0, parts=[_FIELD], balance=True),
    frame("rect", "knopf", (16, 190, 130, 38), colour="Tanne", radius=19),
    frame("text", "cta", (16, 190, 130, 38), style="Button", colour="Weiss", size_max=14.0,
          size_min=12.0, align="center", valign="middle", parts=[literal("Zum Angebot")]),
]  # fmt: skip
_SCREEN_BACK = [
    frame("rect", "grund-2", (0, 0, 300, 250), colour="Tanne"),
    frame("logo", "logo", (60, 100, 180, 50), variant="negativ"),
]

_SCREEN = GoldenCase(
    "screen-pages",
    ad(
        medium="screen",
        unit="px",
        width=300,
        height=250,
        pages=[{"frames": _SCREEN_FRONT}, {"frames": _SCREEN_BACK}],
    ),
    {"headline": TextValue("Der Frühling muss raus.")},
    width_px=300,
    pages=2,
    pixels={(4, 4): "Ringelblume", (26, 209): "Tanne"},
)

CASES = (
    _SHAPES,
    _PHOTOS,
    _PRICES,
    _TABLE,
    _CODE,
    _FIT,
    _ALTERNATIVE,
    _NEWSPAPER,
    _SCREEN,
)
