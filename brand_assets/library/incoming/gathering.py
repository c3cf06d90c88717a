"""Owns how the parts of an upload become one file on this machine, checked piece by piece."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from brand_assets.library.incoming.models import Upload
from brand_assets.library.incoming.rules import PART_SIZE
from brand_assets.library.uploads import passing_folder
from portal.foundation.errors import N_, Invalid
from portal.foundation.storage import CHUNK, chunks, file_store

_LOST = N_("Something was lost on the way here. Upload the file again.")


@contextmanager
def gathered(upload: Upload) -> Iterator[Path]:
    """Give the file, after each part was compared with the hash that it came with."""
    tags = [part["tag"] for part in upload.parts]
    with passing_folder() as folder:
        path, left = folder / "upload", upload.size
        with file_store().parts.open(upload.handle, tags) as source, path.open("xb") as out:
            for part in upload.parts:
                left -= _copy_part(source, out, min(PART_SIZE, left), part["sha256"])
        if left:
            raise Invalid(_LOST)
        yield path


def _copy_part(source: BinaryIO, out: BinaryIO, size: int, sha256: str) -> int:
    digest, copied = hashlib.sha256(), 0
    while copied < size and (piece := source.read(min(CHUNK, size - copied))):
        digest.update(piece)
        copied += out.write(piece)
    if digest.hexdigest() != sha256:
        raise Invalid(_LOST)
    return copied


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file, read piece by piece."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        for piece in chunks(stream):
            digest.update(piece)
    return digest.hexdigest()
