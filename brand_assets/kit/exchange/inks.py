"""Owns which inks a colour from a screen or from Lab becomes, through the kit's output profile.

LittleCMS converts, relative colorimetric with black point compensation as photos are. A colour
without much colour becomes black ink alone, so that text in it stays sharp on the press.
"""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from PIL import Image, ImageCms

from brand_assets.kit.exchange.colour_text import Triple, rgb_from_lab
from portal.foundation.errors import N_, Invalid

Samples = np.ndarray[Any, Any]
_Transform = ImageCms.ImageCmsTransform
Cmyk = tuple[float, float, float, float]
_INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
_FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION
_GREY_CHROMA = 5.0
_TRACE = 2
_BLACK_STEPS = 101


@dataclass(frozen=True, slots=True)
class InkProposal:
    """Inks in whole percent, and how far they are from the colour that was asked for (delta E)."""

    cmyk: Cmyk
    off: float


class InkMaker:
    """Converts colours for one output profile; without a profile, by the plain formula."""

    def __init__(self, profile: bytes | None, max_ink: float) -> None:
        self._max_ink = max_ink
        self._press = _press(profile) if profile else None

    @property
    def has_profile(self) -> bool:
        """Whether the inks follow a profile rather than the plain formula."""
        return self._press is not None

    def from_screen(self, colours: Sequence[Triple]) -> list[InkProposal]:
        """Return the inks for sRGB colours (0 to 1)."""
        if self._press is None:
            return [InkProposal(_plain_inks(rgb), 0.0) for rgb in colours]
        samples = np.array(colours, dtype=np.float64).reshape(-1, 3) * 255
        lab = self._press.lab_of_screen(np.rint(samples).astype(np.uint8))
        return self._proposals(self._press, lab, self._press.inks_of_screen(samples))

    def from_lab(self, colours: Sequence[Triple]) -> list[InkProposal]:
        """Return the inks for Lab colours, which may lie outside of sRGB."""
        if self._press is None:
            inside = [tuple(min(max(v, 0.0), 1.0) for v in rgb_from_lab(lab)) for lab in colours]
            return [InkProposal(_plain_inks(rgb), 0.0) for rgb in inside]
        lab = np.array(colours, dtype=np.float64).reshape(-1, 3)
        return self._proposals(self._press, lab, self._press.inks_of_lab(lab))

    def on_screen(self, inks: Sequence[Cmyk]) -> list[Triple]:
        """Return how inks look in sRGB (0 to 1)."""
        if self._press is None:
            return [_plain_screen(one) for one in inks]
        return self._press.screen_of_inks(inks)

    def _proposals(self, press: "_Press", lab: Samples, inks: Samples) -> list[InkProposal]:
        chosen = [
            press.black_of(float(colour[0]))
            if math.hypot(colour[1], colour[2]) <= _GREY_CHROMA
            else self._rounded(ink)
            for colour, ink in zip(lab, inks, strict=True)
        ]
        if not chosen:
            return []
        got = press.lab_of_inks(chosen)
        return [
            InkProposal(cmyk, round(float(np.linalg.norm(a - b)), 1))
            for cmyk, a, b in zip(chosen, lab, got, strict=True)
        ]

    def _rounded(self, ink: Samples) -> Cmyk:
        percent = [0.0 if one < _TRACE else float(one) for one in ink * 100 / 255]
        coloured, black = sum(percent[:3]), percent[3]
        if coloured + black > self._max_ink:
            share = max(self._max_ink - black - 2, 0) / coloured
            percent[:3] = [one * share for one in percent[:3]]
        cyan, magenta, yellow, key = (float(round(one)) for one in percent)
        return cyan, magenta, yellow, key


class _Press:
    """The conversions of one profile."""

    def __init__(self, profile: ImageCms.ImageCmsProfile) -> None:
        srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
        self._to_inks = _transform(srgb, profile, "RGB", "CMYK")
        self._to_screen = _transform(profile, srgb, "CMYK", "RGB")
        self._lab_to_inks = _transform(lab, profile, "LAB", "CMYK")
        self._inks_to_lab = _transform(profile, lab, "CMYK", "LAB")
        self._screen_to_lab = _transform(srgb, lab, "RGB", "LAB")
        blacks: list[Cmyk] = [(0.0, 0.0, 0.0, float(k)) for k in range(_BLACK_STEPS)]
        self._black_lightness = self.lab_of_inks(blacks)[:, 0]

    def black_of(self, lightness: float) -> Cmyk:
        """Return the tint of black ink alone that is as light as this."""
        nearest = int(np.abs(self._black_lightness - lightness).argmin())
        return 0.0, 0.0, 0.0, float(nearest)

    def inks_of_screen(self, samples: Samples) -> Samples:
        return _apply(self._to_inks, np.rint(samples).astype(np.uint8), "RGB")

    def inks_of_lab(self, lab: Samples) -> Samples:
        scaled = np.stack(
            [lab[:, 0] * 255 / 100, np.rint(lab[:, 1]) % 256, np.rint(lab[:, 2]) % 256], axis=1
        )
        return _apply(self._lab_to_inks, np.rint(scaled).astype(np.uint8), "LAB")

    def lab_of_screen(self, samples: Samples) -> Samples:
        return _as_lab(_apply(self._screen_to_lab, samples, "RGB"))

    def lab_of_inks(self, inks: Sequence[Cmyk]) -> Samples:
        return _as_lab(_apply(self._inks_to_lab, _samples(inks), "CMYK"))

    def screen_of_inks(self, inks: Sequence[Cmyk]) -> list[Triple]:
        seen = _apply(self._to_screen, _samples(inks), "CMYK") / 255
        return [(float(r), float(g), float(b)) for r, g, b in seen]


def _samples(inks: Sequence[Cmyk]) -> Samples:
    return np.rint(np.array(inks, dtype=np.float64).reshape(-1, 4) * 255 / 100).astype(np.uint8)


def _apply(transform: _Transform, samples: Samples, mode: str) -> Samples:
    if not len(samples):
        return np.zeros((0, 4))
    picture = Image.frombytes(mode, (len(samples), 1), samples.tobytes())
    found = np.frombuffer(transform.apply(picture).tobytes(), dtype=np.uint8)
    return found.reshape(len(samples), -1).astype(np.float64)


def _as_lab(samples: Samples) -> Samples:
    signed = np.where(samples[:, 1:] > 127, samples[:, 1:] - 256, samples[:, 1:])  # noqa: PLR2004
    return np.concatenate([samples[:, :1] * 100 / 255, signed], axis=1)


def _transform(source: Any, target: Any, source_mode: str, target_mode: str) -> _Transform:
    return ImageCms.buildTransform(
        source, target, source_mode, target_mode, renderingIntent=_INTENT, flags=_FLAGS
    )


@lru_cache(maxsize=8)
def _press(profile: bytes) -> _Press:
    try:
        return _Press(ImageCms.ImageCmsProfile(io.BytesIO(profile)))
    except (OSError, ValueError, TypeError, ImageCms.PyCMSError) as error:
        raise Invalid(
            N_("The profile cannot convert colours both ways. Get it from your printer again.")
        ) from error


def _plain_inks(rgb: Sequence[float]) -> Cmyk:
    key = 1 - max(rgb)
    if key >= 1:
        return 0.0, 0.0, 0.0, 100.0
    cyan, magenta, yellow = (
        float(round(100 * (1 - one - key) / (1 - key) * (1 - key))) for one in rgb
    )
    return cyan, magenta, yellow, float(round(100 * key))


def _plain_screen(inks: Cmyk) -> Triple:
    light = 1 - inks[3] / 100
    red, green, blue = (light * (1 - one / 100) for one in inks[:3])
    return red, green, blue
