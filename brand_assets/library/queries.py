"""Owns what somebody looks for in the library, and how an address says it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar
from uuid import UUID

from brand_assets.library.rules import AssetKind, Orientation, one_line

Member = TypeVar("Member", bound=StrEnum)

LONGEST_TEXT = 200
MOST_CHOSEN = 12
"""Tags or colours that one search combines at most."""
LAST_PAGE = 400
FIRST_YEAR, LAST_YEAR = 1900, 2999
SOON = 30
"""Days within which the end of rights counts as near."""
_PRINT_DPI = 300
_MM_PER_INCH = 25.4


class Sort(StrEnum):
    """In which order what is found comes."""

    NEWEST = "newest"
    BEST = "best"
    LARGEST = "largest"


class RightsState(StrEnum):
    """How the rights to an asset stand on a day."""

    USABLE = "usable"
    ENDING = "ending"
    ENDED = "ended"
    NOT_YET = "not_yet"
    UNCLEARED = "uncleared"


class Use(StrEnum):
    """Whether an asset is placed somewhere."""

    USED = "used"
    UNUSED = "unused"


class PrintSize(StrEnum):
    """Paper that a picture fills sharply, printed with 300 dpi."""

    A6 = "a6"
    A5 = "a5"
    A4 = "a4"
    A3 = "a3"
    A2 = "a2"

    @property
    def pixels(self) -> tuple[int, int]:
        """The least pixels on the short and on the long side."""
        short, long = _PAPER[self]
        return _at_300(short), _at_300(long)


_PAPER = {
    PrintSize.A6: (105, 148),
    PrintSize.A5: (148, 210),
    PrintSize.A4: (210, 297),
    PrintSize.A3: (297, 420),
    PrintSize.A2: (420, 594),
}


def _at_300(millimetres: float) -> int:
    return round(millimetres / _MM_PER_INCH * _PRINT_DPI)


@dataclass(frozen=True, slots=True)
class AssetQuery:
    """What to look for; all that is given must hold, of several colours or kinds any.

    `usable_on` is a day on which the rights hold, with `channel` and at `path`; `path` is also
    where the asset may be placed. `rights` is judged on the day of the search.
    """

    text: str = ""
    usable_on: date | None = None
    path: str | None = None
    page: int = 1
    kinds: tuple[AssetKind, ...] = (AssetKind.PHOTO,)
    tags: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    orientations: tuple[Orientation, ...] = ()
    prints: PrintSize | None = None
    least_pixels: int = 0
    rights: RightsState | None = None
    channel: str | None = None
    collection_id: UUID | None = None
    use: Use | None = None
    mine: bool = False
    since: date | None = None
    until: date | None = None
    sort: Sort | None = None

    @property
    def is_plain(self) -> bool:
        """Whether nothing was chosen: everything is looked at, page by page."""
        return replace(self, page=1, sort=None) == AssetQuery(kinds=self.kinds)


class Arguments(Protocol):
    """The arguments of an address, each any number of times."""

    def getlist(self, key: str, /) -> list[str]:
        """Return all values of one key."""


def query_of(args: Arguments) -> AssetQuery:
    """Read a query from an address; what makes no sense there is left out."""
    kinds = _members(AssetKind, args.getlist("kind"))
    return AssetQuery(
        text=one_line(_first(args, "q"))[:LONGEST_TEXT],
        page=min(max(1, _number(_first(args, "page")) or 1), LAST_PAGE),
        kinds=kinds or tuple(AssetKind),
        tags=_distinct(one_line(tag).casefold()[:60] for tag in args.getlist("tag")),
        colours=_distinct(colour for colour in args.getlist("colour") if colour.isalpha()),
        orientations=_members(Orientation, args.getlist("lies")),
        prints=_member(PrintSize, _first(args, "prints")),
        least_pixels=_number(_first(args, "least")) or 0,
        rights=_member(RightsState, _first(args, "rights")),
        channel=_first(args, "channel")[:30] or None,
        collection_id=_uuid(_first(args, "collection")),
        use=_member(Use, _first(args, "use")),
        mine=bool(_first(args, "mine")),
        since=_day(_first(args, "since")),
        until=_day(_first(args, "until")),
        sort=_member(Sort, _first(args, "sort")),
    )


def arguments_of(query: AssetQuery) -> list[tuple[str, str]]:
    """Return what an address says for a query, without its page; the reverse of `query_of`."""
    given: list[tuple[str, object]] = [("q", query.text)]
    if len(query.kinds) < len(AssetKind):
        given += [("kind", kind) for kind in query.kinds]
    for key, several in (
        ("tag", query.tags),
        ("colour", query.colours),
        ("lies", query.orientations),
    ):
        given += [(key, value) for value in several]
    given += [
        ("prints", query.prints),
        ("least", query.least_pixels),
        ("rights", query.rights),
        ("channel", query.channel),
        ("collection", query.collection_id),
        ("use", query.use),
        ("mine", "1" if query.mine else ""),
        ("since", query.since),
        ("until", query.until),
        ("sort", query.sort),
    ]
    return [(key, str(value)) for key, value in given if value]


def without(query: AssetQuery, name: str, value: object = None) -> AssetQuery:
    """Return a query without one choice: a field, or one of its values; from the first page on."""
    held = getattr(query, name)
    if isinstance(held, tuple) and value is not None:
        left: object = tuple(entry for entry in held if entry != value)
    else:
        left = next(f.default for f in fields(AssetQuery) if f.name == name)
    if name == "kinds" and not left:
        left = tuple(AssetKind)
    return replace(query, page=1, **{name: left})  # type: ignore[arg-type] # the name of a field


def _first(args: Arguments, key: str) -> str:
    return next(iter(args.getlist(key)), "").strip()


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(value for value in dict.fromkeys(values) if value)[:MOST_CHOSEN]


def _members(kind: type[Member], values: Sequence[str]) -> tuple[Member, ...]:
    return tuple(member for member in kind if member.value in values)


def _member(kind: type[Member], value: str) -> Member | None:
    return next(iter(_members(kind, [value])), None)


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None  # noqa: PLR2004 - fits 32 bits


def _uuid(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


def _day(value: str) -> date | None:
    """Return a day within the years in which a library can have had pictures."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
