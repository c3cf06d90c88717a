"""Owns the walk through a page and all that it draws; it gathers what is painted."""

from dataclasses import dataclass, replace
from typing import Any

import pikepdf

from brand_assets.typesetting.preflight.handlers import follow
from brand_assets.typesetting.preflight.lettering import Lettering, read_lettering
from brand_assets.typesetting.preflight.operators import ContentStream
from brand_assets.typesetting.preflight.painted import Corners, Painted, PaintKind, bounds, common
from brand_assets.typesetting.preflight.placing import UNIT, read_matrix
from brand_assets.typesetting.preflight.spaces import Resources, read_space
from brand_assets.typesetting.preflight.state import State
from brand_assets.typesetting.shapes.paths import apply, multiply

NESTING_LIMIT = 12
_PAINTED_LIMIT = 200_000
_CHUNK = 1 << 20
_OPENING = b"([</"


class TooMuchContent(ValueError):
    """The content is nested deeper than anybody would print."""


class NotWhole(Exception):
    """There is more of it than a check can take; what was read so far holds."""


@dataclass(slots=True)
class Budget:
    """What may be read of one file, so that none keeps the check busy without end."""

    operators: int = 400_000
    tokens: int = 4_000_000

    def take_tokens(self, content: bytes) -> None:
        """Account for a content stream before it is taken apart."""
        for start in range(0, len(content), _CHUNK):
            piece = content[start : start + _CHUNK]
            self.tokens -= len(piece.split()) + sum(map(piece.count, map(_byte, _OPENING)))
            if self.tokens < 0:
                raise NotWhole

    def take_operator(self) -> None:
        """Account for one operator."""
        self.operators -= 1
        if self.operators < 0:
            raise NotWhole


def _byte(value: int) -> bytes:
    return bytes((value,))


class Walk:
    """One walk over a page and all that it draws."""

    def __init__(self, budget: Budget) -> None:
        self.painted: list[Painted] = []
        self.fonts: dict[str, Lettering] = {}
        self.states: dict[str, pikepdf.Object] = {}
        self.groups: dict[str, pikepdf.Object] = {}
        self.intents: dict[str, str] = {}
        self._budget = budget
        self._letters: dict[str, Lettering] = {}
        self._nesting: list[tuple[int, int]] = []
        self._patterns: set[tuple[int, int]] = set()

    def over(self, content: Any, resources: Resources, state: State, place: str) -> None:
        """Walk one content stream in a state; `place` names it for a person."""
        self._budget.take_tokens(_bytes_of(content))
        stream = ContentStream(self, resources, state, place)
        for part in pikepdf.parse_content_stream(content):
            self._budget.take_operator()
            follow(stream, str(part.operator), part)
        if len(self.painted) > _PAINTED_LIMIT:
            raise NotWhole

    def into_form(self, form: pikepdf.Object, outer: Resources, state: State, place: str) -> None:
        """Walk a form, with its own resources and matrix, clipped to its box."""
        if len(self._nesting) >= NESTING_LIMIT or form.objgen in self._nesting:
            raise TooMuchContent(f"{place}: forms within forms without end")
        if isinstance(form.get("/Group"), pikepdf.Dictionary):
            self.groups[place] = form.Group
        matrix = multiply(read_matrix(form.get("/Matrix")), state.matrix)
        clip = state.clip
        if isinstance(form.get("/BBox"), pikepdf.Array):
            x0, y0, x1, y1 = (float(value) for value in form.BBox)
            corners = [apply(matrix, (x, y)) for x in (x0, x1) for y in (y0, y1)]
            clip = common(bounds(corners), clip) or _NOTHING
        resources = form.get("/Resources", outer)
        self._nesting.append(form.objgen)
        try:
            self.over(form, resources, replace(state, matrix=matrix, clip=clip), place)
        finally:
            self._nesting.pop()

    def letters(self, font: pikepdf.Object, label: str) -> Lettering:
        """Return a font as it is read, remembered."""
        if label not in self._letters:
            self._letters[label] = read_lettering(font, label)
        return self._letters[label]

    def note_font(self, lettering: Lettering) -> None:
        """Note a font; the letters of a Type 3 font are drawings, so they are walked too."""
        if lettering.label in self.fonts:
            return
        self.fonts[lettering.label] = lettering
        font = lettering.obj
        drawings = font.get("/CharProcs")
        if isinstance(drawings, pikepdf.Dictionary):
            for key, drawing in drawings.items():
                place = f"font {lettering.label} > {key}"
                self.over(drawing, font.get("/Resources"), State(clip=_NOTHING), place)

    def into_pattern(self, pattern: pikepdf.Object, outer: Resources, place: str) -> None:
        """Walk the cell of a tiling pattern, or note the space of a shading, once each."""
        if pattern.objgen in self._patterns and pattern.objgen != (0, 0):
            return
        self._patterns.add(pattern.objgen)
        if isinstance(pattern, pikepdf.Stream):
            self.into_form(pattern, outer, State(clip=_NOTHING), place)
        elif "/Shading" in pattern:
            self.note_shading(pattern.Shading, outer, State(clip=_NOTHING), place)

    def note_shading(
        self, shading: pikepdf.Object, resources: Resources, state: State, place: str
    ) -> None:
        """Note a shading and its colour space; it fills what the clipping leaves."""
        space = read_space(shading.get("/ColorSpace"), resources)
        box = state.clip or bounds([apply(state.matrix, corner) for corner in UNIT])
        shown = None if state.clip == _NOTHING else state.clip
        self.painted.append(Painted(PaintKind.SHADING, place, box, space=space, shown=shown))


_NOTHING: Corners = (-1e9, -1e9, -1e9, -1e9)
"""A clip that leaves nothing: for cells and letters, whose place on the page is not followed."""


def _bytes_of(content: Any) -> bytes:
    if isinstance(content, pikepdf.Stream):
        return content.read_bytes()
    stated = content.get("/Contents") if isinstance(content, pikepdf.Dictionary) else None
    if isinstance(stated, pikepdf.Array):
        return b"\n".join(part.read_bytes() for part in stated.as_list())
    return stated.read_bytes() if isinstance(stated, pikepdf.Stream) else b""
