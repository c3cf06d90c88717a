"""Owns the facts about press files, read back with pikepdf."""

import io
from dataclasses import replace
from decimal import Decimal

import pikepdf
import pytest
from PIL import Image

from brand_assets.typesetting.display_list import DrawImage, FillPath, StrokePath
from brand_assets.typesetting.pdf.palettes import UnknownColour
from brand_assets.typesetting.pdf_writer import Marks, PdfOptions, SpotMode, write_pdf
from brand_assets.typesetting.toolchain import toolchain_version
from tests.factories.display import (
    HEADLINE,
    MM,
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


def _open(data: bytes) -> pikepdf.Pdf:
    document = pikepdf.open(io.BytesIO(data))
    assert document.check_pdf_syntax() == []
    return document


def _operands(document: pikepdf.Pdf, operator: str, index: int = 0) -> list[list[float]]:
    return [
        [float(value) for value in part.operands if isinstance(value, int | float | Decimal)]
        for part in pikepdf.parse_content_stream(document.pages[index])
        if str(part.operator) == operator
    ]


def test_colours_are_the_numbers_of_the_kit() -> None:
    kit = press_kit()
    for token, colour in kit.colours.items():
        pages = display(page(FillPath(rectangle(0, 0, 10, 10), token)))
        document = _open(write_pdf(pages, kit, demo_photos(), PdfOptions()))
        assert _operands(document, "k") == [[value / 100 for value in colour.cmyk]]


def test_lines_take_the_numbers_of_the_kit() -> None:
    line = StrokePath((("M", 0.0, 0.0), ("L", 50.0, 0.0)), "Mohn", 0.5)
    document = _open(write_pdf(display(page(line)), press_kit(), demo_photos(), PdfOptions()))
    assert _operands(document, "K") == [[0.08, 0.94, 0.98, 0]]
    assert _operands(document, "w") == [[0.5]]


def test_spot_colour_prints_from_its_alternate_unless_asked() -> None:
    pages = display(page(FillPath(rectangle(0, 0, 10, 10), "Halm")))
    document = _open(write_pdf(pages, press_kit(), demo_photos(), PdfOptions()))
    assert _operands(document, "k") == [[0.62, 0, 1, 0]]
    assert "/ColorSpace" not in document.pages[0].resources


def test_spot_colour_becomes_a_separation_when_asked() -> None:
    pages = display(page(FillPath(rectangle(0, 0, 10, 10), "Halm")))
    options = PdfOptions(spot=SpotMode.SEPARATION)
    document = _open(write_pdf(pages, press_kit(), demo_photos(), options))
    (space,) = dict(document.pages[0].resources.ColorSpace).values()
    assert str(space[0]) == "/Separation"
    assert str(space[1]) == "/HKS 65 K"
    assert str(space[2]) == "/DeviceCMYK"
    assert [float(v) for v in space[3].C1] == [0.62, 0, 1, 0]
    assert [float(v) for v in space[3].C0] == [0, 0, 0, 0]
    assert _operands(document, "scn") == [[1]]
    assert _operands(document, "k") == []


def test_lines_of_a_spot_colour_are_on_its_plate_with_their_tint() -> None:
    kit = press_kit()
    tint = replace(kit.colours["Halm"], token="Halm40", tint=40.0)
    kit = replace(kit, colours={**kit.colours, "Halm40": tint})
    lines = [
        StrokePath((("M", 0.0, 0.0), ("L", 50.0, 0.0)), token, 2.0) for token in ("Halm", "Halm40")
    ]
    options = PdfOptions(spot=SpotMode.SEPARATION)
    document = _open(write_pdf(display(page(*lines)), kit, demo_photos(), options))
    assert _operands(document, "SCN") == [[1], [0.4]]
    assert len(document.pages[0].resources.ColorSpace) == 1
    document = _open(write_pdf(display(page(*lines)), kit, demo_photos(), PdfOptions()))
    assert _operands(document, "K") == [[0.62, 0, 1, 0]] * 2


def test_unknown_colour_is_refused() -> None:
    pages = display(page(FillPath(rectangle(0, 0, 10, 10), "Nebel")))
    with pytest.raises(UnknownColour, match="Nebel"):
        write_pdf(pages, press_kit(), demo_photos(), PdfOptions())


@pytest.mark.parametrize(("marks", "slug"), [(Marks(), 0.0), (Marks(crop=True, slug=12.0), 12.0)])
def test_boxes_are_exact_and_nested(marks: Marks, slug: float) -> None:
    pages = display(page())
    document = _open(write_pdf(pages, press_kit(), demo_photos(), PdfOptions(marks=marks)))
    first = document.pages[0]
    media, bleed, trim = _boxes(first)
    assert trim[2] - trim[0] == pytest.approx(148 * MM, abs=1e-4)
    assert trim[3] - trim[1] == pytest.approx(210 * MM, abs=1e-4)
    assert [bleed[i] - trim[i] for i in range(4)] == pytest.approx(
        [-3 * MM, -3 * MM, 3 * MM, 3 * MM], abs=1e-4
    )
    assert bleed[0] - media[0] == pytest.approx(slug * MM, abs=1e-4)


def _boxes(first: pikepdf.Page) -> list[list[float]]:
    keys = ("/MediaBox", "/BleedBox", "/TrimBox")
    return [[float(value) for value in first.obj[key].as_list()] for key in keys]


def test_marks_stay_outside_the_bleed_and_print_on_every_plate() -> None:
    marks = Marks(crop=True, registration=True, colour_bar=True)
    data = write_pdf(display(page()), press_kit(), demo_photos(), PdfOptions(marks=marks))
    document = _open(data)
    media, bleed, _ = _boxes(document.pages[0])
    points = [tuple(p[-2:]) for op in ("m", "l") for p in _operands(document, op)]
    patches = [(x, y) for x, y, _, _ in _operands(document, "re")[1:]]
    assert len(points) > 20
    assert len(patches) == 11
    for x, y in points + patches:
        assert not (bleed[0] < x < bleed[2] and bleed[1] < y < bleed[3])
        assert media[0] <= x <= media[2]
        assert media[1] <= y <= media[3]
    assert str(document.pages[0].resources.ColorSpace.X0[1]) == "/All"


@pytest.mark.parametrize(
    ("marks", "strokes", "patches"),
    [
        (Marks(crop=True), 8, 0),
        (Marks(registration=True), 12, 0),
        (Marks(colour_bar=True), 0, 11),
        (Marks(), 0, 0),
    ],
)
def test_marks_are_switched_one_by_one(marks: Marks, strokes: int, patches: int) -> None:
    data = write_pdf(display(page()), press_kit(), demo_photos(), PdfOptions(marks=marks))
    document = _open(data)
    assert len(_operands(document, "S")) == strokes
    assert len(_operands(document, "f")) == patches


def test_output_intent_carries_the_profile_of_the_kit() -> None:
    document = _open(write_pdf(display(page()), press_kit(), demo_photos(), PdfOptions()))
    (intent,) = document.Root.OutputIntents
    assert str(intent.S) == "/GTS_PDFX"
    assert str(intent.OutputConditionIdentifier) == "FOGRA39"
    assert intent.DestOutputProfile.read_bytes() == press_kit().profile.data
    assert int(intent.DestOutputProfile.N) == 4


def test_file_says_that_it_is_pdf_x4() -> None:
    document = _open(write_pdf(display(page()), press_kit(), demo_photos(), PdfOptions()))
    assert document.pdf_version == "1.6"
    with document.open_metadata() as metadata:
        assert metadata["pdfxid:GTS_PDFXVersion"] == "PDF/X-4"
        assert metadata["pdf:Trapped"] == "False"
        assert metadata["dc:title"] == "Frühlingspflanztage Bergedorf"
        assert metadata["xmpMM:DocumentID"].startswith("uuid:")
    assert str(document.docinfo.Trapped) == "/False"
    first, second = document.trailer.ID
    assert len(bytes(first)) == 16
    assert bytes(first) == bytes(second)


def test_photo_becomes_cmyk_once_and_is_not_finer_than_needed() -> None:
    photos = demo_photos()
    photo = add_photo(photos)
    large = DrawImage(photo, (500.0, 0.0, 0.0, 312.5, 0.0, 0.0))
    small = DrawImage(photo, (100.0, 0.0, 0.0, 62.5, 0.0, 320.0))
    document = _open(
        write_pdf(display(page(large, small, large)), press_kit(), photos, PdfOptions())
    )
    images = document.pages[0].get_images()
    assert sorted(int(image.Width) for image in images.values()) == [540, 2560]
    for image in images.values():
        assert str(image.ColorSpace) == "/DeviceCMYK"
        assert [int(v) for v in image.Decode] == [1, 0] * 4


def test_grey_photo_stays_grey() -> None:
    photos = demo_photos()
    photo = add_photo(photos, "bild-Garden-sw.jpg")
    item = DrawImage(photo, (500.0, 0.0, 0.0, 312.5, 0.0, 0.0))
    document = _open(write_pdf(display(page(item)), press_kit(), photos, PdfOptions()))
    (image,) = document.pages[0].get_images().values()
    assert str(image.ColorSpace) == "/DeviceGray"


def test_see_through_photo_gets_a_soft_mask_and_a_cmyk_group() -> None:
    photos = demo_photos()
    item = DrawImage(photos.add(cut_out()), (80.0, 0.0, 0.0, 60.0, 0.0, 0.0))
    document = _open(write_pdf(display(page(item)), press_kit(), photos, PdfOptions()))
    (image,) = document.pages[0].get_images().values()
    mask = Image.frombytes("L", (80, 60), image.SMask.read_bytes())
    assert mask.getpixel((10, 30)) == 0
    assert mask.getpixel((70, 30)) == 255
    assert str(document.pages[0].Group.CS) == "/DeviceCMYK"


def test_opacity_is_set_and_taken_back() -> None:
    pages = display(
        page(
            FillPath(rectangle(0, 0, 10, 10), "Mohn", opacity=0.8),
            FillPath(rectangle(20, 0, 10, 10), "Mohn"),
        )
    )
    document = _open(write_pdf(pages, press_kit(), demo_photos(), PdfOptions()))
    states = document.pages[0].resources.ExtGState
    used = [
        float(states[str(part.operands[0])].ca)
        for part in pikepdf.parse_content_stream(document.pages[0])
        if str(part.operator) == "gs"
    ]
    assert used == [0.8, 1.0]


def test_nothing_acts_and_nothing_is_rgb() -> None:
    photos = demo_photos()
    document = _open(write_pdf(flyer(add_photo(photos)), press_kit(), photos, PdfOptions()))
    for sheet in document.pages:
        assert "/Annots" not in sheet
        operators = {str(part.operator) for part in pikepdf.parse_content_stream(sheet)}
        assert not operators & {"rg", "RG", "g", "G"}
    for key in ("/OpenAction", "/AA", "/Names", "/AcroForm"):
        assert key not in document.Root


def test_title_can_be_given() -> None:
    pages = display(page(shaped(HEADLINE, SERIF, 20, (20.0, 40.0))))
    options = PdfOptions(title="Straße & <Co>")
    document = _open(write_pdf(pages, press_kit(), demo_photos(), options))
    assert str(document.docinfo.Title) == "Straße & <Co>"
    with document.open_metadata() as metadata:
        assert metadata["dc:title"] == "Straße & <Co>"


def test_photo_asked_for_in_grey_prints_in_black_ink_alone() -> None:
    photos = demo_photos()
    item = DrawImage(add_photo(photos), (300.0, 0.0, 0.0, 187.5, 0.0, 0.0), grey=True)
    document = _open(write_pdf(display(page(item)), press_kit(), photos, PdfOptions()))
    (image,) = document.pages[0].get_images().values()
    assert str(image.ColorSpace) == "/DeviceGray"


def test_toolchain_names_what_shapes_the_bytes() -> None:
    line = toolchain_version()
    for library in ("heimspiel-typesetter", "uharfbuzz", "pillow", "littlecms2", "zlib"):
        assert f"{library} " in line
    assert "None" not in line
