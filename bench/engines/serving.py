"""Owns the talk with a worker: a line of JSON asks for documents, another tells their cost."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol


class Engine(Protocol):
    """What each worker can do for the outlet of a number."""

    def prepare(self, number: int) -> None:
        """Make ready what all engines are given and is not counted."""
        ...

    def press(self, number: int) -> bytes:
        """Return the flyer as a PDF."""
        ...

    def preview(self, number: int, width: int) -> bytes:
        """Return the first page as a JPEG."""
        ...


def own_cpu() -> float:
    """Return the seconds of CPU of this process."""
    return time.process_time()


def own_peak() -> float:
    """Return the most memory that this process had, in MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def serve(
    engine: Engine,
    cpu: Callable[[], float] = own_cpu,
    peak: Callable[[], float] = own_peak,
) -> None:
    """Answer requests until the input ends; the first line says that the engine is warm."""
    engine.prepare(0)
    engine.press(0)
    engine.preview(0, 600)
    _say({"ready": True})
    for line in sys.stdin:
        request = json.loads(line)
        _say(_done(engine, request, cpu) | {"peak": peak()})


def _done(engine: Engine, request: dict[str, Any], cpu: Callable[[], float]) -> dict[str, Any]:
    walls, cpus, last = [], [], b""
    end = time.perf_counter() + request["seconds"]
    for number in range(request["first"], request["first"] + request["count"]):
        engine.prepare(number)
        wall, used = time.perf_counter(), cpu()
        if request["width"]:
            last = engine.preview(number, request["width"])
        else:
            last = engine.press(number)
        walls.append(time.perf_counter() - wall)
        cpus.append(cpu() - used)
        if time.perf_counter() > end:
            break
    if request.get("keep"):
        Path(request["keep"]).write_bytes(last)
    return {"walls": walls, "cpus": cpus, "bytes": len(last)}


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
