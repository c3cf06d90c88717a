"""Owns a picture that is painted in parts: what PDFium painted stays until it is painted over."""

import ctypes
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from brand_assets.typesetting.pixels import RENDER_FLAGS, WHITE, pdfium_lock, pixel_size

_BYTES_A_PIXEL = 4


class Region(NamedTuple):
    """A part of a picture in whole pixels; right and bottom are the first ones outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def area(self) -> int:
        """The number of pixels."""
        return max(0, self.right - self.left) * max(0, self.bottom - self.top)

    def meets(self, other: "Region") -> bool:
        """Tell whether both have a pixel in common."""
        beside = self.left >= other.right or other.left >= self.right
        return not beside and self.top < other.bottom and other.top < self.bottom

    def joined(self, other: "Region") -> "Region":
        """Return the region that holds both."""
        return Region(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


class Canvas:
    """The samples of one page, kept to be painted over."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self._samples = bytearray(width * height * _BYTES_A_PIXEL)

    @staticmethod
    def of_page(pdf: bytes, width_px: int) -> "Canvas":
        """Return a canvas with the first page of a file, painted `width_px` wide."""
        with pdfium_lock:
            document = pdfium.PdfDocument(pdf)
            try:
                page = document[0]
                canvas = Canvas(*pixel_size(page.get_size(), width_px, None))
                canvas._paint_locked(page, Region(0, 0, canvas.width, canvas.height))
                return canvas
            finally:
                document.close()

    @property
    def size_bytes(self) -> int:
        """The bytes that the samples take."""
        return len(self._samples)

    def repaint(self, pdf: bytes, region: Region, around: Region) -> None:
        """Paint the first page of a file over a region; the file itself cuts what it draws.

        It draws a little more, `around` the region: at the edges of a cut, turned photos lack the
        samples next door. What is drawn too much is put back as it was.
        """
        before = bytes(self._samples)
        with pdfium_lock:
            document = pdfium.PdfDocument(pdf)
            try:
                self._paint_locked(document[0], around)
            finally:
                document.close()
        drawn, self._samples = self._samples, bytearray(before)
        left, length = region.left * _BYTES_A_PIXEL, (region.right - region.left) * _BYTES_A_PIXEL
        for row in range(region.top, region.bottom):
            start = row * self.width * _BYTES_A_PIXEL + left
            self._samples[start : start + length] = drawn[start : start + length]

    def grown(self, region: Region, by: int) -> Region:
        """Return a region larger by some pixels on all sides, as far as the canvas goes."""
        return Region(
            max(0, region.left - by),
            max(0, region.top - by),
            min(self.width, region.right + by),
            min(self.height, region.bottom + by),
        )

    def picture(self) -> Image.Image:
        """Return what is painted, as a picture of its own."""
        size, stride = (self.width, self.height), self.width * _BYTES_A_PIXEL
        # A copy comes first: the samples are painted over while the picture is still in use.
        return Image.frombuffer("RGB", size, bytes(self._samples), "raw", "BGRX", stride, 1)

    def _paint_locked(self, page: pdfium.PdfPage, region: Region) -> None:
        samples = (ctypes.c_char * len(self._samples)).from_buffer(self._samples)
        stride = self.width * _BYTES_A_PIXEL
        bitmap = pdfium_c.FPDFBitmap_CreateEx(
            self.width, self.height, pdfium_c.FPDFBitmap_BGRx, samples, stride
        )
        if not bitmap:
            raise MemoryError(f"no room for a picture of {self.width} x {self.height} pixels")
        try:
            left, top, right, bottom = region
            pdfium_c.FPDFBitmap_FillRect(bitmap, left, top, right - left, bottom - top, WHITE)
            pdfium_c.FPDF_RenderPageBitmap(
                bitmap, page.raw, 0, 0, self.width, self.height, 0, RENDER_FLAGS
            )
        finally:
            pdfium_c.FPDFBitmap_Destroy(bitmap)
