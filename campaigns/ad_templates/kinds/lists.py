"""Owns the kinds that are lists: the rows of a price table, opening hours line by line."""

from campaigns.ad_templates.fields import FieldDefinition, Json
from campaigns.ad_templates.kinds.common import MAX_CENTS, MAX_ROWS, Unusable, one_line, parts_of
from campaigns.ad_templates.kinds.prices import about_price, cents_of
from portal.foundation.errors import N_


def read_rows(field: FieldDefinition, raw: Json) -> Json:
    """Read the rows of a table; those in which nothing is entered are left out."""
    if not isinstance(raw, list) or len(raw) > MAX_ROWS * 2:
        raise Unusable(N_("Please enter the offers line by line."))
    rows = [row for entry in raw if (row := _row(field, entry)) is not None]
    least, most = field.least or 0, field.most or MAX_ROWS
    if rows and not least <= len(rows) <= most:
        raise Unusable(
            N_("%(least)s to %(most)s lines are possible, there are %(count)s."),
            least=least,
            most=most,
            count=len(rows),
        )
    return rows or None


def _row(field: FieldDefinition, raw: Json) -> Json:
    parts = parts_of(raw)
    texts = {key: one_line(parts.get(key)) for key in ("name", "size", "unit_price")}
    price = parts.get("price") or ({"cents": parts["cents"]} if parts.get("cents") else None)
    if not any(texts.values()) and price is None:
        return None
    if not texts["name"] or price is None:
        raise Unusable(N_("Each line needs a name and a price."))
    cents, typed_from = cents_of(price)
    if not 0 < cents <= MAX_CENTS:
        raise Unusable(N_("Please enter a price such as 6,99 €."))
    about = about_price(field, parts)
    if parts.get("starting_from") or typed_from:
        about["starting_from"] = True
    return {**texts, "cents": cents, **about}


def read_hours(_field: FieldDefinition, raw: Json) -> Json:
    """Read opening hours: days and hours of each line."""
    if not isinstance(raw, list) or len(raw) > MAX_ROWS:
        raise Unusable(N_("Please enter the opening hours line by line."))
    lines = [
        {"days": one_line(p.get("days")), "hours": one_line(p.get("hours"))}
        for p in map(parts_of, raw)
    ]
    return [line for line in lines if line["days"] or line["hours"]] or None
