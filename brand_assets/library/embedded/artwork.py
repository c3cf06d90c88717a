"""Owns what drawings and PDFs say of themselves; nothing in it ever stops an upload."""

import contextlib
import io
from xml.etree.ElementTree import Element

import pikepdf
from defusedxml.ElementTree import fromstring

from brand_assets.library.embedded.statements import Statements, tidied
from brand_assets.library.embedded.xmp import MOST_BYTES, read_xmp
from brand_assets.library.masters import EmbeddedMeta
from brand_assets.library.rules import PictureType

_SVG = "{http://www.w3.org/2000/svg}"


def read_artwork(data: bytes, kind: PictureType) -> EmbeddedMeta:
    """Return what a drawing or a PDF says of itself."""
    # Readers raise nearly anything on damaged metadata; the artwork is not less for it.
    with contextlib.suppress(Exception):
        return tidied(_from_pdf(data) if kind is PictureType.PDF else _from_svg(data))
    return EmbeddedMeta()


def _from_pdf(data: bytes) -> list[Statements]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        packet = b""
        with contextlib.suppress(AttributeError, KeyError, pikepdf.PdfError):
            packet = pdf.Root.Metadata.read_bytes() if "/Metadata" in pdf.Root else b""
        info = pdf.docinfo

        def said(name: str) -> str:
            return str(info[name]) if name in info else ""

        by_info = Statements(
            title=said("/Title"),
            caption=said("/Subject"),
            keywords=tuple(said("/Keywords").replace(";", ",").split(",")),
            creator=said("/Author"),
        )
        return [read_xmp(packet), by_info]


def _from_svg(data: bytes) -> list[Statements]:
    root = fromstring(data[:MOST_BYTES] if len(data) <= MOST_BYTES else b"", forbid_dtd=False)
    return [Statements(title=_child(root, "title"), caption=_child(root, "desc"))]


def _child(root: Element, name: str) -> str:
    found = root.find(f"{_SVG}{name}")
    return "" if found is None else "".join(found.itertext())
