"""Owns packages: a ZIP with the press PDFs of one supplier and their job ticket, byte for byte
the same for the same lines."""

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from campaigns.delivery.rules import EARLIEST_ZIP_TIME, TicketLine, check_hash, ticket_json
from portal.foundation.storage import CHUNK, StoredFile, file_store

TICKET = "job_ticket.json"
IN_MEMORY = 8 * CHUNK


@dataclass(frozen=True, slots=True)
class PackedLine:
    """One line of a package: what the ticket says of it, and where its bytes are."""

    ticket: TicketLine
    sha256: str


def store_package(supplier_name: str, lines: Sequence[PackedLine]) -> StoredFile:
    """Write the ZIP and store it; Conflict where stored bytes are not those that were approved."""
    in_order = sorted(lines, key=lambda line: line.ticket.reference)
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as spool:
        target = cast(BinaryIO, spool)
        with ZipFile(target, "w") as archive:
            tickets = [line.ticket for line in in_order]
            archive.writestr(_entry(TICKET, ZIP_DEFLATED), ticket_json(supplier_name, tickets))
            for line in in_order:
                _add(archive, line)
        target.seek(0)
        return file_store().put(target, media_type="application/zip")


def _add(archive: ZipFile, line: PackedLine) -> None:
    # A PDF is compressed inside; storing it as it is keeps the bytes independent of zlib.
    digest = hashlib.sha256()
    with archive.open(_entry(line.ticket.file, ZIP_STORED), "w", force_zip64=True) as target:
        for piece in stored_chunks(line.sha256):
            digest.update(piece)
            target.write(piece)
    check_hash(line.sha256, digest.hexdigest())


def stored_chunks(sha256: str) -> Iterator[bytes]:
    """Yield stored content piece by piece."""
    with file_store().open(sha256) as source:
        while piece := source.read(CHUNK):
            yield piece


def check_stored(sha256: str) -> None:
    """Raise Conflict where the stored bytes are not those of the hash they are kept under."""
    digest = hashlib.sha256()
    for piece in stored_chunks(sha256):
        digest.update(piece)
    check_hash(sha256, digest.hexdigest())


def _entry(name: str, compression: int) -> ZipInfo:
    entry = ZipInfo(name, EARLIEST_ZIP_TIME)
    entry.compress_type = compression
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry
