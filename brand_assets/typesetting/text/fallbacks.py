"""Owns the choice of fonts: which face of a chain shows each character of a text."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import icu

from brand_assets.typesetting.text.faces import Face

IGNORABLE = frozenset(
    [
        *("\n\r\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029\ufeff"),
        *map(chr, range(0x180B, 0x1810)),
        *map(chr, range(0x202A, 0x202F)),
        *map(chr, range(0x2060, 0x2070)),
        *map(chr, range(0xFE00, 0xFE10)),
        *map(chr, range(0xE0000, 0xE0080)),
        *map(chr, range(0xE0100, 0xE01F0)),
    ]
)
"""Characters that draw nothing and that no font needs to have."""
_BREAKS = re.compile("[\n\r\u2028\u2029]")
_NO_SCRIPT = frozenset((icu.UScriptCode.COMMON, icu.UScriptCode.INHERITED))
_FAR = 1_000.0


@lru_cache(maxsize=128)
def chain(face: Face, fallbacks: tuple[Face, ...]) -> tuple[Face, ...]:
    """Return the fallbacks in the kit's order, of each family the nearest weight first."""
    families = list(dict.fromkeys(other.family for other in fallbacks))
    ordered = sorted(
        fallbacks,
        key=lambda f: (families.index(f.family), min(_FAR, abs(f.weight - face.weight))),
    )
    return tuple(other for other in ordered if other is not face)


def faces_for(
    text: str, face: Face, fallbacks: tuple[Face, ...], missing: dict[str, None]
) -> list[Face | None]:
    """Return the face of each character, None for a line break; `missing` gets what no font has.

    A letter stays with its marks, and a word of one script in one font where any has all of it.
    A cluster that no font has in full is set in the one that has its base, else in the run's own,
    whose sign for a missing character is then seen.
    """
    chosen: list[Face | None] = []
    known: dict[str, list[Face]] = {}
    for word in _words(text):
        if word not in known:
            known[word] = _of_word(word, face, fallbacks, missing)
        chosen += known[word]
    _join_spaces(text, face, chosen)
    for line_break in _BREAKS.finditer(text):
        chosen[line_break.start()] = None
    return chosen


def _of_word(
    word: str, face: Face, fallbacks: tuple[Face, ...], missing: dict[str, None]
) -> list[Face]:
    whole = _covering(word, face, fallbacks)
    if whole is not None:
        return [whole] * len(word)
    chosen: list[Face] = []
    for cluster in _graphemes(word):
        found = _covering(cluster, face, fallbacks)
        if found is None:
            found = next((one for one in (face, *fallbacks) if one.has(cluster[0])), face)
            missing.update(dict.fromkeys(sign for sign in cluster if not _shows(found, sign)))
        chosen += [found] * len(cluster)
    return chosen


def _words(text: str) -> Iterator[str]:
    """Yield letters of one script together with their marks, and all other clusters alone."""
    word, script = "", None
    for cluster in _graphemes(text):
        own = script_of(cluster[0])
        if word and (own is None or own != script):
            yield word
            word = ""
        if own is None:
            yield cluster
            continue
        word, script = word + cluster, own
    if word:
        yield word


@lru_cache(maxsize=1024)
def script_of(sign: str) -> int | None:
    """Return the script of a letter; None for signs of all scripts and for no letters."""
    if unicodedata.category(sign)[0] not in "LM":
        return None
    code = icu.Script.getScript(sign).getScriptCode()
    return None if code in _NO_SCRIPT else int(code)


def _graphemes(text: str) -> Iterator[str]:
    iterator = icu.BreakIterator.createCharacterInstance(icu.Locale.getRoot())
    held = icu.UnicodeString(text)
    iterator.setText(held)
    start = 0
    for unit in iterator:
        yield str(held[start:unit])
        start = unit


def _covering(text: str, face: Face, fallbacks: tuple[Face, ...]) -> Face | None:
    if all(sign in IGNORABLE or sign.isspace() for sign in text):
        return face
    for one in (face, *fallbacks):
        if any(
            all(_shows(one, sign) for sign in form) for form in dict.fromkeys((text, *_forms(text)))
        ):
            return one
    return None


def _forms(text: str) -> tuple[str, str]:
    """Return a text composed and decomposed: shaping takes whichever the font has."""
    return unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)


def _shows(face: Face, sign: str) -> bool:
    return sign in IGNORABLE or face.has(sign)


def _join_spaces(text: str, face: Face, chosen: list[Face | None]) -> None:
    """Set spaces and signs between two words of one fallback in it, too, where it has them."""
    at, length = 0, len(text)
    while at < length:
        if chosen[at] is not face:
            at += 1
            continue
        end = at
        while end < length and chosen[end] is face and not text[end].isalnum():
            end += 1
        other = chosen[at - 1] if at else None
        between = end > at and end < length and other is not None and chosen[end] is other
        if other is not None and between and all(_shows(other, s) for s in text[at:end]):
            chosen[at:end] = [other] * (end - at)
        at = max(end, at + 1)
