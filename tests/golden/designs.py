"""Owns the brand's designs: which pages they are of, and how alike what we paint must be.

The limits lie a hair below what was measured: what is left is the other rasteriser's hinting, the
dither of designs saved with a palette, and the QR codes of two pages that fall between the pixels.
"""

import functools
from pathlib import Path

from PIL import Image

from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, write_pdf
from brand_assets.typesetting.pixels import paint
from brand_assets.typesetting.setting import set_document
from tests.factories.ads import ad_values, template
from tests.factories.kit import demo_kit, demo_photos

TARGETS = Path(__file__).parent / "targets"
Design = tuple[str, str, int, bool, str, float, float]
DESIGNS: list[Design] = [
    # campaign, format, page, stress, picture, least similarity, least similarity of a tile
    ("fruehling", "flyer-a5", 0, False, "fruehling-flyer-a5-s1", 0.980, 0.85),
    ("fruehling", "flyer-a5", 1, False, "fruehling-flyer-a5-s2", 0.978, 0.77),
    ("fruehling", "anzeige-91x120", 0, False, "fruehling-anzeige-91x120", 0.975, 0.85),
    ("fruehling", "post-1080", 0, False, "fruehling-post-1080", 0.981, 0.87),
    ("fruehling", "story-1080x1920", 0, False, "fruehling-story-1080x1920", 0.983, 0.85),
    ("fruehling", "banner-300x250", 0, False, "fruehling-banner-300x250", 0.982, 0.93),
    ("fruehling", "plakat-a3", 0, False, "fruehling-plakat-a3", 0.973, 0.85),
    ("kraeuter", "flyer-a5", 0, False, "kraeuter-flyer-a5-s1", 0.981, 0.87),
    ("kraeuter", "flyer-a5", 1, False, "kraeuter-flyer-a5-s2", 0.977, 0.77),
    ("kraeuter", "anzeige-91x120", 0, False, "kraeuter-anzeige-91x120", 0.976, 0.86),
    ("kraeuter", "post-1080", 0, False, "kraeuter-post-1080", 0.979, 0.87),
    ("kraeuter", "story-1080x1920", 0, False, "kraeuter-story-1080x1920", 0.984, 0.85),
    ("kraeuter", "banner-300x250", 0, False, "kraeuter-banner-300x250", 0.971, 0.85),
    ("kraeuter", "plakat-a3", 0, False, "kraeuter-plakat-a3", 0.973, 0.88),
    ("fruehling", "flyer-a5", 0, True, "stress-fruehling-flyer-a5-s1", 0.954, 0.73),
    ("fruehling", "flyer-a5", 1, True, "stress-fruehling-flyer-a5-s2", 0.970, 0.77),
    ("fruehling", "post-1080", 0, True, "stress-fruehling-post-1080", 0.972, 0.81),
    ("kraeuter", "flyer-a5", 0, True, "stress-kraeuter-flyer-a5-s1", 0.972, 0.81),
    ("kraeuter", "post-1080", 0, True, "stress-kraeuter-post-1080", 0.972, 0.78),
]


@functools.cache
def painted_design(campaign: str, format_key: str, page: int, *, stress: bool) -> Image.Image:
    """Return a page of the demonstration as the portal paints it, as large as its design."""
    photos, _ = demo_photos()
    values = ad_values(campaign, stress=stress)
    found = set_document(template(f"{campaign}-{format_key}"), values, demo_kit(), photos)
    width, height = _target_size(campaign, format_key, page)
    scale = width / found.display.pages[page].width
    options = PdfOptions(mode=Mode.SCREEN, pixels_per_pt=scale)
    pdf = write_pdf(found.display, demo_kit(), photos, options)
    return paint(pdf, page, width_px=width, height_px=height)


def _target_size(campaign: str, format_key: str, page: int) -> tuple[int, int]:
    side = f"-s{page + 1}" if format_key == "flyer-a5" else ""
    with Image.open(TARGETS / f"{campaign}-{format_key}{side}.png") as picture:
        return picture.size
