"""Owns the facts about press sheets: exact boxes, marks in the slug, a line that tells of them."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pikepdf
import pypdfium2 as pdfium
import pytest

from brand_assets.design_facts import Severity
from brand_assets.typesetting.display_list import (
    DisplayList,
    DrawImage,
    DrawPdfPage,
    FillPath,
    PageList,
)
from brand_assets.typesetting.pdf.sheet import ALL_MARKS, Marks
from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, SpotMode, write_pdf
from brand_assets.typesetting.pictures.photo_memory import MemoryPhotos
from brand_assets.typesetting.pixels import paint
from brand_assets.typesetting.preflight import check_pdf
from tests.factories.display import (
    MM,
    SERIF,
    add_photo,
    demo_photos,
    display,
    flyer,
    page,
    press_kit,
    rectangle,
    shaped,
)
from tests.factories.placed_pdf import SPOT, supplied_pdf

MARKS = replace(ALL_MARKS, order="H-2027-00042-01", date="10.05.2027")


def _sheet(pages: DisplayList, marks: Marks = MARKS, spot: SpotMode = SpotMode.ALTERNATE) -> bytes:
    return write_pdf(pages, press_kit(), demo_photos(), PdfOptions(spot=spot, marks=marks))


def _boxes(data: bytes, index: int = 0) -> list[list[float]]:
    with pikepdf.open(io.BytesIO(data)) as document:
        first = document.pages[index].obj
        keys = ("/MediaBox", "/BleedBox", "/TrimBox")
        return [[float(value) for value in first[key].as_list()] for key in keys]


def _text(data: bytes, index: int = 0) -> str:
    document = pdfium.PdfDocument(data)
    try:
        said = str(document[index].get_textpage().get_text_range())
        return re.sub(" +", " ", said)
    finally:
        document.close()


@pytest.mark.parametrize("width", [20.0, 91.0, 148.0, 297.0, 841.0])
@pytest.mark.parametrize("bleed", [0.0, 2.5, 3.0])
@pytest.mark.parametrize("slug", [10.0, 15.5])
def test_boxes_are_exact_to_a_thousandth_of_a_point(
    width: float, bleed: float, slug: float
) -> None:
    sheet = PageList(width * MM, 1.5 * width * MM, bleed * MM, ())
    media, bled, trim = _boxes(_sheet(display(sheet), replace(MARKS, slug=slug)))
    edge = (bleed + slug) * MM
    assert media == pytest.approx(
        [0, 0, width * MM + 2 * edge, 1.5 * width * MM + 2 * edge], abs=1e-3
    )
    assert bled == pytest.approx(
        [slug * MM, slug * MM, media[2] - slug * MM, media[3] - slug * MM], abs=1e-3
    )
    assert trim == pytest.approx([edge, edge, media[2] - edge, media[3] - edge], abs=1e-3)


def _marked(data: bytes) -> Iterator[tuple[str, float, float]]:
    """Yield the operator and each point of what is drawn after the page itself."""
    with pikepdf.open(io.BytesIO(data)) as document:
        stream = list(pikepdf.parse_content_stream(document.pages[0]))
    depth, first = 0, 0
    for index, part in enumerate(stream):
        depth += {"q": 1, "Q": -1}.get(str(part.operator), 0)
        if depth == 0:
            first = index
            break
    for part in stream[first + 1 :]:
        operator = str(part.operator)
        values = [float(v) for v in part.operands if isinstance(v, int | float | Decimal)]
        if operator in ("m", "l"):
            yield operator, values[0], values[1]
        elif operator == "re":
            x, y, w, h = values
            yield operator, x, y
            yield operator, x + w, y + h
        elif operator == "Tm":
            yield operator, values[4], values[5]


@pytest.mark.parametrize("width", [20.0, 45.0, 148.0, 420.0])
@pytest.mark.parametrize("offset", [0.0, 1.0, 3.0])
def test_nothing_of_the_marks_enters_the_bleed(width: float, offset: float) -> None:
    sheet = PageList(width * MM, 100 * MM, 3 * MM, ())
    data = _sheet(display(sheet), replace(MARKS, offset=offset))
    media, bleed, _ = _boxes(data)
    found = list(_marked(data))
    assert len(found) > 20
    for operator, x, y in found:
        beyond = max(bleed[0] - x, x - bleed[2], bleed[1] - y, y - bleed[3])
        assert beyond >= (offset * MM if operator == "m" else 0.0) - 0.01, (operator, x, y)
        assert 0 <= x <= media[2]
        assert 0 <= y <= media[3]


def test_crop_marks_point_at_the_trim() -> None:
    data = _sheet(display(page()), Marks(crop=True, offset=2.0))
    _, bleed, trim = _boxes(data)
    ends = [(x, y) for _, x, y in _marked(data)]
    for x, y in ends:
        assert any(abs(x - edge) < 0.01 for edge in (trim[0], trim[2])) or any(
            abs(y - edge) < 0.01 for edge in (trim[1], trim[3])
        )
    nearest = min(bleed[1] - y for x, y in ends if abs(x - trim[0]) < 0.01 and y < bleed[1])
    assert nearest == pytest.approx(2 * MM, abs=0.01)


def test_each_spot_ink_that_prints_has_its_patch() -> None:
    def patches(spot: SpotMode) -> tuple[int, int]:
        pages = display(page(FillPath(rectangle(0, 0, 10, 10), "Halm")), page())
        with pikepdf.open(io.BytesIO(_sheet(pages, Marks(colour_bar=True), spot))) as document:
            counts = [
                sum(str(part.operator) == "scn" for part in pikepdf.parse_content_stream(sheet))
                for sheet in document.pages
            ]
        return counts[0], counts[1]

    assert patches(SpotMode.ALTERNATE) == (0, 0)
    # On the page itself and in the bar; the second page prints with the same plates.
    assert patches(SpotMode.SEPARATION) == (2, 1)


def test_the_slug_line_tells_of_title_order_page_date_and_inks() -> None:
    pages = display(
        page(FillPath(rectangle(0, 0, 10, 10), "Halm"), FillPath(rectangle(0, 0, 9, 9), "Schwarz")),
        page(FillPath(rectangle(0, 0, 10, 10), "Tanne")),
    )
    data = _sheet(pages, spot=SpotMode.SEPARATION)
    first, second = _text(data, 0), _text(data, 1)
    assert f"{pages.title} · H-2027-00042-01 · Seite 1 von 2 · 10.05.2027" in first
    assert "Black, HKS 65 K · FOGRA39" in first
    assert "Cyan" not in first
    assert "Seite 2 von 2" in second
    assert "Cyan, Magenta, Yellow, Black · FOGRA39" in second
    english = _text(_sheet(replace(pages, language="en"), replace(MARKS, order="", date="")))
    assert f"{pages.title} · Page 1 of 2\r\n" in english


def test_photos_print_with_all_inks_and_grey_ones_with_black() -> None:
    photos = demo_photos()
    photo = add_photo(photos)
    for grey, inks in ((False, "Cyan, Magenta, Yellow, Black"), (True, "Black")):
        item = DrawImage(photo, (100.0, 0.0, 0.0, 62.5, 0.0, 0.0), grey=grey)
        data = write_pdf(display(page(item)), press_kit(), photos, PdfOptions(marks=MARKS))
        assert f"\n{inks} · FOGRA39" in _text(data).replace("\r", "")


def test_the_spot_inks_of_a_placed_page_are_told() -> None:
    photos = MemoryPhotos()
    placed = DrawPdfPage(photos.add_artwork(supplied_pdf()), 0, (90.0, 0.0, 0.0, 50.0, 0.0, 0.0))
    austrian = replace(display(page(placed)), language="de-AT")
    said = _text(write_pdf(austrian, press_kit(), photos, PdfOptions(marks=MARKS)))
    assert f"\nCyan, Magenta, Yellow, Black, {SPOT} · FOGRA39" in said.replace("\r", "")
    assert "Seite 1 von 1" in said


def test_a_title_too_long_is_shortened_and_the_rest_stays() -> None:
    title = (
        "Frühlingspflanztage in allen Märkten von Hamburg bis München und weit darüber hinaus " * 4
    )
    narrow = PageList(60 * MM, 80 * MM, 3 * MM, ())
    said = _text(_sheet(DisplayList(title, "de", (narrow,))))
    assert "… · H-2027-00042-01 · Seite 1 von 1 · 10.05.2027" in said
    assert said.startswith("Frühlings")
    tiny = PageList(15 * MM, 15 * MM, 0.0, ())
    assert "Seite 1 von 1" in _text(_sheet(DisplayList(title, "de", (tiny,))))


def test_signs_that_no_font_has_are_left_out_of_the_line() -> None:
    said = _text(_sheet(DisplayList("Neu \u2603 \U0001f33b", "de", (page(),))))
    assert said.startswith("Neu ")
    assert "Seite 1 von 1" in said


def test_the_title_of_the_file_goes_into_the_line() -> None:
    options = PdfOptions(marks=MARKS, title="Ein anderer Titel")
    data = write_pdf(display(page()), press_kit(), demo_photos(), options)
    assert _text(data).startswith("Ein anderer Titel · ")


def test_the_line_is_set_in_the_font_asked_for_and_embedded_once() -> None:
    pages = display(page(shaped("Öfen", SERIF, 20, (20.0, 40.0))))
    with pikepdf.open(io.BytesIO(_sheet(pages, replace(MARKS, font=SERIF)))) as document:
        (font,) = dict(document.pages[0].resources.Font).values()
        assert "Vollkorn-Bold" in str(font.BaseFont)
    with pikepdf.open(io.BytesIO(_sheet(pages))) as document:
        assert len(dict(document.pages[0].resources.Font)) == 2


@pytest.mark.parametrize("spot", SpotMode)
def test_preflight_has_nothing_against_marks(spot: SpotMode) -> None:
    photos = demo_photos()
    pages = flyer(add_photo(photos))
    options = PdfOptions(spot=spot, marks=MARKS)
    marked = check_pdf(write_pdf(pages, press_kit(), photos, options))
    plain = check_pdf(write_pdf(pages, press_kit(), photos, replace(options, marks=Marks())))
    assert [f for f in marked if f.severity is Severity.BLOCKS] == []
    assert [f.rule for f in marked] == [f.rule for f in plain]


def test_the_same_sheet_has_the_same_bytes() -> None:
    pages = display(page(FillPath(rectangle(0, 0, 10, 10), "Halm")))
    assert _sheet(pages) == _sheet(pages)
    assert _sheet(pages) != _sheet(pages, replace(MARKS, date="11.05.2027"))


@pytest.mark.parametrize(
    ("slug", "offset", "line"), [(5.0, 3.0, False), (8.0, 1.0, True), (1000.0, 1.0, False)]
)
def test_marks_that_do_not_fit_are_refused(slug: float, offset: float, line: bool) -> None:
    with pytest.raises(ValueError, match="slug"):
        Marks(crop=True, slug=slug, offset=offset, slug_line=line)


def test_the_page_itself_looks_the_same_inside_its_sheet() -> None:
    photos = demo_photos()
    pages = flyer(add_photo(photos))
    bare = paint(write_pdf(pages, press_kit(), photos, PdfOptions()), width_px=400)
    data = write_pdf(pages, press_kit(), photos, PdfOptions(marks=MARKS))
    (_, _, media_right, _), bleed, _ = _boxes(data)
    scale = 400 / (bleed[2] - bleed[0])
    whole = paint(data, width_px=round(media_right * scale))
    left, top = round(bleed[0] * scale), round(bleed[0] * scale)
    inner = whole.crop((left, top, left + bare.width, top + bare.height))
    small, other = (one.resize((40, 57)).convert("L") for one in (bare, inner))
    assert max(abs(a - b) for a, b in zip(small.tobytes(), other.tobytes(), strict=True)) < 40
    # Around it paper, with the bar of colours below.
    assert whole.getpixel((2, whole.height // 4)) == (255, 255, 255)
    row = {whole.getpixel((x, whole.height - round(6 * MM * scale))) for x in range(whole.width)}
    assert len(row) >= 8


def test_screen_files_have_no_marks() -> None:
    options = PdfOptions(mode=Mode.SCREEN, marks=MARKS)
    data = write_pdf(display(page()), press_kit(), demo_photos(), options)
    assert _boxes(data)[0] == pytest.approx([0, 0, 148 * MM, 210 * MM], abs=1e-3)
    assert _text(data) == ""
