"""Owns the entry of a render process: `python -m … FD`, where FD is its end of the pipe."""

import resource
import signal
import sys
from multiprocessing.connection import Connection

from portal.foundation.jobs.processes import serve

MEMORY_LIMIT = 4 * 1024**3


def main() -> None:
    """Limit memory, leave interrupts to the parent, and serve."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    serve(Connection(int(sys.argv[1])))


if __name__ == "__main__":
    main()
