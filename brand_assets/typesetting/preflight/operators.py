"""Owns what each operator of a content stream does to the state, and what it paints."""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pikepdf

from brand_assets.typesetting.preflight.painted import (
    Corners,
    Painted,
    PaintKind,
    bounds,
    common,
    thick,
)
from brand_assets.typesetting.preflight.placing import UNIT, Operands, place_picture, read_matrix
from brand_assets.typesetting.preflight.spaces import (
    Resources,
    Space,
    Tone,
    read_space,
)
from brand_assets.typesetting.preflight.state import Sink, State
from brand_assets.typesetting.preflight.writing import Writing
from brand_assets.typesetting.shapes.paths import apply, multiply

_CORNERS = 4
_NEAR = 0.01


class ContentStream:
    """One content stream being walked: its resources, state, stack and current path."""

    def __init__(self, sink: Sink, resources: Resources, state: State, place: str) -> None:
        self._sink = sink
        self._resources = resources
        self._state = state
        self._stack: list[State] = []
        self._points: list[tuple[float, float]] = []
        self._curved = False
        self._clips = False
        self._writing = Writing()
        self._place = place

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
        self._set(matrix=multiply(read_matrix(operands), self._state.matrix))

    def set_number(self, entry: str, operands: Operands, factor: float = 1.0) -> None:
        """Set an entry of the state that is one number."""
        self._set(**{entry: float(operands[0]) * factor})

    def set_intent(self, operands: Operands) -> None:
        """Note a rendering intent."""
        self._sink.intents.setdefault(str(operands[0]), self._place)

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
        if "/OPM" in stated:
            changes["overprint_mode"] = int(stated.OPM)
        if "/LW" in stated:
            changes["width"] = float(stated.LW)
        self._set(**changes)
        font = stated.get("/Font")
        if isinstance(font, pikepdf.Array) and isinstance(font[0], pikepdf.Dictionary):
            self._choose(font[0], key, float(font[1]))

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)

    # Colour

    def set_tone(self, which: str, space: Space, operands: Operands) -> None:
        """Set the fill or the stroke colour in a space."""
        values = tuple(float(v) for v in operands if not isinstance(v, pikepdf.Name))
        self._set(**{which: Tone(space, values)})

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

    def add_points(self, operands: Operands, *, curved: bool = False) -> None:
        """Add the points of a segment to the path."""
        numbers = [float(value) for value in operands]
        self._curved = self._curved or curved
        for x, y in zip(numbers[::2], numbers[1::2], strict=True):
            self._points.append(apply(self._state.matrix, (x, y)))

    def add_rectangle(self, operands: Operands) -> None:
        """Add the corners of a rectangle to the path."""
        x, y, width, height = (float(value) for value in operands)
        for corner in ((x, y), (x + width, y), (x, y + height), (x + width, y + height)):
            self._points.append(apply(self._state.matrix, corner))

    def clip(self, _: Operands) -> None:
        """Let the path clip what follows, once it is painted."""
        self._clips = True

    def paint_path(self, kinds: tuple[PaintKind, ...]) -> None:
        """Paint the path and forget it."""
        box = bounds(self._points)
        for kind in kinds:
            self._note(kind, box, fills_box=kind is PaintKind.FILL and self._is_box(box))
        if self._clips and self._points:
            self._set(clip=common(box, self._state.clip) or (-1e9, -1e9, -1e9, -1e9))
        self._points, self._curved, self._clips = [], False, False

    def _is_box(self, box: Corners) -> bool:
        if self._curved or len(self._points) < _CORNERS:
            return False
        x0, y0, x1, y1 = box
        for x, y in self._points:
            inside = x0 + _NEAR < x < x1 - _NEAR or y0 + _NEAR < y < y1 - _NEAR
            if inside:
                return False
        return True

    # Text

    def set_font(self, operands: Operands) -> None:
        """Choose a font and its size."""
        key = str(operands[0])
        font = self._resource("/Font", key)
        if isinstance(font, pikepdf.Dictionary):
            self._choose(font, key, float(operands[1]))
        else:
            self._set(font=None, size=float(operands[1]))

    def _choose(self, font: pikepdf.Object, key: str, size: float) -> None:
        self._set(font=self._sink.letters(font, label(font, key)), size=size)

    def set_rendering(self, operands: Operands) -> None:
        """Choose whether letters are filled, stroked or invisible."""
        self._set(rendering=int(operands[0]) % 8)

    def place_text(self, operands: Operands, move: Callable[..., None]) -> None:
        """Begin a text, or move the pen."""
        move(self._writing, self._state, operands)

    def move_and_lead(self, operands: Operands) -> None:
        """Move the pen to another line and take its distance as the leading."""
        self._set(leading=-float(operands[1]))
        self._writing.move(self._state, operands)

    def show(self, operands: Operands) -> None:
        """Show letters."""
        if operands:
            shown = self._writing.show(self._state, operands[-1])
            if shown is not None:
                self._note_text(shown.box, shown.size, shown.lacks_glyph)

    def show_on_next_line(self, operands: Operands) -> None:
        """Go to the next line and show letters."""
        if len(operands) > 1:
            self._set(word_spacing=float(operands[0]), spacing=float(operands[1]))
        self._writing.next_line(self._state, ())
        self.show(operands)

    def _note_text(self, box: Corners, size: float, lacks_glyph: bool) -> None:
        state = self._state
        if state.rendering not in (3, 7) and state.font is not None:
            self._sink.note_font(state.font)
        is_outline = state.rendering in (1, 5)
        self._sink.painted.append(
            Painted(
                PaintKind.TEXT,
                self._place,
                box,
                tone=state.stroke if is_outline else state.fill,
                size=size,
                overprint=state.overprint_stroke if is_outline else state.overprint_fill,
                overprint_mode=state.overprint_mode,
                font=state.font.name if state.font else None,
                shown=common(box, state.clip),
                rendering=state.rendering,
                lacks_glyph=lacks_glyph,
            )
        )
        if state.rendering in (1, 2, 5, 6):
            self._note(PaintKind.STROKE, box)

    # Objects

    def draw(self, operands: Operands) -> None:
        """Draw a picture or a form."""
        key = str(operands[0])
        drawn = self._resource("/XObject", key)
        if not isinstance(drawn, pikepdf.Stream):
            return
        if str(drawn.get("/Subtype")) == "/Image":
            self.place_picture(drawn, label(drawn, key))
        elif str(drawn.get("/Subtype")) == "/Form":
            place = f"{self._place} > form {label(drawn, key)}"
            self._sink.into_form(drawn, self._resources, self._state, place)

    def shade(self, operands: Operands) -> None:
        """Paint a shading."""
        shading = self._resource("/Shading", str(operands[0]))
        if isinstance(shading, pikepdf.Dictionary | pikepdf.Stream):
            place = f"{self._place} > shading {operands[0]}"
            self._sink.note_shading(shading, self._resources, self._state, place)

    def place_picture(self, picture: pikepdf.Object, called: str) -> None:
        """Draw a picture."""
        state = self._state
        placed = place_picture(picture, state.matrix)
        stated = picture.get("/ColorSpace", picture.get("/CS"))
        box = bounds([apply(state.matrix, corner) for corner in UNIT])
        intent = picture.get("/Intent")
        if intent is not None:
            self._sink.intents.setdefault(str(intent), f"{self._place} > picture {called}")
        self._sink.painted.append(
            Painted(
                PaintKind.IMAGE,
                f"{self._place} > picture {called}",
                box,
                tone=state.fill if placed.is_mask else None,
                space=None if placed.is_mask else read_space(stated, self._resources),
                overprint=state.overprint_fill and placed.is_mask,
                overprint_mode=state.overprint_mode,
                picture=placed,
                shown=common(box, state.clip),
                fills_box=not placed.is_mask,
            )
        )

    def _note(self, kind: PaintKind, box: Corners, *, fills_box: bool = False) -> None:
        state = self._state
        is_line = kind is PaintKind.STROKE
        size = 0.0
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
                overprint_mode=state.overprint_mode,
                shown=common(thick(box, size) if is_line else box, state.clip),
                fills_box=fills_box and not is_line,
            )
        )

    def _resource(self, kind: str, key: str) -> Any:
        entries = self._resources.get(kind) if self._resources is not None else None
        return entries.get(key) if isinstance(entries, pikepdf.Dictionary) else None


def label(thing: pikepdf.Object, key: str) -> str:
    """Return the name of a resource with its object number, to find it in the file."""
    number = thing.objgen[0]
    return f"{key} (object {number})" if number else key
