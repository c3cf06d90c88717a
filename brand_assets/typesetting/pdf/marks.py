"""Owns the drawing of marks in the slug: crop marks, registration targets, colour bar."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from brand_assets.typesetting.pdf.objects import name, number, numbers
from brand_assets.typesetting.pdf.sheet import MM, Marks, Sheet

ALL_INKS = "X0"
"""The resource of the colour that prints on every plate."""
MARK_LENGTH = 5 * MM
MARK_WIDTH = 0.25
TARGET_RADIUS = 1.5 * MM
ARM = 1.5 * TARGET_RADIUS
PATCH = 5 * MM
_LEAST_PATCH = 0.5 * MM
_ABOVE_LINE = 2.8 * MM
_BESIDE_CORNER, _BESIDE_TARGET = 2 * MM, 6 * MM
_CIRCLE = 0.5523
_PATCHES = (
    (1, 0, 0, 0),
    (0, 1, 0, 0),
    (0, 0, 1, 0),
    (0, 0, 0, 1),
    (0, 1, 1, 0),
    (1, 0, 1, 0),
    (1, 1, 0, 0),
    (1, 1, 1, 0),
    (0, 0, 0, 0.75),
    (0, 0, 0, 0.5),
    (0, 0, 0, 0.25),
)
"""The inks, what they give upon one another, and steps of grey."""


def marks_content(sheet: Sheet, marks: Marks, plates: Iterable[str]) -> str:
    """Return the operators of the marks, in the units of the media.

    `plates` are the resources of the colour spaces of spot inks, each of which gets a patch.
    """
    parts = [f"q\n/{ALL_INKS} CS 1 SCN {number(MARK_WIDTH)} w\n"]
    if marks.crop:
        parts += map(_line, _crop_marks(sheet, marks.offset * MM))
    if marks.registration:
        parts += [_target(x, y) for x, y in _centres(sheet, marks.offset * MM)]
    if marks.colour_bar:
        low = _ABOVE_LINE if marks.slug_line else marks.offset * MM
        parts += _colour_bar(sheet, (low, sheet.slug - marks.offset * MM), list(plates))
    return "".join(parts) + "Q\n"


def all_inks() -> str:
    """Return the Separation that prints on every plate."""
    return (
        f"[/Separation {name('All')} /DeviceCMYK << /FunctionType 2 /Domain [0 1]"
        " /C0 [0 0 0 0] /C1 [1 1 1 1] /N 1 >>]"
    )


Ends = tuple[float, float, float, float]


def _crop_marks(sheet: Sheet, offset: float) -> Iterator[Ends]:
    near = sheet.slug - offset
    far = max(0.0, near - MARK_LENGTH)
    left = bottom = sheet.origin
    right, top = left + sheet.width, bottom + sheet.height
    across, up = sheet.media
    for x in (left, right):
        yield x, far, x, near
        yield x, up - near, x, up - far
    for y in (bottom, top):
        yield far, y, near, y
        yield across - near, y, across - far, y


def _centres(sheet: Sheet, offset: float) -> Iterator[tuple[float, float]]:
    across, up = sheet.media
    edge = max(ARM, min(sheet.slug / 2, sheet.slug - offset - ARM))
    yield across / 2, edge
    yield across / 2, up - edge
    yield edge, up / 2
    yield across - edge, up / 2


def _target(x: float, y: float) -> str:
    r = TARGET_RADIUS
    k = r * _CIRCLE
    circle = (
        f"{numbers((x + r, y))} m "
        f"{numbers((x + r, y + k, x + k, y + r, x, y + r))} c "
        f"{numbers((x - k, y + r, x - r, y + k, x - r, y))} c "
        f"{numbers((x - r, y - k, x - k, y - r, x, y - r))} c "
        f"{numbers((x + k, y - r, x + r, y - k, x + r, y))} c S\n"
    )
    return circle + _line((x - ARM, y, x + ARM, y)) + _line((x, y - ARM, x, y + ARM))


def _colour_bar(sheet: Sheet, room: tuple[float, float], plates: Sequence[str]) -> Iterator[str]:
    """Yield patches in the slug below the page, left and right of the target in its middle."""
    colours = [f"{numbers(cmyk)} k" for cmyk in _PATCHES]
    colours += [f"/{plate} cs 1 scn" for plate in plates]
    on_the_left = (len(colours) + 1) // 2
    half = sheet.width / 2 - _BESIDE_CORNER - _BESIDE_TARGET
    low, high = room
    side = min(PATCH, high - low, half / on_the_left)
    if side < _LEAST_PATCH:
        return
    bottom = (low + high - side) / 2
    start = sheet.origin + _BESIDE_CORNER
    beyond = sheet.origin + sheet.width / 2 + _BESIDE_TARGET
    places = chain(
        (start + index * side for index in range(on_the_left)),
        (beyond + index * side for index in range(len(colours) - on_the_left)),
    )
    for colour, x in zip(colours, places, strict=True):
        yield f"{colour} {numbers((x, bottom, side, side))} re f\n"


def _line(ends: Ends) -> str:
    return f"{numbers(ends[:2])} m {numbers(ends[2:])} l S\n"
