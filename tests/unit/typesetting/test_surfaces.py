"""Owns the facts about photos, logos and codes: crop, resolution, proportion, target."""

import dataclasses
from typing import Any

import pytest

from brand_assets.design_facts import Logo, PhotoFacts
from brand_assets.typesetting.display_list import DrawGroup, DrawImage, FillPath, colours_of
from brand_assets.typesetting.pictures.artwork import ArtworkError, artwork_of
from brand_assets.typesetting.scene import SettingError
from brand_assets.typesetting.values import PhotoValue, UrlValue
from tests.factories.documents import facts_of, frame, set_frames
from tests.factories.kit import demo_kit, demo_photos, photo


def _photo(value: PhotoValue | None = None, **more: Any) -> PhotoFacts:
    value = value or PhotoValue(photo("Garden.jpg"))  # 2560 by 1600 pixels
    found = set_frames(frame("photo", field="bild", **more), values={"bild": value})
    facts = facts_of(found).photo
    assert facts is not None
    return facts


def test_a_photo_covers_its_frame() -> None:
    placed = _photo(w=100, h=100, pos_x=0.25, pos_y=0.5).placed
    assert (placed.x, placed.y, placed.w, placed.h) == pytest.approx((-15, 0, 160, 100))


def test_zoom_enlarges_and_lowers_the_resolution() -> None:
    plain, zoomed = _photo(w=160, h=100), _photo(w=160, h=100, zoom=2)
    assert zoomed.placed.w == pytest.approx(320)
    assert plain.ppi == pytest.approx(2560 / 160 * 96)
    assert zoomed.ppi == pytest.approx(plain.ppi / 2)
    assert zoomed.widest_ppi == pytest.approx(plain.ppi)


def test_resolution_in_print_counts_inches() -> None:
    facts = _photo_in_mm()
    assert facts.ppi == pytest.approx(2560 / (160 / 25.4))


def _photo_in_mm() -> PhotoFacts:
    value = {"bild": PhotoValue(photo("Garden.jpg"))}
    found = set_frames(
        frame("photo", field="bild", w=160, h=100), values=value, medium="print", unit="mm"
    )
    facts = facts_of(found).photo
    assert facts is not None
    return facts


def test_the_choice_of_the_partner_goes_before_the_template() -> None:
    chosen = PhotoValue(photo("Garden.jpg"), zoom=1.5, pos_x=1.0, pos_y=0.0)
    placed = _photo(chosen, w=160, h=100, zoom=1, pos_x=0, pos_y=1).placed
    assert placed.w == pytest.approx(240)
    assert placed.right == pytest.approx(160)
    assert placed.y == pytest.approx(0)


def test_without_a_position_the_focal_point_stays_in_sight() -> None:
    photos, _ = demo_photos()
    data = (photos._originals[photo("Garden.jpg")]) + b"\0"
    focused = photos.add(data, focal=(0.9, 0.5))
    facts = _photo(PhotoValue(focused), w=50, h=100)
    assert facts.placed.right == pytest.approx(50)
    assert not facts.cut_focal
    assert _photo(PhotoValue(focused, pos_x=0.0), w=50, h=100).cut_focal


def test_a_black_ad_takes_the_grey_version_else_asks_for_grey() -> None:
    colour, own = photo("Garden.jpg"), photo("bild-Garden-sw.jpg")
    assert _photo(PhotoValue(colour, grey_sha256=own), grey=True).asset_sha256 == own
    assert _photo(PhotoValue(colour, grey_sha256=own)).asset_sha256 == colour
    found = set_frames(frame("photo", asset=colour, grey=True))
    image = found.display.pages[0].items[0]
    assert isinstance(image, DrawImage)
    assert image.grey


def test_the_clip_is_drawn_in_points() -> None:
    clip = "M0 0L10 0L0 10Z"
    found = set_frames(
        frame("photo", asset=photo("Garden.jpg"), clip=clip), medium="print", unit="mm"
    )
    image = found.display.pages[0].items[0]
    assert isinstance(image, DrawImage)
    assert image.clip is not None
    operator, *place = image.clip[1]
    assert (operator, place) == ("L", [pytest.approx(10 * 72 / 25.4), 0])


def test_no_photo_draws_nothing() -> None:
    found = set_frames(frame("photo", field="bild"))
    assert found.display.pages[0].items == ()
    assert facts_of(found).photo is None


def test_a_logo_keeps_its_proportions() -> None:
    found = set_frames(frame("logo", variant="positiv", w=200, h=100))
    drawn = facts_of(found).drawn
    assert drawn.w / drawn.h == pytest.approx(5.588, abs=0.01)
    assert drawn.w == pytest.approx(200)
    art = found.display.pages[0].items[0]
    assert isinstance(art, DrawGroup)
    assert set(colours_of(art.items)) == {"Tanne", "Halm"}


def test_unknown_names_of_the_kit_are_refused() -> None:
    for unknown in (
        frame("logo", variant="neon"),
        frame("rect", colour="Neon"),
        frame("text", style="Neon", parts=[{"kind": "literal", "text": {"de": "x", "en": "x"}}]),
    ):
        with pytest.raises(SettingError, match=r"neon|Neon"):
            set_frames(unknown)


def _logo(svg: str) -> Logo:
    return dataclasses.replace(demo_kit().logos["positiv"], sha256=svg, svg=svg.encode())


def test_artwork_understands_transforms_and_colours() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">'
        '<g transform="translate(10 0)"><rect width="10" height="10" fill="#6FB52A"/></g></svg>'
    )
    art = artwork_of(_logo(svg), demo_kit())
    assert (art.width, art.height) == (200, 100)
    (shape,) = art.items
    assert isinstance(shape, FillPath)
    assert shape.colour == "Halm"
    assert shape.path[0] == ("M", 10, 0)
    assert art.not_exact == (((0x6F, 0xB5, 0x2A), "Halm"),)


def test_artwork_that_cannot_be_printed_true_is_refused() -> None:
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
    with pytest.raises(ArtworkError, match="live text"):
        artwork_of(_logo(f"{head}<text>9,99</text></svg>"), demo_kit())
    with pytest.raises(ArtworkError, match="shows nothing"):
        artwork_of(_logo(f"{head}</svg>"), demo_kit())


def test_a_code_has_square_modules_and_a_quiet_zone() -> None:
    value = {"ziel": UrlValue("HTTPS://HALMGRUEN.EXAMPLE/BGD/F27")}
    code = frame("qr", field="ziel", colour="Tanne", ground="Weiss", w=66, h=66, quiet=4)
    found = set_frames(code, values=value)
    facts = facts_of(found).qr
    assert facts is not None
    assert facts.module == pytest.approx(2)  # 25 modules and twice 4
    assert facts.target == "HTTPS://HALMGRUEN.EXAMPLE/BGD/F27"
    ground, modules = found.display.pages[0].items
    assert isinstance(modules, FillPath)
    assert modules.path[0] == ("M", 8, 8)
    assert isinstance(ground, FillPath)
    assert (ground.colour, modules.colour) == ("Weiss", "Tanne")


def test_no_target_draws_no_code() -> None:
    found = set_frames(frame("qr", field="ziel", colour="Tanne"))
    assert found.display.pages[0].items == ()


def test_a_target_too_long_for_any_code_draws_none() -> None:
    value = {"ziel": UrlValue("https://halmgruen.example/" + "x" * 5000)}
    found = set_frames(frame("qr", field="ziel", colour="Tanne"), values=value)
    assert facts_of(found).qr is None
