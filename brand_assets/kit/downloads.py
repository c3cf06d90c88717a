"""Owns the files of a kit as people download them, each download a usage event."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from uuid import UUID

from brand_assets.kit.models import BrandKit
from brand_assets.kit.service import get_kit_version
from brand_assets.kit.usage_kinds import KIT_FILE_DOWNLOADED
from portal.foundation import usage
from portal.foundation.database import transaction
from portal.foundation.errors import N_, NotFound
from portal.foundation.storage import file_store
from regions.scoping.actor import Actor

_MEDIA_TYPES = {
    ".svg": "image/svg+xml",
    ".otf": "font/otf",
    ".ttf": "font/ttf",
    ".icc": "application/vnd.iccprofile",
}


@dataclass(frozen=True, slots=True)
class KitFile:
    """A file to hand out: its name, kind and content."""

    name: str
    media_type: str
    data: bytes


def download_kit_file(actor: Actor, version_id: UUID, path: str) -> KitFile:
    """Return one file of a version that the actor may read, by its path inside the kit."""
    version = get_kit_version(actor, version_id)
    sha256 = version.files.get(path)
    if sha256 is None:
        raise NotFound(N_("This version of the brand kit has no such file."))
    with transaction() as s:
        kit = s.get_one(BrandKit, version.kit_id)
        usage.record(
            KIT_FILE_DOWNLOADED,
            actor=actor.ref,
            path=kit.path,
            attributes={"kit": kit.key, "file": path},
        )
    name = PurePosixPath(path)
    media_type = _MEDIA_TYPES.get(name.suffix.lower(), "application/octet-stream")
    return KitFile(name.name, media_type, file_store().read(sha256))
