"""Owns how a picture of each kind is opened, what of it is not seen, and which way is up."""

import os
from typing import BinaryIO

from pi_heif import HeifImageFile, options
from PIL import AvifImagePlugin, Image
from PIL.PsdImagePlugin import PsdImageFile
from PIL.TiffImagePlugin import TiffImageFile

from brand_assets.library.foreign_files import refuse_raw
from brand_assets.library.jpeg import Source
from brand_assets.library.masters import PictureNote
from brand_assets.library.rules import PictureType
from portal.foundation.errors import N_, Invalid

AS_SEEN = 1
_THREADS = min(2, os.cpu_count() or 1)
_FORMATS = {
    PictureType.JPEG: "JPEG",
    PictureType.PNG: "PNG",
    PictureType.WEBP: "WEBP",
    PictureType.TIFF: "TIFF",
    PictureType.AVIF: "AVIF",
    PictureType.PSD: "PSD",
}
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_PSD_DEPTH_AT = 22
_PSD_VERSION_INFO = 1057
_DEPTH, _SUBFILE, _DNG_VERSION = 258, 254, 50706
_PNG_DEPTH_AT = 24
_8_BITS = 8


def open_kind(stream: BinaryIO, data: Source, kind: PictureType) -> Image.Image:
    """Open a picture as what its first bytes say it is; refuses what is no picture to look at."""
    if kind is PictureType.HEIC:
        options.DECODE_THREADS = _THREADS
        options.THUMBNAILS = options.DEPTH_IMAGES = options.AUX_IMAGES = False
        opened: Image.Image = HeifImageFile(stream)
        return opened
    if kind is PictureType.PSD:
        _check_depth(data)
    AvifImagePlugin.DEFAULT_MAX_THREADS = _THREADS
    picture = Image.open(stream, formats=(_FORMATS[kind],))
    if isinstance(picture, PsdImageFile):
        _check_composite(picture)
    if isinstance(picture, TiffImageFile) and _is_raw(picture):
        raise refuse_raw()
    return picture


def _check_depth(data: Source) -> None:
    depth = int.from_bytes(data[_PSD_DEPTH_AT : _PSD_DEPTH_AT + 2])
    if depth > _8_BITS:
        raise Invalid(
            N_(
                "This Photoshop file has %(depth)s bits a channel. Save it with 8, or as TIFF, "
                "and upload that one."
            ),
            field="file",
            depth=depth,
        )


def _check_composite(picture: PsdImageFile) -> None:
    """Refuse a file that was saved without the picture that its layers give together."""
    for number, _, content in picture.resources:
        if number == _PSD_VERSION_INFO and len(content) > 4 and not content[4]:  # noqa: PLR2004 - after a version
            raise Invalid(
                N_(
                    "This Photoshop file holds its layers alone. Save it with maximum "
                    "compatibility, or as TIFF or PNG, and upload that one."
                ),
                field="file",
            )


def _is_raw(picture: TiffImageFile) -> bool:
    """Return whether the first picture of a TIFF is but the thumbnail of a raw photo."""
    return _DNG_VERSION in picture.tag_v2 or picture.tag_v2.get(_SUBFILE) == 1


def turned_upright(picture: Image.Image, orientation: int) -> Image.Image:
    """Return a picture as it is seen, by Exif's count of orientations."""
    method = _TURNS.get(orientation)
    return picture if method is None else picture.transpose(method)


def picture_notes(picture: Image.Image, data: Source, kind: PictureType) -> tuple[PictureNote, ...]:
    """Return what a person has to be told of an opened picture."""
    notes = []
    if isinstance(picture, TiffImageFile):
        if picture.tag_v2.next:
            notes.append(PictureNote.FIRST_PAGE)
        if max(picture.tag_v2.get(_DEPTH, (1,))) > _8_BITS:
            notes.append(PictureNote.FEWER_STEPS)
    elif kind is PictureType.HEIC and getattr(picture, "n_frames", 1) > 1:
        notes.append(PictureNote.FIRST_PAGE)
    elif kind is not PictureType.PSD and _moves(picture):
        notes.append(PictureNote.FIRST_FRAME)
    if kind is PictureType.PNG and data[_PNG_DEPTH_AT] > _8_BITS:
        notes.append(PictureNote.FEWER_STEPS)
    return tuple(notes)


def _moves(picture: Image.Image) -> bool:
    return picture.format != "MPO" and bool(getattr(picture, "is_animated", False))
