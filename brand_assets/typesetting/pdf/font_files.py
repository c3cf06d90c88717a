"""Owns what the writer reads of a font file: subsets, widths and the figures of a descriptor."""

import functools
import hashlib
import struct
import threading
import zlib
from collections import OrderedDict
from dataclasses import dataclass, field

import uharfbuzz as hb

from brand_assets.design_facts import FontFile
from brand_assets.typesetting.pdf.objects import PACKING, number

_DROPPED_TABLES = tuple(
    int.from_bytes(tag, "big")
    for tag in (
        b"GSUB",
        b"GPOS",
        b"GDEF",
        b"name",
        b"OS/2",
        b"post",
        b"cmap",
        b"gasp",
        b"DSIG",
        b"STAT",
    )
)
_SUBSET_FLAGS = (
    hb.SubsetFlags.NO_LAYOUT_CLOSURE
    | hb.SubsetFlags.NOTDEF_OUTLINE
    | hb.SubsetFlags.NO_HINTING
    | hb.SubsetFlags.CFF_IDENTITY_CHARSET
)
_CACHE_SUBSETS = 256


@dataclass(frozen=True, slots=True)
class FontFigures:
    """The figures of a font descriptor in 1/1000 em, and the PostScript name."""

    name: str
    is_cff: bool
    bbox: tuple[int, int, int, int]
    ascent: int
    descent: int
    cap_height: int
    stem: int
    italic_angle: float
    flags: int


@dataclass(frozen=True, slots=True)
class FontSubset:
    """The packed program of some glyphs of a font, and the code that each glyph got.

    `by_code` are codes with their glyphs in order, `widths` is the table of their widths.
    """

    tag: str
    by_code: tuple[tuple[int, int], ...]
    hex_codes: dict[int, str]
    widths: str
    length: int
    packed: bytes = field(repr=False)


class _Widths(dict[int, float]):
    """The advances of glyphs, each measured when it is first asked for."""

    def __init__(self, font: hb.Font, upem: int) -> None:
        super().__init__()
        self._font = font
        self._upem = upem

    def __missing__(self, gid: int) -> float:
        advance = self._font.get_glyph_h_advance(gid)
        found = self[gid] = float(round(advance * 1000 / self._upem))
        return found


class LoadedFont:
    """A font file opened for measuring and subsetting."""

    def __init__(self, file: FontFile) -> None:
        self.sha256 = file.sha256
        self._face = hb.Face(hb.Blob(file.data))
        self._font = hb.Font(self._face)
        self.upem = self._face.upem
        self.figures = _figures(self._face, file.key)
        self.widths = _Widths(self._font, self.upem)

    def width(self, gid: int) -> float:
        """Return the advance of a glyph as the file states it: in whole 1/1000 em.

        PDFium reads no fractions here; the pen is moved where the rounding would add up.
        """
        return self.widths[gid]

    @functools.cached_property
    def characters(self) -> dict[int, str]:
        """The least character of each glyph that the font's own table names."""
        found: dict[int, str] = {}
        for code in sorted(self._face.unicodes):
            gid = self._font.get_nominal_glyph(code)
            if gid is not None:
                found.setdefault(gid, chr(code))
        return found

    def subset(self, gids: frozenset[int]) -> FontSubset:
        """Return the program of these glyphs, numbered anew in the order of their ids."""
        return _subsets.get(self, gids)

    def cut(self, gids: frozenset[int]) -> FontSubset:
        """Make the subset, without looking at the cache."""
        wanted = hb.SubsetInput()
        wanted.flags = _SUBSET_FLAGS
        wanted.glyph_set.update(gids)
        wanted.drop_table_tag_set.update(_DROPPED_TABLES)
        plan = hb.SubsetPlan(self._face, wanted)
        renumbered = dict(plan.old_to_new_glyph_mapping)
        face = plan.execute()
        program = (face.reference_table("CFF ") if self.figures.is_cff else face.blob).data
        if program is None:
            raise ValueError(f"{self.figures.name}: the subset is empty")
        by_code = tuple(sorted((renumbered[gid], gid) for gid in gids))
        return FontSubset(
            tag=_tag(self.sha256, gids),
            by_code=by_code,
            hex_codes={gid: f"{code:04X}" for code, gid in by_code},
            widths=self._width_table(by_code),
            length=len(program),
            packed=zlib.compress(program, PACKING),
        )

    def _width_table(self, by_code: tuple[tuple[int, int], ...]) -> str:
        rows: list[str] = []
        last = None
        for code, gid in by_code:
            if last is None or code != last + 1:
                rows.append(("] " if rows else "") + f"{code} [")
            rows.append(number(self.width(gid), 2) + " ")
            last = code
        return "".join(rows) + "]" if rows else ""


class _SubsetCache:
    """The subsets of late, by font and glyphs."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, frozenset[int]], FontSubset] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, font: LoadedFont, gids: frozenset[int]) -> FontSubset:
        """Return the subset, cutting it where it is not kept."""
        key = (font.sha256, gids)
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        made = font.cut(gids)
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > _CACHE_SUBSETS:
                self._kept.popitem(last=False)
        return made


_subsets = _SubsetCache()
_loaded: OrderedDict[str, LoadedFont] = OrderedDict()
_LOADED_LIMIT = 64


def load_font(file: FontFile) -> LoadedFont:
    """Return the opened font of a kit; fonts stay open, the oldest give way."""
    font = _loaded.get(file.sha256)
    if font is None:
        font = _loaded[file.sha256] = LoadedFont(file)
        while len(_loaded) > _LOADED_LIMIT:
            _loaded.popitem(last=False)
    return font


def _tag(sha256: str, gids: frozenset[int]) -> str:
    text = sha256 + ",".join(map(str, sorted(gids)))
    value = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    letters = []
    for _ in range(6):
        value, letter = divmod(value, 26)
        letters.append(chr(65 + letter))
    return "".join(letters)


def _figures(face: hb.Face, key: str) -> FontFigures:
    head, post, os2, hhea = (_table(face, tag) for tag in ("head", "post", "OS/2", "hhea"))
    scale = 1000 / face.upem
    bbox = struct.unpack_from(">4h", head, 36)
    ascent, descent = struct.unpack_from(">2h", hhea, 4)
    italic = struct.unpack_from(">i", post, 4)[0] / 65536 if len(post) >= 8 else 0.0  # noqa: PLR2004 - field at 4
    weight = struct.unpack_from(">H", os2, 4)[0] if os2 else 400
    cap = struct.unpack_from(">h", os2, 88)[0] if len(os2) >= 90 else ascent  # noqa: PLR2004 - field at 88
    return FontFigures(
        name=_postscript_name(face, key),
        is_cff="CFF " in face.table_tags,
        bbox=(
            round(bbox[0] * scale),
            round(bbox[1] * scale),
            round(bbox[2] * scale),
            round(bbox[3] * scale),
        ),
        ascent=round(ascent * scale),
        descent=round(descent * scale),
        cap_height=round(cap * scale),
        stem=round(10 + 220 * (weight - 50) / 900),
        italic_angle=italic,
        flags=4 | (64 if italic else 0),
    )


def _table(face: hb.Face, tag: str) -> bytes:
    return face.reference_table(tag).data or b""


def _postscript_name(face: hb.Face, key: str) -> str:
    stated = face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) or key.rsplit(".", 1)[0]
    return "".join(c for c in stated if c.isascii() and (c.isalnum() or c in "-_")) or "Font"
