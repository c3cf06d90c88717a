"""Owns how the findings of an outlet are told in short: one place in many formats is told once."""

from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.rollout.everyone.results import SaidOnce
from campaigns.rollout.everyone.rules import Verdict


@dataclass(frozen=True, slots=True)
class SaidShort:
    """One place of an outlet's ads with what is said of it first, and in which formats."""

    verdict: Verdict
    text: str
    frame: str
    formats: tuple[str, ...]


def in_short(said: Sequence[SaidOnce], language: str) -> list[SaidShort]:
    """Return what was found, the same place in several formats as one; what has no place, alone."""
    places: dict[tuple[Verdict, str], list[SaidOnce]] = {}
    for one in said:
        frame = one.frames[0] if one.frames else {}
        place = frame.get(language) or frame.get("de") or one.text(language)
        places.setdefault((one.verdict, place), []).append(one)
    return [
        SaidShort(
            verdict,
            found[0].text(language),
            place if found[0].frames else "",
            tuple(dict.fromkeys(key for one in found for key in one.formats)),
        )
        for (verdict, place), found in places.items()
    ]
