"""Owns the setting of barcodes: bars as one outline, digits in a font of the kit, their facts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from brand_assets.design_facts import BarcodeFacts, Box
from brand_assets.typesetting.codes.code128 import code128, gs1_128
from brand_assets.typesetting.codes.ean import ean8, ean13
from brand_assets.typesetting.codes.symbols import Caption, Refused, Symbol
from brand_assets.typesetting.display_list import (
    DrawGlyphs,
    FillPath,
    Glyph,
    Item,
    Path,
    Segment,
)
from brand_assets.typesetting.frames import BarcodeFrame
from brand_assets.typesetting.scene import CodeZone, Scene, SetFrame, turn
from brand_assets.typesetting.shapes.areas import area
from brand_assets.typesetting.shapes.flat import flat_layer
from brand_assets.typesetting.shapes.paths import transform
from brand_assets.typesetting.text.faces import Face, face_of, shape
from brand_assets.typesetting.text.formatting import write
from brand_assets.typesetting.values import TextValue

_ENCODERS = {"ean13": ean13, "ean8": ean8, "code128": code128, "gs1_128": gs1_128}
_BARS = re.compile("1+")
_SPACES = str.maketrans({"\u00a0": " ", "\u2009": " ", "\u202f": " "})
# The proportions of the EAN: digits under the bars, guard bars down to their middle.
_CAPITALS = 8.0
"""The height of digits in modules."""
_AIR = 1.0
_GUARDS = 5.0
_TIGHT = 0.97
_MOST_WORDS = 0.4
"""The share of the frame's height that words may take."""
_LEAST_BARS = 0.25
_PLAIN = ("tnum", "lnum", "-liga", "-clig", "-calt", "-dlig")


def set_barcode(frame: BarcodeFrame, scene: Scene) -> SetFrame | None:
    """Return a barcode with its words; None where it has no data, facts alone where it cannot."""
    value = scene.values.get(frame.field) if frame.field else TextValue(frame.data or "")
    data = write(value, scene.language).translate(_SPACES).strip() if value else ""
    if not data:
        return None
    symbol = encode(frame.symbology, data)
    if isinstance(symbol, Refused):
        facts = BarcodeFacts(frame.symbology, symbol.data, problem=symbol.problem, hint=symbol.hint)
        return SetFrame(frame, barcode=facts)
    return _Setting(frame, scene, symbol).set()


@lru_cache(maxsize=256)
def encode(symbology: str, data: str) -> Symbol | Refused:
    """Return the code of some data, or why there is none."""
    return _ENCODERS[symbology](data)


@dataclass(frozen=True, slots=True)
class _Words:
    """How the words of a code are set: face, size in the document's unit, height, what lacks.

    `above` and `below` are how far they go from their baseline, in the document's unit.
    """

    face: Face
    size: float
    above: float
    below: float
    missing: str


class _Setting:
    """One barcode in its frame; all lengths in the document's unit."""

    def __init__(self, frame: BarcodeFrame, scene: Scene, symbol: Symbol) -> None:
        self._frame = frame
        self._scene = scene
        self._symbol = symbol
        self._colour = scene.colour(frame.colour)
        left, right = symbol.quiet if frame.quiet is None else (frame.quiet, frame.quiet)
        self._module = frame.w / (len(symbol.modules) + left + right)
        self._start = frame.x + left * self._module
        self._captions = symbol.captions + (symbol.margin_signs if frame.margin_signs else ())
        self._words = self._set_words()

    def set(self) -> SetFrame:
        """Return the frame as it came out."""
        frame, scene = self._frame, self._scene
        turned = turn(frame)
        ground = area(Box(frame.x, frame.y, frame.w, frame.h), 0.0, turned)
        under = [flat_layer(ground, frame.ground, frame.opacity, scene)] if frame.ground else []
        items: list[Item] = [fill for fill, _ in under]
        bars = self._bars()
        path = scene.in_points(transform(bars, turned) if turned else bars)
        items.append(FillPath(path, self._colour, frame.opacity))
        items += self._lettering()
        return SetFrame(
            frame=frame,
            items=tuple(items),
            drawn=ground.box,
            layers=tuple(layer for _, layer in under),
            barcode=self._facts(),
            code=self._zone(),
        )

    def _facts(self) -> BarcodeFacts:
        return BarcodeFacts(
            symbology=self._frame.symbology,
            data=self._symbol.data,
            module=self._module,
            height=self._height,
            missing_glyphs=self._words.missing if self._words else "",
        )

    def _zone(self) -> CodeZone:
        left, right = (modules * self._module for modules in self._symbol.quiet)
        bars = Box(
            self._start, self._frame.y, len(self._symbol.modules) * self._module, self._height
        )
        return CodeZone(
            bars, (left, 0.0, right, 0.0), self._colour, self._frame.opacity, red_light=True
        )

    @property
    def _height(self) -> float:
        """The height of the bars above their words."""
        if self._words is None:
            return self._frame.h
        words = self._words.above + self._words.below + _AIR * self._module
        return max(self._frame.h - words, _LEAST_BARS * self._frame.h)

    def _bars(self) -> Path:
        module, top = self._module, self._frame.y
        bottom, frame_bottom = top + self._height, top + self._frame.h
        guards = bottom + _GUARDS * module if self._words else bottom
        thinner = self._frame.reduction * module / 2
        path: list[Segment] = []
        for bar in _BARS.finditer(self._symbol.modules):
            left = self._start + bar.start() * module + thinner
            right = self._start + bar.end() * module - thinner
            guard = any(start <= bar.start() < end for start, end in self._symbol.guards)
            low = min(guards, frame_bottom) if guard else bottom
            path += (("M", left, top), ("L", right, top), ("L", right, low), ("L", left, low))
            path.append(("Z",))
        return tuple(path)

    def _set_words(self) -> _Words | None:
        """Choose the size: digits as high as the standard draws them, but never too wide."""
        if self._frame.style is None:
            return None
        shown = "".join(caption.text for caption in self._captions)
        face = self._face(shown)
        size = min(_CAPITALS * self._module, _MOST_WORDS * self._frame.h) / face.cap_height
        size = min(size, *(self._room(caption, face) for caption in self._symbol.captions))
        heights = [face.height(glyph[0]) for glyph in self._shaped(shown, face)]
        return _Words(
            face=face,
            size=size,
            above=max(above for above, _ in heights) * size,
            below=max(0.0, *(below for _, below in heights)) * size,
            missing="".join(sign for sign in shown if not face.has(sign)),
        )

    def _room(self, caption: Caption, face: Face) -> float:
        """Return the largest size at which a caption stands in its cell."""
        room = (caption.cell[1] - caption.cell[0]) * self._module
        return _TIGHT * room / self._width(caption, face)

    def _face(self, text: str) -> Face:
        """Return the face of the style, or the first fallback of the kit that has all signs."""
        kit = self._scene.kit
        keys = (self._scene.style(self._frame.style or "").font, *kit.font_fallbacks)
        faces = [face_of(kit.fonts[key]) for key in keys]
        return next((face for face in faces if face.has_all(text)), faces[0])

    def _width(self, caption: Caption, face: Face) -> float:
        """Return the width of a caption in em; one whose signs have cells is as wide as all."""
        advances = [glyph[2] for glyph in self._shaped(caption.text, face)]
        wide = max(advances) * len(advances) if caption.each else sum(advances)
        return max(wide, 1e-3)

    def _shaped(self, text: str, face: Face) -> tuple[tuple[int, int, float, float, float], ...]:
        return shape(face, text, _PLAIN, self._scene.language, rtl=False)

    def _lettering(self) -> Iterator[DrawGlyphs]:
        words = self._words
        if words is None:
            return
        frame, points = self._frame, self._scene.points
        # The words stand on the lower edge of the frame.
        baseline = frame.y + frame.h - words.below
        matrix = turn(frame, points)
        for caption in self._captions:
            size = min(words.size, self._room(caption, words.face))
            glyphs = tuple(self._placed(caption, words.face, size, baseline))
            key, opacity = words.face.key, frame.opacity
            yield DrawGlyphs(key, size * points, self._colour, glyphs, matrix, opacity)

    def _placed(
        self, caption: Caption, face: Face, size: float, baseline: float
    ) -> Iterator[Glyph]:
        points = self._scene.points
        shaped = self._shaped(caption.text, face)
        ends = [*(glyph[1] for glyph in shaped[1:]), len(caption.text)]
        start = self._start + caption.cell[0] * self._module
        room = (caption.cell[1] - caption.cell[0]) * self._module
        x = start + (room - sum(glyph[2] for glyph in shaped) * size) / 2
        for index, (gid, first, advance, dx, dy) in enumerate(shaped):
            if caption.each:
                cell = caption.each * self._module
                x = start + index * cell + (cell - advance * size) / 2
            text = caption.text[first : ends[index]]
            place = ((x + dx * size) * points, (baseline - dy * size) * points)
            yield Glyph(gid, *place, advance * size * points, text)
            x += advance * size
