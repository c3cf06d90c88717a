"""Owns the pages of supplied PDFs in one file: each a form with copies of all that it needs."""

from collections.abc import Callable
from dataclasses import dataclass

from brand_assets.typesetting.display_list import DrawPdfPage, PageBox
from brand_assets.typesetting.pdf.objects import PdfObjects, numbers
from brand_assets.typesetting.pictures.pdf_copies import Part
from brand_assets.typesetting.pictures.pdf_pages import PdfPage, pdf_page

Load = Callable[[str], bytes]
"""From the hash of a supplied file to its bytes."""


@dataclass(frozen=True, slots=True)
class PlacedPage:
    """A page as this file holds it: resource name, and the size of its form in its own units."""

    resource: str
    width: float
    height: float
    has_group: bool


class PlacedPages:
    """The supplied pages used so far; without `load` none is shown, as when ink is measured."""

    def __init__(self, objects: PdfObjects, load: Load | None) -> None:
        self._objects = objects
        self._load = load
        self._placed: dict[tuple[str, int, PageBox], PlacedPage] = {}
        self.references: dict[str, int] = {}

    def place(self, item: DrawPdfPage) -> PlacedPage | None:
        """Return a page as a form of this file, None where supplied pages are not shown."""
        if self._load is None:
            return None
        key = (item.asset_sha256, item.page, item.box)
        if key not in self._placed:
            page = pdf_page(key[0], self._load, key[1], key[2])
            resource = f"B{len(self._placed)}"
            self.references[resource] = self._embed(page)
            group = page.copy.group is not None
            self._placed[key] = PlacedPage(resource, page.across, page.down, group)
        return self._placed[key]

    def spots(self, item: DrawPdfPage) -> tuple[str, ...]:
        """Return the spot inks that a page brings with it, each a plate of this file."""
        if self._load is None:
            return ()
        return pdf_page(item.asset_sha256, self._load, item.page, item.box).copy.spots

    def _embed(self, page: PdfPage) -> int:
        objects, copy = self._objects, page.copy
        places = [objects.reserve() for _ in copy.objects]
        for place, one in zip(places, copy.objects, strict=True):
            body = _resolved(one.parts, places)
            if one.data is None:
                objects.put(place, body)
            else:
                entries = body.removeprefix(b"<<").decode("latin-1")
                objects.put_stream(place, one.data, entries, packed=True)
        entries = (
            f"/Type /XObject /Subtype /Form /BBox [{numbers(page.box, 4)}]"
            f" /Matrix [{numbers(page.to_upright, 4)}]"
            f" /Resources {_resolved(copy.resources, places).decode('latin-1')}"
        )
        if copy.group is not None:
            entries += f" /Group {_resolved(copy.group, places).decode('latin-1')}"
        return objects.add_stream(copy.content, f"{entries} /Filter /FlateDecode", packed=True)


def _resolved(parts: tuple[Part, ...], places: list[int]) -> bytes:
    """Return bytes with references to where the objects are in this file."""
    return b"".join(part if isinstance(part, bytes) else b"%d 0 R" % places[part] for part in parts)
