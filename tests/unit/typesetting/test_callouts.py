"""Owns the facts about callouts: outlines stay in their frames, tails reach their point."""

import itertools
from typing import Any

import pytest
from pydantic import TypeAdapter

from brand_assets.design_facts import Box, FrameKind
from brand_assets.typesetting.display_list import DrawGroup, FillPath, StrokePath
from brand_assets.typesetting.document import (
    MAX_CALLOUTS,
    DocumentError,
    document_json,
    read_document,
)
from brand_assets.typesetting.frames.callouts import Callout, CalloutFrame
from brand_assets.typesetting.shapes.callouts import pieces, text_box
from brand_assets.typesetting.shapes.paths import bounds, contains, polygons
from tests.factories.documents import (
    document,
    facts_of,
    frame,
    raw_document,
    set_frames,
    text_frame,
)

BOX = Box(10, 20, 100, 50)
SHAPES: list[dict[str, Any]] = [
    {"form": "burst"},
    {"form": "burst", "points": 3, "inner": 0.2},
    {"form": "burst", "points": 90, "inner": 0.98, "roundness": 1},
    {"form": "badge"},
    {"form": "badge", "scallops": 6, "depth": 0.3},
    {"form": "badge", "scallops": 90, "depth": 0.01},
    *(
        {"form": "ribbon", "ends": ends, "slant": slant, "end": end, "drop": 0.5}
        for ends, slant, end in itertools.product(
            ("straight", "notched", "pointed", "folded"), (-45, 0, 20), (0.01, 0.3)
        )
    ),
    {"form": "bubble", "radius": 0},
    {"form": "bubble", "radius": 20_000},
]


def _shape(data: dict[str, Any]) -> Any:
    return TypeAdapter[Callout](Callout).validate_python(data)


def _callout(shape: dict[str, Any], **more: Any) -> dict[str, Any]:
    place = {"x": BOX.x, "y": BOX.y, "w": BOX.w, "h": BOX.h}
    return frame("callout", shape=shape, colour="Mohn", **(place | more))


def _around(shape: dict[str, Any], box: Box = BOX) -> Box:
    boxes = [bounds(piece.path) for piece in pieces(_shape(shape), box)]
    left, top = min(b.x for b in boxes), min(b.y for b in boxes)
    return Box(left, top, max(b.right for b in boxes) - left, max(b.bottom for b in boxes) - top)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("box", [BOX, Box(0, 0, 1, 900)], ids=["wide", "thin"])
def test_callouts_stay_in_their_frame(shape: dict[str, Any], box: Box) -> None:
    around = _around(shape, box)
    assert around.x >= box.x - 1e-6
    assert around.y >= box.y - 1e-6
    assert around.right <= box.right + 1e-6
    assert around.bottom <= box.bottom + 1e-6
    # Rounded bursts and fine scallops may stand in a little, everything fills most of its frame.
    assert around.h >= 0.7 * box.h


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_words_have_their_place_inside(shape: dict[str, Any]) -> None:
    found = text_box(CalloutFrame.model_validate(_callout(shape)))
    outlines = [polygons(piece.path) for piece in pieces(_shape(shape), BOX)]
    for across, down in itertools.product((0.01, 0.5, 0.99), repeat=2):
        spot = (found.x + across * found.w, found.y + down * found.h)
        assert any(contains(outline, spot) for outline in outlines), spot
    assert found.w > 0
    assert found.h > 0


def test_a_burst_has_its_tips_on_the_frame_and_its_valleys_within() -> None:
    (star,) = pieces(_shape({"form": "burst", "points": 8, "inner": 0.5}), Box(0, 0, 100, 100))
    (corners,) = polygons(star.path)
    assert len(corners) == 16
    radii = [((x - 50) ** 2 + (y - 50) ** 2) ** 0.5 for x, y in corners]
    assert radii[::2] == pytest.approx([50] * 8)
    assert radii[1::2] == pytest.approx([25] * 8)


def test_scallops_touch_the_frame() -> None:
    for scallops in (6, 12, 40):
        around = _around({"form": "badge", "scallops": scallops, "depth": 0.1})
        assert around.y == pytest.approx(BOX.y, abs=1e-6)


TAILS = [("top", 60, 0), ("right", 160, 45), ("bottom", 20, 100), ("left", -20, 30)]


@pytest.mark.parametrize(("side", "x", "y"), TAILS)
@pytest.mark.parametrize("radius", [0, 5, 20_000])
@pytest.mark.parametrize("at", [0, 0.4, 1])
def test_a_tail_reaches_its_point(side: str, x: float, y: float, radius: float, at: float) -> None:
    tail = {"side": side, "at": at, "width": 8, "x": x, "y": y}
    (bubble,) = pieces(_shape({"form": "bubble", "radius": radius, "tail": tail}), BOX)
    assert ("L", x, y) in bubble.path
    # Its foot stands on the body, all the way from there to the tip is filled.
    (corners,) = polygons(bubble.path)
    index = corners.index((x, y))
    before, after = corners[index - 1], corners[(index + 1) % len(corners)]
    foot = ((before[0] + after[0]) / 2, (before[1] + after[1]) / 2)
    assert ((before[0] - after[0]) ** 2 + (before[1] - after[1]) ** 2) ** 0.5 == pytest.approx(8)
    outline = (corners,)
    for share in (-0.02, 0.02, 0.5, 0.95):
        spot = tuple(f + (t - f) * share for f, t in zip(foot, (x, y), strict=True))
        assert contains(outline, (spot[0], spot[1]))
    assert contains(outline, (60, 45))


def test_a_tail_whose_point_lies_within_is_not_drawn() -> None:
    tail = {"side": "bottom", "width": 8, "x": 60, "y": 30}
    plain = pieces(_shape({"form": "bubble", "radius": 5}), BOX)
    assert pieces(_shape({"form": "bubble", "radius": 5, "tail": tail}), BOX) == plain


def test_outlines_are_drawn_over_their_fill_and_count_as_drawn() -> None:
    found = set_frames(_callout({"form": "badge"}, stroke="Tanne", stroke_width=4, rotation=90))
    fill, stroke = found.display.pages[0].items
    assert isinstance(fill, FillPath)
    assert isinstance(stroke, StrokePath)
    assert fill.path == stroke.path
    assert (fill.colour, stroke.colour, stroke.width) == ("Mohn", "Tanne", 4)
    facts = facts_of(found)
    assert facts.kind is FrameKind.CALLOUT
    # Turned by a right angle about its centre (60, 45): 50 wide and 100 high, and half a stroke.
    assert facts.drawn.x == pytest.approx(60 - 25 - 2)
    assert facts.drawn.bottom == pytest.approx(45 + 50 + 2)


def test_see_through_callouts_are_shown_as_one() -> None:
    ribbon = {"form": "ribbon", "ends": "folded"}
    (group,) = set_frames(_callout(ribbon, opacity=0.5)).display.pages[0].items
    assert isinstance(group, DrawGroup)
    assert group.opacity == 0.5
    assert len(group.items) == 5
    assert all(item.opacity == 1 for item in group.items if isinstance(item, FillPath))


def test_folds_take_their_own_colour() -> None:
    ribbon = {"form": "ribbon", "ends": "folded", "fold": "Tanne"}
    items = set_frames(_callout(ribbon)).display.pages[0].items
    assert [item.colour for item in items if isinstance(item, FillPath)] == [
        "Mohn",
        "Mohn",
        "Tanne",
        "Tanne",
        "Mohn",
    ]


def test_words_on_a_callout_know_their_ground() -> None:
    words = text_frame("Neu", "b", x=40, y=35, w=40, h=20)
    found = set_frames(_callout({"form": "burst", "roundness": 1}), words)
    text = facts_of(found, "b").text
    assert text is not None
    assert text.ground == "Mohn"


@pytest.mark.parametrize(
    "wrong",
    [
        {"shape": {"form": "burst", "points": 2}},
        {"shape": {"form": "burst", "points": 10_000}},
        {"shape": {"form": "burst", "inner": 0}},
        {"shape": {"form": "badge", "scallops": 3}},
        {"shape": {"form": "ribbon", "slant": 80}},
        {"shape": {"form": "bubble", "radius": -1}},
        {"shape": {"form": "cloud"}},
        {"stroke": "Tanne"},
        {"stroke_width": 1},
    ],
    ids=str,
)
def test_callouts_beyond_their_limits_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(DocumentError):
        document(_callout({"form": "burst"}) | wrong)


def test_callouts_are_the_same_after_writing_and_reading() -> None:
    tail = {"width": 4, "x": 1, "y": 90}
    bubble = {"form": "bubble", "tail": tail}
    made = read_document(
        raw_document(
            *(_callout(shape, id=f"c{index}") for index, shape in enumerate([*SHAPES, bubble]))
        )
    )
    assert read_document(document_json(made)) == made


def test_a_document_has_no_end_of_callouts() -> None:
    many = [_callout({"form": "badge"}, id=f"c{index}") for index in range(MAX_CALLOUTS + 1)]
    pages = {"pages": [{"frames": many[:250]}, {"frames": many[250:]}]}
    with pytest.raises(DocumentError, match="401 callouts"):
        read_document(raw_document() | pages)
    pages["pages"][0]["frames"].pop()
    assert len(list(read_document(raw_document() | pages).frames())) == MAX_CALLOUTS
