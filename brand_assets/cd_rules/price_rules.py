"""Owns the rules about how a price is put: lowest of several, total, recommended, for a time."""

import re
from collections.abc import Iterable

from brand_assets.cd_rules.context import Ad, PlacedFrame, StatedPrice
from brand_assets.cd_rules.days_said import names_end
from brand_assets.cd_rules.law_rule import LawRule, all_said, flat, replace_in_field, said
from brand_assets.cd_rules.searching import search
from brand_assets.design_facts import (
    Bilingual,
    Finding,
    FrameKind,
    Mend,
    MendKind,
    PriceMode,
    Severity,
    euros,
)

_NO_BREAK = "\u00a0"


class LowestPriceMarked(LawRule[PlacedFrame]):
    """A price that is the lowest of several keeps its "ab" in every format."""

    id = "price.from"
    severity = Severity.CHECK
    clause_id = "clear_prices"
    about = Bilingual(
        "Ein Preis, der nur der niedrigste von mehreren ist, steht mit „ab“ in der Anzeige.",
        'A price that is the lowest of several stands in the ad with its "from".',
    )

    def covered(self, ad: Ad) -> Iterable[PlacedFrame]:
        """Return the price frames."""
        return ad.frames(FrameKind.PRICE)

    def judge(self, subject: PlacedFrame, ad: Ad) -> Finding | None:
        """Compare the price as it was entered with the price as it came out."""
        text, fields = subject.facts.text, subject.facts.fields
        entered = ad.context.values.get(fields[0], "") if fields else ""
        word = _word_before(entered)
        if text is None or not text.text.strip() or not word or text.text.startswith(word):
            return None
        where = ad.context.where()
        return self.said_finding(
            subject,
            Bilingual(
                f"{where.de} steht der Preis ohne „{word}“, weil dafür kein Platz ist."
                " Gilt er nicht für alles, was gezeigt wird, dann nennen Sie einen festen Preis.",
                f'{where.en}, the price stands without "{word}", for which there is no room.'
                " If it does not hold for all that is shown, state a fixed price.",
            ),
        )


def _word_before(entered: str) -> str:
    """Return the word before a lowest price, empty where there is none; codes are in capitals."""
    word, space, _ = entered.partition(_NO_BREAK)
    return word if space and word.isalpha() and word.islower() else ""


_NET = re.compile(
    r"(?<!\w)(?:zzgl\.?|zuzüglich|exkl\.?|excl\.?|plus|ohne|\+) ?(?:der |die )?(?:gesetzl\w*\.? )?"
    r"(?:\d{1,2} ?% ?)?(?:MwSt|USt|Mehrwertsteuer|Umsatzsteuer|VAT)(?!\w)"
    r"|(?<!\w)Nettopreise?n?(?!\w)|(?:€|EUR|Euro) netto(?!\w)|(?<!\w)netto \d{1,6},\d\d(?! ?k?g)",
    re.IGNORECASE,
)


class TotalPrice(LawRule[PlacedFrame]):
    """A price for consumers is the total price: value added tax is part of it."""

    id = "price.total"
    severity = Severity.BLOCKS
    clause_id = "total_price"
    about = Bilingual(
        "Ein Preis für Verbraucher ist der Gesamtpreis: Die Umsatzsteuer ist darin enthalten.",
        "A price for consumers is the total price: it includes value added tax.",
    )

    def covered(self, ad: Ad) -> Iterable[PlacedFrame]:
        """Return the frames with text of an ad that shows a price."""
        return [placed for placed, _ in said(ad)] if ad.shows_price else []

    def judge(self, subject: PlacedFrame, ad: Ad) -> Finding | None:
        """Name the words that make a price a net one."""
        text = subject.facts.text
        match = search(_NET, flat(text.text)) if text else None
        if match is None:
            return None
        mends = (Mend(MendKind.OPEN_FIELD, Bilingual("Text ändern", "Change the text")),)
        return self.said_finding(
            subject,
            Bilingual(
                f"„{match[0]}“: Verbrauchern gegenüber steht der Gesamtpreis einschließlich "
                "Umsatzsteuer.",
                f'"{match[0]}": consumers are told the total price including value added tax.',
            ),
            mends=mends if subject.field else (),
        )


_SAYS_MODE = {
    PriceMode.RECOMMENDED: re.compile(
        r"(?<!\w)(?:UVP|unverb\w*\.? ?(?:Verkaufs)?Preisempf\w*|Preisempfehlung\w*"
        r"|empfohlene\w* (?:Verkaufs)?preis\w*|recommended (?:retail )?price|RRP)(?!\w)",
        re.IGNORECASE,
    ),
    PriceMode.MAXIMUM: re.compile(
        r"(?<!\w)(?:max(?:\.|imal)?|höchstens|Höchstpreis\w*|nicht mehr als|at most)(?!\w)",
        re.IGNORECASE,
    ),
}
_MODE_WORDS = {
    PriceMode.RECOMMENDED: Bilingual("UVP", "UVP"),
    PriceMode.MAXIMUM: Bilingual("höchstens", "at most"),
}


class PriceKindSaid(LawRule[StatedPrice]):
    """A recommended or maximum price says so in the ad, and a promotional one says its end."""

    id = "price.mode"
    severity = Severity.BLOCKS
    clause_id = "recommended_price"
    about = Bilingual(
        "Eine Preisempfehlung heißt in der Anzeige UVP, ein Höchstpreis höchstens, und ein "
        "Aktionspreis nennt sein Ende.",
        "In the ad, a recommended price is called UVP, a maximum price so, and a promotional "
        "price names its end.",
    )

    def covered(self, ad: Ad) -> Iterable[StatedPrice]:
        """Return the prices that are not simply the outlet's own."""
        return [price for price in ad.context.prices if price.mode is not PriceMode.OWN]

    def judge(self, subject: StatedPrice, ad: Ad) -> Finding | None:
        """Look for the word, or for the day."""
        if subject.mode is PriceMode.PROMOTIONAL:
            return self._end(subject, ad)
        if _SAYS_MODE[subject.mode].search(all_said(ad)):
            return None
        where, word = ad.context.where(), _MODE_WORDS[subject.mode]
        return self._found(
            subject,
            f"{where.de} fehlt „{word.de}“ bei {euros(subject.cents, 'de')}: Im Preis ist dafür "
            "kein Platz. Schreiben Sie es in den Text daneben.",
            f'{where.en}, "{word.en}" is missing with {euros(subject.cents, "en")}: the price has '
            "no room for it. Write it into the text beside.",
        )

    def _end(self, price: StatedPrice, ad: Ad) -> Finding | None:
        where, ends = ad.context.where(), price.ends
        if ends is None or ends < ad.context.day:
            over = "" if ends is None else f" ({ends:%d.%m.%Y})"
            return self._found(
                price,
                f"Der Aktionspreis braucht ein Ende, das noch nicht vorbei ist{over}.",
                f"The promotional price needs an end that is not over yet{over}.",
            )
        if names_end(all_said(ad), ends):
            return None
        return self._found(
            price,
            f"{where.de} steht nicht, dass der Aktionspreis nur bis {ends:%d.%m.%Y} gilt.",
            f"{where.en}, it does not say that the promotional price ends on {ends:%d.%m.%Y}.",
        )

    def _found(self, price: StatedPrice, german: str, english: str) -> Finding:
        mends = (Mend(MendKind.OPEN_FIELD, Bilingual("Preis öffnen", "Open the price")),)
        return self.finding(Bilingual(german, english), field=price.field, mends=mends)


_UNCLEAR = re.compile(r"(?<!\w)(?:Listen|Katalog|Hersteller|Richt)preise?s?(?!\w)", re.IGNORECASE)


class RecommendedPriceNamed(LawRule[PlacedFrame]):
    """A manufacturer's price is called by a name that everybody understands."""

    id = "price.recommended"
    severity = Severity.CHECK
    clause_id = "recommended_price"
    about = Bilingual(
        "Der Preis eines Herstellers heißt UVP, nicht Listen- oder Katalogpreis.",
        "A manufacturer's price is called UVP, not list or catalogue price.",
    )

    def covered(self, ad: Ad) -> Iterable[PlacedFrame]:
        """Return the frames with text."""
        return [placed for placed, _ in said(ad)]

    def judge(self, subject: PlacedFrame, ad: Ad) -> Finding | None:
        """Name the unclear word and offer the usual one."""
        text = subject.facts.text
        match = search(_UNCLEAR, flat(text.text)) if text else None
        if match is None:
            return None
        label = Bilingual("„UVP“ einsetzen", 'Set "UVP"')
        return self.said_finding(
            subject,
            Bilingual(
                f"Bei „{match[0]}“ bleibt offen, wessen Preis das ist. Die Empfehlung eines "
                "Herstellers heißt „UVP“.",
                f'"{match[0]}" leaves open whose price that is. A manufacturer\'s recommendation '
                'is called "UVP".',
            ),
            mends=replace_in_field(ad, subject, match[0], "UVP", label),
        )
