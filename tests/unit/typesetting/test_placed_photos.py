"""Owns the facts about how photos are placed: part, turn, mirror, clip, resolution, mixture."""

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from brand_assets.design_facts import PhotoFacts
from brand_assets.typesetting.display_list import Blend, DrawImage, FillPath, Matrix
from brand_assets.typesetting.document import DocumentError, read_document
from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, write_pdf
from brand_assets.typesetting.pictures.photo_memory import MemoryPhotos
from brand_assets.typesetting.pictures.placed_photos import effective_ppi
from brand_assets.typesetting.pixels import paint
from brand_assets.typesetting.setting import SetDocument, set_document
from brand_assets.typesetting.values import PhotoValue
from tests.factories.documents import document, facts_of, frame, raw_document, text_frame
from tests.factories.kit import demo_kit
from tests.factories.picture_files import saved

RED, GREEN, BLUE, YELLOW = (217, 30, 30), (30, 160, 30), (30, 30, 200), (250, 200, 0)
WHITE = (255, 255, 255)


def _quarters() -> bytes:
    """A picture of 160 by 80 whose quarters are red, green, blue and yellow."""
    picture = Image.new("RGB", (160, 80), RED)
    picture.paste(GREEN, (80, 0, 160, 40))
    picture.paste(BLUE, (0, 40, 80, 80))
    picture.paste(YELLOW, (80, 40, 160, 80))
    return saved(picture)


def _set(
    value: PhotoValue | None = None, focal: tuple[float, float] = (0.5, 0.5), **more: Any
) -> tuple[SetDocument, MemoryPhotos]:
    photos = MemoryPhotos()
    sha256 = photos.add(_quarters(), focal)
    chosen = value or PhotoValue(sha256)
    drawn = frame("photo", field="bild", **({"w": 100, "h": 50} | more))
    ground = frame("rect", "ground", colour="Halm", w=400, h=400)
    found = set_document(document(ground, drawn), {"bild": chosen}, demo_kit(), photos)
    return found, photos


def _image(found: SetDocument) -> DrawImage:
    image = found.display.pages[0].items[1]
    assert isinstance(image, DrawImage)
    return image


def _facts(found: SetDocument) -> PhotoFacts:
    facts = facts_of(found).photo
    assert facts is not None
    return facts


def _painted(found: SetDocument, photos: MemoryPhotos) -> Image.Image:
    options = PdfOptions(mode=Mode.SCREEN, pixels_per_pt=1)
    return paint(write_pdf(found.display, demo_kit(), photos, options), width_px=400)


def _seen(picture: Image.Image, *points: tuple[int, int]) -> list[object]:
    return [picture.getpixel(point) for point in points]


CORNERS = ((10, 10), (90, 10), (10, 40), (90, 40))
"""Places in the quarters of the frame."""


@pytest.mark.parametrize(
    ("more", "colours"),
    [
        ({}, [RED, GREEN, BLUE, YELLOW]),
        ({"turn": 180}, [YELLOW, BLUE, GREEN, RED]),
        ({"turn": 90}, [BLUE, RED, YELLOW, GREEN]),
        ({"turn": -90}, [GREEN, YELLOW, RED, BLUE]),
        ({"mirror": True}, [GREEN, RED, YELLOW, BLUE]),
        ({"mirror": True, "turn": 90}, [YELLOW, GREEN, BLUE, RED]),
    ],
)
def test_turns_and_mirror_are_seen(more: dict[str, Any], colours: list[object]) -> None:
    assert _seen(_painted(*_set(**more)), *CORNERS) == colours


def test_crop_shows_its_part_alone() -> None:
    picture = _painted(*_set(crop={"x": 0.55, "y": 0.55, "w": 0.4, "h": 0.4}))
    assert _seen(picture, *CORNERS) == [YELLOW] * 4
    left = _painted(*_set(crop={"x": 0, "y": 0, "w": 0.5, "h": 1}, w=40, h=40))
    assert _seen(left, (20, 10), (20, 30)) == [RED, BLUE]


def test_crop_is_mirrored_with_its_picture() -> None:
    picture = _painted(*_set(crop={"x": 0.55, "y": 0.55, "w": 0.4, "h": 0.4}, mirror=True))
    assert _seen(picture, *CORNERS) == [YELLOW] * 4


def test_choice_of_the_partner_goes_before_the_template() -> None:
    photos = MemoryPhotos()
    sha256 = photos.add(_quarters())
    value = PhotoValue(sha256, crop=(0.0, 0.0, 0.4, 0.4), turn=90, mirror=True)
    picture = _painted(*_set(value, crop={"x": 0.6, "w": 0.4}, turn=45))
    assert _seen(picture, *CORNERS) == [RED] * 4


def _unit(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return where in the picture a place of the page lies, as shares."""
    a, b, c, d, e, f = matrix
    by = a * d - b * c
    return (d * (x - e) - c * (y - f)) / by, (a * (y - f) - b * (x - e)) / by


shares = st.floats(0, 1)


@settings(max_examples=150, deadline=None)
@given(
    look=st.tuples(st.floats(-360, 360), st.floats(1, 20), st.booleans()),
    size=st.tuples(st.floats(1, 300), st.floats(1, 300)),
    part=st.tuples(shares, shares, st.floats(0.01, 1), st.floats(0.01, 1)),
    pos=st.tuples(shares | st.none(), shares | st.none()),
    focal=st.tuples(shares, shares),
)
def test_part_covers_the_frame_however_it_is_turned(
    look: tuple[float, float, bool],
    size: tuple[float, float],
    part: tuple[float, float, float, float],
    pos: tuple[float | None, float | None],
    focal: tuple[float, float],
) -> None:
    turn, zoom, mirror = look
    x, y = part[0] * (1 - part[2]), part[1] * (1 - part[3])
    photos = MemoryPhotos()
    value = PhotoValue(
        photos.add(_quarters(), focal), zoom, *pos, None, (x, y, part[2], part[3]), turn, mirror
    )
    found, _ = _set(value, focal, w=size[0], h=size[1])
    matrix = _image(found).matrix
    for corner in ((0, 0), (size[0], 0), (0, size[1]), size):
        across, down = _unit(matrix, *corner)
        assert x - 1e-6 <= across <= x + part[2] + 1e-6
        assert y - 1e-6 <= down <= y + part[3] + 1e-6
    a, b, c, d, _, _ = matrix
    assert math.hypot(a, b) / 160 == pytest.approx(math.hypot(c, d) / 80)  # never distorted
    assert a * c + b * d == pytest.approx(0, abs=1e-6 * math.hypot(a, b) * math.hypot(c, d))
    assert _facts(found).ppi == pytest.approx(160 / math.hypot(a, b) * 96)


def test_focal_point_stays_in_sight_when_turned() -> None:
    for degrees in (0, 90, 180, 270):
        found, _ = _set(focal=(0.9, 0.2), turn=degrees, w=40, h=40)
        assert not _facts(found).cut_focal
    found, _ = _set(focal=(0.9, 0.2), crop={"w": 0.5})
    assert _facts(found).cut_focal


def test_turn_needs_a_larger_picture_and_tells_so() -> None:
    plain, turned = _facts(_set()[0]), _facts(_set(turn=90)[0])
    assert plain.ppi == pytest.approx(160 / 100 * 96)
    assert turned.ppi == pytest.approx(80 / 100 * 96)
    slanted = _facts(_set(turn=45)[0])
    assert slanted.ppi == pytest.approx(96 * 80 / ((100 + 50) / math.sqrt(2)))


@pytest.mark.parametrize(
    ("matrix", "ppi"),
    [
        ((100, 0, 0, 100, 5, 7), 72.0),
        ((0, 100, -100, 0, 0, 0), 72.0),
        ((200, 0, 0, 100, 0, 0), 36.0),  # stretched: what is coarsest counts
        ((100, 0, 0, 400, 0, 0), 18.0),
        ((100, 0, 100, 100, 0, 0), 72 / ((1 + math.sqrt(5)) / 2)),  # slanted
    ],
)
def test_resolution_is_that_of_the_coarsest_direction(matrix: Matrix, ppi: float) -> None:
    assert effective_ppi(matrix, (100, 100), 72) == pytest.approx(ppi)


def test_frame_and_picture_turn_together() -> None:
    found, photos = _set(x=100, y=100, w=100, h=50, rotation=30, turn=-30)
    picture = _painted(found, photos)
    # The picture stands upright again, the frame does not.
    assert _seen(picture, (130, 117), (170, 117)) == [RED, GREEN]
    assert picture.getpixel((103, 148)) != BLUE


def test_clip_leaves_holes_where_it_overlaps_itself() -> None:
    clip = "M0 0L100 0L100 50L0 50Z M20 10L80 10L80 40L20 40Z"
    halm = demo_kit().colours["Halm"].srgb
    holed = _painted(*_set(clip=clip, clip_even_odd=True))
    assert _seen(holed, (10, 5), (30, 20)) == [RED, halm]
    assert _seen(_painted(*_set(clip=clip)), (10, 5), (30, 20)) == [RED, RED]


def test_mixture_is_drawn_and_its_ground_is_not_guessed() -> None:
    found, photos = _set(blend="multiply")
    assert _image(found).blend is Blend.MULTIPLY
    halm = demo_kit().colours["Halm"].srgb
    seen = _painted(found, photos).getpixel(CORNERS[0])
    assert seen == pytest.approx([a * b / 255 for a, b in zip(RED, halm, strict=True)], abs=2)
    shape = frame("rect", colour="Halm", blend="darken")
    text = text_frame("Wort", "text", size_max=10)
    over = set_document(document(shape, text), {}, demo_kit(), photos)
    item = over.display.pages[0].items[0]
    assert isinstance(item, FillPath)
    assert item.blend is Blend.DARKEN
    facts = facts_of(over, "text").text
    assert facts is not None
    assert (facts.ground, facts.contrast) == (None, None)


def test_text_on_a_turned_photo_has_a_contrast() -> None:
    photos = MemoryPhotos()
    dark = Image.new("RGB", (160, 80), (0, 0, 0))
    dark.paste(WHITE, (80, 0, 160, 80))
    value = {"bild": PhotoValue(photos.add(saved(dark)))}
    text = text_frame("Wort", "text", x=5, y=60, w=60, h=30, size_max=10, colour="Weiss")
    for degrees, readable in ((90, False), (270, True)):
        photo = frame("photo", field="bild", w=100, h=100, turn=degrees)
        found = set_document(document(photo, text), value, demo_kit(), photos)
        facts = facts_of(found, "text").text
        assert facts is not None
        assert facts.contrast is not None
        assert (facts.contrast > 10) is readable


@pytest.mark.parametrize(
    "more",
    [
        {"crop": {"x": 0.6, "w": 0.5}},
        {"crop": {"w": 0}},
        {"turn": 400},
        {"blend": "difference"},
    ],
)
def test_what_cannot_be_placed_is_refused(more: dict[str, Any]) -> None:
    with pytest.raises(DocumentError):
        read_document(raw_document(frame("photo", field="bild", **more)))


def test_what_somebody_chose_goes_before_the_template_and_the_photo() -> None:
    """In a square frame the chosen point stands in the middle, whatever the template says."""
    square: dict[str, Any] = {"w": 50, "h": 50, "pos_x": 0.0}
    kept, _ = _set(focal=(0.9, 0.5), **square)
    sha256 = _facts(kept).asset_sha256
    assert _facts(kept).placed.x == pytest.approx(0)
    chosen, _ = _set(PhotoValue(sha256, focal=(0.5, 0.5)), focal=(0.9, 0.5), **square)
    assert _facts(chosen).placed.x == pytest.approx(-25)
    assert not _facts(chosen).cut_focal
    moved, _ = _set(PhotoValue(sha256, pos_x=1.0, focal=(0.1, 0.5)), **square)
    assert _facts(moved).placed.x == pytest.approx(-50)
    assert _facts(moved).cut_focal
