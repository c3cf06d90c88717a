"""Owns the seams of German compounds: where one part ends and the next begins."""

from collections.abc import Collection, Iterator
from functools import cache

from brand_assets.typesetting.text.pattern_files import words_of

_LINKS = ("", "s", "n", "en", "es", "e", "er", "ns", "ens")
_ENDINGS = ("", "s", "n", "en", "e", "es", "er", "em", "ern", "ens", "in", "innen", "chen")
_AT_THE_START = (
    "ab an auf aus bei dar durch ein fort gegen her hin hinter los mit nach neben nieder ober über "
    "um unter vor voraus vorbei weg weiter wider wieder zu zurück zusammen zwischen außen innen "
    "nicht sonder"
)
_PARTICLES = frozenset(_AT_THE_START.split(" "))
"""Parts that stand only at the start of a word: "Abverkauf", but no seam in "Wochenein-kauf"."""
_SUFFIXES = ("schaft", "heit", "keit", "haft", "lich", "ling", "losen", "lose", "tum", "igkeit")
_SHORTEST, _LONGEST = 2, 16
_SURE = 4
"""Letters that each part needs for a seam that the patterns do not see."""
_UNKNOWN = 4
"""Letters that the unknown rest of a compound needs at least."""
_VOWELS = frozenset("aeiouyäöü")

_Parts = tuple[int, int, tuple[int, ...], int]
"""Seams the patterns do not see, parts, seams, and the length of the shortest part."""


def seams(word: str, points: Collection[int]) -> frozenset[int]:
    """Return where the parts of a compound (in small letters) meet.

    `points` are the breaks that the patterns allow. A seam that is none of them needs a compound
    whose parts are all known; where a part is unknown, only a known neighbour and the patterns
    together make a seam.
    """
    if len(word) < 2 * _SHORTEST + 1:
        return frozenset()
    whole = _divided(word, points)
    if whole is not None:
        unseen, _, found, shortest = whole
        if unseen and shortest < _SURE:
            found = tuple(at for at in found if at in points)
        return frozenset(found)
    return frozenset(_partly(word, points))


def _divided(word: str, points: Collection[int]) -> _Parts | None:
    """Return the division into known parts with the fewest surprises, then the fewest parts."""
    best: dict[int, _Parts] = {0: (0, 0, (), len(word))}
    for start in range(len(word)):
        here = best.get(start)
        if here is None:
            continue
        for end, length in _ends(word, start):
            last = end == len(word)
            if word[end - 1] == "s" and end not in points and end - 1 in points:
                continue  # "Berg-steiger": the s begins the next part, it does not link
            unseen = here[0] + (0 if last or end in points else 1)
            seam = here[2] if last else (*here[2], end)
            found = (unseen, here[1] + 1, seam, min(here[3], length))
            if end not in best or found[:2] < best[end][:2]:
                best[end] = found
    return best.get(len(word))


def _ends(word: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield where a part that starts here ends, its link or ending included, and its length."""
    stems = _stems()
    for length in range(_SHORTEST, min(_LONGEST, len(word) - start) + 1):
        stop = start + length
        part = word[start:stop]
        if not start and part in _PARTICLES and length + _SHORTEST <= len(word):
            yield stop, length
        if part not in stems:
            continue
        rest = word[stop:]
        if rest in _ENDINGS:
            yield len(word), length
        for link in _LINKS:
            if rest.startswith(link) and len(rest) - len(link) >= _SHORTEST:
                yield stop + len(link), length


def _partly(word: str, points: Collection[int]) -> Iterator[int]:
    """Yield seams beside a known first and a known last part, where the patterns agree."""
    heads = [(length, -end) for end, length in _ends(word, 0) if length >= _SURE and end in points]
    if heads and _may_be_part(word[-max(heads)[1] :]):
        yield -max(heads)[1]
    for start in range(_UNKNOWN, len(word) - _SURE + 1):
        if start in points and _may_be_part(word[:start]):
            ends = dict(_ends(word, start))
            if ends.get(len(word), 0) >= _SURE:
                yield start
                return


def _may_be_part(rest: str) -> bool:
    return len(rest) >= _UNKNOWN and not _VOWELS.isdisjoint(rest) and not rest.startswith(_SUFFIXES)


@cache
def _stems() -> frozenset[str]:
    return frozenset(words_of("seams-de.txt"))
