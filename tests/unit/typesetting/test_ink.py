"""Owns the facts about measured ink."""

from dataclasses import replace
from typing import Any

import pytest

from brand_assets.design_facts import Box, FrameFacts, FrameKind, InkFacts, LineFacts, PageFacts
from brand_assets.typesetting.display_list import (
    Blend,
    DrawGroup,
    DrawImage,
    DrawPdfPage,
    FillGradient,
    FillPath,
    Gradient,
    GradientStop,
    Item,
)
from brand_assets.typesetting.ink import measure_ink, with_ink
from brand_assets.typesetting.pdf.palettes import SpotMode
from tests.factories.display import (
    SERIF,
    add_photo,
    demo_photos,
    display,
    page,
    press_kit,
    rectangle,
    shaped,
)
from tests.factories.documents import facts_of, frame, set_frames


def test_flat_colour_has_the_ink_that_the_kit_states() -> None:
    for token, colour in press_kit().colours.items():
        pages = display(page(FillPath(rectangle(0, 0, 60, 60), token), width=100, height=100))
        facts = measure_ink(pages, press_kit(), demo_photos())
        assert facts.most == pytest.approx(colour.ink, abs=1.6)


def test_place_of_the_most_ink_is_told() -> None:
    pages = display(
        page(
            FillPath(rectangle(0, 0, 200, 200), "Leinen"),
            FillPath(rectangle(120, 40, 20, 20), "Tanne"),
            width=200,
            height=200,
        )
    )
    facts = measure_ink(pages, press_kit(), demo_photos())
    assert 120 <= facts.x <= 140
    assert 40 <= facts.y <= 60
    assert facts.by_ink["Cyan"] == pytest.approx(90, abs=0.5)


def test_upper_colour_knocks_out_the_lower() -> None:
    pages = display(
        page(
            FillPath(rectangle(0, 0, 100, 100), "Tanne"),
            FillPath(rectangle(0, 0, 100, 100), "Mohn"),
            width=100,
            height=100,
        )
    )
    facts = measure_ink(pages, press_kit(), demo_photos())
    assert facts.most == pytest.approx(200, abs=1.6)


def test_see_through_colour_mixes() -> None:
    pages = display(
        page(
            FillPath(rectangle(0, 0, 100, 100), "Tanne"),
            FillPath(rectangle(0, 0, 100, 100), "Weiss", opacity=0.5),
            width=100,
            height=100,
        )
    )
    facts = measure_ink(pages, press_kit(), demo_photos())
    assert facts.most == pytest.approx(132.5, abs=1.6)


def test_spot_ink_is_counted_on_its_own_plate() -> None:
    pages = display(page(FillPath(rectangle(0, 0, 60, 60), "Halm"), width=100, height=100))
    facts = measure_ink(pages, press_kit(), demo_photos(), spot=SpotMode.SEPARATION)
    assert facts.by_ink["HKS 65 K"] == pytest.approx(100, abs=0.5)
    assert facts.by_ink["Yellow"] == pytest.approx(0, abs=0.5)
    assert facts.most == pytest.approx(100, abs=1)


def test_photo_counts() -> None:
    photos = demo_photos()
    photo = add_photo(photos)
    pages = display(page(DrawImage(photo, (160.0, 0, 0, 100.0, 0, 0)), width=160, height=100))
    facts = measure_ink(pages, press_kit(), photos)
    assert 200 < facts.most <= press_kit().profile.max_ink + 3
    assert facts.by_ink["Black"] > 50


def test_grey_photo_is_black_ink_alone() -> None:
    photos = demo_photos()
    photo = add_photo(photos, "bild-Garden-sw.jpg")
    pages = display(page(DrawImage(photo, (160.0, 0, 0, 100.0, 0, 0)), width=160, height=100))
    facts = measure_ink(pages, press_kit(), photos)
    assert facts.most == facts.by_ink["Black"]
    assert facts.most > 50
    assert facts.by_ink["Cyan"] == 0


def _measured(*items: Item, max_ink: float = 300.0) -> InkFacts:
    kit = replace(press_kit(), profile=replace(press_kit().profile, max_ink=max_ink))
    return measure_ink(display(page(*items, width=200, height=100)), kit, demo_photos())


def _square(token: str, blend: Blend = Blend.NORMAL) -> FillPath:
    return FillPath(rectangle(0, 0, 100, 100), token, blend=blend)


def test_black_text_adds_to_what_lies_beneath() -> None:
    text = shaped("MMMM", SERIF, 90, (0.0, 80.0), "Schwarz")
    over = _measured(_square("Mohn"), text)
    assert over.most == pytest.approx(8 + 94 + 98 + 100, abs=2)
    # As a shape it knocks out, and so does text in a colour of several inks.
    assert _measured(_square("Mohn"), _square("Schwarz")).most == pytest.approx(100, abs=1)


def test_colour_of_the_kit_overprints_in_its_inks_alone() -> None:
    kit = press_kit()
    colours = {**kit.colours, "Schwarz": replace(kit.colours["Schwarz"], overprint=True)}
    pages = display(page(_square("Tanne"), _square("Schwarz"), width=100, height=100))
    facts = measure_ink(pages, replace(kit, colours=colours), demo_photos())
    assert facts.most == pytest.approx(90 + 40 + 80 + 100, abs=2)
    inside = DrawGroup((_square("Tanne"), DrawGroup((_square("Schwarz"),))))
    pages = display(page(inside, width=100, height=100))
    facts = measure_ink(pages, replace(kit, colours=colours), demo_photos())
    assert facts.most == pytest.approx(310, abs=2)


@pytest.mark.parametrize(
    ("blend", "shares"),
    [
        (Blend.MULTIPLY, [1 - (1 - 0.08) * (1 - 0.62), 0.94, 1 - 0.02 * 0.0, 0]),
        (Blend.DARKEN, [0.62, 0.94, 1.0, 0]),
        (Blend.LIGHTEN, [0.08, 0, 0.98, 0]),
        (Blend.SCREEN, [0.08 * 0.62, 0, 0.98, 0]),
    ],
)
def test_blend_modes_mix_plate_by_plate(blend: Blend, shares: list[float]) -> None:
    facts = _measured(_square("Halm"), _square("Mohn", blend=blend))
    assert list(facts.by_ink.values()) == pytest.approx([s * 100 for s in shares], abs=1)
    group = DrawGroup((_square("Mohn"),), blend=blend)
    assert _measured(_square("Halm"), group).by_ink == pytest.approx(facts.by_ink, abs=0.5)


def test_gradient_has_most_where_it_is_darkest() -> None:
    run = Gradient("linear", (0, 0, 200, 0), (GradientStop(0, "Leinen"), GradientStop(1, "Tanne")))
    facts = _measured(FillGradient(rectangle(0, 0, 200, 100), run))
    assert facts.most == pytest.approx(265, abs=3)
    assert facts.x > 195


def test_places_beyond_the_limit_have_a_box() -> None:
    dark = FillPath(rectangle(120, 40, 30, 20), "Tanne")
    facts = _measured(_square("Mohn"), dark, max_ink=220.0)
    assert facts.over is not None
    sides = (facts.over.x, facts.over.y, facts.over.w, facts.over.h)
    assert sides == pytest.approx((120, 40, 30, 20), abs=1.01)
    assert _measured(_square("Mohn"), dark, max_ink=263.0).over is None


def test_placed_artwork_is_not_measured_and_says_so() -> None:
    artwork = DrawPdfPage("a" * 64, 0, (100.0, 0, 0, 50.0, 100, 50))
    facts = _measured(_square("Mohn"), FillPath(rectangle(110, 60, 20, 20), "Tanne"), artwork)
    assert facts.unmeasured == pytest.approx(0.25, abs=0.01)
    assert facts.most == pytest.approx(200, abs=2)
    turned = DrawGroup((replace(artwork, clip=rectangle(100, 50, 50, 50)),), opacity=0.5)
    assert _measured(_square("Mohn"), turned).unmeasured == pytest.approx(0.125, abs=0.01)
    assert _measured(_square("Mohn")).unmeasured == 0


def _frame(name: str, kind: FrameKind, box: Box) -> FrameFacts:
    return FrameFacts(name, kind, box, box)


def test_frame_and_place_are_told_in_the_unit_of_the_page() -> None:
    mm = 72 / 25.4
    frames = (
        _frame("Grund", FrameKind.RECT, Box(0, 0, 100, 100)),
        _frame("Fleck", FrameKind.PATH, Box(60, 20, 10, 10)),
        _frame("Wort", FrameKind.TEXT, Box(50, 10, 40, 40)),
    )
    facts = PageFacts("f", "print", "mm", 0, 100, 100, 0, frames)
    pages = display(
        page(
            FillPath(rectangle(0, 0, 100 * mm, 100 * mm), "Leinen"),
            FillPath(rectangle(60 * mm, 20 * mm, 10 * mm, 10 * mm), "Tanne"),
            width=100 * mm,
            height=100 * mm,
        )
    )
    kit = replace(press_kit(), profile=replace(press_kit().profile, max_ink=200.0))
    found = with_ink(facts, pages, kit, demo_photos()).ink
    assert found is not None
    assert found.frame == "Fleck"
    assert (found.x, found.y) == pytest.approx((65, 25), abs=5)
    assert found.over is not None
    assert found.over.right == pytest.approx(70, abs=0.5)


def test_large_pages_are_measured_less_finely() -> None:
    pages = display(page(_square("Tanne"), width=20_000, height=10_000))
    facts = measure_ink(pages, press_kit(), demo_photos())
    assert facts.most == pytest.approx(265, abs=3)


def test_lines_of_frames_are_facts() -> None:
    burst: dict[str, Any] = {"shape": {"form": "burst"}, "colour": "Mohn"}
    outlined = set_frames(frame("callout", **burst, stroke="Tanne", stroke_width=0.5))
    assert facts_of(outlined).lines == LineFacts("Tanne", 0.5)
    assert facts_of(set_frames(frame("callout", **burst))).lines is None
