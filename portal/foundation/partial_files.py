"""Owns files that come in parts: kept apart until all are there, then read as one.

A handle is made here and known to nobody but the server; names that people give are never paths.
"""

import hashlib
import io
import os
import re
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from portal.foundation.errors import N_, NotFound
from portal.foundation.ids import new_id

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

LEAST_PART = 5 * 1024 * 1024
"""Every part but the last is at least this large: what object stores ask for."""
MOST_PARTS = 10_000
_HANDLE = re.compile(r"[0-9a-f]{32}")


class PartStore(Protocol):
    """Where the parts of unfinished files live."""

    def begin(self) -> str:
        """Begin a file and return its handle."""
        ...

    def write(self, handle: str, number: int, content: bytes) -> str:
        """Keep part `number` (from 1) and return its tag; raises `NotFound` for a lost file."""
        ...

    def open(self, handle: str, tags: Sequence[str]) -> BinaryIO:
        """Put the parts of these tags together and read them as one; raises `NotFound`."""
        ...

    def discard(self, handle: str) -> None:
        """Remove a file with all of its parts; it is no error if it is gone already."""
        ...

    def discard_before(self, moment: datetime) -> int:
        """Remove every file untouched since then, and return how many there were."""
        ...


def lost() -> NotFound:
    """Return the refusal for parts that are not there any more."""
    return NotFound(N_("What was sent of this file is not there any more. Upload it again."))


class DiskParts:
    """Parts in a folder, each written beside and renamed into place under its number and hash."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def begin(self) -> str:
        """Begin a file and return its handle."""
        handle = new_id().hex
        (self.root / handle).mkdir(parents=True)
        return handle

    def write(self, handle: str, number: int, content: bytes) -> str:
        """Keep part `number` and return its tag: two who send at once never mix their bytes."""
        tag = hashlib.sha256(content).hexdigest()
        target = self._part(handle, number, tag)
        beside = target.with_name(f"{new_id().hex}.new")
        try:
            with beside.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(target)
        except FileNotFoundError:
            raise lost() from None
        return tag

    def open(self, handle: str, tags: Sequence[str]) -> BinaryIO:
        """Put the parts together and read them as one."""
        paths = [self._part(handle, number, tag) for number, tag in enumerate(tags, 1)]
        if not all(path.is_file() for path in paths):
            raise lost()
        return io.BufferedReader(_Joined(paths))

    def discard(self, handle: str) -> None:
        """Remove a file with all of its parts."""
        shutil.rmtree(self._folder(handle), ignore_errors=True)

    def discard_before(self, moment: datetime) -> int:
        """Remove every file untouched since then."""
        folders = [folder for folder in self.root.glob("*") if _HANDLE.fullmatch(folder.name)]
        old = [folder for folder in folders if _touched(folder) < moment]
        for folder in old:
            self.discard(folder.name)
        return len(old)

    def _folder(self, handle: str) -> Path:
        if _HANDLE.fullmatch(handle) is None:
            raise lost()
        return self.root / handle

    def _part(self, handle: str, number: int, tag: str) -> Path:
        return self._folder(handle) / f"{number:05d}.{tag}"


def _touched(folder: Path) -> datetime:
    try:
        return datetime.fromtimestamp(folder.stat().st_mtime, UTC)
    except FileNotFoundError:
        return datetime.max.replace(tzinfo=UTC)


class _Joined(io.RawIOBase):
    """Several files read as if they were one."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._left = list(paths)
        self._file: BinaryIO | None = None

    def readable(self) -> bool:
        """Say that this can be read."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Read on, from one file into the next."""
        view = memoryview(buffer).cast("B")
        while self._file or self._left:
            self._file = self._file or self._left.pop(0).open("rb")
            piece = self._file.read(len(view))
            if piece:
                view[: len(piece)] = piece
                return len(piece)
            self._shut()
        return 0

    def close(self) -> None:
        """Close what is open."""
        self._shut()
        super().close()

    def _shut(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


class MemoryParts:
    """Parts in this process's memory, for tests and previews."""

    def __init__(self) -> None:
        self._files: dict[str, dict[tuple[int, str], bytes]] = {}

    def begin(self) -> str:
        """Begin a file and return its handle."""
        handle = new_id().hex
        self._files[handle] = {}
        return handle

    def write(self, handle: str, number: int, content: bytes) -> str:
        """Keep part `number` and return its tag."""
        tag = hashlib.sha256(content).hexdigest()
        if handle not in self._files:
            raise lost()
        self._files[handle][number, tag] = content
        return tag

    def open(self, handle: str, tags: Sequence[str]) -> BinaryIO:
        """Put the parts together and read them as one."""
        parts = self._files.get(handle, {})
        if not all(key in parts for key in enumerate(tags, 1)):
            raise lost()
        return io.BytesIO(b"".join(parts[key] for key in enumerate(tags, 1)))

    def discard(self, handle: str) -> None:
        """Remove a file with all of its parts."""
        self._files.pop(handle, None)

    def discard_before(self, moment: datetime) -> int:
        """Remove nothing: what is in memory goes with the process."""
        return 0
