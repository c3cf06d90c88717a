"""Owns small picture files of all kinds, some of them written byte by byte, for tests."""

import io
import struct
import zlib
from collections.abc import Sequence
from typing import Any

from PIL import Image

_D50 = (0.9642, 1.0, 0.8249)
_WIDE = ((0.6097, 0.3111, 0.0195), (0.2053, 0.6257, 0.0609), (0.1492, 0.0632, 0.7446))
"""The columns of Adobe RGB (1998), adapted to D50."""


def saved(picture: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    """A picture as Pillow writes it."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def png_16(colour_type: int, pixel: Sequence[int], size: int = 16, key: bytes = b"") -> bytes:
    """A PNG of 16 bits a channel in one colour, written by hand; `key` stands for nothing."""
    row = b"\0" + struct.pack(f">{len(pixel)}H", *pixel) * size
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", size, size, 16, colour_type, 0, 0, 0))]
    chunks += [(b"tRNS", key)] if key else []
    chunks += [(b"IDAT", zlib.compress(row * size)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def tiff(
    pixel: Sequence[int], photometric: int, bits: int = 16, size: int = 16, extra: int | None = None
) -> bytes:
    """A TIFF in one colour, written by hand; `extra` is 2 for an alpha."""
    count, letter = len(pixel), "H" if bits == 16 else "B"
    data = struct.pack(f"<{count}{letter}", *pixel) * size * size
    depths = struct.pack(f"<{count}H", *[bits] * count)
    tags = [(256, 3, 1, size), (257, 3, 1, size), (258, 3, count, 0), (259, 3, 1, 1)]
    tags += [(262, 3, 1, photometric), (273, 4, 1, 0), (277, 3, 1, count), (278, 3, 1, size)]
    tags += [(279, 4, 1, len(data))] + ([(338, 3, 1, extra)] if extra is not None else [])
    after = 8 + 2 + 12 * len(tags) + 4
    places = {258: after if count > 2 else depths, 273: after + len(depths)}
    entries = b"".join(_tag(key, kind, number, places.get(key, v)) for key, kind, number, v in tags)
    head = b"II*\0" + struct.pack("<IH", 8, len(tags))
    return head + entries + struct.pack("<I", 0) + depths + data


def _tag(key: int, kind: int, number: int, value: int | bytes) -> bytes:
    head = struct.pack("<HHI", key, kind, number)
    if isinstance(value, bytes):
        return head + value.ljust(4, b"\0")
    return head + struct.pack("<I", value)


def without_adobe_mark(jpeg: bytes) -> bytes:
    """A JPEG without the segment by which Adobe's programs say how its colours are stored."""
    at = jpeg.index(b"\xff\xee")
    length = int.from_bytes(jpeg[at + 2 : at + 4])
    return jpeg[:at] + jpeg[at + 2 + length :]


def grey_profile(gamma: float) -> bytes:
    """An ICC profile for grey of this gamma."""
    return _profile(b"GRAY", [(b"kTRC", _curve(gamma))])


def wide_profile(gamma: float = 2.2) -> bytes:
    """An ICC profile for RGB of wider colours than sRGB."""
    names = (b"rXYZ", b"gXYZ", b"bXYZ")
    columns = [(name, _xyz(column)) for name, column in zip(names, _WIDE, strict=True)]
    curves = [(name, _curve(gamma)) for name in (b"rTRC", b"gTRC", b"bTRC")]
    return _profile(b"RGB ", columns + curves)


def _curve(gamma: float) -> bytes:
    return b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256))


def _xyz(values: Sequence[float]) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(value * 65536) for value in values))


def _profile(space: bytes, tags: list[tuple[bytes, bytes]]) -> bytes:
    text = b"test\0"
    name = b"desc" + bytes(4) + struct.pack(">I", len(text)) + text + bytes(8 + 2 + 1 + 67)
    tags = [*tags, (b"wtpt", _xyz(_D50)), (b"desc", name), (b"cprt", b"text" + bytes(4) + text)]
    start = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for key, data in tags:
        padded = data + bytes(-len(data) % 4)
        table += key + struct.pack(">II", start + len(body), len(data))
        body += padded
    head = struct.pack(
        ">I4sI4s4s4s", start + len(body), b"test", 0x02400000, b"mntr", space, b"XYZ "
    )
    head += struct.pack(">6H", 2026, 11, 21, 0, 0, 0) + b"acsp" + bytes(4 + 4 + 4 + 4 + 8 + 4)
    head += struct.pack(">3i", *(round(value * 65536) for value in _D50))
    return head.ljust(128, b"\0") + table + body


def psd(
    picture: Image.Image,
    *,
    depth: int = 8,
    composite: bool = True,
    resources: Sequence[tuple[int, bytes]] = (),
) -> bytes:
    """A Photoshop file with no layers, written by hand; `composite` is what it says of itself."""
    modes = {"L": 1, "RGB": 3, "RGBA": 3, "CMYK": 4}
    count = len(picture.getbands())
    head = b"8BPS" + struct.pack(
        ">H6xHIIHH", 1, count, *picture.size[::-1], depth, modes[picture.mode]
    )
    version = struct.pack(">IB", 1, composite) + bytes(8)
    blocks = b"".join(_resource(key, data) for key, data in [(1057, version), *resources])
    planes = b"".join(band.tobytes() for band in picture.split())
    if picture.mode == "CMYK":
        planes = bytes(255 - value for value in planes)
    return head + bytes(4) + struct.pack(">I", len(blocks)) + blocks + bytes(4) + bytes(2) + planes


def _resource(key: int, data: bytes) -> bytes:
    return b"8BIM" + struct.pack(">H2xI", key, len(data)) + data + bytes(len(data) % 2)
