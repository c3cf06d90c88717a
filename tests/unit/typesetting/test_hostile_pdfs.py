"""Owns the facts about supplied PDFs made to harm: what acts in them is not passed on."""

import io
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from brand_assets.typesetting.artwork_pictures import show_artwork
from brand_assets.typesetting.pictures.artwork import ArtworkError
from brand_assets.typesetting.pictures.pdf_cleaning import clean_pdf
from brand_assets.typesetting.pictures.pdf_pages import read_pdf_page

MARK = String("PRIVATE")
_OBJECT_STREAM = 5


def _pdf(change: Callable[[pikepdf.Pdf, pikepdf.Object], None]) -> bytes:
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page(page_size=(200, 200))
        page = pdf.pages[0].obj
        page.Contents = pdf.make_stream(b"0 0 50 50 re f /Span /M0 BDC EMC /I Do")
        change(pdf, page)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def _acting(pdf: pikepdf.Pdf, page: pikepdf.Object) -> None:
    """Put programs, links, files and descriptions wherever a PDF may have them."""
    act = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=MARK))
    file = pdf.make_indirect(Dictionary(Type=Name.Filespec, F=MARK))
    for key in ("/OpenAction", "/AA", "/Names", "/Threads", "/Perms", "/Legal", "/Requirements"):
        pdf.Root[key] = Dictionary(X=MARK)
    for key in ("/AF", "/PieceInfo", "/Dests", "/DSS", "/SpiderInfo", "/StructTreeRoot"):
        pdf.Root[key] = Dictionary(X=MARK)
    for key in ("/AA", "/Annots", "/B", "/PieceInfo", "/AF", "/Trans", "/PresSteps", "/Metadata"):
        page[key] = Dictionary(X=MARK)
    page.Parent["/AA"] = Dictionary(O=act)
    pdf.docinfo["/Author"] = MARK
    pdf.Root.Metadata = pdf.make_stream(b"PRIVATE")
    picture = pdf.make_stream(b"abc", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
    picture.BitsPerComponent, picture.ColorSpace = 8, Name.DeviceRGB
    for key in ("/Metadata", "/OPI", "/AF", "/PieceInfo"):
        picture[key] = Dictionary(X=MARK)
    page.Resources = Dictionary(
        XObject=Dictionary(I=picture),
        Properties=Dictionary(M0=pdf.make_indirect(Dictionary(Metadata=MARK))),
        Other=Dictionary(A=act, P=page),
        ExtGState=Dictionary(G=Dictionary(Act=act, List=Array([file]), Page=page)),
    )


def _plain(data: bytes) -> bytes:
    """Return a file with nothing packed in it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            compress_streams=False,
        )
    return out.getvalue()


def test_a_clean_copy_keeps_what_is_painted_and_nothing_that_acts() -> None:
    data = _pdf(_acting)
    assert b"PRIVATE" in _plain(data)
    clean = clean_pdf(data)
    assert clean == clean_pdf(data)
    left = _plain(clean)
    assert b"50 50 re f" in left
    assert b"/Filespec" not in left
    assert b"/JavaScript" not in left
    assert b"PRIVATE" not in left
    assert show_artwork(clean, 100).picture == show_artwork(data, 100).picture


def test_a_placed_page_takes_nothing_along_that_acts() -> None:
    copy = read_pdf_page(_pdf(_acting), 0).copy
    whole = [*copy.resources, *(part for one in copy.objects for part in one.parts)]
    told = b" ".join(part for part in whole if isinstance(part, bytes))
    assert b"/XObject" in told
    for foreign in (b"PRIVATE", b"/JavaScript", b"/Filespec", b"/Annots", b"/Type /Page"):
        assert foreign not in told


def _packed(megabytes: int, start: bytes = b"") -> bytes:
    packing = zlib.compressobj(9)
    parts = [packing.compress(start), *(packing.compress(b" " * 2**20) for _ in range(megabytes))]
    return b"".join([*parts, packing.flush()])


def _in_object_stream(megabytes: int) -> bytes:
    """Return a file whose page lies in a packed stream of that size."""
    page = b"3 0 <</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"
    packed = _packed(megabytes, page)
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        _OBJECT_STREAM: b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%b\n"
        b"endstream" % (len(packed), packed),
    }
    out, rows = b"%PDF-1.7\n", [bytes(6) for _ in range(7)]
    for number, body in objects.items():
        rows[number] = b"\1" + len(out).to_bytes(4, "big") + b"\0"
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    rows[3] = b"\2" + _OBJECT_STREAM.to_bytes(4, "big") + b"\0"
    rows[6] = b"\1" + len(out).to_bytes(4, "big") + b"\0"
    table = b"".join(rows)
    return out + (
        b"6 0 obj\n<</Type/XRef/W[1 4 1]/Size 7/Root 1 0 R/Length %d>>stream\n%b\nendstream\n"
        b"endobj\nstartxref\n%d\n%%%%EOF" % (len(table), table, len(out))
    )


@pytest.mark.parametrize("read", [read_pdf_page, clean_pdf], ids=["placed", "cleaned"])
def test_packed_objects_do_not_swell_without_end(read: Callable[..., object]) -> None:
    assert read_pdf_page(_in_object_stream(1), 0).width == 200
    with pytest.raises(ArtworkError):
        read(*((_in_object_stream(200), 0) if read is read_pdf_page else (_in_object_stream(200),)))
