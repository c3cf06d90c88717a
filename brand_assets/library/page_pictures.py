"""Owns the pictures for our own pages, and what is measured on a small one of them."""

import io

from PIL import Image

from brand_assets.library.masters import PagePicture
from brand_assets.library.rules import PAGE_WIDTHS
from brand_assets.typesetting.pictures.images import in_srgb

ALPHA = frozenset({"RGBA", "LA"})
_QUALITY = 84
_GAP = 3.0
_WHITE = (255, 255, 255, 255)


def page_pictures(
    picture: Image.Image, profile: bytes | None
) -> tuple[tuple[PagePicture, ...], Image.Image]:
    """Return sRGB JPEGs in steps of width, and the smallest as samples, alpha and all.

    The widest is made from the picture and each other from the one before; none is enlarged.
    """
    widths = [width for width in PAGE_WIDTHS if width < picture.width]
    if picture.width <= PAGE_WIDTHS[-1]:
        widths.append(picture.width)
    # All from the sides of the picture itself, so that no rounding adds up.
    sizes = [_size(picture.size, width) for width in widths]
    current = seen_in_srgb(_resized(picture, sizes[-1]), profile)
    made = []
    for size in reversed(sizes):
        current = _resized(current, size)
        made.append(_page(_on_white(current)))
    return tuple(reversed(made)), current


def narrower_page(data: bytes, width: int) -> PagePicture:
    """Return one of our own JPEGs at a smaller width."""
    picture = Image.open(io.BytesIO(data), formats=("JPEG",))
    size = _size(picture.size, width)
    picture.draft(None, size)
    return _page(picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=_GAP))


def _page(picture: Image.Image) -> PagePicture:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return PagePicture(picture.width, picture.height, out.getvalue())


def seen_in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return plain samples in sRGB, with the alpha that they had."""
    if picture.mode not in ALPHA:
        return in_srgb(picture, profile)
    plain = in_srgb(picture.convert(picture.mode.removesuffix("A")), profile)
    plain.putalpha(picture.getchannel("A"))
    return plain


def _size(size: tuple[int, int], width: int) -> tuple[int, int]:
    return width, max(1, round(size[1] * width / size[0]))


def _resized(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    if picture.size == size:
        return picture
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=_GAP)


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode not in ALPHA:
        return picture
    ground = Image.new("RGBA", picture.size, _WHITE)
    return Image.alpha_composite(ground, picture.convert("RGBA")).convert("RGB")
