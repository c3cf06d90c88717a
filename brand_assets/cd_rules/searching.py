"""Owns the memory of what patterns found: while one field is typed, other texts stay the same."""

import re
from functools import lru_cache
from typing import Generic, TypeVar

_KEPT = 8192
T = TypeVar("T")


class Same(Generic[T]):
    """A thing as a key: equal to the very same one alone, which is quick to tell of a large one."""

    __slots__ = ("thing",)

    def __init__(self, thing: T) -> None:
        self.thing = thing

    def __hash__(self) -> int:
        return id(self.thing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.thing is self.thing


@lru_cache(maxsize=_KEPT)
def search(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return the first place where a pattern is found in a text."""
    return pattern.search(text)


@lru_cache(maxsize=_KEPT)
def find_all(pattern: re.Pattern[str], text: str) -> tuple[re.Match[str], ...]:
    """Return all places where a pattern is found in a text."""
    return tuple(pattern.finditer(text))
