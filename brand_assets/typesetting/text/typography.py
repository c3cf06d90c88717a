"""Owns how a frame's text is set: runs of one look, from style, tracking and the look of a part."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from brand_assets.design_facts import KitValues, TextStyle
from brand_assets.typesetting.frames import TextPart
from brand_assets.typesetting.frames.looks import RunLook
from brand_assets.typesetting.scene import style_of
from brand_assets.typesetting.text.faces import Face, Stroke, face_of
from brand_assets.typesetting.text.fallbacks import chain
from brand_assets.typesetting.text.raising import height_of, positioned
from brand_assets.typesetting.text.run import Run

TRACKED = 5.0
"""Tracking (1/1000 em) from which on letters stand for themselves: no ligatures, no alternates."""
JOINING = ("liga", "clig", "calt")
_LOOKS = frozenset(RunLook.model_fields)
_UNSETTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Typography:
    """How a frame is set: its style, the kit it comes from, and its own tracking if any.

    `squeeze` is what fit adds to the tracking of all runs.
    """

    kit: KitValues
    style: TextStyle
    language: str
    tracking: float | None = None
    squeeze: float = 0.0

    @property
    def tracked(self) -> float:
        """The tracking of the frame's own style, in 1/1000 em."""
        return (self.style.tracking if self.tracking is None else self.tracking) + self.squeeze

    def run(self, text: str, style: TextStyle | None = None, *, bold: bool = False) -> Run:
        """Return a run in the frame's style, another style's, or its bold font."""
        style = style or self.style
        tracking = self.tracking if self.tracking is not None else style.tracking
        return self._run(text, style, tracking + self.squeeze, bold=bold)

    def part(self, text: str, part: TextPart, *, bold: bool = False) -> Run:
        """Return a run that looks as a part of a text asks for."""
        style = style_of(self.kit, part.style) if part.style else None
        bold = bold or part.bold
        if _LOOKS.isdisjoint(part.model_fields_set):
            return self.run(text, style, bold=bold)
        style = style or self.style
        tracking = self.tracking if self.tracking is not None else style.tracking
        tracking = tracking if part.tracking is None else part.tracking
        run = self._run(text, style, tracking + self.squeeze, part.features, bold=bold)
        run = replace(run, scale=part.scale, raised=part.raised, colour=part.colour)
        if part.underline or part.strike:
            run = replace(run, rules=tuple(_rules(run, part)))
        return positioned(run, part.position) if part.position else run

    def face(self) -> Face:
        """Return the face of the style."""
        return face_of(self.kit.fonts[self.style.font])

    def _run(
        self,
        text: str,
        style: TextStyle,
        tracking: float,
        chosen: tuple[str, ...] = (),
        *,
        bold: bool,
    ) -> Run:
        key = style.bold_font or style.font if bold else style.font
        features = style.features
        if abs(tracking) >= TRACKED:
            kept = (feature for feature in features if feature not in JOINING)
            features = (*kept, *(f"-{feature}" for feature in JOINING))
        fonts = self.kit.fonts
        face = face_of(fonts[key])
        fallbacks = tuple([face_of(fonts[f]) for f in self.kit.font_fallbacks if f != key])
        if _UNSETTABLE.search(text):
            text = settable(text)
        return Run(text, face, chain(face, fallbacks), features + chosen, tracking)


def _rules(run: Run, part: TextPart) -> Iterator[Stroke]:
    """Yield what underlines or strikes a part: figures and capitals are struck at half height."""
    strokes: list[Stroke] = []
    if part.underline:
        strokes.append(run.face.underline)
    if part.strike:
        strike = run.face.strike
        small = any(sign.islower() for sign in run.text)
        strokes.append(strike if small else strike._replace(middle=height_of(run, run.text) / 2))
    for stroke in strokes:
        yield Stroke(stroke.middle * run.scale + run.raised, stroke.thickness * run.scale)


def settable(text: str) -> str:
    """Return a text with line feeds for all that ends a line, and without other controls."""
    text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))
    return _SURROGATES.sub("\ufffd", text)
