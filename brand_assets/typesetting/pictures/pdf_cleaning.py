"""Owns the clean copy of a supplied PDF: its pages as they are, without what acts in it."""

import io

import pikepdf

from brand_assets.typesetting.pictures.pdf_pages import read_pdf_page

_OF_FILE = ("/AA", "/AcroForm", "/Collection", "/Names", "/OpenAction", "/Outlines", "/URI")
_OF_PAGE = ("/AA", "/Annots", "/Thumb")


def clean_pdf(data: bytes) -> bytes:
    """Return the PDF without programs, links, forms and attachments; the same for the same file.

    `ArtworkError` says why its first page cannot be placed.
    """
    read_pdf_page(data, 0)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for key in _OF_FILE:
            if key in pdf.Root:
                del pdf.Root[key]
        for page in pdf.pages:
            for key in _OF_PAGE:
                if key in page.obj:
                    del page.obj[key]
        pdf.remove_unreferenced_resources()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()
