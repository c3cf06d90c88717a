"""Owns how a brand sheet looks: which of the kit's own styles and colours it is set in."""

from collections.abc import Callable
from dataclasses import dataclass

from brand_assets.design_facts import contrast
from brand_assets.kit.definition import ColourPart, FontPart, KitDefinition, LetterCase, StylePart

PT = 25.4 / 72
_LABEL, _SECTION, _SAMPLE, _HEADING, _TITLE = 8.0, 18.0, 20.0, 28.0, 34.0
_FAR = (0.6, 1.3)
_REGULAR, _SEMIBOLD = 400, 600
_LINE_CONTRAST = (1.25, 2.6)


@dataclass(frozen=True, slots=True)
class Type:
    """A style of the kit in the size that the sheet uses it in, in pt.

    `least` is how small it may become where room is short.
    """

    style: str
    size: float
    leading: float
    least: float

    def height(self, lines: float = 1) -> float:
        """Return how high so many lines are in mm, with a little air."""
        return lines * self.size * self.leading * PT + 0.4


@dataclass(frozen=True, slots=True)
class SheetLook:
    """The colours and types of a sheet; `floor` is the smallest type that the kit allows."""

    paper: str
    ink: str
    line: str
    title: Type
    heading: Type
    section: Type
    sample: Type
    strong: Type
    text: Type
    floor: float


def choose_look(kit: KitDefinition) -> SheetLook:
    """Choose what fits from the kit: its first pair for all text, its text face, its headline."""
    paper, ink = _surface(kit)
    fonts = {font.key: font for font in kit.fonts}

    def plain(style: StylePart) -> object:
        return _off(fonts.get(style.font), _REGULAR)

    text = _nearest(kit, _LABEL, plain)
    family = _family_of(fonts, text)

    def strong(style: StylePart) -> object:
        return _family_of(fonts, style) != family, _off(fonts.get(style.font), _SEMIBOLD)

    def head(style: StylePart) -> object:
        return style.case is LetterCase.FIGURES

    def used(size: float, rank: Callable[[StylePart], object]) -> Type:
        return _type(_nearest(kit, size, rank), size, kit.limits.min_text_pt)

    return SheetLook(
        paper,
        ink,
        _line(kit, paper, ink),
        title=used(_TITLE, head),
        heading=used(_HEADING, head),
        section=used(_SECTION, head),
        sample=used(_SAMPLE, strong),
        strong=used(_LABEL, strong),
        text=used(_LABEL, plain),
        floor=kit.limits.min_text_pt,
    )


def _type(style: StylePart, size: float, floor: float) -> Type:
    """Use a style in a size, or in the nearest of its own range unless that is far off."""
    low, high = style.print_sizes or (size, size)
    nearest = max(min(max(size, low), high), floor)
    if not _FAR[0] <= nearest / size <= _FAR[1]:
        return Type(style.name, max(size, floor), style.leading, floor)
    return Type(style.name, nearest, style.leading, max(min(low, nearest), floor))


def _surface(kit: KitDefinition) -> tuple[str, str]:
    """Return paper and ink: of the pairs for all text the first on a light ground."""
    colours = {colour.token: colour for colour in kit.colours}
    for pair in kit.pairs:
        is_known = pair.front in colours and pair.ground in colours
        if is_known and pair.text_allowed and not pair.min_size:
            front, ground = colours[pair.front], colours[pair.ground]
            if _light(ground) > _light(front):
                return pair.ground, pair.front
    ordered = sorted(kit.colours, key=_light)
    return ordered[-1].token, ordered[0].token


def _light(colour: ColourPart) -> float:
    return contrast(colour.rgb, (0, 0, 0))


def _line(kit: KitDefinition, paper: str, ink: str) -> str:
    """Return a quiet colour for lines, the greyest there is; the ink where there is none."""
    colours = {colour.token: colour for colour in kit.colours}
    low, high = _LINE_CONTRAST
    quiet = [
        colour
        for colour in kit.colours
        if low <= contrast(colour.rgb, colours[paper].rgb) <= high and not colour.spot
    ]
    return min(quiet, key=lambda one: max(one.rgb) - min(one.rgb), default=colours[ink]).token


def _off(font: FontPart | None, weight: int) -> tuple[bool, int]:
    return (font is None or font.italic, abs((font.weight if font else 0) - weight))


def _family_of(fonts: dict[str, FontPart], style: StylePart) -> str:
    return fonts[style.font].family if style.font in fonts else ""


def _nearest(kit: KitDefinition, size: float, rank: Callable[[StylePart], object]) -> StylePart:
    """Return the style that may be used nearest to a size; of several the best by `rank`."""

    def order(style: StylePart) -> tuple[float, object]:
        if style.print_sizes is None:
            return 1_000.0, rank(style)
        low, high = style.print_sizes
        return max(low - size, size - high, 0.0), rank(style)

    return min(kit.text_styles, key=order)
