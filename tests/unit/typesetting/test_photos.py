"""Owns the facts about photos prepared for press and screen."""

import io
import zlib
from typing import Any

import numpy as np
import pytest
from PIL import Image

from brand_assets.typesetting.pictures.images import (
    PhotoUnreadable,
    photo_size,
    prepare_press,
    prepare_proxy,
)
from brand_assets.typesetting.pictures.photo_memory import MemoryPhotos, UnknownPhoto
from brand_assets.typesetting.pictures.photos import (
    PhotoEncoding,
    PhotoSpace,
    PreparedPhoto,
    step_width,
)
from tests.factories.display import BRAND, add_photo, cut_out, demo_photos, press_kit


def _saved(picture: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def _samples(photo: PreparedPhoto) -> np.ndarray[Any, Any]:
    return np.asarray(Image.open(io.BytesIO(photo.data)))


def test_brand_green_converts_to_what_the_profile_says() -> None:
    patch = _saved(Image.new("RGB", (64, 64), press_kit().colours["Halm"].srgb), "JPEG")
    photo = prepare_press(patch, press_kit().profile)
    assert photo.space is PhotoSpace.CMYK
    cyan, magenta, yellow, black = _samples(photo)[32, 32] / 2.55
    assert cyan == pytest.approx(62, abs=8)
    assert magenta < 8
    assert yellow > 90
    assert black < 8


def test_photo_stays_within_the_ink_of_the_profile() -> None:
    data = (BRAND / "photos" / "RainDrops.jpg").read_bytes()
    photo = prepare_press(data, press_kit().profile, 640)
    total = _samples(photo).astype(int).sum(axis=2) / 2.55
    assert 150 < total.max() <= press_kit().profile.max_ink + 3


def test_colourless_rgb_becomes_black_ink_alone() -> None:
    ramp = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=2)
    photo = prepare_press(_saved(Image.fromarray(ramp)), press_kit().profile)
    assert photo.space is PhotoSpace.GRAY
    assert photo.encoding is PhotoEncoding.FLATE


def test_grey_keeps_white_black_and_order() -> None:
    ramp = Image.fromarray(np.arange(256, dtype=np.uint8)[None, :])
    photo = prepare_press(_saved(ramp), press_kit().profile)
    greys = list(zlib.decompress(photo.data))
    assert greys[0] == 0
    assert greys[255] == 255
    assert greys == sorted(greys)
    # L* 53.6 of 100 between paper and full black is what FOGRA39 prints with about 55 % black.
    assert greys[128] == pytest.approx(255 * 0.45, abs=5)


def test_turned_photo_is_measured_and_placed_upright() -> None:
    picture = Image.new("RGB", (40, 20), (255, 0, 0))
    exif = Image.Exif()
    exif[0x0112] = 6
    data = _saved(picture, "JPEG", exif=exif.tobytes())
    assert photo_size(data) == (20, 40)
    proxy = prepare_proxy(data, 40)
    assert (proxy.width, proxy.height) == (20, 40)


def test_embedded_profile_is_heeded() -> None:
    cmyk = Image.new("CMYK", (16, 16), (158, 0, 255, 0))
    data = _saved(cmyk, "JPEG", icc_profile=press_kit().profile.data, quality=95)
    red, green, blue = _samples(prepare_proxy(data, 16))[8, 8]
    assert (int(red), int(green), int(blue)) == pytest.approx((111, 181, 41), abs=14)


def test_cmyk_without_profile_passes_unchanged() -> None:
    cmyk = Image.new("CMYK", (16, 16), (158, 0, 255, 0))
    photo = prepare_press(_saved(cmyk, "JPEG", quality=95), press_kit().profile)
    assert list(_samples(photo)[8, 8]) == pytest.approx([158, 0, 255, 0], abs=3)


def test_alpha_is_kept_as_a_mask() -> None:
    photo = prepare_press(cut_out(), press_kit().profile)
    assert photo.mask is not None
    assert PreparedPhoto.unpack(photo.pack()) == photo


def test_packing_loses_nothing() -> None:
    photo = prepare_proxy((BRAND / "photos" / "Garden.jpg").read_bytes(), 360)
    assert (photo.width, photo.height) == (360, 225)
    assert PreparedPhoto.unpack(photo.pack()) == photo


@pytest.mark.parametrize("data", [b"", b"no picture", b"\xff\xd8\xff\xe0broken"])
def test_unreadable_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(PhotoUnreadable):
        photo_size(data)


def test_half_a_photo_is_refused() -> None:
    data = (BRAND / "photos" / "Garden.jpg").read_bytes()
    with pytest.raises(PhotoUnreadable):
        prepare_proxy(data[: len(data) // 2], 360)


def test_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = _saved(Image.new("L", (300, 300)))
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 50_000)
    with pytest.raises(PhotoUnreadable):
        photo_size(data)


def test_memory_keeps_what_it_prepared() -> None:
    photos = demo_photos()
    sha256 = add_photo(photos)
    assert photos.size(sha256) == (2560, 1600)
    assert photos.focal(sha256) == (0.5, 0.5)
    assert photos.proxy(sha256, 240) is photos.proxy(sha256, 240)
    with pytest.raises(UnknownPhoto):
        photos.proxy("0" * 64, 240)


def test_memory_lets_the_oldest_go() -> None:
    photos = MemoryPhotos(keep=1)
    sha256 = photos.add(cut_out())
    first = photos.proxy(sha256, 80)
    photos.proxy(sha256, 40)
    assert photos.proxy(sha256, 80) is not first


@pytest.mark.parametrize(("pixels", "step"), [(1, 96), (96, 96), (97, 160), (7000, 8000)])
def test_widths_come_in_steps(pixels: float, step: int) -> None:
    assert step_width(pixels) == step


def test_dark_tones_stay_apart_in_print() -> None:
    # Without black point compensation both would print nearly alike, nine percent of ink apart.
    inks = []
    for tone in ((6, 0, 0), (34, 16, 16)):
        patch = _saved(Image.new("RGB", (16, 16), tone))
        photo = prepare_press(patch, press_kit().profile)
        inks.append(sum(zlib.decompress(photo.data)[:4]) / 2.55)
    darker, lighter = inks
    assert darker - lighter > 30
