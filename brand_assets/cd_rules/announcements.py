"""Owns how a text announces that a price is reduced ("statt 4,99 €", "-20 %", "stark reduziert").

Comparisons with a recommended price, prices for more than one piece, personal and perishable
offers announce no reduction in this sense. General claims ("Sale") are told apart: they may be
understood as one. What is about water, peat or work and not about a price is left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from brand_assets.cd_rules.law_rule import flat


class Announced(StrEnum):
    """How a reduction is put."""

    PERCENT = "percent"
    FORMER_PRICE = "former_price"
    AMOUNT_OFF = "amount_off"
    CLAIM = "claim"
    GENERAL_CLAIM = "general_claim"


@dataclass(frozen=True, slots=True)
class Announcement:
    """One announced reduction: the words, and the number in them with where it stands."""

    kind: Announced
    found: str
    start: int
    percent: float | None = None
    cents: int | None = None
    number: str = ""
    on_everything: bool = False


_AMOUNT = (
    r"(?P<amount>€ ?\d{1,6}(?:[.,]\d\d)?(?!\d)"
    r"|\d{1,3}(?:\.\d{3})*(?:,\d\d|,[-\u2013]{1,2})? ?(?:€|EUR\b|Euro\b)"
    r"|\d{1,6}(?:,\d\d|,[-\u2013]{1,2})(?![\d%])(?! ?(?:%|kg|g|l|ml|m|cm|Uhr)\b))"
)
_PERCENT = r"(?P<percent>\d{1,2}(?:,\d)?) ?(?:%|Prozent)"
_FILLING = r"(?:(?:Sie|jetzt|von|um|bis zu|rund|ganze|satte|volle|heute|hier|dabei|nun|ca\.) )*"
_OFF = (
    r"(?:(?:\w+-?)?(?:rabatt|nachlass|ermäßigung|ersparnis|vorteil)|günstiger|billiger|sparen"
    r"|reduziert\w*|herabgesetzt\w*|gespart|off|discount|weniger (?:be)?zahlen)(?!\w)"
)
_THINGS = (
    r"(?:Gieß|Regen)?[Ww]asser\w*|Energie\w*|Strom\w*|Zeit|Arbeit\w*|Aufwand|Verbrauch\w*|Heiz\w*"
    r"|Torf\w*|CO2?\b|CO₂|Dünger\w*|Gewicht\w*|Platz\w*|Plastik\w*|Verpackung\w*|Zucker\w*|Fett\w*"
    r"|Salz\w*|Kalorien|Verdunst\w*|Abfall\w*|Unkraut\w*|Gießen|Gießaufwand|Anteil\w*|Emission\w*"
    r"|Lärm|Schädling\w*|Mähen|Jäten|Pflege\w*"
)


def _of(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_PATTERNS: tuple[tuple[Announced, re.Pattern[str]], ...] = (
    (Announced.PERCENT, _of(rf"(?<![\w,.%])(?<!\d )[-\u2212\u2013] ?{_PERCENT}")),
    (Announced.PERCENT, _of(rf"(?<![\d,]){_PERCENT}[ -](?:auf (?:\w+ ){{0,3}})?{_OFF}")),
    (
        Announced.PERCENT,
        _of(rf"(?:spar\w+|Rabatt|Nachlass|reduziert|günstiger|billiger) {_FILLING}{_PERCENT}"),
    ),
    (
        Announced.PERCENT,
        _of(
            rf"(?<![\d,]){_PERCENT} auf "
            r"(?:all|das gesamte|das ganze|unser|sämtliche|die |den |das )"
        ),
    ),
    (
        Announced.FORMER_PRICE,
        _of(
            r"(?<!\w)(?:(?:an)?statt|bisher(?:iger Preis)?|vorher|zuvor|früher(?:er Preis)?|ehemals"
            r"|alter Preis|Normalpreis|regulär(?:er Preis)?|sonst)"
            rf":? (?:(?:bisher|vorher|früher|regulär|normal|sonst|nur|für|ehemals) )?{_AMOUNT}"
        ),
    ),
    (Announced.AMOUNT_OFF, _of(rf"(?<![\d,]){_AMOUNT}[ -]{_OFF}")),
    (Announced.AMOUNT_OFF, _of(rf"(?<!\w)(?:spar(?:en|e|t)|Ersparnis):? {_FILLING}{_AMOUNT}")),
    (
        Announced.CLAIM,
        _of(
            r"(?<!\w)(?:jetzt|stark|alles|noch ?mals?|dauerhaft|im Preis|Preise?|radikal|knallhart"
            r"|drastisch|preis)[ -]?reduziert(?!\w)"
            rf"(?! (?:den|das|die|der|sich|dein\w*|Ihr\w*|{_THINGS})(?!\w))"
        ),
    ),
    (Announced.CLAIM, _of(r"(?:^|[\n.!?:·] ?)(?P<claim>reduziert)(?= ?(?:[!.:·\n]|$))")),
    (
        Announced.CLAIM,
        _of(
            r"(?<!\w)reduzierte[rnms]? (?:Ware|Preis|Artikel|Pflanze|Einzelstück|Restposten|Staude"
            r"|Möbel|Gartenmöbel|Saison)\w*"
        ),
    ),
    (
        Announced.CLAIM,
        _of(
            r"(?<!\w)(?:Preise? (?:(?:stark|drastisch|dauerhaft|jetzt) )?(?:gesenkt|herabgesetzt)"
            r"|Preissenkung\w*|Preisnachl[aä]ss\w*|Rabatt(?:aktion\w*|tage?|woche\w*|coupons?)?"
            r"|(?:MwSt\.?|Mehrwertsteuer) (?:geschenkt|sparen))(?!\w)"
        ),
    ),
    (
        Announced.GENERAL_CLAIM,
        re.compile(
            r"(?<!\w)(?:SALE|Sale|(?:Sommer|Winter|Saison)?-?[Ss]chlussverkauf|SSV|WSV"
            r"|Räumungsverkauf|Ausverkauf|Abverkauf|Black Friday|Black Week|Cyber Monday"
            r"|Sonderangebote?n?|Sonderpreise?n?|Preis-?[Hh]ighlights?|Preissturz|Preise? runter"
            r"|Prozentewochen?)(?!\w)"
        ),
    ),
)
_NUMBERED = frozenset({Announced.PERCENT, Announced.FORMER_PRICE, Announced.AMOUNT_OFF})
_LONGEST = 4000
_MOST = 40
"""Words of one kind that are looked at in one piece of text: more say nothing new."""
_NEAR = 200
"""Characters around a word within which its sentence is looked for."""
_CLAUSE_ENDS = re.compile(r"\n|[!?;•|·](?=\s|$)|(?<!\d)(?<!\w\.\w)\.(?=\s+[A-ZÄÖÜ]|\s*$)")
_NO_REDUCTION = _of(
    r"(?<!\w)UVP(?!\w)|(?<!\w)unverb\w*\.? ?(?:Verkaufs)?Preisempf|Preisempfehlung"
    r"|empfohlene\w* (?:Verkaufs)?preis"
    r"|(?<!\w)ab (?:\d+|zwei|drei|vier|fünf|sechs|zehn) (?:Stück|Stk|Töpf|Pflanz|Säck|Pack|Flasch)"
    r"|beim? Kauf (?:von|ab)|(?<![\w,])\d+ für (?:nur )?\d+(?!\w)"
    r"|\d ?\+ ?\d (?:gratis|geschenkt|Gratis)|jede[rs]? (?:zweite|dritte|weitere)"
    r"|(?<!\w)persönlich\w*|(?<!\w)individuell\w*"
    r"|verderb\w*|(?<!\w)MHD(?!\w)|Mindesthaltbar\w*|baldigen? Verzehr|kurze\w* Haltbarkeit"
)
_ABOUT_THINGS = _of(rf"^ ?(?:beim |bei |an |am |weniger |des |der |den )?(?:{_THINGS})(?!\w)")
_THINGS_NEAR = _of(rf"(?<!\w)(?:{_THINGS})(?!\w)")
_ON_EVERYTHING = _of(r" auf (?:all|das gesamte|das ganze|unser|sämtliche)|(?<!\w)alles (?!für)")


def find_announcements(text: str) -> list[Announcement]:
    """Return the reductions that a text announces, by position, each word counted once."""
    return list(_announcements(text))


@lru_cache(maxsize=4096)
def _announcements(text: str) -> tuple[Announcement, ...]:
    found: list[Announcement] = []
    at = 0
    for block in _blocks(flat(text)):
        found += [replace(one, start=one.start + at) for one in _in_block(block)]
        at += len(block)
    return tuple(found)


def _blocks(text: str) -> Iterator[str]:
    """Yield a text in pieces of whole lines, so that a long one does not take long."""
    block = ""
    for line in text.splitlines(keepends=True):
        if block and len(block) + len(line) > _LONGEST:
            yield block
            block = ""
        block += line
        while len(block) > _LONGEST:
            yield block[:_LONGEST]
            block = block[_LONGEST:]
    if block:
        yield block


def _in_block(text: str) -> list[Announcement]:
    found = sorted(_candidates(text), key=lambda one: (one.start, -len(one.found)))
    kept: list[Announcement] = []
    for one in found:
        if all(one.start >= other.start + len(other.found) for other in kept[-1:]):
            kept.append(one)
    return kept


def _candidates(text: str) -> Iterator[Announcement]:
    joined = text.replace("\n", " ")
    for kind, pattern in _PATTERNS:
        for match in islice(pattern.finditer(text), _MOST):
            if not _is_about_something_else(kind, text, match):
                yield _announcement(kind, match, _clause(text, match))
        if kind in _NUMBERED and joined != text:
            # A line break stands where a headline turns, within an announcement, too.
            for match in islice(pattern.finditer(joined), _MOST):
                turns = "\n" in text[match.start() : match.end()]
                if turns and not _is_about_something_else(kind, joined, match):
                    yield _announcement(kind, match, _clause(joined, match))


def _clause(text: str, match: re.Match[str]) -> str:
    """Return the part of a text around a match up to where its sentence or line ends."""
    start, end = match.span()
    first, last = max(0, start - _NEAR), min(len(text), end + _NEAR)
    before = [one.end() for one in _CLAUSE_ENDS.finditer(text, first, start)]
    after = _CLAUSE_ENDS.search(text, end, last)
    return text[before[-1] if before else first : after.start() if after else last]


def _is_about_something_else(kind: Announced, text: str, match: re.Match[str]) -> bool:
    clause = _clause(text, match)
    if _NO_REDUCTION.search(clause):
        return True
    if kind is Announced.PERCENT:
        return bool(_ABOUT_THINGS.search(text[match.end() : match.end() + _NEAR]))
    return kind is Announced.CLAIM and bool(_THINGS_NEAR.search(clause))


def _announcement(kind: Announced, match: re.Match[str], clause: str) -> Announcement:
    groups = match.groupdict()
    name = "claim" if groups.get("claim") else 0
    percent, amount = groups.get("percent"), groups.get("amount")
    return Announcement(
        kind=kind,
        found=match.group(name).strip(),
        start=match.start(name),
        percent=float(percent.replace(",", ".")) if percent else None,
        cents=read_cents(amount) if amount else None,
        number=percent or amount or "",
        on_everything=bool(_ON_EVERYTHING.search(clause)),
    )


def read_cents(amount: str) -> int:
    """Return the cents of an amount as ads write it: "4,99 €", "€ 4.99", "1.249,-", "5 Euro"."""
    figures = re.sub(r"[^\d.,]", "", amount).strip(".,")
    whole, _, cents = figures.partition(",")
    if not cents and re.fullmatch(r"\d+\.\d\d", figures):
        whole, _, cents = figures.partition(".")
    return int(whole.replace(".", "")) * 100 + int((cents or "0").ljust(2, "0"))
