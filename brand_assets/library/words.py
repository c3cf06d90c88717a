"""Owns the words of the search: how text is cut and spelt alike, for what is found and asked.

Case, accents and the two spellings of an umlaut do not matter: "Fruehling" finds "Frühling".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from brand_assets.library.rules import folded

LONGEST = 60
"""Letters of a word that are kept."""
SHORTEST_PART = 3
"""Letters with which a word is also found from its middle on; fewer must begin it."""
MOST_WORDS = 400
MOST_ASKED = 8
_MINUS = "-"
_WORD = re.compile(r"\w+")
_ASKED = re.compile(r"(?<!\S)-(?=\w)|\w+")
_SPELT_OUT = re.compile(r"(?<=[aou])e")


def spelt(text: str) -> str:
    """Return text as words are compared: folded, and ae, oe, ue as the umlaut without dots."""
    return _SPELT_OUT.sub("", folded(text)).replace("_", " ")


def words_of(text: str) -> list[str]:
    """Return the words of a text as they are compared."""
    return [word[:LONGEST] for word in _WORD.findall(spelt(text))]


def weighed_words(texts: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return every word of texts with weights, each word with the most that it has anywhere."""
    weighed: dict[str, int] = {}
    for text, weight in texts:
        for word in words_of(text):
            if word in weighed:
                weighed[word] = max(weight, weighed[word])
            elif len(weighed) < MOST_WORDS:
                weighed[word] = weight
    return weighed


def parts_of(word: str) -> list[str]:
    """Return a word from each of its letters on, so that a compound is found by its later words.

    Numbers and codes are found by their beginning alone.
    """
    last = len(word) - SHORTEST_PART if word.isalpha() else 0
    return [word[at:] for at in range(max(0, last) + 1)]


@dataclass(frozen=True, slots=True)
class AskedWords:
    """The words that somebody typed: those that must occur, and those that must not."""

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)


def asked_words(text: str) -> AskedWords:
    """Read what somebody typed: words, with a minus before those that must not occur.

    There is nothing else to it: quotes, stars and other signs only part words.
    """
    sides: tuple[list[str], list[str]] = ([], [])
    minus = False
    for token in _ASKED.findall(spelt(text)):
        if token == _MINUS:
            minus = True
            continue
        sides[minus].append(token[:LONGEST])
        minus = False
    wanted, unwanted = (tuple(dict.fromkeys(side))[:MOST_ASKED] for side in sides)
    return AskedWords(wanted, unwanted)


def end_of_prefix(prefix: str) -> str:
    """Return where, in byte order, the words that begin with a prefix end."""
    return f"{prefix}\U0010ffff"
