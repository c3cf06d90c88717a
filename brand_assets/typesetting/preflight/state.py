"""Owns the graphics state that a walk follows, and the port that it gathers into."""

from dataclasses import dataclass
from typing import Protocol

import pikepdf

from brand_assets.typesetting.preflight.painted import IDENTITY, Matrix, Painted
from brand_assets.typesetting.preflight.spaces import GRAY, Resources, Tone

_BLACK = Tone(GRAY, (0.0,))


@dataclass(frozen=True, slots=True)
class State:
    """The graphics state as far as the rules ask for it."""

    matrix: Matrix = IDENTITY
    fill: Tone = _BLACK
    stroke: Tone = _BLACK
    width: float = 1.0
    overprint_fill: bool = False
    overprint_stroke: bool = False
    font: str | None = None
    size: float = 0.0
    rendering: int = 0


class Sink(Protocol):
    """Who gathers what a stream paints and walks what it draws."""

    painted: list[Painted]
    states: dict[str, pikepdf.Object]

    def note_font(self, font: pikepdf.Object, label: str) -> None:
        """Note a font that is used."""
        ...

    def note_shading(
        self, shading: pikepdf.Object, resources: Resources, matrix: Matrix, place: str
    ) -> None:
        """Note a shading."""
        ...

    def into_form(self, form: pikepdf.Object, outer: Resources, state: State, place: str) -> None:
        """Walk a form."""
        ...

    def into_pattern(self, pattern: pikepdf.Object, outer: Resources, place: str) -> None:
        """Walk a pattern."""
        ...
