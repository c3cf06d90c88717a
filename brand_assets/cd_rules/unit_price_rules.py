"""Owns the rule about unit prices: where one is asked for, in which unit, and that it is right."""

import re
from collections.abc import Iterable

from brand_assets.cd_rules.announcements import read_cents
from brand_assets.cd_rules.context import Ad, Goods
from brand_assets.cd_rules.law_packs import GERMANY
from brand_assets.cd_rules.law_rule import LawRule, flat
from brand_assets.cd_rules.quantity import (
    Volume,
    is_loose,
    unit_price_cents,
    unit_price_text,
    volume_of,
)
from brand_assets.design_facts import Bilingual, Finding, Mend, MendKind, Severity

_TOLERANCE = GERMANY.clause("unit_price").parameters["tolerance_cents"]
_UNIT = r"kg|kilo|g|l|liter|litre|ml|m²|m³|m"
_SUM = r"€ ?\d+[.,]\d\d|\d{1,3}(?:\.\d{3})*(?:,\d\d)? ?(?:€|EUR|Euro)"
_STATED = re.compile(
    rf"(?P<per>100|1|je|pro)? ?(?P<unit>{_UNIT})(?![\w²³]) ?"
    rf"(?:=|:|kostet|für|/)? ?(?P<amount>{_SUM})"
    rf"|(?P<before>{_SUM}) ?(?:/|je|pro|per) ?"
    rf"(?P<per_after>100|1)? ?(?P<unit_after>{_UNIT})(?![\w²³])",
    re.IGNORECASE,
)
_BASE = {"kilo": "kg", "liter": "l", "litre": "l"}


class UnitPriceShown(LawRule[Goods]):
    """Goods that are sold by volume, weight, length or area state their unit price, and truly."""

    id = "price.unit"
    severity = Severity.BLOCKS
    clause_id = "unit_price"
    about = Bilingual(
        "Ware nach Gewicht, Volumen, Länge oder Fläche nennt ihren Grundpreis für 1 kg, 1 l, "
        "1 m³, 1 m oder 1 m².",
        "Goods by weight, volume, length or area state their unit price for 1 kg, 1 l, 1 m³, 1 m "
        "or 1 m².",
    )

    def covered(self, ad: Ad) -> Iterable[Goods]:
        """Return the priced goods whose size asks for a unit price."""
        return [g for g in ad.context.goods if g.price_cents and volume_of(_offer(g))]

    def judge(self, subject: Goods, ad: Ad) -> Finding | None:
        """Offer the unit price, computed from price and size, where it is missing or wrong."""
        volume, cents = volume_of(_offer(subject)), subject.price_cents
        if volume is None or cents is None:
            return None
        text = unit_price_text(volume, cents, ad.context.locale)
        wrong = _what_is_wrong(subject, volume, cents, text)
        if wrong is None:
            return None
        own_field = subject.unit_price_field
        mend = (
            Mend(MendKind.SET_VALUE, Bilingual(f"{text} einsetzen", f"Set {text}"), value=text)
            if own_field
            else Mend(MendKind.OPEN_FIELD, Bilingual("Grundpreis ergänzen", "Add the unit price"))
        )
        return self.finding(wrong, field=own_field or subject.field, mends=(mend,))


def _offer(goods: Goods) -> str:
    return f"{goods.name} {goods.size}"


def _what_is_wrong(goods: Goods, volume: Volume, cents: int, text: str) -> Bilingual | None:
    """Return that the unit price is missing, in another unit than the law has, or miscounted."""
    name, stated = goods.name, _STATED.search(flat(goods.unit_price))
    if stated is None:
        return Bilingual(
            f"„{name}“ braucht einen Grundpreis: {text}.", f'"{name}" needs a unit price: {text}.'
        )
    unit = (stated["unit"] or stated["unit_after"]).lower()
    unit = _BASE.get(unit, unit)
    hundred = (stated["per"] or stated["per_after"]) == "100"
    if hundred and unit in ("g", "ml") and is_loose(_offer(goods)):
        return None
    if unit != volume.unit or hundred:
        return Bilingual(
            f"Der Grundpreis von „{name}“ bezieht sich auf 1\u202f{volume.unit}: {text}.",
            f'The unit price of "{name}" refers to 1\u202f{volume.unit}: {text}.',
        )
    found = read_cents(stated["amount"] or stated["before"])
    if abs(found - unit_price_cents(volume, cents)) <= _TOLERANCE:
        return None
    return Bilingual(
        f"Der Grundpreis von „{name}“ stimmt nicht, richtig ist {text}.",
        f'The unit price of "{name}" is wrong, {text} is right.',
    )
