"""Owns the rules about pictures and lines."""

from collections.abc import Iterator

from brand_assets.design_facts import Bilingual, Severity
from brand_assets.typesetting.preflight.findings import (
    BOTH,
    PRESS,
    Hit,
    Limits,
    Profile,
    Question,
    german,
    rule,
)
from brand_assets.typesetting.preflight.painted import Painted, PaintKind, touches
from brand_assets.typesetting.preflight.reading import ReadFile, ReadPage

MM = 72 / 25.4
SCREEN_PPI = 72
LINE_ART_PPI = 300


@rule(
    "image-resolution",
    Severity.CHECK,
    BOTH,
    "Bilder haben mindestens 150 ppi im Druck (unter 100 gesperrt), 72 ppi am Bildschirm.",
    "Pictures have at least 150 ppi in print (blocked below 100), 72 ppi on screen.",
)
def check_resolution(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report visible pictures below the least resolution, as they are placed."""
    least, blocked = _least(question.profile, question.limits)
    for page in file.pages:
        for item in _pictures(page):
            ppi = item.picture.ppi if item.picture else 0.0
            if ppi < least - 0.5:
                yield Hit(
                    Bilingual(
                        f"Ein Bild hat nur {ppi:.0f} ppi, nötig sind {least:.0f}.",
                        f"A picture has only {ppi:.0f} ppi where {least:.0f} are needed.",
                    ),
                    page.number,
                    item.place,
                    Severity.BLOCKS if ppi < blocked else None,
                )


def _least(profile: Profile, limits: Limits) -> tuple[float, float]:
    if profile is Profile.SCREEN:
        return SCREEN_PPI, 0.0
    return limits.min_ppi, limits.error_ppi


def _pictures(page: ReadPage) -> Iterator[Painted]:
    for item in page.painted:
        picture = item.picture
        if picture is None or picture.width * picture.height <= 1:
            continue
        if touches(item.box, page.bleed):
            yield item


@rule(
    "hairline",
    Severity.CHECK,
    PRESS,
    "Keine Linie ist feiner als 0,1 mm.",
    "No line is finer than 0.1 mm.",
)
def check_hairlines(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report the finest line inside the bleed of each page where it is too fine."""
    limit = question.limits.hairline_mm * MM
    for page in file.pages:
        widths = [width for item in page.painted if (width := _line(item, page)) is not None]
        finest = min(widths, default=limit)
        if finest < limit - 0.001:
            yield Hit(
                Bilingual(
                    f"Eine Linie ist {german(finest / MM, 2)} mm fein.",
                    f"A line is {finest / MM:.2f} mm fine.",
                ),
                page.number,
            )


def _line(item: Painted, page: ReadPage) -> float | None:
    """Return the width of a line, or of a filled area that is as thin as one."""
    x0, y0, x1, y1 = item.box
    if not touches((x0 - 0.01, y0 - 0.01, x1 + 0.01, y1 + 0.01), page.bleed):
        return None
    if item.kind is PaintKind.STROKE:
        return item.size
    thin = min(x1 - x0, y1 - y0)
    long = max(x1 - x0, y1 - y0)
    return thin if item.kind is PaintKind.FILL and 0 < thin < MM < long else None
