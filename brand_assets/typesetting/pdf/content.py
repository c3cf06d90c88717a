"""Owns the content stream of a page: items of the display list as painting operators."""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from brand_assets.typesetting.display_list import (
    MAX_DEPTH,
    Blend,
    DrawGlyphs,
    DrawGroup,
    DrawImage,
    DrawPdfPage,
    FillGradient,
    FillPath,
    Gradient,
    Item,
    LineCap,
    LineJoin,
    Path,
    StrokePath,
)
from brand_assets.typesetting.pdf.fonts import PlacedFont
from brand_assets.typesetting.pdf.forms import Forms
from brand_assets.typesetting.pdf.objects import number, numbers, text_string
from brand_assets.typesetting.pdf.palettes import FINE_LINE, Palette
from brand_assets.typesetting.pdf.pictures import Pictures
from brand_assets.typesetting.pdf.placed_pages import PlacedPages
from brand_assets.typesetting.pdf.runs import show
from brand_assets.typesetting.pdf.shadings import Shadings
from brand_assets.typesetting.pdf.states import States
from brand_assets.typesetting.shapes.extents import extent, path_extent

_SEGMENTS = {"M": "%.3f %.3f m\n", "L": "%.3f %.3f l\n", "C": "%.3f " * 6 + "c\n", "Z": "h\n"}
_LARGE = 600
_LARGE_DRAWING = 4000


_CAPS = {LineCap.BUTT: 0, LineCap.ROUND: 1, LineCap.SQUARE: 2}
_JOINS = {LineJoin.MITER: 0, LineJoin.ROUND: 1, LineJoin.BEVEL: 2}
_MITER = 10.0
_NOTHING = "0 0 m\nh\n"


class TooDeep(ValueError):
    """Groups lie deeper in groups than programs that show the file need to bear."""


@dataclass(frozen=True, slots=True)
class Supplies:
    """What all content of one file shares, and what it turned out to need."""

    palette: Palette
    fonts: Mapping[str, PlacedFont]
    pictures: Pictures
    states: States
    shadings: Shadings
    forms: Forms
    pages: PlacedPages


class Painter:
    """Paints items in page units (y pointing down) with the supplies of a file."""

    def __init__(self, supplies: Supplies, depth: int = 0) -> None:
        self._supplies = supplies
        self._palette = supplies.palette
        self._fonts = supplies.fonts
        self._parts: list[str] = []
        self._fill = ""
        self._stroke = ""
        self._opacity = 1.0
        self._overprint = False
        self._depth = depth

    def paint(self, item: Item) -> None:
        """Append one item."""
        if isinstance(item, FillPath):
            self._paint_fill(item)
        elif isinstance(item, DrawGlyphs):
            self._paint_glyphs(item)
        elif isinstance(item, DrawImage):
            self._paint_image(item)
        elif isinstance(item, StrokePath):
            self._paint_stroke(item)
        else:
            self._paint_compound(item)

    def _paint_compound(self, item: FillGradient | DrawGroup | DrawPdfPage) -> None:
        if isinstance(item, FillGradient):
            self._paint_gradient(item)
        elif isinstance(item, DrawGroup):
            self._paint_group(item)
        else:
            self._paint_pdf_page(item)

    def text(self) -> str:
        """Return the operators so far."""
        return "".join(self._parts)

    def _paint_fill(self, item: FillPath) -> None:
        if not item.path:
            return
        self._set_fill(item.colour)
        self._set_overprint(item.colour, item.opacity)
        if item.blend is Blend.NORMAL:
            self._set_opacity(item.opacity)
            self._parts.append(path_operators(item.path))
            self._parts.append("f*\n" if item.even_odd else "f\n")
        else:
            state = self._state(item.opacity, item.blend)
            operator = "f*" if item.even_odd else "f"
            self._parts.append(f"q\n{state}{path_operators(item.path)}{operator}\nQ\n")

    def _paint_stroke(self, item: StrokePath) -> None:
        if not item.path:
            return
        if item.gradient is not None:
            self._paint_line_in_gradient(item, item.gradient)
            return
        if item.colour != self._stroke:
            self._stroke = item.colour
            self._parts.append(self._palette.stroke(item.colour))
        self._set_overprint(item.colour, item.opacity, fine=item.width <= FINE_LINE)
        self._set_opacity(item.opacity)
        drawn = f"{number(item.width)} w\n{path_operators(item.path)}S\n"
        style = _line_style(item)
        self._parts.append(f"q\n{style}{drawn}Q\n" if style else drawn)

    def _paint_image(self, item: DrawImage) -> None:
        self._knock_out()
        blended = ""
        if item.blend is Blend.NORMAL:
            self._set_opacity(item.opacity)
        else:
            blended = self._state(item.opacity, item.blend)
        resource, (a, b, c, d, e, f) = self._supplies.pictures.show(item)
        clip = _clip_operators(item.clip, even_odd=item.clip_even_odd)
        # A PDF picture has its origin at the bottom left; ours hangs from the top left.
        placed = numbers((a, b, -c, -d, e + c, f + d), 5)
        self._parts.append(f"q\n{blended}{clip}{placed} cm\n/{resource} Do\nQ\n")

    def _paint_gradient(self, item: FillGradient) -> None:
        """Paint a gradient through the path; where it is see-through, under a grey mask."""
        reach = path_extent(item.path)
        if reach is None:
            return
        shadings, gradient = self._supplies.shadings, item.gradient
        self._set_overprint_of_gradient(item)
        placed = f"{numbers(gradient.matrix, 6)} cm\n" if gradient.matrix else ""
        mask = None
        if any(stop.opacity < 1 for stop in gradient.stops):
            shown = f"q\n{placed}/{shadings.opacities(gradient)} sh\nQ\n"
            mask = self._supplies.forms.group(shown, reach, "/DeviceGray")
        state = self._state(item.opacity, mask=mask)
        clip = _clip_operators(item.path, even_odd=item.even_odd)
        self._parts.append(f"q\n{state}{clip}{placed}/{shadings.colours(gradient)} sh\nQ\n")

    def _paint_line_in_gradient(self, item: StrokePath, gradient: Gradient) -> None:
        """Paint a gradient through a line: a mask is light where the line is."""
        reach = extent((item,))
        if reach is None:
            return
        shadings, forms = self._supplies.shadings, self._supplies.forms
        drawn = f"{number(item.width)} w\n{path_operators(item.path)}S\n"
        line = forms.group(f"1 G\n{_line_style(item)}{drawn}", reach, "/DeviceGray")
        placed = f"{numbers(gradient.matrix, 6)} cm\n" if gradient.matrix else ""
        if any(stop.opacity < 1 for stop in gradient.stops):
            through = f"/{self._supplies.states.use(1.0, mask=line)} gs\n"
            line = forms.group(
                f"{through}{placed}/{shadings.opacities(gradient)} sh\n", reach, "/DeviceGray"
            )
        self._knock_out()
        left, top, right, bottom = reach
        area = f"{numbers((left, top, right - left, bottom - top))} re\nW n\n"
        state = self._state(item.opacity, mask=line)
        self._parts.append(f"q\n{state}{area}{placed}/{shadings.colours(gradient)} sh\nQ\n")

    def _paint_group(self, item: DrawGroup) -> None:
        kept = self._fill, self._stroke, self._opacity, self._overprint
        placed = f"{numbers(item.matrix, 6)} cm\n" if item.matrix else ""
        clip = _clip_operators(item.clip, even_odd=item.even_odd)
        self._parts.append(f"q\n{placed}{clip}")
        if not item.is_plain:
            self._paint_as_one(item)
        elif _is_large(item.items):
            self._paint_once(item.items)
        else:
            self._paint_inside(item.items)
        self._parts.append("Q\n")
        self._fill, self._stroke, self._opacity, self._overprint = kept

    def _paint_inside(self, items: Iterable[Item]) -> None:
        self._depth = _deeper(self._depth)
        for item in items:
            self.paint(item)
        self._depth -= 1

    def _paint_as_one(self, item: DrawGroup) -> None:
        reach = extent(item.items)
        if reach is None:
            return
        self._knock_out()
        space = self._palette.group_space
        form = self._supplies.forms.place(self._apart(item.items), reach, space)
        self._parts.append(f"{self._state(item.opacity, item.blend)}/{form} Do\n")

    def _paint_once(self, items: tuple[Item, ...]) -> None:
        """Show a large drawing as a form, which a file holds once however often it is placed."""
        forms = self._supplies.forms
        form = forms.find(items)
        if form is None:
            form = forms.keep(items, self._apart(items), extent(items) or (0.0, 0.0, 0.0, 0.0))
        self._knock_out()
        self._set_opacity(1.0)
        self._parts.append(f"/{form} Do\n")

    def _apart(self, items: Iterable[Item]) -> str:
        """Return the operators of items that begin with a fresh state."""
        inside = Painter(self._supplies, _deeper(self._depth))
        for one in items:
            inside.paint(one)
        return inside.text()

    def _paint_pdf_page(self, item: DrawPdfPage) -> None:
        """Show a page of supplied artwork, whose form is as large as the page in its own units."""
        if item.opacity < 1 or item.blend is not Blend.NORMAL:
            plain = replace(item, opacity=1.0, blend=Blend.NORMAL)
            self._paint_group(DrawGroup((plain,), opacity=item.opacity, blend=item.blend))
            return
        page = self._supplies.pages.place(item)
        if page is None:
            return
        self._knock_out()
        self._set_opacity(1.0)
        a, b, c, d, e, f = item.matrix
        w, h = page.width, page.height
        placed = numbers((a / w, b / w, -c / h, -d / h, e + c, f + d), 7)
        clip = _clip_operators(item.clip, even_odd=item.even_odd)
        if page.has_group:
            self._supplies.states.see_through = True
        self._parts.append(f"q\n{clip}{placed} cm\n/{page.resource} Do\nQ\n")

    def _state(self, opacity: float, blend: Blend = Blend.NORMAL, mask: int | None = None) -> str:
        """Return the operator for a state that ends with the next Q; none where it is as is."""
        if opacity == self._opacity and blend is Blend.NORMAL and mask is None:
            return ""
        return f"/{self._supplies.states.use(opacity, blend, mask)} gs\n"

    def _paint_glyphs(self, item: DrawGlyphs) -> None:
        if not item.glyphs:
            return
        font = self._fonts[item.font]
        self._set_fill(item.colour)
        self._set_overprint(item.colour, item.opacity, fine=True)
        self._set_opacity(item.opacity)
        shown, is_plain = show(font, item)
        reading = item.actual_text
        if reading is None and not is_plain:
            reading = "".join([glyph.text for glyph in item.glyphs])
        if reading is not None:
            self._parts.append(f"/Span << /ActualText {text_string(reading)} >> BDC\n")
        self._parts.append(f"BT\n/{font.resource} {number(item.size)} Tf\n{shown}ET\n")
        if reading is not None:
            self._parts.append("EMC\n")

    def _set_fill(self, token: str) -> None:
        if token != self._fill:
            self._fill = token
            self._parts.append(self._palette.fill(token))

    def _set_opacity(self, opacity: float) -> None:
        if opacity != self._opacity:
            self._opacity = opacity
            self._parts.append(f"/{self._supplies.states.use(opacity)} gs\n")

    def _set_overprint(self, token: str, opacity: float, *, fine: bool = False) -> None:
        """Let a colour print over other inks; what is see-through mixes with them anyway."""
        self._switch_overprint(on=opacity >= 1 and self._palette.overprints(token, fine=fine))

    def _set_overprint_of_gradient(self, item: FillGradient) -> None:
        stops = item.gradient.stops
        solid = item.opacity >= 1 and all(stop.opacity >= 1 for stop in stops)
        over = all(self._palette.overprints(stop.colour, fine=False) for stop in stops)
        self._switch_overprint(on=solid and over)

    def _knock_out(self) -> None:
        self._switch_overprint(on=False)

    def _switch_overprint(self, *, on: bool) -> None:
        if on is not self._overprint:
            self._overprint = on
            self._parts.append(f"/{self._supplies.states.overprint(on=on)} gs\n")


def _is_large(items: tuple[Item, ...]) -> bool:
    """Whether a drawing is so large that a file should hold it once."""
    if len(items) > _LARGE_DRAWING:
        return True
    return sum([len(item.path) for item in items if isinstance(item, FillPath)]) > _LARGE_DRAWING


def _deeper(depth: int) -> int:
    if depth >= MAX_DEPTH:
        raise TooDeep(f"groups lie more than {MAX_DEPTH} deep")
    return depth + 1


def _clip_operators(path: Path | None, *, even_odd: bool = False) -> str:
    """Return the operators that cut what follows; an empty path leaves nothing."""
    if path is None:
        return ""
    return f"{path_operators(path) or _NOTHING}{'W*' if even_odd else 'W'} n\n"


@functools.lru_cache(maxsize=64)
def _style(cap: LineCap, join: LineJoin, miter: float, dash: tuple[float, ...], by: float) -> str:
    parts = []
    if cap is not LineCap.BUTT:
        parts.append(f"{_CAPS[cap]} J\n")
    if join is not LineJoin.MITER:
        parts.append(f"{_JOINS[join]} j\n")
    if miter != _MITER:
        parts.append(f"{number(miter)} M\n")
    if dash:
        parts.append(f"[{numbers(dash)}] {number(by)} d\n")
    return "".join(parts)


def _line_style(item: StrokePath) -> str:
    """Return the operators that set how a line looks, none for a plain one."""
    return _style(item.cap, item.join, item.miter_limit, item.dash, item.dash_phase)


def path_operators(path: Path) -> str:
    """Return the operators that build a path, without painting it.

    Logos and shapes are the same in every ad of a batch, so the latest stay ready; of large
    outlines, as codes have that differ from ad to ad, only a few.
    """
    return _large_outline(path) if len(path) > _LARGE else _outline(path)


def _written(path: Path) -> str:
    return "".join([_SEGMENTS[segment[0]] % segment[1:] for segment in path])


_outline = functools.lru_cache(maxsize=128)(_written)
_large_outline = functools.lru_cache(maxsize=8)(_written)
