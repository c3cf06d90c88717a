"""Owns the preparation of photos: colour conversion by littlecms, packing for press and screen."""

import functools
import hashlib
import io
import zlib
from dataclasses import replace
from typing import Any, Literal, cast

import numpy as np
from PIL import Image, ImageChops, ImageCms

from brand_assets.design_facts import PressProfile
from brand_assets.typesetting.pictures.photos import PhotoEncoding, PhotoSpace, PreparedPhoto
from brand_assets.typesetting.pictures.samples import (
    FLAGS,
    INTENT,
    PhotoUnreadable,
    photo_size,
    read_samples,
    unreadable,
)

__all__ = [
    "CONVERSION",
    "PhotoUnreadable",
    "in_srgb",
    "photo_size",
    "prepare_grey",
    "prepare_press",
    "prepare_proxy",
    "sha256_of",
]

CONVERSION = "2"
"""Raised with every change that alters a prepared photo; part of the key under which it is kept."""
PRESS_QUALITY = 90
PROXY_QUALITY = 88
LOSSLESS_LIMIT = 2_000_000
GREY_LIFT = 0.6
"""Exponent that lifts the tones of grey photos, because newsprint swallows shadows."""
GREY_TOLERANCE = 2


def prepare_press(
    data: bytes, profile: PressProfile, max_width: int | None = None
) -> PreparedPhoto:
    """Convert a photo to the output profile: relative colorimetric, black point compensated.

    Grey photos become black ink alone, with the lightness that they have on screen. A CMYK photo
    without a profile of its own is taken to be in the output profile already; one that is in it
    keeps its inks.
    """
    samples = read_samples(data, max_width)
    picture, lossless = samples.picture, samples.lossless
    if _is_grey(picture):
        black = _to_black(in_srgb(picture, samples.profile), profile)
        return _pack(black, samples.alpha, PhotoSpace.GRAY, lossless=lossless)
    is_ready = samples.profile is None or samples.profile == profile.data
    if picture.mode != "CMYK" or not is_ready:
        picture = _apply(picture, _transform(samples.profile, picture.mode, profile.data, "CMYK"))
    return _pack(picture, samples.alpha, PhotoSpace.CMYK, lossless=lossless)


def prepare_proxy(
    data: bytes, max_width: int, fallback: PressProfile | None = None
) -> PreparedPhoto:
    """Scale a photo down and convert it to sRGB; `fallback` is for CMYK without a profile."""
    samples = read_samples(data, max_width)
    picture, source = samples.picture, samples.profile
    if picture.mode == "CMYK" and source is None:
        source = fallback.data if fallback else None
    picture = in_srgb(picture, source)
    space = PhotoSpace.GRAY if picture.mode == "L" else PhotoSpace.RGB
    return _pack(picture, samples.alpha, space, lossless=samples.lossless, quality=PROXY_QUALITY)


def in_srgb(picture: Image.Image, source: bytes | None) -> Image.Image:
    """Return plain samples in sRGB, grey as grey; CMYK without a profile by the plain formula."""
    if picture.mode == "L":
        return picture.point(list(_grey_curve(source))) if source else picture
    if source is None and picture.mode in ("RGB", "CMYK"):
        return picture.convert("RGB")
    return _apply(picture, _transform(source, picture.mode, None, "RGB"))


@functools.lru_cache(maxsize=16)
def _grey_curve(source: bytes) -> tuple[int, ...]:
    """Return the sRGB grey for each grey of a profile."""
    ramp = Image.fromarray(np.arange(256, dtype=np.uint8)[None, :])
    seen = np.asarray(_apply(ramp, _transform(source, "L", None, "RGB")).getchannel(1))
    return tuple(int(value) for value in seen.reshape(-1))


@functools.lru_cache(maxsize=32)
def prepare_grey(photo: PreparedPhoto, profile: PressProfile | None) -> PreparedPhoto:
    """Turn a colour proxy into grey for ads of black ink alone, its shadows lifted.

    With a profile the samples are black ink of that press, else grey for a screen.
    """
    if photo.encoding is PhotoEncoding.JPEG:
        colour = Image.open(io.BytesIO(photo.data)).convert("RGB")
    else:
        mode = "L" if photo.space is PhotoSpace.GRAY else "RGB"
        size = (photo.width, photo.height)
        colour = Image.frombytes(mode, size, zlib.decompress(photo.data)).convert("RGB")
    lifted = [round(255 * (value / 255) ** GREY_LIFT) for value in range(256)]
    grey = colour.convert("L").point(lifted)
    if profile is not None:
        grey = _to_black(grey, profile)
    return replace(_pack(grey, None, PhotoSpace.GRAY, lossless=False), mask=photo.mask)


def _is_grey(picture: Image.Image) -> bool:
    if picture.mode == "L":
        return True
    if picture.mode != "RGB":
        return False
    red, green, blue = picture.split()
    for other in (green, blue):
        highest = cast("tuple[int, int]", ImageChops.difference(red, other).getextrema())[1]
        if highest > GREY_TOLERANCE:
            return False
    return True


def _to_black(picture: Image.Image, profile: PressProfile) -> Image.Image:
    return picture.convert("L").point(list(_black_curve(profile.data)))


@functools.lru_cache(maxsize=8)
def _black_curve(profile: bytes) -> tuple[int, ...]:
    """Return, for each sRGB grey, the DeviceGray sample whose black ink looks as light.

    Both scales run from their own black to their own white, as black point compensation does.
    """
    lab = ImageCms.createProfile("LAB")
    srgb = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), lab, "RGB", "LAB", renderingIntent=INTENT
    )
    press = ImageCms.buildTransform(_profile(profile), lab, "CMYK", "LAB", renderingIntent=INTENT)
    ramp = np.arange(256, dtype=np.uint8)
    greys = Image.fromarray(np.repeat(ramp[None, :, None], 3, axis=2))
    inks = np.zeros((1, 256, 4), dtype=np.uint8)
    inks[0, :, 3] = ramp
    black = Image.frombytes("CMYK", (256, 1), inks.tobytes())
    wanted = _share(_lightness(srgb, greys))
    printed = _share(_lightness(press, black)[::-1])[::-1]
    ink = np.interp(wanted, printed[::-1], ramp[::-1].astype(np.float64))
    return tuple(round(255 - value) for value in ink.tolist())


def _lightness(transform: ImageCms.ImageCmsTransform, row: Image.Image) -> np.ndarray[Any, Any]:
    lightness = np.asarray(_apply(row, transform).getchannel(0), dtype=np.float64)
    return lightness.reshape(-1)


def _share(rising: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    even = np.maximum.accumulate(rising)
    return cast("np.ndarray[Any, Any]", (even - even[0]) / max(float(even[-1] - even[0]), 1e-9))


def _standard(name: Literal["sRGB", "LAB"]) -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(name))


def _profile(data: bytes) -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(io.BytesIO(data))


@functools.lru_cache(maxsize=16)
def _transform(
    source: bytes | None, mode: str, target: bytes | None, target_mode: str
) -> ImageCms.ImageCmsTransform:
    """Return a littlecms transform; None stands for sRGB on either side, and for plain Lab."""
    plain: Literal["sRGB", "LAB"] = "LAB" if mode == "LAB" else "sRGB"
    return ImageCms.buildTransform(
        _profile(source) if source else _standard(plain),
        _profile(target) if target else _standard("sRGB"),
        mode,
        target_mode,
        renderingIntent=INTENT,
        flags=FLAGS,
    )


def _apply(picture: Image.Image, transform: ImageCms.ImageCmsTransform) -> Image.Image:
    converted = ImageCms.applyTransform(picture, transform)
    if converted is None:
        raise unreadable()
    return converted


def _pack(
    picture: Image.Image,
    alpha: Image.Image | None,
    space: PhotoSpace,
    *,
    lossless: bool,
    quality: int = PRESS_QUALITY,
) -> PreparedPhoto:
    mask = zlib.compress(alpha.tobytes(), 6) if alpha else None
    if lossless and picture.width * picture.height <= LOSSLESS_LIMIT:
        encoding, data = PhotoEncoding.FLATE, zlib.compress(picture.tobytes(), 6)
    else:
        encoding, data = PhotoEncoding.JPEG, _jpeg(picture, quality)
    return PreparedPhoto(picture.width, picture.height, space, encoding, data, mask)


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    clean = picture.copy()
    clean.info.clear()
    out = io.BytesIO()
    subsampling = 0 if quality >= PRESS_QUALITY else 2
    clean.save(out, "JPEG", quality=quality, subsampling=subsampling)
    return out.getvalue()


def sha256_of(data: bytes) -> str:
    """Return the content hash by which a photo is known."""
    return hashlib.sha256(data).hexdigest()
