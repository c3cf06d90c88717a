"""Owns the proof that each preflight rule finds its fault, and no other rule does."""

from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Encryption, Name, Pdf, String

from brand_assets.typesetting.pdf_writer import Marks, Mode, PdfOptions, SpotMode, write_pdf
from brand_assets.typesetting.preflight import RULES, Expectation, check_pdf
from tests.factories import broken_pdf as faults
from tests.factories.broken_pdf import broken, fonts, form, ink, paints, picture, says, sets, sound
from tests.factories.display import add_photo, demo_photos, flyer, press_kit


def _rgb_group(document: Pdf) -> None:
    document.pages[0].obj.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)


def _annotation(document: Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[50, 50, 90, 90])
    document.pages[0].obj.Annots = Array([document.make_indirect(note)])


def _launch(document: Pdf) -> None:
    document.Root.Extra = document.make_indirect(Dictionary(S=Name.Launch, F=String("x")))


def _script(document: Pdf) -> None:
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def _two_intents(document: Pdf) -> None:
    document.Root.OutputIntents.append(
        pikepdf.Dictionary(dict(document.Root.OutputIntents[0].items()))
    )


def _nameless_intent(document: Pdf) -> None:
    document.Root.OutputIntents[0].OutputConditionIdentifier = String("")


def _no_profile(document: Pdf) -> None:
    del document.Root.OutputIntents[0].DestOutputProfile


def _screen_profile(document: Pdf) -> None:
    stream = document.Root.OutputIntents[0].DestOutputProfile
    data = stream.read_bytes()
    stream.write(data[:12] + b"mntrRGB " + data[20:])


def _untrapped(document: Pdf) -> None:
    del document.docinfo["/Trapped"]
    says("pdf:Trapped", None)(document)


def _contradiction(document: Pdf) -> None:
    document.docinfo["/Trapped"] = Name("/True")


def _blank(document: Pdf) -> None:
    document.pages[1].obj.Contents = document.make_stream(b"q Q")


def _forms_in_a_ring(document: Pdf) -> None:
    stream = document.make_stream(
        b"/Ring Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9]
    )
    stream.Resources = Dictionary(XObject=Dictionary(Ring=stream))
    paints("/Ring Do", XObject=Dictionary(Ring=stream))(document)


def _external(document: Pdf) -> None:
    stream = document.make_stream(b"", F=String("elsewhere.bin"))
    document.Root.Extra = stream


def _rgb_pattern(document: Pdf) -> None:
    tile = document.make_stream(
        b"1 0 0 rg 0 0 5 5 re f",
        Type=Name.Pattern,
        PatternType=1,
        PaintType=1,
        TilingType=1,
        BBox=[0, 0, 10, 10],
        XStep=10,
        YStep=10,
        Resources=Dictionary(),
    )
    content = "/Pattern cs /Tiles scn 60 60 90 90 re f"
    paints(content, Pattern=Dictionary(Tiles=tile))(document)


def _rgb_letters(document: Pdf) -> None:
    drawing = document.make_stream(b"9 0 d0 1 0 0 rg 0 0 5 5 re f")
    font = document.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type3,
            FontBBox=[0, 0, 9, 9],
            FontMatrix=[0.1, 0, 0, 0.1, 0, 0],
            CharProcs=Dictionary(a=drawing),
            Encoding=Dictionary(Type=Name.Encoding, Differences=[97, Name.a]),
            FirstChar=97,
            LastChar=97,
            Widths=[9],
            Resources=Dictionary(),
            ToUnicode=document.make_stream(b"begincmap endcmap"),
        )
    )
    paints("BT /Drawn 12 Tf 60 60 Td (a) Tj ET", Font=Dictionary(Drawn=font))(document)


SHADING = Dictionary(
    Shine=Dictionary(
        ShadingType=2,
        ColorSpace=Name.DeviceRGB,
        Coords=[0, 0, 100, 100],
        Function=Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0], C1=[0, 1, 0], N=1),
    )
)
TWO_RECIPES = Dictionary(A=ink("Gold", 0, 0.3, 1, 0), B=ink("Gold", 0, 0.4, 1, 0))
TWO_NAMES = Dictionary(A=ink("HKS 65 K", 0.62, 0, 1, 0), B=ink("hks-65k", 0.62, 0, 1, 0))
EVERYWHERE = Dictionary(A=ink("All", 1, 1, 1, 1))
RGB_INK = Dictionary(
    A=Array(
        [
            Name.Separation,
            Name.Gold,
            Name.DeviceRGB,
            Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 1, 1], C1=[1, 0.8, 0], N=1),
        ]
    )
)
OVERPRINT = Dictionary(Over=Dictionary(OP=True, op=True, OPM=1))
TRANSFER = Dictionary(Meddle=Dictionary(TR=Name.Identity))
SCREENED = Dictionary(Meddle=Dictionary(HT=Dictionary(HalftoneType=1)))

FAULTS: list[tuple[str, faults.Fault]] = [
    ("pdfx-identification", says("pdfxid:GTS_PDFXVersion", "PDF/X-1a:2003")),
    ("pdfx-identification", says("pdfxid:GTS_PDFXVersion", None)),
    ("xmp-metadata", says("xmpMM:DocumentID", None)),
    ("trapped", _untrapped),
    ("trapped", _contradiction),
    ("output-intent", faults.without("/OutputIntents")),
    ("output-intent", _two_intents),
    ("output-intent", _nameless_intent),
    ("output-profile", _no_profile),
    ("output-profile", _screen_profile),
    ("actions", _script),
    ("actions", _launch),
    ("actions", sets("/AA", Dictionary(O=Dictionary(S=Name.Named)))),
    ("interactive", lambda d: d.Root.__setitem__("/AcroForm", Dictionary(Fields=[]))),
    ("external-content", _external),
    ("external-content", form(b"", OPI=Dictionary())),
    ("layers", lambda d: d.Root.__setitem__("/OCProperties", Dictionary())),
    ("content-readable", _forms_in_a_ring),
    ("page-empty", _blank),
    ("trim-box", sets("/ArtBox", Array([20, 20, 300, 300]))),
    ("box-nesting", sets("/BleedBox", Array([-5, -5, 441, 617]))),
    ("page-size", sets("/TrimBox", Array([8.50394, 8.50394, 400, 603.77953]))),
    ("bleed", sets("/BleedBox", Array([6, 6, 430, 606]))),
    ("page-turned", sets("/Rotate", 90)),
    ("page-turned", sets("/UserUnit", 2)),
    ("annotations", _annotation),
    ("font-embedded", fonts(faults.unembed)),
    ("font-subset", fonts(faults.rename)),
    ("font-unicode", fonts(faults.mute)),
    ("small-text", paints("0 g BT /F0 4 Tf 60 60 Td <0001> Tj ET")),
    ("small-text-plates", paints("1 1 1 0 k BT /F0 7 Tf 60 60 Td <0001> Tj ET")),
    ("device-rgb", paints("1 0 0 rg 60 60 90 90 re f")),
    ("device-rgb", paints("1 0 0 RG 60 60 m 90 90 l S")),
    ("device-rgb", paints("0 0 1 rg BT /F0 12 Tf 60 60 Td <0001> Tj ET")),
    ("device-rgb", paints("/DeviceRGB cs 60 60 90 90 re f")),
    ("device-rgb", picture(300, 72, Name.DeviceRGB)),
    ("device-rgb", paints("q 2 0 0 1 60 60 cm BI /W 1 /H 1 /CS /RGB /BPC 8 ID abc EI Q")),
    ("device-rgb", paints("100 0 0 100 60 60 cm /Shine sh", Shading=SHADING)),
    ("device-rgb", paints("/A cs 1 scn 60 60 90 90 re f", ColorSpace=RGB_INK)),
    ("device-rgb", form(b"1 0 0 rg 0 0 9 9 re f")),
    ("device-rgb", _rgb_pattern),
    ("device-rgb", _rgb_letters),
    ("total-ink", paints("1 1 1 0.2 k 60 60 90 90 re f")),
    ("registration-colour", paints("/A cs 1 scn 60 60 90 90 re f", ColorSpace=EVERYWHERE)),
    ("white-overprint", paints("/Over gs 0 0 0 0 k 60 60 90 90 re f", ExtGState=OVERPRINT)),
    (
        "spot-recipe",
        paints("/A cs 1 scn 60 60 9 9 re f /B cs 1 scn 60 60 9 9 re f", ColorSpace=TWO_RECIPES),
    ),
    (
        "spot-names",
        paints("/A cs 1 scn 60 60 9 9 re f /B cs 1 scn 60 60 9 9 re f", ColorSpace=TWO_NAMES),
    ),
    ("transparency-space", _rgb_group),
    (
        "transparency-space",
        form(
            b"0 0 9 9 re f",
            Group=Dictionary(S=Name.Transparency, CS=Name.DeviceRGB),
        ),
    ),
    ("transfer-functions", paints("/Meddle gs 60 60 90 90 re f", ExtGState=TRANSFER)),
    ("transfer-functions", paints("/Meddle gs 60 60 90 90 re f", ExtGState=SCREENED)),
    ("image-resolution", picture(120, 72)),
    ("image-resolution", picture(50, 72)),
    ("hairline", paints("0 w 60 60 m 90 90 l S")),
    ("hairline", paints("0.5 0 0 0.5 0 0 cm 0.4 w 60 60 m 90 90 l S")),
    ("hairline", paints("60 60 200 0.1 re f")),
]


def _rules(data: bytes, profile: str = "x4", **asked: Any) -> set[str]:
    return {finding.rule for finding in check_pdf(data, profile, **asked)}


@pytest.mark.parametrize(
    ("rule", "fault"), FAULTS, ids=[f"{i}-{r}" for i, (r, _) in enumerate(FAULTS)]
)
def test_fault_is_found_by_its_rule_alone(rule: str, fault: faults.Fault) -> None:
    assert _rules(broken(fault)) == {rule}


def test_sound_files_have_no_findings() -> None:
    assert check_pdf(sound(), "x4") == []
    assert check_pdf(sound(Mode.SCREEN), "screen") == []


def test_encryption_is_found() -> None:
    data = broken(lambda document: None, encryption=Encryption(owner="o", user=""))
    assert "encrypted" in _rules(data)
    locked = broken(lambda document: None, encryption=Encryption(owner="o", user="u"))
    assert _rules(locked) == {"encrypted"}


def test_later_version_is_found() -> None:
    assert "pdf-version" in _rules(broken(lambda document: None, min_version="1.7"))


def test_missing_id_is_found() -> None:
    head, tail = sound().rsplit(b"/ID [", 1)
    data = head + tail.split(b"]", 1)[1]
    assert _rules(data) == {"file-id"}


def test_mended_file_is_found() -> None:
    head, tail = sound().rsplit(b"startxref\n", 1)
    data = head + b"startxref\n" + b"7" + tail
    assert "syntax" in _rules(data)


def test_order_is_held_against_the_file() -> None:
    expected = Expectation(trim_mm=(148, 210), bleed_mm=3, pages=2, spots=frozenset())
    assert check_pdf(sound(), expected=expected) == []
    assert _rules(sound(), expected=Expectation(trim_mm=(105, 148))) == {"page-size"}
    assert _rules(sound(), expected=Expectation(bleed_mm=5)) == {"bleed"}
    assert _rules(sound(), expected=Expectation(pages=4)) == {"page-count"}
    assert _rules(sound(), expected=Expectation(spots=frozenset({"HKS 65 K"}))) == {"spot-names"}


def test_missing_trim_box_is_found() -> None:
    assert "trim-box" in _rules(broken(faults.without("/TrimBox")))


def test_cmyk_is_found_on_screen() -> None:
    assert _rules(sound(), "screen") == {"cmyk-on-screen"}


def test_coarse_picture_is_found_on_screen() -> None:
    fault = picture(50, 100, Name.DeviceRGB)
    assert _rules(broken(fault, Mode.SCREEN), "screen") == {"image-resolution"}


def test_marks_outside_the_bleed_do_not_offend() -> None:
    photos = demo_photos()
    options = PdfOptions(
        spot=SpotMode.SEPARATION, marks=Marks(crop=True, registration=True, colour_bar=True)
    )
    data = write_pdf(flyer(add_photo(photos)), press_kit(), photos, options)
    assert check_pdf(data, expected=Expectation(spots=frozenset({"HKS 65 K"}))) == []


def test_every_rule_is_shown_to_fail() -> None:
    elsewhere = {
        "encrypted",
        "pdf-version",
        "file-id",
        "syntax",
        "page-count",
        "cmyk-on-screen",
    }
    assert {rule for rule, _ in FAULTS} | elsewhere == set(RULES)


def test_resolution_blocks_only_where_it_is_far_too_low() -> None:
    (found,) = check_pdf(broken(picture(50, 72)))
    assert found.severity == "blocks"
    (found,) = check_pdf(broken(picture(120, 72)))
    assert found.severity == "check"
    assert found.page == 1
    assert "Broken" in str(found.object)
    assert "120 ppi" in found.message.de


def test_default_rgb_makes_rgb_device_independent() -> None:
    def fault(document: pikepdf.Pdf) -> None:
        profile = document.make_stream(b"x", N=3)
        space = Dictionary(DefaultRGB=Array([Name.ICCBased, profile]))
        paints("1 0 0 rg 60 60 90 90 re f", ColorSpace=space)(document)

    assert "device-rgb" not in _rules(broken(fault))
