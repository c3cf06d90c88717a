"""Owns what each operator of a content stream does to the state, and what it paints."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pikepdf

from brand_assets.typesetting.preflight.painted import (
    IDENTITY,
    Corners,
    Matrix,
    Painted,
    PaintKind,
    Placed,
    bounds,
    combine,
    mapped,
)
from brand_assets.typesetting.preflight.spaces import (
    CMYK,
    GRAY,
    RGB,
    Resources,
    Space,
    Tone,
    read_space,
)
from brand_assets.typesetting.preflight.state import Sink, State

_FILLS = frozenset({0, 2, 4, 6})
_STROKES = frozenset({1, 2, 5, 6})
UNIT = ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0))

Operands = Sequence[Any]


class ContentStream:
    """One content stream being walked: its resources, state, stack and current path."""

    def __init__(self, sink: Sink, resources: Resources, state: State, place: str) -> None:
        self._sink = sink
        self._resources = resources
        self._state = state
        self._stack: list[State] = []
        self._points: list[tuple[float, float]] = []
        self._text = IDENTITY
        self._place = place

    def step(self, operator: str, part: Any) -> None:
        """Follow one operator."""
        if operator == "INLINE IMAGE":
            self._place_picture(part.iimage.obj, "inline")
            return
        handler = _HANDLERS.get(operator)
        if handler is not None:
            handler(self, part.operands)

    # State

    def save(self, _: Operands) -> None:
        """Remember the state."""
        self._stack.append(self._state)

    def restore(self, _: Operands) -> None:
        """Go back to the state remembered last."""
        if self._stack:
            self._state = self._stack.pop()

    def concatenate(self, operands: Operands) -> None:
        """Put a matrix before the current one."""
        self._state = replace(
            self._state, matrix=combine(read_matrix(operands), self._state.matrix)
        )

    def set_width(self, operands: Operands) -> None:
        """Set the width of lines."""
        self._state = replace(self._state, width=float(operands[0]))

    def set_parameters(self, operands: Operands) -> None:
        """Take what an ExtGState says."""
        key = str(operands[0])
        stated = self._resource("/ExtGState", key)
        if not isinstance(stated, pikepdf.Dictionary):
            return
        self._sink.states[f"{self._place} {key}"] = stated
        changes: dict[str, Any] = {}
        if "/OP" in stated:
            changes["overprint_stroke"] = bool(stated.OP)
            changes["overprint_fill"] = bool(stated.get("/op", stated.OP))
        elif "/op" in stated:
            changes["overprint_fill"] = bool(stated.get("/op"))
        if "/LW" in stated:
            changes["width"] = float(stated.LW)
        self._state = replace(self._state, **changes)

    # Colour

    def set_tone(self, which: str, space: Space, operands: Operands) -> None:
        """Set the fill or the stroke colour in a space."""
        values = tuple(float(v) for v in operands if not isinstance(v, pikepdf.Name))
        tone = Tone(space, values)
        self._state = (
            replace(self._state, fill=tone)
            if which == "fill"
            else replace(self._state, stroke=tone)
        )

    def set_space(self, which: str, operands: Operands) -> None:
        """Set a colour space and its first colour."""
        space = read_space(operands[0], self._resources)
        full = space.family in ("Separation", "DeviceN")
        first = [1.0 if full else 0.0] * space.components
        if space.family == "DeviceCMYK":
            first = [0.0, 0.0, 0.0, 1.0]
        self.set_tone(which, space, first)

    def set_device(self, which: str, space: Space, operands: Operands) -> None:
        """Set a colour in a device space, by way of the default space where there is one."""
        found = read_space(pikepdf.Name("/" + space.family), self._resources)
        self.set_tone(which, found, operands)

    def set_components(self, which: str, operands: Operands) -> None:
        """Set the components of a colour in the current space, or a pattern."""
        tone = self._state.fill if which == "fill" else self._state.stroke
        if operands and isinstance(operands[-1], pikepdf.Name):
            pattern = self._resource("/Pattern", str(operands[-1]))
            if isinstance(pattern, pikepdf.Stream | pikepdf.Dictionary):
                place = f"{self._place} > pattern {operands[-1]}"
                self._sink.into_pattern(pattern, self._resources, place)
        self.set_tone(which, tone.space, operands)

    # Paths

    def add_points(self, operands: Operands) -> None:
        """Add the points of a segment to the path."""
        numbers = [float(value) for value in operands]
        for x, y in zip(numbers[::2], numbers[1::2], strict=True):
            self._points.append(mapped(self._state.matrix, x, y))

    def add_rectangle(self, operands: Operands) -> None:
        """Add the corners of a rectangle to the path."""
        x, y, width, height = (float(value) for value in operands)
        for corner in ((x, y), (x + width, y), (x, y + height), (x + width, y + height)):
            self._points.append(mapped(self._state.matrix, *corner))

    def paint_path(self, kinds: tuple[PaintKind, ...]) -> None:
        """Paint the path and forget it."""
        box = bounds(self._points)
        for kind in kinds:
            self._note(kind, box)
        self._points = []

    # Text

    def begin_text(self, _: Operands) -> None:
        """Start a text object."""
        self._text = IDENTITY

    def set_font(self, operands: Operands) -> None:
        """Choose a font and its size."""
        key = str(operands[0])
        font = self._resource("/Font", key)
        if isinstance(font, pikepdf.Dictionary):
            self._sink.note_font(font, label(font, key))
            key = str(font.get("/BaseFont", key))
        self._state = replace(self._state, font=key.lstrip("/"), size=float(operands[1]))

    def set_rendering(self, operands: Operands) -> None:
        """Choose whether letters are filled, stroked or invisible."""
        self._state = replace(self._state, rendering=int(operands[0]))

    def set_text_matrix(self, operands: Operands) -> None:
        """Place the pen."""
        self._text = read_matrix(operands)

    def move_text(self, operands: Operands) -> None:
        """Move the pen to another line."""
        shift = (1.0, 0.0, 0.0, 1.0, float(operands[0]), float(operands[1]))
        self._text = combine(shift, self._text)

    def show(self, _: Operands) -> None:
        """Show letters."""
        matrix = combine(self._text, self._state.matrix)
        size = self._state.size * math.hypot(matrix[2], matrix[3])
        x, y = mapped(matrix, 0.0, 0.0)
        box = (x - 0.01, y - 0.01, x + 0.01, y + 0.01)
        mode = self._state.rendering % 8
        if mode in _FILLS:
            self._note(PaintKind.TEXT, box, size)
        if mode in _STROKES:
            self._note(PaintKind.STROKE, box)

    # Objects

    def draw(self, operands: Operands) -> None:
        """Draw a picture or a form."""
        key = str(operands[0])
        drawn = self._resource("/XObject", key)
        if not isinstance(drawn, pikepdf.Stream):
            return
        if str(drawn.get("/Subtype")) == "/Image":
            self._place_picture(drawn, label(drawn, key))
        elif str(drawn.get("/Subtype")) == "/Form":
            place = f"{self._place} > form {label(drawn, key)}"
            self._sink.into_form(drawn, self._resources, self._state, place)

    def shade(self, operands: Operands) -> None:
        """Paint a shading."""
        shading = self._resource("/Shading", str(operands[0]))
        if isinstance(shading, pikepdf.Dictionary | pikepdf.Stream):
            place = f"{self._place} > shading {operands[0]}"
            self._sink.note_shading(shading, self._resources, self._state.matrix, place)

    def _place_picture(self, picture: pikepdf.Object, called: str) -> None:
        matrix = self._state.matrix
        width = int(picture.get("/Width", picture.get("/W", 0)))
        height = int(picture.get("/Height", picture.get("/H", 0)))
        is_mask = bool(picture.get("/ImageMask", picture.get("/IM", False)))
        stated = picture.get("/ColorSpace", picture.get("/CS"))
        across = math.hypot(matrix[0], matrix[1])
        up = math.hypot(matrix[2], matrix[3])
        ppi = min(width * 72 / across if across else math.inf, height * 72 / up if up else math.inf)
        self._sink.painted.append(
            Painted(
                PaintKind.IMAGE,
                f"{self._place} > picture {called}",
                bounds([mapped(matrix, x, y) for x, y in UNIT]),
                tone=self._state.fill if is_mask else None,
                space=None if is_mask else read_space(stated, self._resources),
                overprint=self._state.overprint_fill and is_mask,
                picture=Placed(width, height, ppi, is_mask),
            )
        )

    def _note(self, kind: PaintKind, box: Corners, size: float = 0.0) -> None:
        state = self._state
        is_line = kind is PaintKind.STROKE
        if is_line:
            a, b, c, d = state.matrix[:4]
            size = state.width * math.sqrt(abs(a * d - b * c))
        self._sink.painted.append(
            Painted(
                kind,
                self._place,
                box,
                tone=state.stroke if is_line else state.fill,
                size=size,
                overprint=state.overprint_stroke if is_line else state.overprint_fill,
                font=state.font if kind is PaintKind.TEXT else None,
            )
        )

    def _resource(self, kind: str, key: str) -> Any:
        entries = self._resources.get(kind) if self._resources is not None else None
        return entries.get(key) if isinstance(entries, pikepdf.Dictionary) else None


def read_matrix(values: Any) -> Matrix:
    """Return six numbers as a matrix; the identity for none."""
    if values is None:
        return IDENTITY
    a, b, c, d, e, f = (float(value) for value in values)
    return (a, b, c, d, e, f)


def label(thing: pikepdf.Object, key: str) -> str:
    """Return the name of a resource with its object number, to find it in the file."""
    number = thing.objgen[0]
    return f"{key} (object {number})" if number else key


Handler = Callable[[ContentStream, Operands], None]


def _device(which: str, space: Space) -> Handler:
    return lambda stream, operands: stream.set_device(which, space, operands)


def _painting(*kinds: PaintKind) -> Handler:
    return lambda stream, _: stream.paint_path(kinds)


_HANDLERS: dict[str, Handler] = {
    "q": ContentStream.save,
    "Q": ContentStream.restore,
    "cm": ContentStream.concatenate,
    "w": ContentStream.set_width,
    "gs": ContentStream.set_parameters,
    "g": _device("fill", GRAY),
    "rg": _device("fill", RGB),
    "k": _device("fill", CMYK),
    "G": _device("stroke", GRAY),
    "RG": _device("stroke", RGB),
    "K": _device("stroke", CMYK),
    "cs": lambda stream, operands: stream.set_space("fill", operands),
    "CS": lambda stream, operands: stream.set_space("stroke", operands),
    **dict.fromkeys(
        ("sc", "scn"), lambda stream, operands: stream.set_components("fill", operands)
    ),
    **dict.fromkeys(
        ("SC", "SCN"), lambda stream, operands: stream.set_components("stroke", operands)
    ),
    **dict.fromkeys(("m", "l", "c", "v", "y"), ContentStream.add_points),
    "re": ContentStream.add_rectangle,
    "n": _painting(),
    **dict.fromkeys(("f", "F", "f*"), _painting(PaintKind.FILL)),
    **dict.fromkeys(("S", "s"), _painting(PaintKind.STROKE)),
    **dict.fromkeys(("B", "B*", "b", "b*"), _painting(PaintKind.FILL, PaintKind.STROKE)),
    "BT": ContentStream.begin_text,
    "Tf": ContentStream.set_font,
    "Tr": ContentStream.set_rendering,
    "Tm": ContentStream.set_text_matrix,
    **dict.fromkeys(("Td", "TD"), ContentStream.move_text),
    **dict.fromkeys(("Tj", "TJ", "'", '"'), ContentStream.show),
    "Do": ContentStream.draw,
    "sh": ContentStream.shade,
}
