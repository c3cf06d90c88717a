"""Owns the question whether a file holds a virus: asked of a ClamAV daemon over its socket.

Where one is set and does not answer, nothing comes in: an unchecked file is never taken for clean.
"""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import structlog

from portal.foundation.config import settings
from portal.foundation.errors import N_, Invalid, NotNow

log = structlog.get_logger(__name__)
_PORT = 3310
_PIECE = 64 * 1024
_LONGEST_ANSWER = 4096
_CONNECT_SECONDS = 5.0
_SCAN_SECONDS = 120.0
_FOUND = re.compile(r"stream: (.+) FOUND")

Address = tuple[str, int] | str


class ScannerAway(NotNow):
    """The virus scanner does not answer, so nothing can be taken in now."""


def find_virus(path: Path) -> str | None:
    """Return the name of the virus in a file, None for a clean one or where nothing scans.

    Raises `ScannerAway` when no verdict can be had, `Invalid` for what is too large to be scanned.
    """
    url = settings().virus_scan_url
    return _scan(_address(url), path) if url else None


def check_scanner() -> str:
    """Return the version that the scanner tells; raises `ScannerAway`."""
    with _open(_address(settings().virus_scan_url)) as connection:
        connection.sendall(b"zVERSION\0")
        return _answer(connection)


def _scan(address: Address, path: Path) -> str | None:
    with path.open("rb") as file, _open(address) as connection:
        try:
            connection.sendall(b"zINSTREAM\0")
            while piece := file.read(_PIECE):
                connection.sendall(len(piece).to_bytes(4) + piece)
            connection.sendall(bytes(4))
        except (BrokenPipeError, ConnectionResetError):
            # It hangs up on what is longer than it takes, but says so before.
            log.info("scanner_hung_up")
        return _verdict(_answer(connection))


def _verdict(answer: str) -> str | None:
    if answer == "stream: OK":
        return None
    found = _FOUND.fullmatch(answer)
    if found:
        return found[1]
    if "size limit exceeded" in answer:
        raise Invalid(
            N_("The file is too large to be checked for viruses. Save it smaller and try again."),
            field="file",
        )
    raise _away(answer or "no answer")


def _address(url: str) -> Address:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return parts.path
    return parts.hostname or "localhost", parts.port or _PORT


@contextmanager
def _open(address: Address) -> Iterator[socket.socket]:
    try:
        with _connected(address) as connection:
            connection.settimeout(_SCAN_SECONDS)
            yield connection
    except OSError as error:
        raise _away(str(error)) from error


def _connected(address: Address) -> socket.socket:
    if isinstance(address, tuple):
        return socket.create_connection(address, _CONNECT_SECONDS)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(_CONNECT_SECONDS)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection


def _answer(connection: socket.socket) -> str:
    answer = b""
    while len(answer) < _LONGEST_ANSWER and not answer.endswith(b"\0"):
        piece = connection.recv(_LONGEST_ANSWER)
        if not piece:
            break
        answer += piece
    return answer.rstrip(b"\0").decode(errors="replace").strip()


def _away(reason: str) -> ScannerAway:
    log.warning("scanner_away", reason=reason)
    return ScannerAway(
        N_("Files cannot be checked for viruses at the moment. Upload it again in a few minutes.")
    )
