"""Owns the typed values of fields, as the typesetter takes them."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from brand_assets.design_facts import PriceMode


@dataclass(frozen=True, slots=True)
class TextValue:
    """Plain text; a line feed breaks the line."""

    text: str


@dataclass(frozen=True, slots=True)
class NumberValue:
    """A number with its unit; as many decimals as `amount` has are written."""

    amount: Decimal
    unit: str = ""


@dataclass(frozen=True, slots=True)
class PriceValue:
    """A price in cents; `starting_from` puts "ab" before it.

    `mode` says whose it is; a promotional price holds until the day `ends`. `lowest_cents` is the
    lowest price of the 30 days before a reduction, where one is announced.
    """

    cents: int
    currency: str = "EUR"
    starting_from: bool = False
    mode: PriceMode = PriceMode.OWN
    ends: datetime.date | None = None
    lowest_cents: int | None = None


@dataclass(frozen=True, slots=True)
class DateRangeValue:
    """The days from `start` to `end`, both included."""

    start: datetime.date
    end: datetime.date


@dataclass(frozen=True, slots=True)
class EventTimeValue:
    """A day and, where known, the time from `start` to `end`."""

    date: datetime.date
    start: datetime.time | None = None
    end: datetime.time | None = None


@dataclass(frozen=True, slots=True)
class PhotoValue:
    """A photo by its content hash; zoom, position, crop and turn where the partner chose them.

    `grey_sha256` is its version made by hand for ads in black ink, where there is one. `crop` is
    the part that may be seen: left, top, width and height as shares of the picture. `focal` is what
    matters in this ad, as shares from the top left; without it the photo's own focal point counts.
    """

    sha256: str
    zoom: float | None = None
    pos_x: float | None = None
    pos_y: float | None = None
    grey_sha256: str | None = None
    crop: tuple[float, float, float, float] | None = None
    turn: float | None = None
    mirror: bool | None = None
    focal: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One row of an offer table; `unit_price` is written out ("1 l = 0,22 €") or empty."""

    name: str
    size: str
    price: PriceValue
    unit_price: str = ""


@dataclass(frozen=True, slots=True)
class RowsValue:
    """The rows of an offer table."""

    rows: tuple[OfferRow, ...]


@dataclass(frozen=True, slots=True)
class AddressValue:
    """Where an outlet is and its telephone number."""

    street: str
    postcode: str
    city: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class HoursValue:
    """Opening hours, a line for each group of days ("Sa 9-18 Uhr" with a dash)."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhoneValue:
    """A telephone number as it is written; its figures never come apart at the end of a line."""

    number: str


@dataclass(frozen=True, slots=True)
class PersonValue:
    """A person: the name, and what else is known; a photo frame shows the photo."""

    name: str
    role: str = ""
    phone: str = ""
    email: str = ""
    photo_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class UrlValue:
    """An address in the web; a QR frame shows it as a code."""

    url: str


FieldValue: TypeAlias = (
    TextValue
    | NumberValue
    | PriceValue
    | DateRangeValue
    | EventTimeValue
    | PhotoValue
    | RowsValue
    | AddressValue
    | HoursValue
    | PhoneValue
    | PersonValue
    | UrlValue
)
FieldValues: TypeAlias = Mapping[str, FieldValue]


def shown_photo(value: FieldValue | None) -> PhotoValue | None:
    """Return what a photo frame shows of a value: a photo, or that of a person."""
    if isinstance(value, PersonValue):
        return PhotoValue(value.photo_sha256) if value.photo_sha256 else None
    return value if isinstance(value, PhotoValue) and value.sha256 else None
