"""Owns the promise that the same input gives the same bytes, in any process."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from brand_assets.typesetting.display_list import Blend, DisplayList, DrawImage
from brand_assets.typesetting.ink import measure_ink
from brand_assets.typesetting.pdf.sheet import ALL_MARKS
from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, SpotMode, write_pdf
from brand_assets.typesetting.pictures.photo_memory import MemoryPhotos
from brand_assets.typesetting.pixels import PixelFormat, PixelOptions, pack
from brand_assets.typesetting.setting import set_document
from tests.factories.ads import ad_values, template
from tests.factories.display import (
    HEADLINE,
    SERIF,
    add_photo,
    cut_out,
    demo_photos,
    display,
    flyer,
    page,
    press_kit,
    rectangle,
    shaped,
)
from tests.factories.kit import demo_kit
from tests.factories.kit import demo_photos as kit_photos

CASES = {
    "press": PdfOptions(),
    "spot": PdfOptions(spot=SpotMode.SEPARATION, marks=ALL_MARKS),
    "screen": PdfOptions(mode=Mode.SCREEN),
}
_SCRIPT = """
from tests.unit.typesetting.test_pdf_same_bytes import file_hashes
print(file_hashes())
"""


def file_hashes() -> str:
    """The hashes of a drawn page in every case, and of a set one, its facts included."""
    photos = demo_photos()
    pages = flyer(add_photo(photos))
    files = [write_pdf(pages, press_kit(), photos, options) for options in CASES.values()]
    ads, _ = kit_photos()
    found = set_document(template("fruehling-flyer-a5"), ad_values("fruehling"), demo_kit(), ads)
    files.append(write_pdf(found.display, demo_kit(), ads, PdfOptions()))
    files.append(repr(found.facts).encode())
    files.append(write_pdf(_mixed(photos), press_kit(), photos, PdfOptions()))
    files.append(pack(_small(), PixelFormat.AVIF, PixelOptions(max_bytes=2000)))
    files.append(repr(measure_ink(_mixed(photos), press_kit(), photos)).encode())
    return " ".join(hashlib.sha256(data).hexdigest() for data in files)


def _mixed(photos: MemoryPhotos) -> DisplayList:
    """A page with a mask, a mixture, a cut photo and overprint."""
    photo = DrawImage(add_photo(photos), (900.0, 0, 0, 560.0, -300, -200), rectangle(9, 9, 99, 99))
    mask = DrawImage(photos.add(cut_out()), (80.0, 0, 0, 60.0, 5, 5), blend=Blend.MULTIPLY)
    return display(page(photo, mask, shaped(HEADLINE, SERIF, 20, (20.0, 40.0), "Schwarz")))


def _small() -> Image.Image:
    return Image.linear_gradient("L").convert("RGB")


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_another_process_writes_the_same_bytes(seed: str) -> None:
    for stress in (True, False):  # So that here much is remembered of other ads.
        values = ad_values("fruehling", stress=stress)
        set_document(template("fruehling-flyer-a5"), values, demo_kit(), kit_photos()[0])
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT],
        env={**os.environ, "PYTHONHASHSEED": seed},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == file_hashes()


def test_another_text_gives_another_id() -> None:
    photos = demo_photos()
    pages = flyer(add_photo(photos))
    first = write_pdf(pages, press_kit(), photos, PdfOptions())
    second = write_pdf(pages, press_kit(), photos, PdfOptions(title="Anders"))
    assert first.rsplit(b"/ID", 1)[1][:40] != second.rsplit(b"/ID", 1)[1][:40]
