"""Owns files: a content-addressed store as a port, with adapters for disk and memory.

A key is the SHA-256 of the content and made here; names that people give are never paths.
"""

import hashlib
import io
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from portal.foundation.errors import N_, Misconfigured, NotFound
from portal.foundation.partial_files import DiskParts, MemoryParts, PartStore

CHUNK = 1024 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What is known of stored content: its hash (hex), its size in bytes, its media type."""

    sha256: str
    size: int
    media_type: str


class FileStore(Protocol):
    """Where files live; the same content is stored once, whatever it is called."""

    @property
    def parts(self) -> PartStore:
        """Where files that come in parts wait until all of them are there."""
        ...

    def put(self, stream: BinaryIO | bytes, *, media_type: str) -> StoredFile:
        """Store content, streamed; nothing is visible until all of it is there."""
        ...

    def open(self, sha256: str) -> BinaryIO:
        """Open content for reading; raises `NotFound`."""
        ...

    def read(self, sha256: str) -> bytes:
        """Return content as bytes; raises `NotFound`."""
        ...

    def exists(self, sha256: str) -> bool:
        """Tell whether the content is stored."""
        ...

    def delete(self, sha256: str) -> None:
        """Remove content; it is no error if it is gone already."""
        ...

    def check(self) -> None:
        """Write, read and remove a probe; raises `Misconfigured` saying what to mend."""
        ...


def as_stream(content: BinaryIO | bytes) -> BinaryIO:
    """Return a stream over either form of content."""
    return io.BytesIO(content) if isinstance(content, bytes) else content


def chunks(stream: BinaryIO) -> Iterator[bytes]:
    """Yield a stream's content piece by piece."""
    while piece := stream.read(CHUNK):
        yield piece


def is_key(sha256: str) -> bool:
    """Tell whether this can be a key at all."""
    return _SHA256.fullmatch(sha256) is not None


def checked_key(sha256: str) -> str:
    """Return the key if it is one; raises `NotFound` for anything else."""
    if not is_key(sha256):
        raise missing(sha256)
    return sha256


def missing(sha256: str) -> NotFound:
    """Return the refusal for content that is not stored."""
    return NotFound(
        N_("The file %(sha256)s is not in the storage; restore it from the backup."),
        sha256=sha256[:64],
    )


def probe(store: FileStore) -> None:
    """Write, read and remove a few bytes that nothing else stores."""
    content = b"probe " + os.urandom(16)
    stored = store.put(content, media_type="application/octet-stream")
    same = store.read(stored.sha256) == content
    store.delete(stored.sha256)
    if not same or store.exists(stored.sha256):
        raise Misconfigured(N_("The storage does not give back what is written to it."))


class DiskFileStore:
    """Files in a folder, spread over 256 subfolders, written beside and renamed into place."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def parts(self) -> PartStore:
        """Where files that come in parts wait until all of them are there."""
        return DiskParts(self.root / "parts")

    def put(self, stream: BinaryIO | bytes, *, media_type: str) -> StoredFile:
        """Store content, streamed; nothing is visible until all of it is there."""
        incoming = self.root / "incoming"
        incoming.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        with _temporary(incoming) as (file, path):
            for piece in chunks(as_stream(stream)):
                digest.update(piece)
                size += file.write(piece)
            file.flush()
            os.fsync(file.fileno())
            target = self._path(digest.hexdigest())
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
        _sync_folder(target.parent)
        return StoredFile(digest.hexdigest(), size, media_type)

    def open(self, sha256: str) -> BinaryIO:
        """Open content for reading; raises `NotFound`."""
        try:
            return self._path(sha256).open("rb")
        except FileNotFoundError:
            raise missing(sha256) from None

    def read(self, sha256: str) -> bytes:
        """Return content as bytes; raises `NotFound`."""
        with self.open(sha256) as file:
            return file.read()

    def exists(self, sha256: str) -> bool:
        """Tell whether the content is stored."""
        return is_key(sha256) and self._path(sha256).is_file()

    def delete(self, sha256: str) -> None:
        """Remove content; it is no error if it is gone already."""
        self._path(sha256).unlink(missing_ok=True)

    def check(self) -> None:
        """Write, read and remove a probe; raises `Misconfigured` saying what to mend."""
        try:
            probe(self)
        except OSError as error:
            raise Misconfigured(
                N_("The storage folder %(folder)s cannot be used (%(reason)s)."),
                folder=self.root,
                reason=error.strerror or error,
            ) from error

    def _path(self, sha256: str) -> Path:
        key = checked_key(sha256)
        return self.root / key[:2] / key


@contextmanager
def _temporary(folder: Path) -> Iterator[tuple[BinaryIO, Path]]:
    handle, name = tempfile.mkstemp(dir=folder)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file, path
    finally:
        path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class MemoryFileStore:
    """Files in this process's memory, for tests and previews."""

    def __init__(self) -> None:
        self._content: dict[str, bytes] = {}
        self.parts: PartStore = MemoryParts()

    def put(self, stream: BinaryIO | bytes, *, media_type: str) -> StoredFile:
        """Store content."""
        content = b"".join(chunks(as_stream(stream)))
        sha256 = hashlib.sha256(content).hexdigest()
        self._content[sha256] = content
        return StoredFile(sha256, len(content), media_type)

    def open(self, sha256: str) -> BinaryIO:
        """Open content for reading; raises `NotFound`."""
        return io.BytesIO(self.read(sha256))

    def read(self, sha256: str) -> bytes:
        """Return content as bytes; raises `NotFound`."""
        content = self._content.get(checked_key(sha256))
        if content is None:
            raise missing(sha256)
        return content

    def exists(self, sha256: str) -> bool:
        """Tell whether the content is stored."""
        return sha256 in self._content

    def delete(self, sha256: str) -> None:
        """Remove content; it is no error if it is gone already."""
        self._content.pop(sha256, None)

    def check(self) -> None:
        """Write, read and remove a probe."""
        probe(self)


_store: FileStore | None = None


def use_file_store(store: FileStore) -> FileStore:
    """Make `store` this process's file store."""
    global _store  # noqa: PLW0603 - one store a process, set at start-up
    _store = store
    return store


def file_store() -> FileStore:
    """Return this process's file store."""
    if _store is None:
        raise RuntimeError("No file store yet: call use_file_store(store) at start-up")
    return _store
