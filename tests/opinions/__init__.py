"""Holds what other programs (Poppler, PDFium, qpdf, pikepdf) make of the PDFs that we write."""
