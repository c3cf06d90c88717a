"""Owns the perceptual hash of a picture: 64 bits, of which few change when its form does."""

import functools

import numpy as np
import numpy.typing as npt
from PIL import Image

Samples = npt.NDArray[np.float64]

_SIDE, _KEPT = 32, 8
_BITS = 64
_EVEN = 2.0
"""Where no wave of a picture is higher, in steps of grey, it is one plain surface."""


def perceptual_hash(picture: Image.Image) -> int | None:
    """Return 64 bits of a picture as a signed number; none for a plain surface.

    The bits tell which of the 64 slowest waves of its lightness, the mean left aside, are above
    their median: scaling, compression and slight changes of tone leave nearly all as they are.
    What is see-through counts as white.
    """
    grey = _grey(picture).resize((_SIDE, _SIDE), Image.Resampling.BOX)
    samples = np.asarray(grey, dtype=np.float64)
    waves = _cosines() @ samples @ _cosines().T
    slow = waves[: _KEPT + 1, : _KEPT + 1].reshape(-1)[1 : _BITS + 1]
    if np.abs(slow).max() < _EVEN:
        return None
    bits = np.packbits(slow > np.median(slow)).tobytes()
    return int.from_bytes(bits, signed=True)


def _grey(picture: Image.Image) -> Image.Image:
    if "A" not in picture.getbands():
        return picture.convert("L")
    seen = Image.new("LA", picture.size, (255, 255))
    return Image.alpha_composite(seen.convert("RGBA"), picture.convert("RGBA")).convert("L")


@functools.cache
def _cosines() -> Samples:
    """Return the matrix of the discrete cosine transform (type II)."""
    steps = np.arange(_SIDE)
    matrix = np.cos(np.pi * np.outer(steps, 2 * steps + 1) / (2 * _SIDE)) * np.sqrt(2 / _SIDE)
    matrix[0] /= np.sqrt(2)
    return np.asarray(matrix, dtype=np.float64)
