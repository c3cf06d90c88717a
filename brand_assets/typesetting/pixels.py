"""Owns pixels: PDFium paints a page, Pillow packs it, exact in size and within a byte budget."""

import ctypes
import io
import threading
from dataclasses import dataclass
from enum import StrEnum

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from brand_assets.design_facts import Box
from portal.foundation.errors import N_, Invalid

QUALITY = 90
LEAST_QUALITY = 40
PALETTES = (256, 192, 128, 96, 64, 48, 32)
"""How many colours a PNG is reduced to, step by step, where that is asked for."""
_AVIF_SPEED = 8
WHITE = 0xFFFFFFFF
RENDER_FLAGS = pdfium_c.FPDF_NO_CATCH | pdfium_c.FPDF_RENDER_LIMITEDIMAGECACHE
# PDFium is not thread-safe: one caller at a time in each process.
pdfium_lock = threading.Lock()


class PixelFormat(StrEnum):
    """What a picture is packed as."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    AVIF = "avif"

    @property
    def media_type(self) -> str:
        """The type of such a file."""
        return f"image/{self.value}"


class PixelsTooHeavy(Invalid):
    """The picture does not fit the byte budget, even at the least quality."""

    code = "pixels_too_heavy"


@dataclass(frozen=True, slots=True)
class PixelOptions:
    """How to pack: quality to start from, byte budget, and whether speed goes before size.

    Fast packing is for previews: WebP by its quickest method, JPEG with halved colour. A PNG keeps
    every colour; `fewer_colours` lets a budget reduce them to a palette, as many as fit.
    """

    quality: int = QUALITY
    max_bytes: int | None = None
    fast: bool = False
    fewer_colours: bool = False


DEFAULT_OPTIONS = PixelOptions()


def render(
    pdf: bytes,
    page: int = 0,
    *,
    width_px: int | None = None,
    height_px: int | None = None,
    pixel_format: PixelFormat = PixelFormat.JPEG,
    options: PixelOptions = DEFAULT_OPTIONS,
) -> bytes:
    """Return a page as a picture of exactly this size in sRGB.

    Where only one side is given the other follows from the page. A budget lowers the quality as
    little as it must; `PixelsTooHeavy` where the least quality is still too much.
    """
    return pack(paint(pdf, page, width_px=width_px, height_px=height_px), pixel_format, options)


def render_jpeg(pdf: bytes, width_px: int, page: int = 0, max_bytes: int | None = None) -> bytes:
    """Return a page as JPEG of exactly this width."""
    return render(pdf, page, width_px=width_px, options=PixelOptions(max_bytes=max_bytes))


def render_png(pdf: bytes, width_px: int, page: int = 0, max_bytes: int | None = None) -> bytes:
    """Return a page as PNG of exactly this width."""
    options = PixelOptions(max_bytes=max_bytes)
    return render(pdf, page, width_px=width_px, pixel_format=PixelFormat.PNG, options=options)


def render_webp(pdf: bytes, width_px: int, page: int = 0, max_bytes: int | None = None) -> bytes:
    """Return a page as WebP of exactly this width."""
    options = PixelOptions(max_bytes=max_bytes)
    return render(pdf, page, width_px=width_px, pixel_format=PixelFormat.WEBP, options=options)


def render_avif(pdf: bytes, width_px: int, page: int = 0, max_bytes: int | None = None) -> bytes:
    """Return a page as AVIF of exactly this width."""
    options = PixelOptions(max_bytes=max_bytes)
    return render(pdf, page, width_px=width_px, pixel_format=PixelFormat.AVIF, options=options)


def paint(
    pdf: bytes, page: int = 0, *, width_px: int | None = None, height_px: int | None = None
) -> Image.Image:
    """Return a page as an RGB picture of exactly this size, on white."""
    with pdfium_lock:
        document = pdfium.PdfDocument(pdf)
        try:
            handle = document[page]
            size = pixel_size(handle.get_size(), width_px, height_px)
            return _paint_locked(handle, size)
        finally:
            document.close()


def paint_part(pdf: bytes, page: int, part: Box, pixels_per_pt: float) -> Image.Image:
    """Return a part of a page (in pt from its top left corner) as an RGB picture, on white."""
    size = (max(1, round(part.w * pixels_per_pt)), max(1, round(part.h * pixels_per_pt)))
    with pdfium_lock:
        document = pdfium.PdfDocument(pdf)
        try:
            handle = document[page]
            whole = handle.get_size()
            return _paint_locked(
                handle,
                size,
                (round(-part.x * pixels_per_pt), round(-part.y * pixels_per_pt)),
                (round(whole[0] * pixels_per_pt), round(whole[1] * pixels_per_pt)),
            )
        finally:
            document.close()


def pack(picture: Image.Image, pixel_format: PixelFormat, options: PixelOptions) -> bytes:
    """Return the picture packed, within the byte budget where there is one."""
    best = _encode(picture, pixel_format, options.quality, fast=options.fast)
    if options.max_bytes is None or len(best) <= options.max_bytes:
        return best
    if pixel_format is PixelFormat.PNG:
        found = _reduce(picture, options.max_bytes) if options.fewer_colours else None
    else:
        found = _search(picture, pixel_format, options)
    if found is None:
        raise PixelsTooHeavy(
            N_(
                "This picture does not fit into %(limit)s bytes."
                " Use a calmer photo or allow the channel more bytes."
            ),
            limit=options.max_bytes,
        )
    return found


def pixel_size(
    page: tuple[float, float], width_px: int | None, height_px: int | None
) -> tuple[int, int]:
    """Return the pixels of a page of this size; a side that is not given follows from the page."""
    width, height = page
    if width_px is not None and height_px is not None:
        return width_px, height_px
    if width_px is not None:
        return width_px, max(1, round(height * width_px / width))
    if height_px is not None:
        return max(1, round(width * height_px / height)), height_px
    return round(width), round(height)


def _paint_locked(
    page: pdfium.PdfPage,
    size: tuple[int, int],
    start: tuple[int, int] = (0, 0),
    whole: tuple[int, int] | None = None,
) -> Image.Image:
    """Return a picture of this size; `whole` is that of the page, `start` where it begins."""
    width, height = size
    across, down = whole or size
    bitmap = pdfium_c.FPDFBitmap_CreateEx(width, height, pdfium_c.FPDFBitmap_BGRx, None, 0)
    if not bitmap:
        raise MemoryError(f"no room for a picture of {width} x {height} pixels")
    try:
        pdfium_c.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE)
        pdfium_c.FPDF_RenderPageBitmap(bitmap, page.raw, *start, across, down, 0, RENDER_FLAGS)
        stride = pdfium_c.FPDFBitmap_GetStride(bitmap)
        address = pdfium_c.FPDFBitmap_GetBuffer(bitmap)
        samples = ctypes.string_at(address, stride * height)
        return Image.frombuffer("RGB", size, samples, "raw", "BGRX", stride, 1)
    finally:
        pdfium_c.FPDFBitmap_Destroy(bitmap)


def _encode(picture: Image.Image, pixel_format: PixelFormat, quality: int, *, fast: bool) -> bytes:
    out = io.BytesIO()
    if pixel_format is PixelFormat.PNG:
        picture.save(out, "PNG", compress_level=1 if fast else 6)
    elif pixel_format is PixelFormat.WEBP:
        picture.save(out, "WEBP", quality=quality, method=0 if fast else 4)
    elif pixel_format is PixelFormat.AVIF:
        _encode_avif(picture, out, quality)
    else:
        picture.save(out, "JPEG", quality=quality, subsampling=2 if fast else 0)
    return out.getvalue()


def _encode_avif(picture: Image.Image, out: io.BytesIO, quality: int) -> None:
    """Write AVIF; with one thread, because the bytes depend on how many there are."""
    picture.save(
        out,
        "AVIF",
        quality=quality,
        speed=_AVIF_SPEED,
        subsampling="4:4:4",
        range="full",
        codec="aom",
        max_threads=1,
        autotiling=False,
    )


def _reduce(picture: Image.Image, max_bytes: int) -> bytes | None:
    """Return the PNG with the most colours that fits, None where none does."""
    for colours in PALETTES:
        out = io.BytesIO()
        fewer = picture.quantize(colours, Image.Quantize.MEDIANCUT)
        fewer.save(out, "PNG", compress_level=9)
        if out.tell() <= max_bytes:
            return out.getvalue()
    return None


def _search(picture: Image.Image, pixel_format: PixelFormat, options: PixelOptions) -> bytes | None:
    """Return the best quality within the budget by halving, None where none fits."""
    low, high = LEAST_QUALITY, options.quality - 1
    found = None
    while low <= high:
        middle = (low + high) // 2
        packed = _encode(picture, pixel_format, middle, fast=options.fast)
        if options.max_bytes is not None and len(packed) <= options.max_bytes:
            found, low = packed, middle + 1
        else:
            high = middle - 1
    return found
