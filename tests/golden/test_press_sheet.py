"""Owns the golden proof of press sheets: marks and page stand where they were accepted.

PDFium turns CMYK into colours of its own making, so it is likeness that counts here.
"""

from PIL import Image

from brand_assets.typesetting.preflight import check_pdf
from tests.golden.comparing import grey_similarity
from tests.golden.press_sheet import EXPECTED, WIDTH, paint_sheet, press_sheet


def test_the_sheet_looks_as_accepted() -> None:
    with Image.open(EXPECTED) as accepted:
        expected = accepted.convert("RGB")
    found = paint_sheet()
    assert found.size == expected.size
    assert expected.width == WIDTH
    whole, worst = grey_similarity(found, expected)
    assert whole > 0.98
    assert worst > 0.9


def test_the_sheet_has_nothing_that_stops_a_press() -> None:
    assert [one.rule for one in check_pdf(press_sheet()) if one.severity == "blocks"] == []
