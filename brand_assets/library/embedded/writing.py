"""Owns the writing of embedded metadata into files that are handed out; no pixel is touched."""

from collections.abc import Callable

from brand_assets.library.embedded.iim import as_resource, write_iim
from brand_assets.library.embedded.into_jpeg import into_jpeg
from brand_assets.library.embedded.into_png import into_png
from brand_assets.library.embedded.into_tiff import into_tiff
from brand_assets.library.embedded.into_webp import into_webp
from brand_assets.library.embedded.xmp import write_xmp
from brand_assets.library.masters import EmbeddedMeta
from brand_assets.library.rules import HEAD, PictureType, sniff

_INTO: dict[PictureType, Callable[[bytes, bytes, bytes], bytes]] = {
    PictureType.JPEG: lambda data, xmp, iim: into_jpeg(data, xmp, as_resource(iim)),
    PictureType.PNG: lambda data, xmp, _: into_png(data, xmp),
    PictureType.WEBP: lambda data, xmp, _: into_webp(data, xmp),
    PictureType.TIFF: into_tiff,
}


def write(data: bytes, meta: EmbeddedMeta) -> bytes:
    """Return a JPEG, PNG, TIFF or WebP file that says this of itself, instead of what it said.

    XMP goes into each of them and IPTC-IIM where the format has a place for it (JPEG, TIFF). Files
    of other kinds, and those whose structure is not sound, come back as they are; so does a file
    when there is nothing to say.
    """
    kind = sniff(data[:HEAD])
    into = _INTO.get(kind) if kind else None
    if into is None or meta == EmbeddedMeta():
        return data
    try:
        return into(data, write_xmp(meta), write_iim(meta))
    except (IndexError, ValueError):
        return data
