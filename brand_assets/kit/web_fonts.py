"""Owns web fonts: a WOFF2 file becomes the TTF or OTF file in it, within limits."""

import io
import struct

import brotli
from fontTools.ttLib import TTFont

from portal.foundation.errors import N_, Invalid

WOFF2 = b"wOF2"
_MOST_PACKED = 10_000_000
MOST_UNPACKED = 30_000_000
_HEADER = 48
_MOST_TABLES = 64
_CHUNK = 1_000_000
_KNOWN_TAG, _TRANSFORM = 0x3F, 0xC0
_OWN_TAG = 0x3F
_GLYF, _LOCA = 10, 11
_COLLECTION = b"ttcf"


def unpack_font(data: bytes) -> bytes:
    """Return the font file that a WOFF2 holds; anything else comes back as it is.

    Glyphs, metrics and names stay what they are: WOFF2 is a packing, no other font.
    """
    if data[:4] != WOFF2:
        return data
    if len(data) > _MOST_PACKED:
        raise Invalid(N_("The web font is larger than 10 MB. Upload the TTF or OTF file instead."))
    _check_size(data)
    try:
        # The time stamp and bounding boxes stay what the maker saved.
        with TTFont(io.BytesIO(data), recalcBBoxes=False, recalcTimestamp=False) as font:
            font.flavor = None
            out = io.BytesIO()
            font.save(out, reorderTables=None)
            return out.getvalue()
    # fontTools raises nearly anything on hostile input; all of it means the same here.
    except Exception as error:
        raise _damaged() from error


def _damaged() -> Invalid:
    return Invalid(N_("The web font is damaged. Get it from its maker again, best as TTF or OTF."))


def _check_size(data: bytes) -> None:
    """Unpack piece by piece and count, so that a small file cannot fill the memory."""
    if len(data) < _HEADER or data[4:8] == _COLLECTION:
        raise _damaged()
    count, packed = struct.unpack_from(">H", data, 12)[0], struct.unpack_from(">I", data, 20)[0]
    start, promised = _directory(data, count)
    if promised > MOST_UNPACKED:
        raise _too_large()
    if start + packed > len(data):
        raise _damaged()
    try:
        got = _count(data[start : start + packed], promised)
    except brotli.error as error:
        raise _damaged() from error
    if got != promised:
        raise _damaged()


def _count(packed: bytes, most: int) -> int:
    unpacker, got, piece = brotli.Decompressor(), 0, packed
    while not unpacker.is_finished():
        out = unpacker.process(piece, output_buffer_limit=_CHUNK)
        got, piece = got + len(out), b""
        if got > most:
            raise _too_large()
        if not out and unpacker.can_accept_more_data():
            raise _damaged()
    return got


def _too_large() -> Invalid:
    return Invalid(N_("The web font unpacks to more than it says or than 30 MB. It is not used."))


def _directory(data: bytes, count: int) -> tuple[int, int]:
    """Return where the packed tables begin, and how many bytes they unpack to."""
    if not 0 < count <= _MOST_TABLES:
        raise _damaged()
    at, promised = _HEADER, 0
    try:
        for _ in range(count):
            flags = data[at]
            at += 1 + (4 if flags & _KNOWN_TAG == _OWN_TAG else 0)
            length, at = _base128(data, at)
            number, version = flags & _KNOWN_TAG, (flags & _TRANSFORM) >> 6
            if (version != 3) if number in (_GLYF, _LOCA) else (version != 0):  # noqa: PLR2004
                length, at = _base128(data, at)
            promised += length
    except IndexError as error:
        raise _damaged() from error
    return at, promised


def _base128(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for index in range(5):
        byte = data[at + index]
        value = value << 7 | byte & 0x7F
        if not byte & 0x80:
            return value, at + index + 1
    raise _damaged()
