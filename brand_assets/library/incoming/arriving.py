"""Owns how a ZIP of the plain form joins those that come in parts: stored, then left to a job."""

from typing import IO
from uuid import UUID

from brand_assets.library.incoming.archives import is_archive
from brand_assets.library.incoming.models import Upload
from brand_assets.library.incoming.rules import PART_SIZE, FolderUse, Offer
from brand_assets.library.incoming.sessions import begin_upload, finish_upload, take_part
from brand_assets.library.incoming.taking_in import check_archive
from brand_assets.library.rules import HEAD
from brand_assets.library.uploads import on_disk
from regions.scoping.actor import Actor

Label = tuple[str, str, UUID]
"""Name of the file, licence of its pictures, batch that it belongs to."""


def receive_archive(
    actor: Actor, stream: IO[bytes], path: str, folder_use: FolderUse, label: Label
) -> Upload | None:
    """Have a ZIP unpacked in the background; None, with the stream at its start, for others."""
    head = stream.read(HEAD)
    stream.seek(0)
    if not is_archive(head):
        return None
    name, licence, batch_id = label
    with on_disk(stream) as file:
        check_archive(file)
        offer = Offer(_zip_name(name), file.stat().st_size, path, folder_use=folder_use)
        upload = begin_upload(actor, offer, batch_id, licence)
        with file.open("rb") as content:
            for offset in range(0, upload.size, PART_SIZE):
                take_part(actor, upload.id, offset, content.read(PART_SIZE))
    return finish_upload(actor, upload.id)


def _zip_name(name: str) -> str:
    return name if name.casefold().endswith(".zip") else f"{name}.zip"
