"""Owns which photos the editor offers for a field, and their small pictures."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from brand_assets.library.access import find_photo
from brand_assets.library.photos import page_picture
from brand_assets.library.rules import AssetMeta
from brand_assets.library.service import AssetQuery, add_asset, find_assets
from campaigns.ad_templates.fields import FieldDefinition
from portal.foundation import clock
from portal.foundation.errors import N_, NotFound
from regions.accounts.rules import Actor

_WIDTH = 320


@dataclass(frozen=True, slots=True)
class OfferedPhoto:
    """One photo to choose: what it is called, how large it is, whether it is the outlet's own."""

    sha256: str
    title: str
    alt: str
    width: int
    height: int
    own: bool


def offered_photos(actor: Actor, path: str, entry: FieldDefinition) -> tuple[OfferedPhoto, ...]:
    """Return the photos of the field's pool, or all that may be placed at `path` today."""
    if entry.pool:
        found = [find_photo(path, sha256) for sha256 in entry.pool]
    else:
        query = AssetQuery(usable_on=clock.today(), path=path)
        found = list(find_assets(actor, query).assets)
    return tuple(
        OfferedPhoto(
            sha256=photo.sha256,
            title=photo.title,
            alt=photo.alt or photo.title,
            width=photo.width,
            height=photo.height,
            own=photo.path == path,
        )
        for photo in found
        if photo is not None
    )


def add_own_photo(actor: Actor, path: str, file_name: str, content: bytes) -> str:
    """Take a photo into the library of one outlet and return its content hash.

    The file's name is a label and nothing else.
    """
    title = PurePosixPath(file_name.replace("\\", "/")).stem[:200] or "Foto"
    return add_asset(actor, path, content, AssetMeta(title)).asset.sha256


def photo_picture(path: str, sha256: str) -> bytes:
    """Return a small JPEG of a photo that may be placed at `path`; raises NotFound."""
    if find_photo(path, sha256) is None:
        raise NotFound(N_("This photo is not in the library any more. Choose another one."))
    return page_picture(sha256, _WIDTH)
