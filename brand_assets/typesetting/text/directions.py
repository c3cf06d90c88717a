"""Owns directions: levels of a text (UAX 9, by ICU) and the order in which a line is seen."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeVar

import icu

Direction: TypeAlias = Literal["auto", "ltr", "rtl"]
"""Direction of a paragraph: that of its first strong letter (else of the language), or given."""

_RTL_LANGUAGES = frozenset(("ar", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi"))
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_TWO_BYTES = 0xFFFF
_SPACES = re.compile("[\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Directions:
    """The level of each character, and where each paragraph starts with which level."""

    levels: tuple[int, ...]
    starts: tuple[int, ...]
    bases: tuple[int, ...]

    def base(self, at: int) -> int:
        """Return the level of the paragraph that holds a character."""
        return self.bases[max(0, bisect_right(self.starts, at) - 1)]


def directions(text: str, language: str, direction: Direction = "auto") -> Directions | None:
    """Return the directions of a text; None where all of it runs to the right."""
    if not text or (direction != "rtl" and _RIGHT_TO_LEFT.search(text) is None):
        return None
    bidi = icu.Bidi()
    # The binding keeps no reference to the text, so it has to outlive the calls.
    held = icu.UnicodeString(text)
    bidi.setPara(held, _level(language, direction))
    paragraphs = [bidi.getParagraphByIndex(index) for index in range(bidi.countParagraphs())]
    places = _units(text)
    characters = {unit: at for at, unit in enumerate(places)}
    units = bidi.getLevels()
    return Directions(
        levels=tuple([int(units[unit]) for unit in places]),
        starts=tuple([characters[start] for start, _, _ in paragraphs]) or (0,),
        bases=tuple([int(level) for _, _, level in paragraphs]) or (0,),
    )


def _level(language: str, direction: Direction) -> int:
    if direction != "auto":
        return int(direction == "rtl")
    to_the_left = language.partition("-")[0] in _RTL_LANGUAGES
    return int(icu.Bidi.DEFAULT_RTL if to_the_left else icu.Bidi.DEFAULT_LTR)


def _units(text: str) -> list[int]:
    """Return the UTF-16 unit at which each character starts."""
    places, unit = [], 0
    for sign in text:
        places.append(unit)
        unit += 2 if ord(sign) > _TWO_BYTES else 1
    return places


def is_space(text: str) -> bool:
    """Whether a text takes its direction from the line where it ends one (rule L1)."""
    return _SPACES.fullmatch(text) is not None


def seen_order(items: Sequence[T], levels: Sequence[int]) -> list[T]:
    """Return the parts of a line in the order they are seen (rule L2)."""
    order = list(range(len(items)))
    odd = [level for level in levels if level % 2]
    if not odd:
        return list(items)
    for level in range(max(levels), min(odd) - 1, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[at:end] = reversed(order[at:end])
            at = max(end, at + 1)
    return [items[index] for index in order]
