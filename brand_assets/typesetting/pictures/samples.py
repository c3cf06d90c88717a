"""Owns the reading of pictures: any file's samples as 8-bit grey, RGB, CMYK or Lab, alpha apart."""

import contextlib
import functools
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageCms, ImageOps

from portal.foundation.errors import N_, Invalid

# A picture beyond Pillow's pixel limit must fail, not only be remarked upon.
warnings.simplefilter("error", Image.DecompressionBombWarning)

INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION
_ORIENTATION = 0x0112
_LYING = (5, 6, 7, 8)
_PLAIN = ("L", "RGB", "CMYK", "LAB")
_ALPHA = {"RGBA": "RGB", "LA": "L", "PA": "RGB", "RGBa": "RGB", "La": "L"}
_SPACES = {"RGB": "RGB", "CMYK": "CMYK", "L": "GRAY", "LAB": "Lab"}
_GAP = 3.0
"""How many times finer than wanted a picture is left for the slow good filter."""
_16_BIT = 0xFFFF
_8_BIT = 0xFF


class PhotoUnreadable(Invalid):
    """The bytes are no picture that can be placed."""

    code = "photo_unreadable"


class ProfileProblem(StrEnum):
    """Why the profile in a picture is left aside."""

    BROKEN = "broken"
    OTHER_SPACE = "other_space"


@dataclass(frozen=True, slots=True)
class Samples:
    """A picture upright: L, RGB, CMYK or LAB, its alpha, its own profile where that is of use.

    Behind what is wholly see-through lie the colours beside it, so that edges have no halo.
    """

    picture: Image.Image
    alpha: Image.Image | None
    profile: bytes | None
    lossless: bool


def photo_size(data: bytes) -> tuple[int, int]:
    """Return width and height in pixels as the picture is seen, rotation undone."""
    picture = open_picture(data)
    width, height = picture.size
    with _reading():
        # The sides of a TIFF file are told as they are seen.
        lying = picture.format != "TIFF" and picture.getexif().get(_ORIENTATION, 1) in _LYING
    return (height, width) if lying else (width, height)


def profile_problem(data: bytes) -> ProfileProblem | None:
    """Return why the profile in a picture is left aside, None where it is used or there is none."""
    return profile_problem_of(open_picture(data))


def profile_problem_of(picture: Image.Image) -> ProfileProblem | None:
    """Return the same of a picture as it was opened."""
    source = picture.info.get("icc_profile")
    return _problem(source, _plain_mode(picture.mode)) if source else None


def open_picture(data: bytes) -> Image.Image:
    """Open a picture without decoding it; raises PhotoUnreadable."""
    with _reading():
        return Image.open(io.BytesIO(data))


@contextlib.contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    # Pillow's readers raise nearly anything on hostile input; all of it means the same here.
    except Exception as error:
        raise unreadable() from error


def unreadable() -> PhotoUnreadable:
    """Return what to raise for a picture that cannot be read."""
    return PhotoUnreadable(
        N_("This picture cannot be read. Save it again as JPEG or PNG and upload that file.")
    )


def read_samples(data: bytes, max_width: int | None = None) -> Samples:
    """Decode a picture, scaled down to `max_width` where it is wider; raises PhotoUnreadable."""
    picture = open_picture(data)
    source = picture.info.get("icc_profile")
    lossless = picture.format == "PNG"
    if max_width is not None and picture.format == "JPEG":
        with _reading():
            lying = picture.getexif().get(_ORIENTATION, 1) in _LYING
        picture.draft(None, (1, max_width) if lying else (max_width, 1))
    with _reading():
        picture.load()
        seen = plain_samples(ImageOps.exif_transpose(picture), picture)
    plain, alpha = _scaled(seen, max_width or seen.width)
    return Samples(plain, alpha, usable_profile(source, plain.mode), lossless)


def plain_samples(picture: Image.Image, opened: Image.Image) -> Image.Image:
    """Return a decoded picture as 8-bit L, RGB, CMYK, LAB, LA or RGBA.

    `opened` is the picture as it was read from the file, which says how its samples were written.
    """
    if picture.mode.startswith(("I", "F")):
        return _reduced(picture)
    if "transparency" in picture.info and picture.mode in ("1", "L", "RGB", "P"):
        # A colour that stands for nothing, or a palette with an opacity for each entry.
        return picture.convert("LA" if picture.mode in ("1", "L") else "RGBA")
    if picture.mode == "CMYK" and opened.format == "JPEG" and "adobe" not in opened.info:
        # Only Adobe's mark says that the inks are inverted; the decoder always takes them so.
        return ImageChops.invert(picture)
    if picture.mode in _PLAIN or picture.mode in ("RGBA", "LA"):
        return picture
    if picture.mode in _ALPHA:
        return picture.convert("LA" if _ALPHA[picture.mode] == "L" else "RGBA")
    return picture.convert("L" if picture.mode == "1" else "RGB")


def _plain_mode(mode: str) -> str:
    if mode.startswith(("I", "F")) or mode == "1":
        return "L"
    return mode if mode in _PLAIN else _ALPHA.get(mode, "RGB")


def _reduced(picture: Image.Image) -> Image.Image:
    """Return fine samples in 256 steps, black and white as they were; a key colour as alpha."""
    samples = np.asarray(picture)
    key = picture.info.get("transparency")
    grey = Image.fromarray(_in_256_steps(samples))
    if not isinstance(key, int):
        return grey
    opaque = np.where(samples == key, np.uint8(0), np.uint8(_8_BIT))
    return Image.merge("LA", (grey, Image.fromarray(opaque)))


def _in_256_steps(samples: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    if samples.dtype == np.uint16:
        wide = samples.astype(np.uint32)
        return np.asarray((wide * _8_BIT + _16_BIT // 2) // _16_BIT, dtype=np.uint8)
    fine = np.nan_to_num(samples.astype(np.float32), posinf=0.0, neginf=0.0)
    most = _full_scale(float(fine.max(initial=0.0)), whole=samples.dtype.kind in "iu")
    return np.asarray(np.rint(np.clip(fine / most, 0.0, 1.0) * _8_BIT), dtype=np.uint8)


def _full_scale(highest: float, *, whole: bool) -> float:
    """Return what stands for white: 1.0 or 16 bits, unless a sample goes beyond."""
    steps = (_16_BIT, 2.0**31 - 1, 2.0**32 - 1) if whole else (1.0, float(_8_BIT), _16_BIT)
    return next((float(step) for step in steps if highest <= step), highest)


def _scaled(picture: Image.Image, max_width: int) -> tuple[Image.Image, Image.Image | None]:
    """Return the picture at most so wide, and its alpha apart."""
    if picture.width <= max_width:
        return _split_alpha(picture)
    size = (max_width, max(1, round(picture.height * max_width / picture.width)))
    if picture.mode not in ("RGBA", "LA"):
        return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=_GAP), None
    # Pillow reduces colours as far as they are opaque; from there on, those beyond the edges are
    # as those within, so that the finer filter swings over in neither.
    factor = max(1, int(picture.width / max_width / _GAP))
    plain, alpha = _split_alpha(picture.reduce(factor) if factor > 1 else picture)
    box = (0.0, 0.0, picture.width / factor, picture.height / factor)
    plain = plain.resize(size, Image.Resampling.LANCZOS, box)
    return plain, alpha.resize(size, Image.Resampling.LANCZOS, box) if alpha else None


def _split_alpha(picture: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    if picture.mode not in ("RGBA", "LA"):
        return picture, None
    alpha = picture.getchannel("A")
    lowest = alpha.getextrema()[0]
    if lowest == _8_BIT:
        return picture.convert(_ALPHA[picture.mode]), None
    filled = _with_edges_grown(picture) if lowest == 0 else picture
    return filled.convert(_ALPHA[picture.mode]), alpha


def _with_edges_grown(picture: Image.Image) -> Image.Image:
    """Return the picture with the nearest colours where it is wholly see-through.

    Readers scale colours and mask apart: what lies beyond an edge would shine through it.
    """
    coarser = [picture]
    while max(coarser[-1].size) > 1 and coarser[-1].getchannel("A").getextrema()[0] == 0:
        width, height = coarser[-1].size
        half = (max(1, (width + 1) // 2), max(1, (height + 1) // 2))
        coarser.append(coarser[-1].resize(half, Image.Resampling.BOX))
    grown = coarser.pop()
    while coarser:
        finer = coarser.pop()
        grown = grown.resize(finer.size, Image.Resampling.BILINEAR).convert(finer.mode)
        seen = finer.getchannel("A").point(lambda value: _8_BIT if value else 0)
        grown.putalpha(_8_BIT)
        opaque = finer.copy()
        opaque.putalpha(_8_BIT)
        grown.paste(opaque, mask=seen)
    return grown


def usable_profile(source: bytes | None, mode: str) -> bytes | None:
    """Return a profile where it fits samples of that mode, else None (sRGB is assumed)."""
    return source if source and _problem(source, mode) is None else None


@functools.lru_cache(maxsize=64)
def _problem(source: bytes, mode: str) -> ProfileProblem | None:
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(source))
        if profile.profile.xcolor_space.strip() != _SPACES[mode]:
            return ProfileProblem.OTHER_SPACE
        ImageCms.buildTransform(profile, _srgb(), mode, "RGB", renderingIntent=INTENT)
    except (OSError, ValueError, ImageCms.PyCMSError):
        return ProfileProblem.BROKEN
    return None


@functools.cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
