"""Owns the golden press sheet: a page with all marks, spot plate and bleed, as PDFium shows it.

`python -m tests.golden.press_sheet` accepts it anew. Look at it first.
"""

from dataclasses import replace
from pathlib import Path

import click
from PIL import Image

from brand_assets.typesetting.document import read_document
from brand_assets.typesetting.pdf.sheet import ALL_MARKS
from brand_assets.typesetting.pdf_writer import PdfOptions, SpotMode, write_pdf
from brand_assets.typesetting.pixels import paint
from brand_assets.typesetting.setting import set_document
from tests.factories.kit import demo_kit
from tests.golden.case import ad, demo_source, frame, literal

EXPECTED = Path(__file__).parent / "press" / "sheet.png"
WIDTH = 600

_DOCUMENT = ad(
    frame("rect", "grund", (-3, -3, 111, 80), colour="Leinen"),
    frame("rect", "band", (-3, 54, 111, 23), colour="Tanne"),
    frame(
        "callout",
        "stern",
        (62, 8, 36, 36),
        shape={"form": "burst", "points": 18, "inner": 0.84},
        colour="Halm",
    ),
    frame(
        "text",
        "titel",
        (8, 10, 50, 30),
        style="H1",
        colour="Tanne",
        size_max=22,
        size_min=16,
        parts=[literal("Alles frisch vom Feld.")],
    ),
    frame(
        "barcode",
        "ean",
        (8, 57, 37.3, 14),
        symbology="ean8",
        data="96385074",
        colour="Schwarz",
        ground="Weiss",
        style="Text",
    ),
    width=105,
    height=74,
    bleed=3,
)


def press_sheet() -> bytes:
    """Return the press file of the sheet."""
    kit, photos = demo_kit(), demo_source()
    found = set_document(read_document(_DOCUMENT), {}, kit, photos, "de")
    marks = replace(ALL_MARKS, order="H-2027-00042-01", date="10.05.2027")
    options = PdfOptions(spot=SpotMode.SEPARATION, marks=marks)
    return write_pdf(found.display, kit, photos, options)


def paint_sheet() -> Image.Image:
    """Return the sheet as PDFium shows it."""
    return paint(press_sheet(), width_px=WIDTH)


if __name__ == "__main__":
    EXPECTED.parent.mkdir(exist_ok=True)
    paint_sheet().quantize(128).save(EXPECTED, "PNG", optimize=True)
    click.echo(f"{EXPECTED}: {EXPECTED.stat().st_size} bytes")
