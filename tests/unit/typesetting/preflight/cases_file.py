"""Owns the files that show the rules about a file as a whole and its pages."""

import random
from typing import Any

from pikepdf import Array, AttachedFileSpec, Dictionary, Encryption, Name, Pdf, String

from brand_assets.typesetting.preflight import Expectation
from tests.factories.foreign_pdf import BLEED, TRIM, screen, sound_press
from tests.factories.pdf_faults import Fault, form, paints, says, sets, without
from tests.unit.typesetting.preflight.pair import Pair, content, in_press, on_screen, root

LAYERS = frozenset({"layers"})


def _moved_table() -> bytes:
    head, tail = sound_press().rsplit(b"startxref\n", 1)
    return head + b"startxref\n7" + tail


def _untrapped(document: Pdf) -> None:
    del document.trailer.Info["/Trapped"]
    says("pdf:Trapped", None)(document)


def _intent(key: str, value: Any) -> Fault:
    def fault(document: Pdf) -> None:
        document.Root.OutputIntents[0][key] = value

    return fault


def _two_intents(document: Pdf) -> None:
    document.Root.OutputIntents.append(Dictionary(dict(document.Root.OutputIntents[0].items())))


def _screen_profile(document: Pdf) -> None:
    stream = document.Root.OutputIntents[0].DestOutputProfile
    data = stream.read_bytes()
    stream.write(data[:12] + b"mntrRGB " + data[20:])


def _no_id() -> bytes:
    head, tail = sound_press().rsplit(b"/ID [", 1)
    return head + tail.split(b"]", 1)[1]


def _layers(*, off: bool = False, **settings: Any) -> Fault:
    def fault(document: Pdf) -> None:
        layer = document.make_indirect(Dictionary(Type=Name.OCG, Name=String("Polnisch")))
        usual = Dictionary(Name=String("Alle"), Order=Array([layer]), **settings)
        if off:
            usual.OFF = Array([layer])
        document.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=usual)

    return fault


def _note(kind: Name, rect: list[float], **entries: Any) -> Fault:
    def fault(document: Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Subtype=kind, Rect=rect, **entries)
        document.pages[0].obj.Annots = Array([document.make_indirect(note)])

    return fault


def _link(address: str) -> Fault:
    action = Dictionary(S=Name.URI, URI=String(address))
    return _note(Name.Link, [60, 60, 90, 90], A=action)


def _attachment(document: Pdf) -> None:
    document.attachments["preise.csv"] = AttachedFileSpec(
        document,
        b"Tomate;1,99\n",
        description="",
        filename="preise.csv",
        mime_type="text/csv",
        creation_date="",
        mod_date="",
    )


def _postscript(document: Pdf) -> None:
    stream = document.make_stream(b"showpage", Type=Name.XObject, Subtype=Name.PS)
    paints("", XObject=Dictionary(Own=stream))(document)


def _fields(document: Pdf) -> None:
    field = document.make_indirect(Dictionary(FT=Name.Tx, T=String("Name")))
    document.Root.AcroForm = Dictionary(Fields=Array([field]))


def _opens_at_a_page(document: Pdf) -> None:
    document.Root.OpenAction = Array([document.pages[1].obj, Name.Fit])


def _forms_in_a_ring(document: Pdf) -> None:
    stream = document.make_stream(
        b"/Ring Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9]
    )
    stream.Resources = Dictionary(XObject=Dictionary(Ring=stream))
    paints("/Ring Do", XObject=Dictionary(Ring=stream))(document)


def _ballast(size: int) -> Fault:
    def fault(document: Pdf) -> None:
        chance = random.Random(1)  # noqa: S311 - cannot be packed any smaller
        document.Root.Ballast = document.make_stream(chance.randbytes(size))

    return fault


def _only_white(document: Pdf) -> None:
    document.pages[1].obj.Contents = document.make_stream(b"0 0 0 0 k 0 0 300 300 re f")


def _almost_white(document: Pdf) -> None:
    document.pages[1].obj.Contents = document.make_stream(b"0 0 0 0.1 k 60 60 90 90 re f")


def _boxes(**boxes: list[float]) -> Fault:
    def fault(document: Pdf) -> None:
        for page in document.pages:
            for key, box in boxes.items():
                page.obj["/" + key] = Array(box)

    return fault


FILE = (
    Pair("syntax", _moved_table),
    Pair(
        "encrypted",
        in_press(lambda document: None, encryption=Encryption(owner="o", user="", R=4)),
    ),
    Pair(
        "pdf-version",
        in_press(lambda document: None, min_version="1.7"),
        in_press(lambda document: None, force_version="1.6"),
    ),
    Pair("file-frame", lambda: sound_press() + b"--boundary--", lambda: sound_press() + b"\r\n"),
    Pair("checked-whole", content("q Q " * 201_000), content("q Q " * 10_000)),
    Pair("file-size", on_screen(_ballast(10_000_000)), on_screen(_ballast(9_000_000)), "screen"),
    Pair("preseparated", in_press(sets("/SeparationInfo", Dictionary(DeviceColorant=Name.Cyan)))),
    Pair(
        "viewer-preferences",
        in_press(root("/ViewerPreferences", Dictionary(PrintArea=Name.TrimBox))),
        in_press(root("/ViewerPreferences", Dictionary(PrintArea=Name.BleedBox))),
    ),
    Pair("layers", in_press(_layers())),
    Pair("hidden-layers", on_screen(_layers(off=True)), on_screen(_layers()), "screen"),
    Pair("layer-settings", in_press(_layers(AS=Array([]))), in_press(_layers()), also=LAYERS),
)

IDENTITY = (
    Pair("pdfx-identification", in_press(says("pdfxid:GTS_PDFXVersion", "PDF/X-1a:2003"))),
    Pair("xmp-metadata", in_press(says("xmpMM:DocumentID", None))),
    Pair(
        "metadata-agree",
        in_press(says("dc:title", "Plakat")),
        in_press(says("xmp:ModifyDate", "2026-03-01T08:30:00Z")),
    ),
    Pair("trapped", in_press(_untrapped)),
    Pair("file-id", _no_id),
    Pair("title", on_screen(lambda d: d.trailer.Info.__delitem__("/Title")), screen, "screen"),
    Pair("language", on_screen(without("/Lang")), screen, "screen"),
    Pair("tagged", on_screen(without("/MarkInfo")), screen, "screen"),
    Pair("output-intent", in_press(_two_intents)),
    Pair("output-profile", in_press(_screen_profile)),
    Pair(
        "output-condition",
        in_press(_intent("/OutputConditionIdentifier", String("FOGRA51"))),
        in_press(_intent("/OutputConditionIdentifier", String("ISO Coated v2 300% (ECI)"))),
    ),
)

ACTIVE = (
    Pair(
        "actions",
        in_press(root("/OpenAction", Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))),
        in_press(_opens_at_a_page),
    ),
    Pair("form-fields", in_press(_fields), in_press(root("/AcroForm", Dictionary(Fields=Array())))),
    Pair("embedded-files", in_press(_attachment)),
    Pair("external-content", in_press(form(b"", OPI=Dictionary())), in_press(form(b""))),
    Pair("postscript", in_press(_postscript), in_press(form(b""))),
    Pair(
        "annotations",
        in_press(_note(Name.Link, [60, 60, 90, 90])),
        in_press(_note(Name.PrinterMark, [0, 0, 5, 5])),
    ),
    Pair(
        "comments",
        on_screen(_note(Name.Text, [60, 60, 90, 90], Contents=String("Preis?"))),
        on_screen(_link("https://halmgruen.example")),
        "screen",
    ),
    Pair(
        "links",
        on_screen(_link("file:///C:/Preise.xlsx")),
        on_screen(_link("tel:+4930123456")),
        "screen",
    ),
)

PAGES = (
    Pair("content-readable", in_press(_forms_in_a_ring), in_press(form(b"0 0 9 9 re f"))),
    Pair(
        "page-count",
        sound_press,
        asked={"expected": Expectation(pages=4)},
        asked_passing={"expected": Expectation(pages=2)},
    ),
    Pair("trim-box", in_press(_boxes(ArtBox=TRIM)), in_press(_boxes(TrimBox=TRIM))),
    Pair(
        "box-nesting",
        in_press(_boxes(BleedBox=[-5, -5, 321, 443])),
        in_press(_boxes(BleedBox=BLEED)),
    ),
    Pair("crop-box", in_press(_boxes(CropBox=TRIM)), in_press(_boxes(CropBox=BLEED))),
    Pair(
        "page-size",
        sound_press,
        asked={"expected": Expectation(trim_mm=(148, 210))},
        asked_passing={"expected": Expectation(trim_mm=(105, 148), bleed_mm=3)},
    ),
    Pair("bleed", in_press(_boxes(BleedBox=[8, 8, 318, 434])), in_press(_boxes(BleedBox=BLEED))),
    Pair("page-turned", in_press(sets("/Rotate", 90)), in_press(sets("/Rotate", 360))),
    Pair("page-empty", in_press(_only_white), in_press(_almost_white)),
    Pair(
        "screen-bleed",
        on_screen(_boxes(TrimBox=TRIM)),
        on_screen(_boxes(TrimBox=TRIM, CropBox=TRIM)),
        "screen",
    ),
)
