"""Owns values that follow from other values: the price per unit that the law asks for."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from campaigns.ad_templates.fields import FieldDefinition, FieldKind, Json

#: Units that are stated per a thousand of what a pack names (Preisangabenverordnung, § 5).
_LARGER = {"g": ("kg", 1000), "ml": ("l", 1000), "cm": ("m", 100)}


def compute_values(
    fields: Iterable[FieldDefinition], values: Mapping[str, Json]
) -> dict[str, Json]:
    """Return the values of the computed fields; without price or quantity there is none."""
    found = {}
    for entry in fields:
        if entry.kind is FieldKind.UNIT_PRICE and entry.source:
            price_key, _, quantity_key = entry.source.partition("/")
            price, quantity = values.get(price_key), values.get(quantity_key)
            if price is not None and quantity is not None:
                found[entry.key] = unit_price(price["cents"], quantity["amount"], quantity["unit"])
    return found


def unit_price(cents: int, amount: str, unit: str) -> str:
    """Return the price of one unit, such as "1 l = 0,22 €"; its typography is the typesetter's."""
    whole, per = _LARGER.get(unit, (unit, 1))
    single = Decimal(cents) * per / Decimal(amount)
    rounded = int(single.quantize(Decimal(1), ROUND_HALF_UP))
    return f"1 {whole} = {_euros(rounded)}"


def _euros(cents: int) -> str:
    return f"{cents // 100:,}".replace(",", ".") + f",{cents % 100:02d} €"
