"""Owns the kinds that are figures: a number with its unit, and a quantity."""

import re
from decimal import Decimal, InvalidOperation

from campaigns.ad_templates.fields import FieldDefinition, Json
from campaigns.ad_templates.kinds.common import Unusable, clean, parts_of
from portal.foundation.errors import N_

MAX_NUMBER = 1_000_000_000
_MOST_SIGNS = 60
_NUMBER = re.compile(
    r"^(?P<sign>[-\u2212])?(?P<whole>\d{1,3}(?:[. ]\d{3})+|\d{1,10})(?:,(?P<part>\d{1,3}))?$"
)
_POINTED = re.compile(r"^(?P<sign>[-\u2212])?(?P<whole>\d{1,10})\.(?P<part>\d{1,3})$")
_QUANTITY = re.compile(r"^(?P<amount>\d{1,5}(?:[.,]\d{1,3})?)\s*[x\u00d7-]?\s*(?P<unit>\D{1,30})$")


def read_number(field: FieldDefinition, raw: Json) -> Json:
    """Read a number with as many decimals as the field allows; its unit is the field's."""
    amount = _amount(field, raw)
    places = -int(amount.normalize().as_tuple().exponent)
    if places > field.decimals:
        raise Unusable(
            N_("At most %(decimals)s decimals are possible.")
            if field.decimals
            else N_("Please enter a whole number."),
            decimals=field.decimals,
        )
    least = 0 if field.least is None else field.least
    most = MAX_NUMBER if field.most is None else field.most
    if not least <= amount <= most:
        raise Unusable(
            N_("The number can be between %(least)s and %(most)s."), least=least, most=most
        )
    return {"amount": f"{amount:.{max(places, 0)}f}", "unit": field.unit or ""}


def _amount(field: FieldDefinition, raw: Json) -> Decimal:
    if isinstance(raw, dict):
        return _stored(raw)
    if isinstance(raw, int) and not isinstance(raw, bool):
        raw = str(raw)
    text = " ".join(clean(raw, _MOST_SIGNS).split())
    if field.unit and text.endswith(field.unit):
        text = text[: -len(field.unit)].rstrip()
    # "2.5" is read as a decimal where the field has decimals, "1.500" as thousands where not.
    pointed = _POINTED.match(text) if field.decimals else None
    found = pointed or _NUMBER.match(text)
    if not found:
        raise Unusable(N_("Please enter a number such as 12 or 2,5."))
    whole = re.sub(r"\D", "", found["whole"])
    return Decimal(f"{'-' if found['sign'] else ''}{whole}.{found['part'] or '0'}") + 0


def _stored(raw: Json) -> Decimal:
    stored = parts_of(raw).get("amount")
    if isinstance(stored, str) and re.fullmatch(r"-?\d{1,10}(\.\d{1,3})?", stored):
        return Decimal(stored) + 0
    raise Unusable(N_("Please enter a number such as 12 or 2,5."))


def read_quantity(field: FieldDefinition, raw: Json) -> Json:
    """Read a number and a unit, such as "10 Stück"."""
    text = f"{raw.get('amount', '')} {raw.get('unit', '')}" if isinstance(raw, dict) else raw
    found = _QUANTITY.match(clean(text, _MOST_SIGNS).strip())
    try:
        amount = Decimal(found["amount"].replace(",", ".")) if found else Decimal(0)
    except InvalidOperation:
        amount = Decimal(0)
    if not found or amount <= 0:
        raise Unusable(N_("Please enter a number and a unit, such as 10 Stück."))
    unit = found["unit"].strip()
    for choice in field.choices:
        if unit.casefold() in {choice.value.casefold(), choice.label.de.casefold()}:
            unit = choice.value
    return {"amount": f"{amount.normalize():f}", "unit": unit}
