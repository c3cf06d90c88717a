"""Owns the facts about what pictures may come as: depths, colour spaces, profiles, alpha, turns."""

import io
import random
import struct
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageCms

from brand_assets.typesetting.pictures.images import prepare_press, prepare_proxy
from brand_assets.typesetting.pictures.photos import PhotoEncoding, PhotoSpace, PreparedPhoto
from brand_assets.typesetting.pictures.samples import (
    PhotoUnreadable,
    ProfileProblem,
    photo_size,
    profile_problem,
    read_samples,
)
from tests.factories.display import press_kit
from tests.factories.picture_files import (
    grey_profile,
    png_16,
    saved,
    tiff,
    wide_profile,
    without_adobe_mark,
)

PROFILE = press_kit().profile
PATCHES = (
    (217, 36, 19),
    (7, 69, 47),
    (111, 181, 41),
    (251, 182, 2),
    (30, 60, 200),
    (200, 190, 180),
)
_INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
_BPC = ImageCms.Flags.BLACKPOINTCOMPENSATION


def _pixels(photo: PreparedPhoto) -> npt.NDArray[Any]:
    """Return the samples as stored, rows by columns by channels."""
    if photo.encoding is PhotoEncoding.JPEG:
        found = np.asarray(Image.open(io.BytesIO(photo.data)))
    else:
        found = np.frombuffer(zlib.decompress(photo.data), np.uint8)
    return found.reshape(photo.height, photo.width, -1)


def _middle(photo: PreparedPhoto) -> tuple[int, ...]:
    return tuple(int(v) for v in _pixels(photo)[photo.height // 2, photo.width // 2])


def _reference(pixel: Sequence[int], mode: str, source: bytes | None) -> tuple[int, ...]:
    """Return what littlecms itself makes of one pixel for the press."""
    own = io.BytesIO(source) if source else None
    plain = ImageCms.createProfile("LAB" if mode == "LAB" else "sRGB")
    transform = ImageCms.buildTransform(
        ImageCms.ImageCmsProfile(own or plain),
        ImageCms.ImageCmsProfile(io.BytesIO(PROFILE.data)),
        mode,
        "CMYK",
        renderingIntent=_INTENT,
        flags=_BPC,
    )
    picture = Image.new(mode, (1, 1), tuple(pixel) if len(pixel) > 1 else pixel[0])
    converted = ImageCms.applyTransform(picture, transform)
    assert converted is not None
    return tuple(converted.tobytes())


def _lab(inks: Sequence[int]) -> tuple[float, float, float]:
    transform = ImageCms.buildTransform(
        ImageCms.ImageCmsProfile(io.BytesIO(PROFILE.data)),
        ImageCms.createProfile("LAB"),
        "CMYK",
        "LAB",
        renderingIntent=_INTENT,
    )
    seen = ImageCms.applyTransform(Image.new("CMYK", (1, 1), tuple(inks)), transform)
    assert seen is not None
    lightness, a, b = seen.tobytes()
    return lightness / 2.55, (a ^ 128) - 128.0, (b ^ 128) - 128.0


def _difference(first: Sequence[int], second: Sequence[int]) -> float:
    """Return delta E (1976) between two CMYK pixels as the press prints them."""
    one, other = np.asarray(_lab(first)), np.asarray(_lab(second))
    return float(np.linalg.norm(one - other))


@pytest.mark.parametrize("rgb", PATCHES)
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF"])
def test_patches_print_as_littlecms_says(rgb: tuple[int, int, int], kind: str) -> None:
    options = {"quality": 95} if kind in ("JPEG", "WEBP") else {}
    data = saved(Image.new("RGB", (32, 32), rgb), kind, **options)
    inks = _middle(prepare_press(data, PROFILE))
    assert _difference(inks, _reference(rgb, "RGB", None)) < 2.5


@pytest.mark.parametrize("rgb", PATCHES)
def test_profile_of_wider_colours_is_heeded(rgb: tuple[int, int, int]) -> None:
    wide = wide_profile()
    data = saved(Image.new("RGB", (32, 32), rgb), icc_profile=wide)
    assert profile_problem(data) is None
    inks = _middle(prepare_press(data, PROFILE))
    assert _difference(inks, _reference(rgb, "RGB", wide)) < 0.5
    assert _difference(inks, _reference(rgb, "RGB", None)) > 1.5 or rgb in PATCHES[4:]


@pytest.mark.parametrize("gamma", [1.0, 1.8, 3.0])
def test_grey_with_a_profile_is_as_light_as_the_profile_says(gamma: float) -> None:
    data = saved(Image.new("L", (16, 16), 128), icc_profile=grey_profile(gamma))
    (seen,) = _middle(prepare_proxy(data, 16))
    light = (128 / 255) ** gamma
    wanted = 255 * (1.055 * light ** (1 / 2.4) - 0.055)
    assert seen == pytest.approx(wanted, abs=1.5)
    plain = saved(Image.new("L", (16, 16), round(wanted)))
    assert _middle(prepare_press(data, PROFILE))[0] == pytest.approx(
        _middle(prepare_press(plain, PROFILE))[0], abs=2
    )


def test_colourless_rgb_with_a_profile_is_grey_of_that_profile() -> None:
    data = saved(Image.new("RGB", (16, 16), (128,) * 3), icc_profile=wide_profile(1.0))
    photo = prepare_press(data, PROFILE)
    assert photo.space is PhotoSpace.GRAY
    light = round(255 * (1.055 * (128 / 255) ** (1 / 2.4) - 0.055))
    plain = prepare_press(saved(Image.new("L", (16, 16), light)), PROFILE)
    assert _middle(photo)[0] == pytest.approx(_middle(plain)[0], abs=2)


def _inks(data: bytes) -> tuple[int, ...]:
    """Return the inks of 0 to 255 that a prepared picture prints, by its own decoder."""
    return _middle(prepare_press(data, PROFILE))


@pytest.mark.parametrize("inks", [(158, 0, 255, 0), (20, 240, 250, 0), (230, 102, 204, 140)])
def test_cmyk_keeps_its_inks_however_it_is_written(inks: tuple[int, int, int, int]) -> None:
    picture = Image.new("CMYK", (32, 32), inks)
    inverted = Image.new("CMYK", (32, 32), tuple(255 - ink for ink in inks))
    adobe = saved(picture, "JPEG", quality=100)
    other = without_adobe_mark(saved(inverted, "JPEG", quality=100))
    for data in (saved(picture, "TIFF"), tiff(inks, 5, bits=8), adobe, other):
        assert _inks(data) == pytest.approx(inks, abs=3)
    fine = tiff([ink * 257 for ink in inks], 5)
    assert _inks(fine) == pytest.approx(inks, abs=3)


def test_cmyk_of_the_press_itself_is_not_separated_anew() -> None:
    inks = (0, 0, 0, 204)
    data = saved(Image.new("CMYK", (32, 32), inks), "TIFF", icc_profile=PROFILE.data)
    assert _inks(data) == pytest.approx(inks, abs=2)


@pytest.mark.parametrize("lab", [(140, 158, 180), (90, 112, 150), (230, 126, 140)])
def test_lab_prints_as_littlecms_says(lab: tuple[int, int, int]) -> None:
    # TIFF writes a and b with their sign, littlecms counts them from 128.
    written = (lab[0], lab[1] ^ 128, lab[2] ^ 128)
    data = tiff(written, 8, bits=8)
    inks = _inks(data)
    lightness, a, b = _lab(inks)
    assert _difference(inks, _reference(lab, "LAB", None)) < 2.5
    proxy = prepare_proxy(data, 16)
    assert proxy.space is PhotoSpace.RGB
    if lab[0] < 200:
        assert lightness == pytest.approx(lab[0] / 2.55, abs=5)
        assert (a, b) == pytest.approx((lab[1] - 128, lab[2] - 128), abs=8)


@pytest.mark.parametrize(
    "data",
    [
        png_16(0, (40000,)),
        tiff((40000,), 1),
        saved(Image.fromarray(np.full((16, 16), 40000, np.int32)), "TIFF"),
        saved(Image.fromarray(np.full((16, 16), 40000 / 65535, np.float32)), "TIFF"),
        saved(Image.new("L", (16, 16), 156)),
        png_16(2, (40000,) * 3),
        tiff((40000,) * 3, 2),
    ],
)
def test_fine_grey_is_reduced_not_cut(data: bytes) -> None:
    photo = prepare_proxy(data, 16)
    assert _middle(photo)[0] == pytest.approx(156, abs=1)


def test_fine_dark_grey_is_not_stretched() -> None:
    assert _middle(prepare_proxy(png_16(0, (2570,)), 16)) == (10,)


@pytest.mark.parametrize("make", [lambda p: png_16(2, p), lambda p: tiff(p, 2)])
def test_fine_colours_print_as_those_of_8_bits(make: Any) -> None:
    for rgb in PATCHES:
        fine = _inks(make([value * 257 for value in rgb]))
        assert _difference(fine, _reference(rgb, "RGB", None)) < 2.5


def test_black_and_white_and_palette_are_read() -> None:
    white = prepare_proxy(saved(Image.new("1", (16, 16), 1)), 16)
    assert (white.space, _middle(white)) == (PhotoSpace.GRAY, (255,))
    palette = Image.new("P", (16, 16), 1)
    palette.putpalette([0, 0, 0, 217, 36, 19])
    assert _middle(prepare_proxy(saved(palette), 16)) == (217, 36, 19)


def _palette(transparency: bytes | int) -> bytes:
    palette = Image.new("P", (16, 16), 1)
    palette.paste(0, (0, 0, 8, 16))
    palette.putpalette([9, 9, 9, 217, 36, 19])
    return saved(palette, transparency=transparency)


def _half(mode: str, clear: tuple[int, ...], solid: tuple[int, ...]) -> Image.Image:
    picture = Image.new(mode, (16, 16), solid)
    picture.paste(clear, (0, 0, 8, 16))
    return picture


@pytest.mark.parametrize(
    ("data", "clear", "solid"),
    [
        (_palette(bytes([0, 128])), 0, 128),
        (_palette(bytes([64])), 64, 255),
        (_palette(0), 0, 255),
        (saved(_half("RGB", (1, 2, 3), (9, 9, 99)), transparency=(1, 2, 3)), 0, 255),
        (saved(_half("L", (7,), (90,)), transparency=7), 0, 255),
        (saved(_half("LA", (7, 0), (90, 200))), 0, 200),
        (saved(_half("RGBA", (7, 7, 7, 0), (9, 99, 9, 200)), "WEBP", lossless=True), 0, 200),
        (saved(_half("RGBA", (7, 7, 7, 0), (9, 99, 9, 200)), "TIFF"), 0, 200),
        (png_16(6, (40000, 9, 65535, 30000)), 117, 117),
        (png_16(4, (40000, 30000)), 117, 117),
        (png_16(0, (40000,), key=struct.pack(">H", 40000)), 0, 0),
        (tiff((40000, 9, 65535, 30000), 2, extra=2), 117, 117),
    ],
)
def test_every_kind_of_alpha_becomes_a_mask(data: bytes, clear: int, solid: int) -> None:
    for photo in (prepare_press(data, PROFILE), prepare_proxy(data, 16)):
        assert photo.mask is not None
        mask = np.frombuffer(zlib.decompress(photo.mask), np.uint8).reshape(16, 16)
        assert (mask[8, 2], mask[8, 13]) == (clear, solid)


def test_alpha_of_a_fine_key_has_the_grey_beside_it() -> None:
    assert prepare_proxy(png_16(0, (1,), key=struct.pack(">H", 2)), 16).mask is None


def test_edges_have_no_halo_when_scaled() -> None:
    """What is see-through is bright green: none of it may shine through the red edge."""
    large = Image.new("RGBA", (640, 640), (0, 255, 0, 0))
    for y in range(640):
        large.paste((200, 20, 20, 255), (0, y, 200 + y // 3, y + 1))
    photo = prepare_proxy(saved(large), 64)
    colours = _pixels(photo).astype(int)
    assert photo.mask is not None
    mask = np.frombuffer(zlib.decompress(photo.mask), np.uint8).reshape(64, 64)
    assert ((mask > 0) & (mask < 255)).sum() > 20
    assert np.abs(colours[mask > 8] - (200, 20, 20)).max() <= 24
    assert np.abs(colours[mask > 64] - (200, 20, 20)).max() <= 4
    assert colours[:, :, 1].max() < 60  # the green is gone where nothing is seen, too


def test_wholly_clear_picture_stays_one() -> None:
    photo = prepare_proxy(saved(Image.new("RGBA", (5, 3), (0, 255, 0, 0))), 16)
    assert photo.mask is not None
    assert set(zlib.decompress(photo.mask)) == {0}


def _damaged(data: bytes, chance: random.Random) -> bytes:
    broken = bytearray(data)
    for _ in range(chance.choice((1, 2, 5, 30))):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    if chance.random() < 0.2:
        del broken[chance.randrange(len(broken)) :]
    return bytes(broken)


@pytest.mark.filterwarnings("ignore::UserWarning")  # what Pillow remarks upon is not at stake
@pytest.mark.parametrize("seed", range(12))
def test_damage_anywhere_is_a_picture_or_said(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable damage
    rgb = Image.linear_gradient("L").resize((40, 30)).convert("RGB")
    clear = _half("RGBA", (7, 7, 7, 0), (9, 99, 9, 200))
    sound = (
        saved(rgb, "JPEG", icc_profile=wide_profile()),
        saved(rgb.convert("CMYK"), "JPEG"),
        saved(clear, icc_profile=wide_profile()),
        saved(clear, "WEBP"),
        saved(rgb, "TIFF", icc_profile=wide_profile()),
        tiff((100, 20, 30), 8, bits=8),
        png_16(0, (300,), key=b"\1\2"),
        _palette(bytes([1, 2])),
    )
    for _ in range(40):
        data = _damaged(chance.choice(sound), chance)
        try:
            size = photo_size(data)
            profile_problem(data)
            photo = prepare_press(data, PROFILE)
        except PhotoUnreadable:
            continue
        assert (photo.width, photo.height) == size
        assert prepare_proxy(data, 20).width <= 20


_PLACES = {
    # Orientation: where the first row and the first column of the file are seen.
    1: ("top", "left"),
    2: ("top", "right"),
    3: ("bottom", "right"),
    4: ("bottom", "left"),
    5: ("left", "top"),
    6: ("right", "top"),
    7: ("right", "bottom"),
    8: ("left", "bottom"),
}


def _as_seen(stored: npt.NDArray[np.uint8], orientation: int) -> npt.NDArray[np.uint8]:
    row, column = _PLACES[orientation]
    seen = stored if row in ("top", "bottom") else stored.transpose(1, 0, 2)
    vertical, horizontal = (row, column) if row in ("top", "bottom") else (column, row)
    seen = seen[::-1] if vertical == "bottom" else seen
    return seen[:, ::-1] if horizontal == "right" else seen


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_all_turns_of_a_camera_are_undone(orientation: int, kind: str) -> None:
    stored = np.full((40, 80, 3), 255, np.uint8)
    stored[:20, :40] = (200, 0, 0)
    stored[:20, 40:] = (0, 160, 0)
    stored[20:, :40] = (0, 0, 200)
    exif = Image.Exif()
    exif[0x0112] = orientation
    options: dict[str, Any] = {"tiffinfo": {274: orientation}} if kind == "TIFF" else {"exif": exif}
    options |= {"quality": 95, "subsampling": 0} if kind == "JPEG" else {}
    data = saved(Image.fromarray(stored), kind, **options)
    wanted = _as_seen(stored, orientation)
    height, width = wanted.shape[:2]
    assert photo_size(data) == (width, height)
    seen = np.asarray(read_samples(data).picture)
    assert seen.shape == wanted.shape
    for y in (height // 4, height * 3 // 4):
        for x in (width // 4, width * 3 // 4):
            assert seen[y, x].tolist() == pytest.approx(wanted[y, x].tolist(), abs=12)


@pytest.mark.parametrize(
    ("profile", "problem"),
    [
        (b"no profile at all", ProfileProblem.BROKEN),
        (wide_profile()[:300], ProfileProblem.BROKEN),
        (wide_profile()[:132] + bytes(400), ProfileProblem.BROKEN),
        (PROFILE.data, ProfileProblem.OTHER_SPACE),
        (grey_profile(1.8), ProfileProblem.OTHER_SPACE),
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_useless_profile_is_left_aside_and_told(
    profile: bytes, problem: ProfileProblem, kind: str
) -> None:
    options = {"quality": 95} if kind in ("JPEG", "WEBP") else {}
    picture = Image.new("RGB", (32, 32), PATCHES[0])
    data = saved(picture, kind, icc_profile=profile, **options)
    plain = saved(picture, kind, **options)
    assert profile_problem(data) is problem
    assert profile_problem(plain) is None
    assert prepare_press(data, PROFILE) == prepare_press(plain, PROFILE)
    assert prepare_proxy(data, 16) == prepare_proxy(plain, 16)
