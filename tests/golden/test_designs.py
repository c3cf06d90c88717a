"""Owns the golden proof: what the portal paints, laid over the brand's designs.

Similarity is SSIM on grey, for the whole picture and for its worst tile of 64 pixels; the exact
brand colours are looked up where the design is flat. The limits lie a hair below what was measured:
what is left is the other rasteriser's hinting, the dither of designs saved with a palette, and the
QR codes of two pages that fall between the pixels.
"""

import functools
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter
from skimage.metrics import structural_similarity

from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, write_pdf
from brand_assets.typesetting.pixels import paint
from brand_assets.typesetting.setting import set_document
from tests.factories.ads import ad_values, template
from tests.factories.kit import demo_kit, demo_photos

TARGETS = Path(__file__).parent / "targets"
TILE = 64
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
def _painted(campaign: str, format_key: str, page: int, *, stress: bool) -> Image.Image:
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


def _similarity(first: Image.Image, second: Image.Image) -> tuple[float, float]:
    """Whole and worst tile; half a pixel of blur takes the two rasterisers' hinting away."""
    arrays = [
        np.asarray(picture.convert("L").filter(ImageFilter.GaussianBlur(0.5)))
        for picture in (first, second)
    ]
    whole, full = structural_similarity(*arrays, full=True)
    height, width = arrays[0].shape
    tiles = [
        full[y : y + TILE, x : x + TILE].mean()
        for y in range(0, height - TILE + 1, TILE // 2)
        for x in range(0, width - TILE + 1, TILE // 2)
    ]
    return float(whole), float(min(tiles))


@pytest.mark.parametrize(
    "design",
    DESIGNS,
    ids=[row[4] for row in DESIGNS],
)
def test_ad_looks_as_designed(design: Design) -> None:
    campaign, format_key, page, stress, name, least, least_tile = design
    picture = _painted(campaign, format_key, page, stress=stress)
    with Image.open(TARGETS / f"{name}.png") as target:
        whole, tile = _similarity(picture, target.convert("RGB"))
    print(f"{name}: {whole:.4f}, worst tile {tile:.3f}")  # noqa: T201 - shown by pytest -s
    assert whole >= least
    assert tile >= least_tile


@pytest.mark.parametrize(
    ("campaign", "format_key", "page", "spot", "token"),
    [
        ("fruehling", "flyer-a5", 0, (300, 20), "Leinen"),
        ("fruehling", "flyer-a5", 0, (30, 640), "Ringelblume"),
        ("fruehling", "flyer-a5", 0, (165, 620), "Mohn"),
        ("fruehling", "flyer-a5", 0, (20, 880), "Tanne"),
        ("kraeuter", "flyer-a5", 0, (300, 20), "Keim"),
        ("kraeuter", "flyer-a5", 0, (30, 640), "Halm"),
        ("kraeuter", "flyer-a5", 0, (60, 515), "Lavendel"),
        ("fruehling", "flyer-a5", 1, (510, 727), "Weiss"),
        ("fruehling", "post-1080", 0, (600, 20), "Leinen"),
        ("fruehling", "post-1080", 0, (500, 1060), "Tanne"),
        ("fruehling", "anzeige-91x120", 0, (10, 655), "K12"),
        ("fruehling", "anzeige-91x120", 0, (40, 720), "Schwarz"),
        ("fruehling", "banner-300x250", 0, (190, 230), "Ringelblume"),
        ("kraeuter", "banner-300x250", 0, (190, 230), "Keim"),
    ],
)
def test_flat_colours_are_the_brands_own(
    campaign: str, format_key: str, page: int, spot: tuple[int, int], token: str
) -> None:
    picture = _painted(campaign, format_key, page, stress=False)
    assert picture.getpixel(spot) == demo_kit().colours[token].srgb


def test_a_moved_headline_would_be_noticed() -> None:
    picture = _painted("fruehling", "flyer-a5", 0, stress=False)
    moved = picture.copy()
    moved.paste(picture.crop((30, 110, 600, 290)), (33, 112))
    with Image.open(TARGETS / "fruehling-flyer-a5-s1.png") as target:
        whole, tile = _similarity(moved, target.convert("RGB"))
    assert whole < DESIGNS[0][5]
    assert tile < DESIGNS[0][6]
