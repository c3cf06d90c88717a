"""Owns the files that show the rules about pictures, lines, text, fonts and the edge."""

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, StreamDecodeLevel
from reportlab.pdfgen.canvas import Canvas

from tests.factories.foreign_pdf import BLEED, MM, TRIM
from tests.factories.pdf_faults import Fault, paints
from tests.unit.typesetting.preflight.pair import Pair, content, image, in_press, text, with_drawing
from tests.unit.typesetting.preflight.producers import made_by

# The example of the PDF standard: ten bytes packed by LZW.
LZW = bytes.fromhex("800B6050220C0C8501")
AS_PACKED = {"stream_decode_level": StreamDecodeLevel.none, "compress_streams": False}
BLACK_LINE = "0 0 0 1 K"


def _packed(document: Pdf) -> None:
    image((10, 1), (3.6, 0.36), b"")(document)
    stream = document.pages[0].obj.Resources.XObject.Own
    stream.write(LZW, filter=Name.LZWDecode)


def _with_alternate(document: Pdf) -> None:
    image((48, 48), (16, 16))(document)
    stream = document.pages[0].obj.Resources.XObject.Own
    other = document.make_stream(bytes(4), **{**dict(stream.items()), "/Width": 2, "/Height": 2})
    stream.Alternates = Array([Dictionary(Image=other, DefaultForPrinting=True)])


def _only_a_picture(document: Pdf) -> None:
    width, height = BLEED[2] - BLEED[0], BLEED[3] - BLEED[1]
    page = document.pages[0]
    page.obj.Contents = document.make_stream(b"")
    pixels = (round(width / 72 * 200), round(height / 72 * 200))
    image(pixels, (1, 1), b"\x80" * (pixels[0] * pixels[1]))(document)
    page.obj.Contents = document.make_stream(
        f"q {width} 0 0 {height} {BLEED[0]} {BLEED[1]} cm /Own Do Q".encode()
    )


def _picture_and_text(document: Pdf) -> None:
    _only_a_picture(document)
    document.pages[0].contents_add(b"q 0 0 0 0 k 60 60 40 40 re f Q")


def _font(change: str) -> Fault:
    def fault(document: Pdf) -> None:
        for page in document.pages:
            for font in dict(page.obj.Resources.Font.items()).values():
                if "/FontDescriptor" in font:
                    _CHANGES[change](font)

    return fault


def _rename(font: Any) -> None:
    font.BaseFont = Name("/" + str(font.BaseFont)[8:])


def _mute(font: Any) -> None:
    if "/ToUnicode" in font:
        del font.ToUnicode


_CHANGES = {"rename": _rename, "mute": _mute}


def _drawn_letters(document: Pdf) -> None:
    drawing = document.make_stream(b"900 0 d0 0 0 500 500 re f")
    font = document.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type3,
            FontBBox=[0, 0, 900, 900],
            FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
            CharProcs=Dictionary(a=drawing),
            Encoding=Dictionary(Type=Name.Encoding, Differences=[97, Name.a]),
            FirstChar=97,
            LastChar=97,
            Widths=[900],
            Resources=Dictionary(),
        )
    )
    paints("BT /Drawn 20 Tf 60 60 Td (a) Tj ET", Font=Dictionary(Drawn=font))(document)


def _in(font: str) -> Any:
    def drawing(canvas: Canvas) -> None:
        canvas.setFillColorCMYK(0.9, 0.3, 0.9, 0.2)
        canvas.setFont(font, 20)
        canvas.drawString(60, 200, "Standard")

    return drawing


def _at(x: float) -> Any:
    def drawing(canvas: Canvas) -> None:
        canvas.setFillColorCMYK(0.9, 0.3, 0.9, 0.2)
        canvas.setFont("Vollkorn", 20)
        canvas.drawString(x, 200, "Rand")

    return drawing


def _box(x0: float, width: float) -> str:
    return f"0 0.5 0.5 0 k {x0} 100 {width} 60 re f"


def _lost_letter() -> bytes:
    """Return fpdf2's file with its first letter put to the glyph of missing characters."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made_by("fpdf2/all-glyphs.pdf")())) as document:
        contents = document.pages[0].Contents
        contents.write(contents.read_bytes().replace(b"(\0\x01", b"(\0\0", 1))
        document.save(out)
    return out.getvalue()


PICTURES = (
    Pair(
        "image-resolution",
        in_press(image((120, 120), (72, 72))),
        in_press(image((160, 160), (72, 72))),
    ),
    Pair(
        "line-art-resolution",
        in_press(image((400, 400), (72, 72), BitsPerComponent=1)),
        in_press(image((600, 600), (72, 72), BitsPerComponent=1)),
    ),
    Pair(
        "image-oversampled",
        in_press(image((500, 500), (72, 72))),
        in_press(image((440, 440), (72, 72))),
    ),
    Pair(
        "image-distorted",
        in_press(image((240, 200), (72, 72))),
        in_press(image((202, 200), (72, 72))),
    ),
    Pair(
        "image-depth",
        in_press(image((48, 48), (16, 16), BitsPerComponent=16)),
        in_press(image((48, 48), (16, 16))),
    ),
    Pair("compression", in_press(_packed, **AS_PACKED), in_press(image((10, 1), (3.6, 0.36)))),
    Pair("image-alternates", in_press(_with_alternate), in_press(image((48, 48), (16, 16)))),
    Pair("single-image-page", in_press(_only_a_picture), in_press(_picture_and_text)),
)

LINES = (
    Pair(
        "hairline",
        content(f"{BLACK_LINE} 0 w 60 60 m 200 60 l S"),
        content(f"{BLACK_LINE} 0.3 w 60 60 m 200 60 l S"),
        also=frozenset({"black-overprint"}),
    ),
    Pair(
        "fine-line-inks",
        content("0.5 0.5 0.5 0 K 0.4 w 60 60 m 200 60 l S"),
        content("0.5 0.5 0 0 K 0.4 w 60 60 m 200 60 l S"),
    ),
)

TEXT = (
    Pair(
        "small-text", with_drawing(text(4.5, 0.9, 0, 0.9, 0)), with_drawing(text(5, 0.9, 0, 0.9, 0))
    ),
    Pair(
        "small-text-plates",
        with_drawing(text(7, 0.9, 0.3, 0.9, 0)),
        with_drawing(text(8, 0.9, 0.3, 0.9, 0)),
    ),
    Pair(
        "rich-black-text",
        with_drawing(text(9, 0.4, 0.3, 0.3, 1)),
        with_drawing(text(12, 0.4, 0.3, 0.3, 1)),
    ),
    Pair("invisible-text", with_drawing(text(12, 0, 0, 0, 1, mode=3))),
    Pair("false-bold", with_drawing(text(12, 0.9, 0, 0.9, 0, mode=2))),
    Pair(
        "missing-glyph",
        _lost_letter,
        made_by("fpdf2/all-glyphs.pdf"),
        "screen",
        also=frozenset({"title", "language", "tagged"}),
    ),
)

FONTS = (
    Pair("font-embedded", with_drawing(_in("Helvetica"))),
    Pair("font-subset", in_press(_font("rename"))),
    Pair("font-unicode", in_press(_font("mute"))),
    Pair("type3-font", in_press(_drawn_letters)),
    Pair("font-replaced", with_drawing(_in("Courier")), also=frozenset({"font-embedded"})),
)

EDGE = (
    Pair(
        "bleed-painted",
        content(_box(TRIM[0], 60)),
        content(_box(BLEED[0], 60)),
    ),
    Pair(
        "text-near-trim", with_drawing(_at(TRIM[0] + 1 * MM)), with_drawing(_at(TRIM[0] + 3 * MM))
    ),
    Pair("stray-content", content(_box(900, 60)), content(_box(100, 60))),
)
