"""Owns how long a campaign takes for all outlets, and that its memory stays flat however many."""

import os
import resource
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import campaigns.rollout.everyone.jobs  # noqa: F401 - registers the job
from bench.rollout import (
    GOAL_SECONDS,
    OUTLETS,
    forget_peak,
    peak_megabytes,
    rollout_world,
    run_apart,
)
from campaigns.rollout.everyone.rules import Standing
from campaigns.rollout.everyone.service import (
    CheckSubject,
    EveryoneCheck,
    find_check,
    start_check,
)
from portal.foundation.jobs import run_due_jobs
from tests.factories.demo_campaign import ALL_TEMPLATES

MANY = 10_000
ONE_TEMPLATE = ("fruehling-banner-300x250",)
_PAGE = 4096
_LOOK_SECONDS = 0.5
_PARTS = (0.1, 0.25, 0.5, 0.75, 1.0)


def run(*words: str) -> None:
    """Print documents a second for 412 outlets, then the memory for 10,000 in one format.

    `full` sets the 10,000 in all formats; numbers name other counts, `one` is for one format.
    """
    if words in ((), ("full",)):
        run_apart("everyone", str(OUTLETS))
        run_apart("everyone", str(MANY), *([] if words else ["one"]))
        return
    templates = ONE_TEMPLATE if "one" in words else ALL_TEMPLATES
    for outlets in (int(word) for word in words if word != "one"):
        _try(outlets, templates)


def _try(outlets: int, templates: tuple[str, ...]) -> None:
    with rollout_world(outlets, templates, begun=False) as (brand, campaign_id):
        subject = CheckSubject(campaign_id)
        start_check(brand, subject)
        before, worked = forget_peak(), _worked()
        with _watched_memory(subject) as seen:
            start = time.perf_counter()
            run_due_jobs()
            seconds = time.perf_counter() - start
        worked = _worked() - worked
        check = find_check(subject)
        if check is None or check.standing is not Standing.COMPLETE:
            raise RuntimeError(f"the check did not come to its end: {check}")
        _tell(check, seconds, seen, before)
        per_ad = worked * 1000 / check.run.total
        print(f"  CPU of all processes, an ad       {per_ad:7.2f} ms ({worked:.1f} s in all)")


def _worked() -> float:
    """Return the seconds of CPU that this process and all that it started had so far.

    Unlike the time of a clock, it says little of what else the machine was doing.
    """
    own, ended = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    started = [
        pid
        for listed in Path("/proc/self/task").glob("*/children")
        for pid in listed.read_text(encoding="ascii").split()
    ]
    ticks = [int(tick) for pid in started for tick in _stat(pid)[11:13]]
    spent = own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime
    return spent + sum(ticks) / os.sysconf("SC_CLK_TCK")


def _stat(pid: str) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()


def _tell(
    check: EveryoneCheck, seconds: float, seen: list[tuple[float, float]], before: float
) -> None:
    run = check.run
    goal = f"   (goal: {GOAL_SECONDS} s)" if run.outlets == OUTLETS and run.total > OUTLETS else ""
    formats = run.total // run.outlets
    print(f"{run.outlets:,} outlets in {formats} format{'s'[: formats > 1]}, {run.total:,} ads")
    print(f"  set and checked in                {seconds:7.1f} s{goal}")
    print(f"  documents                         {run.total / seconds:7.1f} a second")
    print(f"  memory of the server at most      {peak_megabytes():7.1f} MB, {before:.1f} before")
    parts = ", ".join(f"{part:.0%} {_at(seen, part):.0f} MB" for part in _PARTS)
    print(f"  memory by share of the work       {parts}")
    print(f"  outlets with errors               {check.outlets_with_errors:7,}")
    tight = run.tightest.get("frames", [])
    told = ", ".join(f"{one['format']} {one['frame']} {one['used']:.0%}" for one in tight[:3])
    print(f"  the tightest                      {told}")


def _at(seen: list[tuple[float, float]], part: float) -> float:
    """Return the memory when this share of the work was done."""
    later = [memory for share, memory in seen if share >= part]
    return later[0] if later else seen[-1][1]


@contextmanager
def _watched_memory(subject: CheckSubject) -> Iterator[list[tuple[float, float]]]:
    """Give a list of (share of the work done, memory of this process in MB), growing meanwhile."""
    seen: list[tuple[float, float]] = []
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(_LOOK_SECONDS):
            check = find_check(subject)
            if check is not None:
                seen.append((check.done / check.run.total, _resident()))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        ended.set()
        thread.join()
        seen.append((1.0, _resident()))


def _resident() -> float:
    """Return the memory of this process as it is now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * _PAGE / 1024**2
