"""Owns leaders: signs on the way to a tab stop, on one raster for all lines of a column."""

import math
from collections.abc import Iterator

from brand_assets.typesetting.display_list import DrawGlyphs, Matrix
from brand_assets.typesetting.text.lines import Line
from brand_assets.typesetting.text.paragraphs import draw_line
from brand_assets.typesetting.text.story.tabs import LeaderWay

MOST_IN_A_STORY = 30_000
"""Leaders of a story together; further ones are left out."""
_MOST_ON_A_WAY = 500
_GAP = 0.3
"""Em that stay free between a text and the leader beside it."""
_LEAST_STEP = 0.05


class Leaders:
    """Draws the leaders of one story, as many as it may have."""

    def __init__(self) -> None:
        self._left = MOST_IN_A_STORY

    def drawn(
        self,
        way: LeaderWay,
        origin: tuple[float, float],
        size: float,
        paint: tuple[str, float, Matrix | None],
    ) -> Iterator[DrawGlyphs]:
        """Yield a leader, which reads as one space; `origin` is where its column starts."""
        steps = self._steps(way, size)
        self._left -= len(steps)
        if not steps or self._left < 0:
            return
        colour, opacity, matrix = paint
        text, reading = way.leader, " "
        step = text.width * size
        whole = Line(0, len(text.text), len(text.text), text.width)
        for face, em, signs, _ in draw_line(text, whole, origin, size):
            glyphs = tuple(
                [sign._replace(x=sign.x + index * step) for index in steps for sign in signs]
            )
            yield DrawGlyphs(face.key, em, colour, glyphs, matrix, opacity, reading)
            reading = ""

    def _steps(self, way: LeaderWay, size: float) -> range:
        """Return at which steps of the raster signs stand; on a very long way on every other."""
        step = way.leader.width * size
        if step < _LEAST_STEP * size:
            return range(0)
        first = math.ceil((way.start + _GAP * size) / step)
        last = math.floor((way.end - _GAP * size) / step)
        apart = max(1, math.ceil((last - first) / _MOST_ON_A_WAY))
        return range(math.ceil(first / apart) * apart, last, apart)
