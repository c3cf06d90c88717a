"""Owns the rules about text as it is set: small, black, invisible, thickened, lacking signs."""

from collections.abc import Iterator

from brand_assets.design_facts import Bilingual, Severity
from brand_assets.typesetting.preflight.findings import BOTH, PRESS, Hit, Question, german, rule
from brand_assets.typesetting.preflight.painted import Painted, PaintKind, thick, touches
from brand_assets.typesetting.preflight.reading import ReadFile, ReadPage
from brand_assets.typesetting.preflight.telling import first_by_place, tell_each_place

_MANY_PLATES = 3
_NEARLY_BLACK = 0.85
_UNSEEN, _THICKENED = 3, (2, 6)


def _visible_texts(page: ReadPage) -> Iterator[Painted]:
    """Yield the texts that are seen on the page; slug lines beside it are for the press alone."""
    for item in page.painted:
        is_seen = item.kind is PaintKind.TEXT and item.size > 0 and item.rendering != _UNSEEN
        if is_seen and touches(thick(item.box), page.bleed):
            yield item


def _is_rich_black(item: Painted) -> bool:
    inks = item.tone.inks if item.tone else {}
    return inks.get("Black", 0.0) >= _NEARLY_BLACK and sum(inks.values()) > inks["Black"]


@rule("small-text", Severity.CHECK, PRESS)
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


@rule("small-text-plates", Severity.NOTE, PRESS)
def check_plates(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report small coloured text that needs three or more plates to register."""
    for page in file.pages:
        found = [
            item
            for item in _visible_texts(page)
            if item.size < question.limits.four_colour_text_pt
            and item.tone is not None
            and (item.tone.plates or 0) >= _MANY_PLATES
            and not _is_rich_black(item)
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


@rule("rich-black-text", Severity.CHECK, PRESS)
def check_rich_black(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report small text in a black that is mixed from several inks."""
    for page in file.pages:
        found = [
            item
            for item in _visible_texts(page)
            if item.size < question.limits.black_text_pt and _is_rich_black(item)
        ]
        for item in first_by_place(found):
            yield Hit(
                Bilingual(
                    f"Schwarzer Text von {german(item.size, 1)} pt ist aus mehreren Farben "
                    "gemischt.",
                    f"Black text of {item.size:.1f} pt is mixed from several inks.",
                ),
                page.number,
                item.font,
            )


@rule("invisible-text", Severity.CHECK, PRESS)
def check_invisible(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report text that is there but not to be seen."""
    return tell_each_place(
        file,
        lambda item: item.kind is PaintKind.TEXT and item.rendering == _UNSEEN,
        "Auf der Seite liegt unsichtbarer Text.",
        "Invisible text lies on the page.",
    )


@rule("false-bold", Severity.NOTE, PRESS)
def check_thickened(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report letters that are made bold by a line around them."""
    return tell_each_place(
        file,
        lambda item: item.kind is PaintKind.TEXT and item.rendering in _THICKENED,
        "Text ist durch eine Kontur künstlich fett gemacht.",
        "Text is made bold by a line around its letters.",
    )


@rule("missing-glyph", Severity.BLOCKS, BOTH)
def check_glyphs(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report text that shows the sign for a character that the font lacks."""
    for page in file.pages:
        for item in first_by_place(i for i in _visible_texts(page) if i.lacks_glyph):
            yield Hit(
                Bilingual(
                    f"Im Text fehlt ein Zeichen: Die Schrift {item.font} zeigt dafür ein leeres "
                    "Kästchen oder nichts.",
                    f"A character is missing in the text: the font {item.font} shows an empty box "
                    "or nothing for it.",
                ),
                page.number,
                item.place,
            )
