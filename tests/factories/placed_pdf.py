"""Owns small supplied PDFs, made by another producer, for tests of placed pages."""

import io

import pikepdf
from reportlab.lib.colors import CMYKColor, CMYKColorSep
from reportlab.pdfgen.canvas import Canvas

SPOT = "PANTONE 376 C"


def supplied_pdf(*, pages: int = 1, width: float = 200, height: float = 120) -> bytes:
    """Return a PDF of CMYK areas, a spot colour, a line of type and a trim box inside."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width, height), invariant=1)
    for number in range(pages):
        canvas.setFillColor(CMYKColor(0.9, 0.4, 0.8, 0.55))
        canvas.rect(0, 0, width, height, stroke=0, fill=1)
        canvas.setFillColor(CMYKColorSep(0.5, 0, 1, 0, spotName=SPOT, density=0.8))
        canvas.circle(60 + 20 * number, 60, 35, stroke=0, fill=1)
        canvas.setFillColor(CMYKColor(0, 0.32, 0.95, 0))
        canvas.rect(10, 10, 30, 20, stroke=0, fill=1)
        canvas.setStrokeColor(CMYKColor(0.08, 0.94, 0.98, 0))
        canvas.setLineWidth(4)
        canvas.line(120, 20, 185, 100)
        canvas.linkURL("https://halmgruen.example", (0, 0, 50, 50))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def changed(data: bytes, **entries: object) -> bytes:
    """Return the PDF with entries of its first page set (`Rotate=90`)."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for key, value in entries.items():
            pdf.pages[0].obj[f"/{key}"] = value
        return saved(pdf)


def saved(pdf: pikepdf.Pdf, **options: object) -> bytes:
    """Return a PDF as bytes."""
    out = io.BytesIO()
    pdf.save(out, **options)  # type: ignore[arg-type] # options of pikepdf
    return out.getvalue()
