"""Owns what the library accepts and who may do what with an asset."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from brand_assets.design_facts import AssetRight, RightsProblem
from portal.foundation.errors import N_, Invalid

MEBIBYTE = 1024 * 1024
PAGE_WIDTHS = (320, 640, 1280, 2048)
"""The widths of a picture that are made with its upload, in pixels."""
ASKED_WIDTHS = (160, 240, 480, 512, 768, 960, 1024, 1536, 1920)
"""The widths that are made when somebody first asks for one."""
MOST_TAGS = 30


def offered_width(width: int) -> int:
    """Return the width in which a picture comes that is wanted so wide."""
    wide_enough = (w for w in (*PAGE_WIDTHS, *ASKED_WIDTHS) if w >= width)
    return min(wide_enough, default=PAGE_WIDTHS[-1])


class AssetKind(StrEnum):
    """What an asset is."""

    PHOTO = "photo"
    ARTWORK = "artwork"


class Orientation(StrEnum):
    """How a picture lies."""

    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"
    SQUARE = "square"


SQUARE_WITHIN = 1.05
"""Sides that differ by no more than this factor are seen as a square."""


def orientation_of(width: int, height: int) -> Orientation:
    """Return how a picture of that size lies."""
    if max(width, height) <= min(width, height) * SQUARE_WITHIN:
        return Orientation.SQUARE
    return Orientation.LANDSCAPE if width > height else Orientation.PORTRAIT


class FocalBy(StrEnum):
    """Who set a focal point: the computed proposal stands until a person moves it."""

    COMPUTED = "computed"
    PERSON = "person"


class ReleaseState(StrEnum):
    """Whether the consent of the people, or of the owners of what is shown, is there."""

    NOT_NEEDED = "not_needed"
    ON_FILE = "on_file"
    MISSING = "missing"


class RenditionPurpose(StrEnum):
    """What a rendition of a photo was made for."""

    PAGE = "page"
    SCREEN = "screen"
    PRESS = "press"


class PictureType(StrEnum):
    """The kinds of picture files that are accepted, by content."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    TIFF = "image/tiff"
    HEIC = "image/heic"
    AVIF = "image/avif"
    PSD = "image/vnd.adobe.photoshop"
    SVG = "image/svg+xml"
    PDF = "application/pdf"

    @property
    def extension(self) -> str:
        """The usual ending of such a file's name."""
        return _ENDINGS.get(self.value, self.value.rpartition("/")[2])

    @property
    def is_artwork(self) -> bool:
        """Whether it is vector artwork and no photo."""
        return self in {PictureType.SVG, PictureType.PDF}


_ENDINGS = {
    "image/jpeg": "jpg",
    "image/tiff": "tif",
    "image/svg+xml": "svg",
    "image/vnd.adobe.photoshop": "psd",
}
HEAD = 1024
"""How many bytes of a file tell what it is."""
_SVG = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!DOCTYPE\s+svg|svg\b)")


_STARTS = (
    (b"\xff\xd8\xff", PictureType.JPEG),
    (b"\x89PNG\r\n\x1a\n", PictureType.PNG),
    (b"II*\x00", PictureType.TIFF),
    (b"MM\x00*", PictureType.TIFF),
    (b"II+\x00", PictureType.TIFF),
    (b"MM\x00+", PictureType.TIFF),
    (b"8BPS\x00\x01", PictureType.PSD),
)
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_HEIF_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
)


def sniff(head: bytes) -> PictureType | None:
    """Return what a file is by its first bytes, whatever its name says."""
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return PictureType.WEBP
    if head[4:8] == b"ftyp":
        return _sniff_brands(head)
    if b"%PDF-" in head[:HEAD]:
        return PictureType.PDF
    return PictureType.SVG if _SVG.match(head) and b"<html" not in head.lower() else None


def _sniff_brands(head: bytes) -> PictureType | None:
    """Return which kind of HEIF a file is; films begin in the same way."""
    end = min(len(head), int.from_bytes(head[:4]))
    major, others = head[8:12], {head[at : at + 4] for at in range(16, end, 4)}
    if major in _AVIF_BRANDS or (major in {b"mif1", b"msf1"} and others & _AVIF_BRANDS):
        return PictureType.AVIF
    return PictureType.HEIC if major in _HEIF_BRANDS else None


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """What one upload may ask of the machine; a JPEG can be decoded at a smaller scale."""

    max_bytes: int = 200 * MEBIBYTE
    max_pixels: int = 40_000_000
    max_jpeg_pixels: int = 120_000_000
    max_edge: int = 30_000
    min_edge: int = 64
    max_ratio: float = 20.0

    def most_pixels(self, kind: PictureType) -> int:
        """Return how many pixels a picture of that kind may have."""
        return self.max_jpeg_pixels if kind is PictureType.JPEG else self.max_pixels


LIMITS = UploadLimits()


def check_size(size: int, limits: UploadLimits = LIMITS) -> None:
    """Refuse a file that is empty or too large."""
    if size == 0:
        raise Invalid(N_("The file is empty. Choose another one."), field="file")
    if size > limits.max_bytes:
        raise Invalid(
            N_("The file is larger than %(limit)s MB. Save it smaller and upload it again."),
            field="file",
            limit=limits.max_bytes // MEBIBYTE,
        )


def check_dimensions(
    width: int, height: int, limits: UploadLimits = LIMITS, kind: PictureType = PictureType.PNG
) -> None:
    """Refuse a picture that is too large to decode, too small to print or a mere stripe."""
    short, long = sorted((width, height))
    if width * height > limits.most_pixels(kind):
        raise too_many_pixels(limits, kind)
    if long > limits.max_edge:
        raise Invalid(
            N_("One side of the picture has more than %(limit)s pixels. Save it smaller."),
            field="file",
            limit=limits.max_edge,
        )
    if short < limits.min_edge:
        raise Invalid(
            N_("The picture is only %(width)s × %(height)s pixels. Choose a larger one."),
            field="file",
            width=width,
            height=height,
        )
    if long > short * limits.max_ratio:
        raise Invalid(N_("The picture is too narrow to be placed. Crop it first."), field="file")


def too_many_pixels(limits: UploadLimits, kind: PictureType) -> Invalid:
    """Return the refusal for a picture that has more pixels than its kind may have."""
    return Invalid(
        N_("The picture has more than %(limit)s megapixels. Save it smaller and try again."),
        field="file",
        limit=limits.most_pixels(kind) // 1_000_000,
    )


OWN = AssetRight("Eigenes Bild")


@dataclass(frozen=True, slots=True)
class AssetMeta:
    """What a person says about an asset; without a focal point the computed one stands."""

    title: str
    alt: str = ""
    tags: tuple[str, ...] = ()
    photographer: str = ""
    right: AssetRight = OWN
    focal: tuple[float, float] | None = None
    caption: str = ""
    credit: str = ""
    copyright: str = ""
    taken_on: date | None = None


def checked_meta(meta: AssetMeta) -> AssetMeta:
    """Return the metadata tidied up; refuses what cannot be stored or makes no sense."""
    title = one_line(meta.title)[:200]
    if not title:
        raise Invalid(N_("Give the picture a title."), field="title")
    right = meta.right
    if right.starts and right.ends and right.starts > right.ends:
        raise Invalid(N_("The rights end before they begin. Check both days."), field="ends")
    if not all(0 <= share <= 1 for share in meta.focal or ()):
        raise Invalid(N_("The focal point lies outside the picture."), field="focal")
    return replace(
        meta,
        title=title,
        alt=one_line(meta.alt)[:500],
        tags=tidy_tags(meta.tags),
        photographer=one_line(meta.photographer)[:200],
        caption=one_line(meta.caption)[:2000],
        credit=one_line(meta.credit)[:200],
        copyright=one_line(meta.copyright)[:200],
    )


def tidy_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return tags as they are kept: lower case, on one line, each once, without a hash sign."""
    tidied = (one_line(tag).casefold().strip("#,; ")[:60].strip() for tag in tags)
    return tuple(tag for tag in dict.fromkeys(tidied) if tag)[:MOST_TAGS]


def one_line(text: str) -> str:
    """Return text on one line, composed, without control characters."""
    composed = unicodedata.normalize("NFC", text)
    printable = "".join(c if c.isprintable() or c.isspace() else " " for c in composed)
    return re.sub(r"\s+", " ", printable).strip()


def title_from_name(name: str) -> str:
    """Return a title made of a file's name, which is a label and never a path."""
    last = name.replace("\\", "/").rpartition("/")[2]
    stem = last.rpartition(".")[0] or last
    return one_line(re.sub(r"[_\-]+", " ", stem))[:200] or "Foto"


def folded(text: str) -> str:
    """Return text as searches compare it: lower case, without accents, ß as ss."""
    decomposed = unicodedata.normalize("NFKD", one_line(text).casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def asset_rights_problem(
    right: AssetRight, day: date, *, channel: str | None = None, path: str | None = None
) -> RightsProblem | None:
    """Return what forbids to use an asset on a day, in a channel, at a tree path; else None."""
    return right.problem(day, channel=channel, path=path)


def days_left(right: AssetRight, day: date) -> int | None:
    """Return the days until the rights end (0 on the last one, negative after); None: no end."""
    return None if right.ends is None else (right.ends - day).days
