"""Owns how XMP gets into a WebP: as a chunk behind its picture, announced at its beginning."""

_ALPHA, _XMP = 0x10, 0x04
_SIDE = 0x3FFF


def into_webp(data: bytes, xmp: bytes) -> bytes:
    """Return the file with this packet instead of one that it has; raises on a broken one."""
    chunks = [chunk for chunk in _chunks(data) if chunk[0] != b"XMP "]
    name, content = chunks[0]
    if name == b"VP8X":
        head = bytes((content[0] | _XMP,)) + content[1:]
        chunks[0] = (name, head)
    else:
        width, height, alpha = _look(name, content)
        flags = bytes((_XMP | (_ALPHA if alpha else 0), 0, 0, 0))
        sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        chunks.insert(0, (b"VP8X", flags + sides))
    chunks.append((b"XMP ", xmp))
    body = b"WEBP" + b"".join(_packed(*chunk) for chunk in chunks)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    found, at = [], 12
    end = min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    while at + 8 <= end:
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        found.append((data[at : at + 4], data[at + 8 : at + 8 + length]))
        at += 8 + length + length % 2
    return found


def _look(name: bytes, content: bytes) -> tuple[int, int, bool]:
    """Return the width and height of a plain WebP, and whether it has an alpha channel."""
    if name == b"VP8L":
        bits = int.from_bytes(content[1:5], "little")
        return (bits & _SIDE) + 1, (bits >> 14 & _SIDE) + 1, bool(bits >> 28 & 1)
    width, height = (int.from_bytes(content[at : at + 2], "little") & _SIDE for at in (6, 8))
    if not (width and height):
        raise ValueError("The WebP has no sides")
    return width, height, False


def _packed(name: bytes, content: bytes) -> bytes:
    return name + len(content).to_bytes(4, "little") + content + bytes(len(content) % 2)
