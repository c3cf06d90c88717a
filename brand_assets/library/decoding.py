"""Owns the decoding of uploaded pictures: pure, limited, run in a process apart.

What is kept is a master: the picture as it is seen (the camera's rotation undone), with its colour
profile, without GPS and other private data. A JPEG that needs no rotation keeps its very pixels, as
does a huge one, which is decoded at a smaller scale and says in a word of its own which way is up.
"""

import io
import mmap
import warnings
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from PIL import Image

from brand_assets.library.artwork_files import decode_artwork
from brand_assets.library.embedded.reading import orientation, read_embedded, tells_location
from brand_assets.library.focal_points import propose_focal
from brand_assets.library.foreign_files import refuse_foreign
from brand_assets.library.jpeg import Source, damaged, strip_private
from brand_assets.library.masters import DecodedPicture
from brand_assets.library.opening import AS_SEEN, open_kind, picture_notes, turned_upright
from brand_assets.library.page_pictures import ALPHA, page_pictures
from brand_assets.library.perceptual_hashes import perceptual_hash
from brand_assets.library.picture_colours import name_colours
from brand_assets.library.png import check_png
from brand_assets.library.rules import (
    HEAD,
    LIMITS,
    PAGE_WIDTHS,
    PictureType,
    UploadLimits,
    check_dimensions,
    check_size,
    sniff,
    too_many_pixels,
)
from brand_assets.typesetting.pictures.samples import (
    plain_samples,
    profile_problem_of,
    usable_profile,
)
from portal.foundation.errors import N_, Invalid

_MASTER_QUALITY = 95
_LARGE = 8_000_000
"""Pixels from which a PNG is compressed by runs alone: in a third of the time, hardly longer."""
_RUNS = 3
_OPAQUE = 255
_LYING = range(5, 9)
_INKS_OR_LAB = frozenset({"CMYK", "LAB"})
_TO_JPEG = frozenset({PictureType.JPEG, PictureType.WEBP, PictureType.HEIC, PictureType.AVIF})


def decode_picture(data: bytes, limits: UploadLimits = LIMITS) -> DecodedPicture:
    """Decode an upload by its content; `Invalid` says what is wrong with it and what to do."""
    return _decoded(io.BytesIO(data), data, limits)


def decode_file(source: Path, target: Path, limits: UploadLimits = LIMITS) -> DecodedPicture:
    """Do the same for a file, and write the master to another instead of returning it."""
    check_size(source.stat().st_size, limits)
    with (
        source.open("rb") as stream,
        mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        decoded = _decoded(stream, data, limits)
    target.write_bytes(decoded.master)
    return replace(decoded, master=b"")


def _decoded(stream: BinaryIO, data: Source, limits: UploadLimits) -> DecodedPicture:
    check_size(len(data), limits)
    kind = sniff(data[:HEAD])
    if kind is None:
        raise refuse_foreign(data[:HEAD])
    if kind.is_artwork:
        return decode_artwork(data[:], kind)
    Image.MAX_IMAGE_PIXELS = limits.most_pixels(kind)
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        warnings.filterwarnings("ignore", category=UserWarning)
        warnings.filterwarnings("ignore", category=DeprecationWarning)
        try:
            return _decode(stream, data, kind, limits)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise too_many_pixels(limits, kind) from error
        except MemoryError as error:
            raise _too_heavy() from error
        except Invalid:
            raise
        # Pillow's readers raise nearly anything on hostile input; all of it means the same here.
        except Exception as error:
            raise damaged() from error


def _too_heavy() -> Invalid:
    return Invalid(
        N_("The picture needs more memory than one upload may have. Save it smaller."),
        field="file",
    )


def _decode(
    stream: BinaryIO, data: Source, kind: PictureType, limits: UploadLimits
) -> DecodedPicture:
    picture = open_kind(stream, data, kind)
    check_dimensions(*picture.size, limits, kind)
    if kind is PictureType.PNG:
        check_png(data)
    problem, profile = profile_problem_of(picture), picture.info.get("icc_profile")
    notes = picture_notes(picture, data, kind)
    width, height = picture.size
    turn, kept = _load(picture, data, kind, limits)
    embedded, had_location = read_embedded(picture), tells_location(picture)
    seen = turned_upright(_without_idle_alpha(plain_samples(picture, picture)), turn)
    del picture
    profile = usable_profile(profile, _without_alpha(seen.mode))
    master = kept or _encode_master(seen, kind, profile)
    pages, small = page_pictures(seen, profile)
    if not kept:
        width, height = seen.size
    elif turn in _LYING:
        width, height = height, width
    return DecodedPicture(
        width=width,
        height=height,
        media_type=sniff(master[:HEAD]) or kind,
        master=master,
        pages=pages,
        had_location=had_location,
        profile_problem=problem,
        colours=name_colours(small),
        phash=perceptual_hash(small),
        focal=propose_focal(small),
        embedded=embedded,
        notes=notes,
    )


def _load(
    picture: Image.Image, data: Source, kind: PictureType, limits: UploadLimits
) -> tuple[int, bytes | None]:
    """Decode a picture; return how it has to be turned, and its very file as the master, if it is.

    That file is decoded at the smallest scale that our widest picture can be made from.
    """
    if kind is not PictureType.JPEG:
        # Before Exif is looked for: Pillow decodes a PNG for that, and says once what is wrong.
        picture.load()
        # A TIFF is turned as it is read.
        return AS_SEEN if kind is PictureType.TIFF else orientation(picture), None
    turn, is_huge = orientation(picture), picture.width * picture.height > limits.max_pixels
    kept = _kept_file(data, turn, or_else_refused=is_huge) if is_huge or turn == AS_SEEN else None
    if kept:
        picture.draft(None, (1, PAGE_WIDTHS[-1]) if turn in _LYING else (PAGE_WIDTHS[-1], 1))
    picture.load()
    return turn, kept


def _kept_file(data: Source, turn: int, *, or_else_refused: bool) -> bytes | None:
    """Return a JPEG without private data; none if its structure is odd, yet it may be decoded."""
    try:
        return strip_private(data, turn)
    except Invalid:
        if or_else_refused:
            raise
        return None


def _without_alpha(mode: str) -> str:
    return mode.removesuffix("A") if mode in ALPHA else mode


def _without_idle_alpha(seen: Image.Image) -> Image.Image:
    """Return a picture without its alpha where nothing is see-through."""
    if seen.mode not in ALPHA or seen.getchannel("A").getextrema() != (_OPAQUE, _OPAQUE):
        return seen
    return seen.convert(_without_alpha(seen.mode))


def _encode_master(seen: Image.Image, kind: PictureType, profile: bytes | None) -> bytes:
    out = io.BytesIO()
    seen.info.clear()
    if kind in _TO_JPEG and seen.mode not in ALPHA:
        seen.save(out, "JPEG", quality=_MASTER_QUALITY, subsampling=0, icc_profile=profile)
    elif seen.mode in _INKS_OR_LAB:
        seen.save(out, "TIFF", compression="tiff_adobe_deflate", icc_profile=profile)
    else:
        way = {"compress_type": _RUNS} if seen.width * seen.height > _LARGE else {}
        seen.save(out, "PNG", icc_profile=profile, **way)
    return out.getvalue()
