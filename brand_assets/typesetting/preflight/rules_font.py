"""Owns the rules about fonts and small type."""

from collections.abc import Iterator
from typing import Any

import pikepdf

from brand_assets.design_facts import Bilingual, Severity
from brand_assets.typesetting.preflight.findings import BOTH, PRESS, Hit, Question, german, rule
from brand_assets.typesetting.preflight.painted import Painted, PaintKind
from brand_assets.typesetting.preflight.reading import ReadFile, ReadPage

_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
_TAG = 7
_MANY_PLATES = 3


def _fonts(file: ReadFile) -> Iterator[tuple[ReadPage, str, pikepdf.Object]]:
    """Yield each used font once, with the first page that uses it."""
    seen: set[str] = set()
    for page in file.pages:
        for label, font in page.walk.fonts.items():
            named = f"{str(font.get('/BaseFont', '/?'))[1:]} {label}"
            if named not in seen:
                seen.add(named)
                yield page, named, font


def _described(font: pikepdf.Object) -> Any:
    """Return the descriptor of a font, or of the one that a composite font is made of."""
    below = font.get("/DescendantFonts")
    inner = below[0] if isinstance(below, pikepdf.Array) and len(below) else font
    return inner.get("/FontDescriptor") if isinstance(inner, pikepdf.Dictionary) else None


def _is_embedded(font: pikepdf.Object) -> bool:
    described = _described(font)
    return isinstance(described, pikepdf.Dictionary) and any(
        isinstance(described.get(key), pikepdf.Stream) for key in _PROGRAMS
    )


def _is_drawn(font: pikepdf.Object) -> bool:
    return str(font.get("/Subtype")) == "/Type3"


@rule(
    "font-embedded",
    Severity.BLOCKS,
    BOTH,
    "Jede benutzte Schrift ist eingebettet.",
    "Every font that is used is embedded.",
)
def check_embedded(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report fonts whose program is missing."""
    for page, named, font in _fonts(file):
        if not _is_drawn(font) and not _is_embedded(font):
            yield Hit(
                Bilingual(
                    f"Die Schrift {named.split()[0]} ist nicht eingebettet.",
                    f"The font {named.split()[0]} is not embedded.",
                ),
                page.number,
                named,
            )


@rule(
    "font-subset",
    Severity.NOTE,
    PRESS,
    "Schriften sind als Untergruppe eingebettet.",
    "Fonts are embedded as subsets.",
)
def check_subset(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report fonts embedded whole, by the missing tag of their name."""
    for page, named, font in _fonts(file):
        name = str(font.get("/BaseFont", "/"))[1:]
        tagged = len(name) > _TAG and name[_TAG - 1] == "+" and name[: _TAG - 1].isupper()
        if _is_embedded(font) and not tagged:
            yield Hit(
                Bilingual(
                    f"Die Schrift {name} ist vollständig eingebettet.",
                    f"The font {name} is embedded whole.",
                ),
                page.number,
                named,
            )


@rule(
    "font-unicode",
    Severity.CHECK,
    BOTH,
    "Der Text jeder Schrift lässt sich als Zeichen zurücklesen (ToUnicode).",
    "The text of every font can be read back as characters (ToUnicode).",
)
def check_unicode(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report fonts with neither a ToUnicode map nor a standard encoding."""
    for page, named, font in _fonts(file):
        encoding = str(font.get("/Encoding", ""))
        known = encoding in ("/WinAnsiEncoding", "/MacRomanEncoding", "/StandardEncoding")
        if not known and not isinstance(font.get("/ToUnicode"), pikepdf.Stream):
            yield Hit(
                Bilingual(
                    f"Text in {named.split()[0]} lässt sich nicht zurücklesen.",
                    f"Text in {named.split()[0]} cannot be read back.",
                ),
                page.number,
                named,
            )


def _visible_texts(page: ReadPage) -> Iterator[Painted]:
    return (item for item in page.painted if item.kind is PaintKind.TEXT and item.size > 0)


@rule(
    "small-text",
    Severity.CHECK,
    PRESS,
    "Kein Text ist kleiner als 5 pt.",
    "No text is smaller than 5 pt.",
)
def check_small(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report the smallest text of each page where it is too small."""
    for page in file.pages:
        least = min(_visible_texts(page), key=lambda item: item.size, default=None)
        if least is not None and least.size < question.limits.min_text_pt - 0.01:
            yield Hit(
                Bilingual(
                    f"Der kleinste Text misst {german(least.size, 1)} pt.",
                    f"The smallest text measures {least.size:.1f} pt.",
                ),
                page.number,
                least.font,
            )


@rule(
    "small-text-plates",
    Severity.NOTE,
    PRESS,
    "Text unter 8 pt druckt aus höchstens zwei Farben.",
    "Text below 8 pt prints from two inks at most.",
)
def check_plates(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report small text that needs three or more plates to register."""
    for page in file.pages:
        found = [
            item
            for item in _visible_texts(page)
            if item.size < question.limits.four_colour_text_pt
            and item.tone is not None
            and (item.tone.plates or 0) >= _MANY_PLATES
        ]
        if found:
            least = min(found, key=lambda item: item.size)
            yield Hit(
                Bilingual(
                    f"Text von {german(least.size, 1)} pt druckt aus drei oder vier Farben.",
                    f"Text of {least.size:.1f} pt prints from three or four inks.",
                ),
                page.number,
                least.font,
            )
