"""Owns the pairs of the rules about fields, wordings and type."""

from dataclasses import replace
from typing import Any

from brand_assets.design_facts import Bilingual, KitValues, RuleSetting, Wording
from brand_assets.typesetting.values import PriceValue, TextValue
from tests.factories.documents import frame, text_frame
from tests.factories.kit import demo_kit
from tests.factories.rule_pairs.made import Made, Pair, ad, words

ROOM: dict[str, Any] = {"x": 10, "y": 20, "w": 120, "h": 30, "size_max": 9, "size_min": 7.5}
BODY = "Samstags pflanzen wir gemeinsam, der Kaffee steht bereit und die Erde auch."


def entered(text: str, kit: KitValues | None = None, **more: Any) -> Made:
    """Return an ad with a headline that somebody typed and may change."""
    parts = [{"kind": "field", "field": "headline"}]
    title = frame("text", "titel", parts=parts, locked=False, **(ROOM | more))
    made = ad(title, values={"headline": TextValue(text)}, kit=kit)
    texts = {"headline": text}
    label = {"headline": Bilingual("Überschrift", "Headline")}
    return made.told(values=texts, typed=texts, labels=label)


def sized(size: float, text: str = BODY, **more: Any) -> dict[str, Any]:
    """Return a text in one size."""
    return text_frame(text, "text", **(ROOM | {"size_max": size, "size_min": size} | more))


def _preferring() -> KitValues:
    kit = demo_kit()
    gast = Wording("Kunde", "de", "Gast", None, preferred=True)
    return replace(kit, wordings=(*kit.wordings, gast))


def _offer(size: float) -> Made:
    price = {"field": "preis", "style": "Preis", "x": 10, "y": 60, "w": 120, "h": 40}
    price |= {"size_max": size, "size_min": size}
    title = text_frame("Frühling", "titel", **(ROOM | {"y": 5, "h": 14, "style": "H1"}))
    title |= {"size_max": 30, "size_min": 30}
    return ad(title, sized(9), frame("price", "preis", **price), values={"preis": PriceValue(299)})


def _families() -> Made:
    return ad(sized(9), text_frame("Frühling", "titel", **(ROOM | {"y": 60, "style": "H3"})))


def _featured(*features: str) -> Made:
    parts = [{"kind": "literal", "text": {"de": BODY, "en": BODY}, "features": features}]
    return ad(frame("text", "text", parts=parts, **ROOM))


_ONE_FAMILY = RuleSetting("type.families", parameters={"most": 1})
_UNREAD = Bilingual("„Preis“ ist kein Preis.", '"Price" is no price.')
TEXTS: dict[str, Pair] = {
    "field.value": (
        words("„2,99“ im Feld für den Preis.", '"2.99" in the field for the price.'),
        entered("2,99"),
        entered("zwei neunundneunzig").told(unreadable={"headline": _UNREAD}),
    ),
    "field.required": (
        words("Eine Überschrift, wo die Vorlage eine verlangt.", "A headline where one is needed."),
        entered("Beete.").told(required_fields=frozenset({"headline"})),
        entered("").told(required_fields=frozenset({"headline"})),
    ),
    "field.must_change": (
        words("Ein eigener Satz, wo ein Beispiel stand.", "Words of one's own for an example."),
        entered("Beete.").told(examples={"headline": False}),
        entered("Ihr Satz.").told(examples={"headline": True}),
    ),
    "text.overflow": (
        words("Ein Text, der in seinen Rahmen passt.", "A text that fits its frame."),
        entered(BODY),
        entered(BODY * 30),
    ),
    "wording.forbidden": (
        words("„Günstige Geranien.“", '"Günstige Geranien."'),
        entered("Günstige Geranien."),
        entered("Billige Geranien."),
    ),
    "wording.preferred": (
        words("„Gast“, wo die Marke nicht „Kunde“ sagt.", '"Gast" where the brand avoids "Kunde".'),
        entered("Unsere Gäste gärtnern mit.", _preferring()),
        entered("Für jeden Kunden ein Topf.", _preferring()),
    ),
    "text.signs": (
        words("„Bonita“ – bis 20 % günstiger.", '"Bonita" in the quotes of its language.'),
        entered("Die „Bonita“ – bis 20\u202f% günstiger."),
        entered('Die "Bonita" - bis 20% günstiger.'),
    ),
    "type.smallest": (
        words("Schrift in 7,5 pt im Druck.", "Type at 7.5 pt in print."),
        ad(sized(7.5)),
        ad(sized(5)),
    ),
    "type.tightened": (
        words("Fließtext in 9 pt, wie sein Stil es vorsieht.", "Text at 9 pt as its style has it."),
        ad(sized(9)),
        ad(sized(7, leading=1.0)),
    ),
    "type.offer": (
        words("Ein Preis in 40 pt neben Text in 9 pt.", "A price at 40 pt beside text at 9 pt."),
        _offer(40),
        _offer(12),
    ),
    "type.families": (
        words("Zwei Schriftfamilien in einer Anzeige.", "Two font families in one ad."),
        _families(),
        _families().with_setting(_ONE_FAMILY),
    ),
    "type.glyphs": (
        words("Nur Zeichen, die die Schrift hat.", "Only characters that the font has."),
        entered("Tulpen"),
        entered("Tulpen 🌷"),
    ),
    "type.features": (
        words("Mediävalziffern, wo die Schrift welche hat.", "Old-style figures where a font has."),
        _featured("tnum"),
        _featured("swsh"),
    ),
}
