"""Owns where a word may be broken: exceptions, TeX patterns by Liang's algorithm, and seams."""

from collections.abc import Collection, Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from brand_assets.design_facts import Hyphenation
from brand_assets.typesetting.text.pattern_files import (
    levels_of,
    pattern_language,
    patterns,
    words_of,
)
from brand_assets.typesetting.text.seams import seams

_ENDINGS = {"de": ("", "n", "s", "en", "es", "e", "er", "em"), "en": ("", "s"), "en-gb": ("", "s")}
_LONGEST_WORD = 100
_BESIDE_SEAM = 2
"""Letters between a break and a seam beside which it is refused: "Gartenar-beit"."""
_TURKISH = str.maketrans({"\u0130": "i", "I": "\u0131"})


class HyphenPoint(NamedTuple):
    """A place where a word may be broken, and whether two parts of a compound meet there."""

    at: int
    seam: bool


def word_breaks(
    word: str, rules: Hyphenation, exceptions: tuple[str, ...] = ()
) -> tuple[HyphenPoint, ...]:
    """Return where `word` (letters only) may be broken with a hyphen.

    `exceptions` ("Pflanz-erde") go before the patterns and before the shipped exceptions. Words in
    capitals and words of a language without patterns stay whole.
    """
    if not rules.min_word <= len(word) <= _LONGEST_WORD or word.isupper():
        return ()
    language = pattern_language(rules.language)
    if language is None:
        return ()
    found = _breaks(_small(word, language), language, exceptions)
    last = len(word) - rules.min_after
    return tuple(point for point in found if rules.min_before <= point.at <= last)


def hyphen_points(
    word: str, rules: Hyphenation, exceptions: tuple[str, ...] = ()
) -> tuple[int, ...]:
    """Return the indices before which `word` may be broken."""
    return tuple(point.at for point in word_breaks(word, rules, exceptions))


def exceptions_for(
    table: Mapping[str, tuple[str, ...]], rules: Hyphenation | None
) -> tuple[str, ...]:
    """Return a kit's exceptions for the language of a style, those of its base language too."""
    if rules is None:
        return ()
    base = rules.language.partition("-")[0]
    own = table.get(rules.language, ())
    return own if base == rules.language else (*own, *table.get(base, ()))


def _small(word: str, language: str) -> str:
    """Return a word in small letters, as many as before."""
    if language == "tr":
        word = word.translate(_TURKISH)
    small = word.lower()
    if len(small) == len(word):
        return small
    return "".join(low if len(low := sign.lower()) == 1 else sign for sign in word)


@lru_cache(maxsize=8192)
def _breaks(word: str, language: str, exceptions: tuple[str, ...]) -> tuple[HyphenPoint, ...]:
    for table in (_exceptions(exceptions), _shipped_exceptions(language)):
        found = _excepted(word, table, language)
        if found is not None:
            return tuple(_as_excepted(word, found, language))
    points = _by_patterns(word, language)
    if language != "de":
        return tuple(HyphenPoint(at, seam=False) for at in points)
    return tuple(_beside_seams(points, seams(word, points)))


def _as_excepted(word: str, points: tuple[int, ...], language: str) -> Iterator[HyphenPoint]:
    """Yield the breaks of an exception; one that has a single break has it at the seam."""
    alone = len(points) == 1
    meeting = seams(word, points) if language == "de" else frozenset[int]()
    for at in points:
        yield HyphenPoint(at, seam=alone or at in meeting)


def _beside_seams(points: Collection[int], meeting: frozenset[int]) -> Iterator[HyphenPoint]:
    for at in sorted(meeting.union(points)):
        if at in meeting:
            yield HyphenPoint(at, seam=True)
        elif all(abs(at - seam) > _BESIDE_SEAM for seam in meeting):
            yield HyphenPoint(at, seam=False)


def _excepted(
    word: str, table: dict[str, tuple[int, ...]], language: str
) -> tuple[int, ...] | None:
    for ending in _ENDINGS.get(language, ("",)):
        if word.endswith(ending) and (stem := word[: len(word) - len(ending)]) in table:
            return table[stem]
    return None


@lru_cache(maxsize=64)
def _exceptions(words: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    table: dict[str, tuple[int, ...]] = {}
    for written in words:
        parts = written.strip().lower().split("-")
        ends, at = [], 0
        for part in parts[:-1]:
            at += len(part)
            ends.append(at)
        table["".join(parts)] = tuple(ends)
    return table


@cache
def _shipped_exceptions(language: str) -> dict[str, tuple[int, ...]]:
    return _exceptions(words_of(f"exceptions-{language}.txt"))


def _by_patterns(word: str, language: str) -> tuple[int, ...]:
    known, longest = patterns(language)
    dotted = f".{word}."
    marks = [0] * (len(dotted) + 1)
    for start in range(len(dotted)):
        for end in range(start + 1, min(len(dotted), start + longest) + 1):
            written = known.get(dotted[start:end])
            for at, level in levels_of(written) if written else ():
                marks[start + at] = max(marks[start + at], level)
    return tuple(at for at in range(1, len(word)) if marks[at + 1] % 2)
