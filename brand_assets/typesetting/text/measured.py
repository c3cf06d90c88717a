"""Owns what line breaking works on: a measured text, and the lines made of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from brand_assets.typesetting.text.opportunities import Ending, Opportunity

Widths: TypeAlias = float | Callable[[int], float]
"""The measure in em: of all lines, or of each by its number."""

STRETCHING = " \u00a0"
"""The spaces that a justified line stretches; narrow and other fixed spaces keep their width."""


class Line(NamedTuple):
    """A line: its characters from `start` to `end` (spaces at its end left out), width in em.

    `next` is where the following line starts; `hyphen` says that a hyphen is added. `width` is the
    natural one: a justified line has `spaces` spaces (see STRETCHING), and `stretch` em are to be
    added to each of them; a negative stretch takes away.
    """

    start: int
    end: int
    next: int
    width: float
    hyphen: bool = False
    stretch: float = 0.0
    spaces: int = 0

    @property
    def set_width(self) -> float:
        """The width of the line as it is set, its spaces stretched."""
        return self.width + self.stretch * self.spaces


@dataclass(frozen=True, slots=True)
class Measured:
    """A text ready for breaking: the summed advances before each character, in em.

    `endings` are the places where a line may end, `hyphen` is the width of an added hyphen.
    """

    text: str
    sums: tuple[float, ...]
    endings: tuple[Opportunity, ...]
    hyphen: float

    def line(self, start: int, ending: Opportunity) -> Line:
        """Return the line from `start` to an opportunity."""
        end = ending.at
        while end > start and self.text[end - 1] in " \n\t\u00ad\u2028\u2029":
            end -= 1
        hyphen = ending.ending is Ending.HYPHEN
        width = self.sums[end] - self.sums[start] + (self.hyphen if hyphen else 0.0)
        return Line(start, end, ending.at, width, hyphen)
