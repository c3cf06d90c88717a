"""Owns what an outlet's master data is: its values, their checks and their canonical form."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from portal.foundation.errors import N_
from regions.scoping.rules import path_below


class ProposalStatus(StrEnum):
    """Where a reported change stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """One line of opening hours, as it is printed."""

    days: str
    hours: str


@dataclass(frozen=True, slots=True)
class OutletMasterData:
    """All that an ad may take from an outlet and its partner; equal data, equal fingerprint."""

    outlet_number: str
    name: str
    place: str
    owner: str
    partner_name: str
    street: str
    postcode: str
    city: str
    phone: str
    email: str
    opening_hours: tuple[OpeningHours, ...]

    def canonical(self) -> dict[str, Any]:
        """Return it as plain JSON values, for a fingerprint or a snapshot."""
        return {
            **asdict(self),
            "opening_hours": [[line.days, line.hours] for line in self.opening_hours],
        }


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """One partner as a file or a form names it; `region_path` is where it belongs."""

    number: str
    name: str
    legal_form: str
    owner: str
    responsible: str
    region_path: str
    register_no: str = ""
    tax_no: str = ""
    email: str = ""

    @property
    def path(self) -> str:
        """Its tree path."""
        return partner_path(self.region_path, self.number)


@dataclass(frozen=True, slots=True)
class OutletRow:
    """One outlet as a file or a form names it."""

    number: str
    partner_number: str
    name: str
    place: str
    street: str
    postcode: str
    city: str
    phone: str = ""
    email: str = ""
    opening_hours: tuple[OpeningHours, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    tags: tuple[str, ...] = ()
    size: int = 0
    time_zone: str = "Europe/Berlin"
    open: bool = True


#: What a partner may report as changed, in the order of the form.
PROPOSABLE = ("street", "postcode", "city", "phone", "email", "opening_hours")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about one value that its author must mend; `message` is a template for `params`."""

    name: str
    message: str
    params: Mapping[str, object] = field(default_factory=dict)


#: The columns of an outlet that a file, a form or a reported change sets.
OUTLET_FIELDS = (
    "name",
    "place",
    "street",
    "postcode",
    "city",
    "phone",
    "email",
    "opening_hours",
    "latitude",
    "longitude",
    "tags",
    "size",
    "time_zone",
    "open",
)


def stored_value(name: str, given: Any) -> Any:
    """Return a value of an outlet as its column keeps it; ValueError for an unknown name."""
    if name not in OUTLET_FIELDS:
        raise ValueError(f"An outlet has no {name}")
    if name == "opening_hours":
        return [{"days": line.days, "hours": line.hours} for line in given]
    if name == "tags":
        return sorted(set(given))
    return given.strip() if isinstance(given, str) else given


def texts_of(row: OutletRow) -> dict[str, str]:
    """Return the texts of a row that `check_values` judges."""
    return {name: text for name in OUTLET_FIELDS if isinstance(text := getattr(row, name), str)}


class PartnerInShort(Protocol):
    """What an outlet takes from its partner: a partner's row, or part of one."""

    @property
    def id(self) -> UUID:
        """Its id."""

    @property
    def path(self) -> str:
        """Its tree path."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def owner(self) -> str:
        """Its owner."""


class _Findable(Protocol):
    @property
    def number(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def street(self) -> str: ...
    @property
    def postcode(self) -> str: ...
    @property
    def city(self) -> str: ...


def outlet_search_text(outlet: _Findable, partner: PartnerInShort) -> str:
    """Return what a search for an outlet looks through, cut to its column."""
    address = (outlet.street, outlet.postcode, outlet.city)
    return search_text(outlet.number, outlet.name, *address, partner.name, partner.owner)[:600]


def sort_key(place: str) -> str:
    """Return by what an outlet is sorted: as in a German telephone book, ä like a."""
    return fold(place)[:200]


def partner_path(region_path: str, number: str) -> str:
    """Return a partner's tree path."""
    return path_below(region_path, f"p{number.lower()}")


def outlet_path(path_of_partner: str, number: str) -> str:
    """Return an outlet's tree path."""
    return path_below(path_of_partner, f"o{number.lower()}")


_REQUIRED = ("name", "place", "street", "postcode", "city")
_LONGEST = {"email": 254, "phone": 40, "postcode": 10, "city": 120}
_LONGEST_TEXT = 200
_POSTCODE = re.compile(r"\d{5}")
_PHONE = re.compile(r"[\d\s+/()–-]{6,}")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]{2,}")
_SHAPES = (
    ("postcode", _POSTCODE, N_("A postcode has five digits, for example 21029.")),
    (
        "phone",
        _PHONE,
        N_("Enter a telephone number with its area code, for example 040 66969 412."),
    ),
    ("email", _EMAIL, N_("Enter an e-mail address such as name@example.com.")),
)


def check_values(values: Mapping[str, str]) -> list[Problem]:
    """Return what is wrong with master data texts; texts that are not given are not judged."""
    return [*_missing(values), *_unprintable(values), *_misshapen(values)]


def _missing(values: Mapping[str, str]) -> Iterator[Problem]:
    for name in _REQUIRED:
        if name in values and not values[name].strip():
            yield Problem(name, N_("Fill this in: ads are printed with it."))


def _unprintable(values: Mapping[str, str]) -> Iterator[Problem]:
    for name, text in values.items():
        longest = _LONGEST.get(name, _LONGEST_TEXT)
        if len(text) > longest:
            yield Problem(name, N_("Use at most %(count)s characters."), {"count": longest})
        if any(unicodedata.category(character) == "Cc" for character in text):
            yield Problem(name, N_("Remove line breaks and control characters."))


def _misshapen(values: Mapping[str, str]) -> Iterator[Problem]:
    for name, shape, message in _SHAPES:
        text = values.get(name, "").strip()
        if text and not shape.fullmatch(text):
            yield Problem(name, message)


def parse_hours(text: str) -> tuple[tuple[OpeningHours, ...], list[Problem]]:
    """Read opening hours, a line (or "|") each: "Mo–Fr 9–19 Uhr" or "Mo–Fr: 9–19 Uhr"."""
    lines: list[OpeningHours] = []
    problems: list[Problem] = []
    for line in (part.strip() for part in re.split(r"[|\n]", text)):
        days, _, hours = line.partition(": ") if ": " in line else line.partition(" ")
        if line and days.strip() and hours.strip():
            lines.append(OpeningHours(days.strip(), hours.strip()))
        elif line:
            problems.append(
                Problem("opening_hours", N_("Write days, then times, for example: Sa 9–18 Uhr"))
            )
    return tuple(lines), problems


def hours_text(lines: tuple[OpeningHours, ...], between: str = "\n") -> str:
    """Return opening hours in the form that `parse_hours` reads."""
    return between.join(f"{line.days} {line.hours}" for line in lines)


def owner_line(owner: str, legal_form: str) -> str:
    """Return the owner as ads name it: "Jonas Petersen e. K."; a company's name has its form."""
    return owner if not legal_form or owner.endswith(legal_form) else f"{owner} {legal_form}"


def fold(text: str) -> str:
    """Return text without case and accents, so that "Gmünd" is found by "gmund"."""
    folded = _fold_once(text)
    while (again := _fold_once(folded)) != folded:  # U+1D4D0 decomposes into A, which has a case
        folded = again
    return folded


def _fold_once(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def search_text(*texts: str) -> str:
    """Return what a search looks through: folded, and again with its umlauts spelt out."""
    joined = " ".join(text for text in texts if text)
    folded, spelt = fold(joined), fold(joined.casefold().translate(_SPELT_OUT))
    return folded if folded == spelt else f"{folded} {spelt}"


def search_terms(query: str) -> tuple[str, ...]:
    """Return the words of a query in the form of `search_text`; at most eight."""
    return tuple(fold(query).split()[:8])
