"""Owns watermarks: words written across a picture or a PDF so that nobody takes it for the ad."""

import functools
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

import pikepdf
import uharfbuzz as hb
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

ANGLE = 28.0
"""Degrees by which the words rise."""
MOST_SIGNS = 240
_SIZE_SHARE = 0.068
_LEAST_SIZE = 9.0
_ROWS_APART = 3.3
_WORDS_APART = 1.6
_EDGE_SHARE = 0.016
_NOTE_SIZE, _NOTE_SHARE = 8.0, 0.014
_FILL_OPACITY, _EDGE_OPACITY = 0.3, 0.4
_QUALITY = 82
_FILL, _EDGE = (118, 118, 118), (255, 255, 255)
"""Grey is seen on light and on dark grounds, its light edge on those that are grey themselves.

Large and faint, the words cannot be cut away, and the smallest print is read through them.
"""
_WEIGHT = 600
_STATE_NAME, _FORM_NAME = pikepdf.Name("/WatermarkState"), pikepdf.Name("/WatermarkWords")
_FONT = "static/vendor/fonts/inter-latin-wght-normal.woff2"


@dataclass(frozen=True, slots=True)
class _Rows:
    """Where the words stand, seen along their own direction from the middle of the ad."""

    size: float
    places: tuple[tuple[float, float], ...]


def mark_picture(jpeg: bytes, text: str) -> bytes:
    """Return a picture with the words across it, as JPEG of the same size and without metadata."""
    picture = Image.open(io.BytesIO(jpeg)).convert("RGB")
    veil = _veil(picture.width, picture.height, _writable(text))
    picture.paste(veil.convert("RGB"), mask=veil.getchannel("A"))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def mark_pdf(pdf: bytes, text: str, note: str = "") -> bytes:
    """Return a PDF with the words across each page; the same file and words give the same bytes.

    The words are outlines within the page's own content, so no reader needs or lacks a font. A
    note stands in a line of its own that is added beneath each page.
    """
    words, line = _writable(text), _writable(note)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            _mark_page(document, page, words)
            if line:
                _note_page(page, line)
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue()


def _writable(text: str) -> str:
    """Return the words in one line, without signs that the font lacks."""
    known = _face().unicodes
    line = "".join(sign for sign in " ".join(text.split()) if ord(sign) in known)
    return " ".join(line.split())[:MOST_SIGNS]


def _rows(width: float, height: float, words_in_em: float) -> _Rows:
    """Return how large the words are on an ad of this size, and where they begin.

    Every other row is moved by half, so that no part of the ad stays without words for long.
    """
    size = max(_LEAST_SIZE, _SIZE_SHARE * math.sqrt(width * height))
    across = (words_in_em + _WORDS_APART) * size
    down = _ROWS_APART * size
    reach = math.hypot(width, height) / 2
    rows, columns = math.ceil(reach / down), math.ceil(reach / across) + 1
    places = tuple(
        ((column - (0.5 if row % 2 else 0.0)) * across - words_in_em * size / 2, row * down)
        for row in range(-rows, rows + 1)
        for column in range(-columns, columns + 1)
    )
    return _Rows(size, places)


@functools.lru_cache(maxsize=16)
def _veil(width: int, height: int, words: str) -> Image.Image:
    """Return the layer that lies over a picture of this size: grey words with a light edge."""
    font = ImageFont.truetype(io.BytesIO(_sfnt()), 100)
    font.set_variation_by_axes([_WEIGHT])
    rows = _rows(width, height, font.getlength(words) / 100)
    font = ImageFont.truetype(io.BytesIO(_sfnt()), max(1, round(rows.size)))
    font.set_variation_by_axes([_WEIGHT])
    side = math.ceil(math.hypot(width, height)) + 2
    edge = max(1, round(rows.size * _EDGE_SHARE))
    inside, around = Image.new("L", (side, side)), Image.new("L", (side, side))
    for level, width_around in ((inside, 0), (around, edge)):
        draw = ImageDraw.Draw(level)
        for x, y in rows.places:
            at = (side / 2 + x, side / 2 + y)
            draw.text(at, words, font=font, fill=255, stroke_width=width_around, anchor="ls")
    level = Image.new("RGBA", (side, side), (*_EDGE, 0))
    level.putalpha(around.point(lambda share: round(share * _EDGE_OPACITY)))
    filled = Image.new("RGBA", (side, side), (*_FILL, 0))
    filled.putalpha(inside.point(lambda share: round(share * _FILL_OPACITY)))
    level.paste(filled, mask=inside)
    turned = level.rotate(ANGLE, Image.Resampling.BICUBIC)
    left, top = (side - width) // 2, (side - height) // 2
    return turned.crop((left, top, left + width, top + height))


def _mark_page(document: pikepdf.Pdf, page: pikepdf.Page, words: str) -> None:
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    outlines, width = _outlines(words)
    rows = _rows(right - left, top - bottom, width)
    page.contents_coalesce()
    state = page.add_resource(
        pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, ca=_FILL_OPACITY, CA=_EDGE_OPACITY),
        pikepdf.Name.ExtGState,
        _STATE_NAME,
    )
    form = page.add_resource(
        _words_form(document, outlines, width), pikepdf.Name.XObject, _FORM_NAME
    )
    cos, sin = math.cos(math.radians(ANGLE)), math.sin(math.radians(ANGLE))
    middle = (left + right) / 2, (bottom + top) / 2
    lines = ["/Artifact << /Type /Pagination /Subtype /Watermark >> BDC", "q", f"{state} gs"]
    for x, y in rows.places:
        at = middle[0] + cos * x - sin * y, middle[1] + sin * x + cos * y
        if not _is_near(at, width * rows.size, (left, bottom, right, top)):
            continue
        turn = (cos * rows.size, sin * rows.size, -sin * rows.size, cos * rows.size, *at)
        lines.append(f"q {' '.join(f'{part:.3f}' for part in turn)} cm {form} Do Q")
    page.contents_add(b"q\n", prepend=True)
    page.contents_add("\n".join(["Q", *lines, "Q", "EMC", ""]).encode())


def _note_page(page: pikepdf.Page, line: str) -> None:
    """Add a white strip with one line beneath a page."""
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    outlines, width = _outlines(line)
    wanted = max(_NOTE_SIZE, _NOTE_SHARE * (right - left))
    size = min(wanted, (right - left) * 0.96 / max(width, 1.0))
    strip = size * 2.2
    start = left + (right - left) * 0.02
    ground = f"1 g {left:.3f} {bottom - strip:.3f} {right - left:.3f} {strip:.3f} re f"
    place = f"{size:.4f} 0 0 {size:.4f} {start:.3f} {bottom - strip * 0.66:.3f} cm"
    content = f"q\n{ground}\n0.2 g\n{place}\n{outlines}f\nQ\n"
    page.contents_add(content.encode())
    box = pikepdf.Array([left, round(bottom - strip, 3), right, top])
    for name in ("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
        if name == "/MediaBox" or name in page.obj:
            page.obj[name] = box


def _is_near(at: tuple[float, float], reach: float, box: tuple[float, float, float, float]) -> bool:
    """Return whether words that begin here can be seen on the page at all."""
    left, bottom, right, top = box
    return left - reach <= at[0] <= right + reach and bottom - reach <= at[1] <= top + reach


def _words_form(document: pikepdf.Pdf, outlines: str, width: float) -> pikepdf.Object:
    """Return the words at 1 em: their edge, and over it what fills them."""
    edge, fill = (" ".join(f"{part / 255:.3f}" for part in tone) for tone in (_EDGE, _FILL))
    content = (
        f"{2 * _EDGE_SHARE:.3f} w 1 j {edge} RG\n{outlines}S\n{fill} rg\n{outlines}f\n"
    ).encode()
    form = document.make_stream(content)
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox = pikepdf.Array([-0.2, -0.4, round(width + 0.2, 3), 1.2])
    form.Resources = pikepdf.Dictionary()
    return form


@functools.lru_cache(maxsize=16)
def _outlines(words: str) -> tuple[str, float]:
    """Return the outlines of words as PDF operators at 1 em, and how wide they are."""
    face = _face()
    font = hb.Font(face)
    font.set_variations({"wght": _WEIGHT})
    buffer = hb.Buffer()
    buffer.add_str(words)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    parts: list[str] = []
    x = 0.0
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        pen = _PdfPen(x + position.x_offset, position.y_offset, face.upem)
        font.draw_glyph_with_pen(info.codepoint, pen)
        parts.extend(pen.operators)
        x += position.x_advance
    return "".join(f"{part}\n" for part in parts), x / face.upem


class _PdfPen:
    """Takes outlines as the font draws them, and writes them as path operators."""

    def __init__(self, x: float, y: float, upem: int) -> None:
        self._x, self._y, self._upem = x, y, upem
        self._last = (0.0, 0.0)
        self.operators: list[str] = []

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - named by the font library
        """Begin an outline."""
        self._write((point,), "m")

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - named by the font library
        """Go straight to a point."""
        self._write((point,), "l")

    def qCurveTo(self, bend: tuple[float, float], point: tuple[float, float]) -> None:  # noqa: N802 - named by the font library
        """Go to a point in a curve of the second order, written as one of the third."""
        first = tuple(a + 2 / 3 * (b - a) for a, b in zip(self._last, bend, strict=True))
        second = tuple(a + 2 / 3 * (b - a) for a, b in zip(point, bend, strict=True))
        self._write(((first[0], first[1]), (second[0], second[1]), point), "c")

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802 - named by the font library
        """Go to a point in a curve of the third order."""
        self._write(points, "c")

    def closePath(self) -> None:  # noqa: N802 - named by the font library
        """End an outline where it began."""
        self.operators.append("h")

    def _write(self, points: tuple[tuple[float, float], ...], operator: str) -> None:
        self._last = points[-1]
        self.operators.append(f"{' '.join(self._numbers(points))} {operator}")

    def _numbers(self, points: tuple[tuple[float, float], ...]) -> Iterator[str]:
        for x, y in points:
            yield f"{(x + self._x) / self._upem:.4f}"
            yield f"{(y + self._y) / self._upem:.4f}"


@functools.cache
def _face() -> hb.Face:
    return hb.Face(hb.Blob(_sfnt()))


@functools.cache
def _sfnt() -> bytes:
    """Return the portal's own font, unpacked."""
    packed = files("portal").joinpath(_FONT).read_bytes()
    font = TTFont(io.BytesIO(packed))
    font.flavor = None
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
