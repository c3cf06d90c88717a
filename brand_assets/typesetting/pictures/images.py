"""Owns the preparation of photos: colour conversion by littlecms, scaling, packing."""

import functools
import hashlib
import io
import warnings
import zlib
from dataclasses import replace
from typing import Any, cast

import numpy as np
from PIL import Image, ImageChops, ImageCms, ImageOps

from brand_assets.design_facts import PressProfile
from brand_assets.typesetting.pictures.photos import PhotoEncoding, PhotoSpace, PreparedPhoto
from portal.foundation.errors import N_, Invalid

# A picture beyond Pillow's pixel limit must fail, not only be remarked upon.
warnings.simplefilter("error", Image.DecompressionBombWarning)

PRESS_QUALITY = 90
PROXY_QUALITY = 88
LOSSLESS_LIMIT = 2_000_000
GREY_LIFT = 0.6
"""Exponent that lifts the tones of grey photos, because newsprint swallows shadows."""
GREY_TOLERANCE = 2
_INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
_FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION
_ALPHA_MODES = ("RGBA", "LA", "PA")


class PhotoUnreadable(Invalid):
    """The bytes are no picture that can be placed."""

    code = "photo_unreadable"


def photo_size(data: bytes) -> tuple[int, int]:
    """Return width and height in pixels as the picture is seen, rotation undone."""
    picture = _open(data)
    width, height = picture.size
    turned = picture.getexif().get(0x0112, 1) in (5, 6, 7, 8)
    return (height, width) if turned else (width, height)


def prepare_press(
    data: bytes, profile: PressProfile, max_width: int | None = None
) -> PreparedPhoto:
    """Convert a photo to the output profile: relative colorimetric, black point compensated.

    Grey photos become black ink alone, with the lightness that they have on screen. A CMYK photo
    without a profile of its own is taken to be in the output profile already.
    """
    picture, alpha, source, lossless = _load(data, max_width)
    if _is_grey(picture):
        return _pack(_to_black(picture, profile), alpha, PhotoSpace.GRAY, lossless=lossless)
    if picture.mode == "CMYK" and source is None:
        return _pack(picture, alpha, PhotoSpace.CMYK, lossless=lossless)
    transform = _transform(source, picture.mode, profile.data, "CMYK")
    converted = _apply(picture, transform)
    return _pack(converted, alpha, PhotoSpace.CMYK, lossless=lossless)


def prepare_proxy(
    data: bytes, max_width: int, fallback: PressProfile | None = None
) -> PreparedPhoto:
    """Scale a photo down and convert it to sRGB; `fallback` is for CMYK without a profile."""
    picture, alpha, source, lossless = _load(data, max_width)
    if picture.mode == "CMYK" and source is None and fallback is not None:
        source = fallback.data
    if picture.mode == "CMYK" and source is None:
        picture = picture.convert("RGB")
    elif source is not None and picture.mode != "L":
        picture = _apply(picture, _transform(source, picture.mode, None, "RGB"))
    space = PhotoSpace.GRAY if picture.mode == "L" else PhotoSpace.RGB
    return _pack(picture, alpha, space, lossless=lossless, quality=PROXY_QUALITY)


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


def _open(data: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombWarning) as error:
        raise _unreadable() from error
    except Image.DecompressionBombError as error:
        raise _unreadable() from error


def _unreadable() -> PhotoUnreadable:
    return PhotoUnreadable(
        N_("This picture cannot be read. Save it again as JPEG or PNG and upload that file.")
    )


def _load(
    data: bytes, max_width: int | None
) -> tuple[Image.Image, Image.Image | None, bytes | None, bool]:
    """Return the picture (L, RGB or CMYK), its alpha, its own profile, and if it was lossless."""
    picture = _open(data)
    source = picture.info.get("icc_profile")
    lossless = picture.format == "PNG"
    if max_width is not None and picture.format == "JPEG" and "exif" not in picture.info:
        picture.draft(None, (max_width, 1))
    try:
        picture.load()
        turned = ImageOps.exif_transpose(picture)
    except (OSError, SyntaxError, ValueError) as error:
        raise _unreadable() from error
    plain, alpha = _split_alpha(turned)
    if max_width is not None and plain.width > max_width:
        size = (max_width, max(1, round(plain.height * max_width / plain.width)))
        plain = plain.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        alpha = alpha.resize(size, Image.Resampling.LANCZOS) if alpha else None
    return plain, alpha, _usable(source, plain.mode), lossless


def _split_alpha(picture: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    alpha = None
    if picture.mode == "P" and "transparency" in picture.info:
        picture = picture.convert("RGBA")
    if picture.mode in _ALPHA_MODES:
        alpha = picture.getchannel("A")
        if alpha.getextrema() == (255, 255):
            alpha = None
    return _plain(picture), alpha


def _plain(picture: Image.Image) -> Image.Image:
    if picture.mode in ("L", "RGB", "CMYK"):
        return picture
    if picture.mode.startswith(("I", "F")):
        samples = np.asarray(picture, dtype=np.float64)
        top = max(float(samples.max()), 1.0)
        return Image.fromarray((samples * (255.0 / top)).astype(np.uint8))
    return picture.convert("L" if picture.mode in ("1", "LA") else "RGB")


def _usable(source: bytes | None, mode: str) -> bytes | None:
    """Return the embedded profile where it fits the samples, else None (sRGB is assumed)."""
    if not source:
        return None
    try:
        space = ImageCms.ImageCmsProfile(io.BytesIO(source)).profile.xcolor_space.strip()
    except OSError:
        return None
    return source if {"RGB": "RGB", "CMYK": "CMYK", "L": "GRAY"}.get(mode) == space else None


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
        ImageCms.createProfile("sRGB"), lab, "RGB", "LAB", renderingIntent=_INTENT
    )
    press = ImageCms.buildTransform(_profile(profile), lab, "CMYK", "LAB", renderingIntent=_INTENT)
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


def _profile(data: bytes) -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(io.BytesIO(data))


@functools.lru_cache(maxsize=16)
def _transform(
    source: bytes | None, mode: str, target: bytes | None, target_mode: str
) -> ImageCms.ImageCmsTransform:
    """Return a littlecms transform; None stands for sRGB on either side."""
    return ImageCms.buildTransform(
        _profile(source) if source else ImageCms.createProfile("sRGB"),
        _profile(target) if target else ImageCms.createProfile("sRGB"),
        mode,
        target_mode,
        renderingIntent=_INTENT,
        flags=_FLAGS,
    )


def _apply(picture: Image.Image, transform: ImageCms.ImageCmsTransform) -> Image.Image:
    converted = ImageCms.applyTransform(picture, transform)
    if converted is None:
        raise _unreadable()
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
