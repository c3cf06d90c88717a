"""Owns the memory of what patterns found: while one field is typed, other texts stay the same."""

import re
from functools import lru_cache

_KEPT = 8192


@lru_cache(maxsize=_KEPT)
def search(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return the first place where a pattern is found in a text."""
    return pattern.search(text)


@lru_cache(maxsize=_KEPT)
def find_all(pattern: re.Pattern[str], text: str) -> tuple[re.Match[str], ...]:
    """Return all places where a pattern is found in a text."""
    return tuple(pattern.finditer(text))
