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
    current = seen_in_srgb(_resized(picture, widths[-1]), profile)
    made = []
    for width in reversed(widths):
        current = _resized(current, width)
        made.append(_page(_on_white(current)))
    return tuple(reversed(made)), current


def narrower_page(data: bytes, width: int) -> PagePicture:
    """Return one of our own JPEGs at a smaller width."""
    picture = Image.open(io.BytesIO(data), formats=("JPEG",))
    picture.draft(None, (width, 1))
    return _page(_resized(picture, width))


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


def _resized(picture: Image.Image, width: int) -> Image.Image:
    if picture.width <= width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=_GAP)


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode not in ALPHA:
        return picture
    ground = Image.new("RGBA", picture.size, _WHITE)
    return Image.alpha_composite(ground, picture.convert("RGBA")).convert("RGB")
