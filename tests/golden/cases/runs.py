"""Golden cases of parts with looks of their own, features, directions, fallbacks and fit."""

from typing import Any

from brand_assets.typesetting.values import PriceValue, TextValue
from tests.factories.fonts import wide_kit
from tests.golden.case import GoldenCase, ad, frame, literal

_SMALL = {"width": 100, "height": 70}
_GROUND = frame("rect", "grund", (0, 0, 100, 70), colour="Leinen")


def _text(
    frame_id: str, box: tuple[float, float, float, float], *parts: Any, size: float, **rest: Any
) -> Any:
    sizes = {"size_max": size, "size_min": size, "style": "Text", "colour": "Tanne"}
    return frame("text", frame_id, box, parts=list(parts), **(sizes | rest))


def _field(key: str, **rest: Any) -> dict[str, Any]:
    return {"kind": "field", "field": key} | rest


_LOOKS = GoldenCase(
    "runs-looks",
    ad(
        _GROUND,
        _text(
            "kopf",
            (6, 5, 88, 22),
            literal("Pflanztage: "),
            literal("alles fürs Beet", colour="Mohn"),
            literal("®", position="super"),
            size=22,
            style="H1",
        ),
        _text(
            "preis",
            (6, 27, 88, 20),
            literal("Tomaten "),
            _field("preis", form="raised_plain", bold=True, colour="Mohn"),
            literal(" statt "),
            _field("alt", form="plain", strike=True),
            literal(" und "),
            _field("erde", form="raised", underline=True),
            literal(" je Sack"),
            size=13,
        ),
        _text(
            "marken",
            (6, 44, 88, 22),
            _field("text", marks=["bold", "super", "sub"]),
            literal(" Gesperrt", tracking=120, colour="Halm"),
            literal(" und klein", scale=0.7),
            size=11,
        ),
        **_SMALL,
    ),
    values={
        "preis": PriceValue(299, starting_from=True),
        "alt": PriceValue(449),
        "erde": PriceValue(1999, starting_from=True),
        "text": TextValue("Nur **heute**: 12 m^2^ Beet, CO~2~ sparen, 2 ** 3 = 8^."),
    },
    pixels={(4, 4): "Leinen"},
)


def _feature_rows() -> list[Any]:
    rows: tuple[tuple[str, str, list[str], str], ...] = (
        ("onum", "1234567890 Pflanzen", ["onum"], "H3"),
        ("lnum, tnum", "1234567890 Pflanzen", ["lnum", "tnum"], "H3"),
        ("smcp", "Kräuter & Stauden", ["smcp"], "H3"),
        ("c2sc, smcp", "Kräuter & Stauden", ["c2sc", "smcp"], "H3"),
        ("frac", "1/2 Preis, 3/4 l", ["frac"], "H3"),
        ("zero, tnum", "10.05.–22.05.", ["zero", "tnum"], "Text"),
        ("case", "(HOF–LADEN)", ["case"], "Text"),
        ("ss01, cv05", "1469 Illusion", ["ss01", "cv05"], "Text"),
        ("dlig=0, liga=0", "Pflaster, affin", ["liga=0", "dlig=0"], "H3"),
        ("dlig", "Pflaster, affin", ["dlig"], "H3"),
    )
    frames = []
    for index, (name, text, features, style) in enumerate(rows):
        y = 3.0 + 6.5 * index
        frames += [
            _text(f"n{index}", (5, y, 28, 6), literal(name), size=8, valign="middle"),
            _text(
                f"t{index}",
                (34, y, 62, 6),
                literal(text, features=features),
                size=13,
                style=style,
                valign="middle",
            ),
        ]
    return frames


_FEATURES = GoldenCase("runs-features", ad(_GROUND, *_feature_rows(), **_SMALL))

_ARABIC = GoldenCase(
    "runs-arabic",
    ad(
        _GROUND,
        _text(
            "links",
            (6, 5, 88, 18),
            literal("Willkommen bei Halmgrün: "),
            literal("مرحبا بكم في ", colour="Mohn"),
            literal("حديقتنا", colour="Mohn", bold=True),
            literal(", täglich von 9 bis 19 Uhr."),
            size=14,
        ),
        _text(
            "rechts",
            (6, 27, 88, 24),
            literal("نباتات (أعشاب) من "),
            literal("Halmgrün", bold=True),
            literal(" بسعر 2,99 € حتى 22.05.2027، والمزيد من الزهور!"),
            size=15,
            align="start",
        ),
        _text(
            "farben",
            (6, 53, 88, 12),
            literal("حد", colour="Mohn"),
            literal("يق", colour="Halm", bold=True),
            literal("تنا", colour="Tanne"),
            size=22,
            align="end",
        ),
        **_SMALL,
    ),
    kit=wide_kit(),
)

_HEBREW = GoldenCase(
    "runs-hebrew",
    ad(
        _GROUND,
        _text(
            "punkte",
            (6, 5, 88, 20),
            literal("בְּרֵאשִׁית בָּרָא אֱלֹהִים (שָׁלוֹם)"),
            size=20,
            align="start",
        ),
        _text(
            "zeilen",
            (6, 27, 60, 38),
            literal("ברוכים הבאים לגן של Halmgrün (12 Beete), פתוח: "),
            literal("ראשון עד שישי", colour="Mohn"),
            literal("."),
            size=14,
            align="start",
            direction="rtl",
        ),
        **_SMALL,
    ),
    kit=wide_kit(),
)

_SCRIPTS = GoldenCase(
    "runs-scripts",
    ad(
        _GROUND,
        _text("griechisch", (6, 4, 88, 12), literal("Κῆπος & Ἀθῆναι, Ελλάδα"), size=20, style="H1"),
        _text("kyrillisch", (6, 18, 88, 12), literal("Сад, Қазақстан, Київ"), size=20, style="H1"),
        _text("zeichen", (6, 32, 88, 12), literal("Garten → Beet ✓ 茶 fehlt"), size=16, style="H3"),
        _text(
            "marken",
            (6, 46, 88, 16),
            literal("Ha\u0308lm, n\u0303, x\u0323\u0301 q\u0307"),
            size=20,
        ),
        **_SMALL,
    ),
    kit=wide_kit(),
)


def _offer(frame_id: str, x: float, text: str) -> Any:
    return frame(
        "text",
        frame_id,
        (x, 8, 26, 40),
        parts=[literal(text)],
        style="Text",
        colour="Tanne",
        size_max=14,
        size_min=8,
        group="angebote",
        leading_range=[1.15, 1.45],
        tracking_range=[-15, 0],
        step=0.05,
    )


_FIT = GoldenCase(
    "runs-fit",
    ad(
        _GROUND,
        *(frame("rect", f"r{x}", (x - 2, 6, 30, 46), colour="Weiss") for x in (5, 37, 69)),
        _offer("kurz", 5, "Kräuter im Topf, aus eigener Anzucht"),
        _offer(
            "mittel", 37, "Tomaten, Gurken und Paprika: kräftige Jungpflanzen für Beet und Balkon"
        ),
        _offer(
            "lang",
            69,
            "Hochbeeterde ohne Torf: hält Wasser und Nährstoffe lange, für Gemüse und alle "
            "Stauden im ersten Jahr",
        ),
        _text(
            "caps",
            (3, 54, 94, 10),
            literal("Nur solange der Vorrat reicht"),
            size=14,
            style="H3",
            valign="caps",
            align="center",
        ),
        **_SMALL,
    ),
    values={},
)

CASES = (_LOOKS, _FEATURES, _ARABIC, _HEBREW, _SCRIPTS, _FIT)
