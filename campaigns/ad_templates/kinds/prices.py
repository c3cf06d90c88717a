"""Owns the kind that is a price: its amount, whose it is, how long it holds, what it was before."""

import re
from collections.abc import Mapping
from datetime import date

from brand_assets.design_facts import PriceMode
from campaigns.ad_templates.fields import FieldDefinition, Json
from campaigns.ad_templates.kinds.common import MAX_CENTS, Unusable, clean
from portal.foundation.errors import N_

_PRICE = re.compile(
    r"^(?P<ab>ab\s*|from\s*)?(?:€\s*)?"
    # "1,250" alone is left out: it would be 1,25 with a slip of the finger as well.
    r"(?P<euros>\d{1,3}(?:[.\s]\d{3})+|\d{1,3}(?:,\d{3})+(?=\.\d{1,2}\b)|\d{1,6})"
    r"(?:[,.](?P<cents>\d{1,2}))?\s*(?:€|EUR)?$",
    re.IGNORECASE,
)


def read_price(field: FieldDefinition, raw: Json) -> Json:
    """Read a price within the field's limits."""
    cents, starting_from = cents_of(raw)
    least, most = field.least or 1, field.most or MAX_CENTS
    if not least <= cents <= most:
        raise Unusable(
            N_("The price can be between %(least)s and %(most)s €."),
            least=_euros(least),
            most=_euros(most),
        )
    return {"cents": cents, "starting_from": starting_from, **about_price(field, raw)}


def about_price(field: FieldDefinition, raw: Json) -> dict[str, Json]:
    """Return mode, end and lowest price, each where it says more than that the price is one."""
    parts = raw if isinstance(raw, Mapping) else {}
    mode = _mode(field, parts.get("mode"))
    about: dict[str, Json] = {}
    if mode is not PriceMode.OWN or field.price_mode is not PriceMode.OWN:
        about["mode"] = mode.value
    if mode is PriceMode.PROMOTIONAL:
        about["ends"] = _end_of_price(field, parts.get("ends"))
    lowest = parts.get("lowest_cents", parts.get("lowest"))
    if lowest not in (None, "") and mode.is_asked:
        about["lowest_cents"] = _lowest(lowest)
    return about


def cents_of(raw: Json) -> tuple[int, bool]:
    """Return the cents of a price as people write it, and whether it is the lowest of several."""
    if isinstance(raw, Mapping) and isinstance(raw.get("text"), str):
        cents, starting_from = cents_of(raw["text"])
        return cents, starting_from or bool(raw.get("starting_from"))
    if isinstance(raw, Mapping):
        given = raw.get("cents")
        if not isinstance(given, int) or isinstance(given, bool):
            raise Unusable(N_("Please enter a price such as 6,99 €."))
        return given, bool(raw.get("starting_from"))
    found = _PRICE.match(clean(raw, 40).strip().replace("\u202f", " ").replace("\u00a0", " "))
    if not found:
        raise Unusable(N_("Please enter a price such as 6,99 €."))
    euros = int(re.sub(r"\D", "", found["euros"]))
    return euros * 100 + int((found["cents"] or "0").ljust(2, "0")), bool(found["ab"])


def _mode(field: FieldDefinition, raw: Json) -> PriceMode:
    if raw in (None, ""):
        return field.price_mode
    found = next((mode for mode in field.price_modes if mode == raw), None)
    if found is None:
        raise Unusable(N_("This kind of price is not possible here. Choose one that is offered."))
    return found


def _end_of_price(field: FieldDefinition, raw: Json) -> str:
    try:
        return date.fromisoformat(raw if isinstance(raw, str) else "").isoformat()
    except ValueError:
        raise Unusable(
            N_("A promotional price needs its last day. Please choose a date.")
        ) from None


def _lowest(raw: Json) -> int:
    cents, _ = cents_of({"cents": raw} if isinstance(raw, int) else raw)
    if not 0 < cents <= MAX_CENTS:
        raise Unusable(N_("Please enter a price such as 6,99 €."))
    return cents


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"
