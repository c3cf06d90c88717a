"""Owns the pen of a text object: where it stands, and how far letters carry it."""

import math
from dataclasses import dataclass
from typing import Any

import pikepdf

from brand_assets.typesetting.display_list import IDENTITY, Matrix
from brand_assets.typesetting.preflight.lettering import Lettering
from brand_assets.typesetting.preflight.painted import Corners, bounds
from brand_assets.typesetting.preflight.placing import Operands, read_matrix
from brand_assets.typesetting.preflight.state import State
from brand_assets.typesetting.shapes.paths import apply, multiply

_SPACE = 32
_CAP_HEIGHT = 0.7


@dataclass(frozen=True, slots=True)
class ShownText:
    """Letters shown by one operator: from the baseline to the height of capitals."""

    box: Corners
    size: float
    lacks_glyph: bool


class Writing:
    """The pen of one content stream."""

    def __init__(self) -> None:
        self._line: Matrix = IDENTITY
        self._pen = 0.0

    def begin(self, _state: State, _: Operands) -> None:
        """Start a text object."""
        self._line, self._pen = IDENTITY, 0.0

    def place(self, _state: State, operands: Operands) -> None:
        """Place the pen by a matrix."""
        self._line, self._pen = read_matrix(operands), 0.0

    def move(self, _state: State, operands: Operands) -> None:
        """Move the pen to another line."""
        shift = (1.0, 0.0, 0.0, 1.0, float(operands[0]), float(operands[1]))
        self._line, self._pen = multiply(shift, self._line), 0.0

    def next_line(self, state: State, _: Operands) -> None:
        """Move the pen to the next line by the leading."""
        self.move(state, (0.0, -state.leading))

    def show(self, state: State, shown: Any) -> ShownText | None:
        """Carry the pen over what is shown; nothing to see where there are no letters."""
        start, letters, lacks = self._pen, 0, False
        for part in shown.as_list() if isinstance(shown, pikepdf.Array) else [shown]:
            if isinstance(part, pikepdf.String):
                text = bytes(part)
                letters += len(text)
                self._pen += _advance(state, text)
                lacks = lacks or (state.font is not None and state.font.lacks(text))
            else:
                self._pen -= float(part) / 1000 * state.size * state.stretch
        if not letters:
            return None
        matrix = multiply(self._line, state.matrix)
        top = state.rise + _CAP_HEIGHT * state.size
        corners = [(x, y) for x in (start, self._pen) for y in (state.rise, top)]
        box = bounds([apply(matrix, (x, y)) for x, y in corners])
        return ShownText(box, abs(state.size) * math.hypot(matrix[2], matrix[3]), lacks)


def _advance(state: State, text: bytes) -> float:
    font = state.font
    codes = font.codes(text) if font else list(text)
    wide = sum(_width(font, code) for code in codes) / 1000 * state.size
    wide += state.spacing * len(codes)
    if font is None or not font.two_bytes:
        wide += state.word_spacing * codes.count(_SPACE)
    return wide * state.stretch


def _width(font: Lettering | None, code: int) -> float:
    return 500.0 if font is None else font.widths.get(code, font.usual_width)
