"""Owns the rules about what an offer says of its limits: its end, and the terms of a prize draw."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice

from brand_assets.cd_rules.context import Ad, PlacedFrame
from brand_assets.cd_rules.days_said import (
    UNTIL,
    names_any_end,
    read_day,
    write_day_like,
)
from brand_assets.cd_rules.law_rule import LawRule, all_said, replace_in_field, said, says
from brand_assets.cd_rules.searching import find_all, search
from brand_assets.design_facts import Bilingual, Finding, Mend, MendKind, Severity

_LIMITED = re.compile(
    r"(?<!\w)(?:nur (?:noch )?(?:für )?kurze Zeit|für kurze Zeit nur|nur für begrenzte Zeit"
    r"|für begrenzte Zeit|nur (?:noch )?(?:in )?diese[rn]? Woche|nur (?:noch )?heute"
    r"|nur (?:noch )?(?:an )?diese[sm]? Wochenende|nur (?:noch )?wenige Tage"
    r"|zeitlich (?:befristet|begrenzt)\w*|befristete[sr]? (?:Angebot|Aktion)\w*"
    r"|(?:Angebot|Aktion|Preis)\w* (?:ist |sind )?befristet)(?!\w)",
    re.IGNORECASE,
)
_OFFER = re.compile(
    r"(?<!\w)(?:gültig|gilt|gelten|angebote?s?|aktion|aktionspreise?s?|preise?|rabatt|sparen"
    r"|sale|läuft|nur|noch)(?!\w)",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"anmeld|bewerb|einsende|teilnahme|teilnehm|mitmachen|schluss|öffn|geschlossen|blüh|pflanz"
    r"|säe|aussaat|ernte|liefer|abhol|bestell|gewinn|verlos|einsend|vorbestell|reservier",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[^\n!?;•]*")
_MOST = 40
"""Days that are looked at in one text: more say nothing new."""
_NEAR = 200
"""Characters around a day within which its sentence is looked for."""


@dataclass(frozen=True, slots=True)
class Term:
    """What an offer says of its end: the frame, the words, and the day where one is named."""

    placed: PlacedFrame
    words: str
    match: re.Match[str] | None = None
    day: date | None = None


class OfferPeriod(LawRule[Term]):
    """An offer of limited time says until when, and that is when the campaign ends."""

    id = "legal.period"
    severity = Severity.BLOCKS
    clause_id = "offer_period"
    about = Bilingual(
        "Ein befristetes Angebot nennt sein Ende, und das Ende ist das der Aktion.",
        "An offer of limited time names its end, and the end is that of the campaign.",
    )

    def covered(self, ad: Ad) -> Iterable[Term]:
        """Return words of limited time, and each end of an offer that somebody typed."""
        found: dict[tuple[str | None, str], Term] = {}
        for placed, text in said(ad):
            for match in find_all(_LIMITED, text):
                found.setdefault((placed.field, match[0]), Term(placed, match[0]))
            for match in islice(find_all(UNTIL, text), _MOST):
                day = read_day(match, ad.context.last_day or ad.context.day)
                if _is_end_of_offer(text, match) and day:
                    found.setdefault((placed.field, match[0]), Term(placed, match[0], match, day))
        return found.values()

    def judge(self, subject: Term, ad: Ad) -> Finding | None:
        """Ask for an end, and compare the one that is named with the campaign's."""
        if subject.match is None:
            return None if names_any_end(all_said(ad)) else self._endless(subject)
        last = ad.context.last_day
        ends = {last, *(price.ends for price in ad.context.prices)}
        if last is None or subject.day in ends:
            return None
        return self._other_end(subject, subject.match, last, ad)

    def _endless(self, subject: Term) -> Finding:
        label = Bilingual("Ende nennen", "Name the end")
        return self.said_finding(
            subject.placed,
            Bilingual(
                f"„{subject.words}“ sagt nicht, bis wann das Angebot gilt. Nennen Sie den letzten "
                "Tag.",
                f'"{subject.words}" does not say until when the offer holds. Name the last day.',
            ),
            mends=(Mend(MendKind.OPEN_FIELD, label),) if subject.placed.field else (),
        )

    def _other_end(self, subject: Term, match: re.Match[str], last: date, ad: Ad) -> Finding | None:
        right = subject.words.replace(match["said"], write_day_like(match, last), 1)
        return self.said_finding(
            subject.placed,
            Bilingual(
                f"Hier steht „{subject.words}“, die Aktion endet aber am {last:%d.%m.%Y}.",
                f'Here it says "{subject.words}", but the campaign ends on {last:%d.%m.%Y}.',
            ),
            mends=replace_in_field(
                ad,
                subject.placed,
                subject.words,
                right,
                Bilingual(f"„{right}“ einsetzen", f'Set "{right}"'),
            ),
        )


def _is_end_of_offer(text: str, match: re.Match[str]) -> bool:
    first = max(0, match.start() - _NEAR)
    start = max(first - 1, *(text.rfind(sign, first, match.start()) for sign in "\n!?;•")) + 1
    clause = _CLAUSE.match(text, start, match.end() + _NEAR)
    around = clause[0] if clause else ""
    return bool(_OFFER.search(around)) and not _OTHER.search(around)


_DRAW = re.compile(
    r"(?<!\w)(?:gewinnspiel\w*|verlosung\w*|wir verlosen|verlosen wir|preisausschreiben\w*|tombola"
    r"|zu gewinnen gibt|gibt es (?:\w+ ){0,6}zu gewinnen|mitmachen und gewinnen|gewinnchance\w*"
    r"|gewinnen sie (?:jetzt )?(?:eine?[nrs]?|einen von|\d+|zwei|drei)"
    r"|jetzt (?:\w+ ){0,4}gewinnen)(?! (?:zeit|platz|raum|überblick|einblick)\w*)(?!\w)",
    re.IGNORECASE,
)
_NO_DRAW = re.compile(r"gewinnen sie (?:jetzt )?ein\w* (?:über|ein)blick|tombolalos", re.IGNORECASE)
_TERMS = re.compile(
    r"teilnahmebedingung|teilnahmeregel|bedingungen (?:unter|auf|im|in|:)|terms and conditions",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    r"(?:teilnahme|einsende|annahme)schluss"
    r"|(?:auslosung|verlosung|ziehung)(?: ist)?:? am (?:\w+, )?(?:den )?\d",
    re.IGNORECASE,
)
_ORGANISER = re.compile(r"veranstalter", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DrawPart:
    """One thing that a prize draw has to say, and the frame in which the draw is announced."""

    placed: PlacedFrame
    part: str


_PARTS = {
    "terms": Bilingual(
        "Das Gewinnspiel sagt nicht, wo die Teilnahmebedingungen stehen. Nennen Sie die Adresse, "
        "zum Beispiel „Teilnahmebedingungen unter …“.",
        "The prize draw does not say where its terms are. Name the address, for example "
        '"Teilnahmebedingungen unter …".',
    ),
    "closing": Bilingual(
        "Das Gewinnspiel nennt keinen Teilnahmeschluss.",
        "The prize draw names no closing date.",
    ),
    "organiser": Bilingual(
        "Das Gewinnspiel nennt keinen Veranstalter.",
        "The prize draw names no organiser.",
    ),
}


class DrawTerms(LawRule[DrawPart]):
    """A prize draw names its organiser and its closing date, and says where its terms are."""

    id = "legal.competition"
    severity = Severity.BLOCKS
    clause_id = "competition_terms"
    about = Bilingual(
        "Ein Gewinnspiel nennt Veranstalter, Teilnahmeschluss und den Ort der "
        "Teilnahmebedingungen.",
        "A prize draw names its organiser, its closing date and where its terms are.",
    )

    def covered(self, ad: Ad) -> Iterable[DrawPart]:
        """Return what an ad with a prize draw has to say, at the first frame that names it."""
        for placed, text in said(ad):
            if search(_DRAW, text) and not search(_NO_DRAW, text):
                return [DrawPart(placed, part) for part in _PARTS]
        return []

    def judge(self, subject: DrawPart, ad: Ad) -> Finding | None:
        """Look for it on all pages."""
        if _is_said(subject.part, ad):
            return None
        label = Bilingual("Text ergänzen", "Add to the text")
        mends = (Mend(MendKind.OPEN_FIELD, label),) if subject.placed.field else ()
        return self.said_finding(subject.placed, _PARTS[subject.part], mends=mends)


def _is_said(part: str, ad: Ad) -> bool:
    text = all_said(ad)
    if part == "terms":
        return bool(_TERMS.search(text))
    if part == "organiser":
        named = (*ad.context.trader_names, *ad.context.identity[:1])
        return bool(_ORGANISER.search(text)) or says(ad, *named)
    if _CLOSES.search(text):
        return True
    # "Mitmachen bis 12. Mai" closes the draw just as well.
    return any(_OTHER.search(_around(text, match)) for match in islice(UNTIL.finditer(text), _MOST))


def _around(text: str, match: re.Match[str]) -> str:
    first, last = max(0, match.start() - _NEAR), match.end() + _NEAR
    start = text.rfind("\n", first, match.start()) + 1
    end = text.find("\n", match.end(), last)
    return text[start or first : end if end >= 0 else last]
