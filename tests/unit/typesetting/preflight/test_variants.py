"""Owns the facts about faults in hidden places, how bad they are, and what only looks like one."""

import time
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from brand_assets.design_facts import Severity
from brand_assets.typesetting.pdf_writer import Marks, Mode, PdfOptions, SpotMode, write_pdf
from brand_assets.typesetting.preflight import Expectation, PreflightFinding, Profile, check_pdf
from brand_assets.typesetting.setting import set_document
from tests.factories.ads import ad_values, template
from tests.factories.foreign_pdf import press, screen, sound_press
from tests.factories.kit import demo_kit, demo_photos
from tests.factories.pdf_faults import Fault, form, ink, paints, says, sets, without
from tests.unit.typesetting.preflight.pair import content, image, root, srgb, stated, text

SQUARE = "60 60 40 40 re f"


def _pattern(operators: bytes) -> Fault:
    def fault(document: Pdf) -> None:
        tile = document.make_stream(
            operators,
            Type=Name.Pattern,
            PatternType=1,
            PaintType=1,
            TilingType=1,
            BBox=[0, 0, 10, 10],
            XStep=10,
            YStep=10,
            Resources=Dictionary(),
        )
        painted = "/Pattern cs /Tiles scn 60 60 90 90 re f"
        paints(painted, Pattern=Dictionary(Tiles=tile))(document)

    return fault


def _letters(document: Pdf) -> None:
    drawing = document.make_stream(b"900 0 d0 1 0 0 rg 0 0 500 500 re f")
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=[0, 0, 900, 900],
        FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        CharProcs=Dictionary(a=drawing),
        Encoding=Dictionary(Type=Name.Encoding, Differences=[97, Name.a]),
        FirstChar=97,
        Widths=[900],
        Resources=Dictionary(),
    )
    paints("BT /Drawn 20 Tf 60 60 Td (a) Tj ET", Font=Dictionary(Drawn=font))(document)


SHADING = Dictionary(
    ShadingType=2,
    ColorSpace=Name.DeviceRGB,
    Coords=[0, 0, 100, 100],
    Function=Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0], C1=[0, 1, 0], N=1),
)
RGB_INK = Array(
    [
        Name.Separation,
        Name.Gold,
        Name.DeviceRGB,
        Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 1, 1], C1=[1, 0.8, 0], N=1),
    ]
)
RGB_GROUP = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)

HIDDEN: list[tuple[str, Fault]] = [
    ("device-rgb", paints("1 0 0 RG 60 60 m 90 90 l S")),
    ("device-rgb", paints("0 0 1 rg BT /F1 30 Tf 60 60 Td (x) Tj ET")),
    ("device-rgb", paints("/DeviceRGB cs 60 60 90 90 re f")),
    ("device-rgb", image((48, 48), (16, 16), bytes(48 * 48 * 3), ColorSpace=Name.DeviceRGB)),
    ("device-rgb", paints("q 2 0 0 1 60 60 cm BI /W 1 /H 1 /CS /RGB /BPC 8 ID abc EI Q")),
    ("device-rgb", paints("/Shine sh", Shading=Dictionary(Shine=SHADING))),
    ("device-rgb", paints(f"/A cs 1 scn {SQUARE}", ColorSpace=Dictionary(A=RGB_INK))),
    ("device-rgb", form(b"1 0 0 rg 0 0 9 9 re f")),
    ("device-rgb", _pattern(b"1 0 0 rg 0 0 5 5 re f")),
    ("device-rgb", _letters),
    ("transparency-space", form(b"0 0 9 9 re f", Group=RGB_GROUP)),
    ("pdfx-identification", says("pdfxid:GTS_PDFXVersion", None)),
    ("output-intent", without("/OutputIntents")),
    ("trim-box", without("/TrimBox")),
    ("page-turned", sets("/UserUnit", 2)),
    ("actions", sets("/AA", Dictionary(O=Dictionary(S=Name.Named)))),
    ("actions", root("/Extra", Dictionary(S=Name.Launch, F=pikepdf.String("x")))),
    ("hairline", paints("0.5 0 0 0.5 0 0 cm 0.4 w 60 60 m 90 90 l S")),
    ("hairline", paints("60 60 200 0.1 re f")),
    ("small-text", paints("0.5 0 0 0.5 0 0 cm BT /F1 8 Tf 400 400 Td (x) Tj ET")),
]


def _found(data: bytes, profile: str = "x4", **asked: Any) -> dict[str, PreflightFinding]:
    return {finding.rule: finding for finding in check_pdf(data, profile, **asked)}


@pytest.mark.parametrize(
    ("rule", "fault"), HIDDEN, ids=[f"{at}-{rule}" for at, (rule, _) in enumerate(HIDDEN)]
)
def test_fault_in_a_hidden_place_is_found(rule: str, fault: Fault) -> None:
    assert rule in _found(press(fault))


def test_resolution_blocks_only_where_it_is_far_too_low() -> None:
    coarse = _found(press(image((50, 50), (72, 72))))["image-resolution"]
    assert coarse.severity is Severity.BLOCKS
    enough = _found(press(image((120, 120), (72, 72))))["image-resolution"]
    assert (enough.severity, enough.page) == (Severity.CHECK, 1)
    assert "Own" in str(enough.object)
    assert "120 ppi" in enough.message.de


def test_profiled_cmyk_blocks_where_it_overprints() -> None:
    def fault(document: Pdf) -> None:
        profile = document.Root.OutputIntents[0].DestOutputProfile
        state = Dictionary(Over=Dictionary(OP=True, op=True, OPM=1))
        space = Dictionary(Own=Array([Name.ICCBased, profile]))
        paints(f"/Over gs /Own cs 0 1 1 0 sc {SQUARE}", ColorSpace=space, ExtGState=state)(document)

    assert _found(press(fault))["icc-cmyk"].severity is Severity.BLOCKS


def test_ink_that_overprints_adds_to_its_ground() -> None:
    over = "/Own gs 1 1 1 0 k 60 60 40 40 re f 0 0 0 1 k 60 60 40 40 re f"
    data = stated(over, OP=True, op=True, OPM=1)()
    assert "400 %" in _found(data)["total-ink"].message.en
    assert "total-ink" not in _found(content(over.replace("/Own gs", ""))())


def test_black_text_on_paper_or_white_need_not_overprint() -> None:
    black = text(9, 0, 0, 0, 1)
    assert "black-overprint" in _found(press(drawing=black))

    def drawing(canvas: Any) -> None:
        canvas.setFillColorCMYK(0, 0, 0, 0)
        canvas.rect(55, 195, 90, 20, stroke=0, fill=1)
        black(canvas)

    assert "black-overprint" not in _found(press(drawing=drawing))


def test_rgb_with_a_default_profile_is_rgb_with_a_profile() -> None:
    def fault(document: Pdf) -> None:
        space = Dictionary(DefaultRGB=srgb(document))
        paints(f"1 0 0 rg {SQUARE}", ColorSpace=space)(document)

    found = _found(press(fault))
    assert "device-rgb" not in found
    assert "icc-rgb" in found


def test_font_of_invisible_text_alone_need_not_be_embedded() -> None:
    unseen = "BT 3 Tr /F1 12 Tf 100 100 Td (scan) Tj ET"
    assert set(_found(press(paints(unseen)))) == {"invisible-text"}


def test_picture_that_clipping_hides_has_no_resolution() -> None:
    def fault(document: Pdf) -> None:
        image((20, 20), (72, 72))(document)
        page = document.pages[0]
        contents = b"".join(part.read_bytes() for part in page.Contents.as_list())
        clipped = contents.replace(b"72 0 0 72 60 60 cm", b"0 0 5 5 re W n 72 0 0 72 60 60 cm")
        assert clipped != contents
        page.Contents = document.make_stream(clipped)

    assert "image-resolution" not in _found(press(fault))


def test_two_ways_to_write_one_recipe_are_one() -> None:
    def fault(document: Pdf) -> None:
        samples = document.make_stream(
            bytes((0, 0, 0, 0, 0, 77, 255, 0)),
            FunctionType=0,
            Domain=[0, 1],
            Range=[0, 1] * 4,
            Size=[2],
            BitsPerSample=8,
        )
        sampled = Array([Name.Separation, Name.Gold, Name.DeviceCMYK, samples])
        spaces = Dictionary(A=ink("Gold", 0, 77 / 255, 1, 0), B=sampled)
        paints(f"/A cs 1 scn {SQUARE} /B cs 1 scn {SQUARE}", ColorSpace=spaces)(document)

    assert check_pdf(press(fault)) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("HKS 65 K", "hks-65k", True),
        ("HKS 65 K", "HKS 65 N", True),
        ("PANTONE 185 C", "PANTONE 185 U", True),
        ("PANTONE 185 C", "PANTONE 1850 C", False),
        ("Gold", "Silber", False),
        ("Warm Gray 7 C", "Warm Gray 9 C", False),
        ("Schwarz", "Gold", True),
    ],
)
def test_names_of_inks_are_compared_as_people_mean_them(one: str, other: str, same: bool) -> None:
    spaces = Dictionary(A=ink(one, 0, 1, 1, 0), B=ink(other, 0, 1, 0, 0))
    found = _found(press(paints(f"/A cs 1 scn {SQUARE} /B cs 1 scn {SQUARE}", ColorSpace=spaces)))
    assert ("spot-names" in found) is same


def test_order_is_held_against_the_file() -> None:
    expected = Expectation(trim_mm=(105, 148), bleed_mm=3, pages=2, spots=frozenset())
    assert check_pdf(sound_press(), expected=expected) == []
    for asked, rules in (
        (Expectation(trim_mm=(148, 210)), {"page-size"}),
        (Expectation(bleed_mm=5), {"bleed", "bleed-painted"}),
        (Expectation(pages=4), {"page-count"}),
        (Expectation(spots=frozenset({"HKS 65 K"})), {"spot-names"}),
    ):
        assert set(_found(sound_press(), expected=asked)) == rules


def test_forms_block_the_press_alone() -> None:
    form_data = root("/AcroForm", Dictionary(XFA=1))
    assert _found(press(form_data))["form-fields"].severity is Severity.BLOCKS
    assert _found(screen(form_data), "screen")["form-fields"].severity is Severity.CHECK


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("name", ["fruehling-flyer-a5", "kraeuter-anzeige-91x120"])
def test_our_own_files_have_at_most_notes(mode: Mode, name: str) -> None:
    photos, _ = demo_photos()
    found = set_document(
        template(name), ad_values(name.split("-", maxsplit=1)[0]), demo_kit(), photos
    )
    marks = Marks(crop=True, registration=True, colour_bar=True)
    options = (
        PdfOptions(mode=mode)
        if mode is Mode.SCREEN
        else PdfOptions(mode=mode, spot=SpotMode.SEPARATION, marks=marks)
    )
    data = write_pdf(found.display, demo_kit(), photos, options)
    profile = Profile.SCREEN if mode is Mode.SCREEN else Profile.X4
    assert [f for f in check_pdf(data, profile) if f.severity is not Severity.NOTE] == []


def test_a_flyer_is_checked_in_a_moment() -> None:
    photos, _ = demo_photos()
    found = set_document(template("fruehling-flyer-a5"), ad_values("fruehling"), demo_kit(), photos)
    data = write_pdf(found.display, demo_kit(), photos, PdfOptions())
    spent = []
    for _ in range(3):
        start = time.process_time()
        check_pdf(data)
        spent.append(time.process_time() - start)
    assert min(spent) < 0.15
