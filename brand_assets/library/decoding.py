"""Owns the decoding of uploaded pictures: pure, limited, run in a process apart.

What is kept is a master: the picture as it is seen (the camera's rotation undone), with its colour
profile, without GPS and other private data; a JPEG that needs no rotation keeps its very pixels.
"""

import io
import warnings

from PIL import Image, ImageOps

from brand_assets.library.artwork_files import decode_artwork
from brand_assets.library.jpeg import damaged, strip_private
from brand_assets.library.masters import DecodedPicture, PagePicture
from brand_assets.library.rules import (
    HEAD,
    LIMITS,
    PAGE_WIDTHS,
    PictureType,
    UploadLimits,
    check_dimensions,
    check_size,
    sniff,
)
from brand_assets.typesetting.pictures.images import in_srgb
from brand_assets.typesetting.pictures.samples import (
    plain_samples,
    profile_problem,
    usable_profile,
)
from portal.foundation.errors import N_, Invalid

_FORMATS = {
    PictureType.JPEG: ("JPEG",),
    PictureType.PNG: ("PNG",),
    PictureType.WEBP: ("WEBP",),
    PictureType.TIFF: ("TIFF",),
}
_ORIENTATION = 0x0112
_AS_SEEN = 1
_GPS = 0x8825
_MASTER_QUALITY = 95
_PAGE_QUALITY = 84
_ALPHA = frozenset({"RGBA", "LA"})
_INKS_OR_LAB = frozenset({"CMYK", "LAB"})


def decode_picture(data: bytes, limits: UploadLimits = LIMITS) -> DecodedPicture:
    """Decode an upload by its content; `Invalid` says what is wrong with it and what to do."""
    check_size(len(data), limits)
    kind = sniff(data[:HEAD])
    if kind is None:
        raise Invalid(
            N_("This is no JPEG, PNG, WebP or TIFF picture. Export it as one of these."),
            field="file",
        )
    if kind.is_artwork:
        return decode_artwork(data, kind)
    Image.MAX_IMAGE_PIXELS = limits.max_pixels
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        warnings.filterwarnings("ignore", category=UserWarning, module="PIL")
        try:
            return _decode(data, kind, limits)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
            raise Invalid(
                N_(
                    "The picture has more than %(limit)s megapixels. Save it smaller and try again."
                ),
                field="file",
                limit=limits.max_pixels // 1_000_000,
            ) from error
        except Invalid:
            raise
        # Pillow's readers raise nearly anything on hostile input; all of it means the same here.
        except Exception as error:
            raise damaged() from error


def _decode(data: bytes, kind: PictureType, limits: UploadLimits) -> DecodedPicture:
    picture = Image.open(io.BytesIO(data), formats=_FORMATS[kind])
    check_dimensions(*picture.size, limits)
    exif = picture.getexif()
    had_location = bool(exif.get_ifd(_GPS))
    turned = exif.get(_ORIENTATION, _AS_SEEN) != _AS_SEEN
    profile = picture.info.get("icc_profile")
    picture.load()
    seen = plain_samples(ImageOps.exif_transpose(picture) if turned else picture, picture)
    profile = usable_profile(profile, _without_alpha(seen.mode))
    untouched = kind is PictureType.JPEG and not turned
    master = strip_private(data) if untouched else _encode_master(seen, kind, profile)
    return DecodedPicture(
        seen.width,
        seen.height,
        sniff(master[:16]) or kind,
        master,
        _pages(seen, profile),
        had_location,
        profile_problem(data),
    )


def _without_alpha(mode: str) -> str:
    return mode.removesuffix("A") if mode in _ALPHA else mode


def _encode_master(seen: Image.Image, kind: PictureType, profile: bytes | None) -> bytes:
    picture, out = seen.copy(), io.BytesIO()
    picture.info.clear()
    if kind in {PictureType.JPEG, PictureType.WEBP} and picture.mode not in _ALPHA:
        picture.save(out, "JPEG", quality=_MASTER_QUALITY, subsampling=0, icc_profile=profile)
    elif picture.mode in _INKS_OR_LAB:
        picture.save(out, "TIFF", compression="tiff_adobe_deflate", icc_profile=profile)
    else:
        picture.save(out, "PNG", icc_profile=profile)
    return out.getvalue()


def _pages(picture: Image.Image, profile: bytes | None) -> tuple[PagePicture, ...]:
    """Return the page pictures, the widest made from the picture and each from the one before."""
    widths = [w for w in PAGE_WIDTHS if w < picture.width] or [picture.width]
    if picture.width > widths[-1] and picture.width < PAGE_WIDTHS[-1]:
        widths.append(picture.width)
    current = _resized(picture, widths[-1])
    current = _on_white(current if current.mode in _ALPHA else in_srgb(current, profile))
    made = []
    for width in reversed(widths):
        current = _resized(current, width)
        out = io.BytesIO()
        current.save(out, "JPEG", quality=_PAGE_QUALITY, optimize=True)
        made.append(PagePicture(current.width, current.height, out.getvalue()))
    return tuple(reversed(made))


def _resized(picture: Image.Image, width: int) -> Image.Image:
    if picture.width <= width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode not in _ALPHA:
        return picture
    ground = Image.new("RGBA", picture.size, (255, 255, 255, 255))
    return Image.alpha_composite(ground, picture.convert("RGBA")).convert("RGB")
