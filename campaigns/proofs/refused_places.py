"""Owns how it is told which outlets something could not be done for: short however many (pure)."""

from collections.abc import Iterable

MOST_REASONS, MOST_PLACES = 4, 8
"""What is told once travels in a cookie, and browsers drop one of more than 4 KB."""


def told_places(refused: Iterable[tuple[str, str]]) -> list[str]:
    """Return each reason once, after the places (place, reason) that it holds for."""
    by_reason: dict[str, list[str]] = {}
    for place, reason in refused:
        by_reason.setdefault(reason, []).append(place)
    reasons = list(by_reason)
    told = [f"{_places(by_reason[reason])}: {reason}" for reason in reasons[:MOST_REASONS]]
    rest = [place for reason in reasons[MOST_REASONS:] for place in by_reason[reason]]
    return [*told, _places(rest)] if rest else told


def _places(places: list[str]) -> str:
    named = list(dict.fromkeys(places))
    left = len(named) - MOST_PLACES
    return ", ".join(named[:MOST_PLACES]) + (f" … (+{left})" if left > 0 else "")
