"""Owns the facts about measured ink."""

import pytest

from brand_assets.typesetting.display_list import DrawImage, FillPath
from brand_assets.typesetting.ink import measure_ink
from brand_assets.typesetting.pdf.palettes import SpotMode
from tests.factories.display import add_photo, demo_photos, display, page, press_kit, rectangle


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
