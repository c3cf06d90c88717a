"""Owns the pages of a sheet about colours: swatches with all numbers, and what stands on what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from brand_assets.design_facts import Bilingual, contrast, figure
from brand_assets.kit.definition import ColourPart, KitDefinition, PairPart
from brand_assets.kit.sheet.pages import (
    BOTTOM,
    INNER,
    MARGIN,
    TOP,
    Flow,
    Sheet,
    SheetPage,
    TextLook,
    both,
    joined,
    short,
)

Entry = TypeVar("Entry")
_GAP = 6.0
_MOST_PAGES = 7
_SAMPLE = both("Aa 9 €")
_VISIBLE = 1.15
_NOTE = 60
_PAIR = 22.0
_MOST_PAIRS = 96


@dataclass(frozen=True, slots=True)
class _Grid:
    """How many swatches stand in a row, how high each is, and how many lines are told of it."""

    columns: int
    swatch: float
    lines: int
    with_role: bool = True

    @property
    def width(self) -> float:
        return (INNER - _GAP * (self.columns - 1)) / self.columns


_GRIDS = ((9, _Grid(3, 30.0, 7)), (32, _Grid(4, 18.0, 8)), (200, _Grid(5, 10.0, 5, False)))
"""Up to how many colours which grid serves."""


def add_colours(sheet: Sheet, kit: KitDefinition) -> None:
    """Add the swatches: the fewer they are, the larger."""
    grid = next(grid for most, grid in _GRIDS if len(kit.colours) <= most)
    height = grid.swatch + 2 + sheet.look.text.height(grid.lines) + _GAP - 1
    rows = max(int((BOTTOM - TOP + _GAP) // height), 1)
    lead = Bilingual(
        "Die Zahlen sind verbindlich: CMYK für den Druck, sRGB für Bildschirme. Sonderfarben "
        "gelten, wo der Auftrag sie verlangt.",
        "The numbers are binding: CMYK for print, sRGB for screens. Spot colours hold where the "
        "order asks for them.",
    )
    for part in _paged(kit.colours, rows * grid.columns, _MOST_PAGES):
        page = sheet.add(Bilingual("Farben", "Colours"), lead)
        for index, colour in enumerate(part):
            x = MARGIN + index % grid.columns * (grid.width + _GAP)
            y = TOP + index // grid.columns * height
            _swatch(page, colour, (x, y), kit, grid)


def _swatch(
    page: SheetPage, colour: ColourPart, place: tuple[float, float], kit: KitDefinition, grid: _Grid
) -> None:
    x, y = place
    w, h, look = grid.width, grid.swatch, page.look
    paper = next(one for one in kit.colours if one.token == look.paper)
    page.rect(x, y, w, h, colour.token)
    if contrast(colour.rgb, paper.rgb) < _VISIBLE:
        page.outline(x, y, w, h, look.line)
    numbers = _numbers(colour, with_role=grid.with_role)
    room = (x, y + h + 2, w, look.text.height(grid.lines))
    page.told(room, [(both(colour.token), look.strong), (numbers, look.text)])


def _numbers(colour: ColourPart, *, with_role: bool) -> Bilingual:
    lines = [short(colour.role.bilingual(), _NOTE)] if with_role else []
    red, green, blue = colour.rgb
    cmyk = [figure(one, "de") for one in colour.cmyk]
    lines += [
        both(f"CMYK {' '.join(cmyk)}"),
        both(f"sRGB {red} {green} {blue}"),
        both(colour.srgb.upper()),
    ]
    if colour.spot:
        tint = f", {figure(colour.tint, 'de')} %" if colour.tint < 100 else ""  # noqa: PLR2004
        lines.append(
            Bilingual(f"Sonderfarbe {colour.spot}{tint}", f"Spot colour {colour.spot}{tint}")
        )
    elif colour.made_of and colour.made_of.percent and with_role:
        share = figure(colour.made_of.percent, "de")
        lines.append(
            Bilingual(
                f"{colour.made_of.token} zu {share} %", f"{share} % of {colour.made_of.token}"
            )
        )
    return joined(lines, "\n")


def add_pairs(flow: Flow, kit: KitDefinition) -> None:
    """Add the contrast table: each pair as it looks, its ratio and what it is for."""
    known = {colour.token: colour for colour in kit.colours}
    pairs = [pair for pair in kit.pairs if pair.front in known and pair.ground in known]
    pairs = pairs[:_MOST_PAIRS]
    if not pairs:
        return
    width = (INNER - _GAP) / 2
    lead = Bilingual(
        "Schrift steht nur auf Farben dieser Liste. Der Kontrast ist der nach WCAG.",
        "Text stands only on colours of this list. The contrast is that of WCAG.",
    )
    flow.section(Bilingual("Was auf was steht", "What stands on what"), lead)
    for start in range(0, len(pairs), 2):
        place = flow.room(_PAIR + 4.6)
        if place is None:
            return
        page, y = place
        for column, pair in enumerate(pairs[start : start + 2]):
            ratio = contrast(known[pair.front].rgb, known[pair.ground].rgb)
            _pair(page, pair, ratio, (MARGIN + column * (width + _GAP), y, width, _PAIR))


def _pair(
    page: SheetPage, pair: PairPart, ratio: float, place: tuple[float, float, float, float]
) -> None:
    x, y, w, h = place
    look = page.look
    tile = w * 0.46
    page.rect(x, y, tile, h, pair.ground)
    page.outline(x, y, tile, h, look.line)
    if pair.text_allowed:
        own = look.sample
        size = min(max(own.size, pair.min_size), 28.0)
        least = max(pair.min_size, own.least)
        sample = replace(own, size=size, least=min(least, size))
        room = (x + 2, y + 1, tile - 4, h - 2)
        middle = TextLook(pair.front, "center", "middle")
        page.text(room, _SAMPLE, sample, middle)
    else:
        side = h * 0.5
        page.rect(x + (tile - side) / 2, y + (h - side) / 2, side, side, pair.front, side / 2)
    name = Bilingual(f"{pair.front} auf {pair.ground}", f"{pair.front} on {pair.ground}")
    told = joined(
        [
            Bilingual(f"Kontrast {figure(ratio, 'de', 1)}", f"Contrast {figure(ratio, 'en', 1)}"),
            short(pair.use.bilingual(), _NOTE),
        ],
        "\n",
    )
    left = x + tile + 4
    page.told((left, y - 0.6, w - tile - 4, h + 2), [(name, look.strong), (told, look.text)])


def _paged(entries: Sequence[Entry], each: int, most: int) -> Iterator[Sequence[Entry]]:
    for number, start in enumerate(range(0, len(entries), each)):
        if number < most:
            yield entries[start : start + each]
