"""Owns how much of a thing a text offers ("40-l-Sack"), and the unit price that follows."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

# Unit as written: base unit, and how many of it make one base unit.
_UNITS: dict[str, tuple[str, Decimal]] = {
    "ml": ("l", Decimal(1000)),
    "cl": ("l", Decimal(100)),
    "l": ("l", Decimal(1)),
    "liter": ("l", Decimal(1)),
    "litre": ("l", Decimal(1)),
    "litres": ("l", Decimal(1)),
    "g": ("kg", Decimal(1000)),
    "gramm": ("kg", Decimal(1000)),
    "kg": ("kg", Decimal(1)),
    "kilo": ("kg", Decimal(1)),
    "m³": ("m³", Decimal(1)),
}
_AMOUNT = re.compile(
    r"(?<![\w,.])(\d{1,6}(?:[.,]\d{1,3})?)[\s\-\u2010\u2011]?"
    r"(ml|cl|liter|litres|litre|l|gramm|kg|kilo|g|m³)(?![\w²³])",
    re.IGNORECASE,
)
# PAngV § 4 (3) no. 1: below 10 g or 10 ml no unit price is asked for.
_SMALLEST = Decimal("0.010")


@dataclass(frozen=True, slots=True)
class Volume:
    """An amount of a base unit: litres, kilograms or cubic metres."""

    amount: Decimal
    unit: str


def volume_of(text: str) -> Volume | None:
    """Return the amount that a text offers where it asks for a unit price, None where not.

    Exactly one base unit needs none (the price already is the unit price), nor does less than
    10 g or 10 ml; lengths and areas are sizes of things here, nothing is sold by them.
    """
    match = _AMOUNT.search(text)
    if match is None:
        return None
    unit, parts = _UNITS[match.group(2).lower()]
    amount = Decimal(match.group(1).replace(",", ".")) / parts
    if amount == 1 or amount < _SMALLEST:
        return None
    return Volume(amount, unit)


def unit_price_text(volume: Volume, price_cents: int, language: str) -> str:
    """Return "1 l = 0,22 €" for a price, rounded half up to a cent."""
    cents = (Decimal(price_cents) / volume.amount).quantize(Decimal(1), ROUND_HALF_UP)
    amount = f"{cents / 100:.2f}"
    if language == "en":
        return f"1\u202f{volume.unit} = €{amount}"
    return f"1\u202f{volume.unit} = {amount.replace('.', ',')}\u202f€"
