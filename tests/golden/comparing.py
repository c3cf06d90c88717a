"""Owns how alike two pictures are: as a whole, in their worst tile, and in their colours."""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter
from skimage.metrics import structural_similarity

TILE = 64
CASE_WHOLE, CASE_TILE, CASE_COLOUR = 0.995, 0.97, 1.0
"""Least similarity of a golden case and of its worst tile; most difference of a tile's colour."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Structural similarity of the whole and of the worst tile of 64 pixels (1 is the same).

    `colour` is the most that the mean of a channel differs in a tile, of 255: the similarity
    hardly notices another shade where the picture is flat.
    """

    whole: float
    tile: float
    colour: float

    def holds(self) -> bool:
        """Tell whether this is near enough for a golden case."""
        return self.whole > CASE_WHOLE and self.tile > CASE_TILE and self.colour < CASE_COLOUR


def likeness(first: Image.Image, second: Image.Image) -> Likeness:
    """Compare two pictures of one size, each channel for itself; the worst one counts."""
    arrays = [np.asarray(picture.convert("RGB")).astype(np.float64) for picture in (first, second)]
    whole, full = structural_similarity(*arrays, full=True, channel_axis=2, data_range=255)
    difference = arrays[0] - arrays[1]
    tiles = _tiles(*first.size)
    return Likeness(
        whole=float(min(whole, *full.mean(axis=(0, 1)))),
        tile=float(min(full[tile].mean(axis=(0, 1)).min() for tile in tiles)),
        colour=float(max(np.abs(difference[tile].mean(axis=(0, 1))).max() for tile in tiles)),
    )


def grey_similarity(first: Image.Image, second: Image.Image) -> tuple[float, float]:
    """Whole and worst tile; half a pixel of blur takes the two rasterisers' hinting away."""
    arrays = [
        np.asarray(picture.convert("L").filter(ImageFilter.GaussianBlur(0.5)))
        for picture in (first, second)
    ]
    whole, full = structural_similarity(*arrays, full=True)
    height, width = arrays[0].shape
    tiles = [
        full[y : y + TILE, x : x + TILE].mean()
        for y in range(0, height - TILE + 1, TILE // 2)
        for x in range(0, width - TILE + 1, TILE // 2)
    ]
    return float(whole), float(min(tiles))


def _tiles(width: int, height: int) -> list[tuple[slice, slice]]:
    return [
        (slice(y, y + TILE), slice(x, x + TILE)) for y in _starts(height) for x in _starts(width)
    ]


def _starts(length: int) -> list[int]:
    """Return where tiles start: every half tile, the last one flush with the edge."""
    last = max(0, length - TILE)
    return sorted({*range(0, last, TILE // 2), last})
