"""Owns whether a font file can be trusted, parsed and embedded."""

import struct
from dataclasses import dataclass

import uharfbuzz as hb

from portal.foundation.errors import N_, Invalid

MOST_BYTES = 20_000_000
_MOST_TABLES = 64
_TRUETYPE = {b"\x00\x01\x00\x00", b"true"}
_CFF = b"OTTO"
_REQUIRED = {"cmap", "head", "hhea", "hmtx", "maxp", "name", "OS/2"}
_OUTLINES = {False: {"glyf", "loca"}, True: {"CFF "}}
# Bits of OS/2 fsType (OpenType 1.9): restricted licence, no subsetting, bitmap embedding only.
_RESTRICTED, _PREVIEW, _EDITABLE = 0x0002, 0x0004, 0x0008
_NO_SUBSETTING, _BITMAP_ONLY = 0x0100, 0x0200
_EM_RANGE = (16, 16384)
PROBE = "ABCÄÖÜabcäöüß0123456789,.–€"


@dataclass(frozen=True, slots=True)
class FontReport:
    """What a sound font file is: outlines, size of the em, glyphs, and German letters it lacks."""

    is_cff: bool
    units_per_em: int
    glyphs: int
    missing: str


def check_font(data: bytes) -> FontReport:
    """Return what the font is; `Invalid` says why it cannot be used."""
    if len(data) > MOST_BYTES:
        raise Invalid(N_("The font is larger than 20 MB. Use one file for each weight."))
    is_cff = _kind(data)
    tables = _tables(data)
    missing = (_REQUIRED | _OUTLINES[is_cff]) - tables.keys()
    if missing:
        raise Invalid(
            N_("The font is incomplete (%(tables)s). Get the file from its maker again."),
            tables=", ".join(sorted(name.strip() for name in missing)),
        )
    offset, length = tables["OS/2"]
    _check_embedding(data[offset : offset + length])
    return _measure(data, is_cff=is_cff)


def _kind(data: bytes) -> bool:
    magic = data[:4]
    if magic in {b"wOFF", b"wOF2", b"ttcf"}:
        raise Invalid(N_("This is a web font or a collection. Upload the single TTF or OTF file."))
    if magic not in _TRUETYPE and magic != _CFF:
        raise Invalid(N_("This is no font file. Upload a TTF or OTF file."))
    return magic == _CFF


def _tables(data: bytes) -> dict[str, tuple[int, int]]:
    count = struct.unpack_from(">H", data, 4)[0] if len(data) >= 12 else 0  # noqa: PLR2004 - header
    if not 0 < count <= _MOST_TABLES or len(data) < 12 + 16 * count:
        raise _damaged()
    tables = {}
    for index in range(count):
        tag, _, offset, length = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        if offset + length > len(data):
            raise _damaged()
        tables[tag.decode("latin-1")] = (offset, length)
    return tables


def _damaged() -> Invalid:
    return Invalid(N_("The font file is damaged. Get it from its maker again."))


def _check_embedding(os2: bytes) -> None:
    if len(os2) < 10:  # noqa: PLR2004 - fsType ends there
        raise _damaged()
    rights = struct.unpack_from(">H", os2, 8)[0]
    only_restricted = rights & _RESTRICTED and not rights & (_PREVIEW | _EDITABLE)
    if only_restricted or rights & _BITMAP_ONLY:
        raise Invalid(
            N_("This font may not be embedded in PDF files. Ask its maker for a licence that does.")
        )
    if rights & _NO_SUBSETTING:
        raise Invalid(
            N_("This font may not be reduced to the letters used, as print files need it.")
        )


def _measure(data: bytes, *, is_cff: bool) -> FontReport:
    face = hb.Face(hb.Blob(data))
    if face.glyph_count == 0 or not _EM_RANGE[0] <= face.upem <= _EM_RANGE[1]:
        raise _damaged()
    known = set(face.unicodes)
    if "a" not in map(chr, known):
        raise Invalid(N_("The font has no letters. Choose a font for text."))
    _shape(face)
    missing = "".join(char for char in PROBE if ord(char) not in known)
    return FontReport(is_cff, face.upem, face.glyph_count, missing)


def _shape(face: hb.Face) -> None:
    buffer = hb.Buffer()
    buffer.add_str("Hamburg")
    buffer.guess_segment_properties()
    hb.shape(hb.Font(face), buffer, {})
    if not any(position.x_advance for position in buffer.glyph_positions or ()):
        raise _damaged()
