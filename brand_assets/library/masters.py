"""Owns what the decoding of an upload gives: the master to keep, and pictures for our own pages."""

from dataclasses import dataclass, field

from brand_assets.library.rules import AssetKind, PictureType
from brand_assets.typesetting.pictures.samples import ProfileProblem


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A small sRGB JPEG of a photo for our own pages."""

    width: int
    height: int
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class DecodedPicture:
    """A picture ready to be kept; `had_location` tells that a place was removed from it.

    `profile_problem` says why the colour profile in it is of no use.
    """

    width: int
    height: int
    media_type: PictureType
    master: bytes = field(repr=False)
    pages: tuple[PagePicture, ...]
    had_location: bool
    profile_problem: ProfileProblem | None = None

    @property
    def kind(self) -> AssetKind:
        """What kind of asset it is."""
        return AssetKind.ARTWORK if self.media_type.is_artwork else AssetKind.PHOTO
