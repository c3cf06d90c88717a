"""Runs every benchmark of this package, or those named: `python -m bench [typesetting [long] ...]`.

A benchmark is a module here with a function `run()` that prints its figures.
"""

import importlib
import pkgutil
import sys

import bench


def main(words: list[str]) -> None:
    """Run the benchmarks of these names, all for none; other words are for the name before."""
    known = [module.name for module in pkgutil.iter_modules(bench.__path__)]
    asked: list[tuple[str, list[str]]] = [] if words else [(name, []) for name in known]
    for word in words:
        if word in known:
            asked.append((word, []))
        elif asked:
            asked[-1][1].append(word)
        else:
            raise SystemExit(f"There is no benchmark {word}. Known: {', '.join(known)}")
    for name, rest in asked:
        if name == "__main__":
            continue
        run = getattr(importlib.import_module(f"bench.{name}"), "run", None)
        if run is not None:
            print(f"\n{name}\n{'-' * len(name)}", flush=True)
            run(*rest)


if __name__ == "__main__":
    main(sys.argv[1:])
