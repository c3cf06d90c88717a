"""Owns the golden proof: what the portal paints, laid over the brand's designs.

Similarity is SSIM on grey, for the whole picture and for its worst tile of 64 pixels; the exact
brand colours are looked up where the design is flat.
"""

import pytest
from PIL import Image

from tests.factories.kit import demo_kit
from tests.golden.comparing import grey_similarity
from tests.golden.designs import DESIGNS, TARGETS, Design, painted_design


@pytest.mark.parametrize(
    "design",
    DESIGNS,
    ids=[row[4] for row in DESIGNS],
)
def test_ad_looks_as_designed(design: Design) -> None:
    campaign, format_key, page, stress, name, least, least_tile = design
    picture = painted_design(campaign, format_key, page, stress=stress)
    with Image.open(TARGETS / f"{name}.png") as target:
        whole, tile = grey_similarity(picture, target.convert("RGB"))
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
    picture = painted_design(campaign, format_key, page, stress=False)
    assert picture.getpixel(spot) == demo_kit().colours[token].srgb


def test_a_moved_headline_would_be_noticed() -> None:
    picture = painted_design("fruehling", "flyer-a5", 0, stress=False)
    moved = picture.copy()
    moved.paste(picture.crop((30, 110, 600, 290)), (33, 112))
    with Image.open(TARGETS / "fruehling-flyer-a5-s1.png") as target:
        whole, tile = grey_similarity(moved, target.convert("RGB"))
    assert whole < DESIGNS[0][5]
    assert tile < DESIGNS[0][6]
