"""Owns field definitions: which named, typed values a partner may set, and within what limits."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from brand_assets.design_facts import Bilingual, PriceMode
from brand_assets.typesetting.text.marks import Mark

Json: TypeAlias = Any
"""A JSON value: what the browser sends and what a localisation stores."""


class FieldKind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    MULTILINE = "multiline"
    RICH_TEXT = "rich_text"
    NUMBER = "number"
    PRICE = "price"
    QUANTITY = "quantity"
    UNIT_PRICE = "unit_price"
    DATE_RANGE = "date_range"
    EVENT_TIME = "event_time"
    PHOTO = "photo"
    ROWS = "rows"
    ADDRESS = "address"
    HOURS = "hours"
    PHONE = "phone"
    PERSON = "person"
    URL = "url"
    CHOICE = "choice"


class Section(StrEnum):
    """Where a field stands in the editor: in the order in which a person thinks."""

    OFFER = "offer"
    PICTURE = "picture"
    PERIOD = "period"
    TABLE = "table"
    EVENT = "event"
    OUTLET = "outlet"
    FIXED = "fixed"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Choice(_Frozen):
    """One value to choose from: what is stored, and how it reads."""

    value: str
    label: Bilingual


class FieldDefinition(_Frozen):
    """One field that all formats of a campaign share.

    `source` names where the value comes from when nobody set one: "outlet.name",
    "campaign.period", or for a unit price "PRICE_FIELD/QUANTITY_FIELD" that it follows from.
    `required`: it must have a value, wherever that comes from. `must_change`: what head office
    wrote is an example, which the partner replaces.

    `least`/`most` limit cents of a price, rows of a table, a number; `earliest`/`latest` are ISO
    dates. `unit` stands behind a number, which has at most so many `decimals`. `marks` are those
    that a text with marks may hold. `price_modes` are those that a price may have, the first
    unless another is entered. `alternatives` are texts of head office, offered in place of one
    that does not fit.
    A locked field is set by head office alone; `locked_by` says who that is. `pool` are the
    content hashes of the photos to choose from (none: the whole library), `hosts` the only
    hosts that a web address may lead to (none: any).
    """

    key: str = Field(pattern=r"^[a-z][a-z0-9_.]{0,60}$")
    kind: FieldKind
    label: Bilingual
    help: Bilingual | None = None
    section: Section = Section.OFFER
    order: int = 0
    required: bool = True
    must_change: bool = False
    locked: bool = False
    locked_by: Bilingual | None = None
    max_chars: int | None = Field(default=None, ge=1)
    marks: tuple[Mark, ...] = ()
    unit: str | None = Field(default=None, max_length=20)
    decimals: int = Field(default=0, ge=0, le=3)
    least: int | None = None
    most: int | None = None
    earliest: str | None = None
    latest: str | None = None
    choices: tuple[Choice, ...] = ()
    alternatives: tuple[str, ...] = Field(default=(), max_length=20)
    pool: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    price_modes: tuple[PriceMode, ...] = Field(default=(PriceMode.OWN,), min_length=1)
    default: Json = None
    source: str | None = None

    @property
    def computed(self) -> bool:
        """Whether the value follows from other fields and cannot be entered at all."""
        return self.kind is FieldKind.UNIT_PRICE

    @property
    def changes_example(self) -> bool:
        """Whether a partner has to replace what head office wrote."""
        return self.must_change and not self.locked and not self.computed

    @property
    def price_mode(self) -> PriceMode:
        """The mode of a price that names none."""
        return self.price_modes[0]


TEXT_KINDS = frozenset({FieldKind.TEXT, FieldKind.MULTILINE, FieldKind.RICH_TEXT})
"""What a person words freely."""
_LIST = TypeAdapter(tuple[FieldDefinition, ...])


def read_fields(stored: Sequence[Mapping[str, Json]]) -> tuple[FieldDefinition, ...]:
    """Read definitions from JSON, in the order of the editor."""
    return tuple(sorted(_LIST.validate_python(stored), key=_editor_order))


def write_fields(fields: Sequence[FieldDefinition]) -> list[dict[str, Json]]:
    """Return the definitions as JSON."""
    return [field.model_dump(mode="json") for field in fields]


def _editor_order(field: FieldDefinition) -> tuple[int, int]:
    return list(Section).index(field.section), field.order


def photo_of(kind: FieldKind, value: Json) -> str | None:
    """Return the content hash of the photo that a canonical value shows, None without one."""
    if kind not in (FieldKind.PHOTO, FieldKind.PERSON) or not value:
        return None
    sha256: str | None = value.get("sha256")
    return sha256


def photos_in(fields: Iterable[FieldDefinition], values: Mapping[str, Json]) -> dict[str, str]:
    """Return by field key the content hashes of the photos that canonical values show."""
    found = ((entry.key, photo_of(entry.kind, values.get(entry.key))) for entry in fields)
    return {key: sha256 for key, sha256 in found if sha256}
