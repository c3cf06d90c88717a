"""What asks for a unit price, and which."""

from decimal import Decimal

import pytest

from brand_assets.cd_rules.quantity import Volume, unit_price_text, volume_of


@pytest.mark.parametrize(
    ("text", "volume"),
    [
        ("Hochbeeterde 40-l-Sack", Volume(Decimal(40), "l")),
        ("40 l", Volume(Decimal(40), "l")),
        ("2,5 kg Rasensamen", Volume(Decimal("2.5"), "kg")),
        ("500\u202fg", Volume(Decimal("0.5"), "kg")),
        ("750-ml-Flasche", Volume(Decimal("0.75"), "l")),
        ("Gewächshaus 6,7 m²", None),
        ("2 m³ Rindenmulch", Volume(Decimal(2), "m³")),
        ("1-l-Flasche", None),
        ("1 kg", None),
        ("5 g Samen", None),
        ("6er-Schale", None),
        ("12-cm-Topf", None),
        ("30 m Schlauch", None),
        ("Mo–Fr 9–19 Uhr", None),
        ("12 Gartenlaternen", None),
    ],
)
def test_volume_of(text: str, volume: Volume | None) -> None:
    assert volume_of(text) == volume


def test_unit_price_is_rounded_half_up() -> None:
    assert unit_price_text(Volume(Decimal(40), "l"), 899, "de") == "1\u202fl = 0,22\u202f€"
    assert unit_price_text(Volume(Decimal(2), "kg"), 1, "de") == "1\u202fkg = 0,01\u202f€"
    assert unit_price_text(Volume(Decimal(20), "l"), 699, "en") == "1\u202fl = €0.35"
