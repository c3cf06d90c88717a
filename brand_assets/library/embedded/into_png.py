"""Owns how XMP gets into a PNG: as a text chunk before its picture."""

import zlib

_START = 8
_HEADER_END = _START + 8 + 13 + 4
_KEYWORD = b"XML:com.adobe.xmp\0"


def into_png(data: bytes, xmp: bytes) -> bytes:
    """Return the file with this packet instead of one that it has; raises on a broken one."""
    # Neither compressed nor in a language.
    own = _chunk(b"iTXt", _KEYWORD + bytes(4) + xmp)
    kept, at = [data[:_HEADER_END], own], _HEADER_END
    while at < len(data):
        length, name = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(data):
            raise ValueError("A chunk of the PNG ends too early")
        if not (name == b"iTXt" and data.startswith(_KEYWORD, at + 8)):
            kept.append(data[at:end])
        at = end
    return b"".join(kept)


def _chunk(name: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + name + content + zlib.crc32(name + content).to_bytes(4)
