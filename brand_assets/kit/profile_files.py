"""Owns what an ICC output profile says: its name, its class, and how much ink it lays down."""

import io
import struct
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image, ImageCms

from portal.foundation.errors import N_, Invalid

MOST_BYTES = 8_000_000
_ICC_HEADER = 128
_STEPS = 17
_MOST_NAME = 80


@dataclass(frozen=True, slots=True)
class ProfileReport:
    """A sound CMYK output profile: name, version of the format, most ink of any colour it makes."""

    name: str
    version: str
    max_ink: float


def check_profile(data: bytes) -> None:
    """Refuse what is no CMYK output profile."""
    if len(data) > MOST_BYTES or len(data) < _ICC_HEADER or data[36:40] != b"acsp":
        raise Invalid(N_("This is no ICC profile. Upload the output profile of your printer."))
    size = struct.unpack_from(">I", data)[0]
    if size > len(data) or data[12:16] != b"prtr" or data[16:20] != b"CMYK":
        raise Invalid(N_("The profile must be an output profile for CMYK."))


@lru_cache(maxsize=16)
def read_profile(data: bytes) -> ProfileReport:
    """Return what a profile says and does; `Invalid` says why it cannot be used."""
    check_profile(data)
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        name = ImageCms.getProfileDescription(profile)
        to_ink = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), profile, "RGB", "CMYK")
        ImageCms.buildTransform(profile, ImageCms.createProfile("LAB"), "CMYK", "LAB")
        inks = np.asarray(ImageCms.applyTransform(_all_colours(), to_ink), dtype=np.uint16)
    except (OSError, ValueError, TypeError, ImageCms.PyCMSError) as error:
        raise Invalid(
            N_("The profile cannot convert colours both ways. Get it from your printer again.")
        ) from error
    most = float(inks.sum(axis=2).max()) * 100 / 255
    plain = "".join(sign if sign.isprintable() else " " for sign in name)
    return ProfileReport(
        " ".join(plain.split())[:_MOST_NAME] or "CMYK", f"{data[8]}.{data[9] >> 4}", round(most, 1)
    )


def _all_colours() -> Image.Image:
    step = np.linspace(0, 255, _STEPS).astype(np.uint8)
    cube = np.stack(np.meshgrid(step, step, step), axis=-1).reshape(_STEPS, -1, 3)
    return Image.fromarray(cube, "RGB")
