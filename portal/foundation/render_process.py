"""Owns a render process: `python -m … FD` answers what comes through that end of a pipe.

It imports nothing of ours until a task needs it, so that it starts in a moment.
"""

import resource
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection

MEMORY_LIMIT = 4 * 1024**3


def main() -> None:
    """Limit memory, leave interrupts to the parent, and serve."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    serve(Connection(int(sys.argv[1])))


def serve(connection: Connection) -> None:
    """Answer tasks until the other end is closed;"""
    while True:
        try:
            function, args, kwargs = connection.recv()
        except EOFError:
            return
        except Exception as error:
            connection.send((False, RuntimeError(f"The work cannot be read: {error}")))
            continue
        _answer(connection, function, args, kwargs)


def _answer(
    connection: Connection,
    function: Callable[..., object],
    args: tuple[object, ...],
    kwargs: dict[str, object],
) -> None:
    try:
        answer: tuple[bool, object] = (True, function(*args, **kwargs))
    except Exception as error:
        answer = (False, error)
    try:
        connection.send(answer)
    except Exception as error:
        connection.send((False, RuntimeError(f"{answer[1]!r} cannot be sent back: {error}")))


if __name__ == "__main__":
    main()
