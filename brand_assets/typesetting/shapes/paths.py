"""Owns outlines: reads SVG path data into segments, measures and transforms them."""

import math
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from brand_assets.design_facts import Box
from brand_assets.typesetting.display_list import Matrix, Path, Segment
from brand_assets.typesetting.shapes.arcs import arc_curves

MAX_PATH_CHARS = 40_000
_FLATTEN_STEPS = 16
_KAPPA = 0.5522847498
_TOKEN = re.compile(
    r"\s*,?\s*([MmLlHhVvCcSsQqTtAaZz]|[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)"
)
_FLAG = re.compile(r"\s*,?\s*([01])")
_FLAGS_OF_ARC = (3, 4)
_ARITY = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
_LARGEST = 1e6

Point = tuple[float, float]


class PathError(ValueError):
    """The path data cannot be read; the message names the place."""


class PathTooLong(PathError):
    """The path data have more segments than are wanted."""


def _tokens(d: str) -> Iterator[str]:
    position, end = 0, len(d.rstrip())
    in_arc: int | None = None
    while position < end:
        # The flags of an arc may stand without anything between them and the next number.
        sort = _FLAG if in_arc in _FLAGS_OF_ARC else _TOKEN
        match = sort.match(d, position)
        if match is None:
            raise PathError(f"path data not understood at character {position + 1}")
        position, token = match.end(), match[1]
        if token.isalpha():
            in_arc = 0 if token.upper() == "A" else None
        elif in_arc is not None:
            in_arc = (in_arc + 1) % _ARITY["A"]
        yield token


class _Pen:
    """Where the pen stands while path data is read."""

    def __init__(self) -> None:
        self.at: Point = (0.0, 0.0)
        self.start: Point = (0.0, 0.0)
        self.control: Point | None = None
        self.quadratic: Point | None = None
        self.segments: list[Segment] = []

    def step(self, command: str, numbers: tuple[float, ...]) -> None:
        letter = command.upper()
        if letter not in ("M", "Z") and not self.segments:
            raise PathError("path data has to begin with M")
        if command.islower():
            numbers = self._absolute(letter, numbers)
        control, quadratic = self.control, self.quadratic
        self.control = self.quadratic = None
        _STEPS[letter](self, numbers, control, quadratic)

    def _absolute(self, letter: str, numbers: tuple[float, ...]) -> tuple[float, ...]:
        x, y = self.at
        if letter == "H":
            return (numbers[0] + x,)
        if letter == "V":
            return (numbers[0] + y,)
        if letter == "A":
            return (*numbers[:5], numbers[5] + x, numbers[6] + y)
        return tuple(n + (y if i % 2 else x) for i, n in enumerate(numbers))

    def move(self, n: tuple[float, ...], _c: Point | None, _q: Point | None) -> None:
        self.at = self.start = (n[0], n[1])
        self.segments.append(("M", n[0], n[1]))

    def line(self, n: tuple[float, ...], _c: Point | None, _q: Point | None) -> None:
        self.at = (n[0], n[1])
        self.segments.append(("L", n[0], n[1]))

    def horizontal(self, n: tuple[float, ...], _c: Point | None, _q: Point | None) -> None:
        self.line((n[0], self.at[1]), None, None)

    def vertical(self, n: tuple[float, ...], _c: Point | None, _q: Point | None) -> None:
        self.line((self.at[0], n[0]), None, None)

    def cubic(self, n: tuple[float, ...], _c: Point | None, _q: Point | None) -> None:
        self.segments.append(("C", n[0], n[1], n[2], n[3], n[4], n[5]))
        self.control, self.at = (n[2], n[3]), (n[4], n[5])

    def smooth(self, n: tuple[float, ...], control: Point | None, _q: Point | None) -> None:
        self.cubic((*self._mirrored(control), *n), None, None)

    def quad(self, n: tuple[float, ...], _c: Point | None, _q: Point | None) -> None:
        (x, y), (qx, qy) = self.at, (n[0], n[1])
        first = (x + (qx - x) * 2 / 3, y + (qy - y) * 2 / 3)
        second = (n[2] + (qx - n[2]) * 2 / 3, n[3] + (qy - n[3]) * 2 / 3)
        self.cubic((*first, *second, n[2], n[3]), None, None)
        self.control, self.quadratic = None, (qx, qy)

    def smooth_quad(self, n: tuple[float, ...], _c: Point | None, quadratic: Point | None) -> None:
        self.quad((*self._mirrored(quadratic), *n), None, None)

    def arc(self, n: tuple[float, ...], _c: Point | None, _q: Point | None) -> None:
        flags, end = (n[3] != 0, n[4] != 0), (n[5], n[6])
        for curve in arc_curves(self.at, (n[0], n[1]), n[2], flags, end):
            self.segments.append(("C", *curve))
        self.at = end

    def close(self, _n: tuple[float, ...], _c: Point | None, _q: Point | None) -> None:
        self.at = self.start
        self.segments.append(("Z",))

    def _mirrored(self, control: Point | None) -> Point:
        x, y = self.at
        return (x, y) if control is None else (2 * x - control[0], 2 * y - control[1])


_STEPS: dict[str, Callable[[_Pen, tuple[float, ...], Point | None, Point | None], None]] = {
    "M": _Pen.move,
    "L": _Pen.line,
    "H": _Pen.horizontal,
    "V": _Pen.vertical,
    "C": _Pen.cubic,
    "S": _Pen.smooth,
    "Q": _Pen.quad,
    "T": _Pen.smooth_quad,
    "A": _Pen.arc,
    "Z": _Pen.close,
}


@lru_cache(maxsize=1024)
def read_path(d: str) -> Path:
    """Return the segments of the SVG path data of a frame; raises PathError."""
    if len(d) > MAX_PATH_CHARS:
        raise PathError(f"path data is longer than {MAX_PATH_CHARS} characters")
    return parse_path(d)


def parse_path(d: str, most: int = MAX_PATH_CHARS) -> Path:
    """Return the segments of SVG path data, `most` of them; raises PathError."""
    tokens = list(_tokens(d))
    pen, position, command = _Pen(), 0, ""
    while position < len(tokens):
        if tokens[position].isalpha():
            command, position = tokens[position], position + 1
        elif command in ("", "Z", "z"):
            raise PathError("path data has a number where a command should stand")
        numbers = _numbers(tokens[position : position + _ARITY[command.upper()]], command)
        position += len(numbers)
        pen.step(command, numbers)
        if len(pen.segments) > most:
            raise PathTooLong(f"path data has more than {most} segments")
        command = {"M": "L", "m": "l"}.get(command, command)
    return tuple(pen.segments)


def _numbers(tokens: list[str], command: str) -> tuple[float, ...]:
    if len(tokens) < _ARITY[command.upper()] or any(token.isalpha() for token in tokens):
        raise PathError(f"path data has too few numbers after {command}")
    numbers = tuple(float(token) for token in tokens)
    if any(abs(number) > _LARGEST for number in numbers):
        raise PathError("path data has a number that is too large")
    return numbers


def transform(path: Path, matrix: Matrix) -> Path:
    """Return the path under a matrix."""
    moved: list[Segment] = []
    for segment in path:
        if segment[0] == "C":
            _, x1, y1, x2, y2, x, y = segment
            first, second = apply(matrix, (x1, y1)), apply(matrix, (x2, y2))
            moved.append(("C", *first, *second, *apply(matrix, (x, y))))
        elif segment[0] == "Z":
            moved.append(segment)
        elif segment[0] == "M":
            moved.append(("M", *apply(matrix, segment[1:])))
        else:
            moved.append(("L", *apply(matrix, segment[1:])))
    return tuple(moved)


def multiply(first: Matrix, second: Matrix) -> Matrix:
    """Return the matrix that applies `first` and then `second`."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def rotation(degrees: float, about: Point) -> Matrix:
    """Return the matrix that turns by `degrees` (clockwise as y points down) about a point."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x, y = about
    return (cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y)


def apply(matrix: Matrix, point: Point) -> Point:
    """Return where a point goes."""
    a, b, c, d, e, f = matrix
    x, y = point
    return (a * x + c * y + e, b * x + d * y + f)


def rectangle(box: Box, radius: float = 0.0) -> Path:
    """Return the outline of a box, with round corners of at most half its shorter side."""
    radius = min(radius, box.w / 2, box.h / 2)
    return rounded(box, radius, radius)


def rounded(box: Box, rx: float, ry: float) -> Path:
    """Return the outline of a box whose corners are quarters of an ellipse of these radii."""
    x, y, r, b = box.x, box.y, box.right, box.bottom
    if rx <= 0 or ry <= 0:
        return (("M", x, y), ("L", r, y), ("L", r, b), ("L", x, b), ("Z",))
    kx, ky = rx * (1 - _KAPPA), ry * (1 - _KAPPA)
    return (
        ("M", x + rx, y),
        ("L", r - rx, y),
        ("C", r - kx, y, r, y + ky, r, y + ry),
        ("L", r, b - ry),
        ("C", r, b - ky, r - kx, b, r - rx, b),
        ("L", x + rx, b),
        ("C", x + kx, b, x, b - ky, x, b - ry),
        ("L", x, y + ry),
        ("C", x, y + ky, x + kx, y, x + rx, y),
        ("Z",),
    )


def ellipse(box: Box) -> Path:
    """Return the ellipse that fills a box."""
    x, y, rx, ry = box.x, box.y, box.w / 2, box.h / 2
    cx, cy, r, b = x + rx, y + ry, box.right, box.bottom
    kx, ky = rx * _KAPPA, ry * _KAPPA
    return (
        ("M", cx, y),
        ("C", cx + kx, y, r, cy - ky, r, cy),
        ("C", r, cy + ky, cx + kx, b, cx, b),
        ("C", cx - kx, b, x, cy + ky, x, cy),
        ("C", x, cy - ky, cx - kx, y, cx, y),
        ("Z",),
    )


def polygons(path: Path, steps: int = _FLATTEN_STEPS) -> tuple[tuple[Point, ...], ...]:
    """Return the path as closed polygons, each curve in `steps` straight lines."""
    found: list[list[Point]] = []
    for segment in path:
        if segment[0] == "M":
            found.append([(segment[1], segment[2])])
        elif segment[0] == "L":
            found[-1].append((segment[1], segment[2]))
        elif segment[0] == "C":
            found[-1].extend(_flat(found[-1][-1], segment, steps))
    return tuple(tuple(points) for points in found)


def _flat(
    start: Point, cubic: tuple[str, float, float, float, float, float, float], steps: int
) -> Iterator[Point]:
    _, x1, y1, x2, y2, x3, y3 = cubic
    for step in range(1, steps + 1):
        t = step / steps
        w0, w1, w2, w3 = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3
        yield (
            w0 * start[0] + w1 * x1 + w2 * x2 + w3 * x3,
            w0 * start[1] + w1 * y1 + w2 * y2 + w3 * y3,
        )


def bounds(path: Path) -> Box:
    """Return the upright box around a path."""
    return around(polygons(path))


def around(shape: tuple[tuple[Point, ...], ...]) -> Box:
    """Return the upright box around polygons."""
    points = [point for polygon in shape for point in polygon]
    if not points:
        return Box(0.0, 0.0, 0.0, 0.0)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def around_boxes(boxes: Iterable[Box], matrix: Matrix | None, unit: float = 1.0) -> Box:
    """Return the upright box around boxes that a matrix moves, in units of so many of theirs."""
    corners = [(x, y) for box in boxes for x in (box.x, box.right) for y in (box.y, box.bottom)]
    if matrix:
        corners = [apply(matrix, corner) for corner in corners]
    return around((tuple((x / unit, y / unit) for x, y in corners),))


def contains(shape: tuple[tuple[Point, ...], ...], point: Point, *, even_odd: bool = False) -> bool:
    """Whether a point lies in filled polygons."""
    winding = crossings = 0
    for polygon in shape:
        first = polygon[-1]
        for second in polygon:
            # Most edges lie wholly above or below the point: look closely at the others alone.
            if (first[1] <= point[1]) != (second[1] <= point[1]):
                turn = _crossing(first, second, point)
                winding += turn
                crossings += abs(turn)
            first = second
    return bool(crossings % 2) if even_odd else winding != 0


def _crossing(first: Point, second: Point, point: Point) -> int:
    (x1, y1), (x2, y2), (x, y) = first, second, point
    if x1 + (y - y1) / (y2 - y1) * (x2 - x1) <= x:
        return 0
    return 1 if y2 > y1 else -1
