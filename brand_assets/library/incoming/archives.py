"""Owns ZIP files of pictures: what is in them, and one entry at a time, in a process apart.

Names in them are labels: nothing is ever written under one, and none is ever a path.
"""

import stat
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from brand_assets.library.incoming.rules import Told, folders_of, label_of
from brand_assets.library.rules import MEBIBYTE
from portal.foundation.errors import N_, Invalid

_PIECE = 1024 * 1024
_HIGHEST_RATIO = 200
_SMALL = 4 * MEBIBYTE
_ENCRYPTED = 0x1
_READ = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_BY_THE_WAY = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
_BROKEN = N_("The ZIP is damaged or not complete. Make it again and upload it once more.")
_STARTS = (b"PK\x03\x04", b"PK\x05\x06")


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """What a ZIP may hold: how many files, how large each, how large all of them unpacked."""

    entries: int
    entry_bytes: int
    unpacked_bytes: int


@dataclass(frozen=True, slots=True)
class ArchiveEntry:
    """A file in a ZIP by its place in it; `problem` says why it is left out."""

    index: int
    name: str
    folders: tuple[str, ...]
    size: int
    problem: Told | None = field(default=None)


def is_archive(head: bytes) -> bool:
    """Whether these first bytes are those of a ZIP."""
    return head.startswith(_STARTS)


def list_archive(path: Path, limits: ArchiveLimits) -> tuple[ArchiveEntry, ...]:
    """Return the files in a ZIP without what systems put there; `Invalid` says what is wrong."""
    try:
        with zipfile.ZipFile(path) as archive:
            found = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, MemoryError) as error:
        raise Invalid(_BROKEN, field="file") from error
    if len(found) > limits.entries:
        raise Invalid(
            N_("The ZIP holds more than %(limit)s files. Split it and upload its parts."),
            field="file",
            limit=limits.entries,
        )
    if sum(info.file_size for info in found) > limits.unpacked_bytes:
        raise Invalid(
            N_("Unpacked, the ZIP is larger than %(limit)s MB. Split it and upload its parts."),
            field="file",
            limit=limits.unpacked_bytes // MEBIBYTE,
        )
    entries = tuple(
        ArchiveEntry(
            index,
            label_of(info.filename),
            folders_of(info.filename),
            info.file_size,
            _problem(info, limits),
        )
        for index, info in enumerate(found)
        if not info.is_dir() and not _is_by_the_way(info.filename)
    )
    if not entries:
        raise Invalid(
            N_("There is no picture in the ZIP. Choose one with pictures in it."), field="file"
        )
    return entries


def _is_by_the_way(name: str) -> bool:
    parts = [part.casefold() for part in name.replace("\\", "/").split("/")]
    hidden = parts[-1].startswith(".")
    return hidden or not parts[-1] or any(part in _BY_THE_WAY for part in parts)


def _problem(info: zipfile.ZipInfo, limits: ArchiveLimits) -> Told | None:
    is_tight = info.file_size > max(_SMALL, info.compress_size * _HIGHEST_RATIO)
    found = {
        N_("It is locked with a password. Make the ZIP without one."): (
            info.flag_bits & _ENCRYPTED
        ),
        N_("It is a link and no picture. Put the picture itself into the ZIP."): (
            stat.S_ISLNK(info.external_attr >> 16)
        ),
        N_("A ZIP inside a ZIP is not opened. Upload it by itself."): (
            info.filename.casefold().endswith(".zip")
        ),
        N_("The file is larger than %(limit)s MB. Save it smaller and upload it again."): (
            info.file_size > limits.entry_bytes
        ),
        N_("It is packed more tightly than any picture and was left alone."): is_tight,
        N_("It is packed in an unusual way. Make the ZIP anew with another program."): (
            info.compress_type not in _READ
        ),
    }
    message = next((text for text, is_so in found.items() if is_so), None)
    return Told(message, {"limit": limits.entry_bytes // MEBIBYTE}) if message else None


def extract_entry(path: Path, index: int, target: Path, limits: ArchiveLimits) -> None:
    """Write one file of a ZIP to `target`, a name of our own; `Invalid` says what is wrong."""
    try:
        with zipfile.ZipFile(path) as archive:
            info = archive.infolist()[index]
            with archive.open(info) as source, target.open("xb") as out:
                left = min(info.file_size, limits.entry_bytes)
                while left > 0 and (piece := source.read(min(_PIECE, left))):
                    left -= out.write(piece)
    # Its readers raise nearly anything on hostile input; all of it means the same here.
    except Exception as error:
        raise Invalid(
            N_("It is damaged inside the ZIP. Make the ZIP again and upload it once more."),
            field="file",
        ) from error
