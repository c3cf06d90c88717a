"""Owns the golden proof: what the portal paints, laid over the brand's designs.

Similarity is SSIM on grey, for the whole picture and for its worst tile of 64 pixels; the exact
brand colours are looked up where the design is flat.
"""

from io import BytesIO

import pytest
from pikepdf import Pdf
from PIL import Image

from brand_assets.design_facts import Severity
from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, write_pdf
from brand_assets.typesetting.preflight import check_pdf
from brand_assets.typesetting.setting import set_document
from tests.factories.ads import ad_values, template
from tests.factories.kit import demo_kit, demo_photos
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
        ("fruehling", "banner-300x250", 0, (60, 150), "Mohn"),
        ("kraeuter", "banner-300x250", 0, (190, 230), "Keim"),
        ("kraeuter", "banner-300x250", 0, (6, 237), "Tanne"),
        ("kraeuter", "flyer-a5", 1, (19, 891), "Tanne"),
        ("kraeuter", "post-1080", 0, (97, 669), "Lavendel"),
        ("kraeuter", "anzeige-91x120", 0, (73, 720), "Schwarz"),
        ("fruehling", "plakat-a3", 0, (389, 22), "Leinen"),
        ("fruehling", "plakat-a3", 0, (15, 770), "Ringelblume"),
        ("fruehling", "plakat-a3", 0, (194, 550), "Mohn"),
        ("fruehling", "plakat-a3", 0, (389, 1089), "Tanne"),
        ("kraeuter", "plakat-a3", 0, (389, 22), "Keim"),
        ("kraeuter", "plakat-a3", 0, (15, 770), "Halm"),
        ("kraeuter", "plakat-a3", 0, (70, 638), "Lavendel"),
        ("fruehling", "story-1080x1920", 0, (21, 1267), "Ringelblume"),
        ("fruehling", "story-1080x1920", 0, (108, 1075), "Mohn"),
        ("fruehling", "story-1080x1920", 0, (108, 1824), "Tanne"),
        ("kraeuter", "story-1080x1920", 0, (540, 38), "Keim"),
        ("kraeuter", "story-1080x1920", 0, (21, 1267), "Halm"),
        ("kraeuter", "story-1080x1920", 0, (108, 1075), "Lavendel"),
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


@pytest.mark.parametrize(
    ("campaign", "told"),
    [("fruehling", []), ("kraeuter", [("image-resolution", Severity.CHECK)])],  # drawn at 134 ppi
)
def test_the_poster_goes_to_press_with_its_bleed(
    campaign: str, told: list[tuple[str, Severity]]
) -> None:
    photos, _ = demo_photos()
    values = ad_values(campaign)
    found = set_document(template(f"{campaign}-plakat-a3"), values, demo_kit(), photos)
    pdf = write_pdf(found.display, demo_kit(), photos, PdfOptions(mode=Mode.PRESS))
    assert [(finding.rule, finding.severity) for finding in check_pdf(pdf, "x4")] == told
    with Pdf.open(BytesIO(pdf)) as opened:
        page = opened.pages[0]
        trim, bleed = (
            [round(float(edge) * 25.4 / 72, 2) for edge in box]
            for box in (page.trimbox, page.bleedbox)
        )
    assert [trim[2] - trim[0], trim[3] - trim[1]] == pytest.approx([297, 420], abs=0.02)
    assert [trim[0] - bleed[0], trim[1] - bleed[1]] == pytest.approx([3, 3], abs=0.02)
    assert [bleed[2] - trim[2], bleed[3] - trim[3]] == pytest.approx([3, 3], abs=0.02)
