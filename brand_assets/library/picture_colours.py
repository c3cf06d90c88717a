"""Owns the names of the colours that cover a picture, as people would say and search them."""

from enum import StrEnum

import numpy as np
import numpy.typing as npt
from PIL import Image

Samples = npt.NDArray[np.float64]

MOST_NAMES = 5
LEAST_SHARE = 0.06
"""A smaller area of a colour is not what a picture is searched by."""
_PROXY = 96
_BLACK_BELOW, _WHITE_ABOVE = 0.27, 0.93
_GREY_CHROMA = 0.035
_BROWN_BELOW = 0.58
_PINK_ABOVE = 0.66


class ColourName(StrEnum):
    """The colours that pictures are searched by."""

    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    GREEN = "green"
    TURQUOISE = "turquoise"
    BLUE = "blue"
    VIOLET = "violet"
    PINK = "pink"
    BROWN = "brown"
    WHITE = "white"
    GREY = "grey"
    BLACK = "black"


_NAMES = tuple(ColourName)
# Where the hues of OKLCh end, in degrees, and the name of what lies before.
_HUES = (
    (12.0, ColourName.PINK),
    (42.0, ColourName.RED),
    (80.0, ColourName.ORANGE),
    (116.0, ColourName.YELLOW),
    (172.0, ColourName.GREEN),
    (222.0, ColourName.TURQUOISE),
    (282.0, ColourName.BLUE),
    (324.0, ColourName.VIOLET),
    (360.0, ColourName.PINK),
)
_TO_CONES = np.array(
    (
        (0.4122214708, 0.5363325363, 0.0514459929),
        (0.2119034982, 0.6806995451, 0.1073969566),
        (0.0883024619, 0.2817188376, 0.6299787005),
    )
)
_TO_LAB = np.array(
    (
        (0.2104542553, 0.7936177850, -0.0040720468),
        (1.9779984951, -2.4285922050, 0.4505937099),
        (0.0259040371, 0.7827717662, -0.8086757660),
    )
)


def oklab(picture: Image.Image) -> Samples:
    """Return an sRGB picture in OKLab: lightness from 0 to 1, and two opponent colours."""
    srgb = np.asarray(picture.convert("RGB"), dtype=np.float64) / 255
    light = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004 - sRGB's own
    return np.asarray(np.cbrt(light @ _TO_CONES.T) @ _TO_LAB.T, dtype=np.float64)


def name_colours(picture: Image.Image) -> tuple[str, ...]:
    """Return the names of the colours that cover most of an sRGB picture, the largest area first.

    What is wholly see-through does not count.
    """
    small = picture.copy()
    small.thumbnail((_PROXY, _PROXY), Image.Resampling.BOX)
    named = _names_of(oklab(small))
    if "A" in small.getbands():
        named = named[np.asarray(small.getchannel("A")) > 127]  # noqa: PLR2004 - half opaque
    if not named.size:
        return ()
    shares = np.bincount(named.reshape(-1), minlength=len(_NAMES)) / named.size
    order = sorted(range(len(_NAMES)), key=lambda index: -shares[index])
    most = [index for index in order if shares[index] >= LEAST_SHARE] or order[:1]
    return tuple(_NAMES[index].value for index in most[:MOST_NAMES])


def _names_of(lab: Samples) -> npt.NDArray[np.intp]:
    """Return the number of each pixel's name."""
    lightness, chroma = lab[..., 0], np.hypot(lab[..., 1], lab[..., 2])
    hue = np.degrees(np.arctan2(lab[..., 2], lab[..., 1])) % 360
    ends = np.array([end for end, _ in _HUES[:-1]])
    by_hue = np.array([_NAMES.index(name) for _, name in _HUES])
    named = by_hue[np.searchsorted(ends, hue, side="right")]
    warm = np.isin(named, _numbers(ColourName.ORANGE, ColourName.YELLOW, ColourName.RED))
    # Dark orange and dull red are brown; light red is pink.
    dull = chroma < 0.1 + (named == _NAMES.index(ColourName.ORANGE)) * 0.06
    named = _where(warm & (lightness < _BROWN_BELOW) & dull, ColourName.BROWN, named)
    is_red = named == _NAMES.index(ColourName.RED)
    named = _where(is_red & (lightness > _PINK_ABOVE) & (chroma < 0.17), ColourName.PINK, named)  # noqa: PLR2004
    # Little chroma counts for less the darker or lighter it is.
    grey = chroma < _GREY_CHROMA
    named = _where(grey, ColourName.GREY, named)
    named = _where((lightness < _BLACK_BELOW) & (chroma < 0.06), ColourName.BLACK, named)  # noqa: PLR2004
    named = _where(lightness < _BLACK_BELOW * 0.7, ColourName.BLACK, named)
    return _where((lightness > _WHITE_ABOVE) & (chroma < 0.025), ColourName.WHITE, named)  # noqa: PLR2004


def _numbers(*names: ColourName) -> list[int]:
    return [_NAMES.index(name) for name in names]


def _where(
    mask: npt.NDArray[np.bool_], name: ColourName, named: npt.NDArray[np.intp]
) -> npt.NDArray[np.intp]:
    return np.where(mask, _NAMES.index(name), named)
