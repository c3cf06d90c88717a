"""Owns previews of ads in the making: the picture of last time, and what changed since then.

Only the box around what changed is painted again, with all that lies there, under the same
transform as the whole page; so the picture is the same, sample by sample, as one painted whole.
"""

import math
import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from PIL import Image

from brand_assets.design_facts import KitValues
from brand_assets.typesetting.display_list import DisplayList, DrawGroup, Item, PageList, Path
from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, write_pdf
from brand_assets.typesetting.pictures.photos import PhotoSource
from brand_assets.typesetting.previews.canvas import Canvas, Region
from brand_assets.typesetting.previews.reach import Reach, around, reach
from brand_assets.typesetting.shapes.extents import Extent

Reaches: TypeAlias = dict[int, Reach]
"""How far items reach, by their identity."""
KEPT_BYTES = 32_000_000
_MOST_OF_IT = 0.7
"""Share of a page from which on it is painted whole."""
_HALO = 3
"""Pixels around what changed: smooth edges, hairlines of at least one pixel, rounding."""
_BESIDE = 8
"""Pixels that are drawn beside them all the same, for what looks at its neighbours."""
_INSET = 0.25
_MASKED = b"/SMask"
"""What a file says where it masks a photo, which PDFium cannot do in parts to the same shade."""
_MOST_PIXELS_A_POINT = 50
"""Beyond this the file's three decimals are too coarse to cut between two pixels."""


@dataclass(frozen=True, slots=True)
class _Painted:
    """A canvas with what is on it, and how far each of its items reaches."""

    canvas: Canvas
    kit: KitValues
    page: PageList
    reaches: Reaches


class Previewer:
    """Paints pages, from the picture of last time where there is one; safe between threads.

    Pictures are kept by whose they are, the latest first, up to `keep_bytes` of samples.
    """

    def __init__(self, keep_bytes: int = KEPT_BYTES) -> None:
        self._keep_bytes = keep_bytes
        self._kept: OrderedDict[Hashable, _Painted] = OrderedDict()
        self._lock = threading.Lock()

    def paint(
        self,
        whose: Hashable,
        display: DisplayList,
        inputs: tuple[KitValues, PhotoSource],
        number: int,
        width_px: int,
    ) -> Image.Image:
        """Return a page of an ad as a picture; `whose` names the ad that is being worked on."""
        kit, photos = inputs
        key = (whose, number, width_px)
        single = replace(display, pages=(display.pages[number],))
        # Whoever takes a canvas has it alone; another thread paints the whole page meanwhile.
        with self._lock:
            before = self._kept.pop(key, None)
        done = _repainted(before, single, kit, photos) if before else None
        if done is None:
            done = _painted(single, kit, photos, width_px)
        picture = done.canvas.picture()
        self._keep(key, done)
        return picture

    @property
    def kept_bytes(self) -> int:
        """The bytes of the samples that are kept."""
        with self._lock:
            return sum(one.canvas.size_bytes for one in self._kept.values())

    def _keep(self, key: Hashable, painted: _Painted) -> None:
        with self._lock:
            self._kept[key] = painted
            self._kept.move_to_end(key)
            total = sum(one.canvas.size_bytes for one in self._kept.values())
            while total > self._keep_bytes:
                _, dropped = self._kept.popitem(last=False)
                total -= dropped.canvas.size_bytes


def _painted(display: DisplayList, kit: KitValues, photos: PhotoSource, width_px: int) -> _Painted:
    page = display.pages[0]
    pdf = _written(display, kit, photos, width_px)
    return _Painted(Canvas.of_page(pdf, width_px), kit, page, _reaches(page.items, kit, {}))


def _repainted(
    before: _Painted, display: DisplayList, kit: KitValues, photos: PhotoSource
) -> _Painted | None:
    """Return the page painted over what was there; None where it is better painted whole."""
    page, canvas = display.pages[0], before.canvas
    changed = _changed(before.page.items, page.items)
    if changed is None or kit is not before.kit or not _comparable(before.page, page, canvas):
        return None
    reaches = _reaches(page.items, kit, before.reaches)
    known = before.reaches | reaches
    box = around(known[id(item)].box for item in changed)
    done = _Painted(canvas, kit, page, reaches)
    region = _region(box, done) if box else None
    if region is None or not region.area:
        return done
    drawn = _whole_pieces(canvas.grown(region, _BESIDE), done)
    if drawn.area > _MOST_OF_IT * canvas.width * canvas.height:
        return None
    pdf = _written(replace(display, pages=(_cut(drawn, done),)), kit, photos, canvas.width)
    if _MASKED in pdf:
        return None
    canvas.repaint(pdf, region, drawn)
    return done


def _written(display: DisplayList, kit: KitValues, photos: PhotoSource, width_px: int) -> bytes:
    scale = width_px / display.pages[0].width
    return write_pdf(display, kit, photos, PdfOptions(mode=Mode.SCREEN, pixels_per_pt=scale))


def _comparable(before: PageList, after: PageList, canvas: Canvas) -> bool:
    same_size = (before.width, before.height) == (after.width, after.height)
    return same_size and canvas.width <= _MOST_PIXELS_A_POINT * after.width


def _reaches(items: Iterable[Item], kit: KitValues, known: Reaches) -> Reaches:
    """Return how far items reach, by their identity; most are the same objects as last time."""
    return {id(item): known.get(id(item)) or reach(item, kit) for item in items}


def _changed(before: tuple[Item, ...], after: tuple[Item, ...]) -> list[Item] | None:
    """Return the items that went or came; None where those that stayed changed their order."""
    old, new = {id(item) for item in before}, {id(item) for item in after}
    stayed = [id(item) for item in before if id(item) in new]
    if stayed != [id(item) for item in after if id(item) in old]:
        return None
    gone = [item for item in before if id(item) not in new]
    return gone + [item for item in after if id(item) not in old]


def _region(box: Extent, painted: _Painted) -> Region:
    """Return the pixels around a box on the page, as far as they are on the canvas."""
    page, canvas = painted.page, painted.canvas
    across, down = canvas.width / page.width, canvas.height / page.height
    left, top, right, bottom = box
    return Region(
        _within(math.floor(left * across) - _HALO, canvas.width),
        _within(math.floor(top * down) - _HALO, canvas.height),
        _within(math.ceil(right * across) + _HALO, canvas.width),
        _within(math.ceil(bottom * down) + _HALO, canvas.height),
    )


def _whole_pieces(region: Region, painted: _Painted) -> Region:
    """Return the region, larger by what reaches into it and can only be painted whole."""
    pieces = [
        _region(one.box, painted)
        for one in painted.reaches.values()
        if one.of_one_piece and one.box
    ]
    while reaching := [piece for piece in pieces if piece.meets(region)]:
        pieces = [piece for piece in pieces if not piece.meets(region)]
        for piece in reaching:
            region = region.joined(piece)
    return region


def _within(place: int, length: int) -> int:
    return min(max(place, 0), length)


def _cut(region: Region, painted: _Painted) -> PageList:
    """Return the page cut to a region, with what reaches into it alone."""
    page, canvas = painted.page, painted.canvas
    inside = tuple(
        item
        for item in page.items
        if (box := painted.reaches[id(item)].box) and _region(box, painted).meets(region)
    )
    across, down = page.width / canvas.width, page.height / canvas.height
    # A hair inside the outer pixels, which are painted whole where a clip touches them.
    left, right = (region.left + _INSET) * across, (region.right - _INSET) * across
    top, bottom = (region.top + _INSET) * down, (region.bottom - _INSET) * down
    return replace(page, items=(DrawGroup(inside, clip=_rectangle(left, top, right, bottom)),))


def _rectangle(left: float, top: float, right: float, bottom: float) -> Path:
    return (
        ("M", left, top),
        ("L", right, top),
        ("L", right, bottom),
        ("L", left, bottom),
        ("Z",),
    )
