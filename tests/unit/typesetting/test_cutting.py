"""Owns the facts about photos of which little is seen: press files hold that part alone."""

import io
import math
import zlib

import numpy as np
import pikepdf
import pytest
from PIL import Image

from brand_assets.design_facts import Box
from brand_assets.typesetting.display_list import DrawImage, Matrix
from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, write_pdf
from brand_assets.typesetting.pictures import cutting
from brand_assets.typesetting.pictures.cutting import ALL, cut_to, seen_part
from brand_assets.typesetting.pictures.images import prepare_press, prepare_proxy
from brand_assets.typesetting.pictures.photo_memory import MemoryPhotos
from brand_assets.typesetting.pixels import paint
from tests.factories.display import (
    BRAND,
    add_photo,
    demo_photos,
    display,
    page,
    press_kit,
    rectangle,
)
from tests.factories.picture_files import saved

GARDEN = (BRAND / "photos" / "Garden.jpg").read_bytes()
WINDOW = rectangle(20, 20, 60, 60)
MATRICES: tuple[Matrix, ...] = (
    (400.0, 0.0, 0.0, 250.0, -100.0, -60.0),
    (0.0, 400.0, -250.0, 0.0, 150.0, -130.0),
    (-400.0, 0.0, 0.0, 250.0, 250.0, -60.0),
    (
        400 * math.cos(0.5),
        400 * math.sin(0.5),
        -250 * math.sin(0.5),
        250 * math.cos(0.5),
        -40.0,
        -180.0,
    ),
)


def _press(photos: MemoryPhotos, item: DrawImage) -> bytes:
    pages = display(page(item, width=100, height=100, bleed=0))
    return write_pdf(pages, press_kit(), photos, PdfOptions())


@pytest.mark.parametrize("matrix", MATRICES)
def test_cut_photo_looks_the_same_and_weighs_less(
    matrix: Matrix, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos = demo_photos()
    item = DrawImage(add_photo(photos), matrix, clip=WINDOW)
    cut = _press(photos, item)
    monkeypatch.setattr(cutting, "MOST_SEEN", 0.0)
    whole = _press(photos, item)
    assert len(cut) < len(whole) * 0.75
    first, second = (np.asarray(paint(data, width_px=400), dtype=int) for data in (cut, whole))
    assert np.abs(first - second).mean() < 0.6
    # A fine edge may fall half a pixel aside.
    assert np.quantile(np.abs(first - second), 0.999) < 24


def test_two_parts_of_a_photo_are_two_pictures() -> None:
    photos = demo_photos()
    sha256 = add_photo(photos)
    places = ((-100.0, -60.0), (-250.0, -120.0), (-100.0, -60.0))
    items = [DrawImage(sha256, (400.0, 0, 0, 250.0, *at), clip=WINDOW) for at in places]
    data = write_pdf(display(page(*items)), press_kit(), photos, PdfOptions())
    document = pikepdf.open(io.BytesIO(data))
    images = document.pages[0].get_images()
    assert len(images) == 2
    for image in images.values():
        assert int(image.Width) < 2560 * 0.25


def test_screens_and_photos_that_are_mostly_seen_stay_whole() -> None:
    photos = demo_photos()
    item = DrawImage(add_photo(photos), MATRICES[0], clip=WINDOW)
    options = PdfOptions(mode=Mode.SCREEN)
    data = write_pdf(display(page(item)), press_kit(), photos, options)
    document = pikepdf.open(io.BytesIO(data))
    (image,) = document.pages[0].get_images().values()
    assert int(image.Width) / int(image.Height) == pytest.approx(1.6, abs=0.01)
    assert seen_part((100, 0, 0, 100, 0, 0), rectangle(0, 0, 70, 70)) is None
    assert seen_part((100, 0, 0, 100, 0, 0), None) is None
    assert seen_part((100, 0, 0, 100, 0, 0), rectangle(200, 0, 70, 70)) is None
    assert seen_part((0, 0, 0, 0, 0, 0), rectangle(0, 0, 70, 70)) is None
    part = seen_part((128, 0, 0, 128, 0, 0), rectangle(64, 64, 70, 32))
    assert part == Box(0.5, 0.5, 0.5, 0.25)


def test_jpeg_is_cut_without_a_second_loss() -> None:
    photo = prepare_press(GARDEN, press_kit().profile, 1280)
    cut, kept = cut_to(photo, Box(0.31, 0.4, 0.2, 0.3))
    left, top = round(kept.x * photo.width), round(kept.y * photo.height)
    assert left % 16 == top % 16 == 0
    assert kept.x <= 0.31
    assert kept.right >= 0.51
    box = (left, top, left + cut.width, top + cut.height)
    whole = np.asarray(Image.open(io.BytesIO(photo.data)).crop(box), dtype=int)
    part = np.asarray(Image.open(io.BytesIO(cut.data)), dtype=int)
    assert part.shape == whole.shape
    assert np.abs(part - whole).max() <= 4
    again, _ = cut_to(photo, Box(0.31, 0.4, 0.2, 0.3))
    assert again is cut


def test_mask_is_cut_with_its_picture() -> None:
    picture = Image.new("RGBA", (800, 400), (200, 30, 30, 255))
    picture.paste((0, 0, 0, 0), (0, 0, 400, 400))
    photo = prepare_press(saved(picture), press_kit().profile)
    cut, kept = cut_to(photo, Box(0.45, 0.2, 0.1, 0.1))
    assert cut.mask is not None
    mask = Image.frombytes("L", (cut.width, cut.height), zlib.decompress(cut.mask))
    edge = round(400 - kept.x * 800)
    assert (mask.getpixel((edge - 1, 5)), mask.getpixel((edge, 5))) == (0, 255)
    assert len(zlib.decompress(cut.data)) == cut.width * cut.height * 4


def test_small_photos_are_not_worth_it() -> None:
    photo = prepare_proxy(GARDEN, 240)
    assert cut_to(photo, Box(0.4, 0.4, 0.1, 0.1)) == (photo, ALL)
