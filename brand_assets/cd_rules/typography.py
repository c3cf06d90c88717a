"""Owns the signs that typography wants: quotes, dashes, spaces and apostrophes set right.

Words and figures stay as they are; only the signs and spaces between them change. Addresses in
the web and of mail are left alone. German after Duden, "Textverarbeitung und E-Mails", and
DIN 5008; English after "New Hart's Rules".
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from brand_assets.cd_rules.quotes import ENGLISH, GERMAN, set_quotes

NARROW = "\u202f"
_DASH = "\u2013"
_LONGEST = 5000
_ROUNDS = 6
_NEAR = 12
"""Words after which a change is told as another one: no text of any length takes long."""
_GAP = "[ \u00a0\u202f\u2009]"
_HYPHEN = f"{_GAP}?[-\u2010\u2011\u2012]{_GAP}?"
_CLEAR = r"(?<![\w.,:/+-])"
"""Nothing stands before that would make figures part of a number, a code or a date."""
_END = r"(?![\w-])"

_WEB = re.compile(
    r"https?://\S+|www\.\S+|(?<![^\s@])[^\s@]+@[^\s@]+\.\w+"
    r"|(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.(?:de|com|eu|at|ch|net|org|shop|example)(?:/\S*)?(?!\w)",
    re.IGNORECASE,
)
_DAY = (
    "(?:Mo|Di|Mi|Do|Fr|Sa|So|Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag"
    "|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
)
_MONTH = (
    "(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
    "|January|February|March|May|June|July|October|December)"
)
_UNIT = "(?:€|EUR|%|‰|°C|mm|cm|km|m²|m³|m|ml|cl|l|mg|g|kg|W|kW|V|Uhr|Euro|Prozent)"
_CLOCK = r"\d{1,2}(?:[.:]\d\d)?"
_AMOUNT = r"\d+(?:[.,]\d+)*"
_DATE = r"\d{1,2}\.\d{1,2}\.(?:(?:\d\d){1,2})?"
_COUNTED = r"(?:Nr\.|Nummer|Seiten?|S\.|Größen?|Gr\.|Platz|No\.|pages?|sizes?)"

Step = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Correction:
    """A text with its signs set right, and what was changed: each piece as it was and as it is."""

    text: str
    changes: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1024)
def correct(text: str, language: str) -> Correction:
    """Return a text with its signs set right; the same text where nothing is to be changed."""
    if len(text) > _LONGEST:
        return Correction(text, ())
    steps = _ENGLISH if language == "en" else _GERMAN
    corrected = text
    for _ in range(_ROUNDS):
        before, corrected = corrected, _stepped(corrected, steps)
        if corrected == before:
            return Correction(corrected, _changes(text, corrected))
    # A heap of signs that never comes to rest is no text: nothing is offered for it.
    return Correction(text, ())


def _stepped(text: str, steps: tuple[Step, ...]) -> str:
    """Return the text after one round; one sign set right may show the next."""
    parts = []
    for part, ours in _parts(text):
        for step in steps if ours else ():
            part = step(part)  # noqa: PLW2901 - each step goes on with what the last one gave
        parts.append(part)
    return "".join(parts)


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Yield pieces of text, and whether they are ours to change: addresses are not."""
    at = 0
    for address in _WEB.finditer(text):
        yield text[at : address.start()], True
        yield address[0], False
        at = address.end()
    yield text[at:], True


def _changes(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Return the words that differ, each once."""
    old, new = before.split(" "), after.split(" ")
    pairs: dict[tuple[str, str], None] = {}
    at, to = 0, 0
    while at < len(old) or to < len(new):
        was, now = _unlike(old[at : at + _NEAR], new[to : to + _NEAR])
        if was or now:
            pairs[" ".join(was).strip(), " ".join(now).strip()] = None
            at, to = at + len(was), to + len(now)
        else:
            at, to = at + 1, to + 1
    return tuple(pairs)


def _unlike(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """Return the words before the first that both have; all that are near where none is."""
    for way in range(len(old) + len(new) - 1):
        for at in range(max(0, way - len(new) + 1), min(way, len(old) - 1) + 1):
            if old[at] == new[way - at]:
                return old[:at], new[: way - at]
    return old, new


def _replacing(*pairs: tuple[str, str]) -> tuple[Step, ...]:
    """Return a step for each pattern and what stands in its place."""

    def step(pattern: re.Pattern[str], by: str) -> Step:
        return lambda text: pattern.sub(by, text)

    return tuple(step(re.compile(pattern), by) for pattern, by in pairs)


_DASHES = _replacing(
    (rf"\b({_DAY}\.?){_HYPHEN}({_DAY}){_END}", rf"\1{_DASH}\2"),
    (rf"{_CLEAR}({_CLOCK}){_HYPHEN}({_CLOCK})(?={_GAP}?(?:Uhr|h|am|pm){_END})", rf"\1{_DASH}\2"),
    (rf"{_CLEAR}(\d{{1,2}}\.){_HYPHEN}(\d{{1,2}}\.){_END}", rf"\1{_DASH}\2"),
    (rf"{_CLEAR}(\d{{1,2}}){_HYPHEN}(\d{{1,2}})(?={_GAP}{_MONTH}{_END})", rf"\1{_DASH}\2"),
    (rf"{_CLEAR}({_DATE}){_HYPHEN}({_DATE}){_END}", rf"\1{_DASH}\2"),
    (rf"{_CLEAR}({_AMOUNT}){_HYPHEN}({_AMOUNT})(?={_GAP}?{_UNIT}{_END})", rf"\1{_DASH}\2"),
    (rf"{_CLEAR}(\d{{1,3}}){_HYPHEN}(\d{{1,3}})(?= [A-ZÄÖÜ][a-zäöüß]{{2}})", rf"\1{_DASH}\2"),
    (rf"\b({_COUNTED} )(\d{{1,3}}){_HYPHEN}(\d{{1,3}})(?![\w.,-])", rf"\1\2{_DASH}\3"),
    (rf"{_CLEAR}((?:19|20)\d\d){_HYPHEN}((?:19|20)\d\d)(?![\w.,:/-])", rf"\1{_DASH}\2"),
    (r"(?<=[^\s-])[ \u00a0]--?[ \u00a0](?=[^\s-])", f" {_DASH} "),
)
_SIGNS = _replacing(
    (r"(?<!\.)\.{3}(?!\.)", "\u2026"),
    (rf"(?<=\d)({_GAP}?)[xX*]{_GAP}?(?=\d)", "\\1\u00d7\\1"),
    (rf"(?<=\d)({_GAP}?(?:m|cm|mm|km))2(?!\w)", "\\1²"),
    (rf"(?<=\d)({_GAP}?(?:m|cm|mm|km))3(?!\w)", "\\1³"),
)
_SPACES = _replacing(
    (r"(?<=\S) {2,}(?=\S)", " "),
    (rf"(?<=[\w)\]])[ \u00a0]+(?=[,;:!?](?:{_GAP}|\n|$))", ""),
    (r"(?<=[^\W\d_]),(?=[^\W\d_])", ", "),
)
# Only missing spaces are put in: an ordinary one before a unit is bound when the text is set.
_GERMAN_SPACES = _replacing(
    (r"(?<=\d),--?(?![\w-])", f",{_DASH}"),
    (rf"(?<=\d)(?={_UNIT}{_END})", NARROW),
    (rf"(?<=\d,{_DASH})(?=€)", NARROW),
    (r"(?<=\b\d\.)(?=" + _MONTH + r"\b)", NARROW),
    (r"(?<=\b\d\d\.)(?=" + _MONTH + r"\b)", NARROW),
    (
        r"\b(z|d|u|o|v|s|i|m|e)\.(?=(?:B|h|a|ä|T|d|E|K|V|m|o|R)\.)",
        rf"\1.{NARROW}",
    ),
)
_GERMAN: tuple[Step, ...] = (
    lambda text: set_quotes(text, GERMAN),
    *_DASHES,
    *_SIGNS,
    *_SPACES,
    *_GERMAN_SPACES,
)
_ENGLISH: tuple[Step, ...] = (
    lambda text: set_quotes(text, ENGLISH),
    *_DASHES,
    *_SIGNS,
    *_SPACES,
)
