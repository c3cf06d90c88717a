"""Runs every benchmark of this package, or those named: `python -m bench [typesetting ...]`.

A benchmark is a module here with a function `run()` that prints its figures.
"""

import importlib
import pkgutil
import sys
from collections.abc import Callable
from typing import cast

import bench


def benchmarks() -> dict[str, Callable[[], None]]:
    """Return what can be run, by the name of its module."""
    found = {}
    for module in pkgutil.iter_modules(bench.__path__):
        if module.name != "__main__":
            run = getattr(importlib.import_module(f"bench.{module.name}"), "run", None)
            if callable(run):
                found[module.name] = cast("Callable[[], None]", run)
    return found


def main(names: list[str]) -> None:
    """Run the benchmarks of these names, all of them for none."""
    known = benchmarks()
    for name in names or sorted(known):
        if name not in known:
            raise SystemExit(f"There is no benchmark {name}. Known: {', '.join(sorted(known))}")
        print(f"\n{name}\n{'-' * len(name)}", flush=True)
        known[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
