"""Owns the data of hyphenation: which languages have patterns, and the files read once."""

from functools import cache, lru_cache
from importlib.resources import files

LANGUAGES = frozenset(("de", "en", "en-gb", "es", "fr", "it", "nl", "pl", "tr"))
_BRITISH = frozenset(("au", "bz", "gg", "gi", "hk", "ie", "im", "in", "je", "mt", "nz", "sg", "za"))
"""Regions whose English follows British breaks."""
_OLD_ORTHOGRAPHY = "1901"
_NO_DIGITS = str.maketrans("", "", "0123456789")

Levels = tuple[tuple[int, int], ...]
"""Where a pattern speaks for a break (odd level) or against one (even): letters before, level."""


@cache
def pattern_language(tag: str) -> str | None:
    """Return the pattern file for a BCP 47 tag ("de-AT", "en-GB"), None where there is none."""
    parts = tag.strip().lower().replace("_", "-").split("-")
    if parts[0] == "en" and _BRITISH.intersection(parts[1:]):
        return "en-gb"
    if _OLD_ORTHOGRAPHY in parts[1:]:
        return None
    while parts:
        name = "-".join(parts)
        if name in LANGUAGES:
            return name
        parts.pop()
    return None


@cache
def patterns(language: str) -> tuple[dict[str, str], int]:
    """Return the patterns of a language by their letters, and how many the longest has.

    They are as written, for `levels_of`: a process needs few of these tens of thousands.
    """
    found = {written.translate(_NO_DIGITS): written for written in words_of(f"{language}.txt")}
    return found, max(map(len, found))


@lru_cache(maxsize=4096)
def levels_of(written: str) -> Levels:
    """Return the levels of a pattern: "1n2d" speaks for a break before the n, against one after."""
    levels = [0]
    for sign in written:
        if sign.isdigit():
            levels[-1] = int(sign)
        else:
            levels.append(0)
    return tuple((at, level) for at, level in enumerate(levels) if level)


@cache
def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a data file, none where there is no such file."""
    place = files("brand_assets.typesetting.text") / "hyphenation_patterns" / name
    return tuple(place.read_text(encoding="utf-8").split()) if place.is_file() else ()
