"""Owns the canonical JSON of values: what the browser sends goes in, what is stored comes out.

    text, multiline, url, choice   "…"
    rich_text                      "…", in which **bold**, ^raised^ and ~lowered~ are marks
    number                         {"amount": "2.5", "unit": "kg"}
    price                          {"cents": 299, "starting_from": true}, with "mode" where it is
                                   not simply the outlet's own, "ends" of a promotional one, and
                                   "lowest_cents" of the 30 days before a reduction
    quantity                       {"amount": "6", "unit": "Pflanze"}
    date_range                     {"from": "2027-05-10", "until": "2027-05-22"}
    event_time                     {"day": "2027-05-15", "from": "10:00", "until": "16:00"}
    photo                          {"sha256": "…", "zoom": 1.0, "x": 0.5, "y": 0.5}; the crop
                                   is null where the template's own is kept; with "focal" [x, y],
                                   "turn" in degrees, "mirror" and "crop" [x, y, w, h] where chosen
    rows                           [{"name", "size", "unit_price", "cents"}], each with what its
                                   price says beyond that, as above
    address                        {"street", "postcode", "city", "phone"}
    hours                          [{"days", "hours"}]
    phone                          "0681 12345-67"
    person                         {"name", "role", "phone", "email"}, with "sha256" of a photo

Reading a canonical value again gives the same value. docs/fields.md tells it for people.
"""

from collections.abc import Callable, Mapping

from campaigns.ad_templates.fields import FieldDefinition, FieldKind, Json
from campaigns.ad_templates.kinds.common import Unusable
from campaigns.ad_templates.kinds.lists import read_hours, read_rows
from campaigns.ad_templates.kinds.numbers import read_number, read_quantity
from campaigns.ad_templates.kinds.phones import read_phone
from campaigns.ad_templates.kinds.photos import read_photo
from campaigns.ad_templates.kinds.places import read_address, read_person
from campaigns.ad_templates.kinds.prices import read_price
from campaigns.ad_templates.kinds.texts import (
    read_choice,
    read_multiline,
    read_rich_text,
    read_text,
    read_url,
)
from campaigns.ad_templates.kinds.times import read_date_range, read_event_time
from portal.foundation.errors import N_

__all__ = ["Unusable", "canonical_value"]


def canonical_value(field: FieldDefinition, raw: Json) -> Json:
    """Return the canonical JSON of a raw value; None where it is empty; raises Unusable."""
    if raw is None or raw in ("", [], {}):
        return None
    return _READERS[field.kind](field, raw)


def _computed(_field: FieldDefinition, _raw: Json) -> Json:
    raise Unusable(N_("This value is computed and cannot be entered."))


_READERS: Mapping[FieldKind, Callable[[FieldDefinition, Json], Json]] = {
    FieldKind.TEXT: read_text,
    FieldKind.MULTILINE: read_multiline,
    FieldKind.RICH_TEXT: read_rich_text,
    FieldKind.NUMBER: read_number,
    FieldKind.PRICE: read_price,
    FieldKind.QUANTITY: read_quantity,
    FieldKind.UNIT_PRICE: _computed,
    FieldKind.DATE_RANGE: read_date_range,
    FieldKind.EVENT_TIME: read_event_time,
    FieldKind.PHOTO: read_photo,
    FieldKind.ROWS: read_rows,
    FieldKind.ADDRESS: read_address,
    FieldKind.HOURS: read_hours,
    FieldKind.PHONE: read_phone,
    FieldKind.PERSON: read_person,
    FieldKind.URL: read_url,
    FieldKind.CHOICE: read_choice,
}
