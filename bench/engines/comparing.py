"""Compares the engines: workers take turns at one document, then each makes a batch."""

import itertools
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from bench.engines.environment import bench_python
from bench.engines.export import export_flyer
from tests.journeys.browser import find_chromium

ROOT = Path(__file__).parents[2]
OUTLETS = 600
TURNS, A_TURN = 4, 4
BATCH, SLICE = 500, 10
BATCH_SECONDS = float(os.environ.get("BENCH_BATCH_SECONDS", "30"))
OURS = "typesetter"
GOAL = 8
_WITHOUT = {
    OURS: "PDF/X-4, CMYK, spots, fit, pixels: all of it (the code's outline is given to all)",
    "Chromium": "no CMYK, spots, PDF/X, raised cents; fit by script",
    "WeasyPrint": "no spots, PDF/X, raised cents, fit (our sizes are given), pixels; RGB",
    "ReportLab": "no PDF/X, raised cents, hyphens, kerning, fitted groups, pixels",
}


@dataclass(slots=True)
class Worker:
    """A process of an engine, and the conversation with it."""

    name: str
    process: subprocess.Popen[str]
    peak: float = 0.0
    walls: dict[int, list[float]] = field(default_factory=dict)
    cpus: dict[int, list[float]] = field(default_factory=dict)

    def send(self, first: int, count: int, width: int, seconds: float) -> None:
        """Ask for documents: press files at width 0, else pictures."""
        request = {"first": first, "count": count, "width": width, "seconds": seconds}
        _pipe(self.process.stdin).write(json.dumps(request) + "\n")
        _pipe(self.process.stdin).flush()

    def answer(self) -> dict[str, Any]:
        """Return the answer; raises RuntimeError where the worker ended."""
        line = _pipe(self.process.stdout).readline()
        if not line:
            raise RuntimeError(f"{self.name} ended: {_pipe(self.process.stderr).read()[-800:]}")
        found: dict[str, Any] = json.loads(line)
        self.peak = max(self.peak, found.get("peak", 0.0))
        return found


def _pipe(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise RuntimeError("the worker has no pipe")
    return pipe


def compare() -> None:
    """Print what each engine takes for the same flyer, and the ratios to ours."""
    with TemporaryDirectory(prefix="bench-") as name, ExitStack() as running:
        folder = Path(name)
        export_flyer(folder, OUTLETS)
        workers = [
            worker
            for engine, command in _commands(folder).items()
            if (worker := _started(engine, command, running)) is not None
        ]
        outlets = itertools.count(1, A_TURN)
        for turn in range(TURNS):
            for width in (0, 600, 1080):
                first = next(outlets)  # Nobody sees an outlet twice.
                for worker in workers:
                    _take_turn(worker, first, width, warm=turn > 0)
        for width, what in ((0, "press PDF"), (600, "JPEG 600 px"), (1080, "JPEG 1080 px")):
            _tell_documents(workers, width, what)
        for processes in (1, 2):
            _tell_batches(workers, processes, _commands(folder), running)
        for worker in workers:
            print(f"  {worker.name:<12} peak memory {worker.peak:6.0f} MB; {_WITHOUT[worker.name]}")


def _commands(folder: Path) -> dict[str, list[str]]:
    own, theirs = sys.executable, bench_python(ROOT)
    found = {OURS: [own, "-m", "bench.engines.ours"]}
    try:
        find_chromium()
        found["Chromium"] = [own, "-m", "bench.engines.chromium_worker", str(folder)]
    except RuntimeError as missing:
        print(f"  without Chromium: {missing}")
    if theirs is not None:
        for name in ("WeasyPrint", "ReportLab"):
            module = f"bench.engines.{name.lower()}_worker"
            found[name] = [str(theirs), "-m", module, str(folder)]
    return found


def _started(name: str, command: Sequence[str], running: ExitStack) -> Worker | None:
    process = subprocess.Popen(  # noqa: S603 - our own workers
        command,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    running.callback(_stop, process)
    worker = Worker(name, process)
    try:
        worker.answer()
    except RuntimeError as ended:
        print(f"  without {name}: {ended}")
        return None
    return worker


def _stop(process: subprocess.Popen[str]) -> None:
    _pipe(process.stdin).close()
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _take_turn(worker: Worker, first: int, width: int, *, warm: bool) -> None:
    worker.send(first, A_TURN, width, BATCH_SECONDS)
    found = worker.answer()
    if warm:
        worker.walls.setdefault(width, []).extend(found["walls"])
        worker.cpus.setdefault(width, []).extend(found["cpus"])


def _tell_documents(workers: Sequence[Worker], width: int, what: str) -> None:
    ours = statistics.median(workers[0].cpus[width])
    for worker in workers:
        wall = statistics.median(worker.walls[width]) * 1000
        cpu = statistics.median(worker.cpus[width])
        print(
            f"  {what:<13} {worker.name:<12} {wall:8.1f} ms, {cpu * 1000:8.1f} ms of CPU"
            f"  {cpu / ours:6.1f} times ours",
            flush=True,
        )


@dataclass(slots=True)
class Team:
    """The processes of one engine, and what they made so far."""

    workers: list[Worker]
    made: int = 0
    wall: float = 0.0
    cpu: float = 0.0

    def make(self, first: int) -> None:
        """Let each process make a slice at the same time."""
        for index, worker in enumerate(self.workers):
            worker.send(first + index * SLICE, SLICE, 0, BATCH_SECONDS)
        answers = [worker.answer() for worker in self.workers]
        self.made += sum(len(found["walls"]) for found in answers)
        self.wall += max(sum(found["walls"]) for found in answers)
        self.cpu += sum(sum(found["cpus"]) for found in answers)


def _tell_batches(
    workers: Sequence[Worker], processes: int, commands: dict[str, list[str]], running: ExitStack
) -> None:
    """Let the engines take turns at slices of a batch, so that noise meets all alike."""
    teams = []
    for worker in workers:
        more = [_started(worker.name, commands[worker.name], running) for _ in range(processes - 1)]
        teams.append(Team([worker, *(one for one in more if one is not None)]))
    for first in range(50, 50 + BATCH, SLICE * processes):
        for team in teams:
            if team.wall < BATCH_SECONDS:
                team.make(first)
    ours = teams[0].made / teams[0].wall
    for team in teams:
        rate, name = team.made / team.wall, team.workers[0].name
        said = f"{rate:7.1f} documents/s, {team.made / team.cpu:6.1f} a second of CPU, {team.made}"
        against = "" if name == OURS else f"  we make {ours / rate:5.1f} times as many"
        if name == "Chromium" and processes == 1:
            against += f"  goal >= {GOAL}: {'met' if ours / rate >= GOAL else 'MISSED'}"
        print(f"  processes: {processes}  {name:<12} {said}{against}", flush=True)
