"""Owns the facts about screen files: small, in sRGB alone, photos no finer than they are seen."""

import io
import sys

import pikepdf
import pytest

from brand_assets.typesetting.display_list import DrawImage
from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, write_pdf
from brand_assets.typesetting.setting import set_document
from tests.factories.ads import ad_values, template
from tests.factories.display import add_photo, demo_photos, display, page, press_kit
from tests.factories.kit import demo_kit
from tests.factories.kit import demo_photos as kit_photos

MOST_BYTES = 400_000
CMYK = {"k", "K", "cs", "CS", "scn", "SCN"}


@pytest.mark.parametrize("campaign", ["fruehling", "kraeuter"])
def test_flyer_for_screens_is_small_and_srgb(
    campaign: str, capsys: pytest.CaptureFixture[str]
) -> None:
    photos, _ = kit_photos()
    found = set_document(template(f"{campaign}-flyer-a5"), ad_values(campaign), demo_kit(), photos)
    data = write_pdf(found.display, demo_kit(), photos, PdfOptions(mode=Mode.SCREEN))
    with capsys.disabled():
        sys.stdout.write(f" {campaign}: {len(data) / 1000:.0f} kB")
    assert len(data) <= MOST_BYTES
    document = pikepdf.open(io.BytesIO(data))
    assert "/OutputIntents" not in document.Root
    for sheet in document.pages:
        operators = {str(part.operator) for part in pikepdf.parse_content_stream(sheet)}
        assert not operators & CMYK
        for image in sheet.get_images().values():
            assert str(image.ColorSpace) in ("/DeviceRGB", "/DeviceGray")


@pytest.mark.parametrize(("pixels_per_pt", "width"), [(0.5, 160), (1.0, 240), (4.0, 960)])
def test_photos_are_as_fine_as_they_are_seen(pixels_per_pt: float, width: int) -> None:
    photos = demo_photos()
    item = DrawImage(add_photo(photos), (240.0, 0, 0, 150.0, 0, 0))
    options = PdfOptions(mode=Mode.SCREEN, pixels_per_pt=pixels_per_pt)
    document = pikepdf.open(
        io.BytesIO(write_pdf(display(page(item)), press_kit(), photos, options))
    )
    (image,) = document.pages[0].get_images().values()
    assert int(image.Width) == width
