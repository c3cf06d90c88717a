"""Owns the rules about fine lines."""

from collections.abc import Iterator

from brand_assets.design_facts import Bilingual, Severity
from brand_assets.typesetting.preflight.findings import PRESS, Hit, Question, german, rule
from brand_assets.typesetting.preflight.painted import Painted, PaintKind
from brand_assets.typesetting.preflight.reading import ReadFile, ReadPage
from brand_assets.typesetting.preflight.telling import MM, in_print

_MANY_INKS = 2


def _lines(page: ReadPage) -> Iterator[tuple[float, Painted]]:
    """Yield the lines within the bleed with their widths, and areas as thin as lines."""
    for item in in_print(page):
        x0, y0, x1, y1 = item.box
        thin, long = min(x1 - x0, y1 - y0), max(x1 - x0, y1 - y0)
        if item.kind is PaintKind.STROKE:
            yield item.size, item
        elif item.kind is PaintKind.FILL and item.fills_box and 0 < thin < MM < long:
            yield thin, item


@rule("hairline", Severity.CHECK, PRESS)
def check_hairlines(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report the finest line inside the bleed of each page where it is too fine."""
    limit = question.limits.hairline_mm * MM
    for page in file.pages:
        finest = min((width for width, _ in _lines(page)), default=limit)
        if finest < limit - 0.001:
            yield Hit(
                Bilingual(
                    f"Eine Linie ist {german(finest / MM, 2)} mm fein.",
                    f"A line is {finest / MM:.2f} mm fine.",
                ),
                page.number,
            )


@rule("fine-line-inks", Severity.NOTE, PRESS)
def check_coloured(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report the finest line of each page that needs several inks to register."""
    limit = question.limits.coloured_line_mm * MM
    for page in file.pages:
        found = [
            (width, item.place)
            for width, item in _lines(page)
            if width < limit - 0.001 and item.tone and (item.tone.plates or 0) > _MANY_INKS
        ]
        if found:
            width, place = min(found)
            yield Hit(
                Bilingual(
                    f"Eine Linie von {german(width / MM, 2)} mm druckt aus drei oder mehr Farben.",
                    f"A line of {width / MM:.2f} mm prints from three or more inks.",
                ),
                page.number,
                place,
            )
