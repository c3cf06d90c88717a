"""Owns how far two sRGB colours look apart: their distance in CIELAB."""

import math

from brand_assets.design_facts import linear_light

Rgb = tuple[int, int, int]
_WHITE = (0.95047, 1.0, 1.08883)
_MATRIX = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_STRAIGHT_BELOW = (6 / 29) ** 3


def apart(first: Rgb, second: Rgb) -> float:
    """Return the distance of two colours (delta E 1976)."""
    return math.dist(_lab(first), _lab(second))


def _lab(srgb: Rgb) -> tuple[float, float, float]:
    light = linear_light(srgb)
    x, y, z = (
        _curve(sum(share * value for share, value in zip(row, light, strict=True)) / white)
        for row, white in zip(_MATRIX, _WHITE, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _curve(value: float) -> float:
    if value > _STRAIGHT_BELOW:
        return math.cbrt(value)
    return value / (3 * (6 / 29) ** 2) + 4 / 29
