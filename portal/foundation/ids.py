"""Owns identifiers: UUIDv7, which sort by the time they were made (RFC 9562, 5.7)."""

import os
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = 0


def new_id() -> UUID:
    """Return a UUIDv7; within one process each is greater than the one before."""
    global _last  # noqa: PLW0603 - one counter a process is what keeps the order
    with _lock:
        # 48 bits of milliseconds and 12 bits of their fraction.
        stamp = max(int(time.time() * 1000 * 4096), _last + 1)
        _last = stamp
    high = (stamp >> 12) << 16 | 0x7000 | (stamp & 0xFFF)
    low = int.from_bytes(os.urandom(8)) & 0x3FFFFFFFFFFFFFFF | 0x8000000000000000
    return UUID(int=high << 64 | low)
