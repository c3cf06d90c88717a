"""Owns the reading of embedded metadata; nothing in it ever stops an upload."""

import contextlib
from collections.abc import Callable, Iterator
from typing import TypeVar

from PIL import Image
from PIL.PsdImagePlugin import PsdImageFile
from PIL.TiffImagePlugin import TiffImageFile

from brand_assets.library.embedded import exif, xmp
from brand_assets.library.embedded.iim import read_iim
from brand_assets.library.embedded.statements import Statements, tidied
from brand_assets.library.masters import EmbeddedMeta

Found = TypeVar("Found")

_IIM_RESOURCE, _EXIF_RESOURCE, _XMP_RESOURCE = 0x0404, 0x0422, 0x0424
_IIM_TAG, _PHOTOSHOP_TAG = 33723, 34377
_MOST_IIM = 1024 * 1024
_PNG_TEXTS = {
    "title": "title",
    "description": "caption",
    "author": "creator",
    "copyright": "copyright",
    "creation time": "taken",
}


def read_embedded(picture: Image.Image) -> EmbeddedMeta:
    """Return what an opened picture says of itself: by XMP, else IPTC, else Exif and texts."""
    return tidied(
        block
        for read in (_from_xmp, _from_iim, _from_exif, _from_texts)
        if (block := _tried(read, picture)) is not None
    )


def tells_location(picture: Image.Image) -> bool:
    """Return whether an opened picture says where it was taken."""
    by_exif = _tried(lambda one: exif.tells_place(exif_of(one)), picture)
    return bool(by_exif or _tried(lambda one: xmp.tells_place(_packet(one)), picture))


def orientation(picture: Image.Image) -> int:
    """Return how an opened picture has to be turned, as Exif counts; 1 where it says nothing."""
    return _tried(lambda one: exif.orientation_of(exif_of(one)), picture) or 1


def exif_of(picture: Image.Image) -> Image.Exif:
    """Return the Exif data of an opened picture."""
    found = _resource(picture, _EXIF_RESOURCE) if isinstance(picture, PsdImageFile) else b""
    if not found:
        return picture.getexif()
    read = Image.Exif()
    read.load(found)
    return read


def _tried(read: Callable[[Image.Image], Found], picture: Image.Image) -> Found | None:
    # Pillow's readers raise nearly anything on damaged metadata; the picture is not less for it.
    with contextlib.suppress(Exception):
        return read(picture)
    return None


def _from_xmp(picture: Image.Image) -> Statements:
    return xmp.read_xmp(_packet(picture))


def _from_iim(picture: Image.Image) -> Statements:
    return read_iim(_iim_block(picture))


def _from_exif(picture: Image.Image) -> Statements:
    return exif.read_exif(exif_of(picture))


def _from_texts(picture: Image.Image) -> Statements:
    said = {
        field: str(value)
        for name, value in picture.info.items()
        if isinstance(name, str) and (field := _PNG_TEXTS.get(name.lower()))
    }
    return Statements(**said)  # type: ignore[arg-type] # only properties that are texts


def _packet(picture: Image.Image) -> bytes:
    if isinstance(picture, PsdImageFile):
        return _resource(picture, _XMP_RESOURCE)
    found = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    return found.encode() if isinstance(found, str) else bytes(found)


def _iim_block(picture: Image.Image) -> bytes:
    if isinstance(picture, PsdImageFile):
        return _resource(picture, _IIM_RESOURCE)
    if isinstance(picture, TiffImageFile):
        return _iim_of_tiff(picture)
    resources = picture.info.get("photoshop")
    return bytes(resources.get(_IIM_RESOURCE, b"")) if isinstance(resources, dict) else b""


def _iim_of_tiff(picture: TiffImageFile) -> bytes:
    # As bytes of the file: Photoshop calls them numbers of 32 bits.
    block = picture.tag_v2._tagdata.get(_IIM_TAG, b"")
    if block:
        return block[:_MOST_IIM]
    resources = picture.tag_v2.get(_PHOTOSHOP_TAG, b"")
    return dict(_resources(resources)).get(_IIM_RESOURCE, b"")


def _resources(block: bytes) -> Iterator[tuple[int, bytes]]:
    """Return Photoshop's image resources by their numbers."""
    at = 0
    while at + 12 <= len(block) and block[at : at + 4] == b"8BIM":
        number = int.from_bytes(block[at + 4 : at + 6])
        name = 1 + block[at + 6]
        start = at + 6 + name + name % 2
        length = int.from_bytes(block[start : start + 4])
        yield number, block[start + 4 : start + 4 + length]
        at = start + 4 + length + length % 2


def _resource(picture: PsdImageFile, number: int) -> bytes:
    return next((data for key, _, data in picture.resources if key == number), b"")[:_MOST_IIM]
