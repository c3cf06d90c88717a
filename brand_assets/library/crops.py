"""Owns the crops that a focal point gives: the same as the typesetter cuts."""

from collections.abc import Iterator
from dataclasses import dataclass

SHAPES = (("1:1", 1.0), ("4:5", 4 / 5), ("16:9", 16 / 9), ("A5", 148 / 210))
"""The shapes that a focal point is shown in, by name, with width over height."""


@dataclass(frozen=True, slots=True)
class Crop:
    """What a shape shows of a picture, in its pixels."""

    name: str
    ratio: float
    x: float
    y: float
    width: float
    height: float


def crops_of(width: int, height: int, focal: tuple[float, float]) -> Iterator[Crop]:
    """Yield the crops of a picture: as large as can be, the focal point as central as can be."""
    for name, ratio in SHAPES:
        w, h = min(width, height * ratio), min(height, width / ratio)
        x = min(max(focal[0] * width - w / 2, 0), width - w)
        y = min(max(focal[1] * height - h / 2, 0), height - h)
        yield Crop(name, ratio, round(x, 1), round(y, 1), round(w, 1), round(h, 1))
