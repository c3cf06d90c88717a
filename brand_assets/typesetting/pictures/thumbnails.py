"""Owns the colours of photos at places of a page, for the contrast of text that stands on them."""

import io
import threading
import zlib
from collections import OrderedDict
from dataclasses import dataclass

from PIL import Image

from brand_assets.design_facts import Box
from brand_assets.typesetting.display_list import Matrix
from brand_assets.typesetting.pictures.photos import (
    PhotoEncoding,
    PhotoSource,
    PhotoSpace,
    PreparedPhoto,
)
from brand_assets.typesetting.shapes.paths import apply

WIDTH = 96
"""Pixels across of the small pictures that colours are taken from."""
_KEPT = 128
_small: "OrderedDict[str, Image.Image]" = OrderedDict()
_lock = threading.Lock()

Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class PlacedPhoto:
    """A photo by its hash and where the whole of it lies, in the document's unit.

    Where it is turned or mirrored, `upright` maps points of the page to where they were before.
    """

    sha256: str
    crop: Box
    grey: bool = False
    upright: Matrix | None = None

    def colours(self, point: tuple[float, float], photos: PhotoSource) -> list[Rgb]:
        """Return the colours at a point and right around it."""
        picture = _thumbnail(photos, self.sha256)
        point = apply(self.upright, point) if self.upright else point
        across = (point[0] - self.crop.x) / self.crop.w * picture.width
        down = (point[1] - self.crop.y) / self.crop.h * picture.height
        found = []
        for x in (int(across) - 1, int(across), int(across) + 1):
            for y in (int(down) - 1, int(down), int(down) + 1):
                spot = (min(max(x, 0), picture.width - 1), min(max(y, 0), picture.height - 1))
                found.append(self._colour(picture.getpixel(spot)))
        return found

    def _colour(self, pixel: object) -> Rgb:
        red, green, blue = pixel if isinstance(pixel, tuple) else (0, 0, 0)
        if self.grey:
            red = green = blue = round(0.299 * red + 0.587 * green + 0.114 * blue)
        return int(red), int(green), int(blue)


def _thumbnail(photos: PhotoSource, sha256: str) -> Image.Image:
    with _lock:
        found = _small.get(sha256)
    if found is None:
        width = min(WIDTH, photos.size(sha256)[0])
        found = _decoded(photos.proxy(sha256, width))
        with _lock:
            _small[sha256] = found
            while len(_small) > _KEPT:
                _small.popitem(last=False)
    return found


def _decoded(photo: PreparedPhoto) -> Image.Image:
    if photo.encoding is PhotoEncoding.JPEG:
        return Image.open(io.BytesIO(photo.data)).convert("RGB")
    mode = "L" if photo.space is PhotoSpace.GRAY else "RGB"
    size = (photo.width, photo.height)
    return Image.frombytes(mode, size, zlib.decompress(photo.data)).convert("RGB")
