"""Owns the measuring of ink: the display list is painted once per ink as grey and added up."""

import io
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from PIL import Image

from brand_assets.design_facts import KitValues
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

MEASURE_PPI = 72
Shares = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class InkFacts:
    """How much ink a page takes: the most at one place in percent, where, and each ink's most.

    The place is in pt from the top left of the trim. Photos are measured at the resolution of
    the measurement, so a single darker pixel of a fine photo is averaged with its neighbours.
    """

    page: int
    most: float
    x: float
    y: float
    by_ink: Mapping[str, float]


def measure_ink(
    display: DisplayList,
    kit: KitValues,
    photos: PhotoSource,
    page: int = 0,
    spot: SpotMode = SpotMode.ALTERNATE,
) -> InkFacts:
    """Return the ink of one page inside its trim."""
    sheet = display.pages[page]
    alone = replace(display, pages=(sheet,))
    width = max(1, round(sheet.width * MEASURE_PPI / 72))
    by_ink: dict[str, Shares] = {}
    for ink in _inks(kit, sheet, spot):
        medium = Medium(InkPalette(kit, ink, spot), _plates(kit, photos, ink))
        picture = paint(compose(alone, kit, medium, ink), width_px=width)
        grey = np.asarray(picture.getchannel(0), dtype=np.float32)
        by_ink[ink] = (255 - grey) * np.float32(100 / 255)
    total = np.sum(list(by_ink.values()), axis=0)
    row, column = np.unravel_index(int(np.argmax(total)), total.shape)
    scale = sheet.width / width
    return InkFacts(
        page=page,
        most=round(float(total[row, column]), 1),
        x=round((float(column) + 0.5) * scale, 1),
        y=round((float(row) + 0.5) * scale, 1),
        by_ink={ink: round(float(shares.max()), 1) for ink, shares in by_ink.items()},
    )


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
