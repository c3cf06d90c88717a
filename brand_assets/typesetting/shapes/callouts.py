"""Owns the outlines of callouts: bursts, badges, ribbons and speech bubbles."""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from brand_assets.design_facts import Box
from brand_assets.typesetting.display_list import (
    DrawGroup,
    FillPath,
    Item,
    LineJoin,
    Path,
    Segment,
    StrokePath,
)
from brand_assets.typesetting.frames.callouts import (
    Badge,
    Bubble,
    Burst,
    Callout,
    CalloutFrame,
    Ribbon,
    Tail,
)
from brand_assets.typesetting.scene import Layer, Scene, SetFrame, box_of, turn
from brand_assets.typesetting.shapes.areas import Area
from brand_assets.typesetting.shapes.paths import (
    Point,
    around,
    ellipse,
    polygons,
    rectangle,
    transform,
)

_STEPS = 4
"""Curves of callouts are short: few straight lines tell well enough what lies in them."""
_BULGE = 0.05
_HIDDEN = 0.6
_NOTCH = 0.4
_MOST_LEAN = 0.25
"""How far a ribbon may lean, as a share of its width: in the middle there is room for words."""
_INSIDE = math.sqrt(0.5)
"""The largest box in an ellipse, as a share of its axes."""


class Piece(NamedTuple):
    """One outline of a callout; `folded` pieces are the inner side of a ribbon."""

    path: Path
    folded: bool = False


def set_callout(frame: CalloutFrame, scene: Scene) -> SetFrame:
    """Return a callout: its pieces from the lowest to the highest, each filled and outlined."""
    turned = turn(frame)
    items: list[Item] = []
    layers: list[Layer] = []
    for piece in pieces(frame.shape, box_of(frame)):
        path = transform(piece.path, turned) if turned else piece.path
        colour = scene.colour(_colour(frame, folded=piece.folded))
        items += _drawn(frame, scene.in_points(path), colour, scene)
        outlines = polygons(path, _STEPS)
        shape = Area(path, around(outlines), outlines, even_odd=False)
        layers.append(Layer(shape, colour, frame.opacity))
    if frame.opacity < 1:
        # Shown as one: a fill is not to shine through its outline, nor a tail through its band.
        items = [DrawGroup(tuple(items), opacity=frame.opacity)]
    drawn = _around([layer.area.box for layer in layers], (frame.stroke_width or 0.0) / 2)
    return SetFrame(frame, tuple(items), drawn, layers=tuple(layers))


def _drawn(frame: CalloutFrame, outline: Path, colour: str, scene: Scene) -> Iterator[Item]:
    yield FillPath(outline, colour)
    if frame.stroke and frame.stroke_width:
        stroke, width = scene.colour(frame.stroke), frame.stroke_width * scene.points
        # Round corners stay within half a stroke, where sharp tips would stand far out.
        yield StrokePath(outline, stroke, width, join=LineJoin.ROUND)


def _colour(frame: CalloutFrame, *, folded: bool) -> str:
    if not folded:
        return frame.colour
    fold = frame.shape.fold if isinstance(frame.shape, Ribbon) else None
    return fold or frame.stroke or frame.colour


def _around(boxes: Sequence[Box], more: float) -> Box:
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right, bottom = max(box.right for box in boxes), max(box.bottom for box in boxes)
    return Box(left, top, right - left, bottom - top).grown(more)


def pieces(shape: Callout, box: Box) -> tuple[Piece, ...]:
    """Return the outlines of a callout in a box, from the lowest to the highest."""
    if isinstance(shape, Burst):
        return (Piece(_burst(shape, box)),)
    if isinstance(shape, Badge):
        return (Piece(_badge(shape, box)),)
    if isinstance(shape, Bubble):
        return (Piece(_bubble(shape, box)),)
    return _ribbon(shape, box)


def text_box(frame: CalloutFrame) -> Box:
    """Return the largest upright box in the middle of a callout in which words may stand."""
    shape, box = frame.shape, box_of(frame)
    if isinstance(shape, Burst):
        return _middle(box, shape.inner * _INSIDE, shape.inner * _INSIDE)
    if isinstance(shape, Badge):
        share = (1 - shape.depth if shape.scallops else 1.0) * _INSIDE
        return _middle(box, share, share)
    if isinstance(shape, Bubble):
        return box.grown(-min(shape.radius, box.w / 2, box.h / 2) * (1 - _INSIDE))
    folded = shape.ends == "folded"
    ends = 0.0 if shape.ends == "straight" else shape.end
    inset = ends * (box.w - abs(_lean(shape, box))) + abs(_lean(shape, box))
    height = box.h * (1 - shape.drop) if folded else box.h
    return Box(box.x + inset, box.y, max(0.0, box.w - 2 * inset), height)


def _middle(box: Box, wide: float, high: float) -> Box:
    w, h = box.w * wide, box.h * high
    return Box(box.x + (box.w - w) / 2, box.y + (box.h - h) / 2, w, h)


def _on_ellipse(box: Box, angle: float, radius: float) -> Point:
    """Return a point at an angle from the top, clockwise, at a share of the radius."""
    rx, ry = box.w / 2, box.h / 2
    return (
        box.x + rx + rx * radius * math.sin(angle),
        box.y + ry - ry * radius * math.cos(angle),
    )


def _burst(shape: Burst, box: Box) -> Path:
    count = 2 * shape.points
    corners = [
        _on_ellipse(box, 2 * math.pi * index / count, shape.inner if index % 2 else 1.0)
        for index in range(count)
    ]
    if shape.roundness <= 0:
        return _polygon(corners)
    return _rounded(corners, shape.roundness / 2)


def _polygon(corners: Sequence[Point]) -> Path:
    first, *others = corners
    return (("M", *first), *(("L", *corner) for corner in others), ("Z",))


def _rounded(corners: Sequence[Point], share: float) -> Path:
    """Return a polygon whose corners are curves that begin at a share of each side."""
    path: list[Segment] = []
    for index, corner in enumerate(corners):
        before, after = corners[index - 1], corners[(index + 1) % len(corners)]
        start, end = _between(corner, before, share), _between(corner, after, share)
        path.append(("L", *start) if path else ("M", *start))
        first, second = _between(start, corner, 2 / 3), _between(end, corner, 2 / 3)
        path.append(("C", *first, *second, *end))
    return (*path, ("Z",))


def _between(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _badge(shape: Badge, box: Box) -> Path:
    if shape.scallops is None:
        return ellipse(box)
    step, valley = 2 * math.pi / shape.scallops, 1 - shape.depth
    lean = _BULGE * step
    # So far out that the middle of each curve touches the frame.
    pull = (8 - 2 * valley * math.cos(step / 2)) / (6 * math.cos(step / 2 - lean))
    path: list[Segment] = [("M", *_on_ellipse(box, -step / 2, valley))]
    for index in range(shape.scallops):
        start, end = (index - 0.5) * step, (index + 0.5) * step
        first = _on_ellipse(box, start + lean, pull)
        second = _on_ellipse(box, end - lean, pull)
        path.append(("C", *first, *second, *_on_ellipse(box, end, valley)))
    return (*path, ("Z",))


def _lean(shape: Ribbon, box: Box) -> float:
    """Return how far the top of a ribbon stands to the right of its bottom."""
    most = _MOST_LEAN * box.w
    return max(-most, min(most, math.tan(math.radians(shape.slant)) * box.h))


def _ribbon(shape: Ribbon, box: Box) -> tuple[Piece, ...]:
    lean = _lean(shape, box)
    width = box.w - abs(lean)

    def drawn(*places: Point) -> Path:
        corners = []
        for across, down in places:
            moved = lean * (1 - down) if lean >= 0 else -lean * down
            corners.append((box.x + moved + across * width, box.y + down * box.h))
        return _polygon(corners)

    end = shape.end
    if shape.ends == "straight":
        return (Piece(drawn((0, 0), (1, 0), (1, 1), (0, 1))),)
    if shape.ends == "notched":
        return (Piece(drawn((0, 0), (1, 0), (1 - end, 0.5), (1, 1), (0, 1), (end, 0.5))),)
    if shape.ends == "pointed":
        places = ((end, 0), (1 - end, 0), (1, 0.5), (1 - end, 1), (end, 1), (0, 0.5))
        return (Piece(drawn(*places)),)
    # Tails first, the dark inner sides upon them, and the band before all.
    drop, low, fold, notch = shape.drop, 1 - shape.drop, end * (1 + _HIDDEN), end * _NOTCH
    middle = (1 + drop) / 2
    left = ((0, drop), (fold, drop), (fold, 1.0), (0, 1.0), (notch, middle))
    inner = ((end, low), (fold, low), (fold, 1.0))
    band = drawn((end, 0), (1 - end, 0), (1 - end, low), (end, low))
    return (
        Piece(drawn(*left)),
        Piece(drawn(*((1 - across, down) for across, down in left))),
        Piece(drawn(*inner), folded=True),
        Piece(drawn(*((1 - across, down) for across, down in inner)), folded=True),
        Piece(band),
    )


_SIDES = {"top": 1, "right": 3, "bottom": 5, "left": 7}
"""Where in the outline of a box with round corners each straight side ends."""


def _bubble(shape: Bubble, box: Box) -> Path:
    tail = shape.tail
    if tail is None or _beyond(tail, box) <= 0:
        return rectangle(box, shape.radius)
    # Round corners leave the tail its room on its side.
    length = box.w if tail.side in ("top", "bottom") else box.h
    width = min(tail.width, length)
    radius = min(shape.radius, box.w / 2, box.h / 2, (length - width) / 2)
    middle = min(max(tail.at * length, radius + width / 2), length - radius - width / 2)
    start, end = _base(tail.side, box, (middle - width / 2, middle + width / 2))
    drawn: Path = (("L", *start), ("L", tail.x, tail.y), ("L", *end))
    path = rectangle(box, radius)
    at = _SIDE_ENDS[tail.side]
    if radius <= 0:
        # Without curves between the sides; the last one is drawn by closing the outline.
        at = (at + 1) // 2
    return (*path[:at], *drawn, *path[at:])


_SIDE_ENDS = {"top": 1, "right": 3, "bottom": 5, "left": 7}
"""Where in the outline of a box with round corners each straight side ends."""


def _beyond(tail: Tail, box: Box) -> float:
    """Return how far the tip of a tail stands out of its side."""
    return {
        "top": box.y - tail.y,
        "right": tail.x - box.right,
        "bottom": tail.y - box.bottom,
        "left": box.x - tail.x,
    }[tail.side]


def _base(side: str, box: Box, along: tuple[float, float]) -> tuple[Point, Point]:
    """Return where a tail leaves its side and comes back to it, clockwise."""
    low, high = along
    return {
        "top": ((box.x + low, box.y), (box.x + high, box.y)),
        "right": ((box.right, box.y + low), (box.right, box.y + high)),
        "bottom": ((box.x + high, box.bottom), (box.x + low, box.bottom)),
        "left": ((box.x, box.y + high), (box.x, box.y + low)),
    }[side]
