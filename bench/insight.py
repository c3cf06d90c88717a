"""Owns the times of insight's own work: simulated networks, results, readings and exports."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from bench.portal_world import portal_world
from campaigns.insight.exports.rules import ExportFormat
from campaigns.insight.exports.service import export_usage
from campaigns.insight.readings.results import refresh_results
from campaigns.insight.readings.selection import Selection, periods
from campaigns.insight.readings.service import get_reading
from campaigns.insight.statistics.comparison import Strata, compare
from portal.foundation import clock
from regions.scoping import Scope

SIZES = (412, 20_000)


def run(sizes: tuple[int, ...] = SIZES) -> None:
    """Print the times for each size."""
    for outlets in sizes:
        _compare(outlets)
    for outlets in sizes:
        with portal_world(outlets):
            print(f"{outlets:,} outlets")
            _read()
            for fmt in ExportFormat:
                _export(fmt)


def _read() -> None:
    ads = _timed("results rebuilt", refresh_results)
    selection = Selection(Scope.everything(), periods(clock.today())[0])
    _timed("reading worked out", lambda: get_reading(selection))
    _timed("reading from the store", lambda: get_reading(selection))
    print(f"  {ads:,} ads")


def _export(fmt: ExportFormat) -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        rows = _timed(f"export as {fmt}", lambda: export_usage(out, fmt)).rows
        _timed(f"export as {fmt}, no news", lambda: export_usage(out, fmt))
        print(f"  {sum(rows.values()):,} rows")


def _compare(outlets: int) -> None:
    generator = np.random.Generator(np.random.PCG64(1))
    exposure = generator.lognormal(7, 0.6, (2, outlets))
    events = generator.poisson(exposure * 0.02).astype(np.float64)
    strata = Strata(np.arange(outlets), events[0], exposure[0], events[1], exposure[1])
    _timed(f"one comparison of {outlets:,} outlets", lambda: compare(strata, generator))


def _timed(name: str, work: Callable[[], Any]) -> Any:
    start = time.perf_counter()
    done = work()
    print(f"  {name:36} {(time.perf_counter() - start) * 1000:10,.0f} ms", flush=True)
    return done
