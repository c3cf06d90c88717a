"""Owns where a word may be broken: TeX patterns by Liang's algorithm, and exceptions."""

from functools import cache, lru_cache
from importlib.resources import files
from itertools import zip_longest

from brand_assets.design_facts import Hyphenation

_LANGUAGES = ("de", "en")
_ENDINGS = {"de": ("", "n", "s", "en", "es", "e", "er", "em"), "en": ("", "s")}
_LONGEST_WORD = 100

Levels = tuple[int, ...]


def hyphen_points(
    word: str, rules: Hyphenation, exceptions: tuple[str, ...] = ()
) -> tuple[int, ...]:
    """Return the indices before which `word` (letters only) may be broken with a hyphen.

    `exceptions` ("Pflanz-erde") go before the patterns and before the shipped exceptions.
    """
    if not rules.min_word <= len(word) <= _LONGEST_WORD or word.isupper():
        return ()
    points = _points(word.lower(), rules.language, exceptions)
    last = len(word) - rules.min_after
    return tuple(point for point in points if rules.min_before <= point <= last)


@lru_cache(maxsize=8192)
def _points(word: str, language: str, exceptions: tuple[str, ...]) -> tuple[int, ...]:
    if language not in _LANGUAGES:
        return ()
    for table in (_exceptions(exceptions), _shipped_exceptions(language)):
        found = _excepted(word, table, language)
        if found is not None:
            return found
    return _by_patterns(word, language)


def _excepted(
    word: str, table: dict[str, tuple[int, ...]], language: str
) -> tuple[int, ...] | None:
    for ending in _ENDINGS[language]:
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
    return _exceptions(tuple(_data(f"exceptions-{language}.txt").split()))


@cache
def _patterns(language: str) -> tuple[dict[str, Levels], int]:
    patterns: dict[str, Levels] = {}
    for line in _data(f"{language}.txt").split():
        letters, levels = [], [0]
        for sign in line:
            if sign.isdigit():
                levels[-1] = int(sign)
            else:
                letters.append(sign)
                levels.append(0)
        patterns["".join(letters)] = tuple(levels)
    return patterns, max(map(len, patterns))


def _data(name: str) -> str:
    folder = files("brand_assets.typesetting.text") / "hyphenation_patterns"
    return (folder / name).read_text(encoding="utf-8")


def _by_patterns(word: str, language: str) -> tuple[int, ...]:
    patterns, longest = _patterns(language)
    dotted = f".{word}."
    marks = [0] * (len(dotted) + 1)
    for start in range(len(dotted)):
        for end in range(start + 1, min(len(dotted), start + longest) + 1):
            levels = patterns.get(dotted[start:end])
            if levels is not None:
                spot = marks[start : start + len(levels)]
                marks[start : start + len(levels)] = [
                    max(pair) for pair in zip_longest(spot, levels, fillvalue=0)
                ]
    return tuple(at for at in range(1, len(word)) if marks[at + 1] % 2)
