"""Owns how a PNG is found whole: each part of its picture has a checksum, which decoders skip."""

import zlib

from brand_assets.library.jpeg import Source, damaged

_START = 8
_PICTURE, _END = b"IDAT", b"IEND"


def check_png(data: Source) -> None:
    """Refuse a PNG in whose picture anything was changed or is missing."""
    at = _START
    with memoryview(data) as view:
        while at + 12 <= len(view):
            end = at + 8 + int.from_bytes(view[at : at + 4])
            name = bytes(view[at + 4 : at + 8])
            if name == _END:
                return
            if name == _PICTURE and zlib.crc32(view[at + 4 : end]) != int.from_bytes(
                view[end : end + 4]
            ):
                raise damaged()
            at = end + 4
