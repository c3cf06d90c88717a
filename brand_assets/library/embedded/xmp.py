"""Owns XMP, the block in which pictures describe themselves: how it is read and written."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape, quoteattr

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from brand_assets.library.embedded.statements import Statements
from brand_assets.library.masters import EmbeddedMeta

MOST_BYTES = 1024 * 1024
_MOST_ITEMS = 500
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "exif": "http://ns.adobe.com/exif/1.0/",
}
_OURS = "de"
_ANY = "x-default"
_TAKEN = ("photoshop:DateCreated", "exif:DateTimeOriginal", "xmp:CreateDate")


def read_xmp(packet: bytes) -> Statements:
    """Return what a packet says; one that is damaged, huge or plays with entities says nothing."""
    said = _Packet(packet)
    return Statements(
        title=said.first("dc:title", "photoshop:Headline"),
        caption=said.first("dc:description"),
        alt=said.first("Iptc4xmpCore:AltTextAccessibility"),
        keywords=said.all("dc:subject"),
        creator=", ".join(said.all("dc:creator")[:3]),
        credit=said.first("photoshop:Credit"),
        copyright=said.first("dc:rights"),
        usage_terms=said.first("xmpRights:UsageTerms"),
        taken=said.first(*_TAKEN),
    )


def tells_place(packet: bytes) -> bool:
    """Return whether a packet says where the picture was taken."""
    return bool(_Packet(packet).first("exif:GPSLatitude", "exif:GPSLongitude"))


class _Packet:
    """The properties of a packet: each is an attribute, or an element with a text or a list."""

    def __init__(self, packet: bytes) -> None:
        self._said: dict[str, list[Element | str]] = {}
        for description in _descriptions(packet):
            for name, value in description.attrib.items():
                self._said.setdefault(name, []).append(value)
            for child in description:
                self._said.setdefault(str(child.tag), []).append(child)

    def first(self, *names: str) -> str:
        """Return the first text of the first property that has one."""
        return next((text for name in names for text in self.all(name) if text.strip()), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Return the texts of a property; of one in several languages, the one we read first."""
        prefix, _, local = name.partition(":")
        values = self._said.get(f"{{{_SPACES[prefix]}}}{local}", [])
        return tuple(text for value in values[:_MOST_ITEMS] for text in _texts(value))


def _descriptions(packet: bytes) -> Iterator[Element]:
    if not packet or len(packet) > MOST_BYTES:
        return
    try:
        root = fromstring(packet.strip(b"\0 \t\r\n"), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        return
    yield from root.iter(f"{{{_RDF}}}Description")


def _texts(value: Element | str) -> list[str]:
    if isinstance(value, str):
        return [value]
    items = list(value.iter(f"{{{_RDF}}}li"))[:_MOST_ITEMS]
    if not items:
        return [value.text or ""]
    if value.find(f"{{{_RDF}}}Alt") is None:
        return [item.text or "" for item in items]
    by_language = {item.get(_LANGUAGE, _ANY).lower(): item.text or "" for item in reversed(items)}
    ours = (text for language, text in by_language.items() if language.startswith(_OURS))
    return [next(ours, "") or by_language.get(_ANY) or items[0].text or ""]


def write_xmp(meta: EmbeddedMeta) -> bytes:
    """Return a packet that says what is known."""
    parts = [
        _choice("dc:title", meta.title),
        _choice("dc:description", meta.caption),
        _choice("Iptc4xmpCore:AltTextAccessibility", meta.alt),
        _list("dc:subject", "Bag", meta.keywords),
        _list("dc:creator", "Seq", (meta.creator,) if meta.creator else ()),
        _choice("dc:rights", meta.copyright),
        _choice("xmpRights:UsageTerms", meta.usage_terms),
        _text("photoshop:Credit", meta.credit),
        _text("photoshop:DateCreated", meta.taken_on.isoformat() if meta.taken_on else ""),
        _text("xmpRights:Marked", "True" if meta.copyright else ""),
    ]
    spaces = "".join(f" xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in _SPACES.items())
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{_RDF}">'
        f'<rdf:Description rdf:about=""{spaces}>{"".join(parts)}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )
    return packet.encode()


def _choice(name: str, text: str) -> str:
    if not text:
        return ""
    item = f'<rdf:li xml:lang="{_ANY}">{escape(text)}</rdf:li>'
    return f"<{name}><rdf:Alt>{item}</rdf:Alt></{name}>"


def _list(name: str, kind: str, texts: tuple[str, ...]) -> str:
    if not texts:
        return ""
    items = "".join(f"<rdf:li>{escape(text)}</rdf:li>" for text in texts)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>"


def _text(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""
