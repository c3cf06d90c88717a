"""Owns the cutting of prepared photos to what is seen of them, so that files hold no more."""

import io
import zlib
from dataclasses import replace

from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile, get_sampling

from brand_assets.design_facts import Box
from brand_assets.typesetting.display_list import Matrix, Path
from brand_assets.typesetting.pictures.photos import PhotoEncoding, PhotoSpace, PreparedPhoto
from brand_assets.typesetting.recent import Recent
from brand_assets.typesetting.shapes.extents import path_extent
from brand_assets.typesetting.shapes.paths import apply
from brand_assets.typesetting.shapes.placing import inverse

MOST_SEEN = 0.4
"""Share of a photo's area up to which it is worth to cut it."""
ALL = Box(0.0, 0.0, 1.0, 1.0)
LEAST_PIXELS = 250_000
_BLOCK = 16
_MARGIN = 4
_MODES = {PhotoSpace.RGB: "RGB", PhotoSpace.CMYK: "CMYK", PhotoSpace.GRAY: "L"}
_cut: Recent[PreparedPhoto] = Recent(8)

Pixels = tuple[int, int, int, int]
"""Left, top, right and bottom."""


def seen_part(matrix: Matrix, clip: Path | None) -> Box | None:
    """Return the box of a photo's unit square that its clip lets see; None where that is most."""
    reach = path_extent(clip) if clip else None
    back = inverse(matrix)
    if reach is None or back is None:
        return None
    left, top, right, bottom = reach
    around = ((left, top), (right, top), (right, bottom), (left, bottom))
    corners = [apply(back, corner) for corner in around]
    x, y = max(0.0, min(u for u, _ in corners)), max(0.0, min(v for _, v in corners))
    across = min(1.0, max(u for u, _ in corners)) - x
    down = min(1.0, max(v for _, v in corners)) - y
    if across <= 0 or down <= 0 or across * down > MOST_SEEN:
        return None
    return Box(x, y, across, down)


def cut_to(photo: PreparedPhoto, part: Box) -> tuple[PreparedPhoto, Box]:
    """Return a photo cut to a part of it, with whole blocks of its pixels, and what was kept.

    A JPEG keeps its own tables, and blocks that stand where they stood: nothing else changes.
    """
    if photo.width * photo.height < LEAST_PIXELS:
        return photo, ALL
    pixels = _blocks(photo, part)
    left, top, right, bottom = pixels
    kept = Box(
        left / photo.width,
        top / photo.height,
        (right - left) / photo.width,
        (bottom - top) / photo.height,
    )
    return _cut.get((photo,), pixels, lambda: _cut_out(photo, pixels)), kept


def _blocks(photo: PreparedPhoto, part: Box) -> Pixels:
    """Return the whole blocks of pixels around a part, with a margin for soft scaling."""
    left = int(part.x * photo.width - _MARGIN) // _BLOCK * _BLOCK
    top = int(part.y * photo.height - _MARGIN) // _BLOCK * _BLOCK
    right = -(-int(part.right * photo.width + _MARGIN) // _BLOCK) * _BLOCK
    bottom = -(-int(part.bottom * photo.height + _MARGIN) // _BLOCK) * _BLOCK
    return max(0, left), max(0, top), min(photo.width, right), min(photo.height, bottom)


def _cut_out(photo: PreparedPhoto, pixels: Pixels) -> PreparedPhoto:
    if photo.encoding is PhotoEncoding.JPEG:
        data = _cut_jpeg(photo.data, pixels)
    else:
        data = _cut_samples(photo.data, _MODES[photo.space], photo, pixels)
    mask = _cut_samples(photo.mask, "L", photo, pixels) if photo.mask else None
    width, height = pixels[2] - pixels[0], pixels[3] - pixels[1]
    return replace(photo, width=width, height=height, data=data, mask=mask)


def _cut_jpeg(data: bytes, pixels: Pixels) -> bytes:
    whole = Image.open(io.BytesIO(data))
    if not isinstance(whole, JpegImageFile):
        raise TypeError(whole.format)
    part = whole.crop(pixels)
    part.info.clear()
    out = io.BytesIO()
    # Grey and CMYK have no halved colours.
    subsampling = max(0, get_sampling(whole))
    part.save(out, "JPEG", qtables=whole.quantization, subsampling=subsampling)
    return out.getvalue()


def _cut_samples(packed: bytes, mode: str, photo: PreparedPhoto, pixels: Pixels) -> bytes:
    size = (photo.width, photo.height)
    whole = Image.frombytes(mode, size, zlib.decompress(packed))
    return zlib.compress(whole.crop(pixels).tobytes(), 6)
