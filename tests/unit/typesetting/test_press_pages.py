"""Owns the facts about press files of many pages: every page in its place, everything kept once."""

import io

import pikepdf
import pytest

from brand_assets.typesetting.display_list import DisplayList, DrawImage, FillPath, Item, PageList
from brand_assets.typesetting.pdf.sheet import ALL_MARKS, NO_MARKS, Marks
from brand_assets.typesetting.pdf_writer import PdfOptions, SpotMode, write_pdf
from brand_assets.typesetting.pictures.photo_memory import MemoryPhotos
from tests.factories.display import (
    MM,
    SANS,
    SERIF,
    add_photo,
    demo_photos,
    press_kit,
    rectangle,
    shaped,
)

COUNTS = [1, 2, 8, 32]
EMPTY = 5
"""The page, from 0, that holds nothing."""


def _pages(count: int, photos: MemoryPhotos) -> DisplayList:
    """Pages of words, photos, spot colour, see-through areas, and some that are empty."""
    shared, rare = add_photo(photos), add_photo(photos, "LadyBird.jpg")
    pages = []
    for number in range(count):
        words = shaped(f"Blatt {number + 1}", SERIF if number % 2 else SANS, 20, (20.0, 40.0))
        contents: tuple[Item, ...] = (
            DrawImage(shared, (200.0, 0.0, 0.0, 125.0, 0.0, 60.0)),
            words,
        )
        if number % 4 == 1:
            contents += (FillPath(rectangle(0, 200, 50, 50), "Halm", opacity=0.5),)
        if number % 8 == 7:
            contents += (DrawImage(rare, (100.0, 0.0, 0.0, 60.0, 0.0, 300.0)),)
        if number == EMPTY:
            contents = ()
        pages.append(PageList(148 * MM, 210 * MM, 3 * MM, contents))
    return DisplayList("Prospekt", "de", tuple(pages))


def _file(count: int, marks: Marks) -> bytes:
    photos = demo_photos()
    options = PdfOptions(spot=SpotMode.SEPARATION, marks=marks)
    return write_pdf(_pages(count, photos), press_kit(), photos, options)


@pytest.mark.parametrize("marks", [NO_MARKS, ALL_MARKS], ids=["plain", "marked"])
@pytest.mark.parametrize("count", COUNTS)
def test_every_page_is_there_once_with_its_own_contents(count: int, marks: Marks) -> None:
    with pikepdf.open(io.BytesIO(_file(count, marks))) as document:
        assert document.check_pdf_syntax() == []
        assert len(document.pages) == count
        streams = [bytes(sheet.Contents.read_bytes()) for sheet in document.pages]
        assert len({sheet.Contents.objgen for sheet in document.pages}) == count
        for number, stream in enumerate(streams):
            lines = 2 if marks.slug_line else 0
            assert stream.count(b"BT\n") == lines + (number != EMPTY)
        boxes = {str(sheet.TrimBox.as_list()) for sheet in document.pages}
        assert len(boxes) == 1
        for sheet in document.pages:
            left, bottom, right, top = (float(value) for value in sheet.TrimBox.as_list())
            assert right - left == pytest.approx(148 * MM, abs=1e-3)
            assert top - bottom == pytest.approx(210 * MM, abs=1e-3)


@pytest.mark.parametrize("marks", [NO_MARKS, ALL_MARKS], ids=["plain", "marked"])
@pytest.mark.parametrize("count", [8, 32])
def test_fonts_photos_and_colours_are_kept_once(count: int, marks: Marks) -> None:
    with pikepdf.open(io.BytesIO(_file(count, marks))) as document:
        streams = [one for one in document.objects if isinstance(one, pikepdf.Stream)]
        photos = [one for one in streams if one.get("/Subtype") == "/Image"]
        assert len(photos) == 2
        fonts = [one for one in document.objects if _is_font(one)]
        assert sorted(str(font.BaseFont)[8:] for font in fonts) == [
            "Inter-Regular",
            "Vollkorn-Bold",
        ]
        assert len({sheet.Resources.objgen for sheet in document.pages}) == 1
        assert len({one.read_raw_bytes() for one in streams}) == len(streams)


def _is_font(one: object) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.get("/Subtype") == "/Type0"


def test_more_pages_of_the_same_cost_little() -> None:
    two, many = len(_file(8, NO_MARKS)), len(_file(32, NO_MARKS))
    assert many - two < 24 * 2000


@pytest.mark.parametrize("count", COUNTS)
def test_the_same_pages_have_the_same_bytes(count: int) -> None:
    assert _file(count, ALL_MARKS) == _file(count, ALL_MARKS)
