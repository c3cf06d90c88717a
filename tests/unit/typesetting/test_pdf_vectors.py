"""Owns the facts about gradients, lines and groups in files, read back with pikepdf."""

import io
from typing import Any

import pikepdf
import pytest

from brand_assets.typesetting.display_list import (
    MAX_DEPTH,
    Blend,
    DisplayList,
    DrawGroup,
    FillGradient,
    FillPath,
    Gradient,
    GradientStop,
    Item,
    LineCap,
    LineJoin,
    Path,
    StrokePath,
)
from brand_assets.typesetting.ink import measure_ink
from brand_assets.typesetting.pdf.content import TooDeep
from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, SpotMode, write_pdf
from brand_assets.typesetting.pixels import paint
from brand_assets.typesetting.preflight import check_pdf
from tests.factories.display import SANS, demo_photos, display, page, press_kit, rectangle, shaped

SQUARE = rectangle(0, 0, 100, 100)
_OPEN: list[pikepdf.Pdf] = []
"""Files of which parts are looked at; closed, they would take their parts with them."""


def across(*stops: tuple[float, str] | tuple[float, str, float]) -> FillGradient:
    """A square of 100 pt filled from left to right."""
    steps = tuple(GradientStop(*stop) for stop in stops)
    return FillGradient(SQUARE, Gradient("linear", (0, 0, 100, 0), steps))


def sheet(*items: Item) -> DisplayList:
    """A page of 100 pt without bleed."""
    return display(page(*items, width=100, height=100, bleed=0))


def written(*items: Item, **options: Any) -> pikepdf.Pdf:
    """The file of a page of these items, sound and always the same."""
    wanted = PdfOptions(**options)
    data = write_pdf(sheet(*items), press_kit(), demo_photos(), wanted)
    assert data == write_pdf(sheet(*items), press_kit(), demo_photos(), wanted)
    document = pikepdf.open(io.BytesIO(data))
    assert document.check_pdf_syntax() == []
    return document


def shading(*items: Item, **options: Any) -> pikepdf.Object:
    """The one shading of the first page of a file."""
    document = written(*items, **options)
    _OPEN.append(document)
    (found,) = document.pages[0].resources.Shading.values()
    return found


def numbers(value: pikepdf.Object) -> list[float]:
    return [float(str(part)) for part in value]


def operands(document: pikepdf.Pdf, operator: str) -> list[list[str]]:
    return [
        [str(value) for value in part.operands]
        for part in pikepdf.parse_content_stream(document.pages[0])
        if str(part.operator) == operator
    ]


def test_a_gradient_runs_between_the_numbers_of_the_kit() -> None:
    found = shading(across((0, "Mohn"), (1, "Tanne")))
    assert (int(found.ShadingType), str(found.ColorSpace)) == (2, "/DeviceCMYK")
    assert numbers(found.Function.C0) == [0.08, 0.94, 0.98, 0]
    assert numbers(found.Function.C1) == [0.9, 0.4, 0.8, 0.55]
    screen = shading(across((0, "Mohn"), (1, "Tanne")), mode=Mode.SCREEN)
    assert str(screen.ColorSpace) == "/DeviceRGB"
    assert numbers(screen.Function.C0) == pytest.approx([0.851, 0.1412, 0.0745], abs=1e-4)


def test_stops_become_parts_and_equal_offsets_a_hard_edge() -> None:
    stops = ((0.2, "Mohn"), (0.5, "Halm"), (0.5, "Tanne"), (0.8, "Weiss"))
    function = shading(across(*stops)).Function
    assert int(function.FunctionType) == 3
    assert numbers(function.Bounds) == [0.2, 0.5, 0.8]
    assert len(function.Functions) == 4
    assert numbers(function.Functions[2].C0) == [0.9, 0.4, 0.8, 0.55]


def test_one_spot_ink_stays_a_separation() -> None:
    found = shading(across((0, "Halm"), (1, "Halm")), spot=SpotMode.SEPARATION)
    assert [str(part) for part in list(found.ColorSpace)[:2]] == ["/Separation", "/HKS 65 K"]
    assert numbers(found.Function.C0) == [1]


def test_inks_of_several_plates_run_in_device_n() -> None:
    found = shading(across((0, "Halm"), (1, "Mohn")), spot=SpotMode.SEPARATION)
    space = list(found.ColorSpace)
    assert str(space[0]) == "/DeviceN"
    assert [str(ink) for ink in space[1]] == [
        "/Cyan", "/Magenta", "/Yellow", "/Black", "/HKS 65 K"
    ]  # fmt: skip
    assert numbers(found.Function.C0) == [0, 0, 0, 0, 1]
    assert numbers(found.Function.C1) == [0.08, 0.94, 0.98, 0, 0]
    assert str(space[4].Colorants["/HKS 65 K"][0]) == "/Separation"


def test_device_n_is_shown_as_its_alternates() -> None:
    both = [
        paint(
            write_pdf(sheet(across((0, "Halm"), (1, "Mohn"))), press_kit(), demo_photos(), options),
            width_px=100,
        ).convert("RGB")
        for options in (PdfOptions(), PdfOptions(spot=SpotMode.SEPARATION))
    ]
    for x in (1, 30, 50, 70, 98):
        first, second = both[0].getpixel((x, 50)), both[1].getpixel((x, 50))
        assert first == pytest.approx(second, abs=3)


def test_see_through_stops_become_a_soft_mask() -> None:
    document = written(across((0, "Mohn"), (1, "Mohn", 0.0)), mode=Mode.SCREEN)
    states = document.pages[0].resources.ExtGState
    (mask,) = [state.SMask for state in states.values() if "/SMask" in state]
    assert (str(mask.S), str(mask.G.Group.CS)) == ("/Luminosity", "/DeviceGray")
    (grey,) = mask.G.Resources.Shading.values()
    assert (numbers(grey.Function.C0), numbers(grey.Function.C1)) == ([1], [0])
    assert str(document.pages[0].Group.CS) == "/DeviceRGB"


def test_lines_have_caps_joins_limits_and_dashes() -> None:
    path: Path = (("M", 5.0, 5.0), ("L", 50.0, 90.0), ("L", 95.0, 5.0))
    line = StrokePath(path, "Mohn", 3, 1, LineCap.ROUND, LineJoin.BEVEL, 4, (6, 2.5), 1)
    document = written(line, StrokePath(path, "Mohn", 3))
    assert operands(document, "J") == [["1"]]
    assert operands(document, "j") == [["2"]]
    assert operands(document, "M") == [["4"]]
    assert len(operands(document, "d")) == 1
    assert len(operands(document, "S")) == 2
    drawn = [str(part.operator) for part in pikepdf.parse_content_stream(document.pages[0])]
    assert drawn.index("J") < drawn.index("S") < drawn.index("Q") < len(drawn) - 3


def test_a_see_through_group_is_one_isolated_form() -> None:
    inside = (FillPath(SQUARE, "Mohn"), shaped("Hallo", SANS, 12, (10.0, 50.0)))
    document = written(DrawGroup(inside, opacity=0.5), DrawGroup(inside, opacity=0.5))
    (form,) = document.pages[0].resources.XObject.values()
    assert (str(form.Group.S), str(form.Group.CS)) == ("/Transparency", "/DeviceCMYK")
    assert bool(form.Group.I)
    assert not bool(form.Group.K)
    assert "/Font" in form.Resources
    assert len(operands(document, "Do")) == 2
    assert [finding for finding in check_pdf(_data(document)) if finding.rule == "font"] == []


def _data(document: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_plain_group_needs_no_form_and_gives_back_its_state() -> None:
    group = DrawGroup((FillPath(SQUARE, "Mohn", 0.5),), (0.5, 0, 0, 0.5, 0, 0), clip=SQUARE)
    document = written(FillPath(SQUARE, "Tanne"), group, FillPath(SQUARE, "Tanne"))
    assert "/XObject" not in document.pages[0].resources
    assert len(operands(document, "k")) == 2
    assert len(operands(document, "gs")) == 1
    assert len(operands(document, "W")) == len(operands(written(), "W")) + 1


def test_groups_blend_and_keep_to_themselves() -> None:
    halm = FillPath(rectangle(0, 0, 100, 50), "Halm")
    mixed = DrawGroup((FillPath(SQUARE, "Ringelblume"),), blend=Blend.MULTIPLY)
    document = written(halm, mixed)
    modes = [str(s.BM) for s in document.pages[0].resources.ExtGState.values() if "/BM" in s]
    assert modes == ["/Multiply"]
    options = PdfOptions(mode=Mode.SCREEN)
    alone = DrawGroup((mixed,), isolated=True)
    shown = [
        paint(write_pdf(sheet(*items), press_kit(), demo_photos(), options), width_px=100)
        for items in ((halm, mixed), (halm, alone))
    ]
    assert shown[0].convert("RGB").getpixel((50, 20)) != (251, 182, 2)
    assert shown[1].convert("RGB").getpixel((50, 20)) == (251, 182, 2)


def test_a_large_drawing_is_held_once() -> None:
    items = tuple(FillPath(rectangle(n % 90, n // 90, 1, 1), "Tanne") for n in range(4500))
    often = [DrawGroup(items, (1, 0, 0, 1, n, 0)) for n in range(20)]
    document = written(FillPath(SQUARE, "Mohn", 0.5), *often)
    assert len(document.pages[0].resources.XObject) == 1
    assert len(operands(document, "Do")) == 20
    once = len(_data(written(FillPath(SQUARE, "Mohn", 0.5), often[0])))
    assert len(_data(document)) < once * 1.1
    shown = paint(_data(written(*often[:1], mode=Mode.SCREEN)), width_px=100).convert("RGB")
    assert shown.getpixel((30, 30)) == (7, 69, 47)


def test_groups_in_groups_have_an_end() -> None:
    item: Item = FillPath(SQUARE, "Mohn")
    for _ in range(MAX_DEPTH):
        item = DrawGroup((item,), clip=SQUARE)
    written(item)
    with pytest.raises(TooDeep):
        written(DrawGroup((item,)))


def test_ink_is_measured_in_gradients_and_groups() -> None:
    halves = across((0, "Tanne"), (1, "Weiss"))
    found = measure_ink(sheet(DrawGroup((halves,))), press_kit(), demo_photos())
    assert found.most == pytest.approx(265, abs=4)
    assert found.x < 3
    spot = measure_ink(
        sheet(DrawGroup((across((0, "Halm"), (1, "Mohn")),))),
        press_kit(),
        demo_photos(),
        spot=SpotMode.SEPARATION,
    )
    assert spot.by_ink["HKS 65 K"] == pytest.approx(100, abs=2)


def test_a_line_in_a_gradient_shows_through_a_mask() -> None:
    stops = (GradientStop(0, "Mohn"), GradientStop(1, "Halm", 0.0))
    gradient = Gradient("linear", (0, 0, 100, 0), stops)
    line = StrokePath((("M", 10.0, 50.0), ("L", 90.0, 50.0)), "Tanne", 20, gradient=gradient)
    document = written(line)
    assert len(document.pages[0].resources.Shading) == 2
    assert operands(document, "S") == []
    data = write_pdf(sheet(line), press_kit(), demo_photos(), PdfOptions(mode=Mode.SCREEN))
    shown = paint(data, width_px=100).convert("RGB")
    assert shown.getpixel((50, 30)) == shown.getpixel((5, 50)) == (255, 255, 255)
    left, right = shown.getpixel((12, 50)), shown.getpixel((88, 50))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert left[1] < 100
    assert right[1] > 220
    found = measure_ink(sheet(line), press_kit(), demo_photos())
    assert found.by_ink["Magenta"] > 70
