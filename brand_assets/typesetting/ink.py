"""Owns the measuring of ink: the display list is painted once per ink as grey and added up."""

import io
import zlib
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from PIL import Image

from brand_assets.design_facts import Box, InkFacts, KitValues, PageFacts
from brand_assets.typesetting.display_list import DisplayList, PageList, colours_of
from brand_assets.typesetting.pdf.palettes import PROCESS_INKS, InkPalette, SpotMode
from brand_assets.typesetting.pdf.pictures import Prepare
from brand_assets.typesetting.pdf_writer import Medium, compose
from brand_assets.typesetting.pictures.images import prepare_grey
from brand_assets.typesetting.pictures.photos import (
    PhotoEncoding,
    PhotoSource,
    PhotoSpace,
    PreparedPhoto,
    step_width,
)
from brand_assets.typesetting.pixels import paint
from brand_assets.typesetting.plates import artwork_alone, plate_of

MEASURE_PPI = 72
TOLERANCE = 4.0
"""Percent by which a place may exceed the limit: four plates are rounded, photos are compressed."""
_SAME = 0.5
"""Percent of ink that makes no difference."""
_COARSEST, _FINEST = 64, 2400
_SURFACES = frozenset({"rect", "path", "photo"})
Shares = npt.NDArray[np.float32]


def with_ink(
    facts: PageFacts, display: DisplayList, kit: KitValues, photos: PhotoSource
) -> PageFacts:
    """Return the facts of a page with its ink measured."""
    return placed_ink(facts, measure_ink(display, kit, photos, facts.page), display)


def placed_ink(facts: PageFacts, ink: InkFacts, display: DisplayList) -> PageFacts:
    """Return the facts of a page with its ink, in the unit of the page, and the nearest frame."""
    by = facts.width / display.pages[facts.page].width
    over = ink.over and Box(*(value * by for value in _sides(ink.over)))
    x, y = round(ink.x * by, 1), round(ink.y * by, 1)
    frame = _nearest(facts, x, y) if ink.most else None
    return replace(facts, ink=replace(ink, x=x, y=y, over=over, frame=frame))


def measure_ink(
    display: DisplayList,
    kit: KitValues,
    photos: PhotoSource,
    page: int = 0,
    spot: SpotMode = SpotMode.ALTERNATE,
) -> InkFacts:
    """Return the ink of one page inside its trim, places in pt from its top left.

    Photos are measured at the resolution of the measurement, so a single darker pixel of a fine
    photo is averaged with its neighbours. Overprint, opacity and blend modes count as they print;
    placed artwork is left out, and what lies over or under it with it.
    """
    sheet = display.pages[page]
    alone = replace(display, pages=(sheet,))
    # Large pages are measured less finely, so that a poster takes no longer than a flyer.
    width = min(_FINEST, max(_COARSEST, round(sheet.width * MEASURE_PPI / 72)))
    known = _measurable(alone, kit, width)
    by_ink: dict[str, Shares] = {}
    for ink in _inks(kit, sheet, spot):
        palette = InkPalette(kit, ink, spot)
        plate = replace(alone, pages=(replace(sheet, items=plate_of(sheet.items, palette)),))
        shares = _painted(plate, kit, Medium(palette, _plates(kit, photos, ink)), width)
        by_ink[ink] = np.where(known, shares, np.float32(0)) if known is not None else shares
    total = np.sum(list(by_ink.values()), axis=0)
    row, column = _place_of_most(total)
    scale = sheet.width / width
    return InkFacts(
        page=page,
        most=round(float(total[row, column]), 1),
        x=round((float(column) + 0.5) * scale, 1),
        y=round((float(row) + 0.5) * scale, 1),
        by_ink={ink: round(float(shares.max()), 1) for ink, shares in by_ink.items()},
        over=_over(total > kit.profile.max_ink + TOLERANCE, scale),
        unmeasured=0.0 if known is None else round(1 - float(known.mean()), 4),
    )


def _place_of_most(total: Shares) -> tuple[int, int]:
    """Return one of the places with the most, from their middle and not from their edge."""
    places = np.flatnonzero(total >= total.max() - np.float32(_SAME))
    row, column = divmod(int(places[len(places) // 2]), total.shape[1])
    return row, column


def _painted(display: DisplayList, kit: KitValues, medium: Medium, width: int) -> Shares:
    """Return how dark a page of greys is in percent."""
    picture = paint(compose(display, kit, medium, ""), width_px=width)
    grey = np.asarray(picture.getchannel(0), dtype=np.float32)
    return np.asarray((255 - grey) * np.float32(100 / 255), dtype=np.float32)


def _measurable(display: DisplayList, kit: KitValues, width: int) -> npt.NDArray[np.bool_] | None:
    """Return where no placed artwork lies; None where there is none on the page."""
    sheet = display.pages[0]
    token = next(iter(kit.colours))
    artwork = artwork_alone(sheet.items, token)
    if not artwork:
        return None
    alone = replace(display, pages=(replace(sheet, items=artwork),))
    shares = _painted(alone, kit, Medium(_Solid(kit, token, SpotMode.ALTERNATE), _no_photo), width)
    return np.asarray(shares < 1, dtype=np.bool_)


class _Solid(InkPalette):
    """Every colour at its full."""

    def share(self, token: str) -> float:
        """Return the full."""
        return 1.0


def _no_photo(sha256: str, placed_pt: float, grey: bool) -> PreparedPhoto:
    raise LookupError(sha256)


def _over(places: npt.NDArray[np.bool_], scale: float) -> Box | None:
    """Return the box around all places that are set."""
    rows, columns = np.flatnonzero(places.any(axis=1)), np.flatnonzero(places.any(axis=0))
    if not rows.size:
        return None
    left, top = float(columns[0]) * scale, float(rows[0]) * scale
    right, bottom = float(columns[-1] + 1) * scale, float(rows[-1] + 1) * scale
    return Box(left, top, right - left, bottom - top)


def _sides(box: Box) -> tuple[float, float, float, float]:
    return box.x, box.y, box.w, box.h


def _nearest(facts: PageFacts, x: float, y: float) -> str | None:
    """Return the frame at a place, the highest surface first; else the one nearest to it."""
    found = [
        (_distance(one.drawn, x, y), one.kind.value not in _SURFACES, -index, one.frame)
        for index, one in enumerate(facts.frames)
        if one.drawn.w and one.drawn.h
    ]
    return min(found)[3] if found else None


def _distance(box: Box, x: float, y: float) -> float:
    across = max(box.x - x, 0.0, x - box.right)
    down = max(box.y - y, 0.0, y - box.bottom)
    return across + down


def _inks(kit: KitValues, page: PageList, spot: SpotMode) -> list[str]:
    """Return the process inks, and the spot inks that the page uses as plates."""
    inks = list(PROCESS_INKS)
    if spot is SpotMode.SEPARATION:
        for token in colours_of(page.items):
            ink = kit.colours[token].spot if token in kit.colours else None
            if ink and ink not in inks:
                inks.append(ink)
    return inks


def _plates(kit: KitValues, photos: PhotoSource, ink: str) -> Prepare:
    """Return how a photo becomes the plate of one ink."""

    def prepare(sha256: str, placed_pt: float, grey: bool) -> PreparedPhoto:
        width = min(step_width(placed_pt * MEASURE_PPI / 72), photos.size(sha256)[0])
        if grey and (proxy := photos.proxy(sha256, width)).space is not PhotoSpace.GRAY:
            return _plate(prepare_grey(proxy, kit.profile), ink)
        return _plate(photos.press(sha256, kit.profile, width), ink)

    return prepare


def _plate(photo: PreparedPhoto, ink: str) -> PreparedPhoto:
    picture = _samples(photo)
    if ink not in PROCESS_INKS:
        plate = Image.new("L", picture.size, 255)
    elif picture.mode == "L":
        plate = picture if ink == "Black" else Image.new("L", picture.size, 255)
    else:
        share = picture.getchannel(PROCESS_INKS.index(ink))
        plate = share.point([255 - value for value in range(256)])
    return PreparedPhoto(
        width=photo.width,
        height=photo.height,
        space=PhotoSpace.GRAY,
        encoding=PhotoEncoding.FLATE,
        data=zlib.compress(plate.tobytes(), 1),
        mask=photo.mask,
    )


def _samples(photo: PreparedPhoto) -> Image.Image:
    if photo.encoding is PhotoEncoding.JPEG:
        return Image.open(io.BytesIO(photo.data))
    mode = "L" if photo.space is PhotoSpace.GRAY else "CMYK"
    return Image.frombytes(mode, (photo.width, photo.height), zlib.decompress(photo.data))
