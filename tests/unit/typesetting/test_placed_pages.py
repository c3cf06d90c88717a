"""Owns the facts about pages of supplied PDFs: placed untouched, turned and cut, or refused."""

import io
from collections.abc import Mapping

import pikepdf
import pytest
from PIL import Image

from brand_assets.typesetting.display_list import Blend, DrawPdfPage, FillPath, PageBox
from brand_assets.typesetting.ink import measure_ink
from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, write_pdf
from brand_assets.typesetting.pictures import pdf_copies, pdf_pages
from brand_assets.typesetting.pictures.artwork import ArtworkError
from brand_assets.typesetting.pictures.pdf_pages import read_pdf_page
from brand_assets.typesetting.pictures.photo_memory import MemoryPhotos
from brand_assets.typesetting.pixels import paint
from brand_assets.typesetting.preflight import check_pdf
from tests.factories.display import display, page, press_kit, rectangle
from tests.factories.placed_pdf import SPOT, changed, saved, supplied_pdf

TANNE, ORANGE, PAPER = (0, 70, 45), (253, 180, 29), (255, 255, 255)


def written(
    data: bytes, options: PdfOptions | None = None, **how: object
) -> tuple[bytes, pikepdf.Pdf]:
    """Return the file that places a PDF at its own size at 20, 20, and what it holds."""
    photos = MemoryPhotos()
    sha256 = photos.add_artwork(data)
    found = read_pdf_page(data, 0)
    matrix = (found.width, 0.0, 0.0, found.height, 20.0, 20.0)
    item = DrawPdfPage(sha256, 0, matrix, **how)  # type: ignore[arg-type] # fields of the item
    pages = display(page(item, width=240, height=240, bleed=0))
    file = write_pdf(pages, press_kit(), photos, options or PdfOptions())
    document = pikepdf.open(io.BytesIO(file))
    assert document.check_pdf_syntax() == []
    return file, document


def placed(document: pikepdf.Pdf) -> pikepdf.Object:
    """Return the form of the placed page."""
    forms = document.pages[0].resources.XObject
    return forms[next(key for key in list(forms.keys()) if key.startswith("/B"))]


def picture(data: bytes, **how: object) -> Image.Image:
    """Return the painted screen file, one pixel a pt."""
    file, _ = written(data, PdfOptions(mode=Mode.SCREEN), **how)
    return paint(file, width_px=240).convert("RGB")


def near(first: object, second: tuple[int, int, int]) -> bool:
    """Whether a pixel is about a colour; programs show CMYK each in their own way."""
    assert isinstance(first, tuple)
    return all(abs(a - b) <= 12 for a, b in zip(first, second, strict=True))


def test_colours_and_spots_stay_as_they_were() -> None:
    for options in (PdfOptions(), PdfOptions(mode=Mode.SCREEN)):
        _, document = written(supplied_pdf(), options)
        form = placed(document)
        numbers = [
            [float(str(value)) for value in part.operands]
            for part in pikepdf.parse_content_stream(form)
            if str(part.operator) == "k"
        ]
        assert [0.9, 0.4, 0.8, 0.55] in numbers
        spaces = form.Resources.ColorSpace
        assert [str(space[1]) for space in spaces.values()] == [f"/{SPOT}"]


def test_links_actions_and_marks_of_the_supplied_file_stay_behind() -> None:
    with pikepdf.open(io.BytesIO(supplied_pdf())) as pdf:
        assert "/Annots" in pdf.pages[0].obj
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.pages[0].obj.AA = pikepdf.Dictionary(O=pdf.Root.OpenAction)
        pdf.pages[0].obj.PieceInfo = pikepdf.Dictionary()
        data = saved(pdf)
    file, document = written(data)
    assert b"JavaScript" not in file
    assert b"alert" not in file
    assert "/Annots" not in document.pages[0].obj
    assert set(placed(document).stream_dict.keys()) == {
        "/BBox", "/Filter", "/Length", "/Matrix", "/Resources", "/Subtype", "/Type"
    }  # fmt: skip


def test_a_page_stands_where_it_is_placed() -> None:
    shown = picture(supplied_pdf())
    assert shown.size == (240, 240)
    assert near(shown.getpixel((22, 22)), TANNE)
    assert near(shown.getpixel((218, 138)), TANNE)
    assert near(shown.getpixel((35, 120)), ORANGE)
    assert shown.getpixel((18, 60)) == PAPER
    assert shown.getpixel((222, 60)) == PAPER
    assert shown.getpixel((100, 142)) == PAPER


@pytest.mark.parametrize(
    ("turned", "corner"), [(90, (35, 35)), (180, (205, 35)), (270, (125, 205)), (-90, (125, 205))]
)
def test_a_turned_page_stands_upright(turned: int, corner: tuple[int, int]) -> None:
    assert near(picture(changed(supplied_pdf(), Rotate=turned)).getpixel(corner), ORANGE)


def test_boxes_are_chosen_and_hide_what_is_outside() -> None:
    boxes = {"TrimBox": [10, 10, 110, 70], "CropBox": [0, 0, 150, 100], "ArtBox": [50, 50, 60, 90]}
    data = changed(supplied_pdf(), **{key: pikepdf.Array(box) for key, box in boxes.items()})
    sizes = {box: read_pdf_page(data, 0, box) for box in PageBox}
    assert {box: (page.width, page.height) for box, page in sizes.items()} == {
        PageBox.TRIM: (100, 60),
        PageBox.CROP: (150, 100),
        PageBox.BLEED: (150, 100),
        PageBox.ART: (10, 40),
        PageBox.MEDIA: (200, 120),
    }
    shown = picture(data)
    assert near(shown.getpixel((22, 78)), ORANGE)
    assert shown.getpixel((122, 50)) == PAPER
    assert shown.getpixel((60, 82)) == PAPER


def test_units_and_inherited_entries_are_understood() -> None:
    with pikepdf.open(io.BytesIO(supplied_pdf())) as pdf:
        first = pdf.pages[0].obj
        parent = first.Parent
        for key in ("/MediaBox", "/Resources", "/Rotate"):
            parent[key] = first[key]
            del first[key]
        parent.Rotate = 90
        first.UserUnit = 2
        data = saved(pdf)
    found = read_pdf_page(data, 0)
    assert (found.width, found.height) == (240, 400)
    assert found.copy.spots == (SPOT,)


def test_several_streams_are_one_content() -> None:
    with pikepdf.open(io.BytesIO(supplied_pdf())) as pdf:
        content = pdf.pages[0].Contents.read_bytes()
        middle = content.index(b" rg") if b" rg" in content else content.index(b" k")
        pdf.pages[0].Contents = pikepdf.Array(
            [pdf.make_stream(content[:middle]), pdf.make_stream(content[middle:])]
        )
        data = saved(pdf)
    assert picture(data).tobytes() == picture(supplied_pdf()).tobytes()


def test_layers_that_are_off_are_not_placed(monkeypatch: pytest.MonkeyPatch) -> None:
    with pikepdf.open(io.BytesIO(supplied_pdf())) as pdf:
        layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="Stand"))
        extra = b"/OC /L0 BDC q 0 0 0 0 k 0 0 200 120 re f Q EMC\n"
        content = pdf.pages[0].Contents.read_bytes()
        pdf.pages[0].Contents = pdf.make_stream(content + b"\n" + extra)
        pdf.pages[0].obj.Resources.Properties = pikepdf.Dictionary(L0=layer)
        default = pikepdf.Dictionary()
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([layer]), D=default)
        seen = saved(pdf)
        pdf.Root.OCProperties.D.OFF = pikepdf.Array([layer])
        unseen = saved(pdf)
    assert picture(unseen).tobytes() == picture(supplied_pdf()).tobytes()
    assert picture(seen).getpixel((35, 120)) == PAPER
    assert b"/Properties" not in written(unseen)[0]
    monkeypatch.setattr(pdf_copies, "MOST_LAYERED", 100)
    with pytest.raises(ArtworkError, match="too large"):
        read_pdf_page(seen, 0)
    read_pdf_page(supplied_pdf(), 0)


def test_opacity_blend_and_clip_reach_the_page() -> None:
    half = picture(supplied_pdf(), opacity=0.5)
    assert near(half.getpixel((22, 22)), (128, 162, 150))
    mixed = picture(supplied_pdf(), blend=Blend.MULTIPLY)
    assert near(mixed.getpixel((22, 22)), TANNE)
    clip = (("M", 20.0, 20.0), ("L", 60.0, 20.0), ("L", 60.0, 60.0), ("Z",))
    cut = picture(supplied_pdf(), clip=clip)
    assert near(cut.getpixel((55, 25)), TANNE)
    assert cut.getpixel((100, 60)) == PAPER


def test_what_lies_before_it_does_not_make_a_page_see_through() -> None:
    photos = MemoryPhotos()
    sha256 = photos.add_artwork(supplied_pdf())
    before = FillPath(rectangle(0, 150, 10, 10), "Mohn", opacity=0.2)
    item = DrawPdfPage(sha256, 0, (200.0, 0.0, 0.0, 120.0, 20.0, 20.0))
    pages = display(page(before, item, width=240, height=240, bleed=0))
    file = write_pdf(pages, press_kit(), photos, PdfOptions(mode=Mode.SCREEN))
    assert near(paint(file, width_px=240).convert("RGB").getpixel((22, 22)), TANNE)


def test_transparency_group_is_kept() -> None:
    group = pikepdf.Dictionary(S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceCMYK)
    _, document = written(changed(supplied_pdf(), Group=group))
    assert str(placed(document).Group.CS) == "/DeviceCMYK"
    assert str(document.pages[0].Group.CS) == "/DeviceCMYK"


def test_the_same_page_is_written_once_and_always_the_same() -> None:
    first, document = written(supplied_pdf())
    pdf_pages._kept._pages.clear()
    second, _ = written(supplied_pdf())
    assert first == second
    forms = sorted(document.pages[0].resources.XObject.keys())
    assert [key for key in forms if key.startswith("/B")] == ["/B0"]


def test_preflight_reads_what_was_placed_and_tells_of_it() -> None:
    file, _ = written(supplied_pdf())
    assert check_pdf(file) == check_pdf(file)
    with pikepdf.open(io.BytesIO(supplied_pdf())) as pdf:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        pdf.pages[0].obj.Resources.Font = pikepdf.Dictionary(F1=pdf.make_indirect(font))
        content = pdf.pages[0].Contents.read_bytes() + b"\nBT /F1 12 Tf 50 50 Td (Hallo) Tj ET"
        pdf.pages[0].Contents = pdf.make_stream(content)
        typed = saved(pdf)
    told = {finding.rule for finding in check_pdf(written(typed)[0])}
    assert told - {finding.rule for finding in check_pdf(file)}


def test_ink_of_supplied_pages_is_not_guessed() -> None:
    photos = MemoryPhotos()
    sha256 = photos.add_artwork(supplied_pdf())
    pages = display(page(DrawPdfPage(sha256, 0, (200.0, 0.0, 0.0, 120.0, 0.0, 0.0))))
    assert measure_ink(pages, press_kit(), photos).most == 0


BROKEN: Mapping[str, tuple[bytes, str]] = {
    "nothing": (b"", "damaged"),
    "no pdf": (b"%PDF-1.4 and nothing else", "damaged"),
    "cut off": (supplied_pdf()[:-300], "damaged"),
    "no size": (changed(supplied_pdf(), MediaBox=pikepdf.Array([0, 0, 0, 0])), "no sensible size"),
    "huge": (changed(supplied_pdf(), UserUnit=1e9), "no sensible size"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_files_are_refused(name: str) -> None:
    data, reason = BROKEN[name]
    with pytest.raises(ArtworkError, match=reason):
        read_pdf_page(data, 0)


def test_protected_files_are_refused() -> None:
    for user in ("", "geheim"):
        with pikepdf.open(io.BytesIO(supplied_pdf())) as pdf:
            data = saved(pdf, encryption=pikepdf.Encryption(owner="x", user=user))
        with pytest.raises(ArtworkError, match="protected"):
            read_pdf_page(data, 0)


def test_a_page_that_is_not_there_is_refused() -> None:
    with pytest.raises(ArtworkError, match="2 pages, but page 3"):
        read_pdf_page(supplied_pdf(pages=2), 2)


def test_pages_that_ask_too_much_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pikepdf.open(io.BytesIO(supplied_pdf())) as pdf:
        pdf.pages[0].Contents = pdf.make_stream(b" " * 60_000_000)
        bomb = saved(pdf, compress_streams=True, recompress_flate=True)
    assert len(bomb) < 200_000
    with pytest.raises(ArtworkError, match="too large"):
        read_pdf_page(bomb, 0)
    monkeypatch.setattr(pdf_copies, "MOST_OBJECTS", 1)
    with pytest.raises(ArtworkError, match="too large"):
        read_pdf_page(supplied_pdf(), 0)
    monkeypatch.setattr(pdf_pages, "MOST_BYTES", 100)
    with pytest.raises(ArtworkError, match="larger than"):
        read_pdf_page(supplied_pdf(), 0)


def test_parts_outside_the_file_are_refused() -> None:
    with pikepdf.open(io.BytesIO(supplied_pdf())) as pdf:
        form = pdf.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name("/PS"))
        pdf.pages[0].obj.Resources.XObject = pikepdf.Dictionary(X=form)
        data = saved(pdf)
    with pytest.raises(ArtworkError, match="outside it or are programs"):
        read_pdf_page(data, 0)


def test_spot_inks_of_mixtures_are_named_too() -> None:
    with pikepdf.open(io.BytesIO(supplied_pdf())) as pdf:
        (space,) = pdf.pages[0].resources.ColorSpace.values()
        names = pikepdf.Array([pikepdf.Name.Cyan, pikepdf.Name("/HKS 8")])
        mixture = pikepdf.Array([pikepdf.Name.DeviceN, names, pikepdf.Name.DeviceCMYK, space[3]])
        pdf.pages[0].resources.ColorSpace.Mixed = mixture
        data = saved(pdf)
    assert read_pdf_page(data, 0).copy.spots == ("HKS 8", SPOT)
