"""Owns what a file says of itself: XMP, Info and the output intent."""

import functools
import hashlib
import zlib
from xml.sax.saxutils import escape

from brand_assets.design_facts import PressProfile
from brand_assets.typesetting.pdf.objects import PdfObjects, text_string
from brand_assets.typesetting.toolchain import PRODUCER

FIXED_DATE = "2000-01-01T00:00:00Z"
"""PDF/X-4 demands dates and equal input must give equal bytes, so the date says nothing."""


def add_metadata(
    objects: PdfObjects, title: str, content: bytes, *, press: bool
) -> tuple[int, int]:
    """Add XMP and Info; return their objects. `content` is what the document id is made from."""
    title = "".join(c if c.isprintable() else " " for c in title)
    document = "uuid:" + hashlib.sha256(title.encode() + content).hexdigest()[:32]
    packet = _packet(title, document, press=press).encode()
    xmp = objects.add_plain_stream(packet, "/Type /Metadata /Subtype /XML")
    info = (
        f"<< /Title {text_string(title)} /Producer {text_string(PRODUCER)}"
        f" /Creator {text_string(PRODUCER)}"
        " /CreationDate (D:20000101000000Z) /ModDate (D:20000101000000Z)"
    )
    if press:
        info += " /Trapped /False /GTS_PDFXVersion (PDF/X-4)"
    return xmp, objects.add(info + " >>")


def add_output_intent(objects: PdfObjects, profile: PressProfile) -> int:
    """Add the printing condition with its profile embedded; return its object."""
    packed = _packed_profile(profile.data)
    stream = objects.add_stream(packed, "/N 4 /Filter /FlateDecode", packed=True)
    return objects.add(
        "<< /Type /OutputIntent /S /GTS_PDFX"
        f" /OutputConditionIdentifier {text_string(profile.condition)}"
        f" /OutputCondition {text_string(profile.name)} /Info {text_string(profile.name)}"
        f" /RegistryName (http://www.color.org) /DestOutputProfile {stream} 0 R >>"
    )


@functools.lru_cache(maxsize=8)
def _packed_profile(data: bytes) -> bytes:
    return zlib.compress(data, 9)


def _packet(title: str, document: str, *, press: bool) -> str:
    properties = [
        ("dc:format", "application/pdf"),
        ("xmp:CreateDate", FIXED_DATE),
        ("xmp:ModifyDate", FIXED_DATE),
        ("xmp:MetadataDate", FIXED_DATE),
        ("xmp:CreatorTool", PRODUCER),
        ("xmpMM:DocumentID", document),
        ("xmpMM:VersionID", "1"),
        ("xmpMM:RenditionClass", "default"),
        ("pdf:Producer", PRODUCER),
    ]
    if press:
        properties += [("pdf:Trapped", "False"), ("pdfxid:GTS_PDFXVersion", "PDF/X-4")]
    rows = "".join(f"<{key}>{escape(value)}</{key}>\n" for key, value in properties)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '<rdf:Description rdf:about=""'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        ' xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"'
        ' xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
        ' xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">\n'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt>'
        f"</dc:title>\n{rows}"
        '</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="r"?>'
    )
