"""Owns fonts as the layout uses them: shaping with HarfBuzz, coverage, features and metrics."""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import uharfbuzz as hb

from brand_assets.design_facts import FontFile

_FACES_KEPT = 64
_DEFAULT_LANGUAGE = 0xFFFF
_FAMILY_NAMES = (16, 1)
_faces: "OrderedDict[str, Face]" = OrderedDict()
_lock = threading.Lock()

ShapedGlyph = tuple[int, int, float, float, float]
"""Glyph id, index of its cluster in the text, advance, x and y offset (all three in em)."""


class Stroke(NamedTuple):
    """A rule as the font wants it: how far its middle is above the baseline, thickness; in em."""

    middle: float
    thickness: float


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One font, read once: its metrics in em, its characters and its OpenType features."""

    key: str
    sha256: str
    ascent: float
    descent: float
    cap_height: float
    upem: int
    font: hb.Font = field(repr=False)
    characters: frozenset[int] = field(repr=False)
    family: str
    weight: float
    features: frozenset[str] = field(repr=False)
    underline: Stroke
    strike: Stroke
    heights: dict[int, tuple[float, float]] = field(default_factory=dict, repr=False)

    def has(self, character: str) -> bool:
        """Whether the font has a glyph for a character."""
        return ord(character) in self.characters

    def has_all(self, text: str) -> bool:
        """Whether the font has a glyph for every character of a text, line feeds aside."""
        return self.characters.issuperset(map(ord, text.replace("\n", "")))

    def glyph(self, character: str) -> int | None:
        """Return the glyph that a character has by itself."""
        found: int | None = self.font.get_nominal_glyph(ord(character))
        return found

    def height(self, gid: int) -> tuple[float, float]:
        """Return how far a glyph's ink goes above and below the baseline, in em."""
        found = self.heights.get(gid)
        if found is None:
            extents = self.font.get_glyph_extents(gid)
            above = extents.y_bearing / self.upem if extents else 0.0
            below = above + extents.height / self.upem if extents else 0.0
            found = self.heights[gid] = (above, -below)
        return found


def face_of(font: FontFile) -> Face:
    """Return the face of a kit's font; the last ones used are kept."""
    with _lock:
        face = _faces.get(font.sha256)
        if face is None:
            face = _faces[font.sha256] = _read(font)
            if len(_faces) > _FACES_KEPT:
                _faces.popitem(last=False)
        _faces.move_to_end(font.sha256)
        return face


def _read(source: FontFile) -> Face:
    face = hb.Face(source.data)
    font = hb.Font(face)
    extents = font.get_font_extents("ltr")
    upem = face.upem
    caps = font.get_nominal_glyph(ord("H"))
    height = font.get_glyph_extents(caps).y_bearing if caps else 0.7 * upem
    tags = hb.OTMetricsTag
    return Face(
        key=source.key,
        sha256=source.sha256,
        ascent=extents.ascender / upem,
        descent=-extents.descender / upem,
        cap_height=height / upem,
        upem=upem,
        font=font,
        characters=frozenset(face.unicodes),
        family=next(filter(None, map(face.get_name, _FAMILY_NAMES)), source.key),
        weight=font.get_style_value(hb.StyleTag.WEIGHT),
        features=frozenset(_feature_tags(face)),
        underline=_stroke(font, upem, tags.UNDERLINE_OFFSET, tags.UNDERLINE_SIZE),
        strike=_stroke(font, upem, tags.STRIKEOUT_OFFSET, tags.STRIKEOUT_SIZE),
    )


def _feature_tags(face: hb.Face) -> Iterator[str]:
    for table in ("GSUB", "GPOS"):
        for script, _ in enumerate(face.get_table_script_tags(table)):
            yield from face.get_language_feature_tags(table, script, _DEFAULT_LANGUAGE)
            for language, _ in enumerate(face.get_script_language_tags(table, script)):
                yield from face.get_language_feature_tags(table, script, language)


def _stroke(font: hb.Font, upem: int, offset: hb.OTMetricsTag, size: hb.OTMetricsTag) -> Stroke:
    """Return a rule by the font's tables, which name the upper edge of it."""
    top, thickness = map(font.get_metric_position_with_fallback, (offset, size))
    return Stroke((top - thickness / 2) / upem, thickness / upem)


@lru_cache(maxsize=512)
def shape(
    face: Face,
    text: str,
    features: tuple[str, ...],
    language: str,
    rtl: bool,
    around: tuple[str, str] = ("", ""),
) -> tuple[ShapedGlyph, ...]:
    """Return the glyphs of a text of one direction, in the order they are seen.

    Letters of joined scripts take the shape that what stands `around` them (before and after, in
    other fonts or colours) asks for.
    """
    if not text:
        return ()
    before, after = around
    start = len(before)
    buffer = hb.Buffer()
    buffer.add_str(f"{before}{text}{after}", start, len(text))
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if rtl else "ltr"
    buffer.language = language
    hb.shape(face.font, buffer, _switches(features))
    upem = face.upem
    return tuple(
        (
            info.codepoint,
            info.cluster - start,
            p.x_advance / upem,
            p.x_offset / upem,
            p.y_offset / upem,
        )
        for info, p in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    )


@lru_cache(maxsize=256)
def _switches(features: tuple[str, ...]) -> dict[str, int]:
    """Return the value of each feature: "tnum" is 1, "-liga" is 0, "salt=2" is 2; the last wins."""
    switches: dict[str, int] = {}
    for feature in features:
        tag, _, value = feature.lstrip("-").partition("=")
        switches[tag] = 0 if feature.startswith("-") else int(value or 1)
    return switches
