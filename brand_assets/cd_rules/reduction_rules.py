"""Owns the rule about announced reductions: they refer to the lowest price of the last 30 days."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import floor

from brand_assets.cd_rules.announcements import Announced, Announcement, find_announcements
from brand_assets.cd_rules.context import Ad, PlacedFrame, StatedPrice
from brand_assets.cd_rules.law_packs import GERMANY
from brand_assets.cd_rules.law_rule import LawRule, all_said, replace_in_field, said
from brand_assets.design_facts import (
    Bilingual,
    Finding,
    FrameKind,
    Mend,
    MendKind,
    Severity,
    euros,
    figure,
)

DAYS = round(GERMANY.clause("lowest_price").parameters["days"])
_LISTS = (FrameKind.TABLE, FrameKind.STORY)


@dataclass(frozen=True, slots=True)
class Reduction:
    """What is said of one reduction: the frame and its words, the price that it is about.

    `announced` is None where nothing but the entered lowest price tells of a reduction; `others`
    are further words for the same price while that has no lowest price yet.
    """

    placed: PlacedFrame | None
    announced: Announcement | None
    price: StatedPrice | None
    others: tuple[str, ...] = ()


class LowestPriceStated(LawRule[Reduction]):
    """An announced reduction names the lowest price of the last 30 days, and refers to it."""

    id = "price.reduction"
    severity = Severity.BLOCKS
    clause_id = "lowest_price"
    about = Bilingual(
        "Eine Ermäßigung („statt“, „-20 %“) nennt den niedrigsten Gesamtpreis der letzten 30 Tage "
        "und bezieht sich auf ihn.",
        'A reduction ("statt", "-20 %") names the lowest total price of the last 30 days and '
        "refers to it.",
    )

    def covered(self, ad: Ad) -> Iterable[Reduction]:
        """Return each announcement once with its price, then lowest prices without one."""
        found: dict[tuple[str | None, str], Reduction] = {}
        for placed, text in said(ad):
            for announced in find_announcements(text):
                key = (placed.field, announced.found)
                price = _price_of(placed, announced, ad)
                found.setdefault(key, Reduction(placed, announced, price))
        spoken_of = {one.price.field for one in found.values() if one.price}
        spoken = _asked_once(found.values())
        silent = (p for p in ad.context.prices if p.lowest_cents and p.field not in spoken_of)
        return [*spoken, *(Reduction(None, None, price) for price in silent)]

    def judge(self, subject: Reduction, ad: Ad) -> Finding | None:
        """Ask for the lowest price, compare what is announced with it, and look for it."""
        price, announced, placed = subject.price, subject.announced, subject.placed
        if placed is not None and announced is not None:
            if _needs_a_look(placed, announced, price):
                return self._look(placed, announced)
            if price is None or price.lowest_cents is None:
                return self._missing(placed, (announced.found, *subject.others), price)
        if price is None or price.lowest_cents is None:
            return None
        if price.lowest_cents <= price.cents:
            return self._no_reduction(price, price.lowest_cents)
        if placed is not None and announced is not None:
            wrong = self._compared(placed, announced, price, price.lowest_cents, ad)
            if wrong is not None:
                return wrong
        return self._unsaid(price, price.lowest_cents, ad)

    def _look(self, placed: PlacedFrame, announced: Announcement) -> Finding:
        """Ask a person to look where words or place leave open which price is meant."""
        word = announced.found
        if announced.on_everything:
            message = Bilingual(
                f"„{word}“ ermäßigt viele Waren: An jeder muss dann der niedrigste Preis der "
                f"letzten {DAYS} Tage stehen, auf den sich die Ermäßigung bezieht.",
                f'"{word}" reduces many goods: each of them then has to show the lowest price of '
                f"the last {DAYS} days that the reduction refers to.",
            )
        else:
            message = Bilingual(
                f"„{word}“ kann als Ermäßigung verstanden werden. Dann gehört der niedrigste Preis "
                f"der letzten {DAYS} Tage dazu.",
                f'"{word}" may be understood as a reduction. Then the lowest price of the last '
                f"{DAYS} days belongs to it.",
            )
        return self.said_finding(placed, message, severity=Severity.CHECK)

    def _missing(
        self, placed: PlacedFrame, words: tuple[str, ...], price: StatedPrice | None
    ) -> Finding:
        label = Bilingual("Niedrigsten Preis eintragen", "Enter the lowest price")
        german = " und ".join(f"„{word}“" for word in words)
        english = " and ".join(f'"{word}"' for word in words)
        verbs = ("kündigen", "announce") if len(words) > 1 else ("kündigt", "announces")
        if price is None:
            return self.said_finding(
                placed,
                Bilingual(
                    f"{german} {verbs[0]} eine Ermäßigung an, aber die Anzeige hat keinen eigenen "
                    f"Preis mit dem niedrigsten der letzten {DAYS} Tage. Nehmen Sie das heraus.",
                    f"{english} {verbs[1]} a reduction, but the ad has no price of its own with "
                    f"the lowest of the last {DAYS} days. Take that out.",
                ),
            )
        return self.finding(
            Bilingual(
                f"{german} {verbs[0]} eine Ermäßigung an. Tragen Sie beim Preis den niedrigsten "
                f"Gesamtpreis der letzten {DAYS} Tage ein.",
                f"{english} {verbs[1]} a reduction. Enter the lowest total price of the last "
                f"{DAYS} days with the price.",
            ),
            field=price.field,
            mends=(Mend(MendKind.OPEN_FIELD, label),),
        )

    def _no_reduction(self, price: StatedPrice, lowest: int) -> Finding:
        label = Bilingual("Preis prüfen", "Check the price")
        return self.finding(
            Bilingual(
                f"{euros(price.cents, 'de')} ist nicht weniger als der niedrigste Preis der "
                f"letzten {DAYS} Tage ({euros(lowest, 'de')}). Das ist keine Ermäßigung.",
                f"{euros(price.cents, 'en')} is not less than the lowest price of the last {DAYS} "
                f"days ({euros(lowest, 'en')}). That is no reduction.",
            ),
            field=price.field,
            mends=(Mend(MendKind.OPEN_FIELD, label),),
        )

    def _compared(
        self,
        placed: PlacedFrame,
        announced: Announcement,
        price: StatedPrice,
        lowest: int,
        ad: Ad,
    ) -> Finding | None:
        """Compare the announced percentage, former price or amount with the lowest price."""
        right = _right_number(announced, price.cents, lowest)
        if right is None:
            return None
        words = announced.found.replace(announced.number, right.de, 1)
        mends = replace_in_field(
            ad,
            placed,
            announced.found,
            words,
            Bilingual(f"„{words}“ einsetzen", f'Set "{words}"'),
        )
        return self.said_finding(
            placed,
            Bilingual(
                f"„{announced.found}“ muss sich auf den niedrigsten Preis der letzten {DAYS} Tage "
                f"beziehen ({euros(lowest, 'de')}): Richtig ist „{words}“.",
                f'"{announced.found}" has to refer to the lowest price of the last {DAYS} days '
                f'({euros(lowest, "en")}): "{words}" is right.',
            ),
            mends=mends,
        )

    def _unsaid(self, price: StatedPrice, lowest: int, ad: Ad) -> Finding | None:
        if _stands_in(all_said(ad), lowest):
            return None
        where = ad.context.where()
        label = Bilingual("Text öffnen", "Open the text")
        beside = f"{price.field.rpartition('.')[0]}.produkt"
        field = beside if beside in ad.context.typed else price.field
        return self.finding(
            Bilingual(
                f"{where.de} fehlt der niedrigste Preis der letzten {DAYS} Tage. Schreiben Sie zum "
                f"Beispiel „statt {euros(lowest, 'de')}“.",
                f"{where.en}, the lowest price of the last {DAYS} days is missing. Write, for "
                f'example, "statt {euros(lowest, "de")}".',
            ),
            field=field,
            mends=(Mend(MendKind.OPEN_FIELD, label),),
        )


def _asked_once(found: Iterable[Reduction]) -> list[Reduction]:
    """Return the reductions, all words for one price that lacks its lowest price as one."""
    once: list[Reduction] = []
    asked: dict[str | None, int] = {}
    for one in found:
        price, placed, announced = one.price, one.placed, one.announced
        known = price is not None and price.lowest_cents is not None
        if placed is None or announced is None or known or _needs_a_look(placed, announced, price):
            once.append(one)
            continue
        at = asked.setdefault(price.field if price else None, len(once))
        if at == len(once):
            once.append(one)
        else:
            once[at] = replace(once[at], others=(*once[at].others, announced.found))
    return once


def _needs_a_look(placed: PlacedFrame, announced: Announcement, price: StatedPrice | None) -> bool:
    """Whether it cannot be told which price is meant, or whether one is meant at all."""
    if price is not None and price.lowest_cents is not None:
        return False
    vague = announced.kind is Announced.GENERAL_CLAIM
    return vague or announced.on_everything or placed.facts.kind in _LISTS


def _price_of(placed: PlacedFrame, announced: Announcement, ad: Ad) -> StatedPrice | None:
    """Return the price beside a field, else one that has a lowest price, else the first.

    Of a list of prices, it is the row whose lowest price is announced.
    """
    prices = [p for p in ad.context.prices if p.mode.is_asked]
    rows = [p for p in prices if p.field == placed.field]
    said = [p for p in rows if p.lowest_cents is not None and p.lowest_cents == announced.cents]
    beside = f"{(placed.field or '').rpartition('.')[0]}."
    near = [p for p in prices if len(beside) > 1 and p.field.startswith(beside)]
    lowest = [p for p in prices if p.lowest_cents is not None]
    return next(iter((*said, *near, *lowest, *prices)), None)


def _right_number(announced: Announcement, cents: int, lowest: int) -> Bilingual | None:
    """Return what the number should be, None where it holds (or says less than is true)."""
    if announced.percent is not None:
        exact = (lowest - cents) * 100 / lowest
        if announced.percent <= exact + 1e-9:
            return None
        return Bilingual(figure(floor(exact), "de"), figure(floor(exact), "en"))
    if announced.cents is None:
        return None
    is_former = announced.kind is Announced.FORMER_PRICE
    right = lowest if is_former else lowest - cents
    holds = announced.cents == right if is_former else announced.cents <= right
    return None if holds else Bilingual(euros(right, "de"), euros(right, "en"))


def _stands_in(text: str, cents: int) -> bool:
    """Whether an amount stands in a text, however it is written."""
    whole, rest = divmod(cents, 100)
    digits = rf"{whole:,}".replace(",", r"[.,\u202f ]?")
    written = rf"{digits}[.,]{rest:02d}(?!\d)"
    if rest == 0:
        round_sum = rf"{digits}(?:,[-\u2013]{{1,2}})?(?= ?(?:€|EUR|Euro))|€ ?{digits}"
        written = rf"(?:{written}|{round_sum})"
    return re.search(rf"(?<![\d.,]){written}(?![\d])", text) is not None
