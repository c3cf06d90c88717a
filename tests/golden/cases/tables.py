"""Golden cases of price lists: head, stripes, rows that grow."""

from brand_assets.typesetting.values import OfferRow, PriceValue, RowsValue
from tests.golden.case import GoldenCase, ad, frame


def _offer(name: str, size: str, cents: int, unit_price: str = "") -> OfferRow:
    return OfferRow(name, size, PriceValue(cents), unit_price)


_ROWS = (
    _offer("Tomate ‚Harzfeuer‘, veredelt, aus eigener Anzucht", "10-cm-Topf", 279),
    _offer("Hochbeeterde, torffrei", "40-l-Sack", 899, "1 l = 0,22 €"),
    _offer("Blumendünger, flüssig, für Balkon und Kübel", "1-l-Flasche", 649, "1 l = 6,49 €"),
    _offer("Dahlie ‚Gallery‘", "13-cm-Topf", 599),
    _offer("Gewächshaus ‚Ostalb‘", "6,7 m²", 124900),
)


def _label(de: str, en: str) -> dict[str, str]:
    return {"de": de, "en": en}


_COLUMNS = [
    {"source": "name", "share": 0.42, "style": "TextFett", "size": 9.5, "max_lines": 2}
    | {"label": _label("Pflanze und Zubehör", "Plant and more")},
    {"source": "size", "share": 0.18, "style": "Text", "size": 8.5}
    | {"label": _label("Größe", "Size")},
    {"source": "unit_price", "share": 0.2, "style": "Text", "size": 7.5, "align": "right"}
    | {"label": _label("Grundpreis", "Unit price")},
    {"source": "price", "share": 0.2, "style": "TextFett", "size": 11, "align": "right"}
    | {"label": _label("Preis", "Price"), "colour": "Mohn"},
]
_TABLE = {
    "field": "zeilen",
    "style": "Text",
    "colour": "Tanne",
    "size_max": 9.5,
    "size_min": 7.0,
    "columns": _COLUMNS,
    "row_height": 7.5,
    "padding": 2.5,
    "head": {"height": 7, "style": "TextFett", "size": 8, "colour": "Weiss", "ground": "Tanne"},
}

CASES = (
    GoldenCase(
        "price-list",
        ad(
            frame("table", "liste", (6, 6, 118, 58), stripe="Leinen", grow=True, **_TABLE),
            width=130,
            height=70,
        ),
        {"zeilen": RowsValue(_ROWS)},
        width_px=640,
        pixels={(34, 34): "Tanne"},
    ),
)
