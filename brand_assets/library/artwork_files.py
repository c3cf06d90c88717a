"""Owns the reading of uploaded vector artwork: pure, limited, run in a process apart."""

import io
import time

from PIL import Image

from brand_assets.library.embedded.artwork import read_artwork
from brand_assets.library.focal_points import propose_focal
from brand_assets.library.masters import DecodedPicture, PagePicture
from brand_assets.library.perceptual_hashes import perceptual_hash
from brand_assets.library.picture_colours import name_colours
from brand_assets.library.rules import PAGE_WIDTHS, PictureType
from brand_assets.typesetting.artwork_pictures import show_artwork
from brand_assets.typesetting.pictures.artwork import ArtworkError
from brand_assets.typesetting.pictures.pdf_cleaning import clean_pdf
from brand_assets.typesetting.pictures.svg.cleaning import clean_svg
from brand_assets.typesetting.pictures.svg.refusals import too_complex
from portal.foundation.errors import Invalid

MOST_SECONDS = 3.0
"""CPU time after which artwork counts as too heavy: each preview and proof would paint it again."""
_LONGEST = 1280
_QUALITY = 88
_MEASURED = 320


def decode_artwork(data: bytes, kind: PictureType) -> DecodedPicture:
    """Return a drawing or a PDF cleaned, with page pictures; `Invalid` says what is wrong."""
    begun = time.process_time()
    try:
        seen = show_artwork(data, _LONGEST)
        master = clean_pdf(data) if kind is PictureType.PDF else clean_svg(data)
    except ArtworkError as problem:
        raise Invalid(problem.message, field="file", **problem.params) from problem
    except (MemoryError, RuntimeError) as error:  # what PDFium raises, and our limit of memory
        refusal = too_complex()
        raise Invalid(refusal.message, field="file") from error
    if time.process_time() - begun > MOST_SECONDS:
        raise Invalid(too_complex().message, field="file")
    small = seen.picture.copy()
    small.thumbnail((_MEASURED, _MEASURED))
    return DecodedPicture(
        width=max(1, round(seen.width)),
        height=max(1, round(seen.height)),
        media_type=kind,
        master=master,
        pages=tuple(_pages(seen.picture)),
        had_location=False,
        colours=name_colours(small),
        phash=perceptual_hash(small),
        focal=propose_focal(small),
        embedded=read_artwork(data, kind),
    )


def _pages(picture: Image.Image) -> list[PagePicture]:
    widths = [width for width in PAGE_WIDTHS if width < picture.width]
    return [_page(picture, width) for width in (*widths, picture.width)]


def _page(picture: Image.Image, width: int) -> PagePicture:
    height = max(1, round(picture.height * width / picture.width))
    out = io.BytesIO()
    sized = picture.resize((width, height), Image.Resampling.LANCZOS)
    sized.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return PagePicture(width, height, out.getvalue())
