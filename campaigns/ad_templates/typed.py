"""Owns the way from canonical JSON to the typed values that the typesetter takes."""

from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal

from brand_assets.design_facts import PriceMode
from brand_assets.typesetting.values import (
    AddressValue,
    DateRangeValue,
    EventTimeValue,
    FieldValue,
    HoursValue,
    NumberValue,
    OfferRow,
    PersonValue,
    PhoneValue,
    PhotoValue,
    PriceValue,
    RowsValue,
    TextValue,
    UrlValue,
)
from campaigns.ad_templates.fields import FieldKind, Json


def typed_value(kind: FieldKind, value: Json) -> FieldValue:
    """Return the typed value of canonical JSON (see `canonical`)."""
    return _MAKERS[kind](value)


def _text(value: Json) -> FieldValue:
    return TextValue(value)


def _price(value: Json) -> PriceValue:
    ends = value.get("ends")
    return PriceValue(
        value["cents"],
        starting_from=value.get("starting_from", False),
        mode=PriceMode(value.get("mode", PriceMode.OWN)),
        ends=date.fromisoformat(ends) if ends else None,
        lowest_cents=value.get("lowest_cents"),
    )


def _quantity(value: Json) -> FieldValue:
    amount = str(value["amount"]).replace(".", ",")
    return TextValue(f"{amount} {value['unit']}")


def _date_range(value: Json) -> FieldValue:
    return DateRangeValue(date.fromisoformat(value["from"]), date.fromisoformat(value["until"]))


def _event_time(value: Json) -> FieldValue:
    start, end = time.fromisoformat(value["from"]), time.fromisoformat(value["until"])
    return EventTimeValue(date.fromisoformat(value["day"]), start, end)


def _photo(value: Json) -> FieldValue:
    crop, focal = value.get("crop"), value.get("focal")
    return PhotoValue(
        value["sha256"],
        value.get("zoom"),
        value.get("x"),
        value.get("y"),
        crop=(crop[0], crop[1], crop[2], crop[3]) if crop else None,
        turn=value.get("turn"),
        mirror=value.get("mirror"),
        focal=(focal[0], focal[1]) if focal else None,
    )


def _rows(value: Json) -> FieldValue:
    return RowsValue(
        tuple(OfferRow(row["name"], row["size"], _price(row), row["unit_price"]) for row in value)
    )


def _address(value: Json) -> FieldValue:
    return AddressValue(value["street"], value["postcode"], value["city"], value.get("phone") or "")


def _hours(value: Json) -> FieldValue:
    return HoursValue(tuple(f"{line['days']} {line['hours']}".strip() for line in value))


def _number(value: Json) -> FieldValue:
    return NumberValue(Decimal(value["amount"]), value["unit"])


def _phone(value: Json) -> FieldValue:
    return PhoneValue(value)


def _person(value: Json) -> FieldValue:
    texts = (value["name"], value["role"], value["phone"], value["email"])
    return PersonValue(*texts, photo_sha256=value.get("sha256"))


def _url(value: Json) -> FieldValue:
    return UrlValue(value)


_MAKERS: Mapping[FieldKind, Callable[[Json], FieldValue]] = {
    FieldKind.TEXT: _text,
    FieldKind.MULTILINE: _text,
    FieldKind.RICH_TEXT: _text,
    FieldKind.NUMBER: _number,
    FieldKind.CHOICE: _text,
    FieldKind.UNIT_PRICE: _text,
    FieldKind.PRICE: _price,
    FieldKind.QUANTITY: _quantity,
    FieldKind.DATE_RANGE: _date_range,
    FieldKind.EVENT_TIME: _event_time,
    FieldKind.PHOTO: _photo,
    FieldKind.ROWS: _rows,
    FieldKind.ADDRESS: _address,
    FieldKind.HOURS: _hours,
    FieldKind.PHONE: _phone,
    FieldKind.PERSON: _person,
    FieldKind.URL: _url,
}
