"""Owns the decoding of uploaded pictures: pure, limited, run in a process apart.

What is kept is a master: the picture as it is seen (the camera's rotation undone), with its colour
profile, without GPS and other private data; a JPEG that needs no rotation keeps its very pixels.
"""

import io
import warnings
from dataclasses import dataclass, field

from PIL import Image, ImageCms, ImageOps

from brand_assets.library.jpeg import damaged, strip_private
from brand_assets.library.rules import (
    LIMITS,
    PAGE_WIDTHS,
    PictureType,
    UploadLimits,
    check_dimensions,
    check_size,
    sniff,
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
_ALPHA = frozenset({"RGBA", "LA", "PA", "RGBa", "La"})
_PLAIN = frozenset({"L", "RGB", "CMYK", "RGBA", "LA"})


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A small sRGB JPEG of a photo for our own pages."""

    width: int
    height: int
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class DecodedPicture:
    """A picture ready to be kept; `had_location` tells that a place was removed from it."""

    width: int
    height: int
    media_type: PictureType
    master: bytes = field(repr=False)
    pages: tuple[PagePicture, ...]
    had_location: bool


def decode_picture(data: bytes, limits: UploadLimits = LIMITS) -> DecodedPicture:
    """Decode an upload by its content; `Invalid` says what is wrong with it and what to do."""
    check_size(len(data), limits)
    kind = sniff(data[:16])
    if kind is None:
        raise Invalid(
            N_("This is no JPEG, PNG, WebP or TIFF picture. Export it as one of these."),
            field="file",
        )
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
    profile = _usable_profile(picture)
    picture.load()
    seen = _plain(ImageOps.exif_transpose(picture) if turned else picture)
    untouched = kind is PictureType.JPEG and not turned
    master = strip_private(data) if untouched else _encode_master(seen, kind, profile)
    return DecodedPicture(
        seen.width,
        seen.height,
        sniff(master[:16]) or kind,
        master,
        _pages(seen, profile),
        had_location,
    )


def _usable_profile(picture: Image.Image) -> bytes | None:
    profile = picture.info.get("icc_profile")
    if not isinstance(profile, bytes) or not profile:
        return None
    try:
        ImageCms.ImageCmsProfile(io.BytesIO(profile))
    except (OSError, ImageCms.PyCMSError):
        return None
    return profile


def _plain(picture: Image.Image) -> Image.Image:
    """Return the picture in a mode that the typesetter places: grey, RGB, CMYK, or with alpha."""
    if picture.mode in _PLAIN:
        return picture
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.mode == "1":
        return picture.convert("L")
    has_alpha = picture.mode in _ALPHA or "transparency" in picture.info
    return picture.convert("RGBA" if has_alpha else "RGB")


def _encode_master(seen: Image.Image, kind: PictureType, profile: bytes | None) -> bytes:
    picture, out = seen.copy(), io.BytesIO()
    picture.info.clear()
    if kind in {PictureType.JPEG, PictureType.WEBP} and picture.mode not in {"RGBA", "LA"}:
        picture.save(out, "JPEG", quality=_MASTER_QUALITY, subsampling=0, icc_profile=profile)
    elif picture.mode == "CMYK":
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
    current = _on_white(_to_srgb(current, profile))
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


def _to_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if profile is None or picture.mode not in {"RGB", "CMYK"}:
        return picture if picture.mode != "CMYK" else picture.convert("RGB")
    try:
        converted = ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
        )
    except ImageCms.PyCMSError:
        return picture.convert("RGB")
    return converted or picture


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode not in {"RGBA", "LA"}:
        return picture if picture.mode in {"RGB", "L"} else picture.convert("RGB")
    ground = Image.new("RGBA", picture.size, (255, 255, 255, 255))
    return Image.alpha_composite(ground, picture.convert("RGBA")).convert("RGB")
