"""Owns how a JPEG is freed of private data without touching its picture."""

import re
import struct
from collections.abc import Iterator
from mmap import mmap

from portal.foundation.errors import N_, Invalid

Source = bytes | mmap

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
# In a scan, a marker's first byte means itself before a zero, and restarts go on.
_MARK_IN_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7]", re.DOTALL)
_ORIENTATION, _SHORT = 0x0112, 3
# Kept of the application segments: JFIF, the colour profile, Adobe's colour transform.
_KEPT_APPLICATION = {0xE0: b"JFIF\x00", 0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}
_APPLICATION = frozenset(range(0xE0, 0xF0))
_COMMENT = 0xFE


def strip_private(data: Source, orientation: int = 1) -> bytes:
    """Return the picture without Exif, XMP, IPTC, comments and anything behind its end.

    An orientation other than 1 is said in an Exif of its own, which says nothing else.
    """
    with memoryview(data) as view:
        return b"".join(_kept(data, view, orientation))


def _kept(data: Source, view: memoryview, orientation: int) -> Iterator[bytes | memoryview]:
    yield b"\xff\xd8"
    if orientation != 1:
        yield _turned(orientation)
    at = 2
    while True:
        at, marker = _next_marker(data, at)
        if marker == _EOI:
            yield b"\xff\xd9"
            return
        if marker in _STANDALONE:
            continue
        end = at + _length(data, at)
        if _is_kept(marker, data[at + 2 : end]):
            yield bytes((0xFF, marker))
            yield view[at:end]
        at = end
        if marker == _SOS:
            end = _end_of_scan(data, at)
            yield view[at:end]
            at = end


def _turned(orientation: int) -> bytes:
    """Return a segment of Exif with nothing in it but which way is up."""
    entry = struct.pack(">HHIHH", _ORIENTATION, _SHORT, 1, orientation, 0)
    content = b"Exif\0\0" + b"MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4)
    return b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content


def _next_marker(data: Source, at: int) -> tuple[int, int]:
    if at >= len(data) or data[at] != 0xFF:  # noqa: PLR2004 - every marker begins with it
        raise damaged()
    while at < len(data) and data[at] == 0xFF:  # noqa: PLR2004 - fill bytes are allowed
        at += 1
    if at >= len(data) or data[at] == 0:
        raise damaged()
    return at + 1, data[at]


def _length(data: Source, at: int) -> int:
    length = int.from_bytes(data[at : at + 2])
    if length < 2 or at + length > len(data):  # noqa: PLR2004 - the length counts itself
        raise damaged()
    return length


def _is_kept(marker: int, content: bytes) -> bool:
    if marker == _COMMENT:
        return False
    if marker not in _APPLICATION:
        return True
    prefix = _KEPT_APPLICATION.get(marker)
    return prefix is not None and content.startswith(prefix)


def _end_of_scan(data: Source, at: int) -> int:
    found = _MARK_IN_SCAN.search(data, at)
    if found is None:
        raise damaged()
    return found.start()


def damaged() -> Invalid:
    """Return the refusal for a picture that ends too early or cannot be read."""
    return Invalid(
        N_("The picture is damaged or incomplete. Export it again and upload it."), field="file"
    )
