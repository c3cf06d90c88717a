"""Owns how forbidden words are found in a text, inflected too, and what to write instead."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from brand_assets.design_facts import Wording

# Endings that a German or English word takes without becoming another word, longest first.
_ENDINGS = {
    "de": (
        *("sten", "ster", "stes", "stem", "ste", "eren", "erer", "eres", "erem", "ere"),
        *("ern", "en", "er", "es", "em", "st", "e", "n", "s"),
    ),
    "en": ("est", "er", "es", "ed", "s"),
}
_SHORTEST_INFLECTED = 4
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class WordingMatch:
    """One forbidden wording as it stands in a text; `found` keeps its ending and capitals."""

    wording: Wording
    found: str
    start: int
    ending: str

    @property
    def replacement(self) -> str | None:
        """What to write instead, with the ending of an adjective; None without a suggestion."""
        suggestion = self.wording.suggestion
        if suggestion is None:
            return None
        if _is_adjective(self.wording.phrase, suggestion):
            suggestion += self.ending
        if self.found[:1].isupper() and not self.wording.phrase[:1].isupper():
            return suggestion[:1].upper() + suggestion[1:]
        return suggestion


def _is_adjective(phrase: str, suggestion: str) -> bool:
    return phrase[-1:].isalpha() and phrase[:1].islower() and suggestion[:1].islower()


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return the text composed (NFC) and without invisible characters that would hide a word."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text))


def find_wordings(text: str, wordings: Iterable[Wording], language: str) -> list[WordingMatch]:
    """Return the forbidden wordings of one language in a text (`plain` before), by position."""
    matches = [
        WordingMatch(wording, match.group(0), match.start(), match.group(1).lower())
        for wording in wordings
        if wording.language == language
        for match in _pattern(wording.phrase, language).finditer(text)
    ]
    return sorted(_longest_only(matches), key=lambda m: m.start)


def _longest_only(matches: list[WordingMatch]) -> list[WordingMatch]:
    kept: list[WordingMatch] = []
    for match in sorted(matches, key=lambda m: (-len(m.found), m.start)):
        end = match.start + len(match.found)
        if all(end <= k.start or k.start + len(k.found) <= match.start for k in kept):
            kept.append(match)
    return kept


def replace_all(text: str, matches: Iterable[WordingMatch]) -> str | None:
    """Return the text with every match replaced; None where one has no suggestion."""
    for match in sorted(matches, key=lambda m: -m.start):
        replacement = match.replacement
        if replacement is None:
            return None
        text = text[: match.start] + replacement + text[match.start + len(match.found) :]
    return text


@lru_cache(maxsize=10_000)
def _pattern(phrase: str, language: str) -> re.Pattern[str]:
    words = [_word(word) for word in plain(phrase).split()]
    ending = ""
    if len(phrase) >= _SHORTEST_INFLECTED and phrase[-1:].isalpha():
        ending = "|".join((*_ENDINGS.get(language, ()), ""))
    body = r"\s+".join(words)
    return re.compile(rf"(?<!\w){body}({ending})(?!\w)", re.IGNORECASE)


def _word(word: str) -> str:
    return re.escape(word).replace(r"\-", "[-\\s\u2010\u2011]?")
