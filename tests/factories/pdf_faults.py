"""Owns faults to put into a sound file by hand, for the preflight to find."""

from collections.abc import Callable
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf

Fault = Callable[[Pdf], None]


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
