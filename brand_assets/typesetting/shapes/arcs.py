"""Owns elliptical arcs as curves, by the rules of SVG's implementation notes."""

import math

Point = tuple[float, float]
Curve = tuple[float, float, float, float, float, float]
"""Both handles and the end of a cubic curve."""
_LEAST = 1e-9
"""A radius below which an arc is a line: its ellipse could not be computed."""


def arc_curves(
    start: Point, radii: Point, degrees: float, flags: tuple[bool, bool], end: Point
) -> list[Curve]:
    """Return an arc as curves of at most a quarter turn; `flags` are large arc and sweep.

    Radii that are too small are scaled up; without a radius, or with no way to go, it is a line.
    """
    if start == end:
        return []
    rx, ry = abs(radii[0]), abs(radii[1])
    if min(rx, ry) < _LEAST:
        return [(*start, *end, *end)]
    turn = math.radians(degrees)
    cos, sin = math.cos(turn), math.sin(turn)
    dx, dy = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x, y = cos * dx + sin * dy, cos * dy - sin * dx
    scale = math.sqrt(max(1.0, (x / rx) ** 2 + (y / ry) ** 2))
    rx, ry = rx * scale, ry * scale
    cx, cy = _centre((x, y), rx, ry, same=flags[0] == flags[1])
    first = math.atan2((y - cy) / ry, (x - cx) / rx)
    sweep = math.atan2((-y - cy) / ry, (-x - cx) / rx) - first
    if flags[1] and sweep < 0:
        sweep += 2 * math.pi
    elif not flags[1] and sweep > 0:
        sweep -= 2 * math.pi
    middle = (
        cos * cx - sin * cy + (start[0] + end[0]) / 2,
        sin * cx + cos * cy + (start[1] + end[1]) / 2,
    )
    curves = _curves((rx * cos, rx * sin), (-ry * sin, ry * cos), middle, (first, sweep))
    return [*curves[:-1], (*curves[-1][:4], *end)]


def _centre(half: Point, rx: float, ry: float, *, same: bool) -> Point:
    """Return the centre in the ellipse's own axes; `half` is half the way from end to start."""
    x, y = half
    below = (rx * y) ** 2 + (ry * x) ** 2
    factor = math.sqrt(max(0.0, (rx * ry) ** 2 - below) / below) if below else 0.0
    factor = -factor if same else factor
    return factor * rx * y / ry, -factor * ry * x / rx


def _curves(along: Point, across: Point, middle: Point, angles: tuple[float, float]) -> list[Curve]:
    first, sweep = angles
    steps = max(1, math.ceil(abs(sweep) / (math.pi / 2) - 1e-9))
    step = sweep / steps
    handle = 4 / 3 * math.tan(step / 4)

    def place(u: float, v: float) -> Point:
        return (
            middle[0] + along[0] * u + across[0] * v,
            middle[1] + along[1] * u + across[1] * v,
        )

    curves = []
    for index in range(steps):
        a, b = first + index * step, first + (index + 1) * step
        cos_a, sin_a, cos_b, sin_b = math.cos(a), math.sin(a), math.cos(b), math.sin(b)
        begin = place(cos_a - handle * sin_a, sin_a + handle * cos_a)
        finish = place(cos_b + handle * sin_b, sin_b - handle * cos_b)
        curves.append((*begin, *finish, *place(cos_b, sin_b)))
    return curves
