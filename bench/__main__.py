"""Runs every benchmark of this package, or those named: `python -m bench [typesetting ...]`.

A benchmark is a module here with a function `run()` that prints its figures.
"""

import importlib
import pkgutil
import sys

import bench


def main(names: list[str]) -> None:
    """Run the benchmarks of these names, all of them for none."""
    known = [module.name for module in pkgutil.iter_modules(bench.__path__)]
    unknown = [name for name in names if name not in known]
    if unknown:
        raise SystemExit(f"There is no benchmark {unknown[0]}. Known: {', '.join(known)}")
    for name in names or known:
        if name == "__main__":
            continue
        run = getattr(importlib.import_module(f"bench.{name}"), "run", None)
        if run is not None:
            print(f"\n{name}\n{'-' * len(name)}", flush=True)
            run()


if __name__ == "__main__":
    main(sys.argv[1:])
