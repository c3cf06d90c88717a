"""Owns how many of the matches each further choice would leave, counted from their narrow rows."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from brand_assets.library.queries import SOON, PrintSize, RightsState
from brand_assets.library.rules import AssetKind, Orientation


class NarrowRow(Protocol):
    """What the search says of one match."""

    kind: AssetKind
    orientation: Orientation
    short_side: int
    long_side: int
    colours: str
    starts: date | None
    ends: date | None
    blocked: bool
    used: bool


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """Matches by kind, orientation, colour, paper that they fill, and how their rights stand."""

    kinds: Mapping[str, int]
    orientations: Mapping[str, int]
    colours: Mapping[str, int]
    prints: Mapping[str, int]
    rights: Mapping[str, int]


def count_facets(rows: Iterable[NarrowRow], day: date) -> FacetCounts:
    """Count the matches for every choice of every facet."""
    kinds, lies, colours = Counter[str](), Counter[str](), Counter[str]()
    prints, rights = Counter[str](), Counter[str]()
    for row in rows:
        kinds[row.kind] += 1
        lies[row.orientation] += 1
        colours.update(name for name in row.colours.split("|") if name)
        prints.update(size.value for size in PrintSize if fills(row, size))
        rights.update(state.value for state in states_of(row, day))
    return FacetCounts(kinds, lies, colours, prints, rights)


def fills(row: NarrowRow, size: PrintSize) -> bool:
    """Whether a picture fills paper of that size with 300 dpi; drawings fill any."""
    short, long = size.pixels
    large = row.short_side >= short and row.long_side >= long
    return large or row.kind is AssetKind.ARTWORK


def states_of(row: NarrowRow, day: date) -> list[RightsState]:
    """Return how the rights stand on a day, by the same measure as the search."""
    ended = row.ends is not None and row.ends < day
    not_yet = row.starts is not None and row.starts > day
    ending = row.ends is not None and day <= row.ends <= day + timedelta(days=SOON)
    held = {
        RightsState.USABLE: not (ended or not_yet or row.blocked),
        RightsState.ENDING: ending,
        RightsState.ENDED: ended,
        RightsState.NOT_YET: not_yet,
        RightsState.UNCLEARED: row.blocked,
    }
    return [state for state, holds in held.items() if holds]
