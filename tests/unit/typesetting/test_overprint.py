"""Owns the facts about overprint and blend modes, read back from finished files."""

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from brand_assets.design_facts import KitValues
from brand_assets.typesetting.display_list import (
    Blend,
    DisplayList,
    DrawGroup,
    DrawImage,
    FillGradient,
    FillPath,
    Gradient,
    GradientStop,
    Item,
    StrokePath,
)
from brand_assets.typesetting.ink import measure_ink
from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, SpotMode, write_pdf
from brand_assets.typesetting.pixels import paint
from tests.factories.display import (
    SANS,
    SERIF,
    add_photo,
    demo_photos,
    display,
    page,
    press_kit,
    rectangle,
    shaped,
)
from tests.tools.pdf_programs import ask

BLACK = FillPath(rectangle(0, 0, 50, 50), "Schwarz")
GROUND = FillPath(rectangle(0, 0, 200, 200), "Halm")
LINE = StrokePath((("M", 0.0, 0.0), ("L", 50.0, 0.0)), "Tanne", 0.5)
PAINTS = ("f", "f*", "S", "TJ", "Do", "sh")


def _kit(*overprinted: str) -> KitValues:
    kit = press_kit()
    changed = {token: replace(kit.colours[token], overprint=True) for token in overprinted}
    return replace(kit, colours={**kit.colours, **changed})


def _painted(pages: DisplayList, kit: KitValues, options: PdfOptions) -> list[tuple[str, bool]]:
    """Return each painting operator with whether overprint was on, checked with its numbers."""
    photos = demo_photos()
    add_photo(photos)
    data = write_pdf(pages, kit, photos, options)
    document = pikepdf.open(io.BytesIO(data))
    states = dict(document.pages[0].resources.get("/ExtGState", {}))
    on = False
    kept: list[bool] = []
    found: list[tuple[str, bool]] = []
    for part in pikepdf.parse_content_stream(document.pages[0]):
        operator = str(part.operator)
        if operator == "q":
            kept.append(on)
        elif operator == "Q":
            on = kept.pop()
        elif operator == "gs" and "/OP" in states[str(part.operands[0])]:
            state = states[str(part.operands[0])]
            on = bool(state.OP)
            assert bool(state.op) is on
            assert int(state.OPM) == 1
        elif operator in PAINTS:
            found.append((operator, on))
    return found


def _overprints(
    *items: Item, kit: KitValues | None = None, spot: SpotMode = SpotMode.ALTERNATE
) -> list[bool]:
    pages = display(page(*items))
    return [on for _, on in _painted(pages, kit or press_kit(), PdfOptions(spot=spot))]


def test_black_text_overprints_and_nothing_around_it() -> None:
    text = shaped("Schwarz auf Grün", SANS, 9, (20.0, 40.0), "Schwarz")
    green = shaped("Tanne", SANS, 9, (20.0, 60.0), "Tanne")
    white = shaped("Weiß", SANS, 9, (20.0, 80.0), "Weiss")
    assert _overprints(GROUND, text, green, text, white, BLACK) == [
        False,
        True,
        False,
        True,
        False,
        False,
    ]


def test_see_through_black_text_mixes_instead() -> None:
    text = replace(shaped("Schwarz", SANS, 9, (20.0, 40.0), "Schwarz"), opacity=0.5)
    assert _overprints(GROUND, text) == [False, False]


def test_tint_of_black_and_black_shapes_knock_out() -> None:
    grey = shaped("Grau", SANS, 9, (20.0, 40.0), "K12")
    assert _overprints(GROUND, grey, BLACK) == [False, False, False]


@pytest.mark.parametrize(("width", "over"), [(0.25, True), (1.0, True), (1.2, False)])
def test_fine_lines_of_black_overprint_as_text_does(width: float, over: bool) -> None:
    fine = replace(LINE, colour="Schwarz", width=width)
    assert _overprints(GROUND, fine, LINE) == [False, over, False]


def test_kit_lets_shapes_lines_and_gradients_overprint() -> None:
    kit = _kit("Tanne", "Schwarz")
    run = Gradient("linear", (0, 0, 50, 0), (GradientStop(0, "Tanne"), GradientStop(1, "Schwarz")))
    other = replace(run, stops=(GradientStop(0, "Tanne"), GradientStop(1, "Halm")))
    path = rectangle(0, 0, 50, 50)
    items = (GROUND, BLACK, LINE, FillGradient(path, run), FillGradient(path, other))
    assert _overprints(*items, kit=kit) == [False, True, True, True, False]


def test_photos_and_groups_knock_out_whatever_stood_before() -> None:
    photos = demo_photos()
    photo = DrawImage(add_photo(photos), (50.0, 0, 0, 50.0, 0, 0))
    group = DrawGroup((BLACK,), opacity=0.5)
    assert _overprints(BLACK, photo, BLACK, group, kit=_kit("Schwarz")) == [
        True,
        False,
        True,
        False,
    ]


def test_what_a_group_switched_ends_with_it() -> None:
    group = DrawGroup((BLACK,), matrix=(1, 0, 0, 1, 5, 5))
    assert _overprints(group, GROUND, kit=_kit("Schwarz")) == [True, False]


def test_white_never_overprints() -> None:
    assert _overprints(FillPath(rectangle(0, 0, 9, 9), "Weiss"), kit=_kit("Weiss")) == [False]


def test_spot_ink_overprints_on_its_plate_and_from_its_alternate() -> None:
    for spot in SpotMode:
        assert _overprints(GROUND, kit=_kit("Halm"), spot=spot) == [True]


def test_screen_files_know_no_overprint() -> None:
    text = shaped("Schwarz", SANS, 9, (20.0, 40.0), "Schwarz")
    kit = _kit("Schwarz", "Halm")
    data = write_pdf(
        display(page(GROUND, text, BLACK)), kit, demo_photos(), PdfOptions(mode=Mode.SCREEN)
    )
    document = pikepdf.open(io.BytesIO(data))
    assert "/ExtGState" not in document.pages[0].resources


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("blend", [blend for blend in Blend if blend is not Blend.NORMAL])
def test_blend_mode_holds_for_its_object_alone(blend: Blend, mode: Mode) -> None:
    photos = demo_photos()
    photo = DrawImage(add_photo(photos), (50.0, 0, 0, 50.0, 0, 0), blend=blend, opacity=0.5)
    shape = FillPath(rectangle(0, 0, 50, 50), "Mohn", blend=blend)
    pages = display(page(GROUND, photo, GROUND, shape, GROUND))
    data = write_pdf(pages, press_kit(), photos, PdfOptions(mode=mode))
    document = pikepdf.open(io.BytesIO(data))
    states = document.pages[0].resources.ExtGState
    mixed = ("/Normal", 1.0)
    kept: list[tuple[str, float]] = []
    found: list[tuple[str, float]] = []
    for part in pikepdf.parse_content_stream(document.pages[0]):
        operator = str(part.operator)
        if operator == "q":
            kept.append(mixed)
        elif operator == "Q":
            mixed = kept.pop()
        elif operator == "gs":
            state = states[str(part.operands[0])]
            mixed = (str(state.get("/BM", "/Normal")), float(state.ca))
        elif operator in PAINTS:
            found.append(mixed)
    name = "/" + blend.value.capitalize()
    plain = ("/Normal", 1.0)
    assert found == [plain, (name, 0.5), plain, (name, 1.0), plain]
    assert document.pages[0].Group.S == "/Transparency"


def test_multiply_darkens_by_the_product() -> None:
    shape = FillPath(rectangle(0, 0, 60, 60), "Ringelblume", blend=Blend.MULTIPLY)
    pages = display(page(GROUND, shape, width=100, height=100, bleed=0))
    pdf = write_pdf(pages, press_kit(), demo_photos(), PdfOptions(mode=Mode.SCREEN))
    ground, front = (press_kit().colours[token].srgb for token in ("Halm", "Ringelblume"))
    seen = paint(pdf, width_px=100).getpixel((30, 30))
    assert seen == pytest.approx([a * b / 255 for a, b in zip(ground, front, strict=True)], abs=2)


def test_another_program_separates_the_plates_as_we_measure_them(tmp_path: Path) -> None:
    mohn = FillPath(rectangle(0, 0, 200, 200), "Mohn")
    text = shaped("MMM", SERIF, 90, (0.0, 90.0), "Schwarz")
    black = FillPath(rectangle(0, 120, 200, 60), "Schwarz")
    halm = FillPath(rectangle(50, 10, 20, 150), "Halm", blend=Blend.MULTIPLY)
    pages = display(page(mohn, text, black, halm, width=200, height=200, bleed=0))
    file = tmp_path / "plates.pdf"
    file.write_bytes(write_pdf(pages, press_kit(), demo_photos(), PdfOptions()))
    ask("pdftoppm", "-overprint", "-jpegcmyk", "-r", "72", file, tmp_path / "plates")
    shares = np.asarray(Image.open(tmp_path / "plates-1.jpg"), dtype=float) / 2.55
    inks = ("Cyan", "Magenta", "Yellow", "Black")
    plates = {ink: shares[:, :, index] for index, ink in enumerate(inks)}
    letters = plates["Black"][20:100, :45] > 99
    assert letters.sum() > 200
    for ink, share in zip(plates, (8, 94, 98), strict=False):
        assert np.median(plates[ink][20:100, :45][letters]) == pytest.approx(share, abs=1)
        assert plates[ink][150, 20] == pytest.approx(0, abs=1)  # beneath the shape
    facts = measure_ink(pages, press_kit(), demo_photos())
    mixed = {ink: float(plate[105, 60]) for ink, plate in plates.items() if ink != "Black"}
    assert mixed | {"Black": plates["Black"].max()} == pytest.approx(facts.by_ink, abs=1.5)
    assert facts.most == pytest.approx(sum(mixed.values()) + 100, abs=3)
