"""Owns the walk through a page and all that it draws; it gathers what is painted."""

from dataclasses import replace
from typing import Any

import pikepdf

from brand_assets.typesetting.preflight.operators import (
    UNIT,
    ContentStream,
    read_matrix,
)
from brand_assets.typesetting.preflight.painted import (
    IDENTITY,
    Matrix,
    Painted,
    PaintKind,
    bounds,
    combine,
    mapped,
)
from brand_assets.typesetting.preflight.spaces import Resources, read_space
from brand_assets.typesetting.preflight.state import State

OPERATOR_LIMIT = 400_000
NESTING_LIMIT = 12


class TooMuchContent(ValueError):
    """The content is larger or nested deeper than anybody would print."""


class Walk:
    """One walk over a page and all that it draws."""

    def __init__(self) -> None:
        self.painted: list[Painted] = []
        self.fonts: dict[str, pikepdf.Object] = {}
        self.states: dict[str, pikepdf.Object] = {}
        self.groups: dict[str, pikepdf.Object] = {}
        self._operators = 0
        self._nesting: list[tuple[int, int]] = []
        self._patterns: set[tuple[int, int]] = set()

    def over(self, content: Any, resources: Resources, state: State, place: str) -> None:
        """Walk one content stream in a state; `place` names it for a person."""
        stream = ContentStream(self, resources, state, place)
        for part in pikepdf.parse_content_stream(content):
            self._operators += 1
            if self._operators > OPERATOR_LIMIT:
                raise TooMuchContent(f"more than {OPERATOR_LIMIT} operators")
            stream.step(str(part.operator), part)

    def into_form(self, form: pikepdf.Object, outer: Resources, state: State, place: str) -> None:
        """Walk a form, with its own resources and matrix."""
        if len(self._nesting) >= NESTING_LIMIT or form.objgen in self._nesting:
            raise TooMuchContent(f"{place}: forms within forms without end")
        if isinstance(form.get("/Group"), pikepdf.Dictionary):
            self.groups[place] = form.Group
        matrix = combine(read_matrix(form.get("/Matrix")), state.matrix)
        resources = form.get("/Resources", outer)
        self._nesting.append(form.objgen)
        try:
            self.over(form, resources, replace(state, matrix=matrix), place)
        finally:
            self._nesting.pop()

    def note_font(self, font: pikepdf.Object, label: str) -> None:
        """Note a font; the letters of a Type 3 font are drawings, so they are walked too."""
        if label in self.fonts:
            return
        self.fonts[label] = font
        drawings = font.get("/CharProcs")
        if isinstance(drawings, pikepdf.Dictionary):
            for key, drawing in drawings.items():
                self.over(drawing, font.get("/Resources"), State(), f"font {label} > {key}")

    def into_pattern(self, pattern: pikepdf.Object, outer: Resources, place: str) -> None:
        """Walk the cell of a tiling pattern, or note the space of a shading, once each."""
        if pattern.objgen in self._patterns and pattern.objgen != (0, 0):
            return
        self._patterns.add(pattern.objgen)
        if isinstance(pattern, pikepdf.Stream):
            self.into_form(pattern, outer, State(), place)
        elif "/Shading" in pattern:
            self.note_shading(pattern.Shading, outer, IDENTITY, place)

    def note_shading(
        self,
        shading: pikepdf.Object,
        resources: Resources,
        matrix: Matrix,
        place: str,
    ) -> None:
        """Note a shading and its colour space."""
        space = read_space(shading.get("/ColorSpace"), resources)
        box = bounds([mapped(matrix, x, y) for x, y in UNIT])
        self.painted.append(Painted(PaintKind.SHADING, place, box, space=space))
