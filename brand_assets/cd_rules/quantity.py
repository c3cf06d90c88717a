"""Owns how much of a thing a text offers ("40-l-Sack"), and the unit price that follows."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from brand_assets.cd_rules.law_packs import GERMANY

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
    r"(?<![\w,.])(?:(?P<times>\d{1,3}) ?[x×*\u00d7] ?)?"
    r"(?P<amount>\d{1,6}(?:[.,]\d{1,3})?)[\s\-\u2010\u2011]?"
    r"(?P<unit>ml|cl|liter|litres|litre|l|gramm|kg|kilo|g|m³)(?![\w²³])",
    re.IGNORECASE,
)
# A length or an area is what is sold only where the word for a roll or for pieces by metre says so.
_ROLLED = re.compile(
    r"(?<![\w,.])(?P<amount>\d{1,4}(?:[.,]\d{1,2})?)[\s\-\u2010\u2011]?(?P<unit>m²|m)"
    r"[\s\-\u2010\u2011](?:Rolle|Meterware|Bahn|roll)(?!\w)",
    re.IGNORECASE,
)
_NOT_SOLD = re.compile(
    r"(?:für|ergibt|reicht für|auf|bis zu|deckt|in|im|je|pro|Topf:?|Kübel:?) ?"
    r"(?:ca\.? |etwa |rund )?$"
    r"|(?:Gießkanne|Eimer|Kanister|Regentonne|Tonne|Schubkarre|Topf|Kübel|Komposter|Sprüher"
    r"|Drucksprüher|Rucksack|Fass|Tank|Kühlbox|Wanne|Bottich)\w*[ ,(]+(?:mit |à )?$",
    re.IGNORECASE,
)
_VESSEL_AFTER = re.compile(
    r"^[\s\-\u2010\u2011](?:Gießkanne|Eimer|Kanister leer|Regentonne|Tonne|Topf|Kübel|Komposter"
    r"|Sprüher|Drucksprüher|Tank|Wanne|Bottich|Container|Volumen|Fassungsvermögen)",
    re.IGNORECASE,
)
_SET = re.compile(r"(?<!\w)(?:geschenk\w*|präsent\w*|set|kollektion|box mit)(?!\w)", re.IGNORECASE)
_LOOSE = re.compile(
    r"(?<!\w)(?:lose|unverpackt|zum selbst ?abfüllen|theke|vom stück|frisch abgewogen)(?!\w)",
    re.IGNORECASE,
)
_UNIT_PRICE = GERMANY.clause("unit_price").parameters
_SMALLEST = {
    "kg": Decimal(str(_UNIT_PRICE["smallest_g"])) / 1000,
    "l": Decimal(str(_UNIT_PRICE["smallest_ml"])) / 1000,
}
"""Below 10 g or 10 ml no unit price is asked for (PAngV § 4 (3) no. 1)."""


@dataclass(frozen=True, slots=True)
class Volume:
    """An amount of a base unit: litres, kilograms, cubic metres, metres or square metres."""

    amount: Decimal
    unit: str


def volume_of(text: str) -> Volume | None:
    """Return the amount that a text offers where it asks for a unit price, None where not.

    Exactly one base unit needs none (the price already is the unit price), nor does less than
    10 g or 10 ml, nor a set of different things. Litres of a watering can are its size, and so
    are lengths and areas but for what is sold by the roll.
    """
    if _SET.search(text):
        return None
    match = next((one for one in _AMOUNT.finditer(text) if _is_sold(text, one)), None)
    if match is not None:
        unit, parts = _UNITS[match["unit"].lower()]
        amount = _number(match["amount"]) / parts * int(match["times"] or 1)
    elif rolled := _ROLLED.search(text):
        unit, amount = rolled["unit"].lower(), _number(rolled["amount"])
    else:
        return None
    if amount == 1 or amount < _SMALLEST.get(unit, 0) or amount == 0:
        return None
    return Volume(amount, unit)


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _is_sold(text: str, match: re.Match[str]) -> bool:
    """Whether an amount is what is sold, and not what a vessel holds or how far a pack goes."""
    before, after = text[: match.start()], text[match.end() :]
    return not (_NOT_SOLD.search(before) or _VESSEL_AFTER.search(after))


def is_loose(text: str) -> bool:
    """Whether goods are sold loose, so that 100 g or 100 ml may be the unit."""
    return _LOOSE.search(text) is not None


def unit_price_cents(volume: Volume, price_cents: int) -> int:
    """Return the price of one base unit in cents, rounded half up."""
    return int((Decimal(price_cents) / volume.amount).quantize(Decimal(1), ROUND_HALF_UP))


def unit_price_text(volume: Volume, price_cents: int, language: str) -> str:
    """Return "1 l = 0,22 €" for a price, rounded half up to a cent."""
    cents = unit_price_cents(volume, price_cents)
    amount = f"{Decimal(cents) / 100:.2f}"
    if language == "en":
        return f"1\u202f{volume.unit} = €{amount}"
    return f"1\u202f{volume.unit} = {amount.replace('.', ',')}\u202f€"
