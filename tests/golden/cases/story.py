"""Owns the golden cases of running text: columns, lists, tabs, keeping together, spreading."""

from typing import Any

from tests.golden.case import GoldenCase, ad, frame, literal

_SPRING = (
    "Wenn im März die ersten warmen Tage kommen, beginnt im Garten die schönste Zeit. Die "
    "Gärtnerinnen und Gärtner unserer Betriebe haben den Winter über vorgezogen, was jetzt in die "
    "Erde will: Stiefmütterchen, Primeln und Hornveilchen für den Balkon, Salat und Kohlrabi für "
    "das Frühbeet. Wer früh sät, erntet früh – aber nur, wenn der Boden warm genug ist.",
    "Sommerblumen wie Geranien und Petunien warten besser bis nach den Eisheiligen. Bis dahin "
    "stehen sie hell und kühl, am liebsten auf einer Fensterbank nach Osten. Gießen Sie sparsam, "
    "denn Staunässe schadet den Wurzeln mehr als ein trockener Tag.",
    "Gute Pflanzerde ist die beste Versicherung gegen Enttäuschungen. Sie speichert Wasser, gibt "
    "es langsam ab und enthält Nährstoffe für die ersten sechs Wochen. Danach hilft ein "
    "Flüssigdünger, den Sie einmal in der Woche ins Gießwasser geben.",
)
_ROSES = (
    "Rosen mögen es sonnig und luftig. Der Boden darf lehmig sein, solange er Wasser ableitet.",
    "Geschnitten wird, wenn die Forsythien blühen: schräg und knapp über einem Auge, das nach "
    "außen zeigt. Schwache Triebe kommen ganz weg, starke bleiben länger.",
)
_HERBS = (
    "Rosmarin, Salbei und Thymian kommen vom Mittelmeer. Sie brauchen Sonne, wenig Wasser und "
    "magere Erde.",
    "Petersilie und Schnittlauch wachsen auch im Halbschatten. Ernten Sie oft und nie alles auf "
    "einmal, dann treiben sie nach.",
)


def _paragraph(look: str, *parts: Any, **rest: Any) -> dict[str, Any]:
    written = [literal(part) if isinstance(part, str) else part for part in parts]
    return {"kind": "paragraph", "look": look, "parts": written} | rest


def _look(key: str, size: float, style: str = "Text", **rest: Any) -> dict[str, Any]:
    return {"key": key, "style": style, "size": size} | rest


def _paper(width: float, height: float) -> Any:
    return frame("rect", "paper", (0, 0, width, height), colour="Leinen")


def _story(box: tuple[float, float, float, float], **rest: Any) -> Any:
    return frame("story", "story", box, colour="Tanne", **rest)


_HEAD = _look("head", 15, "H3", space_before=3, space_after=1.6, keep_with_next=True, balance=True)

_COLUMNS = ad(
    _paper(148, 76),
    _story(
        (10, 9, 128, 59),
        columns=2,
        gutter=6,
        balance=True,
        rule={"width": 0.15, "colour": "Tanne35"},
        grid={"step": 4.4, "offset": 1.4},
        looks=[
            _look("first", 8.75, align="justify"),
            _look("body", 8.75, align="justify", first_indent=4),
        ],
        blocks=[
            _paragraph("first", _SPRING[0]),
            _paragraph("body", _SPRING[1]),
            _paragraph("body", _SPRING[2]),
        ],
    ),
    height=76,
)

_LISTS = ad(
    _paper(148, 72),
    _story(
        (10, 9, 128, 55),
        columns=2,
        gutter=8,
        balance=True,
        looks=[
            _HEAD,
            _look("list", 9, leading=1.35, space_after=1),
            _look("inner", 8, leading=1.35, style="Klein"),
        ],
        blocks=[
            _paragraph("head", "Das braucht Ihr Balkon"),
            {
                "kind": "list",
                "look": "list",
                "inner_look": "inner",
                "marks": {"hang": 4, "colour": "Mohn", "bold": True},
                "inner": {"hang": 3.4, "bullet": "–"},
                "item_space": 0.8,
                "items": [
                    {
                        "parts": [
                            literal("Kästen mit Wasserspeicher, damit auch heiße Tage gut gehen")
                        ]
                    },
                    {
                        "parts": [literal("Pflanzerde, torffrei")],
                        "items": [
                            {"parts": [literal("für Geranien: mit Langzeitdünger")]},
                            {
                                "parts": [
                                    literal("für Kräuter: mager und sandig, sonst schießen sie")
                                ]
                            },
                        ],
                    },
                    {"parts": [literal("Eine kleine Schaufel und Handschuhe")]},
                ],
            },
            _paragraph("head", "In zehn Schritten zum Hochbeet"),
            {
                "kind": "list",
                "look": "list",
                "inner_look": "inner",
                "marks": {
                    "numbering": "decimal",
                    "start": 7,
                    "hang": 6,
                    "align": "right",
                    "bold": True,
                },
                "inner": {"numbering": "alpha", "hang": 4.4},
                "item_space": 0.8,
                "items": [
                    {"parts": [literal("Zweige und grobes Holz zuunterst einfüllen")]},
                    {"parts": [literal("Laub und Rasenschnitt darüber verteilen, gut festtreten")]},
                    {
                        "parts": [literal("Kompost und Erde mischen:")],
                        "items": [
                            {"parts": [literal("ein Teil reifer Kompost, fein gesiebt")]},
                            {"parts": [literal("zwei Teile Pflanzerde")]},
                        ],
                    },
                    {"parts": [literal("Zwei Wochen ruhen lassen, dann bepflanzen und angießen")]},
                ],
            },
        ],
    ),
    height=72,
)

_PRICES = ad(
    _paper(148, 90),
    _story(
        (12, 9, 122, 73),
        looks=[
            _look("head", 17, "H3", space_after=1),
            _look("group", 8.5, "Kicker", colour="Mohn", space_before=3, keep_with_next=True),
            _look(
                "price",
                9,
                leading=1.5,
                right_indent=60,
                tabs=[
                    {"at": 68, "align": "left"},
                    {"at": 112, "align": "decimal", "leader": "."},
                ],
            ),
        ],
        blocks=[
            _paragraph("head", "Was es kostet"),
            _paragraph("group", "Beet und Balkon"),
            _paragraph("price", "Geranie, stehend\tTopf 12 cm\t2,99\u202f€"),
            _paragraph("price", "Petunie in allen Farben\tTopf 11 cm\t1,49\u202f€"),
            _paragraph("price", "Hornveilchen\tSchale mit 6\t12,–\u202f€"),
            _paragraph("group", "Aus der Baumschule"),
            _paragraph("price", "Kletterrose „New Dawn“\tContainer 4 l\t24,95\u202f€"),
            _paragraph("price", "Apfel „Topaz“, Halbstamm\twurzelnackt\t1.249,00\u202f€"),
            _paragraph("price", "Felsenbirne\tStrauch, 100–125 cm\t139\u202f€"),
            _paragraph("group", "Gartenarbeit"),
            _paragraph(
                "price",
                "Rasen mähen, Kanten stechen, das Schnittgut mitnehmen und auf Wunsch "
                "kompostieren\tje Stunde\t48,50\u202f€",
            ),
        ],
    ),
    height=90,
)

_ROTATED = ad(
    _paper(148, 105),
    frame("rect", "sheet", (36, 17, 76, 71), colour="Keim", rotation=-7),
    _story(
        (36, 17, 76, 71),
        rotation=-7,
        insets={"top": 6, "right": 6, "bottom": 6, "left": 6},
        valign="middle",
        looks=[
            _look("head", 16, "H3", align="center", space_after=2),
            _look("body", 9, align="justify", last_line="center"),
        ],
        blocks=[_paragraph("head", "Frühling im Topf"), _paragraph("body", _SPRING[1])],
    ),
)

_KEEP = ad(
    _paper(148, 62),
    _story(
        (10, 10, 128, 47),
        columns=3,
        gutter=6,
        looks=[
            _HEAD,
            _look("body", 8.5),
            _look("more", 8.5, first_indent=3),
            _look("tip", 8.5, "TextFett", colour="Lavendel", space_before=2, keep_together=True),
        ],
        blocks=[
            _paragraph("head", "Rosen"),
            _paragraph("body", _ROSES[0]),
            _paragraph("more", _ROSES[1]),
            _paragraph("head", "Kräuter"),
            _paragraph("body", _HERBS[0]),
            _paragraph("more", _HERBS[1]),
            _paragraph("tip", "Unser Tipp: Kräuter in Töpfen stehen auf Scherben nie im Wasser."),
        ],
    ),
    height=62,
)

_SPREAD = ad(
    _paper(148, 105),
    frame("rect", "box", (10, 10, 128, 85), colour="Keim"),
    _story(
        (10, 10, 128, 85),
        columns=2,
        gutter=8,
        valign="justify",
        insets={"top": 5, "right": 6, "bottom": 5, "left": 6},
        fit={"scale_min": 0.8, "scale_max": 1.3},
        looks=[
            _HEAD,
            _look("body", 9, space_after=1.5),
            _look("end", 9, "TextFett", align="right"),
        ],
        blocks=[
            _paragraph("head", "Rosen"),
            *(_paragraph("body", text) for text in _ROSES),
            _paragraph("head", "Kräuter"),
            *(_paragraph("body", text) for text in _HERBS),
            _paragraph("end", "Ihre Gärtnerei Halm & Beet"),
        ],
    ),
)

CASES: tuple[GoldenCase, ...] = (
    GoldenCase("story-columns-on-grid", _COLUMNS, pixels={(5, 5): "Leinen"}),
    GoldenCase("story-lists", _LISTS, pixels={(5, 5): "Leinen"}),
    GoldenCase("story-prices-with-leaders", _PRICES, pixels={(5, 5): "Leinen"}),
    GoldenCase("story-rotated", _ROTATED, pixels={(5, 5): "Leinen", (175, 110): "Keim"}),
    GoldenCase("story-kept-together", _KEEP, pixels={(5, 5): "Leinen"}),
    GoldenCase("story-spread", _SPREAD, pixels={(45, 45): "Keim"}),
)
