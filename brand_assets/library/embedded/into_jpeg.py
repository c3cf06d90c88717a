"""Owns how XMP and IPTC get into a JPEG: as segments before its picture."""

_SOI = b"\xff\xd8"
_XMP, _IIM = b"http://ns.adobe.com/xap/1.0/\0", b"Photoshop 3.0\0"
_REPLACED = {0xE1: (_XMP, b"http://ns.adobe.com/xmp/extension/\0"), 0xED: (_IIM,)}
_FIRST = frozenset({0xE0})
_APPLICATION = range(0xE0, 0xF0)
_MOST = 0xFFFF - 2
_MARKER = 0xFF


def into_jpeg(data: bytes, xmp: bytes, iim: bytes) -> bytes:
    """Return the file with these blocks instead of such that it has; raises on a broken one."""
    kept, at = [_SOI], len(_SOI)
    own = [_segment(0xE1, _XMP + xmp), _segment(0xED, _IIM + iim)]
    placed = False
    while data[at] == _MARKER and data[at + 1] in _APPLICATION:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        content = data[at + 4 : at + 2 + length]
        if not placed and marker not in _FIRST and not content.startswith(b"Exif\0"):
            kept, placed = [*kept, *own], True
        if not content.startswith(_REPLACED.get(marker, ()) or (b"\0never",)):
            kept.append(data[at : at + 2 + length])
        at += 2 + length
    if not placed:
        kept += own
    return b"".join([*kept, data[at:]])


def _segment(marker: int, content: bytes) -> bytes:
    if len(content) > _MOST:
        raise ValueError("A segment of a JPEG holds at most 64 KB")
    return bytes((_MARKER, marker)) + (len(content) + 2).to_bytes(2) + content
