"""Owns pages of supplied PDF files as artwork: read within limits, their colours untouched."""

import io
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pikepdf

from brand_assets.typesetting.display_list import PageBox
from brand_assets.typesetting.pictures.pdf_copies import Copy, copy_page
from brand_assets.typesetting.pictures.svg.refusals import ArtworkError
from portal.foundation.errors import N_

MOST_BYTES = 32 * 1024 * 1024
MOST_PAGES = 2_000
_MOST_UNPACKED = 64 * 1024 * 1024
_KEPT_BYTES = 24 * 1024 * 1024
# A small file must not swell without end, in any stream that is read to find the page.
pikepdf.settings.set_qpdf_limits(
    max_stream_filters=4,
    flate_max_memory=_MOST_UNPACKED,
    run_length_max_memory=_MOST_UNPACKED,
    png_max_memory=_MOST_UNPACKED,
    tiff_max_memory=_MOST_UNPACKED,
)
_LEAST, _MOST = 1.0, 20_000.0
_QUARTER = 90

_KEYS = {
    PageBox.ART: ("/ArtBox", "/CropBox", "/MediaBox"),
    PageBox.TRIM: ("/TrimBox", "/CropBox", "/MediaBox"),
    PageBox.BLEED: ("/BleedBox", "/CropBox", "/MediaBox"),
    PageBox.CROP: ("/CropBox", "/MediaBox"),
    PageBox.MEDIA: ("/MediaBox",),
}


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page as artwork: its size in pt as it is seen, and how many pages its file has.

    `across` and `down` are that size in the page's own units, `to_upright` the matrix from those
    to a box of that size with its origin at the bottom left.
    """

    width: float
    height: float
    count: int
    across: float
    down: float
    to_upright: tuple[float, float, float, float, float, float]
    box: tuple[float, float, float, float]
    copy: Copy = field(repr=False)


class _Kept:
    """Pages read of late, as many as there is room for."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._pages: OrderedDict[tuple[str, int, PageBox], PdfPage] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: tuple[str, int, PageBox]) -> PdfPage | None:
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def keep(self, key: tuple[str, int, PageBox], page: PdfPage) -> None:
        with self._lock:
            self._pages[key] = page
            while len(self._pages) > 1 and self._size() > self._most:
                self._pages.popitem(last=False)

    def _size(self) -> int:
        return sum(page.copy.size for page in self._pages.values())


_kept = _Kept(_KEPT_BYTES)


def pdf_page(sha256: str, load: Callable[[str], bytes], page: int, box: PageBox) -> PdfPage:
    """Return a page (from 0) of the PDF of that hash, which is loaded where it is not kept."""
    key = (sha256, page, box)
    found = _kept.find(key)
    if found is None:
        found = read_pdf_page(load(sha256), page, box)
        _kept.keep(key, found)
    return found


def read_pdf_page(data: bytes, page: int, box: PageBox = PageBox.TRIM) -> PdfPage:
    """Return a page (from 0) of a PDF file; `ArtworkError` says why it cannot be placed."""
    if len(data) > MOST_BYTES:
        raise ArtworkError(
            N_("The PDF is larger than %(limit)s MB. Export the one page that is placed."),
            limit=MOST_BYTES // (1024 * 1024),
        )
    with opened(data) as pdf:
        return _page(pdf, page, box)


@contextmanager
def opened(data: bytes) -> Iterator[pikepdf.Pdf]:
    """Open a PDF; whatever is wrong with it until it is closed is an `ArtworkError`."""
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as pdf:
            yield pdf
    except pikepdf.PasswordError as error:
        raise _protected() from error
    except ArtworkError:
        raise
    # qpdf's bindings raise nearly anything on broken files; all of it means the same here.
    except Exception as error:
        raise ArtworkError(
            N_("The PDF is damaged and cannot be placed. Export it again.")
        ) from error


def _protected() -> ArtworkError:
    return ArtworkError(N_("The PDF is protected. Export it without a password and limits."))


def _page(pdf: pikepdf.Pdf, number: int, box: PageBox) -> PdfPage:
    if pdf.is_encrypted:
        raise _protected()
    count = len(pdf.pages)
    if not 0 <= number < count <= MOST_PAGES:
        raise ArtworkError(
            N_("The PDF has %(count)s pages, but page %(page)s is asked for. Choose another one."),
            count=count,
            page=number + 1,
        )
    page = pdf.pages[number].obj
    x0, y0, x1, y1 = _box(page, box)
    turned = int(_inherited(page, "/Rotate") or 0) // _QUARTER % 4
    across, down = (x1 - x0, y1 - y0) if turned % 2 == 0 else (y1 - y0, x1 - x0)
    unit = float(page.get("/UserUnit", 1))
    if not (_LEAST <= across * unit <= _MOST and _LEAST <= down * unit <= _MOST):
        raise ArtworkError(N_("The page of the PDF has no sensible size. Export it again."))
    return PdfPage(
        width=across * unit,
        height=down * unit,
        count=count,
        across=across,
        down=down,
        to_upright=_upright(turned, (x0, y0, x1, y1)),
        box=(x0, y0, x1, y1),
        copy=copy_page(pdf, page, _inherited(page, "/Resources")),
    )


def _inherited(page: pikepdf.Object, key: str) -> pikepdf.Object | None:
    """Return an entry of a page or of the nodes above it."""
    node: pikepdf.Object | None = page
    for _ in range(64):
        if node is None:
            return None
        if key in node:
            return node[key]
        node = node.get("/Parent")
    return None


def _box(page: pikepdf.Object, box: PageBox) -> tuple[float, float, float, float]:
    """Return a box of the page within its media box."""
    media = _corners(_inherited(page, "/MediaBox"))
    if media is None:
        raise ArtworkError(N_("The page of the PDF has no sensible size. Export it again."))
    found = media
    for key in _KEYS[box]:
        stated = _corners(
            _inherited(page, key) if key in ("/CropBox", "/MediaBox") else page.get(key)
        )
        if stated is not None:
            found = stated
            break
    return (
        max(found[0], media[0]),
        max(found[1], media[1]),
        min(found[2], media[2]),
        min(found[3], media[3]),
    )


def _corners(value: pikepdf.Object | None) -> tuple[float, float, float, float] | None:
    if not isinstance(value, pikepdf.Array) or len(value) != 4:  # noqa: PLR2004 # two corners
        return None
    a, b, c, d = (float(part) for part in value)
    return min(a, c), min(b, d), max(a, c), max(b, d)


def _upright(
    turned: int, box: tuple[float, float, float, float]
) -> tuple[float, float, float, float, float, float]:
    """Return the matrix that turns a page as its /Rotate says (quarters clockwise)."""
    x0, y0, x1, y1 = box
    return (
        (1.0, 0.0, 0.0, 1.0, -x0, -y0),
        (0.0, -1.0, 1.0, 0.0, -y0, x1),
        (-1.0, 0.0, 0.0, -1.0, x1, y1),
        (0.0, 1.0, -1.0, 0.0, y1, -x0),
    )[turned]
