"""Owns whether the streams of a file can be unpacked to their end, in bounded memory."""

import zlib
from collections.abc import Iterable

import pikepdf

from brand_assets.typesetting.preflight.placing import filters_of

_PHOTOS = ("DCTDecode", "JPXDecode", "JBIG2Decode", "CCITTFaxDecode")
_PIECE = 1 << 20
_INFLATED_LIMIT = 768 * _PIECE


def unsound(streams: Iterable[pikepdf.Stream]) -> list[str]:
    """Return what is wrong with streams; photos packed as JPEG or the like are not unpacked."""
    problems = []
    left = _INFLATED_LIMIT
    for stream in streams:
        filters = filters_of(stream)
        if not filters or filters[-1] in _PHOTOS:
            continue
        try:
            if filters == ("FlateDecode",):
                left -= _inflate(stream.read_raw_bytes(), left)
            else:
                stream.read_bytes()
        except (pikepdf.PdfError, zlib.error, NotImplementedError, ValueError) as error:
            problems.append(f"object {stream.objgen[0]}: {error}")
    return problems


def _inflate(packed: bytes, limit: int) -> int:
    """Unpack piece by piece and keep nothing; return how much it was."""
    inflater = zlib.decompressobj()
    total = 0
    rest = packed
    while rest and not inflater.eof and total < limit:
        total += len(inflater.decompress(rest, _PIECE))
        rest = inflater.unconsumed_tail
    if packed and not inflater.eof and total < limit:
        raise ValueError("the packed data end too early")
    return total
