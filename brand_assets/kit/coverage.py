"""Owns which languages a font can set: their letters and quotation marks by the CLDR, and signs."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

import icu

LANGUAGES = (
    *("de", "en", "fr", "it", "nl", "pl", "tr", "es"),
    *("pt", "da", "sv", "nb", "fi", "cs", "sk", "hu", "ro", "hr", "sl", "lt", "lv", "et"),
    *("el", "bg", "uk"),
)
"""Languages of the European Union's larger markets and its neighbours, ours first."""
_SIGNS = "0123456789.,;:!?()&/+%€–’"
"""What ads need in every language: figures, points, the euro sign, dash and apostrophe."""
_STANDARD_SET = 0
_DELIMITERS = 4


@dataclass(frozen=True, slots=True)
class LanguageGap:
    """What a font lacks for one language; nothing where it can set it."""

    language: str
    missing: str


def find_gaps(known: Collection[int]) -> tuple[LanguageGap, ...]:
    """Return for each language what a font with these code points lacks, in their order."""
    return tuple(
        LanguageGap(language, "".join(c for c in needed_signs(language) if ord(c) not in known))
        for language in LANGUAGES
    )


@lru_cache(maxsize=len(LANGUAGES))
def needed_signs(language: str) -> str:
    """Return the letters, quotation marks and signs that texts in a language need."""
    data, locale = icu.LocaleData(language), icu.Locale(language)
    small = [str(letter) for letter in data.getExemplarSet(0, _STANDARD_SET)]
    large = [str(icu.UnicodeString(letter).toUpper(locale)) for letter in small]
    quotes = [str(data.getDelimiter(index)) for index in range(_DELIMITERS)]
    letters = sorted({sign for text in (*small, *large) for sign in text if sign.isprintable()})
    rest = [sign for text in (*quotes, _SIGNS) for sign in text if sign.isprintable()]
    return "".join(dict.fromkeys((*letters, *rest)))
