"""Owns the pages of a sheet about logos: clear space drawn, smallest size, and the grounds."""

import re

from brand_assets.design_facts import Bilingual, KitValues, figure
from brand_assets.kit.definition import ColourPart, KitDefinition, LogoPart
from brand_assets.kit.sheet.pages import INNER, MARGIN, Flow, SheetPage, joined, short, shortened

_GAP = 6.0
_TILE = 32.0
_ROOM = 0.06
_LARGEST = 18.0
_MOST_LOGOS = 40
_TICK = 3.4
_VIEW = re.compile(rb'viewBox="\s*[-\d.eE+]+[\s,]+[-\d.eE+]+[\s,]+([\d.eE+]+)[\s,]+([\d.eE+]+)')
_LEAD = Bilingual(
    "In den Schutzraum zwischen den Winkeln ragt nichts hinein. Steht ein zweites, kleines Logo "
    "daneben, ist es so klein wie erlaubt.",
    "Nothing enters the clear space between the corners. Where a second, small logo stands beside "
    "it, that is as small as allowed.",
)


def add_logos(flow: Flow, kit: KitDefinition, values: KitValues) -> None:
    """Add each variant on the first ground that it is made for, two in a row."""
    logos = kit.logos[:_MOST_LOGOS]
    if not logos:
        return
    width = (INNER - _GAP) / 2
    height = _TILE + 2 + flow.look.text.height(4) + 5
    flow.section(Bilingual("Logo", "Logo"), _LEAD, least=height)
    for start in range(0, len(logos), 2):
        place = flow.room(height)
        if place is None:
            return
        page, y = place
        for column, logo in enumerate(logos[start : start + 2]):
            wide = proportion(values.logos[logo.key].svg)
            _variant(page, logo, wide, kit, (MARGIN + column * (width + _GAP), y, width))


def proportion(svg: bytes) -> float:
    """Return the width of a drawing as a share of its height."""
    found = _VIEW.search(svg)
    if found is None:
        return 1.0
    wide, high = float(found[1]), float(found[2])
    return wide / high if wide > 0 and high > 0 else 1.0


def _variant(
    page: SheetPage,
    logo: LogoPart,
    wide: float,
    kit: KitDefinition,
    place: tuple[float, float, float],
) -> None:
    x, y, w = place
    look = page.look
    ground = next((one for one in logo.grounds if _known(kit, one)), look.paper)
    page.rect(x, y, w, _TILE, ground)
    page.outline(x, y, w, _TILE, look.line)
    clear = logo.clear_space + _ROOM
    small = _smallest(logo, wide, w * 0.3)
    left = small * (wide + 2 * clear) + 4 if small else 0.0
    room_w, room_h = w - left - 2 * _TICK, _TILE - 2 * _TICK
    h = min(room_w / (wide + 2 * clear), room_h / (1 + 2 * clear), _LARGEST)
    h = max(h, logo.min_height_mm)
    big_x = x + (w - left - h * wide) / 2
    big_y = y + (_TILE - h) / 2
    page.logo(logo.key, big_x, big_y, h * wide, h)
    box = (big_x - clear * h, big_y - clear * h, h * (wide + 2 * clear), h * (1 + 2 * clear))
    _ticks(page, box, _front(kit, ground) or look.ink)
    if small:
        small_x = x + w - small * (wide + clear) - 3
        page.logo(logo.key, small_x, y + (_TILE - small) / 2, small * wide, small)
    _told(page, logo, (x, y + _TILE + 2, w))


def _smallest(logo: LogoPart, wide: float, room: float) -> float:
    """Return the least height to show beside the logo; 0 where there is none or no room."""
    least = logo.min_height_mm
    clear = logo.clear_space + _ROOM
    fits = least * (wide + 2 * clear) <= room and least * (1 + 2 * clear) <= _TILE
    return least if least and fits else 0.0


def _ticks(page: SheetPage, box: tuple[float, float, float, float], colour: str) -> None:
    """Draw the corners of a clear space, on its outer side."""
    x, y, w, h = box
    long, thin = 3.0, 0.25
    for left, corner_x in ((True, x), (False, x + w)):
        for upper, corner_y in ((True, y), (False, y + h)):
            across = corner_x - long if left else corner_x
            down = corner_y - long if upper else corner_y
            page.rect(across, corner_y - thin if upper else corner_y, long, thin, colour)
            page.rect(corner_x - thin if left else corner_x, down, thin, long, colour)


def _known(kit: KitDefinition, token: str) -> ColourPart | None:
    return next((one for one in kit.colours if one.token == token), None)


def _front(kit: KitDefinition, ground: str) -> str | None:
    return next((pair.front for pair in kit.pairs if pair.ground == ground), None)


def _told(page: SheetPage, logo: LogoPart, place: tuple[float, float, float]) -> None:
    x, y, w = place
    look = page.look
    clear = logo.clear_space * 100
    lines = [
        Bilingual(
            f"Schutzraum {figure(clear, 'de')} % der Höhe",
            f"Clear space {figure(clear, 'en')} % of the height",
        ),
        Bilingual(
            f"Mindestens {figure(logo.min_height_mm, 'de', 1)} mm oder "
            f"{figure(logo.min_height_px, 'de')} px hoch",
            f"At least {figure(logo.min_height_mm, 'en', 1)} mm or "
            f"{figure(logo.min_height_px, 'en')} px high",
        ),
    ]
    if logo.grounds:
        grounds = shortened(", ".join(logo.grounds), 60)
        lines.append(Bilingual(f"Auf {grounds}", f"On {grounds}"))
    name = short(logo.name.bilingual(), 50)
    room = (x, y, w, look.text.height(4))
    page.told(room, [(name, look.strong), (joined(lines, "\n"), look.text)])
