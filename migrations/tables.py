"""Owns the list of what has tables: it imports every `models` module of the product."""

import importlib
import pkgutil
from collections.abc import Iterator

FOUNDATION = ("portal.foundation.audit", "portal.foundation.jobs.models", "portal.foundation.usage")
PACKAGES = ("regions", "brand_assets", "campaigns")


def import_models() -> None:
    """Import all modules with tables, so that the metadata is complete."""
    for name in model_modules():
        importlib.import_module(name)


def model_modules() -> Iterator[str]:
    """Yield the name of every module with tables."""
    yield from FOUNDATION
    for package in PACKAGES:
        path = importlib.import_module(package).__path__
        for module in pkgutil.walk_packages(path, package + "."):
            if module.name.rpartition(".")[2] == "models":
                yield module.name
