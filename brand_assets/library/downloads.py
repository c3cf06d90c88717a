"""Owns the download of a picture, which is a usage event."""

import re
from dataclasses import dataclass
from uuid import UUID

from brand_assets.library.access import get_asset
from brand_assets.library.rules import PictureType, folded
from brand_assets.library.usage_kinds import ASSET_DOWNLOADED
from portal.foundation import usage
from portal.foundation.database import transaction
from portal.foundation.storage import file_store
from regions.scoping.actor import Actor


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture to hand out: its name, kind and content."""

    name: str
    media_type: str
    data: bytes


def download_asset(actor: Actor, asset_id: UUID) -> PictureFile:
    """Return the master of a picture that the actor may look at."""
    asset = get_asset(actor, asset_id)
    with transaction():
        usage.record(ASSET_DOWNLOADED, actor=actor.ref, path=asset.path)
    stem = re.sub(r"[^a-z0-9]+", "-", folded(asset.title)).strip("-")[:60] or "bild"
    kind = PictureType(asset.media_type)
    return PictureFile(f"{stem}.{kind.extension}", kind.value, file_store().read(asset.sha256))
