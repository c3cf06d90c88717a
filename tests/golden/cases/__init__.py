"""Owns the golden cases: each module here holds the `CASES` of one topic."""

import functools
import importlib
import pkgutil

from tests.golden import cases
from tests.golden.case import GoldenCase


@functools.cache
def all_cases() -> tuple[GoldenCase, ...]:
    """Return the cases of all modules of this package, by the modules' names."""
    names = sorted(module.name for module in pkgutil.iter_modules(cases.__path__))
    modules = [importlib.import_module(f"{cases.__name__}.{name}") for name in names]
    return tuple(case for module in modules for case in module.CASES)
