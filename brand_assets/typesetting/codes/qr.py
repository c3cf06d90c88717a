"""Owns the setting of QR codes as one outline, and their facts."""

import re
from functools import lru_cache

import segno

from brand_assets.design_facts import Box, QrFacts
from brand_assets.typesetting.codes.masks import best_code
from brand_assets.typesetting.display_list import (
    FillPath,
    Item,
    Matrix,
    Path,
    Segment,
)
from brand_assets.typesetting.frames import QrFrame
from brand_assets.typesetting.later import Later
from brand_assets.typesetting.scene import (
    CodeZone,
    Scene,
    SetFrame,
    turn,
)
from brand_assets.typesetting.shapes.areas import area
from brand_assets.typesetting.shapes.flat import flat_layer
from brand_assets.typesetting.text.formatting import write
from brand_assets.typesetting.values import UrlValue

QUIET = 4
"""Modules that ISO/IEC 18004 wants free on every side."""
_DARK = re.compile(b"\x01+")
_STORED_DENSER = re.compile(r"[0-9A-Z $%*+\-./:]+")
"""Figures and capitals: codes have modes for them that take less room than bytes."""


def set_qr(frame: QrFrame, scene: Scene) -> SetFrame | None:
    """Return a QR code as one outline of modules, None where it has no target."""
    value = scene.values.get(frame.field) if frame.field else UrlValue(frame.data or "")
    data = write(value, scene.language).strip() if value else ""
    if not data:
        return None
    across = modules_across(data, frame.level)
    if across is None:
        return None
    side = min(frame.w, frame.h)
    module = side / (across + 2 * frame.quiet)
    start = (frame.x + frame.quiet * module, frame.y + frame.quiet * module)
    turned = turn(frame)
    ground = area(Box(frame.x, frame.y, side, side), 0.0, turned)
    under = [flat_layer(ground, frame.ground, frame.opacity, scene)] if frame.ground else []
    colour, points = scene.colour(frame.colour), scene.points

    def items() -> tuple[Item, ...]:
        path = _modules(_code(data, frame.level) or (), start, module, turned, points)
        return (*(fill for fill, _ in under), FillPath(path, colour, frame.opacity))

    size, clear = across * module, QUIET * module
    return SetFrame(
        frame=frame,
        items=Later(items),
        drawn=ground.box,
        layers=tuple(layer for _, layer in under),
        qr=QrFacts(target=data, module=module, quiet=frame.quiet),
        code=CodeZone(
            Box(*start, size, size), (clear, clear, clear, clear), frame.colour, frame.opacity
        ),
    )


def modules_across(data: str, level: str) -> int | None:
    """Return how many modules wide the code of some data is, None where it is too long for any.

    For ASCII that is stored byte by byte its length alone decides, as for most web addresses: who
    only measures a page needs no code, and each ad has its own.
    """
    if data.isascii() and not _STORED_DENSER.fullmatch(data):
        return _across(len(data), level)
    rows = _code(data, level)
    return None if rows is None else len(rows)


@lru_cache(maxsize=256)
def _across(length: int, level: str) -> int | None:
    rows = _code("a" * length, level)
    return None if rows is None else len(rows)


@lru_cache(maxsize=256)
def _code(data: str, level: str) -> tuple[bytes, ...] | None:
    """Return the rows of a code, None where the data is too long for any."""
    try:
        modules = best_code(data, level)
    except segno.DataOverflowError:
        return None
    return tuple(row.tobytes() for row in modules)


@lru_cache(maxsize=32)
def _modules(
    rows: tuple[bytes, ...],
    start: tuple[float, float],
    module: float,
    turned: Matrix | None,
    points: float,
) -> Path:
    """Return the dark modules in points, neighbours of a row joined into one rectangle."""
    if turned is not None:
        a, b, c, d, e, f = turned
        in_points = (a * points, b * points, c * points, d * points, e * points, f * points)
        return _turned(rows, start, module, in_points)
    # Codes differ from ad to ad, so this is quick: corners in points, turned only where they must.
    left, top, side = start[0] * points, start[1] * points, module * points
    path: list[Segment] = []
    for down, row in enumerate(rows):
        y, below = top + down * side, top + (down + 1) * side
        for dark in _DARK.finditer(row):
            x, right = left + dark.start() * side, left + dark.end() * side
            path += (("M", x, y), ("L", right, y), ("L", right, below), ("L", x, below), ("Z",))
    return tuple(path)


def _turned(
    rows: tuple[bytes, ...], start: tuple[float, float], side: float, turned: Matrix
) -> Path:
    """Return the dark modules under a matrix: steps along and across, added up."""
    a, b, c, d, e, f = turned
    left = a * start[0] + c * start[1] + e
    top = b * start[0] + d * start[1] + f
    along_x, along_y, down_x, down_y = a * side, b * side, c * side, d * side
    path: list[Segment] = []
    for down, row in enumerate(rows):
        x, y = left + down * down_x, top + down * down_y
        for dark in _DARK.finditer(row):
            first, last = dark.span()
            x1, y1, x2, y2 = (
                x + first * along_x,
                y + first * along_y,
                x + last * along_x,
                y + last * along_y,
            )
            path += (
                ("M", x1, y1),
                ("L", x2, y2),
                ("L", x2 + down_x, y2 + down_y),
                ("L", x1 + down_x, y1 + down_y),
                ("Z",),
            )
    return tuple(path)
