"""Owns whether a font file can be trusted, parsed and embedded, and what it says of itself."""

import struct
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import uharfbuzz as hb

from brand_assets.kit.coverage import LanguageGap, find_gaps
from brand_assets.kit.web_fonts import unpack_font
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
_WEIGHTS = (1, 1000)
_ITALIC = 0x0001
_ADJUSTMENT = slice(8, 12)
_MOST_NAME = 80
PROBE = "ABCÄÖÜabcäöüß0123456789,.–€"


class Embedding(StrEnum):
    """What the maker allows with the font inside a file (OS/2 fsType, of several the mildest)."""

    INSTALLABLE = "installable"
    EDITABLE = "editable"
    PREVIEW = "preview"


@dataclass(frozen=True, slots=True)
class FontReport:
    """What a sound font file is and says of itself.

    `missing` are the German letters that it lacks, `gaps` what it lacks language by language.
    `altered` tells that the checksums do not fit: something changed it after its maker saved it.
    """

    is_cff: bool
    units_per_em: int
    glyphs: int
    missing: str
    family: str = ""
    weight: int = 400
    italic: bool = False
    embedding: Embedding = Embedding.INSTALLABLE
    licence: str = ""
    altered: bool = False
    gaps: tuple[LanguageGap, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadFont:
    """A font as it is kept (a TTF or OTF file, whatever it was packed in) with its report."""

    data: bytes
    report: FontReport

    @property
    def suffix(self) -> str:
        """The end of the file's name."""
        return ".otf" if self.report.is_cff else ".ttf"


def read_font(data: bytes) -> ReadFont:
    """Return an uploaded TTF, OTF or WOFF2 as it is kept; `Invalid` says why it cannot be used."""
    plain = unpack_font(data)
    return ReadFont(plain, check_font(plain))


def check_font(data: bytes) -> FontReport:
    """Return what the font is; `Invalid` says why it cannot be used."""
    if len(data) > MOST_BYTES:
        raise Invalid(N_("The font is larger than 20 MB. Use one file for each weight."))
    is_cff = _kind(data)
    tables = _tables(data)
    if "fvar" in tables:
        raise _variable(data)
    missing = (_REQUIRED | _OUTLINES[is_cff]) - tables.keys()
    if missing:
        raise Invalid(
            N_("The font is incomplete (%(tables)s). Get the file from its maker again."),
            tables=", ".join(sorted(name.strip() for name in missing)),
        )
    offset, length = tables["OS/2"]
    embedding = _embedding(data[offset : offset + length])
    return _measure(data, tables, embedding, is_cff=is_cff)


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


def _variable(data: bytes) -> Invalid:
    """Say which static files to ask for; cutting them out ourselves would alter a licensed file."""
    face = hb.Face(hb.Blob(data))
    ids = [instance.subfamily_name_id for instance in face.named_instances]
    names = [_name(face, name_id) for name_id in ids]
    found = ", ".join(dict.fromkeys(name for name in names if name))
    return Invalid(
        N_("The font is variable (%(instances)s). Upload the static files of the weights you use."),
        instances=found[:200] or "–",
    )


def _embedding(os2: bytes) -> Embedding:
    if len(os2) < 68:  # noqa: PLR2004 - the first version of the table ends there
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
    if rights & _EDITABLE:
        return Embedding.EDITABLE
    return Embedding.PREVIEW if rights & _PREVIEW else Embedding.INSTALLABLE


def _measure(
    data: bytes, tables: dict[str, tuple[int, int]], embedding: Embedding, *, is_cff: bool
) -> FontReport:
    face = hb.Face(hb.Blob(data))
    if face.glyph_count == 0 or not _EM_RANGE[0] <= face.upem <= _EM_RANGE[1]:
        raise _damaged()
    known = set(face.unicodes)
    if "a" not in map(chr, known):
        raise Invalid(N_("The font has no letters. Choose a font for text."))
    _shape(face)
    os2 = tables["OS/2"][0]
    weight = struct.unpack_from(">H", data, os2 + 4)[0]
    return FontReport(
        is_cff,
        face.upem,
        face.glyph_count,
        "".join(char for char in PROBE if ord(char) not in known),
        family=_name(face, 16) or _name(face, 1),
        weight=min(max(weight, _WEIGHTS[0]), _WEIGHTS[1]),
        italic=bool(struct.unpack_from(">H", data, os2 + 62)[0] & _ITALIC),
        embedding=embedding,
        licence=_name(face, 13),
        altered=_is_altered(data),
        gaps=find_gaps(known),
    )


def _name(face: hb.Face, name_id: int) -> str:
    found = face.get_name(hb.OTNameIdPredefined(name_id) if name_id < 26 else name_id) or ""  # noqa: PLR2004
    plain = "".join(sign if sign.isprintable() else " " for sign in found)
    return " ".join(plain.split())[:_MOST_NAME]


def _is_altered(data: bytes) -> bool:
    """Compare each table with its checksum; the head table counts without the file's own."""
    for index in range(struct.unpack_from(">H", data, 4)[0]):
        tag, wanted, offset, length = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        table = bytearray(data[offset : offset + length])
        if tag == b"head" and length >= _ADJUSTMENT.stop:
            table[_ADJUSTMENT] = bytes(4)
        table += bytes(-len(table) % 4)
        words = np.frombuffer(table, dtype=">u4")
        if int(words.sum(dtype=np.uint64)) & 0xFFFFFFFF != wanted:
            return True
    return False


def _shape(face: hb.Face) -> None:
    buffer = hb.Buffer()
    buffer.add_str("Hamburg")
    buffer.guess_segment_properties()
    hb.shape(hb.Font(face), buffer, {})
    if not any(position.x_advance for position in buffer.glyph_positions or ()):
        raise _damaged()
