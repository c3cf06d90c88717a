"""Owns fit by tracking: the letters of a text draw closer before its size shrinks."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from brand_assets.typesetting.text.fitting import Fitted, Place, fit, fit_at, sizes, stands
from brand_assets.typesetting.text.paragraphs import Paragraph

_MOST_STEPS = 10


class Tightened(NamedTuple):
    """A text as fit left it: with its tracking in 1/1000 em."""

    text: Paragraph
    fitted: Fitted
    tracking: float


@dataclass(frozen=True, slots=True, eq=False)
class Tightening:
    """The trackings that a text may have, from the loosest on, and what makes it in one."""

    trackings: tuple[float, ...]
    text: Callable[[float], Paragraph]

    def fit(self, place: Place) -> Tightened:
        """Return the text at the largest size that fits, no tighter there than it must be."""
        if len(self.trackings) == 1:
            return self._last(fit(self.text(self.trackings[0]), place))
        tightest = self.text(self.trackings[-1])
        for size in sizes(place.size_max, place.size_min, place.step):
            if stands(tightest, place, size) is not None:
                return self.fit_at(place, size)
        return self._last(fit_at(tightest, place, place.size_min))

    def fit_at(self, place: Place, size: float) -> Tightened:
        """Return the text at a given size, no tighter than it must be."""
        for tracking in self.trackings:
            text = self.text(tracking)
            if stands(text, place, size) is not None:
                return Tightened(text, fit_at(text, place, size), tracking)
        return self._last(fit_at(self.text(self.trackings[-1]), place, size))

    def no_looser(self, tracking: float) -> "Tightening":
        """Return this with its trackings no looser than one."""
        kept = tuple([one for one in self.trackings if one <= tracking])
        return Tightening(kept or self.trackings[-1:], self.text)

    def _last(self, fitted: Fitted) -> Tightened:
        tracking = self.trackings[-1]
        return Tightened(self.text(tracking), fitted, tracking)


def trackings(loosest: float, least: float) -> tuple[float, ...]:
    """Return the trackings to try, evenly from the loosest down to the least."""
    if least >= loosest:
        return (loosest,)
    steps = min(_MOST_STEPS, math.ceil(loosest - least))
    return tuple([round(loosest - (loosest - least) * n / steps, 3) for n in range(steps + 1)])
