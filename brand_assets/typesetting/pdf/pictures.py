"""Owns the photos of one file: at what resolution, in which colour space, added once each."""

import math
from collections.abc import Callable

from brand_assets.design_facts import Box
from brand_assets.typesetting.display_list import DrawImage, Matrix
from brand_assets.typesetting.pdf.objects import PdfObjects
from brand_assets.typesetting.pictures.cutting import ALL, cut_to, seen_part
from brand_assets.typesetting.pictures.photos import (
    PhotoEncoding,
    PhotoSource,
    PhotoSpace,
    PreparedPhoto,
    step_width,
)
from brand_assets.typesetting.shapes.paths import multiply

PRESS_PPI = 300
PRESS_PPI_MOST = 450
PROXY_TOLERANCE = 1.03
_SPACES = {
    PhotoSpace.RGB: "/DeviceRGB",
    PhotoSpace.CMYK: "/DeviceCMYK",
    PhotoSpace.GRAY: "/DeviceGray",
}

Prepare = Callable[[str, float, bool], PreparedPhoto]
"""From a photo's hash, its placed width in pt and whether it is grey, to the medium's samples."""


def press_width(photos: PhotoSource, sha256: str, placed_pt: float) -> int | None:
    """Return the width to scale to for the press; None where the original is not too fine."""
    width = photos.size(sha256)[0]
    inches = placed_pt / 72
    if width <= PRESS_PPI_MOST * inches:
        return None
    step = step_width(PRESS_PPI * inches)
    return step if step < width else None


def proxy_width(photos: PhotoSource, sha256: str, pixels: float) -> int:
    """Return the width of the proxy that serves so many pixels on the screen.

    One a hair too small is taken: to scale the next larger one down takes twice the time.
    """
    return min(step_width(pixels / PROXY_TOLERANCE), photos.size(sha256)[0])


class Pictures:
    """The image objects of one file, by photo, size and part; `cut` leaves out what is not seen."""

    def __init__(self, objects: PdfObjects, prepare: Prepare, *, cut: bool = False) -> None:
        self._objects = objects
        self._prepare = prepare
        self._cut = cut
        self._placed: dict[tuple[str, int, bool, Box], str] = {}
        self.references: dict[str, int] = {}
        self.has_masks = False

    def show(self, item: DrawImage) -> tuple[str, Matrix]:
        """Return the resource name of a photo as placed, and what maps its unit square."""
        a, b, *_ = item.matrix
        photo = self._prepare(item.asset_sha256, math.hypot(a, b), item.grey)
        part = seen_part(item.matrix, item.clip) if self._cut else None
        if part is None:
            return self._resource(item, photo, photo.width, ALL), item.matrix
        cut, kept = cut_to(photo, part)
        matrix = multiply((kept.w, 0.0, 0.0, kept.h, kept.x, kept.y), item.matrix)
        return self._resource(item, cut, photo.width, kept), matrix

    def _resource(self, item: DrawImage, photo: PreparedPhoto, width: int, part: Box) -> str:
        key = (item.asset_sha256, width, item.grey, part)
        if key not in self._placed:
            resource = f"P{len(self._placed)}"
            self._placed[key] = resource
            self.references[resource] = self._embed(photo)
        return self._placed[key]

    def _embed(self, photo: PreparedPhoto) -> int:
        entries = self._entries(photo, _SPACES[photo.space])
        if photo.mask is not None:
            self.has_masks = True
            mask = self._entries(photo, "/DeviceGray") + " /Filter /FlateDecode"
            reference = self._objects.add_stream(photo.mask, mask, packed=True)
            entries += f" /SMask {reference} 0 R"
        if photo.encoding is PhotoEncoding.FLATE:
            entries += " /Filter /FlateDecode"
        else:
            entries += " /Filter /DCTDecode"
            if photo.space is PhotoSpace.CMYK:
                entries += " /Decode [1 0 1 0 1 0 1 0]"
        return self._objects.add_stream(photo.data, entries, packed=True)

    @staticmethod
    def _entries(photo: PreparedPhoto, space: str) -> str:
        return (
            f"/Type /XObject /Subtype /Image /Width {photo.width} /Height {photo.height}"
            f" /ColorSpace {space} /BitsPerComponent 8"
        )
