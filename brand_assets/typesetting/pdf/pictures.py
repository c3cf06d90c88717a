"""Owns the photos of one file: at what resolution, in which colour space, added once each."""

from collections.abc import Callable

from brand_assets.typesetting.pdf.objects import PdfObjects
from brand_assets.typesetting.pictures.photos import (
    PhotoEncoding,
    PhotoSource,
    PhotoSpace,
    PreparedPhoto,
    step_width,
)

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
    """The image objects of one file, by photo and size."""

    def __init__(self, objects: PdfObjects, prepare: Prepare) -> None:
        self._objects = objects
        self._prepare = prepare
        self._placed: dict[tuple[str, int, bool], str] = {}
        self.references: dict[str, int] = {}
        self.has_masks = False

    def place(self, sha256: str, placed_pt: float, *, grey: bool = False) -> str:
        """Return the resource name of a photo at this size."""
        photo = self._prepare(sha256, placed_pt, grey)
        key = (sha256, photo.width, grey)
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
