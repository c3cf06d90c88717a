"""Owns where lines may end: ICU's opportunities, made stricter for German, and hyphenation."""

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import icu

from brand_assets.design_facts import Hyphenation
from brand_assets.typesetting.text.formatting import keeps_together
from brand_assets.typesetting.text.hyphenation import HyphenPoint, word_breaks

SOFT_HYPHEN = "\u00ad"
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")
_MARKS = re.compile("[\u0300-\u036f]")
_LETTERS_AROUND_HYPHEN = 3
_TWO_BYTES = 0xFFFF
_FEEDS = frozenset("\n\u2028\u2029")
_LOCALES_KEPT = 32
_local = threading.local()


class Ending(IntEnum):
    """What ends a line: the text, a line feed, a space or sign, or a hyphen that is added."""

    SOFT = 0
    HARD = 1
    HYPHEN = 2


@dataclass(frozen=True, slots=True)
class Opportunity:
    """A place where a line may end: before the character `at`.

    `seam` says that an added hyphen stands between the parts of a compound, or where a soft hyphen
    asks for it: the best of all places in a word.
    """

    at: int
    ending: Ending
    seam: bool = False


@lru_cache(maxsize=512)
def opportunities(
    text: str, language: str, rules: Hyphenation | None, exceptions: tuple[str, ...] = ()
) -> tuple[Opportunity, ...]:
    """Return all places where a line may end, in order; the last one is the end of the text."""
    found = {at: Ending.SOFT for at in unicode_breaks(text, language) if _allowed(text, at)}
    seams = set()
    for at in found:
        if text[at - 1] == SOFT_HYPHEN:
            found[at] = Ending.HYPHEN
            seams.add(at)
        elif text[at - 1] in "\n\u2028\u2029":
            found[at] = Ending.HARD
    if rules is not None:
        for point in _hyphens(text, rules, exceptions):
            if point.at not in found:
                found[point.at] = Ending.HYPHEN
                if point.seam:
                    seams.add(point.at)
    found[len(text)] = Ending.HARD
    return tuple(Opportunity(at, found[at], at in seams) for at in sorted(found))


def unicode_breaks(text: str, language: str) -> Iterator[int]:
    """Yield where Unicode's rules (UAX 14) for a language allow a line to end."""
    iterators: dict[str, icu.BreakIterator] | None = getattr(_local, "iterators", None)
    if iterators is None:
        iterators = _local.iterators = {}
    if language not in iterators:
        if len(iterators) >= _LOCALES_KEPT:
            iterators.clear()
        iterators[language] = icu.BreakIterator.createLineInstance(icu.Locale(language))
    iterator = iterators[language]
    iterator.setText(icu.UnicodeString(text))
    places = _places(text)
    for unit in iterator:
        yield unit if places is None else places[unit]


def _places(text: str) -> list[int] | None:
    """Return the character of each UTF-16 unit, None where the two count alike."""
    if not text or ord(max(text)) <= _TWO_BYTES:
        return None
    places: list[int] = []
    for at, sign in enumerate(text):
        places.extend([at] * (2 if ord(sign) > _TWO_BYTES else 1))
    return [*places, len(text)]


def _allowed(text: str, at: int) -> bool:
    """Whether a break keeps ranges ("9-19", with a dash) and short compounds ("9-cm") whole.

    Nor does it part "75 €" or "22. Mai", where the space is an ordinary one.
    """
    if not 0 < at < len(text):
        return at == len(text)
    before, after = text[at - 1], text[at]
    if before == " ":
        return not keeps_together(text, at)
    if before == "\u2013":
        return at > 1 and text[at - 2].isspace()
    if before == "-" and not after.isspace():
        head = re.search(r"([^\W\d_]*)-$", text[:at])
        tail = _WORD.match(text, at)
        letters = min(len(head[1]) if head else 0, len(tail[0]) if tail else 0)
        return letters >= _LETTERS_AROUND_HYPHEN
    return True


def _hyphens(text: str, rules: Hyphenation, exceptions: tuple[str, ...]) -> Iterator[HyphenPoint]:
    breaks = _points_among_marks if _MARKS.search(text) else word_breaks
    for word in _WORD.finditer(text):
        start, end = word.span()
        around = (text[start - 1 : start], text[end : end + 1])
        divided = SOFT_HYPHEN in around or "-" in around
        if divided or end - start < rules.min_word or _is_last(text, end):
            continue
        for point in breaks(word[0], rules, exceptions):
            yield HyphenPoint(start + point.at, point.seam)


def _points_among_marks(
    word: str, rules: Hyphenation, exceptions: tuple[str, ...]
) -> tuple[HyphenPoint, ...]:
    """Return where a word may be broken, also one whose accents are characters of their own."""
    composed = unicodedata.normalize("NFC", word)
    found = word_breaks(composed, rules, exceptions)
    if len(composed) == len(word):
        return found
    starts = [at for at, sign in enumerate(word) if not unicodedata.combining(sign)]
    if len(starts) != len(composed):
        return ()
    return tuple(HyphenPoint(starts[at], seam) for at, seam in found)


def _is_last(text: str, end: int) -> bool:
    """Whether a word is the last of its paragraph: half a word makes a poor last line."""
    following = _WORD.search(text, end)
    return following is None or not _FEEDS.isdisjoint(text[end : following.start()])
