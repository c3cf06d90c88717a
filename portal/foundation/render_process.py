"""Owns a render process: `python -m … FD BYTES NICE` answers what comes through a pipe's end.

It imports nothing of ours until a task needs it, so that it starts in a moment, has no more
memory than BYTES, and lets others go first by NICE. With each answer it says whether it is worn:
it held so much that a fresh process serves the next task better.
"""

import gc
import importlib
import os
import resource
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

WORN_SHARE = 0.5
_KILOBYTE = 1024
_STATUS = Path("/proc/self/status")


def main() -> None:
    """Limit memory and priority, leave interrupts to the parent, and serve."""
    memory = int(sys.argv[2])
    os.nice(int(sys.argv[3]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    serve(Connection(int(sys.argv[1])), memory)


def prepare(module: str) -> None:
    """Import what the first task needs, which takes longer than many a task.

    It is here to stay: whoever searches for garbage later, does not look through it each time.
    """
    importlib.import_module(module)
    gc.freeze()


def serve(connection: Connection, memory: int) -> None:
    """Answer tasks until the other end is closed."""
    while True:
        try:
            function, args, kwargs = connection.recv()
        except EOFError:
            return
        except Exception as error:
            connection.send((False, RuntimeError(f"The work cannot be read: {error}"), False))
            continue
        succeeded, value = _done(function, args, kwargs)
        _send(connection, succeeded, value, worn=_peak() > memory * WORN_SHARE)


def _peak() -> int:
    """Return the most bytes that this process held; what `getrusage` says counts its parent in."""
    try:
        status = _STATUS.read_text(encoding="ascii")
    except OSError:
        return 0  # No Linux: nothing is worn before its time.
    return int(status.partition("VmHWM:")[2].split()[0]) * _KILOBYTE


def _done(
    function: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object]
) -> tuple[bool, object]:
    try:
        return True, function(*args, **kwargs)
    except Exception as error:
        return False, error


def _send(connection: Connection, succeeded: bool, value: object, *, worn: bool) -> None:
    try:
        connection.send((succeeded, value, worn))
    except Exception as error:
        reason = RuntimeError(f"{value!r} cannot be sent back: {error}")
        connection.send((False, reason, worn))


if __name__ == "__main__":
    main()
