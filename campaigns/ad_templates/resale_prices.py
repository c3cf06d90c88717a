"""Owns what would fix the prices at which partners sell: it is found, and refused at publishing.

Partners set their selling prices themselves (GWB § 1, Art. 101 TFEU, Regulation (EU) 2022/720
Art. 4 a). Head office may recommend a price or name the highest; it neither locks another price
nor sets a lower limit. This holds whatever law packs a campaign has.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from brand_assets.cd_rules.law_packs import GERMANY
from brand_assets.design_facts import PriceMode
from campaigns.ad_templates.fields import FieldDefinition, FieldKind, Json
from portal.foundation.errors import N_

CLAUSE = GERMANY.clause("resale_price")
HARMLESS_MINIMUM = round(CLAUSE.parameters["harmless_minimum_cents"])
"""A lower limit up to here keeps out slips of the keyboard, and binds nobody."""
_BINDS_FROM = 2
"""A lower limit above half of the default binds, however small it is."""

_AMOUNT = re.compile(r"€\s?\d|\d(?:[.,]\d\d|,[-\u2013]{1,2})?\s?(?:€|EUR\b|Euro\b)", re.IGNORECASE)
_GIVEN = re.compile(
    r"(?<!\w)(?:UVP|RRP|unverb\w*|Preisempfehlung\w*|empfohlen\w*|recommended|max\.?|maximal"
    r"|höchstens|Höchstpreis\w*|maximum|at most|not more than|nicht mehr als)(?!\w)",
    re.IGNORECASE,
)
_NO_SALE = re.compile(
    r"gutschein|voucher|spende|eintritt|startgeld|versand|porto|pfand|deposit|gewinn|prize"
    r"|mindestbestell|warenwert|einkaufswert|ab einem einkauf",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FixedPrice:
    """One thing that fixes a price, as an English template with what fills it."""

    message: str
    params: Mapping[str, object] = field(default_factory=dict)


def fixed_prices(
    fields: Iterable[FieldDefinition], defaults: Mapping[str, Json]
) -> Iterator[FixedPrice]:
    """Return what in a campaign fixes a selling price; `defaults` are canonical."""
    for entry in fields:
        value = defaults.get(entry.key, entry.default)
        if (found := fixed_price(entry, value)) is not None:
            yield found


def fixed_price(entry: FieldDefinition, value: Json) -> FixedPrice | None:
    """Return how a field with this default fixes a selling price, None where it does not."""
    if entry.kind is FieldKind.PRICE:
        return _of_price(entry, value)
    if entry.kind is FieldKind.ROWS and entry.locked and value:
        return _named(
            entry,
            N_(
                "The prices in the list “%(name)s” are locked. Partners set their selling prices "
                "themselves (%(law)s): unlock the list."
            ),
        )
    if entry.locked and isinstance(value, str) and names_selling_price(value):
        return _named(
            entry,
            N_(
                "The locked text “%(name)s” names a selling price. Partners set it themselves "
                "(%(law)s): unlock the text, or call the price recommended (UVP) or maximum."
            ),
        )
    values = [choice.value for choice in entry.choices if entry.kind is FieldKind.CHOICE]
    if values and all(map(names_selling_price, values)):
        return _named(
            entry,
            N_(
                "“%(name)s” offers nothing but fixed selling prices. Partners set them "
                "themselves (%(law)s): call them recommended (UVP) or maximum."
            ),
        )
    return None


def _of_price(entry: FieldDefinition, value: Json) -> FixedPrice | None:
    if _has_minimum(entry, value):
        return _named(
            entry,
            N_(
                "“%(name)s” has a minimum selling price. Partners set their selling prices "
                "themselves (%(law)s): take out the lower limit."
            ),
        )
    if not entry.locked or not value:
        return None
    # As it is printed: a value that names no kind is a selling price, whatever the field allows.
    if value.get("mode") in [mode for mode in PriceMode if mode.may_be_given]:
        return None
    return _named(
        entry,
        N_(
            "“%(name)s” is a locked selling price. Partners set it themselves (%(law)s): unlock "
            "it, or make it a recommended or a maximum price."
        ),
    )


def _has_minimum(entry: FieldDefinition, value: Json) -> bool:
    least = entry.least or 0
    if entry.price_mode.may_be_given and len(entry.price_modes) == 1:
        return False
    usual = value.get("cents") if isinstance(value, Mapping) else None
    half = usual // _BINDS_FROM if isinstance(usual, int) else HARMLESS_MINIMUM
    return least > min(half, HARMLESS_MINIMUM) or (least > 0 and least == entry.most)


def _named(entry: FieldDefinition, message: str) -> FixedPrice:
    return FixedPrice(message, {"name": entry.label.de, "law": CLAUSE.statute})


def names_selling_price(text: str) -> bool:
    """Whether a text names a price at which partners would have to sell."""
    return any(
        _AMOUNT.search(line) and not _GIVEN.search(line) and not _NO_SALE.search(line)
        for line in text.splitlines()
    )


def fixed_texts(document: Json) -> list[str]:
    """Return the texts that a template's document fixes and that name a selling price."""
    return sorted({text for text in _literals(document) if names_selling_price(text)})


def _literals(node: Json) -> Iterator[str]:
    """Yield every text that stands in all ads of a template, in both languages."""
    if isinstance(node, Mapping):
        for key, part in node.items():
            if key in ("text", "before", "after") and isinstance(part, str | Mapping):
                yield from (part.values() if isinstance(part, Mapping) else [part])
            else:
                yield from _literals(part)
    elif isinstance(node, list | tuple):
        for part in node:
            yield from _literals(part)
