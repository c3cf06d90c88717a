"""Owns what lies beneath an element of a page: the last area that covers its middle."""

from collections.abc import Sequence

from brand_assets.typesetting.preflight.painted import Painted, PaintKind
from brand_assets.typesetting.preflight.reading import ReadFile

_AREAS = (PaintKind.FILL, PaintKind.IMAGE, PaintKind.SHADING)


def ground_of(file: ReadFile, painted: Sequence[Painted], index: int) -> Painted | None:
    """Return the ground of the element at an index; None for bare paper.

    Looking is bounded for a file as a whole: after that everything stands on bare paper.
    """
    box = painted[index].shown
    if box is None:
        return None
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for at in range(index - 1, -1, -1):
        below = painted[at]
        file.looks -= 1
        if file.looks < 0:
            return None
        shown = below.shown
        if below.kind not in _AREAS or shown is None:
            continue
        if shown[0] <= x <= shown[2] and shown[1] <= y <= shown[3]:
            return below
    return None
