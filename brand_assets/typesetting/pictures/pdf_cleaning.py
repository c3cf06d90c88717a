"""Owns the clean copy of a supplied PDF: its pages as they are, without what acts in it."""

import io
from collections.abc import Container, Iterable

import pikepdf

from brand_assets.typesetting.pictures.pdf_inert import DESCRIBING, OF_RESOURCES, is_foreign
from brand_assets.typesetting.pictures.pdf_pages import opened, read_pdf_page

_OF_FILE = frozenset({"/OCProperties", "/OutputIntents", "/Pages", "/Type", "/Version"})
_OF_TREE = frozenset(
    {"/CropBox", "/MediaBox", "/Parent", "/Resources", "/Rotate", "/Type"} | {"/Count", "/Kids"}
)
_OF_PAGE = (_OF_TREE - {"/Count", "/Kids"}) | {
    "/ArtBox",
    "/BleedBox",
    "/Contents",
    "/Group",
    "/TrimBox",
    "/UserUnit",
}
_LAYERS = ("/OCG", "/OCMD")
_PAGES = (pikepdf.Name.Page, pikepdf.Name.Pages)
_DEEPEST = 60


def clean_pdf(data: bytes) -> bytes:
    """Return the PDF with what its pages paint and nothing else; the same for the same file.

    `ArtworkError` says why its first page cannot be placed.
    """
    read_pdf_page(data, 0)
    out = io.BytesIO()
    with opened(data) as pdf:
        _keep(pdf.Root, _OF_FILE)
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        for page in pdf.pages:
            _keep(page.obj, _OF_PAGE)
        for held in pdf.objects:
            _clean(held, 0)
        pdf.remove_unreferenced_resources()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _keep(held: pikepdf.Object, kept: Container[str]) -> None:
    _drop(held, [key for key in list(held.keys()) if key not in kept])


def _drop(held: pikepdf.Object, keys: Iterable[str]) -> None:
    for key in keys:
        if key in held:
            del held[key]


def _clean(held: object, depth: int) -> None:
    """Take out of an object, and of what stands in it, all that does not paint."""
    if isinstance(held, pikepdf.Array):
        for index, item in enumerate(list(held)):
            if is_foreign(item) and item.get("/Type") not in _PAGES:
                held[index] = None
        children = list(held)
    elif isinstance(held, pikepdf.Dictionary | pikepdf.Stream):
        _clean_entries(held)
        children = [held[key] for key in list(held.keys())]
    else:
        return
    for child in children:
        if depth < _DEEPEST and isinstance(child, pikepdf.Object) and not child.is_indirect:
            _clean(child, depth + 1)


def _clean_entries(held: pikepdf.Object) -> None:
    if isinstance(held, pikepdf.Stream):
        _drop(held, DESCRIBING)
    if held.get("/Type") == pikepdf.Name.Pages:
        _keep(held, _OF_TREE)
    else:
        links = ("/Parent", "/Pages")
        acting = [key for key in list(held.keys()) if is_foreign(held[key]) and key not in links]
        _drop(held, acting)
    resources = held.get("/Resources")
    if isinstance(resources, pikepdf.Dictionary):
        _keep(resources, OF_RESOURCES)
        _clean_properties(resources.get("/Properties"))


def _clean_properties(properties: object) -> None:
    """Leave layers alone; what else marks of the content tell is not kept."""
    if not isinstance(properties, pikepdf.Dictionary):
        return
    for name in list(properties.keys()):
        marked = properties[name]
        is_layer = isinstance(marked, pikepdf.Dictionary) and str(marked.get("/Type")) in _LAYERS
        if not is_layer:
            properties[name] = pikepdf.Dictionary()
