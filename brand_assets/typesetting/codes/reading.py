"""Owns the proof that codes can be read: a reader gets them back from the rendered picture."""

from collections.abc import Callable
from dataclasses import replace

import zxingcpp
from PIL import Image

from brand_assets.design_facts import BarcodeFacts, Box, FrameFacts, PageFacts, QrFacts

LEAST_PIXELS = 3.0
"""Pixels that a module needs in a picture before it tells whether a code can be read."""
_MARGIN = 0.08
_MOST_PIXELS = 2000
_FORMATS = {
    "ean13": zxingcpp.BarcodeFormat.EAN13,
    "ean8": zxingcpp.BarcodeFormat.EAN8,
    "code128": zxingcpp.BarcodeFormat.Code128,
    "gs1_128": zxingcpp.BarcodeFormat.Code128,
}

Finer = Callable[[Box, float], Image.Image]
"""Paints a part of a page (in the document's unit) with so many pixels for each unit."""


def read_codes(page: PageFacts, picture: Image.Image, finer: Finer) -> PageFacts:
    """Return the facts of a page with what a reader made of its codes.

    `picture` shows the whole page; where it is too coarse for a code, `finer` paints that part.
    """
    if not any(frame.qr or frame.barcode for frame in page.frames):
        return page
    scale = picture.width / page.width
    frames = tuple(_read(frame, page, (picture, scale), finer) for frame in page.frames)
    return replace(page, frames=frames)


def _read(
    frame: FrameFacts, page: PageFacts, seen: tuple[Image.Image, float], finer: Finer
) -> FrameFacts:
    code = frame.qr or frame.barcode
    if code is None or code.module <= 0:
        return frame
    picture, scale = seen
    place = _on_page(frame.drawn, page)
    if place is None:
        return _with(frame, read=False)
    if code.module * scale >= LEAST_PIXELS:
        corners = (place.x * scale, place.y * scale, place.right * scale, place.bottom * scale)
        part = picture.crop(corners)
    else:
        part = finer(place, min(LEAST_PIXELS / code.module, _MOST_PIXELS / max(place.w, place.h)))
    return _with(frame, read=_says(code, part))


def _with(frame: FrameFacts, *, read: bool) -> FrameFacts:
    if frame.qr is not None:
        return replace(frame, qr=replace(frame.qr, read=read))
    return replace(frame, barcode=replace(frame.barcode, read=read) if frame.barcode else None)


def _on_page(drawn: Box, page: PageFacts) -> Box | None:
    """Return what of a code, with some air around it, lies on the page."""
    around = drawn.grown(_MARGIN * max(drawn.w, drawn.h))
    x, y = max(0.0, around.x), max(0.0, around.y)
    right, bottom = min(page.width, around.right), min(page.height, around.bottom)
    return Box(x, y, right - x, bottom - y) if right > x and bottom > y else None


def _says(code: QrFacts | BarcodeFacts, part: Image.Image) -> bool:
    if isinstance(code, QrFacts):
        found = _found(part, zxingcpp.BarcodeFormat.QRCode)
        return any(one.text == code.target for one in found)
    found = _found(part, _FORMATS[code.symbology])
    # A reader spells control characters out, and puts the elements of GS1 into brackets.
    said = {said for one in found for said in (one.text, one.bytes.decode("latin-1"))}
    return code.data in said


def _found(part: Image.Image, kind: zxingcpp.BarcodeFormat) -> list[zxingcpp.Barcode]:
    # Lists of formats that outlive a call make the library complain when the process ends.
    return zxingcpp.read_barcodes(part, formats=zxingcpp.BarcodeFormats([kind]))
