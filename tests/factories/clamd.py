"""Owns a small ClamAV for tests: a socket server that speaks clamd's protocol for real."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LONGEST = 32 * 1024 * 1024


class Clamd(socketserver.ThreadingTCPServer):
    """Listens on a free port of the loopback and remembers what it was sent."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.scanned: list[int] = []

    @property
    def url(self) -> str:
        """What the setting names it by."""
        return f"clamd://127.0.0.1:{self.server_address[1]}"


class _Session(socketserver.StreamRequestHandler):
    server: Clamd

    def handle(self) -> None:
        """Answer one command, as clamd does outside of an IDSESSION."""
        command = self._read_to_zero()
        if command == b"zVERSION":
            self.wfile.write(b"ClamAV 1.4.1/27461/Sun Nov 22 09:00:00 2026\0")
        elif command == b"zINSTREAM":
            self.wfile.write(self._scan())
        else:
            self.wfile.write(b"UNKNOWN COMMAND\0")

    def _read_to_zero(self) -> bytes:
        command = b""
        while not command.endswith(b"\0") and len(command) < 100:
            command += self.rfile.read(1)
        return command.rstrip(b"\0")

    def _scan(self) -> bytes:
        content = b""
        while length := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(length)
            if len(content) > LONGEST:
                return b"INSTREAM size limit exceeded. ERROR\0"
        self.server.scanned.append(len(content))
        found = EICAR in content
        return b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if found else b"stream: OK\0"


@contextmanager
def clamd() -> Iterator[Clamd]:
    """Serve a scanner for the length of the block."""
    with Clamd() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
