"""Owns what the list of pictures shows: what was found, what was chosen, what can be chosen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask_babel import format_date, gettext, lazy_gettext
from werkzeug.datastructures import MultiDict

from brand_assets.library.arranging.collections import list_collections
from brand_assets.library.arranging.tags import TagCount, count_tags
from brand_assets.library.facets import count_facets
from brand_assets.library.forms import CHANNEL_NAMES
from brand_assets.library.picture_colours import ColourName
from brand_assets.library.queries import (
    AssetQuery,
    PrintSize,
    RightsState,
    Sort,
    Use,
    arguments_of,
    query_of,
    without,
)
from brand_assets.library.rules import AssetKind, Orientation
from brand_assets.library.searching import AssetPage
from portal.foundation import clock
from regions.scoping.actor import Actor

Names = Mapping[str, object]

KIND_NAMES: Names = {
    AssetKind.PHOTO: lazy_gettext("Photos"),
    AssetKind.ARTWORK: lazy_gettext("Drawings and PDFs"),
}
ORIENTATION_NAMES: Names = {
    Orientation.LANDSCAPE: lazy_gettext("Landscape"),
    Orientation.PORTRAIT: lazy_gettext("Portrait"),
    Orientation.SQUARE: lazy_gettext("Square"),
}
COLOUR_NAMES: Names = {
    ColourName.RED: lazy_gettext("Red"),
    ColourName.ORANGE: lazy_gettext("Orange"),
    ColourName.YELLOW: lazy_gettext("Yellow"),
    ColourName.GREEN: lazy_gettext("Green"),
    ColourName.TURQUOISE: lazy_gettext("Turquoise"),
    ColourName.BLUE: lazy_gettext("Blue"),
    ColourName.VIOLET: lazy_gettext("Violet"),
    ColourName.PINK: lazy_gettext("Pink"),
    ColourName.BROWN: lazy_gettext("Brown"),
    ColourName.WHITE: lazy_gettext("White"),
    ColourName.GREY: lazy_gettext("Grey"),
    ColourName.BLACK: lazy_gettext("Black"),
}
RIGHTS_NAMES: Names = {
    RightsState.USABLE: lazy_gettext("Usable today"),
    RightsState.ENDING: lazy_gettext("Ends within 30 days"),
    RightsState.ENDED: lazy_gettext("Rights have ended"),
    RightsState.NOT_YET: lazy_gettext("Not usable yet"),
    RightsState.UNCLEARED: lazy_gettext("Consent is missing"),
}
USE_NAMES: Names = {
    Use.USED: lazy_gettext("Used in ads"),
    Use.UNUSED: lazy_gettext("Not used yet"),
}
SORT_NAMES: Names = {
    Sort.NEWEST: lazy_gettext("Newest first"),
    Sort.BEST: lazy_gettext("Best match first"),
    Sort.LARGEST: lazy_gettext("Largest first"),
}
PRINT_NAMES: Names = {
    size.value: lazy_gettext("%(size)s with 300 dpi", size=size.upper()) for size in PrintSize
}


_SEVERAL = frozenset({"orientations", "colours", "tags"})
KEYS = {
    "orientations": "lies",
    "colours": "colour",
    "tags": "tag",
    "collection_id": "collection",
    "kinds": "kind",
}


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: a link that chooses it or takes the choice back."""

    value: str
    label: str
    href: str
    chosen: bool
    count: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """Things to choose that belong together."""

    key: str
    title: str
    options: Sequence[Option]

    @property
    def chosen(self) -> bool:
        """Whether one of them is chosen."""
        return any(option.chosen for option in self.options)


@dataclass(frozen=True, slots=True)
class Chip:
    """What was chosen, with the link that takes it back."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Listing:
    """All that the list of pictures shows beside the pictures."""

    groups: Sequence[Group]
    chips: Sequence[Chip]
    sorts: Sequence[Option]
    kept: Sequence[tuple[str, str]]
    """The arguments that the form of the search words keeps."""
    dated: Sequence[tuple[str, str]]
    """The arguments that the form of the days keeps."""
    previous: str | None
    next: str | None


def listing_of(actor: Actor, query: AssetQuery, found: AssetPage) -> Listing:
    """Return what the page of a search shows."""
    collections = {str(c.id): c.name for c in list_collections(actor)}
    arguments, page = arguments_of(query), found.page
    return Listing(
        groups=[g for g in _groups(query, found, collections) if g.options],
        chips=list(_chips(query, collections)),
        sorts=[_sort(query, found, sort) for sort in _sorts(query)],
        kept=[(key, value) for key, value in arguments if key != "q"],
        dated=[(key, value) for key, value in arguments if key not in {"since", "until"}],
        previous=_page(query, page - 1) if page > 1 else None,
        next=_page(query, page + 1) if found.has_next else None,
    )


def address(query: AssetQuery) -> str:
    """Return the address of a query's first page."""
    return f"/assets/?{urlencode(arguments_of(query))}"


def _page(query: AssetQuery, page: int) -> str:
    return f"/assets/?{urlencode([*arguments_of(query), ('page', str(page))])}"


def _groups(query: AssetQuery, found: AssetPage, collections: Names) -> Iterator[Group]:
    counts = None if found.more else count_facets(found.rows, clock.today())
    counted = {t.tag: t.count for t in _tags(found)}
    tags: Names = {tag: tag for tag in dict.fromkeys((*query.tags, *counted))}
    for name, title, names, by_value in (
        ("rights", gettext("Rights"), RIGHTS_NAMES, counts.rights if counts else None),
        (
            "orientations",
            gettext("Shape"),
            ORIENTATION_NAMES,
            counts.orientations if counts else None,
        ),
        ("prints", gettext("Sharp in print up to"), PRINT_NAMES, counts.prints if counts else None),
        ("colours", gettext("Colour"), COLOUR_NAMES, counts.colours if counts else None),
        ("tags", gettext("Keyword"), tags, counted),
        ("collection_id", gettext("Collection"), collections, None),
        ("use", gettext("Use"), USE_NAMES, None),
        ("channel", gettext("Usable in channel"), CHANNEL_NAMES, None),
        ("kinds", gettext("Kind"), KIND_NAMES, counts.kinds if counts else None),
        ("mine", gettext("Uploaded by"), {"1": gettext("Me")}, None),
    ):
        yield Group(name, title, list(_options(query, name, names, by_value)))


def _tags(found: AssetPage) -> list[TagCount]:
    return count_tags([row.number for row in found.rows])


def _options(
    query: AssetQuery, name: str, names: Names, counted: Mapping[str, int] | None
) -> Iterator[Option]:
    for value, label in names.items():
        chosen = value in chosen_values(query, name)
        count = None if counted is None else counted.get(value, 0)
        if chosen:
            yield Option(value, str(label), address(_without(query, name, value)), True, count)
        elif count != 0:
            yield Option(value, str(label), address(_with(query, name, value)), False, count)


def chosen_values(query: AssetQuery, name: str) -> tuple[str, ...]:
    """Return what is chosen of one facet, as an address says it."""
    held = getattr(query, name)
    if name == "kinds":
        return held if len(held) < len(AssetKind) else ()
    if name == "mine":
        return ("1",) if held else ()
    if isinstance(held, tuple):
        return tuple(str(value) for value in held)
    return (str(held),) if held is not None else ()


def _with(query: AssetQuery, name: str, value: str) -> AssetQuery:
    given = MultiDict(arguments_of(query))
    key = KEYS.get(name, name)
    if name in _SEVERAL:
        given.add(key, value)
    else:
        given[key] = value
    return query_of(given)


def _without(query: AssetQuery, name: str, value: str) -> AssetQuery:
    return without(query, name, value if name in _SEVERAL else None)


def _chips(query: AssetQuery, collections: Names) -> Iterator[Chip]:
    if query.text:
        yield Chip(gettext("“%(text)s”", text=query.text), address(without(query, "text")))
    named: tuple[tuple[str, Names], ...] = (
        ("rights", RIGHTS_NAMES),
        ("orientations", ORIENTATION_NAMES),
        ("prints", PRINT_NAMES),
        ("colours", COLOUR_NAMES),
        ("tags", {tag: tag for tag in query.tags}),
        ("collection_id", collections),
        ("use", USE_NAMES),
        ("channel", CHANNEL_NAMES),
        ("kinds", KIND_NAMES),
        ("mine", {"1": lazy_gettext("Uploaded by me")}),
    )
    for name, names in named:
        for value in chosen_values(query, name):
            label = str(
                names.get(value, value if name != "collection_id" else gettext("Collection"))
            )
            yield Chip(label, address(_without(query, name, value)))
    yield from _number_chips(query)


def _number_chips(query: AssetQuery) -> Iterator[Chip]:
    if query.least_pixels:
        words = gettext("at least %(pixels)s pixels", pixels=query.least_pixels)
        yield Chip(words, address(without(query, "least_pixels")))
    if query.since:
        words = gettext("added since %(day)s", day=format_date(query.since, "short"))
        yield Chip(words, address(without(query, "since")))
    if query.until:
        words = gettext("added until %(day)s", day=format_date(query.until, "short"))
        yield Chip(words, address(without(query, "until")))


def _sorts(query: AssetQuery) -> list[Sort]:
    return [sort for sort in Sort if query.text or sort is not Sort.BEST]


def _sort(query: AssetQuery, found: AssetPage, sort: Sort) -> Option:
    href = address(replace(query, page=1, sort=sort))
    return Option(sort, str(SORT_NAMES[sort]), href, found.sort is sort, None)
