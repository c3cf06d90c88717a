"""Owns the golden cases of line breaking: justified columns, compounds, headlines, languages."""

from dataclasses import replace
from typing import Any

from brand_assets.design_facts import Hyphenation, KitValues
from tests.factories.kit import demo_kit
from tests.golden.case import GoldenCase, ad, frame, literal

_BODY = (
    "Wer jetzt pflanzt, erntet im Sommer: Unsere Gärtnerei zieht Tomaten, Paprika und Kräuter im "
    "eigenen Gewächshaus heran, ohne Torf und ohne Wachstumsregler. Bringen Sie Ihren Balkonkasten "
    "mit, wir bepflanzen ihn sofort, und die Blumenerde geht aufs Haus. Am Samstag zeigt unsere "
    "Kräuterpädagogin, wie aus einem Hochbeet in drei Schritten ein Küchengarten wird. Der "
    "Lieferservice bringt Pflanzgefäße, Rindenmulch und Rasendünger bis zur Gartentür."
)
_COMPOUNDS = (
    "Frühlingsangebote aus der Gartenabteilung: Terrassenplatten, Gartenmöbelgarnituren, "
    "Pflanzerde, Torfersatzstoffe, Regentonnenzubehör, Rasenmäherreparaturen, Sonnenblumenkerne "
    "und Vogelfutterhäuschen. Öffnungszeiten und Teilnahmebedingungen am Informationsschalter."
)
_LANGUAGES = {
    "en-GB": "Whoever plants now will harvest in summer: our nursery grows tomatoes, peppers and "
    "herbs in its own greenhouse, without peat and without artificial growth regulators.",
    "fr": "Qui plante maintenant récoltera cet été\u202f: notre jardinerie cultive tomates, "
    "poivrons et herbes aromatiques dans sa propre serre, sans tourbe ni régulateurs de "
    "croissance.",
    "it": "Chi pianta adesso raccoglie in estate: il nostro vivaio coltiva pomodori, peperoni ed "
    "erbe aromatiche nella propria serra, senza torba e senza regolatori di crescita.",
    "es": "Quien planta ahora cosecha en verano: nuestro vivero cultiva tomates, pimientos y "
    "hierbas aromáticas en su propio invernadero, sin turba ni reguladores de crecimiento.",
    "nl": "Wie nu plant, oogst in de zomer: onze kwekerij kweekt tomaten, paprika’s en kruiden in "
    "eigen kassen, zonder turf en zonder kunstmatige groeiregelaars voor potplanten.",
    "pl": "Kto sadzi teraz, zbiera latem: nasza szkółka hoduje pomidory, paprykę i aromatyczne "
    "zioła we własnej szklarni, bez torfu i bez sztucznych regulatorów wzrostu.",
    "tr": "\u015eimdi diken yaz\u0131n hasat eder: fidanl\u0131\u011f\u0131m\u0131z domates, "
    "biber ve aromatik otlar\u0131 kendi seras\u0131nda torfsuz ve yapay büyüme "
    "düzenleyicileri olmadan yetiştiriyor.",
    "de-AT": "Wer jetzt pflanzt, erntet im Sommer: Unsere Gärtnerei zieht Paradeiser, Paprika und "
    "Kräuter im eigenen Gewächshaus, ohne Torf und ohne Wachstumsregler.",
}


def _paper(width: float, height: float) -> Any:
    return frame("rect", "paper", (0, 0, width, height), colour="Leinen")


def _column(
    frame_id: str, box: tuple[float, float, float, float], text: str, size: float, **look: Any
) -> Any:
    paragraph = {"kind": "paragraph", "look": "body", "parts": [literal(text)]}
    looks = [{"key": "body", "style": "Text", "size": size} | look]
    return frame("story", frame_id, box, colour="Tanne", looks=looks, blocks=[paragraph])


def _text(
    frame_id: str, box: tuple[float, float, float, float], text: str, size: float, **rest: Any
) -> Any:
    look = {"style": "H2", "colour": "Tanne", "size_max": size, "size_min": size} | rest
    return frame("text", frame_id, box, parts=[literal(text)], **look)


def _speaking_kit() -> KitValues:
    """The demonstration's kit with a style for each of the languages, named by its tag."""
    kit = demo_kit()
    text = kit.text_styles["Text"]
    styles = {
        tag: replace(text, name=tag, hyphenation=Hyphenation(tag, 6, 3, 3)) for tag in _LANGUAGES
    }
    return replace(kit, text_styles={**kit.text_styles, **styles})


_JUSTIFIED = ad(
    _paper(148, 84),
    _column("wide", (8, 8, 80, 70), _BODY, 9, align="justify"),
    _column("narrow", (97, 8, 43, 72), _BODY, 7.5, align="justify"),
    height=84,
)
_NARROW = ad(
    _paper(100, 66),
    _column("justified", (6, 6, 48, 56), _COMPOUNDS, 8, align="justify"),
    _column("ragged", (62, 6, 32, 58), _COMPOUNDS, 7.5),
    width=100,
    height=66,
)
_HEADLINES = ad(
    _paper(120, 84),
    _text(
        "even",
        (8, 7, 104, 30),
        "Jetzt wird’s höchste Zeit fürs Gewächshaus: Tomaten, Gurken und Paprika mögen’s warm",
        17,
        balance=True,
    ),
    _text("centred", (8, 37, 104, 16), "Raus aus dem Topf, rein ins Beet mit den Kräutern", 17)
    | {"balance": True, "align": "center"},
    _text("first", (8, 55, 48, 27), _BODY[:232], 7.5, style="Text"),
    _text("total", (64, 55, 48, 27), _BODY[:232], 7.5, style="Text", breaking="total_fit"),
    width=120,
    height=84,
)
_TONGUES = ad(
    _paper(148, 78),
    *(
        _column(
            tag.lower().replace("-", "_"),
            (7 + 34.5 * (index % 4), 6 + 36 * (index // 4), 30.5, 34),
            text,
            7,
            style=tag,
            align="justify",
        )
        for index, (tag, text) in enumerate(_LANGUAGES.items())
    ),
    height=78,
)

CASES = (
    GoldenCase("breaking-justified", _JUSTIFIED, width_px=800),
    GoldenCase("breaking-compounds", _NARROW, width_px=600),
    GoldenCase("breaking-headlines", _HEADLINES, width_px=700),
    GoldenCase("breaking-languages", _TONGUES, width_px=860, kit=_speaking_kit()),
)
