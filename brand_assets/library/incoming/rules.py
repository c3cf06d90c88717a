"""Owns what an upload in parts may be: sizes, offsets, checksums, names, and where it stands."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from brand_assets.library.rules import MEBIBYTE, one_line
from portal.foundation.errors import N_, Conflict, Invalid
from portal.foundation.partial_files import LEAST_PART

PART_SIZE = LEAST_PART
"""How much of a file comes with one request; only the last part of a file is smaller."""
TAKE_IN_JOB = "library.take_in"
TIDY_JOB = "library.tidy_uploads"
MOST_TAGS_OF_FOLDERS = 5
_DIGEST = re.compile(r"sha-256=:([A-Za-z0-9+/]{43}=):")
_NO_FOLDERS = {"", ".", ".."}


class UploadState(StrEnum):
    """Where an upload stands."""

    RECEIVING = "receiving"
    TAKING_IN = "taking_in"
    DONE = "done"
    REFUSED = "refused"


class FolderUse(StrEnum):
    """What the folders in which the files lay become."""

    NOTHING = "nothing"
    TAGS = "tags"
    COLLECTION = "collection"


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody wants to send: the name is a label, the folder as well."""

    name: str
    size: int
    path: str
    batch: str = ""
    folder: str = ""
    folder_use: FolderUse = FolderUse.NOTHING

    @property
    def is_archive(self) -> bool:
        """Whether it says that it is a ZIP; what it is in truth is seen when it is there."""
        return self.name.casefold().endswith(".zip")


@dataclass(frozen=True, slots=True)
class OfferLimits:
    """How large files may be: one picture, a ZIP of pictures."""

    picture_bytes: int
    archive_bytes: int


@dataclass(frozen=True, slots=True)
class SentPart:
    """A part that came: where it belongs, how long it is, its hash (hex)."""

    offset: int
    size: int
    sha256: str

    @property
    def number(self) -> int:
        """Which part it is, from 1."""
        return self.offset // PART_SIZE + 1


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence about a file, to be translated for its reader."""

    message: str
    params: Mapping[str, object]

    def as_row(self) -> dict[str, object]:
        """Return it as JSON keeps it."""
        return {"message": self.message, "params": dict(self.params)}


def check_offer(offer: Offer, limits: OfferLimits) -> None:
    """Refuse what is empty or larger than may come in, before a byte of it is sent."""
    if offer.size <= 0:
        raise Invalid(N_("The file is empty. Choose another one."), field="file")
    if offer.is_archive and offer.size > limits.archive_bytes:
        raise Invalid(
            N_("The ZIP is larger than %(limit)s MB. Split it and upload its parts."),
            field="file",
            limit=limits.archive_bytes // MEBIBYTE,
        )
    if not offer.is_archive and offer.size > limits.picture_bytes:
        raise Invalid(
            N_("The file is larger than %(limit)s MB. Save it smaller and upload it again."),
            field="file",
            limit=limits.picture_bytes // MEBIBYTE,
        )


def check_part(part: SentPart, *, size: int, stated: str | None) -> None:
    """Refuse a part that cannot belong to a file of this size, or whose checksum is another."""
    expected = min(PART_SIZE, size - part.offset)
    if part.offset < 0 or part.offset % PART_SIZE or expected <= 0 or part.size != expected:
        raise Invalid(
            N_("This part does not fit into the file. Reload the page and continue the upload."),
            field="offset",
        )
    if stated is not None and stated != part.sha256:
        raise Invalid(
            N_("A part arrived damaged. It is sent once more; otherwise check your connection."),
            field="checksum",
        )


def place_part(part: SentPart, *, received: int, known: list[str]) -> bool:
    """Return whether a part is the next one; False if it is here already, as it was sent now."""
    if part.offset == received:
        return True
    if part.offset < received and known[part.number - 1] == part.sha256:
        return False
    if part.offset < received:
        raise Conflict(
            N_("Another file was sent under this upload before. Start the upload anew."),
        )
    raise Conflict(N_("Parts of the file are missing. The upload continues where it stopped."))


def read_digest(header: str) -> str | None:
    """Return the SHA-256 (hex) that a Content-Digest field states, None without one."""
    if not header:
        return None
    found = _DIGEST.search(header)
    try:
        return base64.b64decode(found[1], validate=True).hex() if found else _no_digest()
    except binascii.Error:
        return _no_digest()


def _no_digest() -> str:
    raise Invalid(
        N_("The checksum cannot be read. Send it as sha-256 in Content-Digest, or leave it out."),
        field="checksum",
    )


def label_of(name: str) -> str:
    """Return a file's name as a label: the last part of whatever path it came with."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return one_line(last)[:200] or "Foto"


def folders_of(name: str) -> tuple[str, ...]:
    """Return the folders in a relative name as labels, the outermost first."""
    parts = name.replace("\\", "/").split("/")[:-1]
    labels = (one_line(part)[:60] for part in parts if part.strip() not in _NO_FOLDERS)
    return tuple(label for label in labels if label and not label.endswith(":"))


def tags_of(folders: tuple[str, ...]) -> tuple[str, ...]:
    """Return the tags that folders become."""
    return tuple(dict.fromkeys(folders))[-MOST_TAGS_OF_FOLDERS:]


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of one picture: an asset, or the sentence why there is none."""

    name: str
    asset_id: str = ""
    is_new: bool = True
    had_location: bool = False
    problem: Told | None = None
    notes: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()

    def as_row(self) -> dict[str, object]:
        """Return it as JSON keeps it."""
        row: dict[str, object] = {"name": self.name}
        if self.problem is not None:
            return row | {"problem": self.problem.as_row()}
        found = {"asset_id": self.asset_id, "is_new": self.is_new, "notes": list(self.notes)}
        return row | found | {"had_location": self.had_location, "alike": list(self.alike)}


def read_taken_in(row: Mapping[str, Any]) -> TakenIn:
    """Return what became of a picture from what was kept."""
    problem = row.get("problem")
    return TakenIn(
        row["name"],
        row.get("asset_id", ""),
        row.get("is_new", False),
        row.get("had_location", False),
        read_told(problem) if problem else None,
        tuple(row.get("notes", ())),
        tuple(row.get("alike", ())),
    )


def read_told(row: Mapping[str, Any]) -> Told:
    """Return a sentence from what was kept of it."""
    return Told(row["message"], dict(row["params"]))
