"""Owns reading codes back from pictures of set documents."""

import zxingcpp
from PIL import Image

from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, write_pdf
from brand_assets.typesetting.pixels import paint
from brand_assets.typesetting.setting import SetDocument
from tests.factories.kit import demo_kit, demo_photos

PT_PER_INCH = 72


def painted(found: SetDocument, ppi: float, page: int = 0) -> Image.Image:
    """Return a page of a set document as it looks at this resolution."""
    options = PdfOptions(mode=Mode.SCREEN, pixels_per_pt=ppi / PT_PER_INCH)
    pdf = write_pdf(found.display, demo_kit(), demo_photos()[0], options)
    width = round(found.display.pages[page].width * ppi / PT_PER_INCH)
    return paint(pdf, page, width_px=width)


def read_all(picture: Image.Image) -> list[tuple[str, str]]:
    """Return kind and text of every code that a reader finds in a picture."""
    found = zxingcpp.read_barcodes(picture)
    # Control characters as they are; the elements of GS1 in their brackets.
    return [(str(c.format), c.text if "(" in c.text else c.bytes.decode("latin-1")) for c in found]
