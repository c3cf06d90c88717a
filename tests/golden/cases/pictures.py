"""Golden cases of pictures: mixtures, masks, holes, turns, and what they may come as."""

import functools
from typing import Any

import numpy as np
from PIL import Image

from brand_assets.typesetting.pictures.photo_memory import MemoryPhotos
from tests.factories.kit import demo_kit
from tests.factories.picture_files import (
    grey_profile,
    png_16,
    saved,
    tiff,
    wide_profile,
    without_adobe_mark,
)
from tests.golden.case import GoldenCase, ad, frame

_SMALL = {"width": 100, "height": 70}
_STRIPES = ("Halm", "Ringelblume", "Mohn", "Lavendel", "Weiss")
_MODES = ("multiply", "screen", "overlay", "darken", "lighten")
_STAR = "M75 5L89 62L53 26L97 26L61 62Z"
_RING = "M5 5L45 5L45 65L5 65Z M12 12L38 12L38 58L12 58Z M19 19L31 19L31 51L19 51Z"


def _clock(side: int = 120) -> Image.Image:
    """A picture on which every turn, mirror and crop can be told: quarters, rings and a hand."""
    y, x = np.mgrid[0:side, 0:side] / (side - 1)
    rings = (np.hypot(x - 0.5, y - 0.5) * 10 % 1) < 0.5
    red, green = 60 + 180 * x, 60 + 180 * y
    blue = np.where(rings, 200, 110)
    samples = np.stack([red, green, blue], axis=2).astype(np.uint8)
    picture = Image.fromarray(samples)
    picture.paste((255, 255, 255), (side // 2 - 4, 8, side // 2 + 4, side // 2))
    picture.paste((20, 20, 20), (side // 2, 8, side - 12, 20))
    return picture


def _glow() -> Image.Image:
    """A disc that fades out; what is see-through is bright green and must not be seen."""
    y, x = np.mgrid[0:160, 0:160] / 159 - 0.5
    away = np.hypot(x, y)
    alpha = np.clip((0.48 - away) / 0.25, 0, 1) * 255
    samples = np.zeros((160, 160, 4), np.uint8)
    samples[:, :] = (0, 255, 0, 0)
    samples[alpha > 0, :3] = (123, 75, 153)
    samples[:, :, 3] = alpha
    return Image.fromarray(samples)


def _palette_leaf() -> bytes:
    """A palette with an opacity for each entry: clear, half, whole."""
    picture = Image.new("P", (60, 60), 0)
    picture.paste(1, (5, 5, 55, 55))
    picture.paste(2, (18, 18, 42, 42))
    picture.putpalette([0, 255, 0, 217, 36, 19, 7, 69, 47])
    return saved(picture, transparency=bytes([0, 128, 255]))


def _grey_veil() -> bytes:
    ramp = np.zeros((60, 60, 2), np.uint8)
    ramp[:, :, 1] = np.linspace(0, 255, 60).astype(np.uint8)
    bands = [Image.fromarray(np.ascontiguousarray(ramp[:, :, band])) for band in (0, 1)]
    return saved(Image.merge("LA", bands))


def _inputs() -> dict[str, bytes]:
    """Patches of one green and of one grey as each producer would hand them in."""
    profile = demo_kit().profile.data
    wide = wide_profile()
    return {
        "srgb": saved(Image.new("RGB", (16, 16), (111, 181, 41))),
        "rgb-16": png_16(2, (111 * 257, 181 * 257, 41 * 257)),
        "tiff-16": tiff((111 * 257, 181 * 257, 41 * 257), 2),
        "wide": saved(Image.new("RGB", (16, 16), (134, 180, 63)), icc_profile=wide),
        "cmyk-tiff": saved(Image.new("CMYK", (16, 16), (158, 0, 255, 0)), "TIFF"),
        "cmyk-icc": saved(
            Image.new("CMYK", (16, 16), (158, 0, 255, 0)), "TIFF", icc_profile=profile
        ),
        "cmyk-adobe": saved(Image.new("CMYK", (16, 16), (158, 0, 255, 0)), "JPEG", quality=95),
        "cmyk-plain": without_adobe_mark(
            saved(Image.new("CMYK", (16, 16), (97, 255, 0, 255)), "JPEG", quality=95)
        ),
        "lab": tiff((171, (128 - 42) ^ 128, (128 + 60) ^ 128), 8, bits=8),
        "palette": saved(Image.new("RGB", (16, 16), (111, 181, 41)).quantize(2)),
        "grey": saved(Image.new("L", (16, 16), 160)),
        "grey-16": png_16(0, (160 * 257,)),
        "grey-linear": saved(Image.new("L", (16, 16), 90), icc_profile=grey_profile(1.0)),
        "one-bit": saved(Image.new("1", (16, 16), 1)),
        "broken": saved(Image.new("RGB", (16, 16), (111, 181, 41)), icc_profile=b"broken"),
    }


@functools.cache
def _photos() -> tuple[MemoryPhotos, dict[str, str]]:
    photos = MemoryPhotos(fallback=demo_kit().profile)
    files = _inputs() | {
        "clock": saved(_clock()),
        "glow": saved(_glow()),
        "leaf": _palette_leaf(),
        "veil": _grey_veil(),
    }
    return photos, {name: photos.add(data) for name, data in files.items()}


def _source() -> MemoryPhotos:
    return _photos()[0]


def _photo(name: str, frame_id: str, box: tuple[float, float, float, float], **rest: Any) -> Any:
    return frame("photo", frame_id, box, asset=_photos()[1][name], **rest)


def _stripes() -> list[Any]:
    return [
        frame("rect", f"streifen-{index}", (0, index * 14, 100, 14), colour=token)
        for index, token in enumerate(_STRIPES)
    ]


_BLEND = GoldenCase(
    "pictures-blend",
    ad(
        *_stripes(),
        *(
            _photo("clock", mode, (2 + index * 16, 2, 14, 66), blend=mode)
            for index, mode in enumerate(_MODES)
        ),
        frame("rect", "flaeche", (82, 2, 7, 66), colour="Tanne", blend="multiply", opacity=0.7),
        frame("path", "hell", (91, 2, 7, 66), colour="Keim", d="M91 2H98V68H91Z", blend="screen"),
        **_SMALL,
    ),
    width_px=400,
    pixels={(2, 20): "Halm", (2, 80): "Ringelblume", (2, 260): "Weiss"},
    photos=_source,
)

_MASK = GoldenCase(
    "pictures-mask",
    ad(
        *_stripes(),
        _photo("glow", "schein", (4, 4, 40, 40)),
        _photo("glow", "klein", (4, 48, 18, 18), opacity=0.6, turn=30),
        _photo("leaf", "palette", (50, 6, 30, 30)),
        _photo("veil", "schleier", (50, 42, 44, 24)),
        **_SMALL,
    ),
    width_px=400,
    pixels={(398, 20): "Halm", (398, 80): "Ringelblume", (202, 26): "Halm", (260, 84): "Tanne"},
    photos=_source,
)

_HOLES = GoldenCase(
    "pictures-holes",
    ad(
        frame("rect", "grund", (0, 0, 100, 70), colour="Leinen"),
        _photo("clock", "ringe", (0, 0, 50, 70), clip=_RING, clip_even_odd=True),
        _photo("clock", "stern", (50, 0, 50, 64), clip=_STAR, clip_even_odd=True, mirror=True),
        **_SMALL,
    ),
    width_px=400,
    pixels={(8, 8): "Leinen", (60, 140): "Leinen", (396, 270): "Leinen"},
    photos=_source,
)

_TURNS: tuple[dict[str, Any], ...] = (
    {},
    {"turn": 90},
    {"turn": 180},
    {"turn": 270},
    {"mirror": True},
    {"mirror": True, "turn": 90},
    {"turn": 20},
    {"turn": -45, "zoom": 1.4},
    {"rotation": 12},
    {"rotation": 12, "turn": -12},
    {"crop": {"x": 0.5, "y": 0, "w": 0.5, "h": 0.5}},
    {"crop": {"x": 0, "y": 0.6, "w": 1, "h": 0.4}, "turn": 90},
)

_TURNED = GoldenCase(
    "pictures-turned",
    ad(
        frame("rect", "grund", (0, 0, 100, 70), colour="Leinen"),
        *(
            _photo(
                "clock", f"bild-{index}", (4 + index % 4 * 24, 4 + index // 4 * 22, 20, 18), **turn
            )
            for index, turn in enumerate(_TURNS)
        ),
        **_SMALL,
    ),
    width_px=400,
    pixels={(6, 6): "Leinen", (396, 140): "Leinen"},
    photos=_source,
)

_CONTACT = GoldenCase(
    "pictures-inputs",
    ad(
        frame("rect", "grund", (0, 0, 100, 62), colour="Weiss"),
        frame("rect", "halm", (0, 62, 100, 8), colour="Halm"),
        *(
            _photo(name, name, (2 + index % 5 * 19.5, 2 + index // 5 * 20, 18, 18))
            for index, name in enumerate(_inputs())
        ),
        **_SMALL,
    ),
    width_px=400,
    pixels={(200, 264): "Halm", (3, 3): "Weiss"},
    photos=_source,
)

CASES = (_BLEND, _MASK, _HOLES, _TURNED, _CONTACT)
