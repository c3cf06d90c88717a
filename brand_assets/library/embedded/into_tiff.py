"""Owns how XMP and IPTC get into a TIFF: a new table of its tags behind all that is there."""

import struct
from typing import Literal

Order = Literal["<", ">"]

_XMP, _IIM = 700, 33723
_BYTES, _UNDEFINED = 1, 7
_ENTRY = 12
_CLASSIC = 42
_MOST_BYTES = 0xFFFFFFFF


def into_tiff(data: bytes, xmp: bytes, iim: bytes) -> bytes:
    """Return the file with these blocks instead of such that it has; raises on a broken one."""
    order: Order = "<" if data.startswith(b"II") else ">"
    version, table = _read(order, "HI", data, 2)
    if version != _CLASSIC:
        raise ValueError("BigTIFF files stay as they are")
    (count,) = _read(order, "H", data, table)
    entries = [data[table + 2 + _ENTRY * n :][:_ENTRY] for n in range(count)]
    entries = [e for e in entries if _read(order, "H", e, 0)[0] not in {_XMP, _IIM}]
    following = data[table + 2 + _ENTRY * count :][:4]
    tail = bytearray(len(data) % 2)
    for tag, kind, content in ((_XMP, _BYTES, xmp), (_IIM, _UNDEFINED, iim)):
        place = len(data) + len(tail)
        entries.append(struct.pack(f"{order}HHII", tag, kind, len(content), place))
        tail += content + bytes(len(content) % 2)
    entries.sort(key=lambda entry: _read(order, "H", entry, 0)[0])
    start = len(data) + len(tail)
    tail += struct.pack(f"{order}H", len(entries)) + b"".join(entries) + following
    if len(data) + len(tail) > _MOST_BYTES:
        raise ValueError("The TIFF would be larger than its places can tell")
    return data[:4] + struct.pack(f"{order}I", start) + data[8:] + bytes(tail)


def _read(order: Order, form: str, data: bytes, at: int) -> tuple[int, ...]:
    try:
        return struct.unpack_from(f"{order}{form}", data, at)
    except struct.error as error:
        raise ValueError("The TIFF ends too early") from error
