"""Owns sound files of another program (ReportLab), made into PDF/X-4 by hand, to break by hand."""

import functools
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.factories.pdf_faults import Fault

BRAND = Path(__file__).parents[2] / "demo" / "brand"
MM = 72 / 25.4
EDGE = 5 * MM
SIZE = (105 * MM, 148 * MM)
TRIM = [EDGE, EDGE, EDGE + SIZE[0], EDGE + SIZE[1]]
BLEED = [TRIM[0] - 3 * MM, TRIM[1] - 3 * MM, TRIM[2] + 3 * MM, TRIM[3] + 3 * MM]
FONT = "Vollkorn"

Drawing = Callable[[Canvas], None]

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Handzettel</rdf:li></rdf:Alt></dc:title>
<xmp:CreateDate>2026-03-01T09:30:00+01:00</xmp:CreateDate>
<xmp:ModifyDate>2026-03-01T09:30:00+01:00</xmp:ModifyDate>
<xmp:MetadataDate>2026-03-01T09:30:00+01:00</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:2f6b7c7a</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<pdf:Trapped>False</pdf:Trapped><pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def drawn(drawing: Drawing | None = None, *, press: bool = True) -> bytes:
    """Two pages as ReportLab writes them, the first with something more drawn."""
    _know_font()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(TRIM[2] + EDGE, TRIM[3] + EDGE), invariant=1)
    canvas.setTitle("Handzettel")
    for page in (1, 2):
        if press:
            canvas.setFillColorCMYK(0.2, 0, 0.4, 0)
        else:
            canvas.setFillColorRGB(0.9, 0.95, 0.8)
        canvas.rect(BLEED[0], BLEED[1], BLEED[2] - BLEED[0], BLEED[3] - BLEED[1], stroke=0, fill=1)
        if press:
            canvas.setFillColorCMYK(0.9, 0.3, 0.9, 0.2)
        else:
            canvas.setFillColorRGB(0, 0.3, 0.1)
        canvas.setFont(FONT, 24)
        canvas.drawString(60, 300, f"Frühling, Seite {page}")
        if page == 1 and drawing is not None:
            drawing(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@functools.cache
def _know_font() -> None:
    pdfmetrics.registerFont(TTFont(FONT, str(BRAND / "fonts" / "Vollkorn-Regular.ttf")))


@functools.cache
def sound_press() -> bytes:
    """A press file with nothing to find."""
    return press()


def press(fault: Fault | None = None, drawing: Drawing | None = None, **saving: Any) -> bytes:
    """A press file with something more drawn, and with one fault put in by hand."""
    return _saved(drawn(drawing), (_as_x4, fault), saving)


def screen(fault: Fault | None = None, drawing: Drawing | None = None) -> bytes:
    """A screen file, tagged and in German, with one fault put in by hand."""
    return _saved(drawn(drawing, press=False), (_as_screen, fault), {})


def _saved(data: bytes, changes: tuple[Fault | None, ...], saving: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        for change in changes:
            if change is not None:
                change(document)
        document.save(out, **{"deterministic_id": "encryption" not in saving, **saving})
    return out.getvalue()


def _as_x4(document: Pdf) -> None:
    for page in document.pages:
        page.obj.TrimBox, page.obj.BleedBox = Array(TRIM), Array(BLEED)
    profile = document.make_stream(
        (BRAND / "colour" / "FOGRA39-coated.icc").read_bytes(), N=4, Alternate=Name.DeviceCMYK
    )
    document.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFX,
                OutputConditionIdentifier=String("FOGRA39"),
                RegistryName=String("http://www.color.org"),
                DestOutputProfile=profile,
            )
        ]
    )
    document.Root.Metadata = document.make_stream(
        _XMP.encode(), Type=Name.Metadata, Subtype=Name.XML
    )
    document.trailer.Info = document.make_indirect(
        Dictionary(
            Title=String("Handzettel"),
            Trapped=Name("/False"),
            CreationDate=String("D:20260301093000+01'00'"),
            ModDate=String("D:20260301083000Z"),
        )
    )


def _as_screen(document: Pdf) -> None:
    document.Root.Lang = String("de-DE")
    document.Root.MarkInfo = Dictionary(Marked=True)
    document.Root.StructTreeRoot = document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
