"""Owns faults put into a sound press file by hand, one for each preflight rule."""

import functools
import io
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, write_pdf
from tests.factories.display import add_photo, demo_photos, flyer, press_kit

Fault = Callable[[Pdf], None]


@functools.cache
def sound(mode: Mode = Mode.PRESS) -> bytes:
    """A file of ours with nothing wrong."""
    photos = demo_photos()
    return write_pdf(flyer(add_photo(photos)), press_kit(), photos, PdfOptions(mode=mode))


def broken(fault: Fault, mode: Mode = Mode.PRESS, **saving: Any) -> bytes:
    """The same file with one fault put in."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(sound(mode))) as document:
        fault(document)
        document.save(out, **saving)
    return out.getvalue()


def paints(content: str, **resources: Dictionary) -> Fault:
    """A fault that paints something more on the first page, with these resources."""

    def fault(document: Pdf) -> None:
        page = document.pages[0]
        # The resources are shared by all pages; the first gets a copy of its own.
        own = Dictionary(dict(page.obj.Resources.items()))
        for kind, entries in resources.items():
            merged = Dictionary(dict(own["/" + kind].items()) if "/" + kind in own else {})
            for key, value in entries.items():
                merged[key] = value
            own["/" + kind] = merged
        page.obj.Resources = own
        page.contents_add(f"q\n{content}\nQ\n".encode())

    return fault


def form(content: bytes, **entries: Any) -> Fault:
    """A fault that draws a form XObject with this content."""

    def fault(document: Pdf) -> None:
        stream = document.make_stream(
            content, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 100, 100], **entries
        )
        paints("/Broken Do", XObject=Dictionary(Broken=stream))(document)

    return fault


def picture(pixels: int, points: int, space: Name = Name.DeviceCMYK) -> Fault:
    """A fault that places a square picture of so many pixels on so many points."""

    def fault(document: Pdf) -> None:
        parts = {Name.DeviceCMYK: 4, Name.DeviceRGB: 3}[space]
        stream = document.make_stream(
            bytes(pixels * pixels * parts),
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=pixels,
            Height=pixels,
            ColorSpace=space,
            BitsPerComponent=8,
        )
        content = f"{points} 0 0 {points} 60 60 cm /Broken Do"
        paints(content, XObject=Dictionary(Broken=stream))(document)

    return fault


def ink(name: str, *cmyk: float) -> Array:
    """A Separation of this name and recipe."""
    function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=list(cmyk), N=1)
    return Array([Name.Separation, Name("/" + name), Name.DeviceCMYK, function])


def without(*keys: str) -> Fault:
    """A fault that takes entries out of the catalogue, or out of the first page."""

    def fault(document: Pdf) -> None:
        for key in keys:
            for place in (document.Root, document.pages[0].obj):
                if key in place:
                    del place[key]

    return fault


def sets(key: str, value: Any) -> Fault:
    """A fault that sets an entry of the first page."""

    def fault(document: Pdf) -> None:
        document.pages[0].obj[key] = value

    return fault


def says(key: str, value: str | None) -> Fault:
    """A fault that changes or removes one property of the XMP metadata."""

    def fault(document: Pdf) -> None:
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
            if value is None:
                del meta[key]
            else:
                meta[key] = value

    return fault


def fonts(change: Callable[[Any], None]) -> Fault:
    """A fault in the fonts of the first page."""

    def fault(document: Pdf) -> None:
        for font in dict(document.pages[0].resources.Font).values():
            change(font)

    return fault


def unembed(font: Any) -> None:
    """Take the program out of a font."""
    described = font.DescendantFonts[0].FontDescriptor
    for key in ("/FontFile2", "/FontFile3"):
        if key in described:
            del described[key]


def rename(font: Any) -> None:
    """Take the tag of a subset off the name of a font."""
    font.BaseFont = Name("/" + str(font.BaseFont)[8:])


def mute(font: Any) -> None:
    """Take the way back to characters out of a font."""
    del font.ToUnicode
