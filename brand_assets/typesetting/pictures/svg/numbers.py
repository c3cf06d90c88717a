"""Owns the numbers of an SVG file: lengths, transforms and view boxes."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from brand_assets.typesetting.display_list import IDENTITY, Matrix
from brand_assets.typesetting.pictures.svg.refusals import MOST_NUMBER, too_complex, unreadable
from brand_assets.typesetting.shapes.paths import multiply

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?"
_LENGTH = re.compile(rf"({_NUMBER})\s*(px|pt|pc|mm|cm|in|q|%)?", re.IGNORECASE)
_PIXELS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_PIXELS["q"] = _PIXELS["mm"] / 4
_STEP = re.compile(r"\s*([a-zA-Z]+)\s*\(([^()]*)\)[\s,]*")
_ARGUMENT = re.compile(rf"({_NUMBER})(px|deg|rad|turn)?")
_DEGREES = {"": 1.0, "deg": 1.0, "px": 1.0, "rad": 180 / math.pi, "turn": 360.0}
_MOST_STEPS = 50


@dataclass(frozen=True, slots=True)
class Viewport:
    """What percentages refer to: width and height of the nearest view box."""

    width: float
    height: float

    @property
    def diagonal(self) -> float:
        """The length that percentages of radii and line widths refer to."""
        return math.hypot(self.width, self.height) / math.sqrt(2)


def number(text: str) -> float:
    """Return a number within what is sensible; `ArtworkError` for anything else."""
    if not re.fullmatch(_NUMBER, text.strip()):
        raise unreadable(text)
    return sensible(float(text))


def sensible(value: float) -> float:
    """Return the number; `ArtworkError` where it is so large that nothing could be drawn."""
    if not -MOST_NUMBER <= value <= MOST_NUMBER:
        raise too_complex()
    return value


def length(text: str, whole: float) -> float:
    """Return a length in user units; `whole` is what a percentage refers to."""
    match = _LENGTH.fullmatch(text.strip())
    if match is None:
        raise unreadable(text)
    value, unit = sensible(float(match[1])), (match[2] or "px").lower()
    return value / 100 * whole if unit == "%" else sensible(value * _PIXELS[unit])


def lengths(text: str, whole: float) -> tuple[float, ...]:
    """Return a list of lengths."""
    return tuple(length(part, whole) for part in re.split(r"[\s,]+", text.strip()) if part)


def share(text: str) -> float:
    """Return a number or percentage as a share from 0 to 1."""
    return min(1.0, max(0.0, length(text, 1.0)))


def points(text: str) -> list[tuple[float, float]]:
    """Return the points of a polygon; a last odd number is left out."""
    values = [sensible(float(value)) for value in re.findall(_NUMBER, text)]
    if re.sub(_NUMBER, "", text).strip(" \t\r\n,"):
        raise unreadable(text)
    return list(zip(values[::2], values[1::2], strict=False))


def transform_of(text: str) -> Matrix:
    """Return the matrix of a transform attribute, its steps from the outermost to the innermost."""
    matrix, position = IDENTITY, 0
    text = text.strip()
    if text in ("", "none"):
        return matrix
    for _ in range(_MOST_STEPS):
        match = _STEP.match(text, position)
        if match is None:
            raise unreadable(text)
        matrix = multiply(_step(match[1], match[2]), matrix)
        position = match.end()
        if position == len(text):
            return bearable(matrix)
    raise too_complex()


def bearable(matrix: Matrix) -> Matrix:
    """Return the matrix; `ArtworkError` where a number of it is so large that it overflows."""
    for value in matrix:
        sensible(value)
    return matrix


def _step(kind: str, arguments: str) -> Matrix:
    parts = [part for part in re.split(r"[\s,]+", arguments.strip()) if part]
    values = [_argument(part) for part in parts]
    if len(values) not in _COUNTS.get(kind, ()):
        raise unreadable(f"{kind}({arguments})")
    return _MATRICES[kind](values)


def _argument(text: str) -> float:
    match = _ARGUMENT.fullmatch(text)
    if match is None:
        raise unreadable(text)
    return sensible(float(match[1])) * _DEGREES[match[2] or ""]


def _given(values: list[float]) -> Matrix:
    a, b, c, d, e, f = values
    return (a, b, c, d, e, f)


def _turn(degrees: float, about: list[float]) -> Matrix:
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x, y = about if about else (0.0, 0.0)
    return (cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y)


def _tilt(degrees: float) -> float:
    return math.tan(math.radians(degrees))


_COUNTS = {
    "matrix": (6,),
    "translate": (1, 2),
    "translateX": (1,),
    "translateY": (1,),
    "scale": (1, 2),
    "rotate": (1, 3),
    "skewX": (1,),
    "skewY": (1,),
}
_MATRICES: Mapping[str, Callable[[list[float]], Matrix]] = {
    "matrix": _given,
    "translate": lambda v: (1.0, 0.0, 0.0, 1.0, v[0], v[1] if len(v) > 1 else 0.0),
    "translateX": lambda v: (1.0, 0.0, 0.0, 1.0, v[0], 0.0),
    "translateY": lambda v: (1.0, 0.0, 0.0, 1.0, 0.0, v[0]),
    "scale": lambda v: (v[0], 0.0, 0.0, v[-1], 0.0, 0.0),
    "rotate": lambda v: _turn(v[0], v[1:]),
    "skewX": lambda v: (1.0, 0.0, _tilt(v[0]), 1.0, 0.0, 0.0),
    "skewY": lambda v: (1.0, _tilt(v[0]), 0.0, 1.0, 0.0, 0.0),
}


def view_box(text: str | None) -> tuple[float, float, float, float] | None:
    """Return x, y, width and height of a viewBox, None where there is none."""
    if text is None or not text.strip():
        return None
    values = [number(part) for part in re.split(r"[\s,]+", text.strip()) if part]
    if len(values) != 4 or values[2] <= 0 or values[3] <= 0:  # noqa: PLR2004 # x, y, width, height
        raise unreadable(text)
    return values[0], values[1], values[2], values[3]


_SHARES = {"Min": 0.0, "Mid": 0.5, "Max": 1.0}
_FITTING = re.compile(
    r"(?:defer\s+)?(?:(none)|x(Min|Mid|Max)Y(Min|Mid|Max))(?:\s+(meet|slice))?",
)


def fitted(
    box: tuple[float, float, float, float],
    into: tuple[float, float, float, float],
    how: str | None,
) -> Matrix:
    """Return the matrix from a view box into a viewport, as preserveAspectRatio wants it."""
    match = _FITTING.fullmatch((how or "xMidYMid").strip())
    if match is None:
        raise unreadable(how or "")
    x, y, width, height = box
    across, down = into[2] / width, into[3] / height
    if match[1] is None:
        across = down = max(across, down) if match[4] == "slice" else min(across, down)
    free = (into[2] - width * across, into[3] - height * down)
    left = into[0] + free[0] * _SHARES.get(match[2] or "", 0.0)
    top = into[1] + free[1] * _SHARES.get(match[3] or "", 0.0)
    return bearable((across, 0.0, 0.0, down, left - x * across, top - y * down))
