"""Owns the graphics state that a walk follows, and the port that it gathers into."""

from dataclasses import dataclass
from typing import Protocol

import pikepdf

from brand_assets.typesetting.display_list import IDENTITY, Matrix
from brand_assets.typesetting.preflight.lettering import Lettering
from brand_assets.typesetting.preflight.painted import Corners, Painted
from brand_assets.typesetting.preflight.spaces import GRAY, Resources, Tone

_BLACK = Tone(GRAY, (0.0,))


@dataclass(frozen=True, slots=True)
class State:
    """The graphics state as far as the rules ask for it; `clip` None clips nothing."""

    matrix: Matrix = IDENTITY
    clip: Corners | None = None
    fill: Tone = _BLACK
    stroke: Tone = _BLACK
    width: float = 1.0
    overprint_fill: bool = False
    overprint_stroke: bool = False
    overprint_mode: int = 0
    font: Lettering | None = None
    size: float = 0.0
    rendering: int = 0
    spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0


class Sink(Protocol):
    """Who gathers what a stream paints and walks what it draws."""

    painted: list[Painted]
    states: dict[str, pikepdf.Object]
    intents: dict[str, str]

    def letters(self, font: pikepdf.Object, label: str) -> Lettering:
        """Return a font as it is read, remembered."""
        ...

    def note_font(self, lettering: Lettering) -> None:
        """Note a font whose letters are to be seen."""
        ...

    def note_shading(
        self, shading: pikepdf.Object, resources: Resources, state: State, place: str
    ) -> None:
        """Note a shading."""
        ...

    def into_form(self, form: pikepdf.Object, outer: Resources, state: State, place: str) -> None:
        """Walk a form."""
        ...

    def into_pattern(self, pattern: pikepdf.Object, outer: Resources, place: str) -> None:
        """Walk a pattern."""
        ...
