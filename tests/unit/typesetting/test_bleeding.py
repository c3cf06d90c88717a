"""What is seen at the trim goes on into the bleed: gaps are found, and only real ones."""

from typing import Any

import pytest

from brand_assets.design_facts import PageSide
from tests.factories.documents import frame, set_frames

PAPER: dict[str, Any] = {"medium": "print", "unit": "mm", "width": 100, "height": 80, "bleed": 3}
FULL = {"x": -3, "y": -3, "w": 106, "h": 86}


def gaps(*frames: dict[str, Any], **more: Any) -> list[tuple[str, PageSide, float]]:
    page = set_frames(*frames, **(PAPER | more)).facts[0]
    return [(gap.frame, gap.side, gap.beyond) for gap in page.gaps]


def test_a_ground_that_fills_the_bleed_has_no_gap() -> None:
    assert gaps(frame("rect", "grund", **FULL)) == []


@pytest.mark.parametrize(
    ("side", "place"),
    [
        (PageSide.LEFT, {"x": -1, "w": 104}),
        (PageSide.RIGHT, {"w": 104}),
        (PageSide.TOP, {"y": -1, "h": 84}),
        (PageSide.BOTTOM, {"h": 84}),
    ],
)
def test_each_side_is_told_with_how_far_it_goes(side: PageSide, place: dict[str, Any]) -> None:
    assert gaps(frame("rect", "grund", **(FULL | place))) == [("grund", side, 1.0)]


def test_what_ends_inside_the_page_or_lies_below_another_surface_is_no_gap() -> None:
    inside = frame("rect", "kasten", x=10, y=10, w=20, h=20, colour="Mohn")
    short = frame("rect", "band", x=-1, y=20, w=60, h=20, colour="Mohn")
    assert gaps(frame("rect", "grund", **FULL), inside) == []
    assert gaps(short, frame("rect", "grund", **FULL)) == []
    assert gaps(frame("rect", "grund", **FULL), short) == [("band", PageSide.LEFT, 1.0)]


def test_white_and_another_area_of_the_same_colour_go_on() -> None:
    assert gaps(frame("rect", "weiss", x=0, y=0, w=100, h=80, colour="Weiss")) == []
    inner = frame("rect", "innen", x=0, y=0, w=100, h=80, colour="Halm")
    assert gaps(frame("rect", "grund", **FULL, colour="Halm"), inner) == []


def test_a_page_without_bleed_has_no_gaps() -> None:
    assert gaps(frame("rect", "grund", x=0, y=0, w=100, h=80), bleed=0) == []


def test_a_leaf_whose_edge_crosses_the_trim_is_no_gap() -> None:
    leaf = frame("path", "blatt", d="M-30 40 L40 -30 L110 40 L40 110 Z", colour="Halm")
    assert gaps(frame("rect", "grund", **FULL), leaf) == []
