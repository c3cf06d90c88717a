"""Owns the pairs of the rules of law."""

import re
from datetime import date
from typing import Any

from brand_assets.cd_rules import Goods
from brand_assets.cd_rules.context import StatedPrice
from brand_assets.design_facts import PriceMode
from brand_assets.typesetting.values import PriceValue
from tests.factories.documents import frame, text_frame
from tests.factories.kit import demo_kit
from tests.factories.rule_pairs.made import Made, Pair, ad, words

_TEXT: dict[str, Any] = {"x": 10, "w": 120, "h": 20, "size_max": 8, "size_min": 6}
_PRICE: dict[str, Any] = {"x": 10, "y": 60, "w": 120, "h": 40, "size_max": 40, "size_min": 15}
SOIL = ("Hochbeeterde, torffrei", "40-l-Sack", 899)
OWNER = "Jonas Petersen e. K."
REDUCED = StatedPrice("preis", 299, lowest_cents=374)
DRAW = "Gewinnspiel! Veranstalter: Halmgrün. Teilnahmeschluss: 20. Mai 2027."


def said(*texts: str, medium: str = "print", price: PriceValue | None = None) -> Made:
    """Return an ad that says these texts, with a price where one is given."""
    frames = [
        text_frame(text, f"text-{number}", y=10 + 22 * number, **_TEXT)
        for number, text in enumerate(texts)
    ]
    if price is None:
        return ad(*frames, medium=medium)
    look = _PRICE | {"field": "preis", "style": "Preis", "locked": False}
    return ad(*frames, frame("price", "preis", **look), medium=medium, values={"preis": price})


def legal_line() -> str:
    """Return the kit's legal line for print, as an ad carries it."""
    line = next(line for line in demo_kit().legal_lines if "print" in line.media)
    return re.sub(r"\{[^}]+\}", "10. Mai", line.text.de)


def mail(text: str) -> Made:
    """Return a message."""
    return said(text, medium="screen").told(channel="mail", format_key="newsletter-600")


_OFFER = PriceValue(299)
_RECOMMENDED = StatedPrice("preis", 299, PriceMode.RECOMMENDED)
LAW: dict[str, Pair] = {
    "legal.line": (
        words("Ein Preis und der Rechtstext des Mediums.", "A price and the line of the medium."),
        said(legal_line(), price=_OFFER),
        said("Gültig, solange es reicht.", price=_OFFER),
    ),
    "legal.identity": (
        words("Der Inhaber steht in der Anzeige.", "The owner stands in the ad."),
        said(f"Inh. {OWNER}", price=_OFFER).told(identity=(OWNER,)),
        said("Ihr Gartenmarkt", price=_OFFER).told(identity=(OWNER,)),
    ),
    "legal.period": (
        words("„Nur für kurze Zeit: bis 22. Mai“", '"Nur für kurze Zeit: bis 22. Mai"'),
        said("Nur für kurze Zeit: bis 22. Mai").told(last_day=date(2027, 5, 22)),
        said("Nur für kurze Zeit"),
    ),
    "legal.competition": (
        words("Ein Gewinnspiel mit der Adresse seiner Bedingungen.", "A draw with its terms."),
        said(f"{DRAW} Teilnahmebedingungen unter halmgruen.example/los"),
        said(DRAW),
    ),
    "legal.provider": (
        words("Ein Newsletter mit „Impressum“.", 'A newsletter with "Impressum".'),
        mail("Impressum"),
        mail("Mehr lesen"),
    ),
    "legal.unsubscribe": (
        words("„Newsletter abbestellen“", '"Newsletter abbestellen"'),
        mail("Newsletter abbestellen"),
        mail("Bis bald"),
    ),
    "legal.consent": (
        words("„Sie haben sich angemeldet.“", '"Sie haben sich angemeldet."'),
        mail("Sie haben sich angemeldet."),
        mail("Bis bald"),
    ),
    "price.unit": (
        words("Erde im 40-l-Sack mit „1 l = 0,22 €“.", 'Soil in a 40-litre bag with "1 l = …".'),
        said("Erde").told(goods=(Goods(*SOIL, "1 l = 0,22 €"),)),
        said("Erde").told(goods=(Goods(*SOIL),)),
    ),
    "price.from": (
        words("„ab“ steht am Preis.", 'The price keeps its "from".'),
        said(price=PriceValue(299, starting_from=True)).told(
            values={"preis": "ab\u00a02,99\u202f€"}
        ),
        said(price=_OFFER).told(values={"preis": "ab\u00a02,99\u202f€"}),
    ),
    "price.total": (
        words("„Alle Preise inkl. MwSt.“", '"Alle Preise inkl. MwSt."'),
        said("Alle Preise inkl. MwSt.", price=_OFFER),
        said("Alle Preise zzgl. 19\u202f% MwSt.", price=_OFFER),
    ),
    "price.reduction": (
        words("20 %, gerechnet vom niedrigsten Preis der 30 Tage.", "20 % off the lowest price."),
        said("20 % günstiger, statt 3,74 €", price=_OFFER).told(prices=(REDUCED,)),
        said("25 % günstiger, statt 3,74 €", price=_OFFER).told(prices=(REDUCED,)),
    ),
    "price.mode": (
        words("„UVP“ bei einer Preisempfehlung.", '"UVP" with a recommended price.'),
        said("UVP", price=_OFFER).told(prices=(_RECOMMENDED,)),
        said("Preis", price=_OFFER).told(prices=(_RECOMMENDED,)),
    ),
    "price.recommended": (
        words("„UVP 4,99 €“", '"UVP 4,99 €"'),
        said("UVP 4,99 €"),
        said("Listenpreis 4,99 €"),
    ),
}
