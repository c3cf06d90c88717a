"""Owns the pairs of the rules about colours, ink and the edges of a page."""

from dataclasses import replace
from typing import Any

from brand_assets.design_facts import Colour, ColourPair, KitValues, RuleSetting
from tests.factories.documents import frame
from tests.factories.kit import demo_kit
from tests.factories.rule_pairs.made import Made, Pair, ad, picture, words
from tests.factories.rule_pairs.texts import sized

FULL: dict[str, Any] = {"x": -3, "y": -3, "w": 154, "h": 216}
_SMALL: dict[str, Any] = {"width": 60, "height": 40}


def _on(ground: str, colour: str, size: float = 9, kit: KitValues | None = None) -> Made:
    return ad(frame("rect", "grund", colour=ground, **FULL), sized(size, colour=colour), kit=kit)


def _with_black() -> KitValues:
    kit = demo_kit()
    black = Colour("Tiefschwarz", (0, 0, 0), (80, 70, 70, 100))
    colours = {**kit.colours, "Tiefschwarz": black}
    return replace(kit, colours=colours, pairs=(*kit.pairs, ColourPair("Tiefschwarz", "Leinen")))


def _inked(colour: str) -> Made:
    one = frame("rect", "grund", x=-3, y=-3, w=66, h=46, colour=colour)
    return ad(one, kit=_with_black(), finished=True, **_SMALL)


def _artwork(name: str) -> Made:
    one = frame("artwork", "vorlage", asset=picture(name), x=10, y=10, w=30, h=20)
    return ad(one, finished=True, **_SMALL)


_LITTLE_INK = RuleSetting("colour.ink", parameters={"most": 200})
PAGES: dict[str, Pair] = {
    "colour.pair": (
        words("Tanne auf Leinen.", "Tanne on Leinen."),
        _on("Leinen", "Tanne"),
        _on("Leinen", "Halm"),
    ),
    "colour.contrast": (
        words("Text mit Kontrast 10 zu seinem Grund.", "Text with a contrast of 10."),
        _on("Leinen", "Tanne"),
        _on("Leinen", "Halm"),
    ),
    "colour.ink": (
        words("Schrift in einer Farbe mit 265 % Farbauftrag.", "Type in a colour of 265 % ink."),
        _on("Leinen", "Tanne"),
        _on("Leinen", "Tanne").with_setting(_LITTLE_INK),
    ),
    "colour.rich_black": (
        words("Schwarz aus vier Farben in 16 pt.", "Black of four inks at 16 pt."),
        _on("Leinen", "Tiefschwarz", 16, _with_black()),
        _on("Leinen", "Tiefschwarz", 9, _with_black()),
    ),
    "ink.place": (
        words("Eine Fläche in Tanne.", "An area in Tanne."),
        _inked("Tanne"),
        _inked("Tiefschwarz"),
    ),
    "ink.not_measured": (
        words("Eine Seite ohne fremde Druckvorlage.", "A page without supplied print files."),
        _artwork("leaf"),
        _artwork("print-file"),
    ),
    "page.bleed": (
        words("Ein Grund, der 3 mm über den Rand geht.", "A ground 3 mm beyond the edge."),
        ad(frame("rect", "grund", colour="Halm", **FULL)),
        ad(frame("rect", "grund", x=0, y=-3, w=151, h=216, colour="Halm")),
    ),
    "page.safe_margin": (
        words("Text mit 10 mm Abstand zum Rand.", "Text 10 mm from the edge."),
        ad(sized(9)),
        ad(sized(9, x=1)),
    ),
}
