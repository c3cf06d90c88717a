"""Owns the data of hyphenation: which languages have patterns, and the files read once."""

from functools import cache
from importlib.resources import files

LANGUAGES = frozenset(("de", "en", "en-gb", "es", "fr", "it", "nl", "pl", "tr"))
_BRITISH = frozenset(("au", "bz", "gg", "gi", "hk", "ie", "im", "in", "je", "mt", "nz", "sg", "za"))
"""Regions whose English follows British breaks."""
_OLD_ORTHOGRAPHY = "1901"

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
def patterns(language: str) -> tuple[dict[str, Levels], int]:
    """Return the patterns of a language with their levels, and the length of the longest."""
    found: dict[str, Levels] = {}
    known: dict[Levels, Levels] = {}
    for line in words_of(f"{language}.txt"):
        letters, levels = [], [0]
        for sign in line:
            if sign.isdigit():
                levels[-1] = int(sign)
            else:
                letters.append(sign)
                levels.append(0)
        spoken = tuple((at, level) for at, level in enumerate(levels) if level)
        found["".join(letters)] = known.setdefault(spoken, spoken)
    return found, max(map(len, found))


@cache
def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a data file, none where there is no such file."""
    place = files("brand_assets.typesetting.text") / "hyphenation_patterns" / name
    return tuple(place.read_text(encoding="utf-8").split()) if place.is_file() else ()
