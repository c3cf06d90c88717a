"""Owns what the decoding of an upload gives: the master to keep, and all that it tells."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from brand_assets.library.rules import AssetKind, PictureType
from brand_assets.typesetting.pictures.samples import ProfileProblem
from portal.foundation.errors import N_

MIDDLE = (0.5, 0.5)


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A small sRGB JPEG of a photo for our own pages."""

    width: int
    height: int
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class EmbeddedMeta:
    """What a file says of itself by XMP, IPTC or Exif, tidied and within the library's limits."""

    title: str = ""
    caption: str = ""
    alt: str = ""
    keywords: tuple[str, ...] = ()
    creator: str = ""
    credit: str = ""
    copyright: str = ""
    usage_terms: str = ""
    taken_on: date | None = None


class PictureNote(StrEnum):
    """What a person is told of a picture that was taken in."""

    FIRST_FRAME = "first_frame"
    FIRST_PAGE = "first_page"
    FEWER_STEPS = "fewer_steps"


NOTE_WORDS = {
    PictureNote.FIRST_FRAME: N_("The file is animated; its first frame was kept."),
    PictureNote.FIRST_PAGE: N_("The file has several pages; the first one was kept."),
    PictureNote.FEWER_STEPS: N_("The file has 16 bits a channel; it was kept with 8."),
}


@dataclass(frozen=True, slots=True)
class DecodedPicture:
    """A picture ready to be kept; `had_location` tells that a place was removed from it.

    `profile_problem` says why the colour profile in it is of no use; `colours` names those that
    cover most of it, the largest area first; `phash` is its perceptual hash, 64 bits as a signed
    number; `focal` is a proposal.
    """

    width: int
    height: int
    media_type: PictureType
    master: bytes = field(repr=False)
    pages: tuple[PagePicture, ...]
    had_location: bool
    profile_problem: ProfileProblem | None = None
    colours: tuple[str, ...] = ()
    phash: int | None = None
    focal: tuple[float, float] = MIDDLE
    embedded: EmbeddedMeta = EmbeddedMeta()
    notes: tuple[PictureNote, ...] = ()

    @property
    def kind(self) -> AssetKind:
        """What kind of asset it is."""
        return AssetKind.ARTWORK if self.media_type.is_artwork else AssetKind.PHOTO
