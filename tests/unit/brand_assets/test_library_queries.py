"""What somebody looks for in the library is read from an address, and told per facet."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from brand_assets.library.crops import crops_of
from brand_assets.library.facets import count_facets
from brand_assets.library.likeness import MOST_DISTANCE, bands_of, distance, neighbours
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
from brand_assets.library.rules import AssetKind, Orientation, orientation_of, tidy_tags
from brand_assets.library.words import AskedWords, asked_words, parts_of, weighed_words, words_of

FULL = AssetQuery(
    text="rosen -winter",
    kinds=(AssetKind.PHOTO,),
    tags=("frühling", "a&b"),
    colours=("red", "green"),
    orientations=(Orientation.PORTRAIT,),
    prints=PrintSize.A4,
    least_pixels=3000,
    rights=RightsState.ENDING,
    channel="print",
    collection_id=UUID(int=5),
    use=Use.UNUSED,
    mine=True,
    since=date(2026, 1, 2),
    until=date(2026, 3, 4),
    sort=Sort.LARGEST,
)


@pytest.mark.parametrize("query", [FULL, AssetQuery(kinds=tuple(AssetKind))])
def test_an_address_says_a_query_and_gives_it_back(query: AssetQuery) -> None:
    assert query_of(MultiDict(arguments_of(query))) == query


def test_what_makes_no_sense_in_an_address_is_left_out() -> None:
    args = MultiDict(
        [
            ("page", "-3"),
            ("prints", "a0"),
            ("since", "2026-02-31"),
            ("collection", "x"),
            ("lies", "askew"),
            ("colour", "|red|"),
            ("least", "9" * 40),
            ("rights", "'; drop table asset"),
        ]
    )
    assert query_of(args) == AssetQuery(kinds=tuple(AssetKind))
    assert query_of(MultiDict({"page": "99999999"})).page == 400


def test_one_choice_is_taken_back_and_the_others_stay() -> None:
    assert without(FULL, "tags", "frühling") == replace(FULL, tags=("a&b",))
    assert without(replace(FULL, page=7), "prints") == replace(FULL, prints=None)
    assert without(FULL, "kinds", AssetKind.PHOTO).kinds == tuple(AssetKind)


def test_words_are_compared_without_case_accents_and_spelt_out_umlauts() -> None:
    assert words_of("Fruehling für Große_Äpfel") == ["fruhling", "fur", "grosse", "apfel"]
    assert words_of("Frühling") == words_of("FRUEHLING") == ["fruhling"]


def test_a_compound_has_its_later_words_and_a_number_only_its_beginning() -> None:
    assert "pflanztage" in parts_of("fruhlingspflanztage")
    assert min(len(part) for part in parts_of("garten")) == 3
    assert parts_of("img4711") == ["img4711"]
    assert parts_of("ab") == ["ab"]


def test_a_title_weighs_more_than_a_caption() -> None:
    assert weighed_words([("Rosen im Beet", 3), ("Rosen und Tulpen", 1)]) == {
        "rosen": 3,
        "im": 3,
        "beet": 3,
        "und": 1,
        "tulpen": 1,
    }


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Rosen  -Winter", AskedWords(("rosen",), ("winter",))),
        ("Rosen-Beet", AskedWords(("rosen", "beet"))),
        ('"a NEAR(b*) OR %', AskedWords(("a", "near", "b", "or"))),
        ("- - ''", AskedWords()),
        ("rosen rosen", AskedWords(("rosen",))),
    ],
)
def test_signs_only_part_words(typed: str, read: AskedWords) -> None:
    assert asked_words(typed) == read


@given(st.text(max_size=60))
def test_any_text_can_be_asked(typed: str) -> None:
    read = asked_words(typed)
    assert all(word.isalnum() or word for word in (*read.wanted, *read.unwanted))
    assert len(read.wanted) <= 8


def test_tags_are_normalised() -> None:
    assert tidy_tags([" Frühling ", "#frühling", "", "  ", "Zwei  Wörter"]) == (
        "frühling",
        "zwei wörter",
    )


@pytest.mark.parametrize(
    ("size", "lies"),
    [((4, 3), "landscape"), ((3, 4), "portrait"), ((100, 104), "square"), ((100, 100), "square")],
)
def test_orientation_calls_nearly_square_a_square(size: tuple[int, int], lies: str) -> None:
    assert orientation_of(*size) == lies


@dataclass(slots=True)
class Row:
    """A narrow row as the search gives it."""

    kind: AssetKind = AssetKind.PHOTO
    orientation: Orientation = Orientation.LANDSCAPE
    short_side: int = 2480
    long_side: int = 3508
    colours: str = "|green|red|"
    starts: date | None = None
    ends: date | None = None
    blocked: bool = False
    used: bool = False


def test_facets_count_what_each_choice_would_leave() -> None:
    day = date(2026, 4, 13)
    rows = [
        Row(),
        Row(short_side=2479, colours="", ends=date(2026, 5, 13)),
        Row(kind=AssetKind.ARTWORK, short_side=10, long_side=10, ends=date(2026, 4, 12)),
        Row(starts=date(2026, 4, 14), orientation=Orientation.SQUARE, blocked=True),
    ]
    counts = count_facets(rows, day)
    assert counts.kinds == {"photo": 3, "artwork": 1}
    assert counts.orientations == {"landscape": 3, "square": 1}
    assert counts.colours == {"green": 3, "red": 3}
    assert counts.prints["a4"] == 3
    assert counts.prints["a2"] == 1
    assert counts.rights == {
        "usable": 2,
        "ending": 1,
        "ended": 1,
        "not_yet": 1,
        "uncleared": 1,
    }


@given(st.integers(-(2**63), 2**63 - 1), st.sets(st.integers(0, 63), max_size=MOST_DISTANCE))
def test_alike_hashes_share_a_band_but_for_one_bit(phash: int, changed: set[int]) -> None:
    other = phash
    for bit in changed:
        other ^= 1 << bit
    assert distance(phash, other) == len(changed)
    pairs = zip(bands_of(phash), bands_of(other), strict=True)
    assert any(there in neighbours(here) for here, there in pairs)


def test_crops_keep_the_focal_point_and_stay_inside() -> None:
    crops = {crop.name: crop for crop in crops_of(3000, 2000, (0.9, 0.5))}
    assert (crops["1:1"].x, crops["1:1"].width) == (1000, 2000)
    assert (crops["16:9"].y, crops["16:9"].height) == (156.2, 1687.5)
    assert (crops["A5"].x + crops["A5"].width) <= 3000
    middle = next(iter(crops_of(3000, 2000, (0.5, 0.5))))
    assert middle.x == 500
