"""Owns the processes in which pictures are decoded and pages rendered, apart from the server.

Each is a fresh interpreter that knows neither database nor settings. One that takes too long, uses
too much memory or dies is replaced, and only the caller of that one piece of work hears of it.
What strangers sent is read in processes of their own, within narrower limits: a bad file neither
starves the rendering nor waits behind it. Work of many minutes has processes of its own as well,
which let all others go first: nobody who looks at a page waits behind it.
"""

import atexit
import math
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from multiprocessing.connection import Pipe
from pathlib import Path
from types import MappingProxyType
from typing import ParamSpec, TypeVar, cast

from portal.foundation.config import settings
from portal.foundation.render_process import prepare

Params = ParamSpec("Params")
Result = TypeVar("Result")

DEFAULT_SECONDS = 60.0
RENDER_BYTES = 4 * 1024**3
_MEBIBYTE = 1024 * 1024
_TASKS_PER_PROCESS = 500
_BACKGROUND_NICE = 10
_PATIENCE = 3
"""How many times longer the clock may run than a process works, on a busy machine."""
_BACKGROUND_PATIENCE = 30
"""The same for one that lets all others go first."""
_LOOK_SECONDS = 0.2
_ROOT = Path(__file__).resolve().parents[3]
# Each thread of a library would reserve address space, of which a confined process has little.
_FRUGAL = {
    "MALLOC_ARENA_MAX": "2",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OMP_THREAD_LIMIT": "1",
}


class ProcessFailed(RuntimeError):
    """A piece of work took too long or its process died."""


class _Worker:
    """One process and our end of the pipe to it."""

    def __init__(self, memory: int, environment: Mapping[str, str], nice: int) -> None:
        self.connection, theirs = Pipe()
        search = os.pathsep.join([str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
        command = [sys.executable, "-m", "portal.foundation.render_process"]
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [*command, str(theirs.fileno()), str(memory), str(nice)],
            pass_fds=[theirs.fileno()],
            env={**os.environ, **environment, "PYTHONPATH": search},
        )
        theirs.close()
        self.tasks_left = _TASKS_PER_PROCESS

    def call(self, task: object, seconds: float, *, patience: int = 1) -> tuple[bool, object]:
        """Run a task there; raises `ProcessFailed` when no answer comes."""
        self.tasks_left -= 1
        try:
            worked = self._worked()
            self.connection.send(task)
            answered = self.connection.poll(seconds)
            if not answered and patience > 1:
                answered = self._poll_busy((patience - 1) * seconds, worked + seconds)
            if not answered:
                raise ProcessFailed(f"The work took longer than {seconds:g} seconds")
            succeeded, value, worn = self.connection.recv()
        except (EOFError, ConnectionError) as error:
            raise ProcessFailed("The process that did the work ended unexpectedly") from error
        if worn:
            self.tasks_left = 0
        return succeeded, value

    def _poll_busy(self, seconds: float, most_worked: float) -> bool:
        """Wait on while a busy machine keeps the process from its work."""
        ends = time.monotonic() + seconds
        while time.monotonic() < ends and self._worked() < most_worked:
            if self.connection.poll(_LOOK_SECONDS):
                return True
        return False

    def _worked(self) -> float:
        """Return the seconds of CPU that the process had; infinite where nobody counts them."""
        try:
            stat = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii")
        except OSError:
            return math.inf
        fields = stat.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self) -> None:
        """Stop the process at once."""
        self.connection.close()
        self.process.kill()
        self.process.wait()


class ProcessPool:
    """A fixed number of such processes, each started when it is first needed."""

    def __init__(
        self,
        size: int,
        memory: int = RENDER_BYTES,
        environment: Mapping[str, str] = MappingProxyType({}),
        nice: int = 0,
    ) -> None:
        self._free: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        for _ in range(size):
            self._free.put(None)
        self._size = size
        self._memory = memory
        self._environment = environment
        self._nice = nice
        self._patience = _BACKGROUND_PATIENCE if nice else _PATIENCE

    def run(self, task: object, seconds: float, *, patient: bool = False) -> object:
        """Run a task in a free process, waiting for one if need be; its errors are raised here.

        A patient caller counts the seconds in which the process worked, and waits thrice as long
        for them at most; thirty times where the process lets others go first.
        """
        worker = self._free.get()
        keep: _Worker | None = None
        try:
            worker = worker or self._start(task)
            succeeded, value = worker.call(task, seconds, patience=self._patience if patient else 1)
            keep = worker if worker.tasks_left > 0 else None
        finally:
            if worker is not None and keep is None:
                worker.end()
            self._free.put(keep)
        if succeeded:
            return value
        raise cast(BaseException, value)

    def _start(self, task: object) -> _Worker:
        """Start a process that has imported what its first task needs: that time is not its own."""
        worker = _Worker(self._memory, self._environment, self._nice)
        module = getattr(cast(tuple[object, ...], task)[0], "__module__", None)
        try:
            if module is not None:
                worker.call((prepare, (module,), {}), DEFAULT_SECONDS, patience=self._patience)
        except ProcessFailed:
            worker.end()
            raise
        return worker

    def close(self) -> None:
        """End all processes; those at work are waited for."""
        for _ in range(self._size):
            worker = self._free.get()
            if worker is not None:
                worker.end()
        for _ in range(self._size):
            self._free.put(None)


_pools: dict[str, ProcessPool] = {}
_lock = threading.Lock()


def run_in_process(
    function: Callable[Params, Result], *args: Params.args, **kwargs: Params.kwargs
) -> Result:
    """Run a pure, importable function in a process of its own and return what it returns."""
    return cast(Result, _rendering().run((function, args, kwargs), DEFAULT_SECONDS))


def run_in_background(
    function: Callable[Params, Result], *args: Params.args, **kwargs: Params.kwargs
) -> Result:
    """Do the same where nobody waits for the one piece: in processes that let all others go first.

    A busy machine may keep it waiting, so only the time in which it works is counted.
    """
    task = (function, args, kwargs)
    return cast(Result, _background().run(task, DEFAULT_SECONDS, patient=True))


def run_in_process_within(
    seconds: float, function: Callable[Params, Result], *args: Params.args, **kwargs: Params.kwargs
) -> Result:
    """Do the same, but give up after so many seconds with `ProcessFailed`."""
    return cast(Result, _rendering().run((function, args, kwargs), seconds))


def run_confined(
    function: Callable[Params, Result], *args: Params.args, **kwargs: Params.kwargs
) -> Result:
    """Run the reading of a stranger's file, within the limits of the settings for it."""
    seconds = settings().decode_seconds
    return cast(Result, _confined().run((function, args, kwargs), seconds, patient=True))


def _rendering() -> ProcessPool:
    return _pool("rendering", lambda: ProcessPool(settings().render_processes))


def _background() -> ProcessPool:
    size = settings().render_processes
    return _pool("background", lambda: ProcessPool(size, nice=_BACKGROUND_NICE))


def _confined() -> ProcessPool:
    memory = settings().decode_megabytes * _MEBIBYTE
    return _pool("confined", lambda: ProcessPool(settings().decode_processes, memory, _FRUGAL))


def _pool(name: str, make: Callable[[], ProcessPool]) -> ProcessPool:
    """Return a pool of this process, made when it is first needed."""
    with _lock:
        if name not in _pools:
            _pools[name] = make()
            atexit.register(_pools[name].close)
        return _pools[name]
