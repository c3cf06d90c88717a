"""Owns the pages of a sheet about type: each style as a specimen, and the fonts they come from."""

import math

from brand_assets.design_facts import Bilingual, figure
from brand_assets.kit.definition import FontPart, KitDefinition, LetterCase, StylePart
from brand_assets.kit.sheet.look import PT, Type
from brand_assets.kit.sheet.pages import (
    INNER,
    MARGIN,
    Flow,
    SheetPage,
    both,
    joined,
    shortened,
)

_LARGEST = 34.0
_SMALL = 13.0
_SIDE = 46.0
_ADVANCE = 0.62
_MOST_STYLES = 60
_PT_PER_PX = 0.75
_SAMPLE = Bilingual("Größe, Maß und Übung 2,99 €", "Size, measure and practice €2.99")
_RUNNING = Bilingual(
    "Wer viel zu sagen hat, braucht eine Schrift, die man gern liest: klare Formen, ruhige Zeilen, "
    "genug Luft dazwischen. So bleibt auch der kleine Text verständlich.",
    "Whoever has much to say needs type that reads well: clear shapes, calm lines and enough air "
    "between them. So small print can be understood, too.",
)
_LEAD = Bilingual(
    "Jeder Stil in einer Größe, in der er gedruckt werden darf. Größen dazwischen sind erlaubt, "
    "andere nicht.",
    "Each style in a size in which it may be printed. Sizes in between are allowed, others are "
    "not.",
)


def add_type(flow: Flow, kit: KitDefinition) -> None:
    """Add the styles as specimens, then the font files."""
    fonts = {font.key: font for font in kit.fonts}
    flow.section(Bilingual("Schrift", "Type"), _LEAD)
    for style in kit.text_styles[:_MOST_STYLES]:
        sample, shown = _sample(kit, style), _shown(style, flow.look.floor)
        height = max(_height(sample, shown), flow.look.text.height(1 + len(_sizes(style)) + 1))
        place = flow.room(height + 8)
        if place is not None:
            page, y = place
            _specimen(page, style, fonts.get(style.font), (sample, shown), (y, height))
    _add_fonts(flow, kit)


def _shown(style: StylePart, floor: float) -> Type:
    low, high = style.print_sizes or _from_screen(style)
    size = max(min(high, _LARGEST), min(low, _LARGEST), floor)
    return Type(style.name, size, style.leading, max(min(low, size), floor))


def _from_screen(style: StylePart) -> tuple[float, float]:
    low, high = style.screen_sizes or (12.0, 24.0)
    return low * _PT_PER_PX, high * _PT_PER_PX


def _sample(kit: KitDefinition, style: StylePart) -> Bilingual:
    if style.case is LetterCase.FIGURES:
        return Bilingual("2,99 € 1.249,00 €", "€2.99 €1,249.00")
    if (style.print_sizes or _from_screen(style))[1] <= _SMALL:
        return _RUNNING
    claim = kit.claims.get("main") or next(iter(kit.claims.values()), None)
    if claim is None or max(len(claim.de), len(claim.en)) > 40:  # noqa: PLR2004 - one line
        return _SAMPLE
    return claim.bilingual()


def _height(sample: Bilingual, shown: Type) -> float:
    """Return the room for a sample, by a wide guess at its letters."""
    width = INNER - _SIDE
    longest = max(len(sample.de), len(sample.en))
    lines = math.ceil(longest * _ADVANCE * shown.size * PT / width)
    return shown.height(max(lines, 1)) + 1


def _specimen(
    page: SheetPage,
    style: StylePart,
    font: FontPart | None,
    sample: tuple[Bilingual, Type],
    place: tuple[float, float],
) -> None:
    y, height = place
    look = page.look
    words, shown = sample
    told = joined([both(_font_name(style, font)), *_sizes(style)], "\n")
    side = (MARGIN, y, _SIDE - 4, height)
    page.told(side, [(both(style.name), look.strong), (told, look.text)])
    page.text((MARGIN + _SIDE, y, INNER - _SIDE, height), words, shown)
    page.line(y + height + 2)


def _font_name(style: StylePart, font: FontPart | None) -> str:
    if font is None:
        return shortened(style.font, 30)
    slope = " Italic" if font.italic else ""
    return f"{shortened(font.family, 24)} {font.weight}{slope}"


def _sizes(style: StylePart) -> list[Bilingual]:
    lines = []
    if style.print_sizes:
        lines.append(_range("Druck", "Print", style.print_sizes, "pt"))
    if style.screen_sizes:
        lines.append(_range("Bildschirm", "Screen", style.screen_sizes, "px"))
    leading = style.leading * 100
    lines.append(
        Bilingual(f"Zeilenabstand {figure(leading, 'de')} %", f"Leading {figure(leading, 'en')} %")
    )
    if style.tracking:
        tracking = f"{style.tracking:+.0f}".replace("-", "−")
        lines.append(Bilingual(f"Laufweite {tracking}", f"Tracking {tracking}"))
    return lines


def _range(de: str, en: str, sizes: tuple[float, float], unit: str) -> Bilingual:
    low, high = (_number(size) for size in sizes)
    told = f"{low} {unit}" if sizes[0] == sizes[1] else f"{low}–{high} {unit}"
    return Bilingual(f"{de} {told}".replace(".", ","), f"{en} {told}")


def _number(value: float) -> str:
    return f"{value:g}"


def _add_fonts(flow: Flow, kit: KitDefinition) -> None:
    """Add the fonts with where they come from."""
    look = flow.look
    fallbacks = ", ".join(kit.font_fallbacks)
    lead = Bilingual(
        f"Was einer Schrift fehlt, kommt in dieser Reihenfolge aus: {fallbacks}.",
        f"What a font lacks comes, in this order, from: {fallbacks}.",
    )
    flow.section(
        Bilingual("Schriftdateien", "Font files"), lead if fallbacks else both(""), least=20
    )
    for font in kit.fonts:
        place = flow.room(look.text.height() + 2.6)
        if place is None:
            return
        page, y = place
        slope = Bilingual("kursiv", "italic") if font.italic else Bilingual("gerade", "upright")
        cells = (
            (0.0, 44.0, both(shortened(font.family, 30)), look.strong),
            (46.0, 26.0, joined([both(str(font.weight)), slope], ", "), look.text),
            (74.0, 62.0, both(shortened(font.key, 44)), look.text),
            (138.0, INNER - 138, both(shortened(font.licence, 24)), look.text),
        )
        for x, w, words, used in cells:
            page.text((MARGIN + x, y, w, look.text.height()), words, used)
        page.line(y + look.text.height() + 0.8)
