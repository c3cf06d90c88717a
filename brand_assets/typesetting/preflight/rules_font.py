"""Owns the rules about fonts: embedded, readable back, and the ones that were meant."""

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from brand_assets.design_facts import Bilingual, Severity
from brand_assets.typesetting.preflight.findings import BOTH, PRESS, Hit, Question, rule
from brand_assets.typesetting.preflight.reading import ReadFile, ReadPage

_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
_KNOWN = ("/WinAnsiEncoding", "/MacRomanEncoding", "/StandardEncoding")
_TAG = 7
_STAND_INS = re.compile(r"^(courier|adobesansmm|adobeserifmm)", re.IGNORECASE)
_SPEAKING = re.compile(r"uni[0-9A-F]{4}|u[0-9A-F]{4,6}|[A-Za-z]+(\.\w+)?")
_NUMBERED = re.compile(r"(cid|glyph|index|g|c|a)\d+")


def _fonts(file: ReadFile) -> Iterator[tuple[ReadPage, str, pikepdf.Object]]:
    """Yield each font that letters are seen in once, with the first page that uses it."""
    seen: set[str] = set()
    for page in file.pages:
        for label, lettering in page.walk.fonts.items():
            named = f"{lettering.name} {label}"
            if named not in seen:
                seen.add(named)
                yield page, named, lettering.obj


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


def _has_tag(name: str) -> bool:
    return len(name) > _TAG and name[_TAG - 1] == "+" and name[: _TAG - 1].isupper()


@rule("font-embedded", Severity.BLOCKS, BOTH)
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


@rule("font-subset", Severity.NOTE, PRESS)
def check_subset(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report fonts embedded whole, by the missing tag of their name."""
    for page, named, font in _fonts(file):
        name = str(font.get("/BaseFont", "/"))[1:]
        if _is_embedded(font) and not _has_tag(name):
            yield Hit(
                Bilingual(
                    f"Die Schrift {name} ist vollständig eingebettet.",
                    f"The font {name} is embedded whole.",
                ),
                page.number,
                named,
            )


@rule("font-unicode", Severity.CHECK, BOTH)
def check_unicode(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report fonts with neither a ToUnicode map nor an encoding that names its characters."""
    for page, named, font in _fonts(file):
        if not _has_map(font) and not _names_characters(font):
            yield Hit(
                Bilingual(
                    f"Text in {named.split()[0]} lässt sich nicht zurücklesen.",
                    f"Text in {named.split()[0]} cannot be read back.",
                ),
                page.number,
                named,
            )


def _has_map(font: pikepdf.Object) -> bool:
    stated = font.get("/ToUnicode")
    return isinstance(stated, pikepdf.Stream) and b"beginbf" in stated.read_bytes()


def _names_characters(font: pikepdf.Object) -> bool:
    if "/DescendantFonts" in font:
        # Identity says nothing of characters; the maps of Adobe's collections do.
        encoding = font.get("/Encoding")
        return isinstance(encoding, pikepdf.Name) and "Identity" not in str(encoding)
    encoding = font.get("/Encoding")
    if encoding is None:
        return not _is_embedded(font) and not _is_drawn(font)
    if isinstance(encoding, pikepdf.Name):
        return str(encoding) in _KNOWN
    stated = encoding.get("/Differences")
    names = list(stated.as_list()) if isinstance(stated, pikepdf.Array) else []
    words = [str(name)[1:] for name in names if isinstance(name, pikepdf.Name)]
    return all(_SPEAKING.fullmatch(word) and not _NUMBERED.fullmatch(word) for word in words)


@rule("type3-font", Severity.CHECK, PRESS)
def check_drawn(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report fonts whose letters are drawings (Type 3)."""
    for page, named, font in _fonts(file):
        if _is_drawn(font):
            yield Hit(
                Bilingual(
                    "Eine Schrift besteht aus Zeichnungen (Type 3).",
                    "A font consists of drawings (Type 3).",
                ),
                page.number,
                named,
            )


@rule("font-replaced", Severity.CHECK, PRESS)
def check_replaced(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report the fonts that programs put in where the right one was missing."""
    for page, named, _ in _fonts(file):
        name = named.split()[0]
        plain = name[_TAG:] if _has_tag(name) else name
        if _STAND_INS.match(plain):
            yield Hit(
                Bilingual(
                    f"Text steht in {plain}, der üblichen Ersatzschrift.",
                    f"Text is set in {plain}, the usual stand-in.",
                ),
                page.number,
                named,
            )
